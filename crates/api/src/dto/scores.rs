//! A score with all its parts, and the weights that made it.

use domain::{AppliedWeights, BreakdownLine, Evidence, Feature, PairScore, Relation, SkillId, Weights};
use serde::Serialize;
use utoipa::ToSchema;

use super::vocabulary;

/// What was asked for, and what counted.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Weights)]
pub struct WeightsResponse {
    /// The weights asked for: request → posting → default.
    pub preferred: PreferredWeights,
    /// The same without the features that do not apply to the posting.
    pub applied: AppliedWeightsResponse,
}

/// A weight for every feature.
#[derive(Debug, Serialize, ToSchema)]
pub struct PreferredWeights {
    /// スキル.
    #[schema(value_type = i32, minimum = 0, maximum = 100)]
    pub skill: u8,
    /// 稼働.
    #[schema(value_type = i32, minimum = 0, maximum = 100)]
    pub commitment: u8,
    /// 通いやすさ.
    #[schema(value_type = i32, minimum = 0, maximum = 100)]
    pub place: u8,
    /// 地域との縁.
    #[schema(value_type = i32, minimum = 0, maximum = 100)]
    pub tie: u8,
    /// テーマ.
    #[schema(value_type = i32, minimum = 0, maximum = 100)]
    pub theme: u8,
    /// 報酬.
    #[schema(value_type = i32, minimum = 0, maximum = 100)]
    pub reward: u8,
}

/// The weights that counted: a feature that does not apply is left out.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AppliedWeights)]
pub struct AppliedWeightsResponse {
    /// スキル.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = i32, required = false, minimum = 0, maximum = 100)]
    pub skill: Option<u8>,
    /// 稼働.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = i32, required = false, minimum = 0, maximum = 100)]
    pub commitment: Option<u8>,
    /// 通いやすさ.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = i32, required = false, minimum = 0, maximum = 100)]
    pub place: Option<u8>,
    /// 地域との縁.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = i32, required = false, minimum = 0, maximum = 100)]
    pub tie: Option<u8>,
    /// テーマ.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = i32, required = false, minimum = 0, maximum = 100)]
    pub theme: Option<u8>,
    /// 報酬.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = i32, required = false, minimum = 0, maximum = 100)]
    pub reward: Option<u8>,
}

impl WeightsResponse {
    /// Both, as answers show them.
    pub(super) fn of(preferred: Weights, applied: AppliedWeights) -> Self {
        let [skill, commitment, place, tie, theme, reward] = preferred.0;
        let preferred = PreferredWeights { skill, commitment, place, tie, theme, reward };
        let [skill, commitment, place, tie, theme, reward] = applied.0;
        Self { preferred, applied: AppliedWeightsResponse { skill, commitment, place, tie, theme, reward } }
    }
}

/// What speaks for a wanted skill.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Evidence)]
pub struct EvidenceResponse {
    /// The wanted skill.
    #[schema(value_type = vocabulary::SkillId)]
    pub wanted: SkillId,
    /// The held skill that counted; `null` where nothing did.
    #[schema(value_type = Option<vocabulary::SkillId>)]
    pub held: Option<SkillId>,
    /// How they stand to each other.
    #[schema(value_type = vocabulary::Relation)]
    pub relation: Relation,
    /// How alike they are.
    #[schema(value_type = i32, minimum = 0, maximum = 100)]
    pub sim: u8,
    /// The proficiency held; `null` where nothing was.
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 5)]
    pub proficiency: Option<u8>,
}

/// One feature's part of a score.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = BreakdownLine)]
pub struct BreakdownLineResponse {
    /// Which.
    #[schema(value_type = vocabulary::Feature)]
    pub feature: Feature,
    /// 0 to 10000.
    #[schema(value_type = i32, minimum = 0, maximum = 10000)]
    pub value: u16,
    /// 0 to 100.
    #[schema(value_type = i32, minimum = 0, maximum = 100)]
    pub weight: u8,
    /// Parts per million of the whole score; the lines sum to it exactly.
    #[schema(value_type = i32, minimum = 0, maximum = 1000000)]
    pub contribution: u32,
    /// Whether a neutral value stood in for something not stated.
    pub assumed: bool,
    /// For `skill`: required first, then preferred, as the posting lists them; empty elsewhere.
    #[schema(max_items = 40)]
    pub evidence: Vec<EvidenceResponse>,
}

/// A score with all its parts, in parts per million.
#[derive(Debug, Serialize, ToSchema)]
pub struct PairScoreBody {
    /// The score.
    #[schema(value_type = i32, minimum = 0, maximum = 1000000)]
    pub score: u32,
    /// The posting's side alone; `null` when its weights are 0.
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 1000000)]
    pub forward: Option<u32>,
    /// The person's side alone; `null` when its weights are 0.
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 1000000)]
    pub reverse: Option<u32>,
    /// The harmonic mean of both sides.
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 1000000)]
    pub mutual: Option<u32>,
    /// The applied features in order; the contributions sum to the score.
    #[schema(max_items = 6)]
    pub breakdown: Vec<BreakdownLineResponse>,
}

impl From<BreakdownLine> for BreakdownLineResponse {
    fn from(line: BreakdownLine) -> Self {
        let evidence = |Evidence { wanted, held, relation, sim, proficiency }| EvidenceResponse {
            wanted,
            held,
            relation,
            sim,
            proficiency,
        };
        Self {
            feature: line.feature,
            value: line.value,
            weight: line.weight,
            contribution: line.contribution,
            assumed: line.assumed,
            evidence: line.evidence.into_iter().map(evidence).collect(),
        }
    }
}

impl PairScoreBody {
    /// The score, and the weights that made it.
    pub(super) fn of(pair: PairScore) -> (Self, WeightsResponse) {
        let body = Self {
            score: pair.score,
            forward: pair.forward,
            reverse: pair.reverse,
            mutual: pair.mutual,
            breakdown: pair.breakdown.into_iter().map(Into::into).collect(),
        };
        (body, WeightsResponse::of(pair.preferred, pair.applied))
    }
}
