//! 準備の段階 of a body's own people: moved step by step, every step kept. No ranking reads it.

use domain::{
    Actor, Author, Candidate, CandidateId, ChangeKind, Page, PageRequest, Readiness, ReadinessChange,
    ReadinessChangeId, ReadinessMove, Scope, Shown, Timestamp,
};
use store::Tx;

use crate::candidates::{find_own, touched};
use crate::disclosures::on_record;
use crate::engine::Engine;
use crate::error::{MatchingError, changed_meanwhile};
use crate::once::Once;
use crate::permissions::require;

/// Moves a person to another stage: one forward, or any back.
///
/// # Errors
/// Faults, none such, an illegal step.
pub fn move_readiness(
    engine: &Engine,
    actor: &Actor,
    (id, step): (CandidateId, ReadinessMove),
    once: &Once<'_, ReadinessChange>,
) -> Result<ReadinessChange, MatchingError> {
    require(actor, Scope::PreparationWrite)?;
    let step = step.checked()?;
    let (change, candidate, consents) = engine.write(|tx| {
        let before = find_own(tx, actor, id)?;
        let (after, change) = step_within((engine, actor), tx, before, &step)?;
        once.keep((engine, tx, actor), &change, Some(id))?;
        let consents = tx.list_consents_of(&[id])?;
        Ok((change, after, consents))
    })?;
    engine.pool.put_candidate(&candidate, &consents);
    // Where the person stood before is in the answer, and was not sent.
    on_record((engine, actor), Shown::Preparation, change, |_| vec![id])
}

/// The steps that one of the own people has made, the oldest first.
///
/// # Errors
/// None such.
pub fn list_readiness_changes(
    engine: &Engine,
    actor: &Actor,
    id: CandidateId,
    page: &PageRequest<ReadinessChangeId>,
) -> Result<Page<ReadinessChange>, MatchingError> {
    require(actor, Scope::PreparationRead)?;
    let changes = engine.store.read(|tx| {
        find_own(tx, actor, id)?;
        Ok::<_, MatchingError>(tx.list_readiness_changes(id, page)?)
    })?;
    on_record((engine, actor), Shown::Preparation, changes, |_| vec![id])
}

/// Makes a legal step within a transaction; the pool is told by whoever commits.
pub(crate) fn step_within(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    before: Candidate,
    step: &ReadinessMove,
) -> Result<(Candidate, ReadinessChange), MatchingError> {
    let from = before.content.readiness;
    if let Some(from) = from {
        let legal = from.successors();
        if !legal.contains(&step.to) {
            return Err(MatchingError::illegal_transition("candidate", (from, step.to), &legal));
        }
    }
    let mut after = Candidate { version: before.version + 1, updated_at: engine.now(), ..before };
    after.content.readiness = Some(step.to);
    if !tx.update_candidate(&after, after.version - 1)? {
        return Err(changed_meanwhile());
    }
    let passage = Passage { candidate_id: after.id, from, to: Some(step.to), at: after.updated_at };
    let change = ReadinessChange { reason: step.reason.clone(), ..passage.noted(engine, actor) };
    tx.insert_readiness_changes(std::slice::from_ref(&change))?;
    engine.record(tx, actor, touched(&after, "readiness_moved", ChangeKind::Updated))?;
    Ok((after, change))
}

/// A stage that became another by whatever way.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Passage {
    pub(crate) candidate_id: CandidateId,
    pub(crate) from: Option<Readiness>,
    pub(crate) to: Option<Readiness>,
    pub(crate) at: Timestamp,
}

impl Passage {
    /// What became of a person who is replaced; nothing where the stage stays.
    pub(crate) fn between(before: Option<Readiness>, after: &Candidate) -> Option<Self> {
        let (from, to) = (before, after.content.readiness);
        (from != to).then_some(Self { candidate_id: after.id, from, to, at: after.updated_at })
    }

    fn noted(self, engine: &Engine, actor: &Actor) -> ReadinessChange {
        ReadinessChange {
            id: engine.new_id(ReadinessChangeId::from_parts),
            candidate_id: self.candidate_id,
            from: self.from,
            to: self.to,
            reason: None,
            author: Author::of(actor),
            at: self.at,
        }
    }
}

/// Keeps the passages of people who were replaced whole, for whom the stages are not steps but corrections.
pub(crate) fn note(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    passages: impl IntoIterator<Item = Passage>,
) -> Result<(), MatchingError> {
    let changes: Vec<ReadinessChange> =
        passages.into_iter().map(|passage| passage.noted(engine, actor)).collect();
    Ok(tx.insert_readiness_changes(&changes)?)
}
