//! `replace`: closing the records that a sheet does not have, when they are no more than was said.

use domain::{
    Actor, CandidateId, ImportRow, Job, JobState, JsonText, PostingId, PostingStatus, RowOutcome, SheetKind,
};

use super::work::{Ended, keep};
use crate::candidates::delete_candidate;
use crate::engine::Engine;
use crate::error::MatchingError;
use crate::postings::{Transition, transition_posting};

/// Records closed between two looks at the job.
const RECORDS_A_PORTION: usize = 100;

/// A record that the sheet does not have.
#[derive(Debug, Clone, Copy)]
enum Missing {
    Candidate(CandidateId),
    Posting(PostingId),
}

/// Closes what is missing.
pub(super) fn close_missing(
    engine: &Engine,
    actor: &Actor,
    mut job: Job,
    progress: &mut dyn FnMut(&Job),
) -> Result<Ended, MatchingError> {
    let not_found = || MatchingError::not_found("import");
    let id = job.import_id.ok_or_else(not_found)?;
    let (import, missing, unknown) = engine.store.read(|tx| {
        let import = tx.find_import(id)?.ok_or_else(not_found)?;
        let whose = import.organization_id;
        let missing: Vec<Missing> = match import.terms.kind {
            SheetKind::Candidates => {
                tx.list_candidates_missing_in(whose, id)?.into_iter().map(Missing::Candidate).collect()
            }
            SheetKind::Postings => {
                tx.list_postings_missing_in(whose, id)?.into_iter().map(Missing::Posting).collect()
            }
            SheetKind::Applications => Vec::new(),
        };
        Ok::<_, MatchingError>((import, missing, tx.count_import_rows_without_key(id)?))
    })?;
    if unknown > 0 {
        return Ok(Ended::Failed(format!(
            "nothing was closed: the key of {unknown} refused rows could not be read, and their records may be meant"
        )));
    }
    // Those closed before the program was stopped in the middle count too.
    let closed = if import.terms.validate_only { 0 } else { import.counts.closed };
    let count = missing.len() as u64 + u64::try_from(closed).unwrap_or(0);
    let most = u64::from(import.terms.may_close.unwrap_or(0));
    if count > most {
        return Ok(Ended::Failed(format!(
            "nothing was closed: the sheet lacks {count} records, and may_close is {most}"
        )));
    }
    // What was only looked at is still there when the program goes on.
    let told = if import.terms.validate_only { import.counts.closed } else { 0 };
    let missing = &missing[usize::try_from(told).unwrap_or(0).min(missing.len())..];
    for some in missing.chunks(RECORDS_A_PORTION) {
        let state = engine.store.read(|tx| tx.find_job(job.id))?.map(|job| job.state);
        if !matches!(state, Some(JobState::Queued | JobState::Running)) {
            return Ok(Ended::In(JobState::Cancelled));
        }
        let mut rows = Vec::with_capacity(some.len());
        for missing in some {
            let is_closed = import.terms.validate_only || close(engine, actor, *missing)?;
            if is_closed {
                let record_id = match missing {
                    Missing::Candidate(id) => id.to_string(),
                    Missing::Posting(id) => id.to_string(),
                };
                rows.push(ImportRow {
                    position: 0,
                    line: None,
                    outcome: RowOutcome::Closed,
                    external_id: None,
                    record_id: Some(record_id),
                    faults: JsonText("[]".to_owned()),
                });
            }
        }
        let Some(now) = keep(engine, &job, rows)? else { return Ok(Ended::Later) };
        progress(&now);
        job = now;
    }
    Ok(Ended::In(JobState::Succeeded))
}

/// Closes one; `false` when somebody else has done so meanwhile.
fn close(engine: &Engine, actor: &Actor, missing: Missing) -> Result<bool, MatchingError> {
    let closed = match missing {
        Missing::Candidate(id) => delete_candidate(engine, actor, id, None),
        Missing::Posting(id) => close_posting(engine, actor, id),
    };
    match closed {
        Ok(()) => Ok(true),
        Err(MatchingError::NotFound { .. } | MatchingError::IllegalTransition { .. }) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Closed where it may be; withdrawn where it was never published.
fn close_posting(engine: &Engine, actor: &Actor, id: PostingId) -> Result<(), MatchingError> {
    let status =
        engine.store.read(|tx| Ok::<_, MatchingError>(tx.find_posting(id)?))?.map(|found| found.status);
    let status = status.ok_or_else(|| MatchingError::not_found("posting"))?;
    let to = if status.may_become(PostingStatus::Closed) {
        PostingStatus::Closed
    } else {
        PostingStatus::Withdrawn
    };
    let reason = Some("取り込んだ一覧に載っていないため".to_owned());
    transition_posting(engine, actor, id, Transition { to, reason, expected: None }).map(|_| ())
}
