//! The stage: the clock that the demo moves while it is being made, and ids that follow from its seed.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use domain::Timestamp;
use matching::{Clock, Entropy};

use super::dice::Dice;

/// The day on which the demo is set, in Japan.
pub(super) const TODAY: &str = "2026-11-21T09:00:00+09:00";

/// An instant that stands in the program text.
pub(super) fn instant(text: &str) -> Timestamp {
    Timestamp::parse(text).expect("the instants of the program text are read by every test of the demo")
}

/// A clock that stands until it is moved.
pub(super) struct StageClock(AtomicI64);

impl StageClock {
    /// Stands at an instant.
    pub(super) fn at(instant: Timestamp) -> Self {
        Self(AtomicI64::new(instant.micros()))
    }

    /// Moves it, forwards or backwards.
    pub(super) fn move_to(&self, instant: Timestamp) {
        self.0.store(instant.micros(), Ordering::Release);
    }
}

impl Clock for StageClock {
    fn now(&self) -> Timestamp {
        let micros = self.0.load(Ordering::Acquire);
        Timestamp::from_micros(micros).expect("only instants are put in")
    }
}

/// The random part of an id, in bytes; whatever else is asked for is not an id.
const ID_BYTES: usize = 10;

/// Ids follow from the seed, so that every machine breaks ties alike; everything else, secrets above all, stays
/// unpredictable.
pub(super) struct SeededIds {
    seed: u64,
    drawn: AtomicU64,
    real: Arc<dyn Entropy>,
}

impl SeededIds {
    /// Ids of a seed over real entropy.
    pub(super) fn new(seed: u64, real: Arc<dyn Entropy>) -> Self {
        Self { seed, drawn: AtomicU64::new(0), real }
    }
}

impl Entropy for SeededIds {
    fn fill(&self, bytes: &mut [u8]) {
        if bytes.len() != ID_BYTES {
            return self.real.fill(bytes);
        }
        let mut dice = Dice::of(self.seed, "id", self.drawn.fetch_add(1, Ordering::Relaxed));
        for (chunk, bits) in bytes.chunks_mut(8).zip(std::iter::repeat_with(|| dice.bits())) {
            chunk.copy_from_slice(&bits.to_le_bytes()[..chunk.len()]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Marked;

    impl Entropy for Marked {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(0xAB);
        }
    }

    #[test]
    fn ids_follow_from_the_seed_and_secrets_do_not() {
        let draw = |seed| {
            let ids = SeededIds::new(seed, Arc::new(Marked));
            let (mut first, mut second, mut secret) = ([0; ID_BYTES], [0; ID_BYTES], [0; 32]);
            ids.fill(&mut first);
            ids.fill(&mut secret);
            ids.fill(&mut second);
            (first, second, secret)
        };
        let (first, second, secret) = draw(1);
        assert_eq!((first, second, secret), draw(1));
        assert_eq!(secret, [0xAB; 32]);
        assert!(first != second && first != draw(2).0 && first != [0xAB; ID_BYTES]);
    }

    #[test]
    fn the_clock_stands_where_it_is_put() {
        let clock = StageClock::at(instant(TODAY));
        clock.move_to(instant("2021-07-08T00:00:00+09:00"));
        assert_eq!(clock.now().to_string(), "2021-07-07T15:00:00.000000Z");
    }
}
