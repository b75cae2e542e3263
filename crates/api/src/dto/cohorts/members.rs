//! Who belongs to a cohort.

use chrono::NaiveDate;
use domain::{CandidateId, CohortId, CohortMember, Faults, MembershipContent, Readiness, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::dto::{RequestBody, pages, vocabulary};
use crate::extract::reading::Reading;

/// A membership, as a caller writes it.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"joined_on": "2021-06-21", "left_on": null, "left_reason": null})))]
pub struct CohortMemberRequest {
    /// First day, in Japan.
    #[schema(value_type = vocabulary::Date, required)]
    pub joined_on: Option<String>,
    /// Last day, in Japan; none while the person is a member.
    #[schema(value_type = Option<vocabulary::Date>)]
    pub left_on: Option<String>,
    /// Why the person left; with `left_on` only.
    #[schema(max_length = 500)]
    pub left_reason: Option<String>,
}

impl RequestBody for CohortMemberRequest {
    type Content = MembershipContent;

    fn into_content(self, mut reading: Reading<'_>) -> Result<MembershipContent, Faults> {
        let content = MembershipContent {
            // A fault keeps the placeholder from ever being used.
            joined_on: reading.date("/joined_on", self.joined_on.as_deref()).unwrap_or(NaiveDate::MIN),
            left_on: reading.date("/left_on", self.left_on.as_deref()),
            left_reason: self.left_reason,
        };
        reading.finish(content.checked())
    }
}

/// A person in a cohort.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CohortMember)]
pub struct CohortMemberResponse {
    /// The cohort.
    #[schema(value_type = vocabulary::Uuid)]
    pub cohort_id: CohortId,
    /// Who.
    #[schema(value_type = vocabulary::Uuid)]
    pub candidate_id: CandidateId,
    /// First day, in Japan.
    #[schema(value_type = vocabulary::Date)]
    pub joined_on: NaiveDate,
    /// Last day, in Japan.
    #[schema(value_type = Option<vocabulary::Date>)]
    pub left_on: Option<NaiveDate>,
    /// Why the person left.
    #[schema(max_length = 500)]
    pub left_reason: Option<String>,
    /// 準備の段階 when the person joined.
    #[schema(value_type = Option<vocabulary::Readiness>)]
    pub readiness_before: Option<Readiness>,
    /// Grows by one with each change; the `ETag` is made of it.
    #[schema(minimum = 1)]
    pub version: i64,
    /// Made at.
    #[schema(value_type = vocabulary::Instant)]
    pub created_at: Timestamp,
    /// Last changed at.
    #[schema(value_type = vocabulary::Instant)]
    pub updated_at: Timestamp,
}

impl From<CohortMember> for CohortMemberResponse {
    fn from(member: CohortMember) -> Self {
        Self {
            cohort_id: member.cohort_id,
            candidate_id: member.candidate_id,
            joined_on: member.content.joined_on,
            left_on: member.content.left_on,
            left_reason: member.content.left_reason,
            readiness_before: member.readiness_before,
            version: member.version,
            created_at: member.created_at,
            updated_at: member.updated_at,
        }
    }
}

pages! {
    /// A page of members.
    CohortMemberPage of CohortMemberResponse;
}
