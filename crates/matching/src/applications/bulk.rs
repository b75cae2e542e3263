//! Applying with many people; an application that stands already is left alone.

use domain::{Actor, Scope};

use super::{NewApplication, checked, submit_within};
use crate::bulk::{Effect, Outcomes, Stored, each};
use crate::engine::Engine;
use crate::error::MatchingError;
use crate::permissions::require;

/// Applies, one outcome each in their order.
///
/// # Errors
/// A missing scope; everything else is the outcome of some application.
pub fn submit_applications(
    engine: &Engine,
    actor: &Actor,
    new: Vec<NewApplication>,
) -> Result<Outcomes, MatchingError> {
    require(actor, Scope::ApplicationsWrite)?;
    let submitted = each(engine, &new, |tx, new| {
        checked(new)?;
        let standing = tx.find_standing_application(new.posting_id, new.candidate_id)?;
        if let Some(standing) = standing.filter(|standing| standing.organization_id == actor.organization_id)
        {
            return Ok(Stored {
                id: standing.id.to_string(),
                version: standing.version,
                effect: Effect::Unchanged,
            });
        }
        let made = submit_within(engine, tx, actor, new)?;
        Ok(Stored { id: made.id.to_string(), version: made.version, effect: Effect::Created })
    });
    engine.pool.touch();
    Ok(submitted)
}
