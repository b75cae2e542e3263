//! A person's path in the order of time: events, applications, engagements and courses, as far as the asking body may
//! see it. Of its own people it sees the whole path; of others' what happened with itself.

use std::collections::HashMap;

use domain::{
    Actor, Application, ApplicationId, ApplicationStatus, AttendanceContent, AttendanceId, CandidateId,
    Engagement, EngagementId, EngagementStatus, EnrollmentId, EnrollmentStatus, Event, EventId, EventKind,
    Page, PageRequest, PostingId, Scope, Shown, Timestamp,
};
use store::{Tx, Visit};

use crate::candidates::find_seen_within;
use crate::disclosures::on_record;
use crate::engine::Engine;
use crate::error::MatchingError;
use crate::permissions::{Coordination, require};

domain::words! {
    /// What a person had to do with the region.
    pub enum TouchPointKind {
        /// At an event.
        Attendance = "attendance",
        /// Applied to a posting.
        Application = "application",
        /// Began to work.
        Engagement = "engagement",
        /// Began a course.
        Enrollment = "enrollment",
    }
}

/// Where a touch-point stands in the path.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct TouchPointPlace {
    /// When.
    pub at: Timestamp,
    /// The record's id.
    pub id: String,
}

/// A step of a person's path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TouchPoint {
    /// When: when the event begins, when the application, engagement or enrollment was made.
    pub at: Timestamp,
    /// 題 of the event, the posting or the course.
    pub title: String,
    /// What it was.
    pub touched: Touched,
}

/// What it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Touched {
    /// At an event.
    Attendance {
        /// Id.
        id: AttendanceId,
        /// Which event.
        event_id: EventId,
        /// Of which kind.
        event_kind: EventKind,
        /// As what, whether the person came, for how many days.
        content: AttendanceContent,
    },
    /// Applied to a posting.
    Application {
        /// Id.
        id: ApplicationId,
        /// To which posting.
        posting_id: PostingId,
        /// 段階.
        status: ApplicationStatus,
    },
    /// Worked for a posting.
    Engagement {
        /// Id.
        id: EngagementId,
        /// For which posting.
        posting_id: PostingId,
        /// Where it stands.
        status: EngagementStatus,
    },
    /// Took a course.
    Enrollment {
        /// Id.
        id: EnrollmentId,
        /// State.
        status: EnrollmentStatus,
    },
}

impl TouchPoint {
    /// Where it stands in the path.
    pub fn place(&self) -> TouchPointPlace {
        let id = match &self.touched {
            Touched::Attendance { id, .. } => id.to_string(),
            Touched::Application { id, .. } => id.to_string(),
            Touched::Engagement { id, .. } => id.to_string(),
            Touched::Enrollment { id, .. } => id.to_string(),
        };
        TouchPointPlace { at: self.at, id }
    }

    /// What kind of step it is.
    pub fn kind(&self) -> TouchPointKind {
        match self.touched {
            Touched::Attendance { .. } => TouchPointKind::Attendance,
            Touched::Application { .. } => TouchPointKind::Application,
            Touched::Engagement { .. } => TouchPointKind::Engagement,
            Touched::Enrollment { .. } => TouchPointKind::Enrollment,
        }
    }
}

/// A person's path, the earliest step first.
///
/// # Errors
/// No such person, or none visible.
pub fn list_touch_points(
    engine: &Engine,
    actor: &Actor,
    candidate_id: CandidateId,
    page: &PageRequest<TouchPointPlace>,
) -> Result<Page<TouchPoint>, MatchingError> {
    require(actor, Scope::CandidatesRead)?;
    let path = engine.store.read(|tx| {
        let at = engine.now();
        let coordination = Coordination::of(tx, actor, at, &engine.reference.regions)?;
        let person = find_seen_within(tx, &coordination, candidate_id, at)?;
        let is_own = person.organization_id == actor.organization_id;
        let mut path = attendances(tx, actor, (candidate_id, is_own))?;
        path.extend(applications(tx, (actor, &coordination), candidate_id)?);
        path.extend(engagements(tx, (is_own, &coordination), candidate_id)?);
        path.extend(enrollments(tx, actor, candidate_id)?);
        path.sort_by_cached_key(TouchPoint::place);
        if let Some(after) = &page.after {
            path.retain(|step| step.place() > *after);
        }
        path.truncate(page.limit.saturating_add(1));
        Ok::<_, MatchingError>(Page::of_rows(path, page.limit))
    })?;
    on_record((engine, actor), Shown::TouchPoints, path, |_| vec![candidate_id])
}

/// Of an own person all of them, of another's those at the actor's own events.
fn attendances(
    tx: &mut Tx<'_>,
    actor: &Actor,
    (candidate_id, is_own): (CandidateId, bool),
) -> Result<Vec<TouchPoint>, MatchingError> {
    let visits = tx.list_attendances_of(candidate_id)?;
    let ids: Vec<EventId> = visits.iter().map(|visit| visit.attendance.event_id).collect();
    let events: HashMap<EventId, Event> =
        tx.list_events_by_ids(&ids)?.into_iter().map(|event| (event.id, event)).collect();
    let step = |visit: Visit| {
        let event = events.get(&visit.attendance.event_id)?;
        let is_theirs = event.organization_id == actor.organization_id;
        let mut content = visit.attendance.content;
        if !is_theirs {
            // A remark of the event's body is its own.
            content.note = None;
        }
        (is_own || is_theirs).then(|| TouchPoint {
            at: visit.starts_at,
            title: event.content.title.clone(),
            touched: Touched::Attendance {
                id: visit.attendance.id,
                event_id: event.id,
                event_kind: event.content.kind,
                content,
            },
        })
    };
    Ok(visits.into_iter().filter_map(step).collect())
}

/// Those that the actor made, and those to postings that it manages.
fn applications(
    tx: &mut Tx<'_>,
    (actor, coordination): (&Actor, &Coordination<'_>),
    candidate_id: CandidateId,
) -> Result<Vec<TouchPoint>, MatchingError> {
    let applications = tx.list_applications_of(candidate_id)?;
    let ids: Vec<PostingId> = applications.iter().map(|application| application.posting_id).collect();
    let postings = tx.list_postings_by_ids(&ids)?;
    let step = |application: Application| {
        let place = postings.binary_search_by_key(&application.posting_id, |posting| posting.id).ok()?;
        let posting = &postings[place];
        let is_seen = application.organization_id == actor.organization_id || coordination.manages(posting);
        is_seen.then(|| TouchPoint {
            at: application.created_at,
            title: posting.content.title.clone(),
            touched: Touched::Application {
                id: application.id,
                posting_id: posting.id,
                status: application.status,
            },
        })
    };
    Ok(applications.into_iter().filter_map(step).collect())
}

/// Of an own person all of them, of another's those for postings that the actor manages.
fn engagements(
    tx: &mut Tx<'_>,
    (is_own, coordination): (bool, &Coordination<'_>),
    candidate_id: CandidateId,
) -> Result<Vec<TouchPoint>, MatchingError> {
    let engagements = tx.list_engagements_of(candidate_id)?;
    let ids: Vec<PostingId> = engagements.iter().map(|engagement| engagement.posting_id).collect();
    let postings = tx.list_postings_by_ids(&ids)?;
    let step = |engagement: Engagement| {
        let place = postings.binary_search_by_key(&engagement.posting_id, |posting| posting.id).ok()?;
        let posting = &postings[place];
        (is_own || coordination.manages(posting)).then(|| TouchPoint {
            at: engagement.created_at,
            title: posting.content.title.clone(),
            touched: Touched::Engagement {
                id: engagement.id,
                posting_id: posting.id,
                status: engagement.status,
            },
        })
    };
    Ok(engagements.into_iter().filter_map(step).collect())
}

/// Those in the actor's own courses.
fn enrollments(
    tx: &mut Tx<'_>,
    actor: &Actor,
    candidate_id: CandidateId,
) -> Result<Vec<TouchPoint>, MatchingError> {
    let mut steps = Vec::new();
    for enrollment in tx.list_enrollments_of(&[candidate_id])? {
        if enrollment.organization_id != actor.organization_id {
            continue;
        }
        if let Some(course) = tx.find_course(enrollment.content.course_id)? {
            steps.push(TouchPoint {
                at: enrollment.created_at,
                title: course.content.title,
                touched: Touched::Enrollment { id: enrollment.id, status: enrollment.status },
            });
        }
    }
    Ok(steps)
}
