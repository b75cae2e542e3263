//! What is asked of a ranking: in the query, and in a body.

use domain::{Faults, PartialWeights, SortKey};
use matching::postings::NewPosting;
use matching::rankings::{PoolKind, RankCall};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::narrow::narrow;
use super::postings::PostingRequest;
use super::weights::PartialWeightsRequest;
use super::{RequestBody, vocabulary};
use crate::extract::reading::Reading;

/// Items of a ranking when no limit is given.
const USUAL_LIMIT: usize = 50;

/// Parameters of a ranking of people.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RankingQuery {
    /// Who is ranked; `eligible` when absent.
    #[param(value_type = Option<vocabulary::PoolKind>)]
    pub pool: Option<PoolKind>,
    /// What it is sorted by; `score` when absent.
    #[param(value_type = Option<vocabulary::SortKey>)]
    pub sort: Option<SortKey>,
    /// At most this many items.
    #[param(value_type = Option<i32>, minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<i64>,
}

impl RankingQuery {
    /// The call, with weights laid over the posting's own.
    pub fn call(&self, weights: PartialWeights) -> RankCall {
        RankCall {
            pool: self.pool.unwrap_or(PoolKind::Eligible),
            sort: self.sort.unwrap_or(SortKey::Score),
            limit: narrow_limit(self.limit),
            weights,
        }
    }
}

/// Parameters of a ranking of postings.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PostingRankingQuery {
    /// What it is sorted by; `score` when absent.
    #[param(value_type = Option<vocabulary::SortKey>)]
    pub sort: Option<SortKey>,
    /// At most this many items.
    #[param(value_type = Option<i32>, minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<i64>,
}

impl PostingRankingQuery {
    /// The call.
    pub fn call(&self) -> RankCall {
        RankingQuery { pool: None, sort: self.sort, limit: self.limit }.call(PartialWeights::default())
    }
}

/// A pair to be explained.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ExplainQuery {
    /// The posting.
    #[param(value_type = vocabulary::Uuid, required = true)]
    pub posting_id: Option<String>,
    /// The person.
    #[param(value_type = vocabulary::Uuid, required = true)]
    pub candidate_id: Option<String>,
    /// In which pool the person is ranked; `eligible` when absent.
    #[param(value_type = Option<vocabulary::PoolKind>)]
    pub pool: Option<PoolKind>,
}

fn narrow_limit(limit: Option<i64>) -> usize {
    limit.and_then(|limit| usize::try_from(limit).ok()).unwrap_or(USUAL_LIMIT)
}

/// Other weights for one ranking; nothing is stored.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"weights": {"skill": 60, "tie": 20}})))]
pub struct RankingRequest {
    /// Laid over the posting's own weights.
    #[schema(value_type = PartialWeightsRequest, required)]
    pub weights: Option<PartialWeightsRequest>,
}

impl RequestBody for RankingRequest {
    type Content = PartialWeights;

    fn into_content(self, reading: Reading<'_>) -> Result<PartialWeights, Faults> {
        reading.finish(Ok(self.weights.unwrap_or_default().into()))
    }
}

/// A draft to be ranked and assessed without being stored.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({
    "posting": {
        "title": "みそ蔵の新商品を首都圏に届ける", "contract_form": "quasi_mandate", "municipality": "202151", "work_style": "hybrid",
        "required_skills": [{"skill": "mall-operation", "min_proficiency": 3}], "hours_per_week": {"min": 4, "desired": 8}
    },
    "limit": 20
})))]
pub struct PreviewRequest {
    /// The draft.
    #[schema(value_type = PostingRequest, required)]
    pub posting: Option<PostingRequest>,
    /// At most this many items; 50 when absent.
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 200)]
    pub limit: Option<i64>,
}

/// A draft, and how many are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewCall {
    /// The draft.
    pub draft: NewPosting,
    /// At most this many items.
    pub limit: usize,
}

impl RequestBody for PreviewRequest {
    type Content = PreviewCall;

    fn into_content(self, reading: Reading<'_>) -> Result<PreviewCall, Faults> {
        let limit = narrow(self.limit).unwrap_or(USUAL_LIMIT);
        let draft = self.posting.unwrap_or_default().into_content(reading.inside("/posting"))?;
        Ok(PreviewCall { draft, limit })
    }
}
