//! おすすめ順: people for a posting, postings for a person.

use std::collections::BTreeMap;

use domain::{
    AppliedWeights, BreakdownLine, CandidateId, ConstraintCode, Evidence, ExclusionCount, Feature, PairScore,
    PostingId, PostingTerms, RankedItem, Ranking, Reference, Relation, SCORING_VERSION, SkillId, Timestamp,
    Totals, Weights,
};
use matching::rankings::{CandidateRanking, PersonLabel, PostingRanking, reasons};
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
    fn of(preferred: Weights, applied: AppliedWeights) -> Self {
        let [skill, commitment, place, tie, theme, reward] = preferred.0;
        let preferred = PreferredWeights { skill, commitment, place, tie, theme, reward };
        let [skill, commitment, place, tie, theme, reward] = applied.0;
        Self { preferred, applied: AppliedWeightsResponse { skill, commitment, place, tie, theme, reward } }
    }
}

/// How many were looked at.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Totals)]
pub struct TotalsResponse {
    /// Eligible and excluded.
    #[schema(value_type = i64, minimum = 0, maximum = 1000000000)]
    pub considered: u64,
    /// No constraint fails.
    #[schema(value_type = i64, minimum = 0, maximum = 1000000000)]
    pub eligible: u64,
    /// Some constraint fails.
    #[schema(value_type = i64, minimum = 0, maximum = 1000000000)]
    pub excluded: u64,
}

/// How many a constraint kept out.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ExclusionCount)]
pub struct ExclusionCountResponse {
    /// Which.
    #[schema(value_type = vocabulary::ConstraintCode)]
    pub code: ConstraintCode,
    /// Excluded by it, perhaps among others.
    #[schema(value_type = i64, minimum = 0, maximum = 1000000000)]
    pub excluded: u64,
    /// Excluded by nothing else.
    #[schema(value_type = i64, minimum = 0, maximum = 1000000000)]
    pub excluded_alone: u64,
}

impl From<Totals> for TotalsResponse {
    fn from(totals: Totals) -> Self {
        Self { considered: totals.considered, eligible: totals.eligible, excluded: totals.excluded }
    }
}

impl From<ExclusionCount> for ExclusionCountResponse {
    fn from(count: ExclusionCount) -> Self {
        Self { code: count.code, excluded: count.excluded, excluded_alone: count.excluded_alone }
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

/// What every item of a ranking has.
#[derive(Debug, Serialize, ToSchema)]
pub struct ItemBody {
    /// 1, 2, 3 …, never shared.
    #[schema(value_type = i32, minimum = 1, maximum = 1000000000)]
    pub rank: u32,
    /// Best and worst rank when single weights move by a fifth; `null` beyond the first 200 of a pool.
    #[schema(value_type = Option<Vec<i32>>, min_items = 2, max_items = 2)]
    pub rank_range: Option<(u32, u32)>,
    /// Within a band nobody is clearly better.
    #[schema(value_type = i32, minimum = 1, maximum = 1000000000)]
    pub band: u32,
    /// The score and its parts.
    #[serde(flatten)]
    pub pair: PairScoreBody,
    /// Constraints to confirm, in the order of the table.
    #[schema(value_type = Vec<vocabulary::ConstraintCode>, max_items = 11)]
    pub unknown: Vec<ConstraintCode>,
    /// Short sentences made from the same values, in Japanese.
    #[schema(value_type = Vec<Sentence>, max_items = 30)]
    pub reasons_ja: Vec<String>,
    /// The same in English.
    #[schema(value_type = Vec<Sentence>, max_items = 30)]
    pub reasons_en: Vec<String>,
}

/// A short sentence.
#[derive(Debug, ToSchema)]
#[schema(max_length = 1000)]
pub struct Sentence(#[expect(dead_code, reason = "names a schema; the value is a text")] String);

impl ItemBody {
    /// An item without its id, and the weights that made it.
    pub(super) fn of<Id>(
        item: RankedItem<Id>,
        (reference, terms): (&Reference, &PostingTerms),
    ) -> (Self, WeightsResponse) {
        let said = reasons(reference, terms, &item);
        let (pair, weights) = PairScoreBody::of(item.pair);
        let body = Self {
            rank: item.rank,
            rank_range: item.rank_range,
            band: item.band,
            pair,
            unknown: item.unknown,
            reasons_ja: said.ja,
            reasons_en: said.en,
        };
        (body, weights)
    }
}

/// A person in a ranking.
#[derive(Debug, Serialize, ToSchema)]
pub struct RankedCandidate {
    /// Who.
    #[schema(value_type = vocabulary::Uuid)]
    pub candidate_id: CandidateId,
    /// The name; `null` where the identity is not open.
    #[schema(max_length = 100)]
    pub display_name: Option<String>,
    /// A short reference for reading aloud.
    #[schema(value_type = vocabulary::Reference)]
    pub reference: String,
    /// Rank, score and reasons.
    #[serde(flatten)]
    pub item: ItemBody,
}

/// People for a posting, in order.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CandidateRanking)]
pub struct CandidateRankingResponse {
    /// The posting; `null` for a draft that is not stored.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub posting_id: Option<PostingId>,
    /// The version of the scoring definition.
    #[schema(value_type = i32, minimum = 1, maximum = 1000)]
    pub scoring_version: u16,
    /// What was asked for, and what counted.
    pub weights: WeightsResponse,
    /// When it was made.
    #[schema(value_type = vocabulary::Instant)]
    pub as_of: Timestamp,
    /// How many were looked at.
    pub totals: TotalsResponse,
    /// What kept people out, in the order of the table.
    #[schema(max_items = 11)]
    pub exclusions: Vec<ExclusionCountResponse>,
    /// The first of them.
    #[schema(max_items = 200)]
    pub items: Vec<RankedCandidate>,
}

impl CandidateRankingResponse {
    /// The answer for a posting, or for a draft with these terms.
    pub fn of(ranked: CandidateRanking, reference: &Reference, draft: Option<&PostingTerms>) -> Self {
        let CandidateRanking { posting, ranking, people, as_of } = ranked;
        let terms = posting.as_ref().map(|posting| &posting.content.terms).or(draft);
        let Ranking { preferred, applied, totals, exclusions, items } = ranking;
        let shown = |(item, person): (RankedItem<CandidateId>, PersonLabel)| {
            let candidate_id = item.id;
            Some(RankedCandidate {
                candidate_id,
                display_name: person.display_name,
                reference: person.reference,
                item: ItemBody::of(item, (reference, terms?)).0,
            })
        };
        Self {
            posting_id: posting.as_ref().map(|posting| posting.id),
            scoring_version: SCORING_VERSION,
            weights: WeightsResponse::of(preferred, applied),
            as_of,
            totals: totals.into(),
            exclusions: exclusions.into_iter().map(Into::into).collect(),
            items: items.into_iter().zip(people).filter_map(shown).collect(),
        }
    }
}

/// A posting in a ranking.
#[derive(Debug, Serialize, ToSchema)]
pub struct RankedPosting {
    /// Which.
    #[schema(value_type = vocabulary::Uuid)]
    pub posting_id: PostingId,
    /// Its title.
    #[schema(max_length = 200)]
    pub title: String,
    /// Its own weights, and what counted.
    pub weights: WeightsResponse,
    /// Rank, score and reasons.
    #[serde(flatten)]
    pub item: ItemBody,
}

/// Postings for a person, in order.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PostingRanking)]
pub struct PostingRankingResponse {
    /// The person.
    #[schema(value_type = vocabulary::Uuid)]
    pub candidate_id: CandidateId,
    /// The version of the scoring definition.
    #[schema(value_type = i32, minimum = 1, maximum = 1000)]
    pub scoring_version: u16,
    /// What was asked for, without any posting's own weights.
    pub weights: WeightsResponse,
    /// When it was made.
    #[schema(value_type = vocabulary::Instant)]
    pub as_of: Timestamp,
    /// How many were looked at.
    pub totals: TotalsResponse,
    /// What kept postings out, in the order of the table.
    #[schema(max_items = 11)]
    pub exclusions: Vec<ExclusionCountResponse>,
    /// The first of them.
    #[schema(max_items = 200)]
    pub items: Vec<RankedPosting>,
}

impl PostingRankingResponse {
    /// The answer for a person.
    pub fn of(ranked: PostingRanking, reference: &Reference) -> Self {
        let PostingRanking { candidate_id, ranking, postings, as_of } = ranked;
        let titled: BTreeMap<PostingId, _> =
            postings.into_iter().map(|posting| (posting.id, posting.content)).collect();
        let Ranking { preferred, applied, totals, exclusions, items } = ranking;
        let shown = |item: RankedItem<PostingId>| {
            let posting_id = item.id;
            let content = titled.get(&posting_id)?;
            let (item, weights) = ItemBody::of(item, (reference, &content.terms));
            Some(RankedPosting { posting_id, title: content.title.clone(), weights, item })
        };
        Self {
            candidate_id,
            scoring_version: SCORING_VERSION,
            weights: WeightsResponse::of(preferred, applied),
            as_of,
            totals: totals.into(),
            exclusions: exclusions.into_iter().map(Into::into).collect(),
            items: items.into_iter().filter_map(shown).collect(),
        }
    }
}
