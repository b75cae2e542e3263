//! What else a person does at the same time.

use chrono::NaiveDate;
use domain::{EngagementId, OrganizationId, PostingId};
use matching::engagements::{Overlap, Overlaps};
use serde::Serialize;
use utoipa::ToSchema;

use crate::dto::vocabulary;

/// An engagement of the same person with days of the same time. Of one that the caller may not see only its days and hours
/// are told.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Overlap)]
pub struct OverlapResponse {
    /// The engagement, where it is visible.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub engagement_id: Option<EngagementId>,
    /// For which posting, where it is visible.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub posting_id: Option<PostingId>,
    /// The posting's body, where it is visible.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub organization_id: Option<OrganizationId>,
    /// First day, in Japan.
    #[schema(value_type = vocabulary::Date)]
    pub starts_on: NaiveDate,
    /// Last day, in Japan; `null` = it goes on.
    #[schema(value_type = Option<vocabulary::Date>)]
    pub ends_on: Option<NaiveDate>,
    /// Hours a month that were declared.
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 744)]
    pub hours_per_month: Option<u16>,
}

/// Everything a person does at the time of an engagement.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Overlaps)]
pub struct OverlapsResponse {
    /// Of which engagement.
    #[schema(value_type = vocabulary::Uuid)]
    pub engagement_id: EngagementId,
    /// The others, the oldest first.
    #[schema(max_items = 10000)]
    pub overlaps: Vec<OverlapResponse>,
    /// The declared hours a month of all together, this one included.
    #[schema(value_type = i64, minimum = 0, maximum = 7440744)]
    pub declared_hours_per_month: u32,
    /// How many of them have declared none.
    #[schema(value_type = i32, minimum = 0, maximum = 10001)]
    pub without_hours: u32,
    /// From how many hours on it is worth talking about health. Advice, and no legal cap.
    #[schema(value_type = i32, minimum = 1, maximum = 744)]
    pub advisory_hours_per_month: u32,
    /// Whether that many are declared.
    pub above_advisory: bool,
}

impl From<Overlap> for OverlapResponse {
    fn from(overlap: Overlap) -> Self {
        Self {
            engagement_id: overlap.seen.map(|seen| seen.engagement_id),
            posting_id: overlap.seen.map(|seen| seen.posting_id),
            organization_id: overlap.seen.map(|seen| seen.organization_id),
            starts_on: overlap.starts_on,
            ends_on: overlap.ends_on,
            hours_per_month: overlap.hours_per_month,
        }
    }
}

impl From<Overlaps> for OverlapsResponse {
    fn from(overlaps: Overlaps) -> Self {
        let above_advisory = overlaps.is_above_advisory();
        Self {
            engagement_id: overlaps.engagement_id,
            overlaps: overlaps.others.into_iter().map(OverlapResponse::from).collect(),
            declared_hours_per_month: overlaps.declared_hours_per_month,
            without_hours: overlaps.without_hours,
            advisory_hours_per_month: overlaps.advisory_hours_per_month,
            above_advisory,
        }
    }
}
