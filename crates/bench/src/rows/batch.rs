//! Many postings at once, shared out over every core.

use std::sync::Arc;
use std::thread::available_parallelism;
use std::time::Duration;

use rayon::ThreadPoolBuilder;
use scoring::{CompiledPosting, Executor};

use super::stage::Stage;
use super::{LISTED, Measuring, Row, top_twenty};
use crate::population::Asks;
use crate::times::{Repeats, Times};

/// Over more people a batch takes minutes and says nothing new.
pub(super) const MOST_PEOPLE: usize = 100_000;

const POSTINGS: u64 = 1_000;

const REPEATS: Repeats = Repeats { least: 1, most: 5, within: Duration::from_secs(4) };

/// The first twenty of a thousand postings.
pub(super) fn top(stage: &Stage<'_>, measuring: Measuring<'_>) -> Row {
    let (executor, cores) = every_core();
    let (snapshot, call) = (stage.pool.snapshot(), top_twenty());
    let postings: Vec<CompiledPosting> =
        (0..POSTINGS).map(|number| stage.population.compiled(number, Asks::Skills)).collect();
    let times =
        Times::repeat(measuring.stopwatch, REPEATS, || snapshot.top_each(&postings, &call, &executor));
    let pairs = POSTINGS as f64 * stage.people as f64;
    let a_second = pairs / times.median().as_secs_f64().max(1e-9) / 1e6;
    let what =
        format!("{POSTINGS} postings, top {LISTED}, {cores} threads ({a_second:.1} million pairs a second)");
    Row::of_times(what, stage, &times)
}

/// As many threads as cores, and how many that are; the calling thread when none can be started.
fn every_core() -> (Executor, usize) {
    let cores = available_parallelism().map_or(1, std::num::NonZero::get);
    match ThreadPoolBuilder::new().num_threads(cores).build() {
        Ok(threads) => (Executor::pool(Arc::new(threads)), cores),
        Err(_) => (Executor::single(), 1),
    }
}
