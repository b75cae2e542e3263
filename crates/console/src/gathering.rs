//! What several pages gather: the body of a posting, its applications.
//!
//! A key that may not read one of them leaves a blank; it does not lose the page.

use std::collections::HashMap;

use domain::{Actor, OrganizationId, Posting, Scope};
use matching::{Engine, MatchingError, applications, organizations};

use crate::view::PostingHead;

/// The head of a posting's pages.
pub(crate) fn head(engine: &Engine, actor: &Actor, posting: Posting) -> Result<PostingHead, MatchingError> {
    let host = hosts(engine, actor, [posting.organization_id])?.remove(&posting.organization_id);
    Ok(PostingHead { posting, host, now: engine.now() })
}

/// Names of bodies; empty when the key may not read the directory.
pub(crate) fn hosts(
    engine: &Engine,
    actor: &Actor,
    ids: impl IntoIterator<Item = OrganizationId>,
) -> Result<HashMap<OrganizationId, String>, MatchingError> {
    let mut names = HashMap::new();
    if !actor.may(Scope::OrganizationsRead) {
        return Ok(names);
    }
    for id in ids {
        if let std::collections::hash_map::Entry::Vacant(place) = names.entry(id) {
            match organizations::get_organization(engine, actor, id) {
                Ok(found) => drop(place.insert(found.content.name)),
                Err(MatchingError::NotFound { .. }) => {}
                Err(error) => return Err(error),
            }
        }
    }
    Ok(names)
}

/// Standing applications of a posting; `None` when the reader may not count them.
pub(crate) fn count_applications(
    engine: &Engine,
    actor: &Actor,
    posting: &Posting,
) -> Result<Option<u64>, MatchingError> {
    if !actor.may(Scope::ApplicationsRead) {
        return Ok(None);
    }
    let counts = applications::count_applications(engine, actor, &[posting.id])?;
    let own = posting.organization_id == actor.organization_id;
    Ok(counts.get(&posting.id).copied().or_else(|| own.then_some(0)))
}
