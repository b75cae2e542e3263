//! So many people in a pool, and what they take there.

use scoring::Pool;

use super::{Measuring, Row};
use crate::memory::resident_bytes;
use crate::population::Population;
use crate::times::ms;

/// People of the ballast.
pub(super) const BALLAST: usize = 10_000;

/// The allocator keeps tens of megabytes that building needed for a moment; what a pool takes is told when it is far
/// more.
const TELLING: u64 = 100_000_000;

/// A pool of the first so many people of a population.
pub(super) struct Stage<'a> {
    pub(super) population: &'a Population,
    pub(super) people: usize,
    pub(super) pool: Pool,
}

impl Stage<'_> {
    /// Tells what is measured now.
    pub(super) fn say(&self, measuring: Measuring<'_>, what: &str) {
        (measuring.progress)(&format!("{} people: {what}", self.people));
    }
}

/// Builds the pool; the row says how long that took, and what stands in memory for it.
pub(super) fn build<'a>(
    population: &'a Population,
    people: usize,
    measuring: Measuring<'_>,
) -> (Stage<'a>, Row) {
    (measuring.progress)(&format!("{people} people: the pool"));
    let before = resident_bytes();
    let started = measuring.stopwatch.elapsed();
    let pool = population.pool(people);
    let own_count = pool.snapshot().bytes() as f64 / people.max(1) as f64;
    let took = measuring.stopwatch.elapsed() - started;
    let taken = before.zip(resident_bytes()).map(|(before, after)| after.saturating_sub(before));
    let (told, bytes) = match taken {
        Some(bytes) if bytes >= TELLING => ("memory a person as resident", Some(bytes)),
        Some(_) => ("too few people to tell by resident memory", None),
        None => ("resident memory is not told here", None),
    };
    let row = Row {
        what: format!("pool built while people are drawn; {told} (by its own count {own_count:.0})"),
        people: people as u64,
        ms_median: ms(took),
        ms_worst: ms(took),
        ratio_to_scan: None,
        bytes_per_person: bytes.map(|bytes| bytes as f64 / people.max(1) as f64),
    };
    (Stage { population, people, pool }, row)
}
