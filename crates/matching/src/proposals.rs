//! Proposals: a body puts people forward for a posting, alone or as a team; the posting's body says whom it would like
//! to meet; and those people, by the bodies that registered them, apply.
//!
//! Whoever is put forward has consented to the posting's body. By that consent alone it sees the profile, or the name
//! too; a proposal opens nothing by itself.

use std::collections::HashMap;

use domain::posting::Window;
use domain::{
    Actor, Candidate, CandidateId, ChangeKind, Consent, ConsentContent, FaultCode, Faults, NewProposal, Page,
    PageRequest, Posting, PostingId, PostingStatus, Proposal, ProposalId, ProposalState, ProposalStep,
    ProposedPerson, ProposedPersonState, Recipient, Scope, Shown, Timestamp,
};
use store::{ProposalFilter, Tx};

use crate::disclosures::on_record;
use crate::engine::Engine;
use crate::error::{ConflictCode, MatchingError, changed_meanwhile};
use crate::journal::Touched;
use crate::once::Once;
use crate::permissions::{Coordination, Openness, Person, openness_of, require};
use crate::postings::find_visible;
use crate::referrals::{give_consent, open_items};

mod answers;

pub use answers::{ProposalAnswer, accept_proposal, answer_proposal, withdraw_proposal};

/// A proposal as the actor may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposalView {
    /// The proposal; of a body that neither made it nor acts on the posting, with its own people alone.
    pub proposal: Proposal,
    /// People whose profile is open to the actor, of those of the proposal.
    pub open: Vec<CandidateId>,
}

/// Which proposals a list shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ListProposals {
    /// Only for this posting.
    pub posting_id: Option<PostingId>,
    /// Only in this state.
    pub state: Option<ProposalState>,
}

/// Puts people forward for a published posting.
///
/// # Errors
/// Faults: an unknown posting, people who are not open to the actor or have not consented to the posting's body;
/// a posting that takes nobody, people who have applied.
pub fn create_proposal(
    engine: &Engine,
    actor: &Actor,
    new: NewProposal,
    once: &Once<'_, ProposalView>,
) -> Result<ProposalView, MatchingError> {
    require(actor, Scope::AlliancesWrite)?;
    let new = new.checked()?;
    let (view, pooled) = engine.write(|tx| {
        let (proposal, pooled) = propose((engine, actor), tx, &new)?;
        let view = view(engine, tx, actor, proposal)?.ok_or_else(|| MatchingError::not_found("proposal"))?;
        // The answer tells of a whole team; it goes with each of them, for it names them.
        once.keep((engine, tx, actor), &view, None)?;
        Ok::<_, MatchingError>((view, pooled))
    })?;
    for (candidate, consents) in pooled {
        engine.pool.put_candidate(&candidate, &consents);
    }
    Ok(view)
}

/// One proposal that the actor's body made, that is for a posting it acts on, or that has people it registered.
///
/// # Errors
/// None such.
pub fn get_proposal(engine: &Engine, actor: &Actor, id: ProposalId) -> Result<ProposalView, MatchingError> {
    require(actor, Scope::AlliancesRead)?;
    let view = engine.store.read(|tx| find(engine, tx, actor, id))?;
    on_record((engine, actor), Shown::Proposal, view, whom)
}

/// Those proposals, all of them.
///
/// # Errors
/// A missing scope.
pub fn list_proposals(
    engine: &Engine,
    actor: &Actor,
    listed: ListProposals,
    page: &PageRequest<ProposalId>,
) -> Result<Page<ProposalView>, MatchingError> {
    require(actor, Scope::AlliancesRead)?;
    let views = engine.store.read(|tx| {
        let coordination = Coordination::of(tx, actor, engine.now(), &engine.reference.regions)?;
        let ListProposals { posting_id, state } = listed;
        let filter = ProposalFilter { viewer: coordination.viewer(), posting_id, state };
        let Page { items, has_more } = tx.list_proposals(&filter, page)?;
        let views = items.into_iter().map(|proposal| view(engine, tx, actor, proposal));
        let views: Vec<Option<ProposalView>> = views.collect::<Result<_, MatchingError>>()?;
        Ok::<_, MatchingError>(Page { items: views.into_iter().flatten().collect(), has_more })
    })?;
    on_record((engine, actor), Shown::Proposal, views, |views| views.items.iter().flat_map(whom).collect())
}

/// Those of a proposal who are told apart in the answer: the others are references there.
fn whom(view: &ProposalView) -> Vec<CandidateId> {
    view.open.clone()
}

type Pooled = Vec<(Candidate, Vec<Consent>)>;

fn propose(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    new: &NewProposal,
) -> Result<(Proposal, Pooled), MatchingError> {
    let at = engine.now();
    let (posting, coordination) = match find_visible(engine, tx, actor, new.posting_id) {
        Err(MatchingError::NotFound { .. }) => {
            return Err(Faults::one("/posting_id", FaultCode::UnknownReference, "no such posting").into());
        }
        found => found?,
    };
    check_takes_people(&posting, at)?;
    let people = people_of(tx, &coordination, (new, at))?;
    let pooled = consent_all((engine, actor), tx, (&posting, new), &people)?;
    for person in &people {
        if tx.find_standing_application(posting.id, person.id)?.is_some() {
            let detail = "one of the people has applied to this posting already; leave them out";
            return Err(MatchingError::conflict(ConflictCode::AlreadyApplied, detail));
        }
    }
    let people = people.iter().zip(&new.people).map(|(person, named)| ProposedPerson {
        candidate_id: person.id,
        organization_id: person.organization_id,
        role: named.role.clone(),
        state: ProposedPersonState::Proposed,
        application_id: None,
    });
    let mut proposal = Proposal {
        id: engine.new_id(ProposalId::from_parts),
        organization_id: actor.organization_id,
        posting_id: posting.id,
        version: 1,
        created_at: at,
        updated_at: at,
        state: ProposalState::Proposed,
        team_name: new.team_name.clone(),
        message: new.message.clone(),
        people: people.collect(),
        history: Vec::new(),
    };
    proposal.history.push(step(actor, (ProposalState::Proposed, at), None));
    tx.insert_proposal(&proposal)?;
    engine.record(tx, actor, touched(&proposal, "created", ChangeKind::Created))?;
    tell_others(engine, tx, (&proposal, posting.organization_id), ChangeKind::Created)?;
    Ok((proposal, pooled))
}

fn check_takes_people(posting: &Posting, at: Timestamp) -> Result<(), MatchingError> {
    if posting.status != PostingStatus::Published {
        let detail =
            format!("people are put forward for a published posting; this one is {}", posting.status);
        return Err(MatchingError::conflict(ConflictCode::PostingNotPublished, detail));
    }
    match posting.window_at(at) {
        Window::Open | Window::NotYetOpen => Ok(()),
        Window::Closed => {
            Err(MatchingError::conflict(ConflictCode::WindowClosed, "the application window has closed"))
        }
    }
}

/// The people, in their order, when all of them are open to the actor.
fn people_of(
    tx: &mut Tx<'_>,
    coordination: &Coordination<'_>,
    (new, at): (&NewProposal, Timestamp),
) -> Result<Vec<Person>, MatchingError> {
    let ids: Vec<CandidateId> = new.people.iter().map(|person| person.candidate_id).collect();
    let identities = tx.list_identities(&ids)?;
    let known: Vec<Person> = identities.iter().map(Person::from).collect();
    let openness = openness_of(tx, coordination, &known, at)?;
    let open: HashMap<CandidateId, Person> = known
        .into_iter()
        .zip(openness)
        .filter(|(_, openness)| *openness != Openness::Hidden)
        .map(|(person, _)| (person.id, person))
        .collect();
    let mut faults = Faults::default();
    for (index, id) in ids.iter().enumerate().filter(|(_, id)| !open.contains_key(id)) {
        let _ = id;
        let pointer = format!("/people/{index}/candidate_id");
        faults.add(pointer, FaultCode::UnknownReference, "no such candidate, or none that is open to you");
    }
    faults.guard(())?;
    Ok(ids.iter().filter_map(|id| open.get(id).copied()).collect())
}

/// Writes down the consents that came along, and sees that everybody has consented to the posting's body.
fn consent_all(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    (posting, new): (&Posting, &NewProposal),
    people: &[Person],
) -> Result<Pooled, MatchingError> {
    let recipient = posting.organization_id;
    let ids: Vec<CandidateId> = people.iter().map(|person| person.id).collect();
    let open = open_items(tx, &ids, (recipient, engine.now()))?;
    let (mut faults, mut pooled) = (Faults::default(), Vec::new());
    for (index, person) in people.iter().enumerate() {
        if person.organization_id == recipient || open.contains_key(&person.id) {
            continue;
        }
        match &new.consent {
            Some(consent) if person.organization_id == actor.organization_id => {
                let content =
                    ConsentContent { recipient: Recipient::Organization(recipient), ..consent.clone() };
                pooled.push(give_consent((engine, actor), tx, (person.id, content))?);
            }
            _ => {
                let detail = "this person has not consented to the posting's body: send `consent` along for your own people, or let the body that registered the person write it down first";
                let pointer = format!("/people/{index}/candidate_id");
                faults.add(pointer, FaultCode::NotAllowed, detail);
            }
        }
    }
    faults.guard(())?;
    Ok(pooled)
}

/// A proposal that exists for the actor, as far as it does.
fn find(
    engine: &Engine,
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: ProposalId,
) -> Result<ProposalView, MatchingError> {
    let none = || MatchingError::not_found("proposal");
    let proposal = tx.find_proposal(id)?.ok_or_else(none)?;
    view(engine, tx, actor, proposal)?.ok_or_else(none)
}

fn view(
    engine: &Engine,
    tx: &mut Tx<'_>,
    actor: &Actor,
    mut proposal: Proposal,
) -> Result<Option<ProposalView>, MatchingError> {
    let at = engine.now();
    let coordination = Coordination::of(tx, actor, at, &engine.reference.regions)?;
    let acts = tx.find_posting(proposal.posting_id)?.is_some_and(|posting| coordination.manages(&posting));
    if !acts && proposal.organization_id != actor.organization_id {
        proposal.people.retain(|person| person.organization_id == actor.organization_id);
        if proposal.people.is_empty() {
            return Ok(None);
        }
    }
    let people: Vec<Person> = proposal
        .people
        .iter()
        .map(|person| Person { id: person.candidate_id, organization_id: person.organization_id })
        .collect();
    let openness = openness_of(tx, &coordination, &people, at)?;
    let open = people.iter().zip(openness).filter(|(_, openness)| *openness != Openness::Hidden);
    let open = open.map(|(person, _)| person.id).collect();
    Ok(Some(ProposalView { proposal, open }))
}

fn step(actor: &Actor, (state, at): (ProposalState, Timestamp), reason: Option<&str>) -> ProposalStep {
    ProposalStep {
        state,
        at_micros: at.micros(),
        organization_id: actor.organization_id,
        user_id: actor.user_id,
        reason: reason.map(str::to_owned),
    }
}

fn save(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    proposal: Proposal,
    act: &str,
) -> Result<Proposal, MatchingError> {
    let before = proposal.version;
    let after = Proposal { version: before + 1, updated_at: engine.now(), ..proposal };
    if !tx.update_proposal(&after, before)? {
        return Err(changed_meanwhile());
    }
    engine.record(tx, actor, touched(&after, act, ChangeKind::Updated))?;
    if let Some(posting) = tx.find_posting(after.posting_id)? {
        tell_others(engine, tx, (&after, posting.organization_id), ChangeKind::Updated)?;
    }
    Ok(after)
}

/// Lets the posting's body and those that registered the people know, each once.
fn tell_others(
    engine: &Engine,
    tx: &mut Tx<'_>,
    (proposal, posting_body): (&Proposal, domain::OrganizationId),
    kind: ChangeKind,
) -> Result<(), MatchingError> {
    let mut bodies: Vec<_> = proposal.people.iter().map(|person| person.organization_id).collect();
    bodies.push(posting_body);
    bodies.sort_unstable();
    bodies.dedup();
    for body in bodies.into_iter().filter(|body| *body != proposal.organization_id) {
        engine.tell(tx, body, &touched(proposal, "", kind))?;
    }
    Ok(())
}

fn touched<'a>(proposal: &Proposal, act: &'a str, kind: ChangeKind) -> Touched<'a> {
    Touched {
        resource: "proposal",
        id: proposal.id.to_string(),
        owner: proposal.organization_id,
        version: proposal.version,
        act,
        kind,
        at: proposal.updated_at,
    }
}
