//! Enrollments: one of the own people takes one of the own courses; completing it grants the skill.

use domain::{
    Actor, CandidateId, ChangeKind, Course, CourseId, Enrollment, EnrollmentContent, EnrollmentId,
    EnrollmentStatus, FaultCode, Faults, Page, PageRequest, Scope, Shown, StudyLog, StudyLogContent,
    StudyLogId, limits,
};
use store::{EnrollmentFilter, Tx};

use crate::candidates::find_own as find_person;
use crate::courses::find_own as find_course;
use crate::disclosures::on_record;
use crate::engine::Engine;
use crate::error::{ConflictCode, Expected, MatchingError, changed_meanwhile, check_version};
use crate::journal::Touched;
use crate::once::Once;
use crate::permissions::require;

mod admission;
mod completion;

pub use completion::{Completed, Completion, PostingEffect, Standing, complete_enrollment};

/// An enrollment and its course, by which it is planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedEnrollment {
    /// The enrollment.
    pub enrollment: Enrollment,
    /// Its course as it is now.
    pub course: Course,
}

/// Which enrollments a list shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ListEnrollments {
    /// Of this course alone.
    pub course_id: Option<CourseId>,
    /// Of this person alone.
    pub candidate_id: Option<CandidateId>,
    /// In this state alone.
    pub status: Option<EnrollmentStatus>,
}

/// Enrolls a person.
///
/// # Errors
/// Faults; an unknown course or person; somebody who does not live where the course is for, who takes it already, or
/// for whom there is no place.
pub fn create_enrollment(
    engine: &Engine,
    actor: &Actor,
    content: EnrollmentContent,
    once: &Once<'_, PlannedEnrollment>,
) -> Result<PlannedEnrollment, MatchingError> {
    require(actor, Scope::PreparationWrite)?;
    let content = content.checked()?;
    engine.write(|tx| {
        let course = admission::admit(engine, tx, actor, &content)?;
        let at = engine.now();
        let enrollment = Enrollment {
            id: engine.new_id(EnrollmentId::from_parts),
            organization_id: actor.organization_id,
            version: 1,
            status: EnrollmentStatus::Enrolled,
            minutes_done: 0,
            reason: None,
            ended_on: None,
            content: content.clone(),
            created_at: at,
            updated_at: at,
        };
        tx.insert_enrollment(&enrollment)?;
        engine.record(tx, actor, touched(&enrollment, "created", ChangeKind::Created))?;
        let planned = PlannedEnrollment { enrollment, course };
        once.keep((engine, tx, actor), &planned, Some(content.candidate_id))?;
        Ok(planned)
    })
}

/// One enrollment of the own body.
///
/// # Errors
/// None such.
pub fn get_enrollment(
    engine: &Engine,
    actor: &Actor,
    id: EnrollmentId,
) -> Result<PlannedEnrollment, MatchingError> {
    require(actor, Scope::PreparationRead)?;
    let planned = engine.store.read(|tx| find_own(tx, actor, id))?;
    on_record((engine, actor), Shown::Preparation, planned, whose)
}

/// The enrollments of the own body.
///
/// # Errors
/// A missing scope.
pub fn list_enrollments(
    engine: &Engine,
    actor: &Actor,
    asked: ListEnrollments,
    page: &PageRequest<EnrollmentId>,
) -> Result<Page<PlannedEnrollment>, MatchingError> {
    require(actor, Scope::PreparationRead)?;
    let filter = EnrollmentFilter {
        organization_id: actor.organization_id,
        course_id: asked.course_id,
        candidate_id: asked.candidate_id,
        status: asked.status,
    };
    let found = engine.store.read(|tx| {
        let Page { items, has_more } = tx.list_enrollments(&filter, page)?;
        let items = items.into_iter().map(|enrollment| planned(tx, enrollment)).collect::<Result<_, _>>()?;
        Ok::<_, MatchingError>(Page { items, has_more })
    })?;
    on_record((engine, actor), Shown::Preparation, found, |found| {
        found.items.iter().flat_map(whose).collect()
    })
}

/// Notes a day's study.
///
/// # Errors
/// Faults; none such; an enrollment that has ended; more than a day's minutes on one day.
pub fn create_study_log(
    engine: &Engine,
    actor: &Actor,
    (id, content): (EnrollmentId, StudyLogContent),
    once: &Once<'_, StudyLog>,
) -> Result<StudyLog, MatchingError> {
    require(actor, Scope::PreparationWrite)?;
    let content = content.checked()?;
    engine.write(|tx| {
        let before = find_own(tx, actor, id)?.enrollment;
        check_going_on(&before)?;
        check_day(engine, tx, (&before, &content))?;
        let at = engine.now();
        let log = StudyLog {
            id: engine.new_id(StudyLogId::from_parts),
            enrollment_id: id,
            content: content.clone(),
            created_at: at,
        };
        tx.insert_study_log(&log)?;
        let minutes_done = before.minutes_done + u32::from(content.minutes);
        let after = Enrollment { version: before.version + 1, updated_at: at, minutes_done, ..before };
        save((engine, actor), tx, &after, "studied")?;
        once.keep((engine, tx, actor), &log, Some(after.content.candidate_id))?;
        Ok(log)
    })
}

/// The log of an enrollment, in the order it was written.
///
/// # Errors
/// None such.
pub fn list_study_logs(
    engine: &Engine,
    actor: &Actor,
    id: EnrollmentId,
    page: &PageRequest<StudyLogId>,
) -> Result<Page<StudyLog>, MatchingError> {
    require(actor, Scope::PreparationRead)?;
    let (planned, logs) = engine.store.read(|tx| {
        let planned = find_own(tx, actor, id)?;
        Ok::<_, MatchingError>((planned, tx.list_study_logs(id, page)?))
    })?;
    on_record((engine, actor), Shown::Preparation, logs, |_| whose(&planned))
}

/// Ends an enrollment before it is complete.
///
/// # Errors
/// None such, another version, an enrollment that has ended, a reason that is too long.
pub fn drop_enrollment(
    engine: &Engine,
    actor: &Actor,
    (id, reason): (EnrollmentId, Option<String>),
    expected: Expected,
) -> Result<PlannedEnrollment, MatchingError> {
    require(actor, Scope::PreparationWrite)?;
    check_reason(reason.as_deref())?;
    let dropped = engine.write(|tx| {
        let PlannedEnrollment { enrollment: before, course } = find_own(tx, actor, id)?;
        check_version(expected, before.version)?;
        check_move(&before, EnrollmentStatus::Dropped)?;
        let at = engine.now();
        let after = Enrollment {
            version: before.version + 1,
            updated_at: at,
            status: EnrollmentStatus::Dropped,
            reason: reason.clone(),
            ended_on: Some(at.day_in_japan()),
            ..before
        };
        save((engine, actor), tx, &after, "dropped")?;
        Ok(PlannedEnrollment { enrollment: after, course })
    })?;
    on_record((engine, actor), Shown::Preparation, dropped, whose)
}

/// Who is enrolled.
fn whose(planned: &PlannedEnrollment) -> Vec<CandidateId> {
    vec![planned.enrollment.content.candidate_id]
}

fn check_reason(reason: Option<&str>) -> Result<(), Faults> {
    let mut faults = Faults::default();
    limits::Text::new("/reason", limits::REMARK).optional(reason, &mut faults);
    faults.guard(())
}

fn find_own(tx: &mut Tx<'_>, actor: &Actor, id: EnrollmentId) -> Result<PlannedEnrollment, MatchingError> {
    let found = tx.find_enrollment(id)?;
    let own = found.filter(|enrollment| enrollment.organization_id == actor.organization_id);
    planned(tx, own.ok_or_else(|| MatchingError::not_found("enrollment"))?)
}

fn planned(tx: &mut Tx<'_>, enrollment: Enrollment) -> Result<PlannedEnrollment, MatchingError> {
    let course = tx.find_course(enrollment.content.course_id)?;
    let course = course.ok_or_else(|| MatchingError::not_found("course"))?;
    Ok(PlannedEnrollment { enrollment, course })
}

fn check_going_on(enrollment: &Enrollment) -> Result<(), MatchingError> {
    if enrollment.status == EnrollmentStatus::Enrolled {
        return Ok(());
    }
    let detail = format!("the enrollment has ended: it is {}", enrollment.status);
    Err(MatchingError::conflict(ConflictCode::AlreadyEnded, detail))
}

fn check_move(enrollment: &Enrollment, to: EnrollmentStatus) -> Result<(), MatchingError> {
    match enrollment.status {
        EnrollmentStatus::Enrolled => Ok(()),
        from => Err(MatchingError::illegal_transition("enrollment", (from, to), &[])),
    }
}

fn check_day(
    engine: &Engine,
    tx: &mut Tx<'_>,
    (enrollment, content): (&Enrollment, &StudyLogContent),
) -> Result<(), MatchingError> {
    let (day, mut faults) = (content.studied_on, Faults::default());
    if day < enrollment.content.starts_on {
        let detail = format!("must not be before the enrollment begins ({})", enrollment.content.starts_on);
        faults.add("/studied_on", FaultCode::Contradiction, detail);
    }
    if day > engine.now().day_in_japan() {
        faults.add("/studied_on", FaultCode::OutOfRange, "must not be in the future");
    }
    let known = i64::from(tx.count_minutes_of_day(enrollment.id, day)?);
    let most = *limits::MINUTES_PER_DAY.end();
    if known + i64::from(content.minutes) > most {
        let detail = format!("a day has {most} minutes, and {known} of this one are noted already");
        faults.add("/minutes", FaultCode::OutOfRange, detail);
    }
    Ok(faults.guard(())?)
}

fn save(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    after: &Enrollment,
    act: &str,
) -> Result<(), MatchingError> {
    if !tx.update_enrollment(after, after.version - 1)? {
        return Err(changed_meanwhile());
    }
    engine.record(tx, actor, touched(after, act, ChangeKind::Updated))
}

fn touched<'a>(enrollment: &Enrollment, act: &'a str, kind: ChangeKind) -> Touched<'a> {
    Touched {
        resource: "enrollment",
        id: enrollment.id.to_string(),
        owner: enrollment.organization_id,
        version: enrollment.version,
        act,
        kind,
        at: enrollment.updated_at,
    }
}
