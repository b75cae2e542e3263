//! A batch of a run: some subjects, ranked for on all threads. Their matches are kept in the same transactions as the
//! progress, so a run that is cut off goes on where it was.

use std::collections::HashSet;

use domain::{CandidateId, Job, JobState, MatchRun, StoredMatch};
use store::StoreError;

use super::advance;
use crate::engine::Engine;
use crate::error::MatchingError;

/// Matches in a batch at most, as far as a subject does not have more. Two batches stand in memory, a kilobyte a match.
const MATCHES_A_BATCH: usize = 16_384;

/// Matches in a transaction, about: enough to be worth its price, few enough that other writers get their turn.
const MATCHES_A_TRANSACTION: usize = 8192;

/// How far a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// Subjects done.
    pub(super) done: i64,
    /// The last of them, where they are people.
    pub(super) last_candidate_id: Option<CandidateId>,
}

/// What comes next of a run.
pub(super) enum Step {
    /// These are to be kept.
    Batch(Batch),
    /// Ranking was broken off, because the program ends.
    Stopped,
    /// All subjects are done.
    NothingLeft,
}

/// Some subjects of a run.
pub(super) struct Batch {
    /// In the order of the run.
    pub(super) subjects: Vec<Subject>,
    /// How many come after them.
    pub(super) left: usize,
}

/// A subject with its matches.
pub(super) struct Subject {
    /// Who, where it is a person.
    pub(super) candidate_id: Option<CandidateId>,
    /// In order.
    pub(super) matches: Vec<StoredMatch>,
}

/// What one transaction keeps.
#[derive(Default)]
struct Portion {
    subjects: usize,
    last_candidate_id: Option<CandidateId>,
    matches: Vec<StoredMatch>,
}

/// How many subjects make a batch.
pub(super) fn subjects_a_batch(engine: &Engine, run: &MatchRun, a_thread: usize) -> usize {
    let most = MATCHES_A_BATCH / usize::from(run.per_subject.max(1));
    most.min(a_thread * engine.executor.threads()).max(1)
}

impl Place {
    /// Where a job stands.
    pub(super) fn of(job: &Job) -> Self {
        Self { done: job.done, last_candidate_id: job.last_candidate_id }
    }

    fn behind(self, subjects: usize, last_candidate_id: Option<CandidateId>) -> Self {
        Self { done: self.done.saturating_add(number(subjects)), last_candidate_id }
    }
}

impl Batch {
    /// Where the run is once this batch, which begins at a place, is kept.
    pub(super) fn behind(&self, place: Place) -> Place {
        place.behind(self.subjects.len(), self.subjects.last().and_then(|subject| subject.candidate_id))
    }

    /// Keeps it behind what the job has done, without the people who were deleted since they were ranked. What
    /// another process did, or what comes after a request to stop, is left alone.
    pub(super) fn keep(self, engine: &Engine, mut job: Job) -> Result<(), MatchingError> {
        let mut left = self.left + self.subjects.len();
        let now = engine.pool.snapshot();
        for mut portion in portions(self.subjects) {
            left -= portion.subjects;
            portion.matches.retain(|kept| now.version_of(kept.candidate_id).is_some());
            match portion.keep_present((engine, &job), left)? {
                Some(next) if next.state == JobState::Running => job = next,
                _ => return Ok(()),
            }
        }
        Ok(())
    }
}

impl Portion {
    fn add(&mut self, subject: Subject) {
        self.subjects += 1;
        self.last_candidate_id = subject.candidate_id;
        self.matches.extend(subject.matches);
    }

    /// Keeps it; again without those who are missing when somebody was deleted in this very moment.
    fn keep_present(
        &mut self,
        (engine, seen): (&Engine, &Job),
        left: usize,
    ) -> Result<Option<Job>, MatchingError> {
        loop {
            match self.keep((engine, seen), left) {
                Err(MatchingError::Store(StoreError::Dangling)) => self.leave_out_missing(engine)?,
                kept => return kept,
            }
        }
    }

    fn leave_out_missing(&mut self, engine: &Engine) -> Result<(), MatchingError> {
        let ids: Vec<CandidateId> = self.matches.iter().map(|kept| kept.candidate_id).collect();
        let identities = engine.store.read(|tx| tx.list_identities(&ids))?;
        let present: HashSet<CandidateId> = identities.iter().map(|identity| identity.candidate_id).collect();
        let before = self.matches.len();
        self.matches.retain(|kept| present.contains(&kept.candidate_id));
        // Nobody is missing: then it was something else, and would be again.
        if self.matches.len() == before { Err(StoreError::Dangling.into()) } else { Ok(()) }
    }

    /// Keeps the matches and the progress together; answers the job, or nothing when it is not as it was seen.
    fn keep(&self, (engine, seen): (&Engine, &Job), left: usize) -> Result<Option<Job>, MatchingError> {
        engine.write(|tx| {
            let job = tx.find_job(seen.id)?.ok_or_else(|| MatchingError::not_found("job"))?;
            if job.state.is_final() || job.done != seen.done {
                return Ok(None);
            }
            tx.insert_matches(&self.matches)?;
            let Place { done, last_candidate_id } =
                Place::of(&job).behind(self.subjects, self.last_candidate_id);
            let changed = Job {
                state: if job.state == JobState::Queued { JobState::Running } else { job.state },
                done,
                // People may have come or gone since they were counted.
                total: done.saturating_add(number(left)),
                last_candidate_id,
                ..job
            };
            advance(engine, tx, changed).map(Some)
        })
    }
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn portions(subjects: Vec<Subject>) -> Vec<Portion> {
    let mut portions = Vec::new();
    let mut portion = Portion::default();
    for subject in subjects {
        portion.add(subject);
        if portion.matches.len() >= MATCHES_A_TRANSACTION {
            portions.push(std::mem::take(&mut portion));
        }
    }
    if portion.subjects > 0 {
        portions.push(portion);
    }
    portions
}

#[cfg(test)]
mod tests;
