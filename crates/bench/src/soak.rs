//! A soak: writers, readers and batches on one pool at the same time, and a checker that holds the answers against
//! the plain scan and against what the writers were told.
//!
//! Promises to find a lost write, an answer that differs from the plain scan's, and memory that keeps growing. It
//! judges no speed. The pool is guarded as the live pool of the server is: one lock for writers, and the newest
//! snapshot behind another for readers.

use std::sync::PoisonError;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use serde::Serialize;

use crate::memory::resident_bytes;
use crate::stopwatch::Stopwatch;

use world::World;

mod checker;
mod ledger;
mod load;
mod question;
mod world;

/// Writers, each with people of its own, so that one person's changes have an order.
const WRITERS: u64 = 2;

/// Readers beside the batches.
const READERS: u64 = 2;

/// Memory is told for each tenth of the time.
const PARTS: u32 = 10;

/// Growth of the last third over the middle third from which memory counts as leaking.
const GROWTH: f64 = 0.05;

/// In a shorter soak the allocator is still finding its level, so that memory says nothing.
const TELLING: Duration = Duration::from_secs(300);

/// What is soaked.
#[derive(Debug, Clone, Copy)]
pub struct SoakOptions {
    /// How many people stand in the pool, about.
    pub people: usize,
    /// For how long.
    pub lasting: Duration,
    /// What everything is drawn from; which thread comes first is the machine's.
    pub seed: u64,
}

/// What came of a soak.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SoakReport {
    /// In the pool at the end.
    pub people: u64,
    /// How long it lasted.
    pub seconds: f64,
    /// People entered, replaced or removed, and consents changed.
    pub writes: u64,
    /// Answers to readers.
    pub reads: u64,
    /// Batches of postings.
    pub batches: u64,
    /// Snapshots that were held against the plain scan and the writers' ledger.
    pub checks: u64,
    /// Answers compared with the plain scan's.
    pub answers_compared: u64,
    /// Versions compared with what the writers were told.
    pub versions_compared: u64,
    /// How many of those differed.
    pub mismatches: u64,
    /// The first of them, in words.
    pub examples: Vec<String>,
    /// The least bytes resident in each tenth of the time, for what is taken for a moment is no leak; empty where the system does not tell.
    pub resident_bytes: Vec<u64>,
    /// Bytes of the pool by its own count, after each tenth.
    pub pool_bytes: Vec<u64>,
}

/// Soaks a pool and answers what came of it.
pub fn run(options: &SoakOptions, stopwatch: &dyn Stopwatch) -> SoakReport {
    let world = World::new(options);
    let begun = stopwatch.elapsed();
    let (mut resident, mut pool) = (Vec::new(), Vec::new());
    thread::scope(|scope| {
        for number in 0..WRITERS {
            let world = &world;
            scope.spawn(move || load::write(world, (number, WRITERS)));
        }
        for number in 0..READERS {
            let world = &world;
            scope.spawn(move || load::read(world, number));
        }
        scope.spawn(|| load::batch(&world));
        let _end = End(&world.done);
        let mut least: Option<u64> = None;
        let mut part = 1;
        while part <= PARTS {
            checker::check_newest(&world);
            least = least.into_iter().chain(resident_bytes()).min();
            while part <= PARTS && stopwatch.elapsed() - begun >= options.lasting * part / PARTS {
                // A part that no check ended in has what the one before had.
                resident.extend(least.take().or(resident.last().copied()));
                pool.push(world.snapshot().bytes() as u64);
                part += 1;
            }
        }
    });
    checker::check_ledger(&world);
    let seconds = (stopwatch.elapsed() - begun).as_secs_f64();
    let people = world.snapshot().len() as u64;
    let found = world.findings.into_inner().unwrap_or_else(PoisonError::into_inner);
    SoakReport {
        people,
        seconds,
        writes: world.writes.into_inner(),
        reads: world.reads.into_inner(),
        batches: world.batches.into_inner(),
        checks: found.checks,
        answers_compared: found.answers,
        versions_compared: found.versions,
        mismatches: found.mismatches,
        examples: found.examples,
        resident_bytes: resident,
        pool_bytes: pool,
    }
}

impl SoakReport {
    /// How much more is resident in the last third than in the middle third: 0.05 is a twentieth. `None` when the
    /// soak was too short to say, or the system does not tell.
    pub fn growth(&self) -> Option<f64> {
        let [_, _, _, middle @ .., eighth, ninth, tenth] = self.resident_bytes.as_slice() else {
            return None;
        };
        let is_telling = self.seconds >= TELLING.as_secs_f64() && !middle.is_empty();
        let last = [*eighth, *ninth, *tenth];
        is_telling.then(|| mean(&last) / mean(middle) - 1.0)
    }

    /// What is wrong, a sentence each; nothing when all is well.
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if self.mismatches > 0 {
            let compared = self.answers_compared + self.versions_compared;
            faults.push(format!("{} of {compared} comparisons differ", self.mismatches));
            faults.extend(self.examples.iter().cloned());
        }
        if let Some(growth) = self.growth().filter(|growth| *growth > GROWTH) {
            faults.push(format!("memory grew by {:.1} % in the last third", 100.0 * growth));
        }
        faults
    }

    /// As people read it.
    pub fn text(&self) -> String {
        let megabytes = |bytes: &[u64]| {
            bytes.iter().map(|bytes| format!("{:.0}", *bytes as f64 / 1e6)).collect::<Vec<_>>().join(" ")
        };
        let growth = self.growth().map_or("too short to say".to_owned(), |growth| {
            format!("{:+.1} % from the middle third to the last", 100.0 * growth)
        });
        format!(
            "{:.0} s over {} people: {} writes, {} reads, {} batches\n\
             {} snapshots checked, {} answers and {} versions compared, {} mismatches\n\
             least MB resident in each tenth: {} ({growth})\n\
             MB of the pool by its own count: {}",
            self.seconds,
            self.people,
            self.writes,
            self.reads,
            self.batches,
            self.checks,
            self.answers_compared,
            self.versions_compared,
            self.mismatches,
            megabytes(&self.resident_bytes),
            megabytes(&self.pool_bytes),
        )
    }
}

/// Ends the load when it goes, after a panic too: the scope waits for everybody.
struct End<'a>(&'a AtomicBool);

impl Drop for End<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

fn mean(numbers: &[u64]) -> f64 {
    numbers.iter().sum::<u64>() as f64 / numbers.len().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(seconds: f64, resident_bytes: Vec<u64>) -> SoakReport {
        SoakReport {
            people: 1,
            seconds,
            writes: 1,
            reads: 1,
            batches: 1,
            checks: 1,
            answers_compared: 4,
            versions_compared: 5,
            mismatches: 0,
            examples: Vec::new(),
            resident_bytes,
            pool_bytes: Vec::new(),
        }
    }

    #[test]
    fn memory_is_judged_by_its_last_third() {
        let steady = report(600.0, vec![10, 50, 90, 100, 100, 100, 100, 101, 104, 104]);
        assert!(steady.growth().is_some_and(|growth| (0.029..0.031).contains(&growth)));
        assert_eq!(steady.faults(), Vec::<String>::new());
        let growing = report(600.0, vec![10, 50, 90, 100, 100, 100, 100, 106, 106, 106]);
        assert_eq!(growing.faults(), ["memory grew by 6.0 % in the last third"]);
        assert_eq!(report(299.0, growing.resident_bytes).growth(), None);
        assert_eq!(report(600.0, Vec::new()).growth(), None);
    }

    #[test]
    fn a_mismatch_is_a_fault_with_its_example() {
        let example = "an answer differs".to_owned();
        let failed = SoakReport { mismatches: 2, examples: vec![example.clone()], ..report(1.0, Vec::new()) };
        assert_eq!(failed.faults(), ["2 of 9 comparisons differ".to_owned(), example]);
    }
}
