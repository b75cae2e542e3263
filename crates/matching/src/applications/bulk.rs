//! Applying with many people; an application that stands already is left alone.

use domain::{Actor, ApplicationStatus, Scope};

use super::{NewApplication, checked, find_both, submit_found};
use crate::bulk::{Effect, Outcomes, Stored, Storing, each};
use crate::engine::Engine;
use crate::error::{ConflictCode, MatchingError};
use crate::permissions::require;

/// Applies, one outcome each in their order. Who has withdrawn from a posting is not made to apply to it again.
///
/// # Errors
/// A missing scope; everything else is the outcome of some application.
pub fn submit_applications(
    engine: &Engine,
    actor: &Actor,
    new: Vec<NewApplication>,
    storing: Storing,
) -> Result<Outcomes, MatchingError> {
    require(actor, Scope::ApplicationsWrite)?;
    let submitted = each(engine, storing, &new, |tx, new| {
        checked(new)?;
        let both = find_both(engine, tx, actor, new)?;
        let standing = tx.find_standing_application(both.0.id, both.1.id)?;
        if let Some(standing) = standing.filter(|standing| standing.organization_id == actor.organization_id)
        {
            return Ok(Stored {
                id: standing.id.to_string(),
                version: standing.version,
                effect: Effect::Unchanged,
            });
        }
        // A list that is sent again must not undo what the person has decided since.
        let before = tx.list_applications_of(both.1.id)?;
        let was_withdrawn = before
            .iter()
            .any(|before| before.posting_id == both.0.id && before.status == ApplicationStatus::Withdrawn);
        if was_withdrawn {
            let detail =
                "the application was withdrawn; who applies anew is sent alone, by POST /applications";
            return Err(MatchingError::conflict(ConflictCode::AlreadyEnded, detail));
        }
        let made = submit_found((engine, actor), tx, &both, new)?;
        Ok(Stored { id: made.id.to_string(), version: made.version, effect: Effect::Created })
    });
    if storing == Storing::Kept {
        engine.pool.touch();
    }
    Ok(submitted)
}
