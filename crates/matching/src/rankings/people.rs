//! How the people of a ranking are shown: by name where it is open, by a short reference elsewhere.

use std::collections::HashMap;

use domain::{Actor, CandidateId, PostingId, Timestamp};
use store::Tx;

use crate::blind::veil;
use crate::disclosures::{PeopleShown, record_shown};
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

/// Labels for people, in their order; that they are shown is on record when they are answered.
pub(super) fn show(
    engine: &Engine,
    (actor, at): (&Actor, Timestamp),
    people: (Option<PostingId>, &[CandidateId]),
) -> Result<Vec<PersonLabel>, MatchingError> {
    let (labels, shown) = engine.store.read(|tx| label(engine, tx, (actor, at), people))?;
    record_shown(engine, actor, &shown)?;
    Ok(labels)
}

/// Labels for people, in their order, in view of a posting where they are shown in view of one; and what must be on
/// record before they are shown.
pub(crate) fn label(
    engine: &Engine,
    tx: &mut Tx<'_>,
    (actor, at): (&Actor, Timestamp),
    (in_view_of, ids): (Option<PostingId>, &[CandidateId]),
) -> Result<(Vec<PersonLabel>, PeopleShown), MatchingError> {
    let identities = tx.list_identities(ids)?;
    let people: Vec<Person> = identities.iter().map(Person::from).collect();
    let is_all_own = people.iter().all(|person| person.organization_id == actor.organization_id);
    let people = if is_all_own && engine.blind.is_empty() {
        people.into_iter().map(|person| (person, Openness::Own)).collect()
    } else {
        let coordination = Coordination::of(tx, actor, at, &engine.reference.regions)?;
        let openness = openness_of(tx, &coordination, &people, at)?;
        let mut people: Vec<(Person, Openness)> = people.into_iter().zip(openness).collect();
        veil((engine, actor), tx, (&coordination, in_view_of), &mut people)?;
        people
    };
    let mut names: HashMap<CandidateId, String> = identities
        .into_iter()
        .zip(&people)
        .filter(|(_, (_, openness))| *openness >= Openness::Identity)
        .map(|(identity, _)| (identity.candidate_id, identity.display_name))
        .collect();
    let label =
        |id: &CandidateId| PersonLabel { display_name: names.remove(id), reference: id.short_reference() };
    let labels = ids.iter().map(label).collect();
    Ok((labels, PeopleShown::ranked(actor.organization_id, &people)))
}
