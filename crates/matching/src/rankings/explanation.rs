//! One pair explained: every constraint, the score, what would change it, and why it is not shown where it is not.

use domain::posting::Window;
use domain::{
    Actor, CandidateId, PairExplanation, PartialWeights, Posting, PostingId, PostingStatus, SortKey,
    Timestamp,
};

use super::people::{PersonLabel, show};
use super::{PoolKind, RankCall, check, find_asked, scoring_call};
use crate::candidates::find_seen;
use crate::engine::Engine;
use crate::error::MatchingError;

/// A list shows this many when it is not told otherwise.
const USUAL_LIMIT: u32 = 50;

domain::words! {
    /// Why a pair is not shown in a ranking.
    pub enum HiddenBecause {
        /// The posting is not published.
        Status = "status",
        /// Outside the application window.
        Window = "window",
        /// The person is seen through an application only; no consent opens the profile to this pool.
        Consent = "consent",
        /// The person did not apply.
        Visibility = "visibility",
        /// A constraint fails.
        Constraint = "constraint",
        /// The rank is beyond the first 50.
        Rank = "rank",
    }
}

/// A pair explained.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatchExplanation {
    /// The posting.
    pub posting: Posting,
    /// The person.
    pub candidate_id: CandidateId,
    /// How the person is shown.
    pub person: PersonLabel,
    /// Constraints, score, counterfactuals.
    pub explanation: PairExplanation,
    /// Why it is not shown; empty when it is.
    pub why_not_shown: Vec<HiddenBecause>,
    /// When it was made.
    pub as_of: Timestamp,
}

/// Explains one pair, eligible or not, as ranked in a pool by score.
///
/// # Errors
/// No such posting or person, or none visible; a pool that is being loaded.
pub fn explain_match(
    engine: &Engine,
    actor: &Actor,
    (posting_id, candidate_id): (PostingId, CandidateId),
    pool: PoolKind,
) -> Result<MatchExplanation, MatchingError> {
    check(engine, actor, PartialWeights::default())?;
    let as_of = engine.now();
    let asked = engine.store.read(|tx| find_asked(engine, tx, actor, (posting_id, pool)))?;
    let candidate = find_seen(engine, actor, candidate_id, as_of)?;
    let compiled = &asked.pooled.compiled;
    let call = RankCall { pool, sort: SortKey::Score, limit: 1, weights: PartialWeights::default() };
    let call = scoring_call(call, asked.among((actor, as_of)));
    let ranked = engine.pool.snapshot().explain(compiled, candidate_id, &call);
    let in_pool = ranked.is_some() && asked.pooled.posting.is_for_people_of(candidate.organization_id);
    let explanation = ranked.unwrap_or_else(|| {
        let person =
            scoring::CompiledPerson::new(&engine.reference, candidate_id, &candidate.content.profile);
        scoring::explain_pair(compiled, &person, PartialWeights::default())
    });
    let posting = asked.posting();
    let why_not_shown = why_not_shown(&posting, (pool, in_pool), &explanation, as_of);
    let person = show(engine, (actor, as_of), (Some(posting_id), &[candidate_id]))?.swap_remove(0);
    Ok(MatchExplanation { posting, candidate_id, person, explanation, why_not_shown, as_of })
}

fn why_not_shown(
    posting: &Posting,
    (pool, in_pool): (PoolKind, bool),
    explanation: &PairExplanation,
    at: Timestamp,
) -> Vec<HiddenBecause> {
    let outside_pool = if pool == PoolKind::Applicants || !posting.content.members_of.is_empty() {
        HiddenBecause::Visibility
    } else {
        HiddenBecause::Consent
    };
    [
        (posting.status != PostingStatus::Published, HiddenBecause::Status),
        (posting.window_at(at) != Window::Open, HiddenBecause::Window),
        (!in_pool, outside_pool),
        (!explanation.eligible, HiddenBecause::Constraint),
        (explanation.rank.is_some_and(|rank| rank > USUAL_LIMIT), HiddenBecause::Rank),
    ]
    .into_iter()
    .filter_map(|(hidden, because)| hidden.then_some(because))
    .collect()
}
