//! Who may see and do what. Read with `api.md`, "Who sees whom".
//!
//! Scopes say what a key may do at all; the functions here say with which records.

use domain::{
    Actor, Agreement, Candidate, CandidateId, ConsentItem, OrganizationId, Posting, PostingId, PostingStatus,
    ReferralState, RegionTable, Scope, Timestamp,
};
use store::{Coverage, Identity, Tx, Viewer};

use crate::error::MatchingError;
use crate::search::with_wards;

/// Refuses an actor whose key lacks a scope.
pub(crate) fn require(actor: &Actor, scope: Scope) -> Result<(), MatchingError> {
    if actor.may(scope) { Ok(()) } else { Err(MatchingError::MissingScope(scope)) }
}

/// Refuses an actor whose key has none of these scopes.
pub(crate) fn require_any(actor: &Actor, scopes: &[Scope]) -> Result<(), MatchingError> {
    match scopes.first() {
        Some(first) if !scopes.iter().any(|scope| actor.may(*scope)) => {
            Err(MatchingError::MissingScope(*first))
        }
        _ => Ok(()),
    }
}

/// The coordination agreements in force for an organization.
pub(crate) struct Coordination<'a> {
    organization_id: OrganizationId,
    agreements: Vec<Agreement>,
    /// Postings that were referred to it: accepted ones, and those that it can still answer.
    referred: Vec<(PostingId, ReferralState)>,
    regions: &'a RegionTable,
}

impl<'a> Coordination<'a> {
    /// Reads the agreements by which the actor's organization coordinates others.
    pub(crate) fn of(
        tx: &mut Tx<'_>,
        actor: &Actor,
        at: Timestamp,
        regions: &'a RegionTable,
    ) -> Result<Self, MatchingError> {
        let mut agreements = tx.list_coordinated(actor.organization_id)?;
        agreements.retain(|agreement| agreement.holds_at(at));
        let referred = tx.list_referred_postings(actor.organization_id, at)?;
        Ok(Self { organization_id: actor.organization_id, agreements, referred, regions })
    }

    /// Whether the posting is the organization's own, is coordinated by it, or was referred to it and accepted.
    pub(crate) fn manages(&self, posting: &Posting) -> bool {
        posting.organization_id == self.organization_id
            || self.covers(posting)
            || self.referred.contains(&(posting.id, ReferralState::Accepted))
    }

    /// Whether the organization may post for another one (in some region).
    pub(crate) fn may_post_for(&self, organization_id: OrganizationId) -> bool {
        organization_id == self.organization_id
            || self.agreements.iter().any(|agreement| agreement.content.organization_id == organization_id)
    }

    /// What it may see, in the form that lists are filtered by.
    pub(crate) fn viewer(&self) -> Viewer {
        let coverage = |agreement: &Agreement| Coverage {
            organization_id: agreement.content.organization_id,
            regions: agreement
                .content
                .regions
                .iter()
                .flat_map(|region| with_wards(self.regions, *region))
                .collect(),
        };
        Viewer {
            organization_id: self.organization_id,
            coordinated: self.agreements.iter().map(coverage).collect(),
            referred: self
                .referred
                .iter()
                .filter(|(_, state)| *state == ReferralState::Accepted)
                .map(|(posting, _)| *posting)
                .collect(),
        }
    }

    /// Whether a posting may be seen: managed ones in every status, the others once they were published, when they are
    /// for the organization's people too.
    pub(crate) fn sees(&self, posting: &Posting) -> bool {
        self.manages(posting)
            || self.referred.contains(&(posting.id, ReferralState::Open))
            || (PostingStatus::PUBLIC.contains(&posting.status)
                && posting.is_for_people_of(self.organization_id))
    }

    fn covers(&self, posting: &Posting) -> bool {
        self.agreements.iter().any(|agreement| {
            let content = &agreement.content;
            content.organization_id == posting.organization_id
                && (content.regions.is_empty()
                    || content
                        .regions
                        .iter()
                        .any(|region| self.regions.lies_in(posting.content.terms.municipality, *region)))
        })
    }
}

/// How much of a person an organization may see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Openness {
    /// Nothing: the person does not exist for it.
    Hidden,
    /// What scoring uses, without name and contact.
    Profile,
    /// Name and contact too.
    Identity,
    /// The organization registered the person.
    Own,
}

/// A person by id, and the body that registered them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Person {
    pub(crate) id: CandidateId,
    pub(crate) organization_id: OrganizationId,
}

impl From<&Candidate> for Person {
    fn from(candidate: &Candidate) -> Self {
        Self { id: candidate.id, organization_id: candidate.organization_id }
    }
}

impl From<&Identity> for Person {
    fn from(identity: &Identity) -> Self {
        Self { id: identity.candidate_id, organization_id: identity.organization_id }
    }
}

/// How much of each person the actor's organization may see, in the order of `people`.
pub(crate) fn openness_of(
    tx: &mut Tx<'_>,
    coordination: &Coordination<'_>,
    people: &[Person],
    at: Timestamp,
) -> Result<Vec<Openness>, MatchingError> {
    let organization = coordination.organization_id;
    let foreign: Vec<CandidateId> = people
        .iter()
        .filter(|person| person.organization_id != organization)
        .map(|person| person.id)
        .collect();
    let mut open = Vec::with_capacity(foreign.len());
    for consent in tx.list_consents_of(&foreign)? {
        if consent.withdrawn_at.is_none() && consent.content.holds_for(organization, at) {
            let identity = consent.content.items.contains(ConsentItem::Identity);
            open.push((consent.candidate_id, if identity { Openness::Identity } else { Openness::Profile }));
        }
    }
    let applied = tx.list_standing_applications(&foreign)?;
    let posting_ids: Vec<PostingId> = applied.iter().map(|(_, posting)| *posting).collect();
    let mut managed = tx.list_postings_by_ids(&posting_ids)?;
    managed.retain(|posting| coordination.manages(posting));
    for (candidate, posting) in applied {
        if managed.binary_search_by_key(&posting, |managed| managed.id).is_ok() {
            open.push((candidate, Openness::Identity));
        }
    }
    let widest =
        |id| open.iter().filter(|(candidate, _)| *candidate == id).map(|(_, openness)| *openness).max();
    Ok(people
        .iter()
        .map(|person| match person.organization_id == organization {
            true => Openness::Own,
            false => widest(person.id).unwrap_or(Openness::Hidden),
        })
        .collect())
}

/// A person of whom the actor's organization may see something, and how much.
pub(crate) fn find_person(
    tx: &mut Tx<'_>,
    coordination: &Coordination<'_>,
    id: CandidateId,
    at: Timestamp,
) -> Result<(Person, Openness), MatchingError> {
    let none = || MatchingError::not_found("candidate");
    let people: Vec<Person> = tx.list_identities(&[id])?.iter().map(Person::from).collect();
    let person = people.first().copied().ok_or_else(none)?;
    let openness = openness_of(tx, coordination, &people, at)?.first().copied();
    openness.filter(|open| *open > Openness::Hidden).map(|open| (person, open)).ok_or_else(none)
}
