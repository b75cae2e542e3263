//! Replacing one person so that the next reader sees it, while the last snapshot is still held.

use std::sync::{PoisonError, RwLock};

use domain::{CandidateId, CandidateProfile};
use scoring::{Pool, Snapshot};

use super::stage::Stage;
use super::{Measuring, Row};
use crate::population::{Population, entry};
use crate::times::{Times, ms};

/// Enough for a 99th percentile.
const WRITES: u64 = 2_000;

/// A step that leads through all numbers: prime, and far from the people that stand together in memory.
const STEP: u64 = 7_919;

/// One write after the other; nobody reads meanwhile.
pub(super) fn replace_one(stage: &mut Stage<'_>, measuring: Measuring<'_>) -> Row {
    let newest = RwLock::new(stage.pool.snapshot());
    let mut writer = Writer::new(stage.population, stage.people, &mut stage.pool);
    let mut durations = Vec::new();
    for _ in 0..WRITES {
        let replacement = writer.draw(&newest);
        let started = measuring.stopwatch.elapsed();
        writer.put(&replacement, &newest);
        durations.push(measuring.stopwatch.elapsed() - started);
    }
    let times = Times::of(durations);
    let what = "replace one person, visible to readers (worst: 99th percentile)".to_owned();
    Row { ms_worst: ms(times.percentile(99)), ..Row::of_times(what, stage, &times) }
}

/// Replaces one person after the other by somebody else's profile, as one registering them anew would.
pub(super) struct Writer<'a> {
    population: &'a Population,
    people: u64,
    pool: &'a mut Pool,
    written: u64,
}

/// A person as they will be.
pub(super) struct Replacement {
    id: CandidateId,
    version: i64,
    profile: CandidateProfile,
}

impl<'a> Writer<'a> {
    /// Over a pool of the first so many people.
    pub(super) fn new(population: &'a Population, people: usize, pool: &'a mut Pool) -> Self {
        Self { population, people: people.max(1) as u64, pool, written: 0 }
    }

    /// The person who is next, with a new profile.
    pub(super) fn draw(&mut self, newest: &RwLock<Snapshot>) -> Replacement {
        self.written += 1;
        let id = self.population.candidate_id(self.written.wrapping_mul(STEP) % self.people);
        let known = newest.read().unwrap_or_else(PoisonError::into_inner).version_of(id);
        let (_, profile) = self.population.person(self.people + self.written);
        Replacement { id, version: known.unwrap_or(0) + 1, profile }
    }

    /// Replaces the person, and puts the newest snapshot where readers take it.
    pub(super) fn put(&mut self, new: &Replacement, newest: &RwLock<Snapshot>) {
        self.pool.put(entry(new.id, new.version, &new.profile));
        *newest.write().unwrap_or_else(PoisonError::into_inner) = self.pool.snapshot();
    }

    /// How many were drawn.
    pub(super) fn written(&self) -> u64 {
        self.written
    }
}
