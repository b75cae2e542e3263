//! 結果: what bodies report of people whom they were shown. Reporting an event again changes nothing.

use domain::{
    Actor, CandidateId, ChangeKind, FaultCode, Faults, MatchRunId, OutcomeEvent, OutcomeEventContent,
    OutcomeEventId, OutcomeKind, Page, PageRequest, PostingId, Scope, Shown,
};
use store::{OutcomeFilter, Tx};

use crate::bulk::{Effect, Outcomes, Stored, Storing, each};
use crate::candidates::find_seen_within;
use crate::disclosures::on_record;
use crate::engine::Engine;
use crate::error::{Conflict, ConflictCode, MatchingError, Upserted, despite_race};
use crate::journal::Touched;
use crate::permissions::{Coordination, require};
use crate::postings::find_visible;

/// Which outcomes a list shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ListOutcomes {
    /// For this posting alone.
    pub posting_id: Option<PostingId>,
    /// Of this person alone.
    pub candidate_id: Option<CandidateId>,
    /// Of lists of this run alone.
    pub match_run_id: Option<MatchRunId>,
    /// Of this kind alone.
    pub kind: Option<OutcomeKind>,
}

/// Writes an outcome down; the same event reported again is found, not made.
///
/// # Errors
/// Faults; a posting, person or run that is not there or not visible; the event reported before as something else.
pub fn report_outcome(
    engine: &Engine,
    actor: &Actor,
    content: OutcomeEventContent,
) -> Result<Upserted<OutcomeEvent>, MatchingError> {
    require(actor, Scope::OutcomesWrite)?;
    despite_race(|| engine.write(|tx| report_within(engine, tx, actor, content.clone())))
}

/// Writes many outcomes down, each with what became of it.
///
/// # Errors
/// A missing scope; everything else is said of some outcome.
pub fn report_outcomes(
    engine: &Engine,
    actor: &Actor,
    contents: Vec<OutcomeEventContent>,
) -> Result<Outcomes, MatchingError> {
    require(actor, Scope::OutcomesWrite)?;
    let reported = each(engine, Storing::Kept, &contents, |tx, content| {
        let Upserted { record, created } = report_within(engine, tx, actor, content.clone())?;
        let effect = if created { Effect::Created } else { Effect::Unchanged };
        Ok(Stored { id: record.id.to_string(), version: 1, effect })
    });
    Ok(reported)
}

/// One outcome that the actor's organization reported.
///
/// # Errors
/// None such, a missing scope.
pub fn get_outcome(
    engine: &Engine,
    actor: &Actor,
    id: OutcomeEventId,
) -> Result<OutcomeEvent, MatchingError> {
    require(actor, Scope::OutcomesRead)?;
    let found = engine.store.read(|tx| tx.find_outcome(id))?;
    let found = found
        .filter(|outcome| outcome.organization_id == actor.organization_id)
        .ok_or_else(|| MatchingError::not_found("outcome"))?;
    on_record((engine, actor), Shown::Outcome, found, |outcome| vec![outcome.content.candidate_id])
}

/// The outcomes that the actor's organization reported.
///
/// # Errors
/// A missing scope.
pub fn list_outcomes(
    engine: &Engine,
    actor: &Actor,
    asked: ListOutcomes,
    page: &PageRequest<OutcomeEventId>,
) -> Result<Page<OutcomeEvent>, MatchingError> {
    require(actor, Scope::OutcomesRead)?;
    let filter = OutcomeFilter {
        organization_id: actor.organization_id,
        posting_id: asked.posting_id,
        candidate_id: asked.candidate_id,
        match_run_id: asked.match_run_id,
        kind: asked.kind,
    };
    let outcomes = engine.store.read(|tx| Ok::<_, MatchingError>(tx.list_outcomes(&filter, page)?))?;
    on_record((engine, actor), Shown::Outcome, outcomes, |outcomes| {
        outcomes.items.iter().map(|outcome| outcome.content.candidate_id).collect()
    })
}

fn report_within(
    engine: &Engine,
    tx: &mut Tx<'_>,
    actor: &Actor,
    content: OutcomeEventContent,
) -> Result<Upserted<OutcomeEvent>, MatchingError> {
    let at = engine.now();
    let content = content.checked(at)?;
    if let Some(before) = tx.find_outcome_by_event_id(actor.organization_id, &content.event_id)? {
        if before.content == content {
            return Ok(Upserted { record: before, created: false });
        }
        let detail = format!("the event {} was reported before as something else", content.event_id.as_str());
        let conflict = Conflict { code: ConflictCode::EventReported, detail, pointer: Some("/event_id") };
        return Err(MatchingError::Conflict(conflict));
    }
    check_references(engine, tx, actor, &content)?;
    let outcome = OutcomeEvent {
        id: engine.new_id(OutcomeEventId::from_parts),
        organization_id: actor.organization_id,
        content,
        created_at: at,
    };
    tx.insert_outcome(&outcome)?;
    let touched = Touched {
        resource: "outcome_event",
        id: outcome.id.to_string(),
        owner: outcome.organization_id,
        version: 1,
        act: "reported",
        kind: ChangeKind::Created,
        at,
    };
    engine.record(tx, actor, touched)?;
    Ok(Upserted { record: outcome, created: true })
}

/// What the outcome names has to exist for the actor; else there is a fault for each that does not.
fn check_references(
    engine: &Engine,
    tx: &mut Tx<'_>,
    actor: &Actor,
    content: &OutcomeEventContent,
) -> Result<(), MatchingError> {
    let mut faults = Faults::default();
    let at = engine.now();
    match find_visible(engine, tx, actor, content.posting_id) {
        Ok(_) => {}
        Err(MatchingError::NotFound { .. }) => {
            faults.add("/posting_id", FaultCode::UnknownReference, "no such posting");
        }
        Err(error) => return Err(error),
    }
    let coordination = Coordination::of(tx, actor, at, &engine.reference.regions)?;
    match find_seen_within(tx, &coordination, content.candidate_id, at) {
        Ok(_) => {}
        Err(MatchingError::NotFound { .. }) => {
            let detail = "no such person, or not visible to you";
            faults.add("/candidate_id", FaultCode::UnknownReference, detail);
        }
        Err(error) => return Err(error),
    }
    if let Some(run) = content.match_run_id
        && tx.find_match_run(run)?.is_none_or(|run| run.organization_id != actor.organization_id)
    {
        faults.add("/match_run_id", FaultCode::UnknownReference, "no such match run");
    }
    Ok(faults.guard(())?)
}
