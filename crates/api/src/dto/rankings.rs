//! おすすめ順: people for a posting, postings for a person.

use std::collections::BTreeMap;

use domain::{
    CandidateId, ConstraintCode, ExclusionCount, PostingId, PostingTerms, RankedItem, Ranking, Reference,
    SCORING_VERSION, Timestamp, Totals,
};
use matching::rankings::{CandidateRanking, PersonLabel, PostingRanking, Reason, Wording};
use serde::Serialize;
use utoipa::ToSchema;

use super::scores::{PairScoreBody, WeightsResponse};
use super::vocabulary;

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
    pub reasons_ja: Vec<Reason>,
    /// The same in English.
    #[schema(value_type = Vec<Sentence>, max_items = 30)]
    pub reasons_en: Vec<Reason>,
}

/// A short sentence.
#[derive(Debug, ToSchema)]
#[schema(max_length = 1000)]
pub struct Sentence(#[expect(dead_code, reason = "names a schema; the value is a text")] String);

impl ItemBody {
    /// An item without its id, and the weights that made it.
    pub(super) fn of<Id>(item: RankedItem<Id>, wording: &Wording<'_>) -> (Self, WeightsResponse) {
        let said = wording.reasons(&item);
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
        let wording = terms.map(|terms| Wording::new(reference, terms));
        let Ranking { preferred, applied, totals, exclusions, items } = ranking;
        let shown = |(item, person): (RankedItem<CandidateId>, PersonLabel)| {
            let candidate_id = item.id;
            Some(RankedCandidate {
                candidate_id,
                display_name: person.display_name,
                reference: person.reference,
                item: ItemBody::of(item, wording.as_ref()?).0,
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
            let (item, weights) = ItemBody::of(item, &Wording::new(reference, &content.terms));
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
