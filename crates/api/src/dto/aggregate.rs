//! Counts of people in aggregates.

use domain::Count;
use serde::Serialize;
use utoipa::ToSchema;

/// A count of people. From 1 to 4 it is not told to those who may see aggregates only, for it could point at somebody; nor
/// is one by which such a count could be computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Count, examples(json!({"value": 51, "suppressed": false}), json!({"value": null, "suppressed": true})))]
pub struct CountResponse {
    /// How many; `null` where it is suppressed.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    pub value: Option<u64>,
    /// Whether it is not told.
    pub suppressed: bool,
}

impl From<Count> for CountResponse {
    fn from(count: Count) -> Self {
        Self { value: count.value(), suppressed: count.is_suppressed() }
    }
}
