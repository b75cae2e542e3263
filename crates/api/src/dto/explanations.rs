//! One pair explained.

use domain::{
    CandidateId, ConstraintCode, ConstraintLine, Counterfactual, CounterfactualCode, Outcome, PostingId,
    RankedItem, Reference, SCORING_VERSION, SkillId, Timestamp,
};
use matching::rankings::{HiddenBecause, MatchExplanation, Reason, reasons};
use serde::Serialize;
use utoipa::ToSchema;

use super::feasibility::FactResponse;
use super::rankings::Sentence;
use super::scores::{PairScoreBody, WeightsResponse};
use super::vocabulary;

/// One constraint with both sides' values; `null` where a side states nothing.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ConstraintLine)]
pub struct ConstraintLineResponse {
    /// Which.
    #[schema(value_type = vocabulary::ConstraintCode)]
    pub code: ConstraintCode,
    /// The required skill, for `skill_required`.
    #[schema(value_type = Option<vocabulary::SkillId>)]
    pub skill: Option<SkillId>,
    /// What became of it.
    #[schema(value_type = vocabulary::Outcome)]
    pub outcome: Outcome,
    /// What the posting asks.
    pub posting_value: Option<FactResponse>,
    /// What the person has.
    pub candidate_value: Option<FactResponse>,
}

/// 何が変われば: one change alone, everybody else as they are.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Counterfactual)]
pub struct CounterfactualResponse {
    /// What changes.
    #[schema(value_type = vocabulary::CounterfactualCode)]
    pub code: CounterfactualCode,
    /// Which skill.
    #[schema(value_type = Option<vocabulary::SkillId>)]
    pub skill: Option<SkillId>,
    /// From this value; `null` when not stated or not held.
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 168)]
    pub from: Option<u8>,
    /// To this value.
    #[schema(value_type = i32, minimum = 0, maximum = 168)]
    pub to: u8,
    /// Whether the person is eligible then.
    pub eligible: bool,
    /// The score then.
    #[schema(value_type = i32, minimum = 0, maximum = 1000000)]
    pub score: u32,
    /// The rank then; `null` when still excluded.
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 1000000000)]
    pub rank: Option<u32>,
}

/// A pair explained, eligible or not.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MatchExplanation)]
pub struct MatchExplanationResponse {
    /// The posting.
    #[schema(value_type = vocabulary::Uuid)]
    pub posting_id: PostingId,
    /// The person.
    #[schema(value_type = vocabulary::Uuid)]
    pub candidate_id: CandidateId,
    /// The name; `null` where the identity is not open.
    #[schema(max_length = 100)]
    pub display_name: Option<String>,
    /// A short reference for reading aloud.
    #[schema(value_type = vocabulary::Reference)]
    pub reference: String,
    /// The version of the scoring definition.
    #[schema(value_type = i32, minimum = 1, maximum = 1000)]
    pub scoring_version: u16,
    /// What was asked for, and what counted.
    pub weights: WeightsResponse,
    /// When it was made.
    #[schema(value_type = vocabulary::Instant)]
    pub as_of: Timestamp,
    /// Whether no constraint fails.
    pub eligible: bool,
    /// The constraints that are asked, in the order of the table.
    #[schema(max_items = 30)]
    pub constraints: Vec<ConstraintLineResponse>,
    /// Constraints to confirm.
    #[schema(value_type = Vec<vocabulary::ConstraintCode>, max_items = 11)]
    pub unknown: Vec<ConstraintCode>,
    /// `null` when excluded or not in the pool.
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 1000000000)]
    pub rank: Option<u32>,
    /// `null` when excluded, not in the pool, or beyond its first 200.
    #[schema(value_type = Option<Vec<i32>>, min_items = 2, max_items = 2)]
    pub rank_range: Option<(u32, u32)>,
    /// `null` when excluded or not in the pool.
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 1000000000)]
    pub band: Option<u32>,
    /// The score and its parts, for an excluded pair too.
    #[serde(flatten)]
    pub pair: PairScoreBody,
    /// Short sentences made from the same values, in Japanese.
    #[schema(value_type = Vec<Sentence>, max_items = 30)]
    pub reasons_ja: Vec<Reason>,
    /// The same in English.
    #[schema(value_type = Vec<Sentence>, max_items = 30)]
    pub reasons_en: Vec<Reason>,
    /// What would change it.
    #[schema(max_items = 50)]
    pub counterfactuals: Vec<CounterfactualResponse>,
    /// Why the person is not shown in that ranking; empty when shown.
    #[schema(value_type = Vec<vocabulary::HiddenBecause>, max_items = 6)]
    pub why_not_shown: Vec<HiddenBecause>,
}

impl MatchExplanationResponse {
    /// The answer for a pair.
    pub fn of(explained: MatchExplanation, reference: &Reference) -> Self {
        let MatchExplanation { posting, candidate_id, person, explanation, why_not_shown, as_of } = explained;
        let said = {
            let item = RankedItem {
                id: candidate_id,
                rank: explanation.rank.unwrap_or(0),
                rank_range: explanation.rank_range,
                band: explanation.band.unwrap_or(0),
                pair: explanation.pair.clone(),
                unknown: explanation.unknown.clone(),
            };
            reasons(reference, &posting.content.terms, &item)
        };
        let (pair, weights) = PairScoreBody::of(explanation.pair);
        Self {
            posting_id: posting.id,
            candidate_id,
            display_name: person.display_name,
            reference: person.reference,
            scoring_version: SCORING_VERSION,
            weights,
            as_of,
            eligible: explanation.eligible,
            constraints: explanation.constraints.into_iter().map(Into::into).collect(),
            unknown: explanation.unknown,
            rank: explanation.rank,
            rank_range: explanation.rank_range,
            band: explanation.band,
            pair,
            reasons_ja: said.ja,
            reasons_en: said.en,
            counterfactuals: explanation.counterfactuals.into_iter().map(Into::into).collect(),
            why_not_shown,
        }
    }
}

impl From<ConstraintLine> for ConstraintLineResponse {
    fn from(line: ConstraintLine) -> Self {
        Self {
            code: line.code,
            skill: line.skill,
            outcome: line.outcome,
            posting_value: line.posting_value.map(Into::into),
            candidate_value: line.candidate_value.map(Into::into),
        }
    }
}

impl From<Counterfactual> for CounterfactualResponse {
    fn from(change: Counterfactual) -> Self {
        Self {
            code: change.code,
            skill: change.skill,
            from: change.from,
            to: change.to,
            eligible: change.eligible,
            score: change.score,
            rank: change.rank,
        }
    }
}
