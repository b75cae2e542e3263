//! 講座.

use chrono::NaiveDate;
use domain::{
    Course, CourseContent, CourseId, Faults, OrganizationId, Proficiency, RegionCode, SkillId, Timestamp,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::narrow::narrow;
use super::{RequestBody, pages, vocabulary};
use crate::extract::reading::{List, Reading};

mod opening;

pub use opening::{
    CourseEffectResponse, CourseEffectsResponse, OpenedPostingResponse, PairResponse, PreparationResponse,
    PreparationsResponse,
};

/// Study days a week where none are stated.
const USUAL_DAYS: u8 = 5;

/// A course, as a caller writes it.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({
    "title": "デジタル人材育成 SNS運用コース", "description": "教材と週1回の面談で学ぶ", "provider_id": null,
    "skill": "instagram", "proficiency": 3, "hours": 130, "study_days_per_week": 5, "within": ["402231"],
    "paid_in_training": false, "capacity": 10, "starts_on": "2021-07-01", "ends_on": "2022-03-31"
})))]
pub struct CourseRequest {
    /// Its title.
    #[schema(value_type = String, required, min_length = 1, max_length = 200, examples("デジタル人材育成 SNS運用コース"))]
    pub title: Option<String>,
    /// What is learnt and how.
    #[schema(max_length = 4000)]
    pub description: Option<String>,
    /// The body that teaches; the owner's own when none is named.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub provider_id: Option<String>,
    /// The skill that it grants on completion, by id, label or alias.
    #[schema(value_type = vocabulary::SkillName, required)]
    pub skill: Option<String>,
    /// At which level.
    #[schema(value_type = i32, required, minimum = 1, maximum = 5)]
    pub proficiency: Option<i64>,
    /// Hours of study in all.
    #[schema(value_type = i32, required, minimum = 1, maximum = 10000)]
    pub hours: Option<i64>,
    /// Days of study a week.
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 7, default = 5)]
    pub study_days_per_week: Option<i64>,
    /// Residents of these regions only; none = anybody.
    #[schema(value_type = Option<Vec<vocabulary::RegionCode>>, max_items = 50)]
    pub within: List<String>,
    /// Whether those who learn are paid for it; `false` when absent.
    pub paid_in_training: Option<bool>,
    /// Places; without a number there is no limit.
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 10000)]
    pub capacity: Option<i64>,
    /// The first day on which somebody may begin.
    #[schema(value_type = Option<vocabulary::Date>)]
    pub starts_on: Option<String>,
    /// The last day on which somebody may begin.
    #[schema(value_type = Option<vocabulary::Date>)]
    pub ends_on: Option<String>,
}

impl RequestBody for CourseRequest {
    type Content = CourseContent;

    fn into_content(self, mut reading: Reading<'_>) -> Result<CourseContent, Faults> {
        let provider_id = reading.id("/provider_id", self.provider_id.as_deref(), OrganizationId::parse);
        let skill = reading.skill("/skill", self.skill.as_deref());
        let proficiency = reading.proficiency(self.proficiency);
        let within =
            reading.list("/within", self.within, |reading, pointer, text| reading.region(pointer, &text));
        let starts_on = reading.date("/starts_on", self.starts_on.as_deref());
        let ends_on = reading.date("/ends_on", self.ends_on.as_deref());
        let (Some(skill), Some(proficiency)) = (skill, proficiency) else {
            // Without them there is no course to be checked further; their faults are noted.
            return Err(reading.finish(Ok(())).err().unwrap_or_default());
        };
        let content = CourseContent {
            title: self.title.unwrap_or_default(),
            description: self.description,
            provider_id,
            skill,
            proficiency,
            hours: narrow(self.hours).unwrap_or(1),
            study_days_per_week: narrow(self.study_days_per_week).unwrap_or(USUAL_DAYS),
            within,
            paid_in_training: self.paid_in_training.unwrap_or(false),
            capacity: narrow(self.capacity),
            starts_on,
            ends_on,
        };
        reading.finish(content.checked())
    }
}

/// What a caller has written of a course.
#[derive(Debug, Serialize, ToSchema)]
pub struct CourseBody {
    /// Its title.
    #[schema(max_length = 200)]
    pub title: String,
    /// What is learnt and how.
    #[schema(max_length = 4000)]
    pub description: Option<String>,
    /// The body that teaches; the owner's own when none is named.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub provider_id: Option<OrganizationId>,
    /// The skill that it grants on completion.
    #[schema(value_type = vocabulary::SkillId)]
    pub skill: SkillId,
    /// At which level.
    #[schema(value_type = i32, minimum = 1, maximum = 5)]
    pub proficiency: Proficiency,
    /// Hours of study in all.
    #[schema(value_type = i32, minimum = 1, maximum = 10000)]
    pub hours: u16,
    /// Days of study a week.
    #[schema(value_type = i32, minimum = 1, maximum = 7)]
    pub study_days_per_week: u8,
    /// Residents of these regions only; none = anybody.
    #[schema(value_type = Vec<vocabulary::RegionCode>, max_items = 50)]
    pub within: Vec<RegionCode>,
    /// Whether those who learn are paid for it.
    pub paid_in_training: bool,
    /// Places.
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 10000)]
    pub capacity: Option<u16>,
    /// The first day on which somebody may begin.
    #[schema(value_type = Option<vocabulary::Date>)]
    pub starts_on: Option<NaiveDate>,
    /// The last day on which somebody may begin.
    #[schema(value_type = Option<vocabulary::Date>)]
    pub ends_on: Option<NaiveDate>,
}

/// 講座: training that grants a skill on completion.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Course)]
pub struct CourseResponse {
    /// Its id.
    #[schema(value_type = vocabulary::Uuid)]
    pub id: CourseId,
    /// The body that offers it to its people.
    #[schema(value_type = vocabulary::Uuid)]
    pub organization_id: OrganizationId,
    /// What was written.
    #[serde(flatten)]
    pub body: CourseBody,
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

impl From<CourseContent> for CourseBody {
    fn from(content: CourseContent) -> Self {
        Self {
            title: content.title,
            description: content.description,
            provider_id: content.provider_id,
            skill: content.skill,
            proficiency: content.proficiency,
            hours: content.hours,
            study_days_per_week: content.study_days_per_week,
            within: content.within,
            paid_in_training: content.paid_in_training,
            capacity: content.capacity,
            starts_on: content.starts_on,
            ends_on: content.ends_on,
        }
    }
}

impl From<Course> for CourseResponse {
    fn from(course: Course) -> Self {
        Self {
            id: course.id,
            organization_id: course.organization_id,
            body: course.content.into(),
            version: course.version,
            created_at: course.created_at,
            updated_at: course.updated_at,
        }
    }
}

pages! {
    /// A page of courses.
    CoursePage of CourseResponse;
}
