//! What was decided on a posting: why these and not others, by whom and when, and where the ranking that was kept with
//! the decision had each person.

use std::collections::{BTreeMap, HashMap};

use domain::{
    ApplicationId, CandidateId, Decision, DecisionOutcome, DecisionState, DeclineReason, FrozenPlace,
    HandoverDecision, HandoverVerdict, PageRequest, Posting, Word,
};
use store::Tx;

use super::naming::Names;
use crate::decisions::{KeptPlace, places};
use crate::error::MatchingError;

/// What decisions meant, each with for whom.
pub(super) type Verdicts = Vec<(CandidateId, HandoverVerdict)>;

/// The decisions on a posting, the oldest first, and what they meant for each person. What a later decision took the
/// place of is left out.
pub(super) fn decisions(
    tx: &mut Tx<'_>,
    posting: &Posting,
    names: &mut Names,
) -> Result<(Vec<HandoverDecision>, Verdicts), MatchingError> {
    let (mut told, mut verdicts) = (Vec::new(), Vec::new());
    let all = PageRequest { limit: usize::MAX - 1, after: None };
    for decision in tx.list_decisions(posting.id, &all)?.items {
        if decision.state == DecisionState::Superseded {
            continue;
        }
        let kept = tx.find_decision_ranking(decision.id)?;
        let kept = kept.map(|text| places(&text)).transpose()?.unwrap_or_default();
        let ranked = u32::try_from(kept.len()).unwrap_or(u32::MAX);
        verdicts.extend(verdicts_of(&decision, kept));
        told.push(told_of(tx, (&decision, posting), ranked, names)?);
    }
    Ok((told, verdicts))
}

fn told_of(
    tx: &mut Tx<'_>,
    (decision, posting): (&Decision, &Posting),
    ranked: u32,
    names: &mut Names,
) -> Result<HandoverDecision, MatchingError> {
    let count = |outcome: DecisionOutcome| {
        let found = decision.lines.iter().filter(|line| line.outcome == outcome).count();
        u32::try_from(found).unwrap_or(u32::MAX)
    };
    let asked = match decision.approver_user_id {
        Some(id) => tx.find_user(id)?.map(|user| user.content.display_name),
        None => None,
    };
    let settled = decision.settlement.as_ref();
    let settled_by = settled.map(|settled| names.of(tx, settled.author)).transpose()?;
    let batch = tx.find_batch_of_decision(decision.id)?;
    Ok(HandoverDecision {
        decision_id: decision.id,
        posting_id: posting.id,
        title: posting.content.title.clone(),
        state: decision.state,
        reason: decision.reason.clone(),
        decided_by: names.of(tx, decision.author)?,
        decided_micros: decision.created_at.micros(),
        asked,
        settled_by,
        settled_micros: settled.map(|settled| settled.at.micros()),
        settled_note: settled.and_then(|settled| settled.note.clone()),
        ranked,
        selected: count(DecisionOutcome::Selected),
        waiting: count(DecisionOutcome::Waiting),
        not_selected: count(DecisionOutcome::NotSelected),
        reasons: reasons(decision),
        told_micros: batch.as_ref().map(|batch| batch.created_at.micros()),
        notices: batch.map(|batch| batch.notices),
    })
}

/// How many for which reason, the most frequent first.
fn reasons(decision: &Decision) -> Vec<(DeclineReason, u32)> {
    let mut counts: BTreeMap<usize, (DeclineReason, u32)> = BTreeMap::new();
    for reason in decision.lines.iter().filter_map(|line| line.category) {
        counts.entry(reason.index()).or_insert((reason, 0)).1 += 1;
    }
    let mut counts: Vec<(DeclineReason, u32)> = counts.into_values().collect();
    counts.sort_by_key(|(_, people)| std::cmp::Reverse(*people));
    counts
}

fn verdicts_of(
    decision: &Decision,
    kept: Vec<KeptPlace>,
) -> impl Iterator<Item = (CandidateId, HandoverVerdict)> + '_ {
    let mut kept: HashMap<ApplicationId, KeptPlace> =
        kept.into_iter().map(|place| (place.application_id, place)).collect();
    decision.lines.iter().map(move |line| {
        let place = kept.remove(&line.application_id).map(|place| FrozenPlace {
            rank: place.rank,
            score: place.score,
            parts: place.breakdown.iter().map(|part| (part.feature, part.contribution)).collect(),
        });
        let verdict = HandoverVerdict {
            decision_id: decision.id,
            posting_id: decision.posting_id,
            outcome: line.outcome,
            category: line.category,
            place,
        };
        (line.candidate_id, verdict)
    })
}
