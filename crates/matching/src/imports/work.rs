//! Taking one sheet in, some rows at a time. Rows are stored by key, so rows that a killed program stored without
//! writing down that it did are stored again to no effect.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use domain::{
    Actor, Import, ImportMode, ImportRow, Job, JobId, JobKind, JobState, JsonText, RowOutcome, SheetKind,
    Timestamp,
};

use super::closing::close_missing;
use super::{RowContent, RowFault, SheetReader, SheetRow, scope_of};
use crate::applications::submit_applications;
use crate::bulk::{Effect, Outcomes, Stored, Storing};
use crate::candidates::upsert_candidates;
use crate::engine::Engine;
use crate::error::MatchingError;
use crate::jobs::{advance, end, passes};
use crate::operator::operator;
use crate::permissions::require;
use crate::postings::upsert_postings;
use crate::sessions::acting_user;

/// Rows that are stored together.
const ROWS_A_PORTION: usize = 500;

/// Portions after which another sheet that waits has its turn: reading up to where a sheet was costs time too.
const PORTIONS_A_TURN: usize = 20;
/// A command that has not stored anything for so long was broken off.
const SILENT_SECONDS: i64 = 60;
/// How long an import is kept with its report: a month.
const KEPT_SECONDS: i64 = 30 * 24 * 3600;

/// How an import ended for now.
pub(super) enum Ended {
    /// In this state.
    In(JobState),
    /// It goes on when the program runs again, or somebody else goes on with it.
    Later,
    /// It fails, for the reason that its owner is told.
    Failed(String),
}

/// Takes sheets in until `stop` is set: the body of the worker's thread. Sheets that wait take turns, and one that waits
/// for the database lets the others go on. What another run of the program left unfinished is taken up again; what a
/// command at the command line does is left to it.
pub fn work(engine: &Engine, stop: &AtomicBool) {
    let (mut last, mut cleared_at) = (None, None);
    while !stop.load(Ordering::Acquire) {
        match next(engine, last) {
            Ok(Some(Waiting { job, others, reader })) => {
                last = Some(job.id);
                let portions = if others { PORTIONS_A_TURN } else { usize::MAX };
                if !attempt(engine, &job, (&*reader, stop, portions)) {
                    engine.import_bell.wait();
                }
            }
            Ok(None) => {
                clear_old(engine, &mut cleared_at);
                engine.import_bell.wait();
            }
            Err(error) => {
                tracing::error!(error = %error, "the worker of imports cannot read its jobs");
                engine.import_bell.wait();
            }
        }
    }
}

/// Deletes imports of long ago with their reports, which name people; looks once an hour.
fn clear_old(engine: &Engine, cleared_at: &mut Option<Timestamp>) {
    let now = engine.now();
    if cleared_at.is_some_and(|cleared: Timestamp| now < cleared.plus_seconds(3600)) {
        return;
    }
    *cleared_at = Some(now);
    match engine.store.write(|tx| tx.delete_imports_until(now.plus_seconds(-KEPT_SECONDS))) {
        Ok(0) => {}
        Ok(count) => tracing::info!(count, "old imports are deleted"),
        Err(error) => tracing::warn!(%error, "old imports could not be deleted"),
    }
}

/// Takes one sheet in on this thread, telling after each portion how far it is; answers the job as it ended.
///
/// # Errors
/// Those of the database; none such; nobody reads sheets.
pub fn run(engine: &Engine, job: &Job, progress: &mut dyn FnMut(&Job)) -> Result<Job, MatchingError> {
    let reader = engine.sheet_reader.get().ok_or_else(|| MatchingError::not_found("reader of sheets"))?;
    cancel_left_behind(engine, job)?;
    let never = AtomicBool::new(false);
    let outcome = steps(engine, job, (&**reader, &never, usize::MAX), progress);
    let ended = match outcome {
        Ok(ended) => ended,
        Err(error) => {
            // Nobody goes on with it.
            end(engine, job.id, JobState::Cancelled, None)?;
            return Err(error);
        }
    };
    finish(engine, job, ended)?;
    engine.store.read(|tx| tx.find_job(job.id)?.ok_or_else(|| MatchingError::not_found("job")))
}

/// What a command that was broken off has left: nobody goes on with it, and its file need not stay.
fn cancel_left_behind(engine: &Engine, job: &Job) -> Result<(), MatchingError> {
    let silent_since = engine.now().plus_seconds(-SILENT_SECONDS);
    for (other, import) in unfinished(engine)? {
        if other.id != job.id && import.is_operators() && other.updated_at <= silent_since {
            end(engine, other.id, JobState::Cancelled, None)?;
        }
    }
    Ok(())
}

/// A job that can be done now, whether others wait too, and who reads its sheet.
struct Waiting {
    job: Job,
    others: bool,
    reader: Arc<dyn SheetReader>,
}

/// The first job after the one that had the last turn.
fn next(engine: &Engine, last: Option<JobId>) -> Result<Option<Waiting>, MatchingError> {
    let Some(reader) = engine.sheet_reader.get().filter(|_| engine.is_ready()) else { return Ok(None) };
    let mut waiting = unfinished(engine)?;
    waiting.retain(|(_, import)| !import.is_operators());
    let others = waiting.len() > 1;
    let place = waiting.iter().position(|(job, _)| Some(job.id) > last).unwrap_or(0);
    let job = waiting.into_iter().nth(place).map(|(job, _)| job);
    Ok(job.map(|job| Waiting { job, others, reader: Arc::clone(reader) }))
}

/// The imports of which more is to come, in the order they came.
fn unfinished(engine: &Engine) -> Result<Vec<(Job, Import)>, MatchingError> {
    engine.store.read(|tx| {
        let mut all = Vec::new();
        for job in tx.list_unfinished_jobs(JobKind::Import)? {
            if let Some(id) = job.import_id
                && let Some(import) = tx.find_import(id)?
            {
                all.push((job, import));
            }
        }
        Ok(all)
    })
}

/// Does the job as far as it goes; `false` when there is nothing to do but wait and try again.
fn attempt(engine: &Engine, job: &Job, with: (&dyn SheetReader, &AtomicBool, usize)) -> bool {
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
    (reader, stop, mut portions): (&dyn SheetReader, &AtomicBool, usize),
    progress: &mut dyn FnMut(&Job),
) -> Result<Ended, MatchingError> {
    engine.check_pool()?;
    let Some((import, file)) = find(engine, job)? else { return Ok(Ended::In(JobState::Cancelled)) };
    let done = usize::try_from(job.done).unwrap_or(usize::MAX);
    let mut rows = match reader.rows(&import.terms, &file, done) {
        Ok(rows) => rows.peekable(),
        Err(reason) => return Ok(Ended::Failed(reason)),
    };
    let mut seen = job.clone();
    loop {
        if stop.load(Ordering::Acquire) || portions == 0 {
            return Ok(Ended::Later);
        }
        portions -= 1;
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

/// Whoever the key or the user is now: it may have been revoked, or narrowed, since the sheet came.
fn actor(engine: &Engine, import: &Import) -> Result<Actor, MatchingError> {
    let request_id = format!("import {}", import.id);
    if let Some(user_id) = import.user_id {
        let actor = acting_user(engine, user_id, request_id)?;
        require(&actor, scope_of(import.terms.kind))?;
        return Ok(actor);
    }
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
        user_id: None,
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
    let mut outcomes = store_contents((engine, actor), storing, import.terms.kind, contents)?;
    // What may be over in a moment is no fault of a row: the portion is taken again.
    let is_passing = |outcome: &Result<Stored, MatchingError>| matches!(outcome, Err(MatchingError::Store(error)) if passes(error));
    if let Some(place) = outcomes.iter().position(is_passing) {
        return Err(outcomes.swap_remove(place).err().unwrap_or_else(|| MatchingError::not_found("row")));
    }
    let mut outcomes = outcomes.into_iter();
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
