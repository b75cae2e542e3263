//! 変更: what has changed of an organization's records, for those who keep a copy in step.

use domain::{Actor, Page, PageRequest, Scope};
pub use store::{ChangePlace, FollowedChange};

use crate::engine::Engine;
use crate::error::MatchingError;
use crate::permissions::require;

/// The changes of the records that belong to the actor's organization, and of the applications to its postings,
/// behind a place, in the order of commits.
///
/// # Errors
/// A missing scope.
pub fn list_changes(
    engine: &Engine,
    actor: &Actor,
    page: &PageRequest<ChangePlace>,
) -> Result<Page<FollowedChange>, MatchingError> {
    require(actor, Scope::ChangesRead)?;
    engine.store.read(|tx| Ok(tx.list_changes(actor.organization_id, page)?))
}

/// The place from which on a reader sees what changes from now on.
///
/// # Errors
/// A missing scope.
pub fn find_last_change(engine: &Engine, actor: &Actor) -> Result<ChangePlace, MatchingError> {
    require(actor, Scope::ChangesRead)?;
    engine.store.read(|tx| Ok(tx.last_change_place()?))
}
