//! Applying with many people; an application that stands already is left alone.

use domain::{Actor, Scope};

use super::{NewApplication, checked, find_both, submit_found};
use crate::bulk::{Effect, Outcomes, Stored, Storing, each};
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
        let made = submit_found((engine, actor), tx, &both, new)?;
        Ok(Stored { id: made.id.to_string(), version: made.version, effect: Effect::Created })
    });
    engine.pool.touch();
    Ok(submitted)
}
