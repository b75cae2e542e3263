//! What was studied on which day.

use chrono::NaiveDate;
use domain::{EnrollmentId, Faults, StudyLog, StudyLogContent, StudyLogId, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::dto::narrow::narrow;
use crate::dto::{RequestBody, pages, vocabulary};
use crate::extract::reading::Reading;

/// A day's study, as a caller writes it.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"studied_on": "2021-07-05", "minutes": 150, "note": "投稿の設計"})))]
pub struct StudyLogRequest {
    /// The day, in Japan.
    #[schema(value_type = vocabulary::Date, required)]
    pub studied_on: Option<String>,
    /// Minutes.
    #[schema(value_type = i32, required, minimum = 1, maximum = 1440)]
    pub minutes: Option<i64>,
    /// What was done.
    #[schema(max_length = 500)]
    pub note: Option<String>,
}

impl RequestBody for StudyLogRequest {
    type Content = StudyLogContent;

    fn into_content(self, mut reading: Reading<'_>) -> Result<StudyLogContent, Faults> {
        let content = StudyLogContent {
            // The faults that led here keep placeholders from ever being used.
            studied_on: reading.date("/studied_on", self.studied_on.as_deref()).unwrap_or(NaiveDate::MIN),
            minutes: narrow(self.minutes).unwrap_or(1),
            note: self.note,
        };
        reading.finish(content.checked())
    }
}

/// A day's study.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = StudyLog)]
pub struct StudyLogResponse {
    /// Its id.
    #[schema(value_type = vocabulary::Uuid)]
    pub id: StudyLogId,
    /// Of which enrollment.
    #[schema(value_type = vocabulary::Uuid)]
    pub enrollment_id: EnrollmentId,
    /// The day, in Japan.
    #[schema(value_type = vocabulary::Date)]
    pub studied_on: NaiveDate,
    /// Minutes.
    #[schema(value_type = i32, minimum = 1, maximum = 1440)]
    pub minutes: u16,
    /// What was done.
    #[schema(max_length = 500)]
    pub note: Option<String>,
    /// Written down at.
    #[schema(value_type = vocabulary::Instant)]
    pub created_at: Timestamp,
}

impl From<StudyLog> for StudyLogResponse {
    fn from(log: StudyLog) -> Self {
        Self {
            id: log.id,
            enrollment_id: log.enrollment_id,
            studied_on: log.content.studied_on,
            minutes: log.content.minutes,
            note: log.content.note,
            created_at: log.created_at,
        }
    }
}

pages! {
    /// A page of a study log.
    StudyLogPage of StudyLogResponse;
}
