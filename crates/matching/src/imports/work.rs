//! Taking one sheet in, some rows at a time. Rows are stored by key, so rows that a killed program stored without
//! writing down that it did are stored again to no effect.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use domain::{Actor, Import, ImportMode, ImportRow, Job, JobKind, JobState, JsonText, RowOutcome, SheetKind};

use super::closing::close_missing;
use super::{RowContent, RowFault, SheetReader, SheetRow, scope_of};
use crate::applications::submit_applications;
use crate::bulk::{Effect, Outcomes, Storing};
use crate::candidates::upsert_candidates;
use crate::engine::Engine;
use crate::error::MatchingError;
use crate::jobs::{advance, end, passes};
use crate::operator::operator;
use crate::permissions::require;
use crate::postings::upsert_postings;

/// Rows that are stored together.
const ROWS_A_PORTION: usize = 500;

/// How long to leave a job alone that somebody else goes on with.
const LOOKS_AGAIN_AFTER: Duration = Duration::from_millis(300);

/// How an import ended for now.
pub(super) enum Ended {
    /// In this state.
    In(JobState),
    /// It goes on when the program runs again, or somebody else goes on with it.
    Later,
    /// It fails, for the reason that its owner is told.
    Failed(String),
}

/// Takes sheets in until `stop` is set: the body of the worker's thread. What another run of the program left
/// unfinished is taken up again.
pub fn work(engine: &Engine, stop: &AtomicBool) {
    while !stop.load(Ordering::Acquire) {
        match next(engine) {
            Ok(Some(Waiting { job, reader })) if attempt(engine, &job, (&*reader, stop)) => {}
            Ok(_) => engine.import_bell.wait(),
            Err(error) => {
                tracing::error!(error = %error, "the worker of imports cannot read its jobs");
                engine.import_bell.wait();
            }
        }
    }
}

/// Takes one sheet in on this thread, telling after each portion how far it is; answers the job as it ended.
///
/// # Errors
/// Those of the database; none such; nobody reads sheets.
pub fn run(engine: &Engine, job: &Job, progress: &mut dyn FnMut(&Job)) -> Result<Job, MatchingError> {
    let reader = engine.sheet_reader.get().ok_or_else(|| MatchingError::not_found("reader of sheets"))?;
    let never = AtomicBool::new(false);
    let mut now = job.clone();
    loop {
        let ended = steps(engine, &now, (&**reader, &never), progress)?;
        finish(engine, &now, ended)?;
        now = engine.store.read(|tx| tx.find_job(job.id)?.ok_or_else(|| MatchingError::not_found("job")))?;
        if now.state.is_final() {
            return Ok(now);
        }
        // A server over the same database has taken it up.
        progress(&now);
        std::thread::sleep(LOOKS_AGAIN_AFTER);
    }
}

/// A job that can be done now, and who reads its sheet.
struct Waiting {
    job: Job,
    reader: Arc<dyn SheetReader>,
}

fn next(engine: &Engine) -> Result<Option<Waiting>, MatchingError> {
    let Some(reader) = engine.sheet_reader.get().filter(|_| engine.is_ready()) else { return Ok(None) };
    let unfinished =
        engine.store.read(|tx| Ok::<_, MatchingError>(tx.list_unfinished_jobs(JobKind::Import)?))?;
    Ok(unfinished.into_iter().next().map(|job| Waiting { job, reader: Arc::clone(reader) }))
}

/// Does the job as far as it goes; `false` when there is nothing to do but wait and try again.
fn attempt(engine: &Engine, job: &Job, with: (&dyn SheetReader, &AtomicBool)) -> bool {
    tracing::info!(job_id = %job.id, done = job.done, total = job.total, "import begins");
    // One sheet that meets a fault of ours must not end the worker, and with it all later ones.
    let outcome = catch_unwind(AssertUnwindSafe(|| steps(engine, job, with, &mut |_| ())));
    let ended = match outcome {
        Ok(Ok(ended)) => ended,
        Ok(Err(MatchingError::Store(error))) if passes(&error) => {
            tracing::warn!(job_id = %job.id, error = %error, "import waits for the database");
            return false;
        }
        Ok(Err(error)) => {
            tracing::error!(job_id = %job.id, error = %error, "import fails");
            Ended::Failed("the import could not be completed; send the sheet again".to_owned())
        }
        Err(_) => {
            tracing::error!(job_id = %job.id, "import panicked");
            Ended::Failed("the import could not be completed; send the sheet again".to_owned())
        }
    };
    let finished = finish(engine, job, ended);
    tracing::info!(job_id = %job.id, "import ends");
    if let Err(error) = &finished {
        tracing::error!(job_id = %job.id, error = %error, "the end of an import cannot be written down");
    }
    finished.is_ok()
}

fn finish(engine: &Engine, job: &Job, ended: Ended) -> Result<(), MatchingError> {
    let (state, failure) = match ended {
        Ended::Later => return Ok(()),
        Ended::In(state) => (state, None),
        Ended::Failed(reason) => (JobState::Failed, Some(reason)),
    };
    end(engine, job.id, state, failure).map(drop)
}

/// Goes on from where the job stands.
fn steps(
    engine: &Engine,
    job: &Job,
    (reader, stop): (&dyn SheetReader, &AtomicBool),
    progress: &mut dyn FnMut(&Job),
) -> Result<Ended, MatchingError> {
    engine.check_pool()?;
    let Some((import, file)) = find(engine, job)? else { return Ok(Ended::In(JobState::Cancelled)) };
    let rows = match reader.rows(&import.terms, &file) {
        Ok(rows) => rows,
        Err(reason) => return Ok(Ended::Failed(reason)),
    };
    let done = usize::try_from(job.done).unwrap_or(usize::MAX);
    let mut rows = rows.skip(done).peekable();
    let mut seen = job.clone();
    loop {
        if stop.load(Ordering::Acquire) {
            return Ok(Ended::Later);
        }
        match engine.store.read(|tx| tx.find_job(job.id))?.map(|job| job.state) {
            Some(JobState::Queued | JobState::Running) => {}
            Some(JobState::Cancelling) | None => return Ok(Ended::In(JobState::Cancelled)),
            Some(ended) => return Ok(Ended::In(ended)),
        }
        let actor = match actor(engine, &import) {
            Ok(actor) => actor,
            Err(MatchingError::Unauthenticated { .. } | MatchingError::MissingScope(_)) => {
                let reason = "the key that sent the sheet opens this no more; what was stored stays";
                return Ok(Ended::Failed(reason.to_owned()));
            }
            Err(error) => return Err(error),
        };
        if rows.peek().is_none() {
            return match import.terms.mode {
                ImportMode::Upsert => Ok(Ended::In(JobState::Succeeded)),
                ImportMode::Replace => close_missing(engine, &actor, seen, progress),
            };
        }
        let portion: Vec<SheetRow<'_>> = rows.by_ref().take(ROWS_A_PORTION).collect();
        let outcomes = store(engine, &actor, (&import, reader), portion)?;
        let Some(now) = keep(engine, &seen, outcomes)? else { return Ok(Ended::Later) };
        progress(&now);
        seen = now;
    }
}

fn find(engine: &Engine, job: &Job) -> Result<Option<(Import, Vec<u8>)>, MatchingError> {
    let Some(id) = job.import_id else { return Ok(None) };
    engine.store.read(|tx| Ok(tx.find_import(id)?.zip(tx.find_import_file(id)?)))
}

/// Whoever the key is now: it may have been revoked, or narrowed, since the sheet came.
fn actor(engine: &Engine, import: &Import) -> Result<Actor, MatchingError> {
    let request_id = format!("import {}", import.id);
    let Some(key_id) = import.api_key_id else {
        return Ok(Actor { request_id, ..operator(import.organization_id) });
    };
    let key = engine.store.read(|tx| tx.find_api_key(key_id))?;
    let key = key
        .filter(|key| key.is_valid_at(engine.now()))
        .ok_or(MatchingError::Unauthenticated { detail: "the API key has expired or was revoked" })?;
    let actor = Actor {
        organization_id: key.organization_id,
        api_key_id: Some(key.id),
        scopes: key.scopes,
        request_id,
    };
    require(&actor, scope_of(import.terms.kind))?;
    Ok(actor)
}

/// Stores rows, or rehearses it; answers what became of each.
fn store(
    engine: &Engine,
    actor: &Actor,
    (import, reader): (&Import, &dyn SheetReader),
    rows: Vec<SheetRow<'_>>,
) -> Result<Vec<ImportRow>, MatchingError> {
    let storing = if import.terms.validate_only { Storing::Rehearsed } else { Storing::Kept };
    let mut contents = Vec::with_capacity(rows.len());
    let mut told = Vec::with_capacity(rows.len());
    for row in rows {
        let faults = match row.content {
            Ok(content) => {
                contents.push(content);
                None
            }
            Err(faults) => Some(faults),
        };
        told.push((row.line, row.external_id, faults, row.told));
    }
    let mut outcomes = store_contents((engine, actor), storing, import.terms.kind, contents)?.into_iter();
    let refused = |faults: &[RowFault]| (RowOutcome::Refused, None, JsonText(reader.kept(faults)));
    Ok(told
        .into_iter()
        .map(|(line, external_id, faults, tell)| {
            let (outcome, record_id, faults) = match faults {
                Some(faults) => refused(&faults),
                None => match outcomes.next() {
                    Some(Ok(stored)) => {
                        let outcome = match stored.effect {
                            Effect::Created => RowOutcome::Created,
                            Effect::Replaced => RowOutcome::Replaced,
                            Effect::Unchanged => RowOutcome::Unchanged,
                        };
                        // What was only rehearsed has no id that anybody will find.
                        let is_there = storing == Storing::Kept || outcome != RowOutcome::Created;
                        (outcome, is_there.then_some(stored.id), JsonText("[]".to_owned()))
                    }
                    Some(Err(error)) => refused(&tell(error)),
                    None => refused(&[]),
                },
            };
            let line = i64::try_from(line).ok();
            ImportRow { position: 0, line, outcome, external_id, record_id, faults }
        })
        .collect())
}

fn store_contents(
    (engine, actor): (&Engine, &Actor),
    storing: Storing,
    kind: SheetKind,
    contents: Vec<RowContent>,
) -> Result<Outcomes, MatchingError> {
    let (mut people, mut postings, mut applications) = (Vec::new(), Vec::new(), Vec::new());
    for content in contents {
        match content {
            RowContent::Candidate(person) => people.push(person),
            RowContent::Posting(posting) => postings.push(posting),
            RowContent::Application(application) => applications.push(application),
        }
    }
    match kind {
        SheetKind::Candidates => upsert_candidates(engine, actor, people, storing),
        SheetKind::Postings => upsert_postings(engine, actor, postings, storing),
        SheetKind::Applications => submit_applications(engine, actor, applications, storing),
    }
}

/// Writes down what became of rows, and how far the job is; answers the job, or nothing when somebody else has gone on
/// with it since it was seen.
pub(super) fn keep(engine: &Engine, seen: &Job, rows: Vec<ImportRow>) -> Result<Option<Job>, MatchingError> {
    engine.write(|tx| {
        let not_found = || MatchingError::not_found("import");
        let now = tx.find_job(seen.id)?.ok_or_else(not_found)?;
        if now.state.is_final() || now.done != seen.done {
            return Ok(None);
        }
        let mut import = tx.find_import(seen.import_id.ok_or_else(not_found)?)?.ok_or_else(not_found)?;
        let rows: Vec<ImportRow> =
            (now.done..).zip(&rows).map(|(position, row)| ImportRow { position, ..row.clone() }).collect();
        rows.iter().for_each(|row| import.counts.count(row.outcome));
        tx.insert_import_rows(import.id, &rows)?;
        tx.update_import(&import)?;
        let done = now.done.saturating_add(i64::try_from(rows.len()).unwrap_or(i64::MAX));
        let state = if now.state == JobState::Queued { JobState::Running } else { now.state };
        advance(engine, tx, Job { state, done, total: now.total.max(done), ..now }).map(Some)
    })
}
