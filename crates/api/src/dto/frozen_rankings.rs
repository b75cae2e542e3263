//! The ranking that a decision was made on: names of what is kept as text and answered as it is.

#![expect(dead_code, reason = "names schemas; the text is written by the use case and never read here")]

use utoipa::ToSchema;

use super::rankings::{ExclusionCountResponse, TotalsResponse};
use super::scores::{BreakdownLineResponse, WeightsResponse};
use super::vocabulary;

/// Somebody in the ranking that a decision was made on.
#[derive(ToSchema)]
pub struct FrozenItem {
    /// 1, 2, 3 …, never shared.
    #[schema(value_type = i32, minimum = 1, maximum = 1000000000)]
    rank: u32,
    /// Best and worst rank when single weights move by a fifth; `null` beyond the first 200.
    #[schema(value_type = Option<Vec<i32>>, min_items = 2, max_items = 2)]
    rank_range: Option<(u32, u32)>,
    /// Within a band nobody is clearly better.
    #[schema(value_type = i32, minimum = 1, maximum = 1000000000)]
    band: u32,
    /// The application.
    #[schema(value_type = vocabulary::Uuid)]
    application_id: String,
    /// Who; nobody once the person is deleted.
    #[schema(value_type = vocabulary::Uuid)]
    candidate_id: String,
    /// A short reference for reading aloud.
    #[schema(value_type = vocabulary::Reference)]
    reference: String,
    /// The score, in parts per million.
    #[schema(value_type = i32, minimum = 0, maximum = 1000000)]
    score: u32,
    /// The posting's side alone.
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 1000000)]
    forward: Option<u32>,
    /// The person's side alone.
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 1000000)]
    reverse: Option<u32>,
    /// The harmonic mean of both sides.
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 1000000)]
    mutual: Option<u32>,
    /// The applied features in order; the contributions sum to the score.
    #[schema(max_items = 6)]
    breakdown: Vec<BreakdownLineResponse>,
    /// Constraints to confirm, in the order of the table.
    #[schema(value_type = Vec<vocabulary::ConstraintCode>, max_items = 11)]
    unknown: Vec<String>,
}

/// An applicant whom a condition of the posting kept out of the ranking.
#[derive(ToSchema)]
pub struct NotRanked {
    /// The application.
    #[schema(value_type = vocabulary::Uuid)]
    application_id: String,
    /// Who.
    #[schema(value_type = vocabulary::Uuid)]
    candidate_id: String,
    /// A short reference for reading aloud.
    #[schema(value_type = vocabulary::Reference)]
    reference: String,
}

/// The ranking that a decision was made on, as it was then: the same bytes for ever.
#[derive(ToSchema)]
pub struct FrozenRanking {
    /// The posting.
    #[schema(value_type = vocabulary::Uuid)]
    posting_id: String,
    /// Its version then.
    #[schema(minimum = 1)]
    posting_version: i64,
    /// The body that posts it.
    #[schema(value_type = vocabulary::Uuid)]
    organization_id: String,
    /// Its places then.
    #[schema(value_type = i32, minimum = 1, maximum = 1000)]
    seats: u16,
    /// The version of the scoring definition.
    #[schema(value_type = i32, minimum = 1, maximum = 1000)]
    scoring_version: u16,
    /// The version of the reference tables.
    #[schema(value_type = vocabulary::ReferenceVersion)]
    reference_version: String,
    /// When it was made.
    #[schema(value_type = vocabulary::Instant)]
    as_of: String,
    /// What was asked for, and what counted.
    weights: WeightsResponse,
    /// How many were looked at.
    totals: TotalsResponse,
    /// What kept people out, in the order of the table.
    #[schema(max_items = 11)]
    exclusions: Vec<ExclusionCountResponse>,
    /// Every undecided applicant who was ranked, in order.
    #[schema(max_items = 100000)]
    items: Vec<FrozenItem>,
    /// Those whom a condition kept out, by application.
    #[schema(max_items = 100000)]
    not_ranked: Vec<NotRanked>,
}
