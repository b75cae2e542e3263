//! 受講: a person takes a course, studies, and completes or drops it.

use chrono::NaiveDate;

use crate::fault::{FaultCode, Faults};
use crate::id::{CandidateId, CourseId, EnrollmentId, OrganizationId, StudyLogId};
use crate::limits::{self, Text};
use crate::timestamp::Timestamp;
use crate::words;

words! {
    /// The state of an enrollment.
    pub enum EnrollmentStatus {
        /// 受講中
        Enrolled = "enrolled",
        /// 修了
        Completed = "completed",
        /// 中断
        Dropped = "dropped",
    }
}

/// Hours of study a day, from … to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HoursPerDay {
    /// The fewest.
    pub min: u8,
    /// The most; not below the fewest.
    pub max: u8,
}

/// What a caller writes of an enrollment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnrollmentContent {
    /// Of which course.
    pub course_id: CourseId,
    /// Who.
    pub candidate_id: CandidateId,
    /// How much is studied a day.
    pub hours_per_day: HoursPerDay,
    /// First day, in Japan.
    pub starts_on: NaiveDate,
}

/// 受講.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enrollment {
    /// Id.
    pub id: EnrollmentId,
    /// The body that offers the course and registered the person.
    pub organization_id: OrganizationId,
    /// Grows by one with each change, a day's study included.
    pub version: i64,
    /// State.
    pub status: EnrollmentStatus,
    /// Minutes studied, by the log.
    pub minutes_done: u32,
    /// Why it was dropped, or is complete with fewer hours than the course has.
    pub reason: Option<String>,
    /// The day it ended, completed or dropped.
    pub ended_on: Option<NaiveDate>,
    /// What the caller wrote.
    pub content: EnrollmentContent,
    /// Made at.
    pub created_at: Timestamp,
    /// Last changed at.
    pub updated_at: Timestamp,
}

/// What a caller writes of a day's study.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StudyLogContent {
    /// The day, in Japan.
    pub studied_on: NaiveDate,
    /// Minutes.
    pub minutes: u16,
    /// What was done.
    pub note: Option<String>,
}

/// A day's study. Never changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StudyLog {
    /// Id.
    pub id: StudyLogId,
    /// Of which enrollment.
    pub enrollment_id: EnrollmentId,
    /// What the caller wrote.
    pub content: StudyLogContent,
    /// Written down at.
    pub created_at: Timestamp,
}

impl EnrollmentContent {
    /// The content, within its limits and without contradictions.
    ///
    /// # Errors
    /// Every fault, with a pointer.
    pub fn checked(self) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let HoursPerDay { min, max } = self.hours_per_day;
        for (pointer, hours) in [("/hours_per_day/min", min), ("/hours_per_day/max", max)] {
            limits::range(pointer, i64::from(hours), limits::HOURS_PER_DAY, &mut faults);
        }
        if max < min {
            let detail = format!("max ({max}) must not be below min ({min})");
            faults.add("/hours_per_day/max", FaultCode::Contradiction, detail);
        }
        faults.guard(self)
    }
}

impl StudyLogContent {
    /// The content, within its limits.
    ///
    /// # Errors
    /// Every fault, with a pointer.
    pub fn checked(self) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        limits::range("/minutes", i64::from(self.minutes), limits::MINUTES_PER_DAY, &mut faults);
        Text::new("/note", limits::REMARK).optional(self.note.as_deref(), &mut faults);
        faults.guard(self)
    }
}
