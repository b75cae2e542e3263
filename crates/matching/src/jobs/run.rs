//! Doing one match run, batch by batch, until it ends, is cancelled or the program stops. What a batch is, the
//! directions say.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use domain::{Job, JobId, JobState, MatchRun, RunDirection};

use super::batch::{Place, Step};
use super::candidates_for_postings::CandidatesForPostings;
use super::postings_for_candidates::PostingsForCandidates;
use super::{end, passes};
use crate::engine::Engine;
use crate::error::MatchingError;

/// A run in one direction or the other.
enum Ranker<'a> {
    Candidates(CandidatesForPostings<'a>),
    Postings(PostingsForCandidates<'a>),
}

impl<'a> Ranker<'a> {
    fn new(engine: &'a Engine, run: &'a MatchRun) -> Self {
        match run.direction {
            RunDirection::CandidatesForPostings => Self::Candidates(CandidatesForPostings::new(engine, run)),
            RunDirection::PostingsForCandidates => Self::Postings(PostingsForCandidates::new(engine, run)),
        }
    }

    fn next(&self, place: Place, stop: &AtomicBool) -> Result<Step, MatchingError> {
        match self {
            Self::Candidates(run) => run.next(place, stop),
            Self::Postings(run) => Ok(run.next(place, stop)),
        }
    }
}

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

fn fail(engine: &Engine, id: JobId, error: &str) -> bool {
    tracing::error!(job_id = %id, error, "match run fails");
    let failure = "the run could not be completed; start it again".to_owned();
    let ended = end(engine, id, JobState::Failed, Some(failure));
    if let Err(error) = &ended {
        tracing::error!(job_id = %id, error = %error, "its failure cannot be written down");
    }
    ended.is_ok()
}

/// Goes on from where the job stands; answers its state. While a batch is written down, the next one is ranked.
fn steps(engine: &Engine, job: &Job, stop: &AtomicBool) -> Result<JobState, MatchingError> {
    engine.check_pool()?;
    let run = find_run(engine, job)?;
    let ranker = Ranker::new(engine, &run);
    let mut ahead: Option<(Place, Step)> = None;
    loop {
        if stop.load(Ordering::Acquire) {
            return Ok(JobState::Running);
        }
        let Some(job) = engine.store.read(|tx| tx.find_job(job.id))? else {
            return Ok(JobState::Cancelled);
        };
        match job.state {
            JobState::Cancelling => return end(engine, job.id, JobState::Cancelled, None),
            JobState::Queued | JobState::Running => {}
            ended => return Ok(ended),
        }
        let place = Place::of(&job);
        let step = match ahead.take() {
            Some((there, step)) if there == place => step,
            _ => ranker.next(place, stop)?,
        };
        match step {
            Step::Batch(batch) => {
                let behind = batch.behind(place);
                let (kept, next) = thread::scope(|scope| {
                    let next = scope.spawn(|| ranker.next(behind, stop));
                    (batch.keep(engine, job), next.join())
                });
                kept?;
                let next = next.unwrap_or_else(|panic| resume_unwind(panic))?;
                ahead = Some((behind, next));
            }
            Step::Stopped => return Ok(JobState::Running),
            Step::NothingLeft => return end(engine, job.id, JobState::Succeeded, None),
        }
    }
}

fn find_run(engine: &Engine, job: &Job) -> Result<MatchRun, MatchingError> {
    let id = job.match_run_id.ok_or_else(|| MatchingError::not_found("match run"))?;
    engine.store.read(|tx| tx.find_match_run(id)?.ok_or_else(|| MatchingError::not_found("match run")))
}
