//! What starting and registering cost at least: reading everybody and doing nothing with them, inserting people and
//! nothing else.
//!
//! For measuring alone; the way to start is [`Engine::open`] and [`Engine::load_pool`].

use std::num::NonZeroUsize;

use domain::{
    Candidate, CandidateContent, CandidateId, Organization, OrganizationContent, OrganizationId,
    OrganizationKind,
};

use crate::engine::Engine;
use crate::error::MatchingError;

/// Reads what [`Engine::load_pool`] reads of people, by the same statements on so many connections at once, and only
/// looks at each value; answers how many rows there are.
///
/// # Errors
/// The database failed.
pub fn look_at_everybody(engine: &Engine, connections: NonZeroUsize) -> Result<u64, MatchingError> {
    Ok(engine.store.look_at_each_person(connections)?)
}

/// On how many connections [`Engine::load_pool`] reads.
pub fn connections(engine: &Engine) -> NonZeroUsize {
    engine.readers
}

/// People inserted in one transaction, as many as a portion of a bulk body has.
const PEOPLE_AT_ONCE: usize = 500;

/// Inserts people with a body of their own: nothing is checked, recorded or ranked.
///
/// # Errors
/// The database failed.
pub fn insert_plainly(engine: &Engine, contents: Vec<CandidateContent>) -> Result<(), MatchingError> {
    let at = engine.now();
    let body = Organization {
        id: engine.new_id(OrganizationId::from_parts),
        registered_by: None,
        version: 1,
        created_at: at,
        updated_at: at,
        content: OrganizationContent {
            external_id: None,
            name: "計測".to_owned(),
            kind: OrganizationKind::Municipality,
            municipality: None,
        },
    };
    engine.write(|tx| Ok(tx.insert_organization(&body)?))?;
    let mut people = contents.into_iter().map(|content| Candidate {
        id: engine.new_id(CandidateId::from_parts),
        organization_id: body.id,
        version: 1,
        created_at: at,
        updated_at: at,
        content,
    });
    loop {
        let some: Vec<Candidate> = people.by_ref().take(PEOPLE_AT_ONCE).collect();
        if some.is_empty() {
            return Ok(());
        }
        engine.write(|tx| Ok(tx.insert_candidates(&some)?))?;
    }
}
