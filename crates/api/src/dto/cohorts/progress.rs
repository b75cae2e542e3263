//! How far the members of a cohort have come.

use chrono::NaiveDate;
use domain::{CandidateId, CourseId, EnrollmentId, EnrollmentStatus, Readiness};
use matching::cohorts::{MemberProgress, TakenCourse};
use serde::Serialize;
use utoipa::ToSchema;

use crate::dto::{pages, vocabulary};

/// A course that a member takes or took.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TakenCourse)]
pub struct TakenCourseResponse {
    /// The enrollment.
    #[schema(value_type = vocabulary::Uuid)]
    pub enrollment_id: EnrollmentId,
    /// The course.
    #[schema(value_type = vocabulary::Uuid)]
    pub course_id: CourseId,
    /// Its state.
    #[schema(value_type = vocabulary::EnrollmentStatus)]
    pub status: EnrollmentStatus,
    /// Minutes studied.
    pub minutes_done: u32,
}

/// How far a member has come.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MemberProgress)]
pub struct MemberProgressResponse {
    /// Who.
    #[schema(value_type = vocabulary::Uuid)]
    pub candidate_id: CandidateId,
    /// The person's name.
    #[schema(max_length = 100)]
    pub display_name: String,
    /// First day, in Japan.
    #[schema(value_type = vocabulary::Date)]
    pub joined_on: NaiveDate,
    /// Last day, in Japan.
    #[schema(value_type = Option<vocabulary::Date>)]
    pub left_on: Option<NaiveDate>,
    /// 準備の段階 when the person joined.
    #[schema(value_type = Option<vocabulary::Readiness>)]
    pub readiness_before: Option<Readiness>,
    /// 準備の段階 now.
    #[schema(value_type = Option<vocabulary::Readiness>)]
    pub readiness_now: Option<Readiness>,
    /// Sessions of the cohort: events that name it.
    pub sessions: u64,
    /// Those that the person has attended.
    pub sessions_attended: u64,
    /// Talks held.
    pub one_on_ones: u64,
    /// Courses, the earliest begun first.
    #[schema(max_items = 1000)]
    pub courses: Vec<TakenCourseResponse>,
}

impl From<TakenCourse> for TakenCourseResponse {
    fn from(taken: TakenCourse) -> Self {
        Self {
            enrollment_id: taken.enrollment_id,
            course_id: taken.course_id,
            status: taken.status,
            minutes_done: taken.minutes_done,
        }
    }
}

impl From<MemberProgress> for MemberProgressResponse {
    fn from(progress: MemberProgress) -> Self {
        let member = progress.member;
        Self {
            candidate_id: member.candidate_id,
            display_name: progress.display_name,
            joined_on: member.content.joined_on,
            left_on: member.content.left_on,
            readiness_before: member.readiness_before,
            readiness_now: progress.readiness_now,
            sessions: progress.sessions,
            sessions_attended: progress.sessions_attended,
            one_on_ones: progress.one_on_ones,
            courses: progress.courses.into_iter().map(TakenCourseResponse::from).collect(),
        }
    }
}

pages! {
    /// A page of the progress of members.
    MemberProgressPage of MemberProgressResponse;
}
