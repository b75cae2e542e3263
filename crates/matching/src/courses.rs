//! Courses: a body offers them to its own people.

use chrono::NaiveDate;
use domain::{
    Actor, ChangeKind, Course, CourseContent, CourseId, FaultCode, Faults, Page, PageRequest, Scope,
};
use store::Tx;

use crate::engine::Engine;
use crate::error::{MatchingError, Replacement, changed_meanwhile, check_version};
use crate::journal::Touched;
use crate::once::Once;
use crate::permissions::require;

mod effects;
mod preparations;

pub use effects::{CourseEffect, CourseEffects, EffectsRegion, count_course_effects};
pub use preparations::{OpenedPosting, Preparation, Preparations, list_preparations};

/// Courses that are weighed against each other at most; the earliest made come first.
const MOST_COURSES: usize = 200;

/// Makes a course.
///
/// # Errors
/// Faults of the content, a body that teaches and does not exist.
pub fn create_course(
    engine: &Engine,
    actor: &Actor,
    content: CourseContent,
    once: &Once<'_, Course>,
) -> Result<Course, MatchingError> {
    require(actor, Scope::PreparationWrite)?;
    let content = content.checked()?;
    engine.write(|tx| {
        check_provider(tx, &content)?;
        let at = engine.now();
        let course = Course {
            id: engine.new_id(CourseId::from_parts),
            organization_id: actor.organization_id,
            version: 1,
            created_at: at,
            updated_at: at,
            content: content.clone(),
        };
        tx.insert_course(&course)?;
        engine.record(tx, actor, touched(&course, "created", ChangeKind::Created))?;
        once.keep((engine, tx, actor), &course, None)?;
        Ok(course)
    })
}

/// One course of the own body.
///
/// # Errors
/// None such.
pub fn get_course(engine: &Engine, actor: &Actor, id: CourseId) -> Result<Course, MatchingError> {
    require(actor, Scope::PreparationRead)?;
    engine.store.read(|tx| find_own(tx, actor, id))
}

/// The courses of the own body.
///
/// # Errors
/// A missing scope.
pub fn list_courses(
    engine: &Engine,
    actor: &Actor,
    page: &PageRequest<CourseId>,
) -> Result<Page<Course>, MatchingError> {
    require(actor, Scope::PreparationRead)?;
    engine.store.read(|tx| Ok(tx.list_courses(actor.organization_id, page)?))
}

/// Replaces what is written of a course. Who takes it already goes on; what they are granted is what the course says
/// when they complete it.
///
/// # Errors
/// Faults, none such, another version, fewer places than are taken.
pub fn replace_course(
    engine: &Engine,
    actor: &Actor,
    id: CourseId,
    replacement: Replacement<CourseContent>,
) -> Result<Course, MatchingError> {
    require(actor, Scope::PreparationWrite)?;
    let Replacement { content, expected } = replacement;
    let content = content.checked()?;
    engine.write(|tx| {
        let before = find_own(tx, actor, id)?;
        check_version(expected, before.version)?;
        check_provider(tx, &content)?;
        let taken = tx.count_taken_places(id)?;
        if content.capacity.is_some_and(|places| u64::from(places) < taken) {
            let detail = format!("must not be below the {taken} places that are taken");
            return Err(Faults::one("/capacity", FaultCode::Contradiction, detail).into());
        }
        let after = Course {
            version: before.version + 1,
            updated_at: engine.now(),
            content: content.clone(),
            ..before
        };
        if !tx.update_course(&after, before.version)? {
            return Err(changed_meanwhile());
        }
        engine.record(tx, actor, touched(&after, "updated", ChangeKind::Updated))?;
        Ok(after)
    })
}

/// A course of the actor's own body.
pub(crate) fn find_own(tx: &mut Tx<'_>, actor: &Actor, id: CourseId) -> Result<Course, MatchingError> {
    tx.find_course(id)?
        .filter(|course| course.organization_id == actor.organization_id)
        .ok_or_else(|| MatchingError::not_found("course"))
}

/// The courses of the own body that somebody may still begin on a day.
fn list_open(tx: &mut Tx<'_>, actor: &Actor, today: NaiveDate) -> Result<Vec<Course>, MatchingError> {
    let all = PageRequest { limit: MOST_COURSES, after: None };
    let mut courses = tx.list_courses(actor.organization_id, &all)?.items;
    courses.retain(|course| course.content.ends_on.is_none_or(|ends| today <= ends));
    Ok(courses)
}

fn check_provider(tx: &mut Tx<'_>, content: &CourseContent) -> Result<(), MatchingError> {
    let Some(provider) = content.provider_id else { return Ok(()) };
    if tx.find_organization(provider)?.is_none() {
        let fault = Faults::one("/provider_id", FaultCode::UnknownReference, "no such organization");
        return Err(fault.into());
    }
    Ok(())
}

fn touched<'a>(course: &Course, act: &'a str, kind: ChangeKind) -> Touched<'a> {
    Touched {
        resource: "course",
        id: course.id.to_string(),
        owner: course.organization_id,
        version: course.version,
        act,
        kind,
        at: course.updated_at,
    }
}
