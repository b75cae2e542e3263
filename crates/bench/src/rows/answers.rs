//! The whole answers: everybody counted beside the first twenty, and who could be reached after which step.

use scoring::PlainScan;

use super::stage::Stage;
use super::top::{ENGINE, PLAIN, Trial};
use super::{Measuring, Row, top_twenty, words};
use crate::population::Asks;
use crate::times::{Times, ratio};

/// `rank`: totals, exclusions, rank ranges and the first twenty.
pub(super) fn full(stage: &Stage<'_>, asks: Asks, trials: &[Trial], measuring: Measuring<'_>) -> Row {
    let (snapshot, call) = (stage.pool.snapshot(), top_twenty());
    let mut beside_top = Vec::new();
    let mut postings = Vec::new();
    for trial in trials {
        let times = Times::repeat(measuring.stopwatch, ENGINE, || snapshot.rank(&trial.posting, &call));
        beside_top.push(ratio(times.median(), trial.top.median()));
        postings.push((times.median(), trial.ratio_of(times.median())));
    }
    let what = format!("full answer, {} ({:.1} times its top 20)", words(asks), middle(beside_top));
    Row::of_postings(what, stage, &postings)
}

/// `feasibility`, beside the plain one of the same posting.
pub(super) fn feasibility(
    stage: &Stage<'_>,
    (plain, asks): (&PlainScan, Asks),
    trials: &[Trial],
    measuring: Measuring<'_>,
) -> Row {
    let (snapshot, among) = (stage.pool.snapshot(), top_twenty().among);
    let mut beside_top = Vec::new();
    let mut postings = Vec::new();
    for trial in trials {
        let plain = Times::repeat(measuring.stopwatch, PLAIN, || plain.feasibility(&trial.posting, among));
        let engine =
            Times::repeat(measuring.stopwatch, ENGINE, || snapshot.feasibility(&trial.posting, among));
        postings.push((engine.median(), ratio(plain.median(), engine.median())));
        beside_top.push(ratio(engine.median(), trial.top.median()));
    }
    let what = format!("feasibility, {} ({:.1} times its top 20)", words(asks), middle(beside_top));
    Row::of_postings(what, stage, &postings)
}

/// The middle one; 0 of none.
fn middle(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_unstable_by(f64::total_cmp);
    numbers.get(numbers.len().div_ceil(2).saturating_sub(1)).copied().unwrap_or(0.0)
}
