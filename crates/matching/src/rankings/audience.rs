//! Whom a posting is for: one for the members of some bodies is told of to nobody else, and ranks nobody else.

use std::sync::Arc;

use domain::{Actor, CandidateId, OrganizationId, Timestamp};
use scoring::{Snapshot, Viewer};

use crate::engine::Engine;
use crate::error::MatchingError;
use crate::permissions::Coordination;
use crate::pool::PooledPosting;

/// Leaves the postings that the actor sees and that are for the people of a body.
pub(crate) fn keep_those_for(
    engine: &Engine,
    actor: &Actor,
    (body, at): (OrganizationId, Timestamp),
    postings: &mut Vec<Arc<PooledPosting>>,
) -> Result<(), MatchingError> {
    keep_seen(engine, actor, at, postings)?;
    postings.retain(|pooled| pooled.posting.is_for_people_of(body));
    Ok(())
}

/// Leaves the postings that the actor sees.
pub(crate) fn keep_seen(
    engine: &Engine,
    actor: &Actor,
    at: Timestamp,
    postings: &mut Vec<Arc<PooledPosting>>,
) -> Result<(), MatchingError> {
    // Nearly always all of them are for everybody, and the database need not be asked.
    if postings.iter().all(|pooled| pooled.posting.content.members_of.is_empty()) {
        return Ok(());
    }
    engine.store.read(|tx| {
        let coordination = Coordination::of(tx, actor, at, &engine.reference.regions)?;
        postings.retain(|pooled| coordination.sees(&pooled.posting));
        Ok(())
    })
}

/// The people whom a viewer may see of the bodies that a posting is for; `None` when it is for everybody.
pub(crate) fn members(
    snapshot: &Snapshot,
    viewer: &Viewer,
    (owner, members_of): (OrganizationId, &[OrganizationId]),
) -> Option<Vec<CandidateId>> {
    let bodies: Vec<OrganizationId> = members_of.iter().copied().chain([owner]).collect();
    (!members_of.is_empty()).then(|| snapshot.visible_of(viewer, &bodies))
}
