//! Taking some records of a class within one transaction: what reports count stays, who follows the feed is told.

use domain::{
    Actor, Application, ApplicationId, ApplicationStatus, CandidateId, ErasureReason, NoteId, SurveyId,
    Timestamp,
};
use store::Tx;

use crate::applications::tell_gone;
use crate::decisions::forget_in_rankings;
use crate::engagements::leave_figures_of_application;
use crate::engine::Engine;
use crate::error::{MatchingError, changed_meanwhile};
use crate::rights::erase_within;
use crate::surveys::unlink_within;

/// Erases applications that led nowhere, as far as they still had ended before an instant; their people stay.
pub(super) fn applications(
    engine: &Engine,
    tx: &mut Tx<'_>,
    (ids, first_kept): (&[ApplicationId], Timestamp),
) -> Result<u64, MatchingError> {
    let mut erased = 0;
    for id in ids {
        // Held in the order in which both may be changed.
        let Some(posting_id) = tx.find_posting_of_application(*id)? else { continue };
        let Some(posting) = tx.find_posting(posting_id)? else { continue };
        let Some(application) = tx.find_application(*id)? else { continue };
        let has_led_nowhere = ApplicationStatus::UNSUCCESSFUL.contains(&application.status);
        if !has_led_nowhere || first_kept <= application.stage_entered_at {
            continue;
        }
        leave_figures_of_application(engine, tx, (&posting, &application))?;
        erase_application(engine, tx, application)?;
        erased += 1;
    }
    Ok(erased)
}

fn erase_application(
    engine: &Engine,
    tx: &mut Tx<'_>,
    application: Application,
) -> Result<(), MatchingError> {
    // That something happened counts for how long the person is kept.
    tx.remember_activity(application.candidate_id, application.updated_at)?;
    forget_in_rankings(engine, tx, &application)?;
    tx.forget_in_imports(&application.id.to_string())?;
    if !tx.delete_application(&application)? {
        return Err(changed_meanwhile());
    }
    tell_gone(engine, tx, application)
}

/// Deletes notes on people.
pub(super) fn notes(tx: &mut Tx<'_>, ids: &[NoteId]) -> Result<u64, MatchingError> {
    Ok(tx.delete_notes(ids)?)
}

/// Cuts the ties between the answers of surveys and people.
pub(super) fn ties(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    surveys: &[SurveyId],
) -> Result<u64, MatchingError> {
    let mut cut = 0;
    for survey in surveys {
        cut += unlink_within((engine, actor), tx, *survey)?;
    }
    Ok(cut)
}

/// Erases people.
pub(super) fn candidates(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    ids: &[CandidateId],
) -> Result<u64, MatchingError> {
    let mut erased = 0;
    for id in ids {
        let Some(candidate) = tx.find_candidate(*id)? else { continue };
        erase_within((engine, actor), tx, candidate, ErasureReason::NoLongerNeeded)?;
        erased += 1;
    }
    Ok(erased)
}
