//! Doing one match run, step by step: each step ranks one posting and keeps its matches in the same transaction as
//! the progress, so a run that is cut off goes on where it was.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};

use domain::{Job, JobId, JobState, MatchRun, PartialWeights, Posting, SortKey, StoredMatch};
use scoring::{Among, CompiledPosting, RankCall, Snapshot, Viewer};
use store::StoreError;

use super::advance;
use crate::engine::Engine;
use crate::error::MatchingError;
use crate::frozen::freeze;

/// Does the job as far as it goes; `false` when there is nothing to do but wait and try again.
pub(super) fn run(engine: &Engine, job: &Job, stop: &AtomicBool) -> bool {
    tracing::info!(job_id = %job.id, done = job.done, total = job.total, "match run begins");
    // One run that meets a fault of ours must not end the worker, and with it all later runs.
    let outcome = catch_unwind(AssertUnwindSafe(|| steps(engine, job, stop)));
    match outcome {
        Ok(Ok(state)) => {
            tracing::info!(job_id = %job.id, state = %state, "match run ends");
            true
        }
        Ok(Err(MatchingError::Store(error))) if passes(&error) => {
            tracing::warn!(job_id = %job.id, error = %error, "match run waits for the database");
            false
        }
        Ok(Err(error)) => fail(engine, job.id, &error.to_string()),
        Err(_) => fail(engine, job.id, "the ranking panicked"),
    }
}

/// Whether a failure of the database may be over in a moment.
fn passes(error: &StoreError) -> bool {
    matches!(error, StoreError::Busy | StoreError::Unavailable(_) | StoreError::Full(_))
}

fn fail(engine: &Engine, id: JobId, error: &str) -> bool {
    tracing::error!(job_id = %id, error, "match run fails");
    let failure = "the run could not be completed; start it again".to_owned();
    let ended = end(engine, id, JobState::Failed, Some(failure));
    if let Err(error) = &ended {
        tracing::error!(job_id = %id, error = %error, "its failure cannot be written down");
    }
    ended.is_ok()
}

/// Goes on from where the job stands; answers its state.
fn steps(engine: &Engine, job: &Job, stop: &AtomicBool) -> Result<JobState, MatchingError> {
    let run = find_run(engine, job)?;
    let snapshot = engine.pool.snapshot();
    let mut place = usize::try_from(job.done).unwrap_or(0);
    loop {
        if stop.load(Ordering::Acquire) {
            return Ok(JobState::Running);
        }
        let current = engine.store.read(|tx| Ok::<_, MatchingError>(tx.find_job(job.id)?))?;
        match current.map(|job| job.state) {
            Some(JobState::Cancelling) => return end(engine, job.id, JobState::Cancelled, None),
            Some(JobState::Queued | JobState::Running) => {}
            Some(ended) => return Ok(ended),
            None => return Ok(JobState::Cancelled),
        }
        let Some(posting_id) = run.posting_ids.get(place) else {
            return end(engine, job.id, JobState::Succeeded, None);
        };
        let posting = engine.store.read(|tx| Ok::<_, MatchingError>(tx.find_posting(*posting_id)?))?;
        let matches = posting.map(|posting| rank(engine, &snapshot, &run, &posting)).unwrap_or_default();
        match keep(engine, job.id, place, &matches) {
            // Somebody ranked was deleted in this very moment: the step is done again without them.
            Err(MatchingError::Store(StoreError::Dangling)) => {}
            next => place = next?,
        }
    }
}

fn find_run(engine: &Engine, job: &Job) -> Result<MatchRun, MatchingError> {
    let id = job.match_run_id.ok_or_else(|| MatchingError::not_found("match run"))?;
    engine.store.read(|tx| tx.find_match_run(id)?.ok_or_else(|| MatchingError::not_found("match run")))
}

fn rank(engine: &Engine, snapshot: &Snapshot, run: &MatchRun, posting: &Posting) -> Vec<StoredMatch> {
    let compiled = CompiledPosting::new(&engine.reference, Some(posting.id), &posting.content.terms);
    let call = RankCall {
        among: Among::Visible(Viewer { organization_id: run.organization_id, at: run.as_of }),
        sort: SortKey::Score,
        limit: usize::from(run.per_posting),
        weights: PartialWeights::default(),
    };
    let ranking = snapshot.rank(&compiled, &call);
    let stored = |item: &domain::RankedItem<domain::CandidateId>| StoredMatch {
        match_run_id: run.id,
        posting_id: posting.id,
        posting_version: posting.version,
        rank: item.rank,
        candidate_id: item.id,
        score: item.pair.score,
        item: freeze(item),
    };
    ranking.items.iter().map(stored).collect()
}

/// Keeps the matches of one posting and the step that was done, together, and answers the next step. People who were
/// deleted while they were being ranked are left out; a step that another process did, or a job that has ended
/// meanwhile, is left alone.
fn keep(engine: &Engine, id: JobId, place: usize, matches: &[StoredMatch]) -> Result<usize, MatchingError> {
    engine.store.write(|tx| {
        let job = tx.find_job(id)?.ok_or_else(|| MatchingError::not_found("job"))?;
        let done = usize::try_from(job.done).unwrap_or(0);
        if job.state.is_final() || done != place {
            return Ok(done);
        }
        let ids: Vec<_> = matches.iter().map(|kept| kept.candidate_id).collect();
        let present: HashSet<_> =
            tx.list_identities(&ids)?.into_iter().map(|identity| identity.candidate_id).collect();
        let kept: Vec<StoredMatch> =
            matches.iter().filter(|kept| present.contains(&kept.candidate_id)).cloned().collect();
        tx.insert_matches(u32::try_from(place).unwrap_or(u32::MAX), &kept)?;
        let state = if job.state == JobState::Queued { JobState::Running } else { job.state };
        advance(engine, tx, Job { state, done: job.done + 1, ..job })?;
        Ok(place + 1)
    })
}

fn end(
    engine: &Engine,
    id: JobId,
    state: JobState,
    failure: Option<String>,
) -> Result<JobState, MatchingError> {
    engine.store.write(|tx| {
        if let Some(job) = tx.find_job(id)?
            && !job.state.is_final()
        {
            advance(engine, tx, Job { state, failure: failure.clone(), ..job })?;
        }
        Ok(state)
    })
}
