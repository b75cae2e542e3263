//! 受講.

use chrono::NaiveDate;
use domain::{
    CandidateId, CourseId, EnrollmentContent, EnrollmentId, EnrollmentStatus, Faults, HoursPerDay,
    OrganizationId, Timestamp,
};
use matching::enrollments::PlannedEnrollment;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::narrow::narrow;
use super::{RequestBody, pages, vocabulary};
use crate::extract::reading::Reading;

mod completion;
mod study_logs;

pub use completion::{
    CompletedResponse, CompletionRequest, DropRequest, PostingEffectResponse, PostingStandingResponse,
};
pub use study_logs::{StudyLogPage, StudyLogRequest, StudyLogResponse};

/// Hours of study a day.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HoursPerDayRequest {
    /// The fewest.
    #[schema(value_type = i32, required, minimum = 1, maximum = 24)]
    pub min: Option<i64>,
    /// The most; `min` when absent.
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 24)]
    pub max: Option<i64>,
}

/// An enrollment, as a caller writes it.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({
    "course_id": "01980f3e-9c00-7000-8000-5f3a6f0b1c2d", "candidate_id": "01980f3e-9c00-7000-8000-aa3a6f0b1c2d",
    "hours_per_day": {"min": 2, "max": 3}, "starts_on": "2021-07-05"
})))]
pub struct EnrollmentRequest {
    /// Of which course; one of the own body.
    #[schema(value_type = vocabulary::Uuid, required)]
    pub course_id: Option<String>,
    /// Who; one of the own people.
    #[schema(value_type = vocabulary::Uuid, required)]
    pub candidate_id: Option<String>,
    /// How much is studied a day.
    #[schema(value_type = HoursPerDayRequest, required)]
    pub hours_per_day: Option<HoursPerDayRequest>,
    /// First day, in Japan.
    #[schema(value_type = vocabulary::Date, required)]
    pub starts_on: Option<String>,
}

impl RequestBody for EnrollmentRequest {
    type Content = EnrollmentContent;

    fn into_content(self, mut reading: Reading<'_>) -> Result<EnrollmentContent, Faults> {
        let course = reading.id("/course_id", self.course_id.as_deref(), CourseId::parse);
        let candidate = reading.id("/candidate_id", self.candidate_id.as_deref(), CandidateId::parse);
        let starts_on = reading.date("/starts_on", self.starts_on.as_deref());
        let hours = self.hours_per_day.unwrap_or_default();
        // The faults that led here keep placeholders from ever being used.
        let min = narrow(hours.min).unwrap_or(1);
        let content = EnrollmentContent {
            course_id: course.unwrap_or(CourseId::from_parts(0, [0; 10])),
            candidate_id: candidate.unwrap_or(CandidateId::from_parts(0, [0; 10])),
            hours_per_day: HoursPerDay { min, max: narrow(hours.max).unwrap_or(min) },
            starts_on: starts_on.unwrap_or(NaiveDate::MIN),
        };
        reading.finish(content.checked())
    }
}

/// Hours of study a day.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = HoursPerDay)]
pub struct HoursPerDayResponse {
    /// The fewest.
    #[schema(value_type = i32, minimum = 1, maximum = 24)]
    pub min: u8,
    /// The most.
    #[schema(value_type = i32, minimum = 1, maximum = 24)]
    pub max: u8,
}

/// 受講: a person takes a course. Estimates are whole numbers: study days = hours ÷ hours a day, rounded up; months =
/// study days ÷ study days a week × 12 ÷ 52, rounded up once; of each week, counted from the first day, the study days
/// come first.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Enrollment)]
pub struct EnrollmentResponse {
    /// Its id.
    #[schema(value_type = vocabulary::Uuid)]
    pub id: EnrollmentId,
    /// The body whose course and whose person it is.
    #[schema(value_type = vocabulary::Uuid)]
    pub organization_id: OrganizationId,
    /// The course.
    #[schema(value_type = vocabulary::Uuid)]
    pub course_id: CourseId,
    /// Who.
    #[schema(value_type = vocabulary::Uuid)]
    pub candidate_id: CandidateId,
    /// How much is studied a day.
    pub hours_per_day: HoursPerDayResponse,
    /// First day, in Japan.
    #[schema(value_type = vocabulary::Date)]
    pub starts_on: NaiveDate,
    /// Its last study day at the fewest hours a day.
    #[schema(value_type = vocabulary::Date)]
    pub estimated_ends_on: NaiveDate,
    /// Months at the fewest hours a day, rounded up.
    #[schema(value_type = i32, minimum = 1, maximum = 10000)]
    pub estimated_months: u32,
    /// Its last study day at the most hours a day.
    #[schema(value_type = vocabulary::Date)]
    pub soonest_ends_on: NaiveDate,
    /// Months at the most hours a day, rounded up.
    #[schema(value_type = i32, minimum = 1, maximum = 10000)]
    pub soonest_months: u32,
    /// Whether the course is paid for those who learn.
    pub paid_in_training: bool,
    /// Its state.
    #[schema(value_type = vocabulary::EnrollmentStatus)]
    pub status: EnrollmentStatus,
    /// Minutes studied, by the log.
    pub minutes_done: u32,
    /// Why it was dropped, or is complete with fewer hours than the course has.
    #[schema(max_length = 500)]
    pub reason: Option<String>,
    /// The day it ended, completed or dropped.
    #[schema(value_type = Option<vocabulary::Date>)]
    pub ended_on: Option<NaiveDate>,
    /// Grows by one with each change, a day's study included; the `ETag` is made of it.
    #[schema(minimum = 1)]
    pub version: i64,
    /// Made at.
    #[schema(value_type = vocabulary::Instant)]
    pub created_at: Timestamp,
    /// Last changed at.
    #[schema(value_type = vocabulary::Instant)]
    pub updated_at: Timestamp,
}

impl From<PlannedEnrollment> for EnrollmentResponse {
    fn from(PlannedEnrollment { enrollment, course }: PlannedEnrollment) -> Self {
        let content = enrollment.content;
        let HoursPerDay { min, max } = content.hours_per_day;
        let plan = |hours| course.content.plan(content.starts_on, hours);
        let (latest, soonest) = (plan(min), plan(max));
        Self {
            id: enrollment.id,
            organization_id: enrollment.organization_id,
            course_id: content.course_id,
            candidate_id: content.candidate_id,
            hours_per_day: HoursPerDayResponse { min, max },
            starts_on: content.starts_on,
            estimated_ends_on: latest.ends_on,
            estimated_months: latest.months,
            soonest_ends_on: soonest.ends_on,
            soonest_months: soonest.months,
            paid_in_training: course.content.paid_in_training,
            status: enrollment.status,
            minutes_done: enrollment.minutes_done,
            reason: enrollment.reason,
            ended_on: enrollment.ended_on,
            version: enrollment.version,
            created_at: enrollment.created_at,
            updated_at: enrollment.updated_at,
        }
    }
}

pages! {
    /// A page of enrollments.
    EnrollmentPage of EnrollmentResponse;
}
