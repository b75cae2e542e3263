//! Jobs: work that outlives a request, its progress, and the worker that does it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

use domain::{Actor, Job, JobId, JobKind, JobState, Page, PageRequest, Scope, Word};
use store::{StoreError, Tx};

use crate::engine::Engine;
use crate::error::{ConflictCode, MatchingError, changed_meanwhile};
use crate::imports::{IMPORT_SCOPES, scope_of};
use crate::permissions::{require, require_any};

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
    /// Wakes the workers and the dispatcher of webhooks, to look for work or to stop.
    pub fn wake_workers(&self) {
        self.bell.ring();
        self.import_bell.ring();
        self.stage_bell.ring();
        self.webhook_bell.ring();
        self.mail_bell.ring();
        self.retention_bell.ring();
    }
}

/// One job of the actor's organization.
///
/// # Errors
/// None such.
pub fn get_job(engine: &Engine, actor: &Actor, id: JobId) -> Result<Job, MatchingError> {
    require_some(actor, Scope::MatchesRead)?;
    engine.store.read(|tx| {
        let job = find(tx, actor, id)?;
        require_for_job(tx, actor, &job, Scope::MatchesRead)?;
        Ok(job)
    })
}

/// The jobs of the actor's organization: those of the kinds that its key may see.
///
/// # Errors
/// A missing scope.
pub fn list_jobs(
    engine: &Engine,
    actor: &Actor,
    page: &PageRequest<JobId>,
) -> Result<Page<Job>, MatchingError> {
    require_some(actor, Scope::MatchesRead)?;
    let seen = |kind: &JobKind| require_for(actor, *kind, Scope::MatchesRead).is_ok();
    let kinds: Vec<JobKind> = JobKind::ALL.iter().copied().filter(seen).collect();
    engine.store.read(|tx| Ok(tx.list_jobs((actor.organization_id, &kinds), page)?))
}

/// Asks a job to stop. One that waits is cancelled at once, one that runs stops at its next step.
///
/// # Errors
/// None such; a job that has ended.
pub fn cancel_job(engine: &Engine, actor: &Actor, id: JobId) -> Result<Job, MatchingError> {
    require_some(actor, Scope::MatchesWrite)?;
    let job = engine.write(|tx| {
        let before = find(tx, actor, id)?;
        require_for_job(tx, actor, &before, Scope::MatchesWrite)?;
        let state = match before.state {
            JobState::Queued => JobState::Cancelled,
            JobState::Running | JobState::Cancelling => JobState::Cancelling,
            JobState::Succeeded | JobState::Failed | JobState::Cancelled => {
                let detail = format!("the job has ended: {}", before.state);
                return Err(MatchingError::conflict(ConflictCode::AlreadyEnded, detail));
            }
        };
        let job = advance(engine, tx, Job { state, ..before })?;
        if let Some(import) = job.import_id.filter(|_| state.is_final()) {
            tx.delete_import_file(import)?;
        }
        Ok(job)
    })?;
    engine.bell.ring();
    engine.import_bell.ring();
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
    let unfinished =
        engine.store.read(|tx| Ok::<_, MatchingError>(tx.list_unfinished_jobs(JobKind::MatchRun)?))?;
    Ok(unfinished.into_iter().next())
}

/// Refuses an actor whose key has to do with no job of this kind.
fn require_for(actor: &Actor, kind: JobKind, matches: Scope) -> Result<(), MatchingError> {
    match kind {
        JobKind::MatchRun => require(actor, matches),
        JobKind::Import => require_any(actor, &IMPORT_SCOPES),
    }
}

/// Refuses an actor whose key has nothing to do with this job: of an import, what it takes in counts.
fn require_for_job(tx: &mut Tx<'_>, actor: &Actor, job: &Job, matches: Scope) -> Result<(), MatchingError> {
    match job.import_id.map(|id| tx.find_import(id)).transpose()?.flatten() {
        Some(import) => require(actor, scope_of(import.terms.kind)),
        None => require_for(actor, job.kind, matches),
    }
}

/// Refuses an actor whose key has to do with no job at all, before any is looked for.
fn require_some(actor: &Actor, matches: Scope) -> Result<(), MatchingError> {
    let mut errors = JobKind::ALL.iter().map(|kind| require_for(actor, *kind, matches));
    let first = errors.next().unwrap_or(Ok(()));
    if first.is_ok() || errors.any(|other| other.is_ok()) { Ok(()) } else { first }
}

/// Ends a job; what is kept for it alone goes with it.
pub(crate) fn end(
    engine: &Engine,
    id: JobId,
    state: JobState,
    failure: Option<String>,
) -> Result<JobState, MatchingError> {
    engine.write(|tx| {
        if let Some(job) = tx.find_job(id)?
            && !job.state.is_final()
        {
            if let Some(import) = job.import_id {
                tx.delete_import_file(import)?;
            }
            // What was counted may have gone since, the last of it included.
            let total = if state == JobState::Succeeded { job.done } else { job.total };
            advance(engine, tx, Job { state, total, failure: failure.clone(), ..job })?;
        }
        Ok(state)
    })
}

/// Whether a failure of the database may be over in a moment.
pub(crate) fn passes(error: &StoreError) -> bool {
    matches!(
        error,
        StoreError::Busy | StoreError::Unavailable(_) | StoreError::Full(_) | StoreError::InDoubt { .. }
    )
}

/// Saves a changed job, one version on.
pub(crate) fn advance(engine: &Engine, tx: &mut Tx<'_>, changed: Job) -> Result<Job, MatchingError> {
    let job = Job { version: changed.version + 1, updated_at: engine.now(), ..changed };
    if tx.update_job(&job, job.version - 1)? { Ok(job) } else { Err(changed_meanwhile()) }
}

fn find(tx: &mut Tx<'_>, actor: &Actor, id: JobId) -> Result<Job, MatchingError> {
    tx.find_job(id)?
        .filter(|job| job.organization_id == actor.organization_id)
        .ok_or_else(|| MatchingError::not_found("job"))
}
