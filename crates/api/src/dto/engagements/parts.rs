//! The monthly log and the check-ins of an engagement.

use chrono::NaiveDate;
use domain::{
    ApiKeyId, CheckIn, CheckInContent, CheckInId, CheckInKind, EngagementId, EngagementLog,
    EngagementLogContent, Faults, Month, Timestamp, UserId,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::dto::narrow::narrow;
use crate::dto::{RequestBody, pages, vocabulary};
use crate::extract::reading::Reading;

/// A month of the log, as a caller writes it.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"minutes_planned": 1200, "minutes_done": 1110, "visit_days": 1, "note": "商談に同席"})))]
pub struct EngagementLogRequest {
    /// Minutes planned.
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 44640)]
    pub minutes_planned: Option<i64>,
    /// Minutes done; `null` = not told yet. Only of a month that has begun.
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 44640)]
    pub minutes_done: Option<i64>,
    /// Days on site; `null` = not told yet. Only of a month that has begun.
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 31)]
    pub visit_days: Option<i64>,
    /// What was done.
    #[schema(max_length = 4000)]
    pub note: Option<String>,
}

impl RequestBody for EngagementLogRequest {
    type Content = EngagementLogContent;

    fn into_content(self, reading: Reading<'_>) -> Result<EngagementLogContent, Faults> {
        let content = EngagementLogContent {
            minutes_planned: narrow(self.minutes_planned),
            minutes_done: narrow(self.minutes_done),
            visit_days: narrow(self.visit_days),
            note: self.note,
        };
        reading.finish(content.checked())
    }
}

/// A month of an engagement's log.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EngagementLog)]
pub struct EngagementLogResponse {
    /// Of which engagement.
    #[schema(value_type = vocabulary::Uuid)]
    pub engagement_id: EngagementId,
    /// Which month.
    #[schema(value_type = vocabulary::Month)]
    pub month: Month,
    /// Minutes planned.
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 44640)]
    pub minutes_planned: Option<u16>,
    /// Minutes done.
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 44640)]
    pub minutes_done: Option<u16>,
    /// Days on site.
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 31)]
    pub visit_days: Option<u16>,
    /// What was done.
    #[schema(max_length = 4000)]
    pub note: Option<String>,
    /// Grows by one with each change; the `ETag` is made of it.
    #[schema(minimum = 1)]
    pub version: i64,
    /// First written at.
    #[schema(value_type = vocabulary::Instant)]
    pub created_at: Timestamp,
    /// Last changed at.
    #[schema(value_type = vocabulary::Instant)]
    pub updated_at: Timestamp,
}

impl From<EngagementLog> for EngagementLogResponse {
    fn from(log: EngagementLog) -> Self {
        Self {
            engagement_id: log.engagement_id,
            month: log.month,
            minutes_planned: log.content.minutes_planned,
            minutes_done: log.content.minutes_done,
            visit_days: log.content.visit_days,
            note: log.content.note,
            version: log.version,
            created_at: log.created_at,
            updated_at: log.updated_at,
        }
    }
}

/// A check-in, as a caller writes it. It is personal data of the person, who may ask to read it.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({
    "held_on": "2021-10-01", "kind": "month_1", "going_well": "蔵の人との役割分担がはっきりした",
    "worries": "資料の置き場所が分かれている", "held_by": "地域人事部 担当"
})))]
pub struct CheckInRequest {
    /// The day, in Japan; not in the future.
    #[schema(value_type = vocabulary::Date, required)]
    pub held_on: Option<String>,
    /// Which.
    #[schema(value_type = vocabulary::CheckInKind, required)]
    pub kind: Option<CheckInKind>,
    /// What goes well.
    #[schema(max_length = 4000)]
    pub going_well: Option<String>,
    /// What worries.
    #[schema(max_length = 4000)]
    pub worries: Option<String>,
    /// Who talked with whom.
    #[schema(max_length = 100)]
    pub held_by: Option<String>,
}

impl RequestBody for CheckInRequest {
    type Content = CheckInContent;

    fn into_content(self, mut reading: Reading<'_>) -> Result<CheckInContent, Faults> {
        let held_on = reading.date("/held_on", self.held_on.as_deref());
        // A fault keeps stand-ins from being used; the use case knows which day it is, and checks the whole.
        let content = CheckInContent {
            held_on: held_on.unwrap_or(NaiveDate::MIN),
            kind: self.kind.unwrap_or(CheckInKind::Other),
            going_well: self.going_well,
            worries: self.worries,
            held_by: self.held_by,
        };
        reading.finish(Ok(content))
    }
}

/// 面談記録: how it goes. Never changed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CheckIn)]
pub struct CheckInResponse {
    /// Its id.
    #[schema(value_type = vocabulary::Uuid)]
    pub id: CheckInId,
    /// Of which engagement.
    #[schema(value_type = vocabulary::Uuid)]
    pub engagement_id: EngagementId,
    /// The day, in Japan.
    #[schema(value_type = vocabulary::Date)]
    pub held_on: NaiveDate,
    /// Which.
    #[schema(value_type = vocabulary::CheckInKind)]
    pub kind: CheckInKind,
    /// What goes well.
    #[schema(max_length = 4000)]
    pub going_well: Option<String>,
    /// What worries.
    #[schema(max_length = 4000)]
    pub worries: Option<String>,
    /// Who talked with whom.
    #[schema(max_length = 100)]
    pub held_by: Option<String>,
    /// The key that wrote it.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub api_key_id: Option<ApiKeyId>,
    /// The user who wrote it.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub user_id: Option<UserId>,
    /// Written at.
    #[schema(value_type = vocabulary::Instant)]
    pub created_at: Timestamp,
}

impl From<CheckIn> for CheckInResponse {
    fn from(check_in: CheckIn) -> Self {
        Self {
            id: check_in.id,
            engagement_id: check_in.engagement_id,
            held_on: check_in.content.held_on,
            kind: check_in.content.kind,
            going_well: check_in.content.going_well,
            worries: check_in.content.worries,
            held_by: check_in.content.held_by,
            api_key_id: check_in.api_key_id,
            user_id: check_in.user_id,
            created_at: check_in.created_at,
        }
    }
}

pages! {
    /// A page of an engagement's check-ins.
    CheckInPage of CheckInResponse;
}

/// A page of an engagement's log.
#[derive(Debug, Serialize, ToSchema)]
pub struct EngagementLogPage {
    /// The first month first.
    #[schema(max_items = 200)]
    pub items: Vec<EngagementLogResponse>,
    /// Opens the next page; `null` on the last one.
    #[schema(value_type = Option<vocabulary::Cursor>)]
    pub next_cursor: Option<String>,
}

impl crate::dto::PageBody<EngagementLogResponse> for EngagementLogPage {
    fn of(items: Vec<EngagementLogResponse>, next_cursor: Option<String>) -> Self {
        Self { items, next_cursor }
    }
}
