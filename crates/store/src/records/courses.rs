//! Courses.

use diesel::prelude::*;
use domain::{Course, CourseContent, CourseId, OrganizationId, Page, PageRequest, Proficiency, RegionCode};

use super::{Part, page};
use crate::schema::courses;
use crate::transaction::on_backend;
use crate::vocabulary::{
    Vocabulary, corrupt, day_if, instant, joined, number, number_if, parsed, parsed_if, parsed_list,
};
use crate::{StoreError, Tx};

/// A course as it is stored.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = courses, treat_none_as_null = true, treat_none_as_default_value = false)]
pub(crate) struct CourseRow {
    pub(crate) id: String,
    organization_id: String,
    version: i64,
    created_at: i64,
    updated_at: i64,
    title: String,
    description: Option<String>,
    provider_id: Option<String>,
    skill: String,
    proficiency: i32,
    hours: i32,
    study_days_per_week: i32,
    within: String,
    paid_in_training: bool,
    capacity: Option<i32>,
    starts_on: Option<String>,
    ends_on: Option<String>,
}

impl From<&Course> for CourseRow {
    fn from(course: &Course) -> Self {
        let content = &course.content;
        Self {
            id: course.id.to_string(),
            organization_id: course.organization_id.to_string(),
            version: course.version,
            created_at: course.created_at.micros(),
            updated_at: course.updated_at.micros(),
            title: content.title.clone(),
            description: content.description.clone(),
            provider_id: content.provider_id.map(|id| id.to_string()),
            skill: content.skill.to_string(),
            proficiency: i32::from(content.proficiency.level()),
            hours: i32::from(content.hours),
            study_days_per_week: i32::from(content.study_days_per_week),
            within: joined(&content.within),
            paid_in_training: content.paid_in_training,
            capacity: content.capacity.map(i32::from),
            starts_on: content.starts_on.map(|day| day.to_string()),
            ends_on: content.ends_on.map(|day| day.to_string()),
        }
    }
}

impl CourseRow {
    fn read(self, vocabulary: &Vocabulary) -> Result<Course, StoreError> {
        let level = i64::from(self.proficiency);
        let (body, provider) = (OrganizationId::parse, self.provider_id.as_deref());
        Ok(Course {
            id: parsed("courses.id", &self.id, CourseId::parse)?,
            organization_id: parsed("courses.organization_id", &self.organization_id, body)?,
            version: self.version,
            created_at: instant("courses.created_at", self.created_at)?,
            updated_at: instant("courses.updated_at", self.updated_at)?,
            content: CourseContent {
                title: self.title,
                description: self.description,
                provider_id: parsed_if("courses.provider_id", provider, body)?,
                skill: vocabulary.skill("courses.skill", &self.skill)?,
                proficiency: Proficiency::new(level).ok_or_else(|| corrupt("courses.proficiency", level))?,
                hours: number("courses.hours", self.hours)?,
                study_days_per_week: number("courses.study_days_per_week", self.study_days_per_week)?,
                within: parsed_list("courses.within", &self.within, RegionCode::parse)?,
                paid_in_training: self.paid_in_training,
                capacity: number_if("courses.capacity", self.capacity)?,
                starts_on: day_if("courses.starts_on", self.starts_on.as_deref())?,
                ends_on: day_if("courses.ends_on", self.ends_on.as_deref())?,
            },
        })
    }
}

impl Tx<'_> {
    /// Keeps a new course.
    ///
    /// # Errors
    /// [`StoreError::Dangling`] when the body that teaches is not there.
    pub fn insert_course(&mut self, course: &Course) -> Result<(), StoreError> {
        let row = CourseRow::from(course);
        on_backend!(self, courses::insert(&row))
    }

    /// Replaces a course; `false` when it is not there in the expected version.
    ///
    /// # Errors
    /// As [`Tx::insert_course`].
    pub fn update_course(&mut self, course: &Course, expected_version: i64) -> Result<bool, StoreError> {
        let row = CourseRow::from(course);
        on_backend!(self, courses::update(&row, expected_version))
    }

    /// The course of an id.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_course(&mut self, id: CourseId) -> Result<Option<Course>, StoreError> {
        let row = on_backend!(self, courses::find(&id.to_string(), self.hold))?;
        row.map(|row| row.read(self.vocabulary)).transpose()
    }

    /// The courses of an organization.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_courses(
        &mut self,
        organization_id: OrganizationId,
        request: &PageRequest<CourseId>,
    ) -> Result<Page<Course>, StoreError> {
        let body = organization_id.to_string();
        let rows = on_backend!(self, courses::list(&body, &Part::of(request)))?;
        let vocabulary = self.vocabulary;
        page(rows, request, |row| row.read(vocabulary))
    }
}
