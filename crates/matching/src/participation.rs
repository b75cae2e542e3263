//! Who takes part in whose programs: the bodies that may read programs, rounds and events of others.
//!
//! Partner bodies take part, in a whole program or in an area of a round; a body that another one names as coordinator in
//! an agreement in force reads what that other one has made public. It opens in that direction alone: an agreement is
//! written by the body that opens something, and nobody may open another's programs by naming it. Nothing can be
//! written by taking part.

use domain::{Actor, OrganizationId, PageRequest, Timestamp};
use store::{Participant, Tx};

use crate::error::MatchingError;

/// Agreements read at a time.
const AGREEMENTS_A_QUERY: usize = 500;

/// The actor's organization, with the bodies that have written an agreement in force, of whatever kind, that names it.
pub(crate) fn participant(
    tx: &mut Tx<'_>,
    actor: &Actor,
    at: Timestamp,
) -> Result<Participant, MatchingError> {
    let organization_id = actor.organization_id;
    let mut agreed = Vec::new();
    for_each_in_force(tx, (organization_id, at), |coordinator, owner| {
        agreed.extend((coordinator == organization_id).then_some(owner));
    })?;
    Ok(Participant { organization_id, agreed: each_once(agreed) })
}

/// The bodies that agreements in force tie an organization to, on either side; each once, in the order of their ids.
pub(crate) fn agreed_with(
    tx: &mut Tx<'_>,
    organization_id: OrganizationId,
    at: Timestamp,
) -> Result<Vec<OrganizationId>, MatchingError> {
    let mut agreed = Vec::new();
    for_each_in_force(tx, (organization_id, at), |coordinator, owner| {
        agreed.push(if coordinator == organization_id { owner } else { coordinator });
    })?;
    Ok(each_once(agreed))
}

fn each_once(mut bodies: Vec<OrganizationId>) -> Vec<OrganizationId> {
    bodies.sort_unstable();
    bodies.dedup();
    bodies
}

/// Tells of each agreement in force that an organization is a party to: who is named, and who wrote it.
fn for_each_in_force(
    tx: &mut Tx<'_>,
    (organization_id, at): (OrganizationId, Timestamp),
    mut tell: impl FnMut(OrganizationId, OrganizationId),
) -> Result<(), MatchingError> {
    let mut part = PageRequest { limit: AGREEMENTS_A_QUERY, after: None };
    loop {
        let page = tx.list_agreements(organization_id, &part)?;
        part.after = page.items.last().map(|agreement| agreement.id);
        for agreement in page.items.iter().filter(|agreement| agreement.holds_at(at)) {
            tell(agreement.content.coordinator_id, agreement.content.organization_id);
        }
        if !page.has_more {
            return Ok(());
        }
    }
}
