//! 説明会・対話の場・滞在・催し.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, delete, get, patch, post, put};
use domain::{
    Actor, CohortId, Event, EventContent, EventId, EventKind, ExternalId, OrganizationId, PostingId,
    ProgramId, RoundId,
};
use matching::events::{
    ListEvents, create_event as create, delete_event as delete, get_event as find, list_events as list,
    replace_event as replace,
};
use matching::{Engine, MatchingError, Replacement};
use serde::Deserialize;
use serde_json::Value;
use utoipa::IntoParams;

use super::Register;
use crate::answer::{Answer, changed, gone, page, single};
use crate::creating::{self, record};
use crate::dto::events::{EventBody, EventPage, EventRequest, EventResponse};
use crate::dto::vocabulary;
use crate::extract::body::Unread;
use crate::extract::caller::Caller;
use crate::extract::query::{optional_id, optional_instant};
use crate::openapi::parameters::{IdPath, IdempotencyKey, IfMatch, IfNoneMatch};
use crate::paging::PageQuery;
use crate::patching::{Patched, patch as patch_record};
use crate::problem::Problem;

impl Patched for EventRequest {
    type Id = EventId;
    type Read = Event;
    type Written = Event;

    fn read(engine: &Engine, actor: &Actor, id: EventId) -> Result<Event, MatchingError> {
        find(engine, actor, id)
    }

    fn shown(record: Event) -> (i64, Value) {
        (record.version, serde_json::json!(EventBody::from(record.content)))
    }

    fn write(
        engine: &Engine,
        actor: &Actor,
        id: EventId,
        replacement: Replacement<EventContent>,
    ) -> Result<Event, MatchingError> {
        replace(engine, actor, id, replacement)
    }
}

fn id_of(caller: &Caller) -> Result<EventId, Problem> {
    caller.path_id(("id", "event"), EventId::parse)
}

/// Announce an event.
///
/// A speaker with a record is announced by name, so that name has to be open to the body. Scope: `programs:write`.
#[utoipa::path(tag = "events", params(IdempotencyKey), request_body = EventRequest,
    responses((status = 201, description = "Made.", body = EventResponse)))]
#[post("/events")]
async fn create_event(caller: Caller, unread: Unread) -> Answer {
    creating::create::<EventRequest, _>(&caller, unread, create, |made| {
        let place = format!("/api/v1/events/{}", made.id);
        record(place, made.version, &EventResponse::from(made.clone()))
    })
    .await
}

/// Filters of the list of events.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct EventFilter {
    /// Only of this body.
    #[param(value_type = Option<vocabulary::Uuid>)]
    organization_id: Option<String>,
    /// Only the own one under this key.
    #[param(value_type = Option<vocabulary::ExternalId>)]
    external_id: Option<String>,
    /// Only of this kind.
    #[param(value_type = Option<vocabulary::EventKind>)]
    kind: Option<EventKind>,
    /// Only of this program.
    #[param(value_type = Option<vocabulary::Uuid>)]
    program_id: Option<String>,
    /// Only of this round.
    #[param(value_type = Option<vocabulary::Uuid>)]
    round_id: Option<String>,
    /// Only of this cohort.
    #[param(value_type = Option<vocabulary::Uuid>)]
    cohort_id: Option<String>,
    /// Only about this posting.
    #[param(value_type = Option<vocabulary::Uuid>)]
    posting_id: Option<String>,
    /// Only those that begin at this instant or later.
    #[param(value_type = Option<vocabulary::Instant>)]
    from: Option<String>,
    /// Only those that begin at this instant or earlier.
    #[param(value_type = Option<vocabulary::Instant>)]
    until: Option<String>,
}

/// List the events.
///
/// The own ones and those for everybody; those for members where the caller takes part in the program or round, or an
/// agreement of their body in force names it. Scope: `programs:read`.
#[utoipa::path(tag = "events", params(PageQuery, EventFilter),
    responses((status = 200, description = "A page of events.", body = EventPage)))]
#[get("/events")]
async fn list_events(caller: Caller) -> Answer {
    let (query, filter): (_, EventFilter) = caller.list_query()?;
    let request = query.request(|text| EventId::parse(text).ok())?;
    let filter = ListEvents {
        organization_id: optional_id(
            "?organization_id",
            filter.organization_id.as_deref(),
            OrganizationId::parse,
        )?,
        external_id: optional_id("?external_id", filter.external_id.as_deref(), ExternalId::parse)?,
        kind: filter.kind,
        program_id: optional_id("?program_id", filter.program_id.as_deref(), ProgramId::parse)?,
        round_id: optional_id("?round_id", filter.round_id.as_deref(), RoundId::parse)?,
        cohort_id: optional_id("?cohort_id", filter.cohort_id.as_deref(), CohortId::parse)?,
        posting_id: optional_id("?posting_id", filter.posting_id.as_deref(), PostingId::parse)?,
        from: optional_instant("?from", filter.from.as_deref())?,
        until: optional_instant("?until", filter.until.as_deref())?,
    };
    let found = caller.run(move |engine, actor| list(engine, actor, filter, &request)).await?;
    page::<EventPage, _, _>(caller.request(), found, |event| event.id.to_string())
}

/// Show an event.
///
/// Scope: `programs:read`.
#[utoipa::path(tag = "events", params(IdPath, IfNoneMatch),
    responses((status = 200, description = "The event.", body = EventResponse)))]
#[get("/events/{id}")]
async fn get_event(caller: Caller) -> Answer {
    let id = id_of(&caller)?;
    let found = caller.run(move |engine, actor| find(engine, actor, id)).await?;
    single(caller.request(), found.version, &EventResponse::from(found))
}

/// Replace an event.
///
/// By the body that holds it; not with fewer places than are taken. Scope: `programs:write`.
#[utoipa::path(tag = "events", params(IdPath, IfMatch), request_body = EventRequest,
    responses((status = 200, description = "Replaced.", body = EventResponse)))]
#[put("/events/{id}")]
async fn replace_event(caller: Caller, unread: Unread) -> Answer {
    let (id, expected) = (id_of(&caller)?, caller.expected()?);
    let content = caller.body::<EventRequest>(unread).await?;
    let replacement = Replacement { content, expected };
    let now = caller.run(move |engine, actor| replace(engine, actor, id, replacement)).await?;
    changed(StatusCode::OK, now.version, &EventResponse::from(now))
}

/// Change some fields of an event.
///
/// A merge patch (RFC 7396): `null` takes a field away, what is left out stays. Scopes: `programs:read` and
/// `programs:write`.
#[utoipa::path(tag = "events", params(IdPath, IfMatch),
    request_body(content = EventRequest, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "Changed.", body = EventResponse)))]
#[patch("/events/{id}")]
async fn update_event(caller: Caller, unread: Unread) -> Answer {
    let id = id_of(&caller)?;
    let now = patch_record::<EventRequest>(&caller, unread, id).await?;
    changed(StatusCode::OK, now.version, &EventResponse::from(now))
}

/// Delete an event.
///
/// By the body that holds it, while nobody is put down for it. Scope: `programs:write`.
#[utoipa::path(tag = "events", params(IdPath, IfMatch),
    responses((status = 204, description = "Gone.")))]
#[delete("/events/{id}")]
async fn delete_event(caller: Caller) -> Result<HttpResponse, Problem> {
    let (id, expected) = (id_of(&caller)?, caller.expected()?);
    caller.run(move |engine, actor| delete(engine, actor, id, expected)).await?;
    Ok(gone())
}

pub(super) fn configure(config: &mut impl Register) {
    config
        .service(create_event)
        .service(list_events)
        .service(get_event)
        .service(replace_event)
        .service(update_event)
        .service(delete_event);
}
