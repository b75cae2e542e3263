//! 保存期間: for how many months a body keeps what, and what is due.

use chrono::NaiveDate;
use domain::{
    Faults, OrganizationId, RetentionClass, RetentionDue, RetentionPeriods, RetentionPolicy, Timestamp,
};
use matching::retention::DueOnDay;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::narrow::narrow;
use super::{RequestBody, vocabulary};
use crate::extract::reading::Reading;

/// For how many months what is kept. What ended on a day is kept through the same day so many months later (on the last
/// day of a month that has no such day) and gone on the next one.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({
    "unsuccessful_applications": 12, "notes": 24, "survey_ties": 12, "candidates_without_activity": null
})))]
pub struct RetentionPolicyRequest {
    /// Applications to the body's postings that were declined, withdrawn, pointed elsewhere or expired, with everything that
    /// hangs on them; from the day on which they ended. While a promise that names one is open, it stays.
    #[schema(value_type = i32, required, minimum = 1, maximum = 36, examples(12))]
    pub unsuccessful_applications: Option<i64>,
    /// Notes that the body wrote on people, with every wording; from the day on which they were last written. While the
    /// person's application is open or the engagement runs, they stay.
    #[schema(value_type = i32, required, minimum = 1, maximum = 60, examples(24))]
    pub notes: Option<i64>,
    /// Ties between the answers of a survey and people, not the answers; from the day on which the last wave closed. A
    /// wave without an end is open.
    #[schema(value_type = i32, required, minimum = 1, maximum = 60, examples(12))]
    pub survey_ties: Option<i64>,
    /// People of the body who never worked for anybody, from the day on which anything last happened with them; `null` = kept
    /// until somebody erases them.
    #[schema(value_type = Option<i32>, minimum = 12, maximum = 120)]
    pub candidates_without_activity: Option<i64>,
}

impl RequestBody for RetentionPolicyRequest {
    type Content = RetentionPeriods;

    fn into_content(self, reading: Reading<'_>) -> Result<RetentionPeriods, Faults> {
        // A missing number is a fault already, which keeps what stands in for it from ever being used.
        let usual = RetentionPeriods::USUAL;
        let periods = RetentionPeriods {
            unsuccessful_applications: narrow(self.unsuccessful_applications)
                .unwrap_or(usual.unsuccessful_applications),
            notes: narrow(self.notes).unwrap_or(usual.notes),
            survey_ties: narrow(self.survey_ties).unwrap_or(usual.survey_ties),
            candidates_without_activity: narrow(self.candidates_without_activity),
        };
        reading.finish(periods.checked())
    }
}

/// For how many months a body keeps what.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RetentionPolicy)]
pub struct RetentionPolicyResponse {
    /// Which body.
    #[schema(value_type = vocabulary::Uuid)]
    pub organization_id: OrganizationId,
    /// Applications that led nowhere.
    #[schema(value_type = i32, minimum = 1, maximum = 36)]
    pub unsuccessful_applications: u16,
    /// Notes on people.
    #[schema(value_type = i32, minimum = 1, maximum = 60)]
    pub notes: u16,
    /// Ties between answers and people.
    #[schema(value_type = i32, minimum = 1, maximum = 60)]
    pub survey_ties: u16,
    /// People with whom nothing happens; `null` = kept.
    #[schema(value_type = Option<i32>, minimum = 12, maximum = 120)]
    pub candidates_without_activity: Option<u16>,
    /// Grows by one with each change; 0 where nothing was chosen. The `ETag` is made of it.
    #[schema(minimum = 0)]
    pub version: i64,
    /// Last chosen at.
    #[schema(value_type = Option<vocabulary::Instant>)]
    pub updated_at: Option<Timestamp>,
}

impl From<RetentionPolicy> for RetentionPolicyResponse {
    fn from(policy: RetentionPolicy) -> Self {
        let periods = policy.periods;
        Self {
            organization_id: policy.organization_id,
            unsuccessful_applications: periods.unsuccessful_applications,
            notes: periods.notes,
            survey_ties: periods.survey_ties,
            candidates_without_activity: periods.candidates_without_activity,
            version: policy.version,
            updated_at: policy.updated_at,
        }
    }
}

/// What would go on a day.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RetentionDue)]
pub struct RetentionDueResponse {
    /// Of which body.
    #[schema(value_type = vocabulary::Uuid)]
    pub organization_id: OrganizationId,
    /// Today, in Japan.
    #[schema(value_type = vocabulary::Date)]
    pub day: NaiveDate,
    /// Every class; new ones may come.
    #[schema(max_items = 50)]
    pub classes: Vec<ClassDueResponse>,
}

/// What of a class would go.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RetentionClassDue)]
pub struct ClassDueResponse {
    /// Which.
    #[schema(value_type = vocabulary::RetentionClass)]
    pub class: RetentionClass,
    /// For how many months it is kept; `null` = kept.
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 120)]
    pub months: Option<u16>,
    /// What ended on this day or before goes; `null` = nothing does.
    #[schema(value_type = Option<vocabulary::Date>)]
    pub until: Option<NaiveDate>,
    /// Applications, notes, ties or people.
    #[schema(value_type = i64, minimum = 0)]
    pub count: u64,
}

impl From<RetentionDue> for ClassDueResponse {
    fn from(due: RetentionDue) -> Self {
        Self { class: due.class, months: due.months, until: due.until, count: due.count }
    }
}

impl From<DueOnDay> for RetentionDueResponse {
    fn from(due: DueOnDay) -> Self {
        Self {
            organization_id: due.organization_id,
            day: due.day,
            classes: due.classes.into_iter().map(ClassDueResponse::from).collect(),
        }
    }
}
