//! Who is put down for an event, who came, and what came of it: own people, and people open to the event's body.
//!
//! Somebody who is not open to the body any more is neither listed nor counted, but keeps their place: the event has no
//! more room because a consent was withdrawn.

use std::collections::{BTreeSet, HashMap};

use domain::{
    Actor, Application, ApplicationStatus, Attendance, AttendanceContent, AttendanceId, AttendanceRole,
    AttendanceStatus, Candidate, CandidateId, ChangeKind, Event, EventId, FaultCode, Faults, OrganizationId,
    Page, PageRequest, PostingId, Scope, Shown,
};
use store::Tx;

use super::find_writable;
use crate::candidates::find_seen_within;
use crate::disclosures::on_record;
use crate::engine::Engine;
use crate::error::{
    ConflictCode, Expected, MatchingError, Replacement, Upserted, changed_meanwhile, check_version,
};
use crate::journal::Touched;
use crate::permissions::{Coordination, open_people, require};

/// Attendances read at a time.
const ATTENDANCES_A_QUERY: usize = 500;

/// An attendance that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAttendance {
    /// At which event.
    pub event_id: EventId,
    /// Who.
    pub candidate_id: CandidateId,
    /// What is written, and over which version.
    pub replacement: Replacement<AttendanceContent>,
}

/// An application that followed an attendance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Following {
    /// To which posting of the event or of its round.
    pub posting_id: PostingId,
    /// Which.
    pub application: Application,
}

/// Somebody who is put down for an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attendee {
    /// The attendance.
    pub attendance: Attendance,
    /// The person's applications to postings of the event or of its round, as far as the actor sees them.
    pub applications: Vec<Following>,
}

/// How many of all pages together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AttendanceCounts {
    /// Put down in all.
    pub total: u64,
    /// 申込ずみ.
    pub registered: u64,
    /// 参加.
    pub attended: u64,
    /// 欠席.
    pub absent: u64,
    /// 参加者.
    pub participants: u64,
    /// 登壇者.
    pub speakers: u64,
    /// 運営.
    pub staff: u64,
    /// Days of visits together.
    pub visit_days: u64,
    /// Who applied to a posting of the event or of its round.
    pub applicants: u64,
}

/// A page of attendees, and counts of all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttendanceList {
    /// The page.
    pub page: Page<Attendee>,
    /// Of all pages.
    pub counts: AttendanceCounts,
}

/// Puts a person down for an event, or changes what is written of it.
///
/// # Errors
/// Faults, no such event or none of the actor's, no such person or none open to it, another version; no place left,
/// however many ask at the same moment.
pub fn put_attendance(
    engine: &Engine,
    actor: &Actor,
    new: &NewAttendance,
) -> Result<Upserted<Attendance>, MatchingError> {
    require(actor, Scope::ProgramsWrite)?;
    let content = new.replacement.content.clone().checked()?;
    engine.write(|tx| {
        // The event is held: whoever takes another of its places waits.
        let event = find_writable(engine, tx, actor, new.event_id)?;
        let at = engine.now();
        let coordination = Coordination::of(tx, actor, at, &engine.reference.regions)?;
        let person = find_seen_within(tx, &coordination, new.candidate_id, at)?;
        let before = tx.find_attendance(event.id, person.id)?;
        match (&before, new.replacement.expected) {
            (Some(before), expected) => check_version(expected, before.version)?,
            (None, Some(_)) => return Err(MatchingError::not_found("attendance")),
            (None, None) => {}
        }
        let had_a_place = before.as_ref().is_some_and(|before| before.content.takes_a_place());
        if content.takes_a_place() && !had_a_place {
            check_room(tx, &event)?;
        }
        let (kind, act) = match before {
            None => (ChangeKind::Created, "created"),
            Some(_) => (ChangeKind::Updated, "updated"),
        };
        let attendance = match before {
            None => Attendance {
                id: engine.new_id(AttendanceId::from_parts),
                event_id: event.id,
                candidate_id: person.id,
                version: 1,
                created_at: at,
                updated_at: at,
                content: content.clone(),
            },
            Some(before) => {
                Attendance { version: before.version + 1, updated_at: at, content: content.clone(), ..before }
            }
        };
        if kind == ChangeKind::Created {
            tx.insert_attendance(&attendance)?;
        } else if !tx.update_attendance(&attendance, attendance.version - 1)? {
            return Err(changed_meanwhile());
        }
        record((engine, actor), tx, (&event, &person), touched(&attendance, &event, (act, kind)))?;
        Ok(Upserted { record: attendance, created: kind == ChangeKind::Created })
    })
}

/// Takes a person off an event, also one who is not open to its body any more.
///
/// # Errors
/// No such event or none of the actor's, nobody such put down for it, another version.
pub fn delete_attendance(
    engine: &Engine,
    actor: &Actor,
    (event_id, candidate_id): (EventId, CandidateId),
    expected: Expected,
) -> Result<(), MatchingError> {
    require(actor, Scope::ProgramsWrite)?;
    engine.write(|tx| {
        let event = find_writable(engine, tx, actor, event_id)?;
        let none = || MatchingError::not_found("attendance");
        let before = tx.find_attendance(event.id, candidate_id)?.ok_or_else(none)?;
        let person = tx.find_candidate(candidate_id)?.ok_or_else(none)?;
        check_version(expected, before.version)?;
        if !tx.delete_attendance(before.id, before.version)? {
            return Err(changed_meanwhile());
        }
        let gone = Attendance { version: before.version + 1, updated_at: engine.now(), ..before };
        let left = touched(&gone, &event, ("deleted", ChangeKind::Deleted));
        record((engine, actor), tx, (&event, &person), left)
    })
}

/// Who is put down for an event, the earliest first, with what each applied to.
///
/// # Errors
/// No such event, or none of the actor's.
pub fn list_attendances(
    engine: &Engine,
    actor: &Actor,
    event_id: EventId,
    page: &PageRequest<AttendanceId>,
) -> Result<AttendanceList, MatchingError> {
    require(actor, Scope::ProgramsRead)?;
    let list = engine.store.read(|tx| {
        let event = find_writable(engine, tx, actor, event_id)?;
        let coordination = Coordination::of(tx, actor, engine.now(), &engine.reference.regions)?;
        let open = open_attendances(engine, tx, &coordination, event.id)?;
        let mut applications = applications_to(tx, (actor, &coordination), (&event, &open))?;
        let attendees: Vec<Attendee> = open
            .into_iter()
            .map(|attendance| {
                let applications = applications.remove(&attendance.candidate_id).unwrap_or_default();
                Attendee { attendance, applications }
            })
            .collect();
        let counts = AttendanceCounts::of(&attendees);
        let behind = attendees
            .into_iter()
            .filter(|attendee| page.after.is_none_or(|after| attendee.attendance.id > after))
            .take(page.limit.saturating_add(1));
        Ok::<_, MatchingError>(AttendanceList { page: Page::of_rows(behind.collect(), page.limit), counts })
    })?;
    on_record((engine, actor), Shown::Attendance, list, |list| {
        list.page.items.iter().map(|attendee| attendee.attendance.candidate_id).collect()
    })
}

impl AttendanceCounts {
    fn of(attendees: &[Attendee]) -> Self {
        let mut counts = Self::default();
        for Attendee { attendance, applications } in attendees {
            let content = &attendance.content;
            counts.total += 1;
            *match content.status {
                AttendanceStatus::Registered => &mut counts.registered,
                AttendanceStatus::Attended => &mut counts.attended,
                AttendanceStatus::Absent => &mut counts.absent,
            } += 1;
            *match content.role {
                AttendanceRole::Participant => &mut counts.participants,
                AttendanceRole::Speaker => &mut counts.speakers,
                AttendanceRole::Staff => &mut counts.staff,
            } += 1;
            counts.visit_days += u64::from(content.visit_days);
            counts.applicants += u64::from(!applications.is_empty());
        }
        counts
    }
}

/// Refuses an event with fewer places than are taken.
///
/// # Errors
/// A fault at `/capacity`.
pub(super) fn check_capacity(tx: &mut Tx<'_>, event: &Event) -> Result<(), MatchingError> {
    let Some(capacity) = event.content.capacity else { return Ok(()) };
    let taken = tx.count_places_taken(event.id)?;
    if taken <= u64::from(capacity) {
        return Ok(());
    }
    let detail = format!("must not be below the {taken} places that are taken");
    Err(Faults::one("/capacity", FaultCode::Contradiction, detail).into())
}

/// Tells the bodies of events that the attendances of somebody who is being deleted are gone.
pub(crate) fn tell_of_deletion(
    engine: &Engine,
    tx: &mut Tx<'_>,
    person: &Candidate,
) -> Result<(), MatchingError> {
    let visits = tx.list_attendances_of(person.id)?;
    let ids: Vec<EventId> = visits.iter().map(|visit| visit.attendance.event_id).collect();
    let events = tx.list_events_by_ids(&ids)?;
    for visit in visits {
        let Ok(place) = events.binary_search_by_key(&visit.attendance.event_id, |event| event.id) else {
            continue;
        };
        let event = &events[place];
        let version = visit.attendance.version + 1;
        let gone = Attendance { version, updated_at: engine.now(), ..visit.attendance };
        for body in BTreeSet::from([event.organization_id, person.organization_id]) {
            engine.tell(tx, body, &touched(&gone, event, ("deleted", ChangeKind::Deleted)))?;
        }
    }
    Ok(())
}

fn check_room(tx: &mut Tx<'_>, event: &Event) -> Result<(), MatchingError> {
    let Some(capacity) = event.content.capacity else { return Ok(()) };
    if tx.count_places_taken(event.id)? < u64::from(capacity) {
        return Ok(());
    }
    let detail = format!("all {capacity} places of the event are taken");
    Err(MatchingError::conflict(ConflictCode::EventFull, detail))
}

/// All attendances of an event whose people are open, the earliest put down first.
fn open_attendances(
    engine: &Engine,
    tx: &mut Tx<'_>,
    coordination: &Coordination<'_>,
    event_id: EventId,
) -> Result<Vec<Attendance>, MatchingError> {
    let mut part = PageRequest { limit: ATTENDANCES_A_QUERY, after: None };
    let mut open = Vec::new();
    loop {
        let rows = tx.list_attendances(event_id, &part)?;
        part.after = rows.items.last().map(|attendance| attendance.id);
        let whose = rows.items.iter().map(|attendance| attendance.candidate_id);
        let visible = open_people(tx, coordination, whose, engine.now())?;
        open.extend(rows.items.into_iter().filter(|row| visible.contains(&row.candidate_id)));
        if !rows.has_more {
            return Ok(open);
        }
    }
}

/// What these people applied to among the postings of the event and of its round, withdrawn applications left out: of
/// the actor's own people, and to postings that it manages.
fn applications_to(
    tx: &mut Tx<'_>,
    (actor, coordination): (&Actor, &Coordination<'_>),
    (event, attendances): (&Event, &[Attendance]),
) -> Result<HashMap<CandidateId, Vec<Following>>, MatchingError> {
    let mut postings = tx.list_postings_by_ids(&event.content.posting_ids)?;
    if let Some(round) = event.content.round_id {
        postings.extend(tx.list_postings_of_round(round)?);
    }
    let managed: HashMap<PostingId, bool> =
        postings.iter().map(|posting| (posting.id, coordination.manages(posting))).collect();
    let mut found = HashMap::new();
    if managed.is_empty() {
        return Ok(found);
    }
    for attendance in attendances {
        let theirs = tx.list_applications_of(attendance.candidate_id)?.into_iter();
        let seen = theirs.filter(|application| {
            application.status != ApplicationStatus::Withdrawn
                && managed.get(&application.posting_id).is_some_and(|is_managed| {
                    *is_managed || application.organization_id == actor.organization_id
                })
        });
        let seen: Vec<Following> =
            seen.map(|application| Following { posting_id: application.posting_id, application }).collect();
        if !seen.is_empty() {
            found.insert(attendance.candidate_id, seen);
        }
    }
    Ok(found)
}

/// Writes down what changed, and lets the body that registered the person know too.
fn record(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    (event, person): (&Event, &Candidate),
    touched: Touched<'_>,
) -> Result<(), MatchingError> {
    let other: Option<OrganizationId> =
        Some(person.organization_id).filter(|body| *body != event.organization_id);
    if let Some(body) = other {
        engine.tell(tx, body, &touched)?;
    }
    engine.record(tx, actor, touched)
}

fn touched<'a>(attendance: &Attendance, event: &Event, (act, kind): (&'a str, ChangeKind)) -> Touched<'a> {
    Touched {
        resource: "attendance",
        id: attendance.id.to_string(),
        owner: event.organization_id,
        version: attendance.version,
        act,
        kind,
        at: attendance.updated_at,
    }
}
