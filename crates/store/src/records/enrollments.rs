//! Enrollments and their logs.

use chrono::NaiveDate;
use diesel::prelude::*;
use domain::{
    CandidateId, CourseId, Enrollment, EnrollmentContent, EnrollmentId, EnrollmentStatus, HoursPerDay,
    OrganizationId, Page, PageRequest, StudyLog, StudyLogContent, StudyLogId,
};

use super::{Part, id_lists, page};
use crate::schema::{enrollments, study_logs};
use crate::transaction::on_backend;
use crate::vocabulary::{day, day_if, instant, number, parsed, word};
use crate::{StoreError, Tx};

/// Which enrollments a list has: those of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EnrollmentFilter {
    /// The body.
    pub organization_id: OrganizationId,
    /// Of this course alone.
    pub course_id: Option<CourseId>,
    /// Of this person alone.
    pub candidate_id: Option<CandidateId>,
    /// In this state alone.
    pub status: Option<EnrollmentStatus>,
}

/// A filter as queries take it.
pub(crate) struct EnrollmentSieve {
    pub(crate) organization: String,
    pub(crate) course: Option<String>,
    pub(crate) candidate: Option<String>,
    pub(crate) status: Option<&'static str>,
}

/// An enrollment as it is stored.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = enrollments, treat_none_as_null = true, treat_none_as_default_value = false)]
pub(crate) struct EnrollmentRow {
    pub(crate) id: String,
    organization_id: String,
    course_id: String,
    candidate_id: String,
    version: i64,
    status: String,
    min_hours_per_day: i32,
    max_hours_per_day: i32,
    starts_on: String,
    ended_on: Option<String>,
    reason: Option<String>,
    minutes_done: i64,
    created_at: i64,
    updated_at: i64,
}

/// A day's study as it is stored.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = study_logs, treat_none_as_default_value = false)]
pub(crate) struct StudyLogRow {
    id: String,
    enrollment_id: String,
    studied_on: String,
    minutes: i32,
    note: Option<String>,
    created_at: i64,
}

impl From<&Enrollment> for EnrollmentRow {
    fn from(enrollment: &Enrollment) -> Self {
        let content = &enrollment.content;
        Self {
            id: enrollment.id.to_string(),
            organization_id: enrollment.organization_id.to_string(),
            course_id: content.course_id.to_string(),
            candidate_id: content.candidate_id.to_string(),
            version: enrollment.version,
            status: enrollment.status.to_string(),
            min_hours_per_day: i32::from(content.hours_per_day.min),
            max_hours_per_day: i32::from(content.hours_per_day.max),
            starts_on: content.starts_on.to_string(),
            ended_on: enrollment.ended_on.map(|day| day.to_string()),
            reason: enrollment.reason.clone(),
            minutes_done: i64::from(enrollment.minutes_done),
            created_at: enrollment.created_at.micros(),
            updated_at: enrollment.updated_at.micros(),
        }
    }
}

impl TryFrom<EnrollmentRow> for Enrollment {
    type Error = StoreError;

    fn try_from(row: EnrollmentRow) -> Result<Self, StoreError> {
        let owner = parsed("enrollments.organization_id", &row.organization_id, OrganizationId::parse)?;
        Ok(Self {
            id: parsed("enrollments.id", &row.id, EnrollmentId::parse)?,
            organization_id: owner,
            version: row.version,
            status: word("enrollments.status", &row.status)?,
            minutes_done: number("enrollments.minutes_done", row.minutes_done)?,
            reason: row.reason,
            ended_on: day_if("enrollments.ended_on", row.ended_on.as_deref())?,
            content: EnrollmentContent {
                course_id: parsed("enrollments.course_id", &row.course_id, CourseId::parse)?,
                candidate_id: parsed("enrollments.candidate_id", &row.candidate_id, CandidateId::parse)?,
                hours_per_day: HoursPerDay {
                    min: number("enrollments.min_hours_per_day", row.min_hours_per_day)?,
                    max: number("enrollments.max_hours_per_day", row.max_hours_per_day)?,
                },
                starts_on: day("enrollments.starts_on", &row.starts_on)?,
            },
            created_at: instant("enrollments.created_at", row.created_at)?,
            updated_at: instant("enrollments.updated_at", row.updated_at)?,
        })
    }
}

impl From<&StudyLog> for StudyLogRow {
    fn from(log: &StudyLog) -> Self {
        Self {
            id: log.id.to_string(),
            enrollment_id: log.enrollment_id.to_string(),
            studied_on: log.content.studied_on.to_string(),
            minutes: i32::from(log.content.minutes),
            note: log.content.note.clone(),
            created_at: log.created_at.micros(),
        }
    }
}

impl TryFrom<StudyLogRow> for StudyLog {
    type Error = StoreError;

    fn try_from(row: StudyLogRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: parsed("study_logs.id", &row.id, StudyLogId::parse)?,
            enrollment_id: parsed("study_logs.enrollment_id", &row.enrollment_id, EnrollmentId::parse)?,
            content: StudyLogContent {
                studied_on: day("study_logs.studied_on", &row.studied_on)?,
                minutes: number("study_logs.minutes", row.minutes)?,
                note: row.note,
            },
            created_at: instant("study_logs.created_at", row.created_at)?,
        })
    }
}

impl Tx<'_> {
    /// Keeps a new enrollment.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] when the person takes the course already.
    pub fn insert_enrollment(&mut self, enrollment: &Enrollment) -> Result<(), StoreError> {
        let row = EnrollmentRow::from(enrollment);
        on_backend!(self, enrollments::insert(&row))
    }

    /// Replaces an enrollment; `false` when it is not there in the expected version.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn update_enrollment(
        &mut self,
        enrollment: &Enrollment,
        expected_version: i64,
    ) -> Result<bool, StoreError> {
        let row = EnrollmentRow::from(enrollment);
        on_backend!(self, enrollments::update(&row, expected_version))
    }

    /// The enrollment of an id.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_enrollment(&mut self, id: EnrollmentId) -> Result<Option<Enrollment>, StoreError> {
        let row = on_backend!(self, enrollments::find(&id.to_string(), self.hold))?;
        row.map(Enrollment::try_from).transpose()
    }

    /// The enrollment of a person in a course that was not dropped.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_taken_enrollment(
        &mut self,
        course_id: CourseId,
        candidate_id: CandidateId,
    ) -> Result<Option<Enrollment>, StoreError> {
        let (course, candidate) = (course_id.to_string(), candidate_id.to_string());
        let row = on_backend!(self, enrollments::find_taken((&course, &candidate), self.hold))?;
        row.map(Enrollment::try_from).transpose()
    }

    /// How many places of a course are taken: by those who learn and those who have completed it.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn count_taken_places(&mut self, course_id: CourseId) -> Result<u64, StoreError> {
        let count = on_backend!(self, enrollments::count_taken(&course_id.to_string()))?;
        number("count of enrollments", count)
    }

    /// The enrollments that a filter lets through.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_enrollments(
        &mut self,
        filter: &EnrollmentFilter,
        request: &PageRequest<EnrollmentId>,
    ) -> Result<Page<Enrollment>, StoreError> {
        let sieve = EnrollmentSieve {
            organization: filter.organization_id.to_string(),
            course: filter.course_id.map(|id| id.to_string()),
            candidate: filter.candidate_id.map(|id| id.to_string()),
            status: filter.status.map(domain::Word::as_str),
        };
        let rows = on_backend!(self, enrollments::list(&sieve, &Part::of(request)))?;
        page(rows, request, Enrollment::try_from)
    }

    /// Every enrollment of these people, the oldest first within a query's worth of people.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_enrollments_of(
        &mut self,
        candidate_ids: &[CandidateId],
    ) -> Result<Vec<Enrollment>, StoreError> {
        let mut found = Vec::new();
        for list in id_lists(candidate_ids) {
            for row in on_backend!(self, enrollments::list_of(&list))? {
                found.push(Enrollment::try_from(row)?);
            }
        }
        Ok(found)
    }

    /// Keeps a day's study.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn insert_study_log(&mut self, log: &StudyLog) -> Result<(), StoreError> {
        let row = StudyLogRow::from(log);
        on_backend!(self, enrollments::insert_log(&row))
    }

    /// The log of an enrollment, in the order it was written.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_study_logs(
        &mut self,
        enrollment_id: EnrollmentId,
        request: &PageRequest<StudyLogId>,
    ) -> Result<Page<StudyLog>, StoreError> {
        let whose = enrollment_id.to_string();
        let rows = on_backend!(self, enrollments::list_logs(&whose, &Part::of(request)))?;
        page(rows, request, StudyLog::try_from)
    }

    /// Minutes that an enrollment's log has of one day.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn count_minutes_of_day(
        &mut self,
        enrollment_id: EnrollmentId,
        studied_on: NaiveDate,
    ) -> Result<u32, StoreError> {
        let (whose, day) = (enrollment_id.to_string(), studied_on.to_string());
        let minutes = on_backend!(self, enrollments::list_minutes_of_day(&whose, &day))?;
        number("minutes of a day", minutes.into_iter().map(i64::from).sum::<i64>())
    }
}
