//! Who may see and do what. Read with `api.md`, "Who sees whom".
//!
//! Scopes say what a key may do at all; the functions here say with which records.

use std::collections::BTreeSet;

use domain::report::Period;
use domain::{
    Actor, Agreement, AgreementKind, Application, Candidate, CandidateId, ConsentItem, OrganizationId,
    PageRequest, Posting, PostingId, PostingStatus, ReferralState, ReferralSubject, RegionTable, Scope,
    Timestamp,
};
use store::{Coverage, Identity, ReferredPosting, Tx, Viewer};

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
    referred: Vec<ReferredPosting>,
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
        Self::under(tx, actor, (at, |agreement: &Agreement| agreement.holds_at(at)), regions)
    }

    /// The same by the agreements that were in force on a day of a period, for figures of what was done then: that an
    /// agreement has ended takes nothing back of it.
    pub(crate) fn in_period(
        tx: &mut Tx<'_>,
        actor: &Actor,
        (period, at): (Period, Timestamp),
        regions: &'a RegionTable,
    ) -> Result<Self, MatchingError> {
        let until = period.until().min(at.day_in_japan());
        let held =
            |agreement: &Agreement| agreement.holds_at(at) || agreement.held_within(period.from(), until);
        Self::under(tx, actor, (at, held), regions)
    }

    fn under(
        tx: &mut Tx<'_>,
        actor: &Actor,
        (at, counts): (Timestamp, impl Fn(&Agreement) -> bool),
        regions: &'a RegionTable,
    ) -> Result<Self, MatchingError> {
        let mut agreements = tx.list_coordinated(actor.organization_id)?;
        agreements.retain(counts);
        let referred = tx.list_referred_postings(actor.organization_id, at)?;
        Ok(Self { organization_id: actor.organization_id, agreements, referred, regions })
    }

    /// Whether the posting is the organization's own, is coordinated by it, or was referred to it and accepted.
    pub(crate) fn manages(&self, posting: &Posting) -> bool {
        posting.organization_id == self.organization_id
            || self.covers(posting)
            || self.accepted_at(posting.id).is_some()
    }

    /// Whether the posting's applicants are open to the organization by their applications alone, whenever they applied:
    /// not where the posting was merely referred to it.
    fn sees_every_applicant(&self, posting: &Posting) -> bool {
        posting.organization_id == self.organization_id || self.covers(posting)
    }

    /// Since when the organization acts on a posting that was referred to it.
    fn accepted_at(&self, posting: PostingId) -> Option<Timestamp> {
        let mut of = self.referred.iter().filter(|referred| referred.posting_id == posting);
        of.find_map(|referred| referred.accepted_at)
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
                .filter(|referred| referred.accepted_at.is_some())
                .map(|referred| referred.posting_id)
                .collect(),
        }
    }

    /// Whether a posting may be seen: managed ones in every status, the others once they were published, when they are
    /// for the organization's people too.
    pub(crate) fn sees(&self, posting: &Posting) -> bool {
        self.manages(posting)
            || self.referred.iter().any(|referred| referred.posting_id == posting.id)
            || (PostingStatus::PUBLIC.contains(&posting.status)
                && posting.is_for_people_of(self.organization_id))
    }

    fn covers(&self, posting: &Posting) -> bool {
        self.agreements.iter().any(|agreement| covers(self.regions, agreement, posting))
    }
}

fn covers(regions: &RegionTable, agreement: &Agreement, posting: &Posting) -> bool {
    let (content, place) = (&agreement.content, posting.content.terms.municipality);
    content.organization_id == posting.organization_id
        && (content.regions.is_empty()
            || content.regions.iter().any(|region| regions.lies_in(place, *region)))
}

/// The bodies that see a person's name and contact because of an application that stands: that of the posting, those that
/// coordinate it, and those to which it had been referred when the person applied.
pub(crate) fn bodies_that_see(
    tx: &mut Tx<'_>,
    (application, posting): (&Application, &Posting),
    at: Timestamp,
    regions: &RegionTable,
) -> Result<Vec<OrganizationId>, MatchingError> {
    if !application.status.stands() {
        return Ok(Vec::new());
    }
    let mut bodies = vec![posting.organization_id];
    let all = PageRequest { limit: usize::MAX - 1, after: None };
    let agreements = tx.list_agreements(posting.organization_id, &all)?.items;
    let in_force = agreements.iter().filter(|agreement| {
        agreement.content.kind == AgreementKind::Coordination
            && agreement.holds_at(at)
            && covers(regions, agreement, posting)
    });
    bodies.extend(in_force.map(|agreement| agreement.content.coordinator_id));
    let referrals = tx.list_standing_referrals(ReferralSubject::Posting(posting.id))?;
    let accepted = referrals.iter().filter(|referral| {
        referral.state == ReferralState::Accepted
            && referral.answered_at.is_some_and(|accepted| accepted <= application.created_at)
    });
    bodies.extend(accepted.map(|referral| referral.to_organization_id));
    let mut seen = BTreeSet::new();
    bodies.retain(|body| seen.insert(*body));
    Ok(bodies)
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
    let posting_ids: Vec<PostingId> = applied.iter().map(|(_, posting, _)| *posting).collect();
    let mut managed = tx.list_postings_by_ids(&posting_ids)?;
    managed.retain(|posting| coordination.manages(posting));
    for (candidate, posting, applied_at) in applied {
        let Ok(place) = managed.binary_search_by_key(&posting, |managed| managed.id) else { continue };
        // Whoever applied before the posting was referred did not apply to the body that it was referred to.
        if coordination.sees_every_applicant(&managed[place])
            || coordination.accepted_at(posting).is_some_and(|accepted| accepted <= applied_at)
        {
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

/// Those of these people of whom the actor's organization may see something.
pub(crate) fn open_people(
    tx: &mut Tx<'_>,
    coordination: &Coordination<'_>,
    ids: impl IntoIterator<Item = CandidateId>,
    at: Timestamp,
) -> Result<BTreeSet<CandidateId>, MatchingError> {
    let ids: Vec<CandidateId> = ids.into_iter().collect::<BTreeSet<_>>().into_iter().collect();
    let people: Vec<Person> = tx.list_identities(&ids)?.iter().map(Person::from).collect();
    let openness = openness_of(tx, coordination, &people, at)?;
    let open = people.iter().zip(openness).filter(|(_, openness)| *openness > Openness::Hidden);
    Ok(open.map(|(person, _)| person.id).collect())
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
