//! How the people of a ranking are shown: by name where it is open, by a short reference elsewhere.

use std::collections::HashMap;

use domain::{Actor, CandidateId, RankedItem, Timestamp};

use crate::candidates::disclose;
use crate::engine::Engine;
use crate::error::MatchingError;
use crate::permissions::{Coordination, Openness, Person, openness_of};

/// How a person is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonLabel {
    /// The name; `None` where the identity is not open.
    pub display_name: Option<String>,
    /// `C-7F3K`.
    pub reference: String,
}

impl PersonLabel {
    /// A person whose name is not shown.
    pub(super) fn by_reference(id: CandidateId) -> Self {
        Self { display_name: None, reference: id.short_reference() }
    }
}

/// Labels for the items, in their order; names of other organizations' people leave an audit event each.
pub(super) fn label(
    engine: &Engine,
    actor: &Actor,
    items: &[RankedItem<CandidateId>],
    at: Timestamp,
) -> Result<Vec<PersonLabel>, MatchingError> {
    let ids: Vec<CandidateId> = items.iter().map(|item| item.id).collect();
    label_ids(engine, actor, &ids, at)
}

/// Labels for people by id, in their order.
pub(super) fn label_ids(
    engine: &Engine,
    actor: &Actor,
    ids: &[CandidateId],
    at: Timestamp,
) -> Result<Vec<PersonLabel>, MatchingError> {
    let (people, mut names) = engine.store.read(|tx| {
        let coordination = Coordination::of(tx, actor, at, &engine.reference.regions)?;
        let identities = tx.list_identities(ids)?;
        let people: Vec<Person> = identities.iter().map(Person::from).collect();
        let openness = openness_of(tx, &coordination, &people, at)?;
        let names: HashMap<CandidateId, String> = identities
            .into_iter()
            .zip(&openness)
            .filter(|(_, openness)| **openness >= Openness::Identity)
            .map(|(identity, _)| (identity.candidate_id, identity.display_name))
            .collect();
        Ok::<_, MatchingError>((people.into_iter().zip(openness).collect::<Vec<_>>(), names))
    })?;
    disclose(engine, actor, &people, at)?;
    let label =
        |id: &CandidateId| PersonLabel { display_name: names.remove(id), reference: id.short_reference() };
    Ok(ids.iter().map(label).collect())
}
