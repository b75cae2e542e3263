//! What becomes of a proposal: the posting's body answers, the people apply, the proposer takes it back.

use domain::{
    Actor, CandidateId, FaultCode, Faults, Proposal, ProposalId, ProposalState, ProposedPersonState, Scope,
    Shown, limits,
};
use store::Tx;

use super::{ProposalView, find, save, step, whom};
use crate::applications::{Named, NewApplication, submit_within};
use crate::disclosures::on_record;
use crate::engine::Engine;
use crate::error::{ConflictCode, Expected, MatchingError, check_version};
use crate::permissions::{Coordination, require};

/// What the posting's body says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProposalAnswer {
    /// It would like to go on with these people; with all of them when none is named.
    Interested(Vec<CandidateId>, Option<String>),
    /// It would not, for this reason.
    Declined(String),
}

/// Whoever acts on the posting answers.
///
/// # Errors
/// None such, not the actor's to answer, answered already, people who are not of the proposal, no reason.
pub fn answer_proposal(
    engine: &Engine,
    actor: &Actor,
    id: ProposalId,
    (answer, expected): (ProposalAnswer, Expected),
) -> Result<ProposalView, MatchingError> {
    require(actor, Scope::AlliancesWrite)?;
    check_answer(&answer)?;
    let view = engine.write(|tx| {
        let mut proposal = find(engine, tx, actor, id)?.proposal;
        check_acts(engine, tx, actor, &proposal)?;
        check_version(expected, proposal.version)?;
        if proposal.state != ProposalState::Proposed {
            return Err(over_already(proposal.state));
        }
        let (state, reason) = match &answer {
            ProposalAnswer::Interested(wanted, reason) => {
                check_are_in(&proposal, wanted)?;
                for person in &mut proposal.people {
                    let is_wanted = wanted.is_empty() || wanted.contains(&person.candidate_id);
                    person.state = match is_wanted {
                        true => ProposedPersonState::Wanted,
                        false => ProposedPersonState::PassedOver,
                    };
                }
                (ProposalState::Interested, reason.as_deref())
            }
            ProposalAnswer::Declined(reason) => {
                for person in &mut proposal.people {
                    person.state = ProposedPersonState::PassedOver;
                }
                (ProposalState::Declined, Some(reason.as_str()))
            }
        };
        go_on((engine, actor), tx, proposal, (state, reason))
    })?;
    on_record((engine, actor), Shown::Proposal, view, whom)
}

/// People who are wanted apply, by the body that registered them; all of its people when none is named.
///
/// # Errors
/// None such, nobody of the actor's who is wanted, and everything that applying can say.
pub fn accept_proposal(
    engine: &Engine,
    actor: &Actor,
    id: ProposalId,
    (people, expected): (Vec<CandidateId>, Expected),
) -> Result<ProposalView, MatchingError> {
    require(actor, Scope::AlliancesWrite)?;
    require(actor, Scope::ApplicationsWrite)?;
    let view = engine.write(|tx| {
        let seen = find(engine, tx, actor, id)?.proposal;
        check_are_in(&seen, &people)?;
        // Whoever sees only its own people changes the whole.
        let mut proposal = tx.find_proposal(id)?.ok_or_else(|| MatchingError::not_found("proposal"))?;
        check_version(expected, proposal.version)?;
        if !matches!(proposal.state, ProposalState::Interested | ProposalState::Accepted) {
            let detail = format!("the proposal is {}; people apply once they are wanted", proposal.state);
            return Err(MatchingError::conflict(ConflictCode::NotWanted, detail));
        }
        let message = proposal.message.clone();
        let posting_id = proposal.posting_id;
        let mut applied = 0_usize;
        for person in &mut proposal.people {
            let is_named = people.is_empty() || people.contains(&person.candidate_id);
            let is_own = person.organization_id == actor.organization_id;
            if is_named && is_own && person.state == ProposedPersonState::Wanted {
                let new = NewApplication {
                    posting: Named::Id(posting_id),
                    candidate: Named::Id(person.candidate_id),
                    message: message.clone(),
                };
                person.application_id = Some(submit_within(engine, tx, actor, &new)?.id);
                person.state = ProposedPersonState::Applied;
                applied += 1;
            }
        }
        if applied == 0 || (!people.is_empty() && applied < people.len()) {
            let detail = "only people of yours who are wanted, and have not applied yet, can apply";
            return Err(MatchingError::conflict(ConflictCode::NotWanted, detail));
        }
        go_on((engine, actor), tx, proposal, (ProposalState::Accepted, None))
    })?;
    engine.pool.touch();
    on_record((engine, actor), Shown::Proposal, view, whom)
}

/// The proposer takes it back, as long as nobody has applied.
///
/// # Errors
/// None such, not the proposer, over already.
pub fn withdraw_proposal(
    engine: &Engine,
    actor: &Actor,
    id: ProposalId,
    (reason, expected): (Option<String>, Expected),
) -> Result<ProposalView, MatchingError> {
    require(actor, Scope::AlliancesWrite)?;
    let mut faults = Faults::default();
    limits::Text::new("/reason", limits::REMARK).optional(reason.as_deref(), &mut faults);
    faults.guard(())?;
    let view = engine.write(|tx| {
        let proposal = find(engine, tx, actor, id)?.proposal;
        if proposal.organization_id != actor.organization_id {
            return Err(MatchingError::forbidden("a proposal is taken back by the body that made it"));
        }
        check_version(expected, proposal.version)?;
        match proposal.state {
            ProposalState::Proposed | ProposalState::Interested => {}
            over => return Err(over_already(over)),
        }
        go_on((engine, actor), tx, proposal, (ProposalState::Withdrawn, reason.as_deref()))
    })?;
    on_record((engine, actor), Shown::Proposal, view, whom)
}

fn check_answer(answer: &ProposalAnswer) -> Result<(), Faults> {
    let mut faults = Faults::default();
    let text = limits::Text::new("/reason", limits::REMARK);
    match answer {
        ProposalAnswer::Interested(_, reason) => text.optional(reason.as_deref(), &mut faults),
        ProposalAnswer::Declined(reason) => text.required(reason, &mut faults),
    }
    faults.guard(())
}

fn check_acts(
    engine: &Engine,
    tx: &mut Tx<'_>,
    actor: &Actor,
    proposal: &Proposal,
) -> Result<(), MatchingError> {
    let coordination = Coordination::of(tx, actor, engine.now(), &engine.reference.regions)?;
    match tx.find_posting(proposal.posting_id)? {
        Some(posting) if coordination.manages(&posting) => Ok(()),
        _ => Err(MatchingError::forbidden("a proposal is answered by the body of the posting")),
    }
}

fn check_are_in(proposal: &Proposal, people: &[CandidateId]) -> Result<(), Faults> {
    let mut faults = Faults::default();
    for (index, id) in people.iter().enumerate() {
        if !proposal.people.iter().any(|person| person.candidate_id == *id) {
            let pointer = format!("/candidate_ids/{index}");
            faults.add(pointer, FaultCode::UnknownReference, "nobody of this proposal has this id");
        }
    }
    faults.guard(())
}

fn over_already(state: ProposalState) -> MatchingError {
    let detail = format!("the proposal is {state} already");
    MatchingError::conflict(ConflictCode::AlreadyEnded, detail)
}

fn go_on(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    mut proposal: Proposal,
    (state, reason): (ProposalState, Option<&str>),
) -> Result<ProposalView, MatchingError> {
    proposal.state = state;
    proposal.history.push(step(actor, (state, engine.now()), reason));
    let id = proposal.id;
    save((engine, actor), tx, proposal, domain::Word::as_str(state))?;
    find(engine, tx, actor, id)
}
