//! How long things took: repeats, and what they come to.

use std::hint::black_box;
use std::time::Duration;

use crate::stopwatch::Stopwatch;

/// Durations of one thing, ascending; never empty.
#[derive(Debug, Clone)]
pub(crate) struct Times(Vec<Duration>);

/// How often a thing is repeated: until `within` is used up, at least and at most so many times.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Repeats {
    pub(crate) least: usize,
    pub(crate) most: usize,
    pub(crate) within: Duration,
}

impl Times {
    /// These; nothing measured counts as one of no length.
    pub(crate) fn of(mut durations: Vec<Duration>) -> Self {
        if durations.is_empty() {
            durations.push(Duration::ZERO);
        }
        durations.sort_unstable();
        Self(durations)
    }

    /// Does the work again and again.
    pub(crate) fn repeat<T>(
        stopwatch: &dyn Stopwatch,
        repeats: Repeats,
        mut work: impl FnMut() -> T,
    ) -> Self {
        let begun = stopwatch.elapsed();
        let mut durations = Vec::new();
        while durations.len() < repeats.least
            || (durations.len() < repeats.most && stopwatch.elapsed() - begun < repeats.within)
        {
            let started = stopwatch.elapsed();
            let done = black_box(work());
            durations.push(stopwatch.elapsed() - started);
            // What the work made is given back outside the measured time.
            drop(done);
        }
        Self::of(durations)
    }

    /// How many were measured.
    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    /// The one that so many in a hundred do not exceed (nearest rank).
    pub(crate) fn percentile(&self, percent: usize) -> Duration {
        let rank = (self.0.len() * percent).div_ceil(100).clamp(1, self.0.len());
        self.0[rank - 1]
    }

    /// Half of them are no longer.
    pub(crate) fn median(&self) -> Duration {
        self.percentile(50)
    }

    /// The longest.
    pub(crate) fn worst(&self) -> Duration {
        self.percentile(100)
    }
}

/// In milliseconds.
pub(crate) fn ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

/// How many times the second goes into the first; nothing is no divisor.
pub(crate) fn ratio(of: Duration, to: Duration) -> f64 {
    of.as_secs_f64() / to.max(Duration::from_nanos(1)).as_secs_f64()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU64, Ordering};

    /// A second passes each time somebody looks.
    struct Ticking(AtomicU64);

    impl Stopwatch for Ticking {
        fn elapsed(&self) -> Duration {
            Duration::from_secs(self.0.fetch_add(1, Ordering::Relaxed))
        }
    }

    #[test]
    fn percentiles_are_by_nearest_rank() {
        let times = Times::of((1..=10).rev().map(Duration::from_secs).collect());
        let seconds = |percent| times.percentile(percent).as_secs();
        assert_eq!([seconds(0), seconds(50), seconds(90), seconds(91), seconds(100)], [1, 5, 9, 10, 10]);
        assert_eq!(Times::of(Vec::new()).worst(), Duration::ZERO);
    }

    #[test]
    fn work_is_repeated_within_its_bounds() {
        let repeat = |least, most, seconds| {
            let repeats = Repeats { least, most, within: Duration::from_secs(seconds) };
            Times::repeat(&Ticking(AtomicU64::new(0)), repeats, || ()).count()
        };
        assert_eq!(repeat(2, 9, 0), 2);
        assert_eq!(repeat(1, 4, 1_000), 4);
        assert!((2..9).contains(&repeat(1, 9, 10)));
    }
}
