//! How the people of a ranking are shown: by name where it is open, by a short reference elsewhere.

use std::collections::HashMap;

use domain::{Actor, CandidateId, Timestamp};
use store::Tx;

use crate::disclosures::{NamesShown, record_names};
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

/// Labels for people, in their order; names of other organizations' people are on record when they are answered.
pub(super) fn show(
    engine: &Engine,
    (actor, at): (&Actor, Timestamp),
    ids: &[CandidateId],
) -> Result<Vec<PersonLabel>, MatchingError> {
    let (labels, names) = engine.store.read(|tx| label(engine, tx, (actor, at), ids))?;
    record_names(engine, actor, &names)?;
    Ok(labels)
}

/// Labels for people, in their order, and whose names must be on record before they are shown.
pub(super) fn label(
    engine: &Engine,
    tx: &mut Tx<'_>,
    (actor, at): (&Actor, Timestamp),
    ids: &[CandidateId],
) -> Result<(Vec<PersonLabel>, NamesShown), MatchingError> {
    let identities = tx.list_identities(ids)?;
    let people: Vec<Person> = identities.iter().map(Person::from).collect();
    let openness = if people.iter().all(|person| person.organization_id == actor.organization_id) {
        vec![Openness::Own; people.len()]
    } else {
        let coordination = Coordination::of(tx, actor, at, &engine.reference.regions)?;
        openness_of(tx, &coordination, &people, at)?
    };
    let mut names: HashMap<CandidateId, String> = identities
        .into_iter()
        .zip(&openness)
        .filter(|(_, openness)| **openness >= Openness::Identity)
        .map(|(identity, _)| (identity.candidate_id, identity.display_name))
        .collect();
    let label =
        |id: &CandidateId| PersonLabel { display_name: names.remove(id), reference: id.short_reference() };
    let labels = ids.iter().map(label).collect();
    let people: Vec<(Person, Openness)> = people.into_iter().zip(openness).collect();
    Ok((labels, NamesShown::of(&people)))
}
