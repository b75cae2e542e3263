//! Weights of the features.

use domain::PartialWeights;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::narrow::narrow;

/// Weights for some features, 0 to 100 each; a feature that is left out keeps the weight beneath
/// (request → posting → default).
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"skill": 60, "tie": 20})))]
pub struct PartialWeightsRequest {
    /// スキル.
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 100)]
    pub skill: Option<i64>,
    /// 稼働.
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 100)]
    pub commitment: Option<i64>,
    /// 通いやすさ.
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 100)]
    pub place: Option<i64>,
    /// 地域との縁.
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 100)]
    pub tie: Option<i64>,
    /// テーマ.
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 100)]
    pub theme: Option<i64>,
    /// 報酬.
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 100)]
    pub reward: Option<i64>,
}

impl From<PartialWeightsRequest> for PartialWeights {
    fn from(request: PartialWeightsRequest) -> Self {
        let PartialWeightsRequest { skill, commitment, place, tie, theme, reward } = request;
        Self([skill, commitment, place, tie, theme, reward].map(narrow))
    }
}

/// Weights of the features; `null` where none is set, or where the feature does not apply.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[schema(as = PartialWeights)]
pub struct PartialWeightsResponse {
    /// スキル.
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 100)]
    pub skill: Option<u8>,
    /// 稼働.
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 100)]
    pub commitment: Option<u8>,
    /// 通いやすさ.
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 100)]
    pub place: Option<u8>,
    /// 地域との縁.
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 100)]
    pub tie: Option<u8>,
    /// テーマ.
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 100)]
    pub theme: Option<u8>,
    /// 報酬.
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 100)]
    pub reward: Option<u8>,
}

impl From<[Option<u8>; 6]> for PartialWeightsResponse {
    fn from([skill, commitment, place, tie, theme, reward]: [Option<u8>; 6]) -> Self {
        Self { skill, commitment, place, tie, theme, reward }
    }
}
