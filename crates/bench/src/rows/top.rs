//! The exact first twenty, each posting beside the plain scan of the same posting.

use std::time::Duration;

use scoring::{CompiledPosting, PlainScan};

use super::stage::Stage;
use super::{LISTED, Measuring, POSTINGS, Row, top_twenty, words};
use crate::population::Asks;
use crate::times::{Repeats, Times, ms, ratio};

/// The plain scan is slow over many people: few repeats there.
pub(super) const PLAIN: Repeats = Repeats { least: 3, most: 15, within: Duration::from_millis(150) };

/// The engine answers again and again.
pub(super) const ENGINE: Repeats = Repeats { least: 3, most: 25, within: Duration::from_millis(150) };

/// One posting asked both ways.
pub(super) struct Trial {
    pub(super) posting: CompiledPosting,
    pub(super) plain: Times,
    pub(super) top: Times,
    /// How many people it could reach.
    eligible: u64,
}

/// Asks about every posting, the plain scan first.
pub(super) fn trials(
    stage: &Stage<'_>,
    plain: &PlainScan,
    asks: Asks,
    measuring: Measuring<'_>,
) -> Vec<Trial> {
    let snapshot = stage.pool.snapshot();
    let call = top_twenty();
    let trial = |number| {
        let posting = stage.population.compiled(number, asks);
        let eligible = plain.rank(&posting, &call).totals.eligible;
        let plain = Times::repeat(measuring.stopwatch, PLAIN, || plain.rank(&posting, &call));
        let top = Times::repeat(measuring.stopwatch, ENGINE, || snapshot.top(&posting, &call));
        Trial { posting, plain, top, eligible }
    };
    (0..POSTINGS).map(trial).collect()
}

/// The plain scan, the engine, and the posting at which the engine gains least.
pub(super) fn rows(stage: &Stage<'_>, asks: Asks, trials: &[Trial]) -> Vec<Row> {
    let asked = words(asks);
    let mut eligible: Vec<u64> = trials.iter().map(|trial| trial.eligible).collect();
    eligible.sort_unstable();
    let (middle, most) = (eligible[(eligible.len() - 1) / 2], eligible[eligible.len() - 1]);
    let plain = Times::of(trials.iter().map(|trial| trial.plain.median()).collect());
    let top: Vec<(Duration, f64)> =
        trials.iter().map(|trial| (trial.top.median(), trial.ratio_of(trial.top.median()))).collect();
    let mut rows = vec![
        Row::of_times(
            format!("plain scan, {asked} (eligible: median {middle}, at most {most})"),
            stage,
            &plain,
        ),
        Row::of_postings(format!("top {LISTED}, {asked}"), stage, &top),
    ];
    let least = trials.iter().min_by(|left, right| {
        left.ratio_of(left.top.median()).total_cmp(&right.ratio_of(right.top.median()))
    });
    rows.extend(least.map(|trial| Row {
        ratio_to_scan: Some(trial.ratio_of(trial.top.median())),
        ..Row::of_times(format!("top {LISTED}, {asked}, slowest ratio"), stage, &trial.top)
    }));
    rows
}

impl Trial {
    /// How many times faster than its plain scan something was.
    pub(super) fn ratio_of(&self, other: Duration) -> f64 {
        ratio(self.plain.median(), other)
    }
}

impl Row {
    /// A row over postings: each one's median duration, and how it stands to its plain scan.
    pub(super) fn of_postings(what: String, stage: &Stage<'_>, postings: &[(Duration, f64)]) -> Self {
        let times = Times::of(postings.iter().map(|(time, _)| *time).collect());
        let mut ratios: Vec<f64> = postings.iter().map(|(_, ratio)| *ratio).collect();
        ratios.sort_unstable_by(f64::total_cmp);
        // The same rank as the median of the times.
        let ratio_to_scan = ratios.get(ratios.len().div_ceil(2).saturating_sub(1)).copied();
        let (ms_median, ms_worst) = (ms(times.median()), ms(times.worst()));
        Self { ms_median, ms_worst, ratio_to_scan, ..Self::of_times(what, stage, &times) }
    }
}
