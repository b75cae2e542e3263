//! Decisions: proposed by somebody who manages the posting, approved by a second person where the posting asks for one.
//!
//! A decision covers everybody whose application is still undecided, and keeps the ranking it was made on. Nothing reaches
//! an applicant by it: applications move when the notices are sent, and until then a new decision takes its place.

use std::collections::HashMap;

use domain::{
    Actor, Application, ApplicationId, ApplicationStatus, Author, CandidateId, ChangeKind, Decision,
    DecisionContent, DecisionId, DecisionLine, DecisionOutcome, DecisionState, DeclineReason, FaultCode,
    Faults, JsonText, Page, PageRequest, Posting, PostingId, Scope, Settlement, Shown, limits,
};
use serde_json::json;
use store::Tx;

use crate::disclosures::on_record;
use crate::engine::Engine;
use crate::error::{ConflictCode, Expected, MatchingError, changed_meanwhile, check_version};
use crate::journal::Touched;
use crate::notes::is_user_of;
use crate::once::Once;
use crate::permissions::{Coordination, require};
use crate::postings::find_managed;
use crate::rankings::rank_applicants;
use crate::responsibility::check_responsible;
use crate::reviews::{end_blind_reading, review_of};
use crate::stages::{Course, count_offers_left, hindrance_to_offer};

mod frozen_ranking;

pub(crate) use frozen_ranking::{KeptPlace, forget_in_rankings, line_of, places};

/// What a second person says of a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettleDecision {
    /// Approved or refused.
    pub verdict: Verdict,
    /// What they write.
    pub note: Option<String>,
    /// Over which version.
    pub expected: Expected,
}

/// What a second person may say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// 承認
    Approve,
    /// 差し戻し
    Refuse,
}

/// Decides on everybody whose application to a posting is undecided.
///
/// # Errors
/// Faults; no such posting, not the actor's to manage; a pool that is being loaded.
pub fn create_decision(
    engine: &Engine,
    actor: &Actor,
    (posting_id, content): (PostingId, DecisionContent),
    once: &Once<'_, Decision>,
) -> Result<Decision, MatchingError> {
    require(actor, Scope::SelectionsWrite)?;
    let content = content.checked()?;
    engine.check_pool()?;
    let (decision, review) = engine.write(|tx| {
        let (posting, _) = find_managed(engine, tx, actor, posting_id)?;
        check_responsible((engine, actor), tx, &posting)?;
        let applications = tx.list_applications_to(posting_id)?;
        check_approver(tx, (actor, &posting), &content)?;
        let lines = lines_of(tx, (&posting, &applications), &content)?;
        let ranked = rank_applicants(engine, tx, actor, posting_id)?;
        let undecided: Vec<Application> =
            applications.into_iter().filter(|application| is_undecided(application.status)).collect();
        let ranking = frozen_ranking::freeze(&posting, &ranked, &undecided);
        supersede((engine, actor), tx, &posting)?;
        let review = review_of(tx, posting_id)?;
        let asks = review.content.second_approver || content.approver_user_id.is_some();
        let at = engine.now();
        let decision = Decision {
            id: engine.new_id(DecisionId::from_parts),
            posting_id,
            organization_id: actor.organization_id,
            author: Author::of(actor),
            version: 1,
            state: if asks { DecisionState::Proposed } else { DecisionState::Approved },
            reason: content.reason.clone(),
            approver_user_id: content.approver_user_id,
            settlement: None,
            created_at: at,
            updated_at: at,
            lines,
        };
        tx.insert_decision(&decision, &ranking)?;
        let detail = json!({
            "posting_id": posting_id, "state": decision.state,
            "selected": ids_of(&decision, DecisionOutcome::Selected),
        });
        let touched = touched((&decision, &posting), "created", ChangeKind::Created);
        engine.record_with(tx, actor, touched, &detail)?;
        let review = match decision.state {
            DecisionState::Approved => end_blind_reading((engine, actor), tx, (&posting, review))?,
            _ => None,
        };
        once.keep((engine, tx, actor), &decision, None)?;
        Ok((decision, review))
    })?;
    if let Some(review) = review {
        engine.blind.put(&review);
    }
    on_record((engine, actor), Shown::Selection, decision, whom)
}

/// One decision.
///
/// # Errors
/// None such, or none visible.
pub fn get_decision(engine: &Engine, actor: &Actor, id: DecisionId) -> Result<Decision, MatchingError> {
    require(actor, Scope::SelectionsRead)?;
    let decision = engine.store.read(|tx| Ok::<_, MatchingError>(find(engine, tx, actor, id)?.0))?;
    on_record((engine, actor), Shown::Selection, decision, whom)
}

/// Whom a decision is on.
fn whom(decision: &Decision) -> Vec<CandidateId> {
    decision.lines.iter().map(|line| line.candidate_id).collect()
}

/// The decisions on a posting.
///
/// # Errors
/// No such posting, not the actor's to manage.
pub fn list_decisions(
    engine: &Engine,
    actor: &Actor,
    posting_id: PostingId,
    page: &PageRequest<DecisionId>,
) -> Result<Page<Decision>, MatchingError> {
    require(actor, Scope::SelectionsRead)?;
    let decisions = engine.store.read(|tx| {
        find_managed(engine, tx, actor, posting_id)?;
        Ok::<_, MatchingError>(tx.list_decisions(posting_id, page)?)
    })?;
    on_record((engine, actor), Shown::Selection, decisions, |decisions| {
        decisions.items.iter().flat_map(whom).collect()
    })
}

/// The ranking that a decision was made on: the same text for ever.
///
/// # Errors
/// No such decision, or none visible.
pub fn get_decision_ranking(
    engine: &Engine,
    actor: &Actor,
    id: DecisionId,
) -> Result<JsonText, MatchingError> {
    require(actor, Scope::SelectionsRead)?;
    let (decision, ranking) = engine.store.read(|tx| {
        let (decision, _) = find(engine, tx, actor, id)?;
        let ranking = tx.find_decision_ranking(id)?;
        Ok::<_, MatchingError>((decision, ranking.ok_or_else(|| MatchingError::not_found("decision"))?))
    })?;
    on_record((engine, actor), Shown::Selection, ranking, |_| whom(&decision))
}

/// Approves or refuses a proposed decision, as somebody other than who proposed it.
///
/// # Errors
/// None such; the actor proposed it, or another user is asked; settled already; another version.
pub fn settle_decision(
    engine: &Engine,
    actor: &Actor,
    id: DecisionId,
    settle: SettleDecision,
) -> Result<Decision, MatchingError> {
    require(actor, Scope::DecisionsApprove)?;
    let mut faults = Faults::default();
    limits::Text::new("/note", limits::REMARK).optional(settle.note.as_deref(), &mut faults);
    faults.guard(())?;
    let (decision, review) = engine.write(|tx| {
        let (before, posting) = find(engine, tx, actor, id)?;
        check_version(settle.expected, before.version)?;
        if before.state != DecisionState::Proposed {
            let detail = format!("the decision is {} already", before.state);
            return Err(MatchingError::conflict(ConflictCode::DecisionSettled, detail));
        }
        check_second(actor, &before)?;
        let at = engine.now();
        let (state, act) = match settle.verdict {
            Verdict::Approve => (DecisionState::Approved, "approved"),
            Verdict::Refuse => (DecisionState::Refused, "refused"),
        };
        let settlement = Settlement {
            organization_id: actor.organization_id,
            author: Author::of(actor),
            note: settle.note.clone(),
            at,
        };
        let after = Decision { state, settlement: Some(settlement), ..before };
        let after = save((engine, actor), tx, (after, &posting), act)?;
        let review = review_of(tx, posting.id)?;
        let review = match settle.verdict {
            Verdict::Approve => end_blind_reading((engine, actor), tx, (&posting, review))?,
            Verdict::Refuse => None,
        };
        Ok((after, review))
    })?;
    if let Some(review) = review {
        engine.blind.put(&review);
    }
    on_record((engine, actor), Shown::Selection, decision, whom)
}

/// A decision on a posting that the actor manages, and the posting; the posting is held first.
pub(crate) fn find(
    engine: &Engine,
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: DecisionId,
) -> Result<(Decision, Posting), MatchingError> {
    let none = || MatchingError::not_found("decision");
    let posting_id = tx.find_posting_of_decision(id)?.ok_or_else(none)?;
    let coordination = Coordination::of(tx, actor, engine.now(), &engine.reference.regions)?;
    let posting = tx.find_posting(posting_id)?.filter(|posting| coordination.manages(posting));
    let posting = posting.ok_or_else(none)?;
    Ok((tx.find_decision(id)?.ok_or_else(none)?, posting))
}

/// Whether nobody has decided on an application yet: it is open, and there is no offer.
pub(crate) fn is_undecided(status: ApplicationStatus) -> bool {
    status.is_open() && !matches!(status, ApplicationStatus::Offered | ApplicationStatus::Accepted)
}

/// The applications with an outcome, in the order of the decision.
pub(crate) fn ids_of(decision: &Decision, outcome: DecisionOutcome) -> Vec<ApplicationId> {
    let of = decision.lines.iter().filter(|line| line.outcome == outcome);
    of.map(|line| line.application_id).collect()
}

/// What a decision means for everybody undecided, when it can be: within the places, from where an offer is legal, and
/// with a reason for each who is not chosen.
fn lines_of(
    tx: &mut Tx<'_>,
    (posting, applications): (&Posting, &[Application]),
    content: &DecisionContent,
) -> Result<Vec<DecisionLine>, MatchingError> {
    let course = Course::of(tx, posting)?;
    let undecided: HashMap<ApplicationId, &Application> = applications
        .iter()
        .filter(|application| is_undecided(application.status))
        .map(|application| (application.id, application))
        .collect();
    let mut faults = Faults::default();
    let mut lines = Vec::new();
    let lists = [
        ("/selected", &content.selected, DecisionOutcome::Selected),
        ("/waiting", &content.waiting, DecisionOutcome::Waiting),
    ];
    for (pointer, list, outcome) in lists {
        for (index, id) in list.iter().enumerate() {
            let Some(application) = undecided.get(id) else {
                faults.add(format!("{pointer}/{index}"), FaultCode::UnknownReference, UNDECIDED);
                continue;
            };
            if let Some(detail) = hindrance_to_offer(tx, &course, application)? {
                faults.add(format!("{pointer}/{index}"), FaultCode::NotAllowed, detail);
            }
            lines.push(line(application, outcome, None));
        }
    }
    let left = count_offers_left(tx, posting, &course)?;
    if content.selected.len() as u64 > left {
        let detail = format!("{left} of the places of the posting and of its round are left to offer");
        faults.add("/selected", FaultCode::Contradiction, detail);
    }
    let mut reasons = HashMap::new();
    for (index, stated) in content.reasons.iter().enumerate() {
        if !undecided.contains_key(&stated.application_id) {
            let pointer = format!("/reasons/{index}/application_id");
            faults.add(pointer, FaultCode::UnknownReference, UNDECIDED);
        }
        reasons.insert(stated.application_id, stated.category);
    }
    let placed = |id: &ApplicationId| content.selected.contains(id) || content.waiting.contains(id);
    let mut unexplained = 0;
    for application in applications.iter().filter(|application| undecided.contains_key(&application.id)) {
        if placed(&application.id) {
            continue;
        }
        match reasons.get(&application.id).copied().or(content.default_reason) {
            Some(category) => {
                lines.push(line(application, DecisionOutcome::NotSelected, Some(category)));
            }
            None => unexplained += 1,
        }
    }
    if unexplained > 0 {
        let detail = format!(
            "{unexplained} applicants are not chosen and have no reason: name each in `reasons`, or state this one"
        );
        faults.add("/default_reason", FaultCode::Needed, detail);
    }
    Ok(faults.guard(lines)?)
}

/// Who is asked to approve it can.
fn check_approver(
    tx: &mut Tx<'_>,
    (actor, posting): (&Actor, &Posting),
    content: &DecisionContent,
) -> Result<(), MatchingError> {
    let Some(id) = content.approver_user_id else { return Ok(()) };
    let refused = |code, detail| Err(Faults::one("/approver_user_id", code, detail).into());
    if actor.user_id == Some(id) {
        return refused(FaultCode::NotAllowed, "must be somebody other than who proposes the decision");
    }
    if !is_user_of(tx, id, [posting.organization_id, actor.organization_id])? {
        return refused(FaultCode::UnknownReference, "no user of the bodies that manage the posting");
    }
    Ok(())
}

/// Why a named application cannot be decided on.
const UNDECIDED: &str = "no undecided application to this posting";

fn line(
    application: &Application,
    outcome: DecisionOutcome,
    category: Option<DeclineReason>,
) -> DecisionLine {
    let (application_id, candidate_id) = (application.id, application.candidate_id);
    DecisionLine { application_id, candidate_id, outcome, category }
}

fn check_second(actor: &Actor, decision: &Decision) -> Result<(), MatchingError> {
    if Author::of(actor) == decision.author {
        return Err(MatchingError::forbidden(
            "a decision is approved by somebody other than who proposed it",
        ));
    }
    match decision.approver_user_id {
        Some(asked) if actor.user_id != Some(asked) => {
            Err(MatchingError::forbidden(format!("the user {asked} is asked to approve this decision")))
        }
        _ => Ok(()),
    }
}

/// Sets every decision on the posting aside whose notices were not sent.
fn supersede(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    posting: &Posting,
) -> Result<(), MatchingError> {
    let all = PageRequest { limit: usize::MAX - 1, after: None };
    for decision in tx.list_decisions(posting.id, &all)?.items {
        let stands = matches!(decision.state, DecisionState::Proposed | DecisionState::Approved);
        if stands && tx.find_batch_of_decision(decision.id)?.is_none() {
            let after = Decision { state: DecisionState::Superseded, ..decision };
            save((engine, actor), tx, (after, posting), "superseded")?;
        }
    }
    Ok(())
}

/// Keeps a decision over the version before it.
fn save(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    (decision, posting): (Decision, &Posting),
    act: &str,
) -> Result<Decision, MatchingError> {
    let after = Decision { version: decision.version + 1, updated_at: engine.now(), ..decision };
    if !tx.update_decision(&after, after.version - 1)? {
        return Err(changed_meanwhile());
    }
    engine.record(tx, actor, touched((&after, posting), act, ChangeKind::Updated))?;
    Ok(after)
}

fn touched<'a>((decision, posting): (&Decision, &Posting), act: &'a str, kind: ChangeKind) -> Touched<'a> {
    Touched {
        resource: "decision",
        id: decision.id.to_string(),
        owner: posting.organization_id,
        version: decision.version,
        act,
        kind,
        at: decision.updated_at,
    }
}
