//! 同期の集まり.

use chrono::NaiveDate;
use domain::{Cohort, CohortContent, CohortId, Faults, OrganizationId, ProgramId, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::narrow::narrow;
use super::{RequestBody, pages, vocabulary};
use crate::extract::reading::Reading;

mod members;
mod one_on_ones;
mod progress;

pub use members::{CohortMemberPage, CohortMemberRequest, CohortMemberResponse};
pub use one_on_ones::{OneOnOnePage, OneOnOneRequest, OneOnOneResponse};
pub use progress::{MemberProgressPage, MemberProgressResponse, TakenCourseResponse};

/// A cohort, as a caller writes it.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({
    "program_id": null, "name": "ローカルキャリア準備室 第1期", "purpose": "地域で働く前に、話して、学んで、備える",
    "starts_on": "2021-06-21", "ends_on": "2021-11-30", "capacity": 20
})))]
pub struct CohortRequest {
    /// 事業 that it belongs to.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub program_id: Option<String>,
    /// Its name.
    #[schema(value_type = String, required, min_length = 1, max_length = 200, examples("ローカルキャリア準備室 第1期"))]
    pub name: Option<String>,
    /// 目的.
    #[schema(max_length = 4000)]
    pub purpose: Option<String>,
    /// First day, in Japan.
    #[schema(value_type = Option<vocabulary::Date>)]
    pub starts_on: Option<String>,
    /// Last day, in Japan.
    #[schema(value_type = Option<vocabulary::Date>)]
    pub ends_on: Option<String>,
    /// Places; without a number there is no limit.
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 10000)]
    pub capacity: Option<i64>,
}

impl RequestBody for CohortRequest {
    type Content = CohortContent;

    fn into_content(self, mut reading: Reading<'_>) -> Result<CohortContent, Faults> {
        let content = CohortContent {
            program_id: reading.id("/program_id", self.program_id.as_deref(), ProgramId::parse),
            name: self.name.unwrap_or_default(),
            purpose: self.purpose,
            starts_on: reading.date("/starts_on", self.starts_on.as_deref()),
            ends_on: reading.date("/ends_on", self.ends_on.as_deref()),
            capacity: narrow(self.capacity),
        };
        reading.finish(content.checked())
    }
}

/// What a caller has written of a cohort.
#[derive(Debug, Serialize, ToSchema)]
pub struct CohortBody {
    /// 事業 that it belongs to.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub program_id: Option<ProgramId>,
    /// Its name.
    #[schema(max_length = 200)]
    pub name: String,
    /// 目的.
    #[schema(max_length = 4000)]
    pub purpose: Option<String>,
    /// First day, in Japan.
    #[schema(value_type = Option<vocabulary::Date>)]
    pub starts_on: Option<NaiveDate>,
    /// Last day, in Japan.
    #[schema(value_type = Option<vocabulary::Date>)]
    pub ends_on: Option<NaiveDate>,
    /// Places.
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 10000)]
    pub capacity: Option<u16>,
}

/// 同期の集まり: people who prepare together for a fixed time.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Cohort)]
pub struct CohortResponse {
    /// Its id.
    #[schema(value_type = vocabulary::Uuid)]
    pub id: CohortId,
    /// The body that prepares these people.
    #[schema(value_type = vocabulary::Uuid)]
    pub organization_id: OrganizationId,
    /// What was written.
    #[serde(flatten)]
    pub body: CohortBody,
    /// Grows by one with each change of the cohort; the `ETag` is made of it.
    #[schema(minimum = 1)]
    pub version: i64,
    /// Made at.
    #[schema(value_type = vocabulary::Instant)]
    pub created_at: Timestamp,
    /// Last changed at.
    #[schema(value_type = vocabulary::Instant)]
    pub updated_at: Timestamp,
}

impl From<CohortContent> for CohortBody {
    fn from(content: CohortContent) -> Self {
        Self {
            program_id: content.program_id,
            name: content.name,
            purpose: content.purpose,
            starts_on: content.starts_on,
            ends_on: content.ends_on,
            capacity: content.capacity,
        }
    }
}

impl From<Cohort> for CohortResponse {
    fn from(cohort: Cohort) -> Self {
        Self {
            id: cohort.id,
            organization_id: cohort.organization_id,
            body: cohort.content.into(),
            version: cohort.version,
            created_at: cohort.created_at,
            updated_at: cohort.updated_at,
        }
    }
}

pages! {
    /// A page of cohorts.
    CohortPage of CohortResponse;
}
