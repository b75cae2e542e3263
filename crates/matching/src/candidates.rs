//! Candidates: registering people, and showing of them what is open to the one who asks.

use domain::{
    Actor, Candidate, CandidateContent, CandidateId, CandidateOrder, CandidateSearch, ChangeKind, Consent,
    ExternalId, Facets, Page, PageRequest, Place, Scope, Timestamp, Words,
};
use store::{CandidateFilter, Tx};

use crate::blind::{list_nameless, veil};
use crate::disclosures::{PeopleShown, record_identities, record_shown};
use crate::engine::Engine;
use crate::error::{MatchingError, Replacement, Upserted, changed_meanwhile, check_version, despite_race};
use crate::journal::Touched;
use crate::once::Once;
use crate::organizations::external_id_taken;
use crate::permissions::{Coordination, Openness, Person, openness_of, require};
use crate::readiness::{self, Passage};
use crate::search::widened_candidates;

mod bulk;
mod deletion;
mod upserts;

pub use bulk::{NewCandidate, create_candidates};
pub use deletion::delete_candidate;
pub(crate) use deletion::delete_within;
pub use upserts::upsert_candidates;

/// A person as the asking organization may see them; what is not open is blank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CandidateView {
    /// The person; without identity the name is empty and contact, prose and external id are absent.
    pub candidate: Candidate,
    /// Whether the asking organization registered the person.
    pub is_own: bool,
    /// Whether name and contact are open to it.
    pub identity_open: bool,
}

/// Which people a list shows, and in which order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListCandidates {
    /// Only these.
    pub search: CandidateSearch,
    /// Who first.
    pub order: CandidateOrder,
}

/// Registers a person.
///
/// # Errors
/// Faults of the content, a taken external id, a missing scope.
pub fn create_candidate(
    engine: &Engine,
    actor: &Actor,
    content: CandidateContent,
    once: &Once<'_, Candidate>,
) -> Result<Candidate, MatchingError> {
    require(actor, Scope::CandidatesWrite)?;
    let content = content.checked()?;
    let candidate = engine.write(|tx| {
        let candidate = insert(engine, tx, actor, content.clone())?;
        once.keep((engine, tx, actor), &candidate, Some(candidate.id))?;
        Ok(candidate)
    })?;
    engine.pool.put_candidate(&candidate, &[]);
    Ok(candidate)
}

/// One person.
///
/// # Errors
/// None such or none visible, a missing scope.
pub fn get_candidate(
    engine: &Engine,
    actor: &Actor,
    id: CandidateId,
) -> Result<CandidateView, MatchingError> {
    let views = list_candidates_by_ids(engine, actor, &[id])?;
    views.into_iter().next().ok_or_else(|| MatchingError::not_found("candidate"))
}

/// One of the own people, whole, for whoever is about to change them.
///
/// # Errors
/// None such among them, a missing scope.
pub fn get_own_candidate(
    engine: &Engine,
    actor: &Actor,
    id: CandidateId,
) -> Result<Candidate, MatchingError> {
    require(actor, Scope::CandidatesRead)?;
    let person = engine.store.read(|tx| find_own(tx, actor, id))?;
    let whom = [(Person::from(&person), Openness::Own)];
    record_shown(engine, actor, &PeopleShown::records(actor.organization_id, &whom))?;
    Ok(person)
}

/// The people that the organization registered, as far as they are looked for.
///
/// # Errors
/// A missing scope.
pub fn list_candidates(
    engine: &Engine,
    actor: &Actor,
    list: ListCandidates,
    page: &PageRequest<Place<CandidateId>>,
) -> Result<Page<CandidateView>, MatchingError> {
    require(actor, Scope::CandidatesRead)?;
    let (people, whom, has_more) = engine.store.read(|tx| {
        let filter = filter((engine, actor), tx, list.search)?;
        let Page { items, has_more } = tx.list_candidates(&filter, list.order, page)?;
        let mut whom: Vec<(Person, Openness)> =
            items.iter().map(|candidate| (Person::from(candidate), Openness::Own)).collect();
        if !engine.blind.is_empty() {
            let coordination = Coordination::of(tx, actor, engine.now(), &engine.reference.regions)?;
            veil((engine, actor), tx, (&coordination, None), &mut whom)?;
        }
        Ok::<_, MatchingError>((items, whom, has_more))
    })?;
    record_shown(engine, actor, &PeopleShown::records(actor.organization_id, &whom))?;
    let shown = people.into_iter().zip(whom);
    let items = shown.filter_map(|(person, (_, openness))| view(actor, person, openness)).collect();
    Ok(Page { items, has_more })
}

/// How many of the people of a list have which values.
///
/// # Errors
/// A missing scope.
pub fn count_candidates_by_facet(
    engine: &Engine,
    actor: &Actor,
    search: CandidateSearch,
) -> Result<Facets, MatchingError> {
    require(actor, Scope::CandidatesRead)?;
    engine.store.read(|tx| {
        let filter = filter((engine, actor), tx, search)?;
        Ok(tx.count_candidates_by_facet(&filter)?)
    })
}

/// Those of the named people who are visible, in ascending order of id. That they are shown is on record, each time
/// where it is the identity of another organization's person.
///
/// # Errors
/// A missing scope.
pub fn list_candidates_by_ids(
    engine: &Engine,
    actor: &Actor,
    ids: &[CandidateId],
) -> Result<Vec<CandidateView>, MatchingError> {
    require(actor, Scope::CandidatesRead)?;
    let at = engine.now();
    let (people, openness) = engine.store.read(|tx| {
        let coordination = Coordination::of(tx, actor, at, &engine.reference.regions)?;
        let people = tx.list_candidates_by_ids(ids)?;
        let named: Vec<Person> = people.iter().map(Person::from).collect();
        let openness = openness_of(tx, &coordination, &named, at)?;
        let mut openness: Vec<(Person, Openness)> = named.into_iter().zip(openness).collect();
        veil((engine, actor), tx, (&coordination, None), &mut openness)?;
        Ok::<_, MatchingError>((people, openness))
    })?;
    record_identities(engine, actor, &openness, at)?;
    record_shown(engine, actor, &PeopleShown::records(actor.organization_id, &openness))?;
    Ok(people
        .into_iter()
        .zip(openness)
        .filter_map(|(person, (_, openness))| view(actor, person, openness))
        .collect())
}

/// One of the own people, whom the actor has just written, as they may see them.
///
/// # Errors
/// Only those of the database.
pub fn as_shown(engine: &Engine, actor: &Actor, person: Candidate) -> Result<CandidateView, MatchingError> {
    let mut whom = [(Person::from(&person), Openness::Own)];
    if !engine.blind.is_empty() {
        engine.store.read(|tx| {
            let coordination = Coordination::of(tx, actor, engine.now(), &engine.reference.regions)?;
            veil((engine, actor), tx, (&coordination, None), &mut whom)
        })?;
    }
    let [(_, openness)] = whom;
    view(actor, person, openness).ok_or_else(|| MatchingError::not_found("candidate"))
}

/// Replaces what is written of a person.
///
/// # Errors
/// Faults, none such, another version, a taken external id.
pub fn replace_candidate(
    engine: &Engine,
    actor: &Actor,
    id: CandidateId,
    replacement: Replacement<CandidateContent>,
) -> Result<Candidate, MatchingError> {
    require(actor, Scope::CandidatesWrite)?;
    let content = replacement.content.checked()?;
    let (candidate, consents) = engine.write(|tx| {
        let before = find_own(tx, actor, id)?;
        let replacement = Replacement { content: content.clone(), expected: replacement.expected };
        update((engine, actor), tx, before, replacement)
    })?;
    engine.pool.put_candidate(&candidate, &consents);
    Ok(candidate)
}

/// Makes or replaces a person by the organization's own key.
///
/// # Errors
/// As creating and replacing.
pub fn upsert_candidate(
    engine: &Engine,
    actor: &Actor,
    external_id: &ExternalId,
    replacement: Replacement<CandidateContent>,
) -> Result<Upserted<Candidate>, MatchingError> {
    require(actor, Scope::CandidatesWrite)?;
    let content =
        CandidateContent { external_id: Some(external_id.clone()), ..replacement.content }.checked()?;
    let expected = replacement.expected;
    let upsert = || {
        engine.write(|tx| {
            let content = content.clone();
            match tx.find_candidate_by_external_id(actor.organization_id, external_id)? {
                Some(before) => {
                    let (record, consents) =
                        update((engine, actor), tx, before, Replacement { content, expected })?;
                    Ok((Upserted { record, created: false }, consents))
                }
                None if expected.is_some() => Err(MatchingError::not_found("candidate")),
                None => {
                    let record = insert(engine, tx, actor, content)?;
                    Ok((Upserted { record, created: true }, Vec::new()))
                }
            }
        })
    };
    let (upserted, consents) = despite_race(upsert)?;
    engine.pool.put_candidate(&upserted.record, &consents);
    Ok(upserted)
}

/// Names, and what tells of them, find nobody whose name is hidden from the actor.
fn filter(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    search: CandidateSearch,
) -> Result<CandidateFilter, MatchingError> {
    let by_name = search.external_id.is_some() || search.words != Words::default();
    Ok(CandidateFilter {
        organization_id: actor.organization_id,
        search: widened_candidates(&engine.reference, search),
        without: if by_name { list_nameless((engine, actor), tx)? } else { Vec::new() },
    })
}

/// A person of the actor's own organization.
pub(crate) fn find_own(tx: &mut Tx<'_>, actor: &Actor, id: CandidateId) -> Result<Candidate, MatchingError> {
    tx.find_candidate(id)?
        .filter(|candidate| candidate.organization_id == actor.organization_id)
        .ok_or_else(|| MatchingError::not_found("candidate"))
}

/// A person whose profile is open to the actor's organization, whole: for scoring, not for showing.
pub(crate) fn find_seen(
    engine: &Engine,
    actor: &Actor,
    id: CandidateId,
    at: Timestamp,
) -> Result<Candidate, MatchingError> {
    engine.store.read(|tx| {
        let coordination = Coordination::of(tx, actor, at, &engine.reference.regions)?;
        find_seen_within(tx, &coordination, id, at)
    })
}

/// The same within a transaction, for whoever coordinates this.
pub(crate) fn find_seen_within(
    tx: &mut Tx<'_>,
    coordination: &Coordination<'_>,
    id: CandidateId,
    at: Timestamp,
) -> Result<Candidate, MatchingError> {
    let none = || MatchingError::not_found("candidate");
    let candidate = tx.find_candidate(id)?.ok_or_else(none)?;
    let person = Person { id, organization_id: candidate.organization_id };
    let openness = openness_of(tx, coordination, &[person], at)?;
    if openness.contains(&Openness::Hidden) { Err(none()) } else { Ok(candidate) }
}

/// A person whose name is open to the organization of whoever coordinates this, if there is one of this id.
pub(crate) fn find_named_within(
    tx: &mut Tx<'_>,
    coordination: &Coordination<'_>,
    id: CandidateId,
    at: Timestamp,
) -> Result<Option<Candidate>, MatchingError> {
    let Some(candidate) = tx.find_candidate(id)? else { return Ok(None) };
    let person = Person { id, organization_id: candidate.organization_id };
    let openness = openness_of(tx, coordination, &[person], at)?;
    Ok(openness.iter().all(|openness| *openness >= Openness::Identity).then_some(candidate))
}

/// What a change of a person leaves behind.
pub(crate) fn touched<'a>(candidate: &Candidate, act: &'a str, kind: ChangeKind) -> Touched<'a> {
    Touched {
        resource: "candidate",
        id: candidate.id.to_string(),
        owner: candidate.organization_id,
        version: candidate.version,
        act,
        kind,
        at: candidate.updated_at,
    }
}

fn view(actor: &Actor, mut candidate: Candidate, openness: Openness) -> Option<CandidateView> {
    match openness {
        Openness::Hidden => return None,
        Openness::Profile => close_identity(&mut candidate),
        Openness::Identity => candidate.content.external_id = None,
        Openness::Own => {}
    }
    let is_own = candidate.organization_id == actor.organization_id;
    Some(CandidateView { candidate, is_own, identity_open: openness >= Openness::Identity })
}

/// Leaves what scoring uses. A person's own prose can tell who they are, so it goes with the name.
fn close_identity(candidate: &mut Candidate) {
    let content = &mut candidate.content;
    content.external_id = None;
    content.display_name = String::new();
    content.email = None;
    content.phone = None;
    content.statement = None;
    content.profile.skills.iter_mut().for_each(|held| held.evidence = None);
    content.profile.region_ties.iter_mut().for_each(|tie| tie.note = None);
}

fn insert(
    engine: &Engine,
    tx: &mut Tx<'_>,
    actor: &Actor,
    content: CandidateContent,
) -> Result<Candidate, MatchingError> {
    if let Some(external_id) = &content.external_id
        && tx.find_candidate_by_external_id(actor.organization_id, external_id)?.is_some()
    {
        return Err(external_id_taken(external_id));
    }
    let at = engine.now();
    let candidate = Candidate {
        id: engine.new_id(CandidateId::from_parts),
        organization_id: actor.organization_id,
        version: 1,
        created_at: at,
        updated_at: at,
        content,
    };
    tx.insert_candidate(&candidate)?;
    engine.record(tx, actor, touched(&candidate, "created", ChangeKind::Created))?;
    Ok(candidate)
}

fn update(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    before: Candidate,
    Replacement { content, expected }: Replacement<CandidateContent>,
) -> Result<(Candidate, Vec<Consent>), MatchingError> {
    check_version(expected, before.version)?;
    if let Some(external_id) = &content.external_id
        && tx
            .find_candidate_by_external_id(actor.organization_id, external_id)?
            .is_some_and(|other| other.id != before.id)
    {
        return Err(external_id_taken(external_id));
    }
    let stage = before.content.readiness;
    let after = Candidate { version: before.version + 1, updated_at: engine.now(), content, ..before };
    if !tx.update_candidate(&after, before.version)? {
        return Err(changed_meanwhile());
    }
    readiness::note((engine, actor), tx, Passage::between(stage, &after))?;
    engine.record(tx, actor, touched(&after, "updated", ChangeKind::Updated))?;
    let consents = tx.list_consents_of(&[after.id])?;
    Ok((after, consents))
}
