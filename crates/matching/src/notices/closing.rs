//! Whose names notices may not show to whoever reads them: of people who have withdrawn since, and of those who are read
//! without names.

use std::collections::HashSet;

use domain::{Actor, CandidateId, NoticeContent, PostingId};
use store::Tx;

use crate::blind::veil;
use crate::disclosures::PeopleShown;
use crate::engine::Engine;
use crate::error::MatchingError;
use crate::permissions::{Coordination, Openness, Person, openness_of};

/// What is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Veil {
    /// People whose identity the actor's organization may not see.
    Closed,
    /// Those too whom the actor reads without names.
    Names,
}

/// Takes name, address and letter out of the notices to people whose identity is not open to the actor, and the name out
/// of those to people who are read without names, in view of a posting where they are shown in view of one; and says what
/// must be on record before the others are shown.
pub(super) fn close_unopened<'a>(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    (in_view_of, veiled): (Option<PostingId>, Veil),
    notices: impl IntoIterator<Item = &'a mut NoticeContent>,
) -> Result<PeopleShown, MatchingError> {
    let notices: Vec<&mut NoticeContent> = notices.into_iter().collect();
    let mut ids: Vec<CandidateId> = notices.iter().map(|notice| notice.candidate_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let people: Vec<Person> = tx.list_identities(&ids)?.iter().map(Person::from).collect();
    let coordination = Coordination::of(tx, actor, engine.now(), &engine.reference.regions)?;
    let openness = openness_of(tx, &coordination, &people, engine.now())?;
    let mut people: Vec<(Person, Openness)> = people.into_iter().zip(openness).collect();
    let open = open_ones(&people);
    if veiled == Veil::Names {
        veil((engine, actor), tx, (&coordination, in_view_of), &mut people)?;
    }
    let named = open_ones(&people);
    for notice in notices {
        match notice.candidate_id {
            id if !open.contains(&id) => notice.close(),
            id if !named.contains(&id) => notice.take_name(),
            _ => {}
        }
    }
    people.retain(|(_, openness)| *openness >= Openness::Identity);
    Ok(PeopleShown::ranked(actor.organization_id, &people))
}

fn open_ones(people: &[(Person, Openness)]) -> HashSet<CandidateId> {
    let open = people.iter().filter(|(_, openness)| *openness >= Openness::Identity);
    open.map(|(person, _)| person.id).collect()
}
