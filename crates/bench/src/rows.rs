//! The measured rows: what one question costs over so many people, beside the plain scan of the same run.
//!
//! Machines are shared and noisy: what holds elsewhere are the ratios, not the milliseconds. All pools are built
//! before anything else is measured, so that memory given back by one cannot hide what the next one takes.

use domain::{PartialWeights, SortKey};
use scoring::{Among, RankCall};
use serde::Serialize;

use crate::memory;
use crate::population::{Asks, Population, viewer};
use crate::stopwatch::Stopwatch;
use crate::times::{Times, ms};

use stage::Stage;

mod answers;
mod batch;
mod machine;
mod reading;
mod stage;
mod top;
mod writing;

/// The seed of the population that is measured.
pub const SEED: u64 = 1;

/// How many are listed.
const LISTED: usize = 20;

/// Postings that are asked about in a row.
const POSTINGS: u64 = 20;

/// What a person takes at most while rows are measured, pool and plain list together: twice what a run took.
const BYTES_PER_PERSON: u64 = 1_000;

/// One measured row.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// What was measured, in words.
    pub what: String,
    /// Over how many people; 0 where people do not matter.
    pub people: u64,
    /// Milliseconds: the median.
    pub ms_median: f64,
    /// Milliseconds: the worst, or what `what` says.
    pub ms_worst: f64,
    /// How many times faster than the plain scan of the same posting in the same run.
    pub ratio_to_scan: Option<f64>,
    /// Bytes that stand in memory for each person.
    pub bytes_per_person: Option<f64>,
}

/// By what is measured, and to whom progress is told.
#[derive(Clone, Copy)]
pub struct Measuring<'a> {
    /// The clock.
    pub stopwatch: &'a dyn Stopwatch,
    /// Told a line now and then.
    pub progress: &'a dyn Fn(&str),
}

/// Measures every row for each number of people, smallest first; numbers that memory has no room for are left out,
/// and progress says so.
pub fn measure(people: &[usize], measuring: Measuring<'_>) -> Vec<Row> {
    let population = Population::new(SEED);
    let mut sizes = people.to_vec();
    sizes.sort_unstable();
    sizes.dedup();
    // It fills the gaps that the allocator still has, which would otherwise hide what the next pool takes.
    let ballast = population.pool(stage::BALLAST);
    let mut built = Vec::new();
    for people in sizes {
        match lack_of_memory(people) {
            None => built.push(stage::build(&population, people, measuring)),
            Some(lack) => (measuring.progress)(&lack),
        }
    }
    drop(ballast);
    let mut rows = vec![machine::read_bandwidth(measuring)];
    for (mut stage, memory) in built {
        rows.push(memory);
        rows.extend(measure_stage(&mut stage, measuring));
    }
    rows
}

fn measure_stage(stage: &mut Stage<'_>, measuring: Measuring<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    {
        stage.say(measuring, "the plain list");
        let plain = stage.pool.snapshot().plain();
        for asks in [Asks::Skills, Asks::Nothing] {
            stage.say(measuring, &format!("top {LISTED}, {}", words(asks)));
            let trials = top::trials(stage, &plain, asks, measuring);
            rows.extend(top::rows(stage, asks, &trials));
            stage.say(measuring, &format!("full answers, {}", words(asks)));
            rows.push(answers::full(stage, asks, &trials, measuring));
            stage.say(measuring, &format!("feasibility, {}", words(asks)));
            rows.push(answers::feasibility(stage, (&plain, asks), &trials, measuring));
        }
    }
    if stage.people <= batch::MOST_PEOPLE {
        stage.say(measuring, "a batch of postings");
        rows.push(batch::top(stage, measuring));
    }
    stage.say(measuring, "writing");
    rows.push(writing::replace_one(stage, measuring));
    stage.say(measuring, "reading while writing");
    rows.extend(reading::beside_a_writer(stage, measuring));
    rows
}

/// What every row asks for: the first twenty of those whom the viewer sees, with the default weights.
pub fn top_twenty() -> RankCall<'static> {
    let among = Among::Visible(viewer());
    RankCall { among, sort: SortKey::Score, limit: LISTED, weights: PartialWeights::default() }
}

impl Row {
    /// A row of durations, without a ratio.
    fn of_times(what: String, stage: &Stage<'_>, times: &Times) -> Self {
        let people = stage.people as u64;
        let (ms_median, ms_worst) = (ms(times.median()), ms(times.worst()));
        Self { what, people, ms_median, ms_worst, ratio_to_scan: None, bytes_per_person: None }
    }
}

fn words(asks: Asks) -> &'static str {
    match asks {
        Asks::Skills => "1-4 required skills",
        Asks::Nothing => "no required skill",
    }
}

/// Why so many people would not fit; `None` when they do, or nobody knows.
fn lack_of_memory(people: usize) -> Option<String> {
    let needed = people as u64 * BYTES_PER_PERSON;
    let available = memory::available_bytes()?;
    let gigabytes = |bytes: u64| bytes as f64 / 1e9;
    (needed > available).then(|| {
        format!(
            "{people} people are left out: they need about {:.1} GB, {:.1} GB are free",
            gigabytes(needed),
            gigabytes(available)
        )
    })
}

#[cfg(test)]
mod tests;
