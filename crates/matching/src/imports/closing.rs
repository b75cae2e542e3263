//! `replace`: closing the records that a sheet does not have, when they are no more than was said.

use std::collections::HashSet;

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
    let (import, (missing, noted), unknown) = engine.store.read(|tx| {
        let import = tx.find_import(id)?.ok_or_else(not_found)?;
        let missing: Vec<Missing> = match import.terms.kind {
            SheetKind::Candidates => {
                tx.list_candidates_missing_in(&import)?.into_iter().map(Missing::Candidate).collect()
            }
            SheetKind::Postings => {
                tx.list_postings_missing_in(&import)?.into_iter().map(Missing::Posting).collect()
            }
            SheetKind::Applications => Vec::new(),
        };
        let noted: HashSet<String> = tx.list_closed_by_import(id)?.into_iter().collect();
        Ok::<_, MatchingError>((import, (missing, noted), tx.count_import_rows_without_key(id)?))
    })?;
    if unknown > 0 {
        return Ok(Ended::Failed(format!(
            "nothing was closed: the key of {unknown} refused rows could not be read, and their records may be meant"
        )));
    }
    // Those that were noted before the program was stopped in the middle count too, closed or not.
    let unnoted = missing.iter().filter(|missing| !noted.contains(&missing.id())).count();
    let count = (noted.len() + unnoted) as u64;
    let most = u64::from(import.terms.may_close.unwrap_or(0));
    if count > most {
        return Ok(Ended::Failed(format!(
            "nothing was closed: the sheet lacks {count} records, and may_close is {most}; its rows are stored"
        )));
    }
    for some in missing.chunks(RECORDS_A_PORTION) {
        let state = engine.store.read(|tx| tx.find_job(job.id))?.map(|job| job.state);
        if !matches!(state, Some(JobState::Queued | JobState::Running)) {
            return Ok(Ended::In(JobState::Cancelled));
        }
        // Noted first: closing it again is nothing, and what was closed without a note would be told to nobody.
        let unnoted = some.iter().map(|missing| missing.id()).filter(|id| !noted.contains(id));
        let rows: Vec<ImportRow> = unnoted.map(closed).collect();
        let Some(now) = keep(engine, &job, rows)? else { return Ok(Ended::Later) };
        if !import.terms.validate_only {
            for missing in some {
                close(engine, actor, *missing)?;
            }
        }
        progress(&now);
        job = now;
    }
    Ok(Ended::In(JobState::Succeeded))
}

impl Missing {
    fn id(self) -> String {
        match self {
            Self::Candidate(id) => id.to_string(),
            Self::Posting(id) => id.to_string(),
        }
    }
}

fn closed(id: String) -> ImportRow {
    ImportRow {
        position: 0,
        line: None,
        outcome: RowOutcome::Closed,
        external_id: None,
        record_id: Some(id),
        faults: JsonText("[]".to_owned()),
    }
}

/// Closes one; somebody else may have done so meanwhile.
fn close(engine: &Engine, actor: &Actor, missing: Missing) -> Result<(), MatchingError> {
    let closed = match missing {
        Missing::Candidate(id) => delete_candidate(engine, actor, id, None),
        Missing::Posting(id) => close_posting(engine, actor, id),
    };
    match closed {
        Err(MatchingError::NotFound { .. } | MatchingError::IllegalTransition { .. }) => Ok(()),
        closed => closed,
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
