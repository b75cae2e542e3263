//! Jobs: work that outlives a request, its progress, and the worker that does it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

use domain::{Actor, Job, JobId, JobState, Page, PageRequest, Scope};
use store::Tx;

use crate::engine::Engine;
use crate::error::{ConflictCode, MatchingError, changed_meanwhile};
use crate::permissions::require;

mod batch;
mod candidates_for_postings;
mod postings_for_candidates;
mod run;

/// How long the worker sleeps at most before it looks again.
const LOOKS_EVERY: Duration = Duration::from_secs(1);

/// Wakes the worker.
#[derive(Default)]
pub(crate) struct Bell {
    rung: Mutex<bool>,
    wake: Condvar,
}

impl Bell {
    pub(crate) fn ring(&self) {
        *self.rung.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.wake.notify_all();
    }

    pub(crate) fn wait(&self) {
        let rung = self.rung.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.wake.wait_timeout_while(rung, LOOKS_EVERY, |rung| !*rung);
        let (mut rung, _) = waited.unwrap_or_else(PoisonError::into_inner);
        *rung = false;
    }
}

impl Engine {
    /// Wakes the worker and the dispatcher of webhooks, to look for work or to stop.
    pub fn wake_workers(&self) {
        self.bell.ring();
        self.webhook_bell.ring();
    }
}

/// One job of the actor's organization.
///
/// # Errors
/// None such.
pub fn get_job(engine: &Engine, actor: &Actor, id: JobId) -> Result<Job, MatchingError> {
    require(actor, Scope::MatchesRead)?;
    engine.store.read(|tx| find(tx, actor, id))
}

/// The jobs of the actor's organization.
///
/// # Errors
/// A missing scope.
pub fn list_jobs(
    engine: &Engine,
    actor: &Actor,
    page: &PageRequest<JobId>,
) -> Result<Page<Job>, MatchingError> {
    require(actor, Scope::MatchesRead)?;
    engine.store.read(|tx| Ok(tx.list_jobs(actor.organization_id, page)?))
}

/// Asks a job to stop. One that waits is cancelled at once, one that runs stops at its next step.
///
/// # Errors
/// None such; a job that has ended.
pub fn cancel_job(engine: &Engine, actor: &Actor, id: JobId) -> Result<Job, MatchingError> {
    require(actor, Scope::MatchesWrite)?;
    let job = engine.write(|tx| {
        let before = find(tx, actor, id)?;
        let state = match before.state {
            JobState::Queued => JobState::Cancelled,
            JobState::Running | JobState::Cancelling => JobState::Cancelling,
            JobState::Succeeded | JobState::Failed | JobState::Cancelled => {
                let detail = format!("the job has ended: {}", before.state);
                return Err(MatchingError::conflict(ConflictCode::AlreadyEnded, detail));
            }
        };
        advance(engine, tx, Job { state, ..before })
    })?;
    engine.bell.ring();
    Ok(job)
}

/// Does jobs until `stop` is set: the body of the worker's thread. What another run of the program left unfinished
/// is taken up again.
pub fn work(engine: &Engine, stop: &AtomicBool) {
    while !stop.load(Ordering::Acquire) {
        match next_job(engine) {
            Ok(Some(job)) if run::run(engine, &job, stop) => {}
            Ok(_) => engine.bell.wait(),
            Err(error) => {
                tracing::error!(error = %error, "the worker cannot read its jobs");
                engine.bell.wait();
            }
        }
    }
}

fn next_job(engine: &Engine) -> Result<Option<Job>, MatchingError> {
    if !engine.is_ready() {
        return Ok(None);
    }
    let unfinished = engine.store.read(|tx| Ok::<_, MatchingError>(tx.list_unfinished_jobs()?))?;
    Ok(unfinished.into_iter().next())
}

/// Saves a changed job, one version on.
fn advance(engine: &Engine, tx: &mut Tx<'_>, changed: Job) -> Result<Job, MatchingError> {
    let job = Job { version: changed.version + 1, updated_at: engine.now(), ..changed };
    if tx.update_job(&job, job.version - 1)? { Ok(job) } else { Err(changed_meanwhile()) }
}

fn find(tx: &mut Tx<'_>, actor: &Actor, id: JobId) -> Result<Job, MatchingError> {
    tx.find_job(id)?
        .filter(|job| job.organization_id == actor.organization_id)
        .ok_or_else(|| MatchingError::not_found("job"))
}
