//! 変更の記録: amendments of published rounds.

use chrono::NaiveDate;
use domain::{
    Amended, Amendment, AmendmentContent, ApiKeyId, Faults, OrganizationId, RoundId, Timestamp, UserId,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::narrow::narrow;
use super::{RequestBody, pages, vocabulary};
use crate::extract::reading::{Reading, WindowSide};

/// What is to change in a published round, and why; what is left out stays.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"application_closes_at": "2021-08-11", "reason": "応募の多い地域があり、締切を延ばすため"})))]
pub struct AmendmentRequest {
    /// Another last instant at which an application is taken; a day alone is meant in Japan, to its last instant.
    #[schema(value_type = Option<vocabulary::WindowEnd>)]
    pub application_closes_at: Option<String>,
    /// Another last day of the work.
    #[schema(value_type = Option<vocabulary::Date>)]
    pub engagement_ends_on: Option<String>,
    /// Other seats over all postings of the round.
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 10000)]
    pub seat_cap: Option<i64>,
    /// Why; whoever reads the round reads it.
    #[schema(value_type = String, required, min_length = 1, max_length = 500)]
    pub reason: Option<String>,
}

impl RequestBody for AmendmentRequest {
    type Content = AmendmentContent;

    fn into_content(self, mut reading: Reading<'_>) -> Result<AmendmentContent, Faults> {
        let content = AmendmentContent {
            application_closes_at: reading.window_end(
                "/application_closes_at",
                WindowSide::Closes,
                self.application_closes_at.as_deref(),
            ),
            engagement_ends_on: reading.date("/engagement_ends_on", self.engagement_ends_on.as_deref()),
            seat_cap: narrow(self.seat_cap),
            reason: self.reason.unwrap_or_default(),
        };
        reading.finish(Ok(content))
    }
}

/// An instant before and after.
#[derive(Debug, Serialize, ToSchema)]
pub struct AmendedInstant {
    /// Before; `null` = it was not stated.
    #[schema(value_type = Option<vocabulary::Instant>)]
    pub from: Option<Timestamp>,
    /// Since.
    #[schema(value_type = vocabulary::Instant)]
    pub to: Timestamp,
}

/// A day before and after.
#[derive(Debug, Serialize, ToSchema)]
pub struct AmendedDay {
    /// Before; `null` = it was not stated.
    #[schema(value_type = Option<vocabulary::Date>)]
    pub from: Option<NaiveDate>,
    /// Since.
    #[schema(value_type = vocabulary::Date)]
    pub to: NaiveDate,
}

/// A cap before and after.
#[derive(Debug, Serialize, ToSchema)]
pub struct AmendedCap {
    /// Before; `null` = it was not stated.
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 10000)]
    pub from: Option<u16>,
    /// Since.
    #[schema(value_type = i32, minimum = 1, maximum = 10000)]
    pub to: u16,
}

/// 変更の記録: what changed in a published round, when, by whom and why.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Amendment)]
pub struct AmendmentResponse {
    /// Of which round.
    #[schema(value_type = vocabulary::Uuid)]
    pub round_id: RoundId,
    /// 1, 2, 3 … in the round.
    #[schema(value_type = i64, minimum = 1, maximum = 4294967295i64)]
    pub number: u32,
    /// When it was made; it holds since.
    #[schema(value_type = vocabulary::Instant)]
    pub at: Timestamp,
    /// The body that made it.
    #[schema(value_type = vocabulary::Uuid)]
    pub organization_id: OrganizationId,
    /// By this key; `null` for a user.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub api_key_id: Option<ApiKeyId>,
    /// By this user; `null` for a key.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub user_id: Option<UserId>,
    /// Why.
    #[schema(max_length = 500)]
    pub reason: String,
    /// The end of the window, where it changed.
    pub application_closes_at: Option<AmendedInstant>,
    /// The last day of the work, where it changed.
    pub engagement_ends_on: Option<AmendedDay>,
    /// The seats, where they changed.
    pub seat_cap: Option<AmendedCap>,
}

impl From<Amendment> for AmendmentResponse {
    fn from(amendment: Amendment) -> Self {
        Self {
            round_id: amendment.round_id,
            number: amendment.number,
            at: amendment.at,
            organization_id: amendment.organization_id,
            api_key_id: amendment.api_key_id,
            user_id: amendment.user_id,
            reason: amendment.reason,
            application_closes_at: amendment
                .application_closes_at
                .map(|Amended { from, to }| AmendedInstant { from, to }),
            engagement_ends_on: amendment
                .engagement_ends_on
                .map(|Amended { from, to }| AmendedDay { from, to }),
            seat_cap: amendment.seat_cap.map(|Amended { from, to }| AmendedCap { from, to }),
        }
    }
}

pages! {
    /// A page of amendments, the oldest first.
    AmendmentPage of AmendmentResponse;
}
