//! How far the members of a cohort have come: their stage then and now, sessions, talks, courses.

use std::collections::HashMap;

use domain::{
    Actor, Candidate, CandidateId, CohortId, CohortMember, CourseId, EnrollmentId, EnrollmentStatus, Page,
    PageRequest, Readiness, Scope, Shown,
};

use super::find_own;
use crate::disclosures::on_record;
use crate::engine::Engine;
use crate::error::MatchingError;
use crate::permissions::require;

/// A course that a member takes or took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TakenCourse {
    /// The enrollment.
    pub enrollment_id: EnrollmentId,
    /// The course.
    pub course_id: CourseId,
    /// State.
    pub status: EnrollmentStatus,
    /// Minutes studied.
    pub minutes_done: u32,
}

/// How far a member has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberProgress {
    /// The membership.
    pub member: CohortMember,
    /// The person's name; the body's own people only.
    pub display_name: String,
    /// 準備の段階 now.
    pub readiness_now: Option<Readiness>,
    /// Sessions of the cohort: events that name it.
    pub sessions: u64,
    /// Those that the person has attended.
    pub sessions_attended: u64,
    /// Talks held.
    pub one_on_ones: u64,
    /// Courses, the earliest begun first.
    pub courses: Vec<TakenCourse>,
}

/// The progress of each member of a cohort, those who left too.
///
/// # Errors
/// No such cohort.
pub fn list_progress(
    engine: &Engine,
    actor: &Actor,
    id: CohortId,
    page: &PageRequest<CandidateId>,
) -> Result<Page<MemberProgress>, MatchingError> {
    require(actor, Scope::PreparationRead)?;
    let progress = engine.store.read(|tx| {
        let cohort = find_own(tx, actor, id)?;
        let (sessions, attended) = tx.count_sessions((cohort.organization_id, id))?;
        let members = tx.list_cohort_members(id, page)?;
        let ids: Vec<CandidateId> = members.items.iter().map(|member| member.candidate_id).collect();
        let people = tx.list_candidates_by_ids(&ids)?;
        let people: HashMap<CandidateId, Candidate> =
            people.into_iter().map(|person| (person.id, person)).collect();
        let talks = tx.count_one_on_ones(id)?;
        let mut courses: HashMap<CandidateId, Vec<TakenCourse>> = HashMap::new();
        for enrollment in tx.list_enrollments_of(&ids)? {
            courses.entry(enrollment.content.candidate_id).or_default().push(TakenCourse {
                enrollment_id: enrollment.id,
                course_id: enrollment.content.course_id,
                status: enrollment.status,
                minutes_done: enrollment.minutes_done,
            });
        }
        Ok::<_, MatchingError>(members.map(|member| {
            let person = people.get(&member.candidate_id).map(|person| &person.content);
            MemberProgress {
                display_name: person.map(|person| person.display_name.clone()).unwrap_or_default(),
                readiness_now: person.and_then(|person| person.readiness),
                sessions,
                sessions_attended: attended.get(&member.candidate_id).copied().unwrap_or(0),
                one_on_ones: talks.get(&member.candidate_id).copied().unwrap_or(0),
                courses: courses.remove(&member.candidate_id).unwrap_or_default(),
                member,
            }
        }))
    })?;
    on_record((engine, actor), Shown::Preparation, progress, |progress| {
        progress.items.iter().map(|one| one.member.candidate_id).collect()
    })
}
