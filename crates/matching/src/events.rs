//! Events: held by a body, open to all or to those who take part in its program or round.

use domain::{
    Actor, ChangeKind, CohortId, Event, EventContent, EventId, EventKind, ExternalId, OrganizationId, Page,
    PageRequest, PostingId, ProgramId, RoundId, Scope, Timestamp,
};
use store::{EventFilter, StoreError, Tx};

use crate::engine::Engine;
use crate::error::{ConflictCode, Expected, MatchingError, Replacement, changed_meanwhile, check_version};
use crate::journal::Touched;
use crate::once::Once;
use crate::participation::participant;
use crate::permissions::{Coordination, require};

mod attendances;
mod references;
mod touch_points;

pub(crate) use attendances::tell_of_deletion;
pub use attendances::{
    AttendanceCounts, AttendanceList, Attendee, Following, NewAttendance, delete_attendance,
    list_attendances, put_attendance,
};
use references::check_references;
pub use touch_points::{
    TouchPoint, TouchPointKind, TouchPointPlace, Touched as TouchedBy, list_touch_points,
};

/// Which events a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListEvents {
    /// Only of this body.
    pub organization_id: Option<OrganizationId>,
    /// Only the actor's own under this key.
    pub external_id: Option<ExternalId>,
    /// Only of this kind.
    pub kind: Option<EventKind>,
    /// Only of this program.
    pub program_id: Option<ProgramId>,
    /// Only of this round.
    pub round_id: Option<RoundId>,
    /// Only of this cohort.
    pub cohort_id: Option<CohortId>,
    /// Only about this posting.
    pub posting_id: Option<PostingId>,
    /// Only those that begin at this instant or later.
    pub from: Option<Timestamp>,
    /// Only those that begin at this instant or earlier.
    pub until: Option<Timestamp>,
}

/// Announces an event.
///
/// # Errors
/// Faults, a program, round, posting or person that the actor may not name, a taken external id.
pub fn create_event(
    engine: &Engine,
    actor: &Actor,
    content: EventContent,
    once: &Once<'_, Event>,
) -> Result<Event, MatchingError> {
    require(actor, Scope::ProgramsWrite)?;
    let content = content.checked()?;
    engine.write(|tx| {
        let at = engine.now();
        let event = Event {
            id: engine.new_id(EventId::from_parts),
            organization_id: actor.organization_id,
            version: 1,
            created_at: at,
            updated_at: at,
            content: content.clone(),
        };
        check_references(engine, tx, actor, &event)?;
        tx.insert_event(&event)?;
        engine.record(tx, actor, touched(&event, "created", ChangeKind::Created))?;
        once.keep((engine, tx, actor), &event, None)?;
        Ok(event)
    })
}

/// One event.
///
/// # Errors
/// None such, or none visible.
pub fn get_event(engine: &Engine, actor: &Actor, id: EventId) -> Result<Event, MatchingError> {
    require(actor, Scope::ProgramsRead)?;
    engine.store.read(|tx| find_visible(engine, tx, actor, id))
}

/// The events that the actor may see.
///
/// # Errors
/// A missing scope.
pub fn list_events(
    engine: &Engine,
    actor: &Actor,
    list: ListEvents,
    page: &PageRequest<EventId>,
) -> Result<Page<Event>, MatchingError> {
    require(actor, Scope::ProgramsRead)?;
    engine.store.read(|tx| {
        let filter = EventFilter {
            organization_id: list.organization_id,
            external_id: list.external_id,
            kind: list.kind,
            program_id: list.program_id,
            round_id: list.round_id,
            cohort_id: list.cohort_id,
            posting_id: list.posting_id,
            from: list.from,
            until: list.until,
            ..EventFilter::of(participant(tx, actor, engine.now())?)
        };
        let Page { items, has_more } = tx.list_events(&filter, page)?;
        Ok(Page { items: shown(engine, tx, actor, items)?, has_more })
    })
}

/// Replaces what is written of an event.
///
/// # Errors
/// Faults, none such, not the actor's, fewer places than are taken, another version, a taken external id.
pub fn replace_event(
    engine: &Engine,
    actor: &Actor,
    id: EventId,
    replacement: Replacement<EventContent>,
) -> Result<Event, MatchingError> {
    require(actor, Scope::ProgramsWrite)?;
    let Replacement { content, expected } = replacement;
    let content = content.checked()?;
    engine.write(|tx| {
        let before = find_writable(engine, tx, actor, id)?;
        check_version(expected, before.version)?;
        let after = Event {
            version: before.version + 1,
            updated_at: engine.now(),
            content: content.clone(),
            ..before
        };
        check_references(engine, tx, actor, &after)?;
        attendances::check_capacity(tx, &after)?;
        if !tx.update_event(&after, after.version - 1)? {
            return Err(changed_meanwhile());
        }
        engine.record(tx, actor, touched(&after, "updated", ChangeKind::Updated))?;
        Ok(after)
    })
}

/// Deletes an event for which nobody is put down.
///
/// # Errors
/// None such, not the actor's, somebody is put down for it, another version.
pub fn delete_event(
    engine: &Engine,
    actor: &Actor,
    id: EventId,
    expected: Expected,
) -> Result<(), MatchingError> {
    require(actor, Scope::ProgramsWrite)?;
    engine.write(|tx| {
        let before = find_writable(engine, tx, actor, id)?;
        check_version(expected, before.version)?;
        match tx.delete_event(id, before.version) {
            Ok(true) => {}
            Ok(false) => return Err(changed_meanwhile()),
            Err(StoreError::Dangling) => {
                let detail = "somebody is put down for the event; delete the attendances first";
                return Err(MatchingError::conflict(ConflictCode::InUse, detail));
            }
            Err(error) => return Err(error.into()),
        }
        let gone = Event { version: before.version + 1, updated_at: engine.now(), ..before };
        engine.record(tx, actor, touched(&gone, "deleted", ChangeKind::Deleted))
    })
}

/// An event that the actor may see, as it may see it.
fn find_visible(
    engine: &Engine,
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: EventId,
) -> Result<Event, MatchingError> {
    let filter = EventFilter { id: Some(id), ..EventFilter::of(participant(tx, actor, engine.now())?) };
    let found = tx.list_events(&filter, &PageRequest { limit: 1, after: None })?.items;
    shown(engine, tx, actor, found)?.pop().ok_or_else(|| MatchingError::not_found("event"))
}

/// An event of the actor's own, held until the end of the transaction.
fn find_writable(
    engine: &Engine,
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: EventId,
) -> Result<Event, MatchingError> {
    if let Some(own) = tx.find_event(id)?.filter(|event| event.organization_id == actor.organization_id) {
        return Ok(own);
    }
    find_visible(engine, tx, actor, id)?;
    Err(MatchingError::forbidden("an event is changed, and its attendances read, by the body that holds it"))
}

/// Events as the actor may see them: of others neither the key nor which speakers have a record, and only the postings
/// that the actor sees.
fn shown(
    engine: &Engine,
    tx: &mut Tx<'_>,
    actor: &Actor,
    mut events: Vec<Event>,
) -> Result<Vec<Event>, MatchingError> {
    let foreign = || events.iter().filter(|event| event.organization_id != actor.organization_id);
    let named: Vec<PostingId> = foreign().flat_map(|event| &event.content.posting_ids).copied().collect();
    let coordination = Coordination::of(tx, actor, engine.now(), &engine.reference.regions)?;
    let mut seen = tx.list_postings_by_ids(&named)?;
    seen.retain(|posting| coordination.sees(posting));
    for event in events.iter_mut().filter(|event| event.organization_id != actor.organization_id) {
        event.content.external_id = None;
        event.content.speakers.iter_mut().for_each(|speaker| speaker.candidate_id = None);
        let is_seen = |id: &PostingId| seen.binary_search_by_key(id, |posting| posting.id).is_ok();
        event.content.posting_ids.retain(is_seen);
    }
    Ok(events)
}

/// What a change of an event leaves behind.
fn touched<'a>(event: &Event, act: &'a str, kind: ChangeKind) -> Touched<'a> {
    Touched {
        resource: "event",
        id: event.id.to_string(),
        owner: event.organization_id,
        version: event.version,
        act,
        kind,
        at: event.updated_at,
    }
}
