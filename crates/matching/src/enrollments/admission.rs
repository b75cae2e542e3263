//! Who may take a course: somebody of the own people, living where it is for, while there is a place.

use domain::{Actor, Candidate, Course, EnrollmentContent, FaultCode, Faults};
use store::Tx;

use super::{find_course, find_person};
use crate::engine::Engine;
use crate::error::{ConflictCode, MatchingError};

/// The course, when the person may take it.
pub(super) fn admit(
    engine: &Engine,
    tx: &mut Tx<'_>,
    actor: &Actor,
    content: &EnrollmentContent,
) -> Result<Course, MatchingError> {
    let (course, person) = find_both(tx, actor, content)?;
    check_beginning(&course, content)?;
    check_home(engine, &course, &person)?;
    if tx.find_taken_enrollment(course.id, person.id)?.is_some() {
        let detail = "the person takes this course, or has completed it";
        return Err(MatchingError::conflict(ConflictCode::AlreadyEnrolled, detail));
    }
    // The course is held, so that two who come at once do not take the last place together.
    if let Some(places) = course.content.capacity
        && tx.count_taken_places(course.id)? >= u64::from(places)
    {
        let detail = format!("all {places} places of the course are taken");
        return Err(MatchingError::conflict(ConflictCode::Full, detail));
    }
    Ok(course)
}

/// The course and the person, when both exist for the actor; else a fault for each that does not.
fn find_both(
    tx: &mut Tx<'_>,
    actor: &Actor,
    content: &EnrollmentContent,
) -> Result<(Course, Candidate), MatchingError> {
    let mut faults = Faults::default();
    let course = find_course(tx, actor, content.course_id);
    if matches!(course, Err(MatchingError::NotFound { .. })) {
        let detail = "no such course of your organization";
        faults.add("/course_id", FaultCode::UnknownReference, detail);
    }
    let person = find_person(tx, actor, content.candidate_id);
    if matches!(person, Err(MatchingError::NotFound { .. })) {
        let detail = "no such candidate of your organization";
        faults.add("/candidate_id", FaultCode::UnknownReference, detail);
    }
    faults.guard(())?;
    Ok((course?, person?))
}

fn check_beginning(course: &Course, content: &EnrollmentContent) -> Result<(), Faults> {
    let (day, mut faults) = (content.starts_on, Faults::default());
    if let Some(first) = course.content.starts_on.filter(|first| day < *first) {
        let detail = format!("the course begins on {first}");
        faults.add("/starts_on", FaultCode::OutOfRange, detail);
    }
    if let Some(last) = course.content.ends_on.filter(|last| *last < day) {
        let detail = format!("nobody begins the course after {last}");
        faults.add("/starts_on", FaultCode::OutOfRange, detail);
    }
    faults.guard(())
}

fn check_home(engine: &Engine, course: &Course, person: &Candidate) -> Result<(), MatchingError> {
    let (within, regions) = (&course.content.within, &engine.reference.regions);
    if within.is_empty() {
        return Ok(());
    }
    let places: Vec<String> = within.iter().map(|region| regions.name_ja(*region)).collect();
    let places = places.join("、");
    let detail = match person.content.profile.home_municipality {
        Some(home) if within.iter().any(|region| regions.lies_in(home, *region)) => return Ok(()),
        Some(home) => {
            let home = regions.name_ja(domain::RegionCode::Municipality(home));
            format!("the course is for residents of {places}; the person lives in {home}")
        }
        None => format!("the course is for residents of {places}; where the person lives is not stated"),
    };
    Err(MatchingError::conflict(ConflictCode::NotResident, detail))
}
