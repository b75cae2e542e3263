//! 参加: who is put down for an event, and a person's path.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, delete, get, put};
use domain::{AttendanceId, CandidateId, EventId, Timestamp};
use matching::Replacement;
use matching::events::{
    NewAttendance, TouchPointPlace, delete_attendance as delete, list_attendances as list,
    list_touch_points as path, put_attendance as put,
};
use utoipa::IntoParams;

use super::Register;
use crate::answer::{Answer, changed, gone, ok, page, set};
use crate::dto::attendances::{AttendancePage, AttendanceRequest, AttendanceResponse};
use crate::dto::touch_points::TouchPointPage;
use crate::dto::vocabulary;
use crate::extract::body::Unread;
use crate::extract::caller::Caller;
use crate::extract::query::NoFilter;
use crate::openapi::parameters::{IdPath, IfMatch};
use crate::paging::{self, PageQuery};
use crate::problem::Problem;

/// The path of an attendance.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "names parameters; their values are read from the request")]
struct AttendancePath {
    /// The id of the event.
    #[param(value_type = vocabulary::Uuid)]
    id: String,
    /// The id of the person.
    #[param(value_type = vocabulary::Uuid)]
    candidate_id: String,
}

fn event_of(caller: &Caller) -> Result<EventId, Problem> {
    caller.path_id(("id", "event"), EventId::parse)
}

fn person_of(caller: &Caller) -> Result<CandidateId, Problem> {
    caller.path_id(("candidate_id", "candidate"), CandidateId::parse)
}

/// List who is put down for an event.
///
/// For the body that holds it: the earliest first, with counts of all pages, and with what each applied to of the
/// postings of the event and of its round. People who are not open to the body any more are neither listed nor counted.
/// Scope: `programs:read`.
#[utoipa::path(tag = "events", params(IdPath, PageQuery),
    responses((status = 200, description = "A page of attendances.", body = AttendancePage)))]
#[get("/events/{id}/attendances")]
async fn list_attendances(caller: Caller) -> Answer {
    let id = event_of(&caller)?;
    let (query, NoFilter {}) = caller.list_query()?;
    let request = query.request(|text| AttendanceId::parse(text).ok())?;
    let found = caller.run(move |engine, actor| list(engine, actor, id, &request)).await?;
    let next_cursor = paging::next_cursor(&found.page, |attendee| attendee.attendance.id.to_string());
    let link = next_cursor.as_deref().map(|cursor| paging::next_link(caller.request(), cursor));
    let items = found.page.items.into_iter().map(Into::into).collect();
    let mut response = ok(&AttendancePage { items, next_cursor, counts: found.counts.into() })?;
    if let Some(link) = link {
        set(&mut response, header::LINK, &link);
    }
    Ok(response)
}

/// Put somebody down for an event, or change what is written of it.
///
/// By the body that holds the event: one of its own people, or somebody open to it. Only participants take a place, and
/// there are never more of them than the event has places: 409 `event_full`. Scope: `programs:write`.
#[utoipa::path(tag = "events", params(AttendancePath, IfMatch), request_body = AttendanceRequest,
    responses((status = 200, description = "Changed.", body = AttendanceResponse),
        (status = 201, description = "Put down.", body = AttendanceResponse)))]
#[put("/events/{id}/attendances/{candidate_id}")]
async fn put_attendance(caller: Caller, unread: Unread) -> Answer {
    let (event_id, candidate_id, expected) = (event_of(&caller)?, person_of(&caller)?, caller.expected()?);
    let content = caller.body::<AttendanceRequest>(unread).await?;
    let new = NewAttendance { event_id, candidate_id, replacement: Replacement { content, expected } };
    let now = caller.run(move |engine, actor| put(engine, actor, &new)).await?;
    let status = if now.created { StatusCode::CREATED } else { StatusCode::OK };
    changed(status, now.record.version, &AttendanceResponse::from(now.record))
}

/// Take somebody off an event.
///
/// By the body that holds the event; the place is free in the next request. Scope: `programs:write`.
#[utoipa::path(tag = "events", params(AttendancePath, IfMatch),
    responses((status = 204, description = "Gone.")))]
#[delete("/events/{id}/attendances/{candidate_id}")]
async fn delete_attendance(caller: Caller) -> Result<HttpResponse, Problem> {
    let (pair, expected) = ((event_of(&caller)?, person_of(&caller)?), caller.expected()?);
    caller.run(move |engine, actor| delete(engine, actor, pair, expected)).await?;
    Ok(gone())
}

/// List the touch-points of a person.
///
/// The person's path in the order of time: events, applications, engagements and the body's own courses. Of its own
/// people a body sees the whole path, of others' what happened with itself: its own events, applications to postings that
/// it manages and the work for them.
/// Scope: `candidates:read`.
#[utoipa::path(tag = "candidates", params(IdPath, PageQuery),
    responses((status = 200, description = "A page of the path.", body = TouchPointPage)))]
#[get("/candidates/{id}/touch-points")]
async fn list_touch_points(caller: Caller) -> Answer {
    let id = caller.path_id(("id", "candidate"), CandidateId::parse)?;
    let (query, NoFilter {}) = caller.list_query()?;
    let request = query.request(|text| {
        let (micros, id) = text.split_once('/')?;
        Some(TouchPointPlace { at: Timestamp::from_micros(micros.parse().ok()?)?, id: id.to_owned() })
    })?;
    let found = caller.run(move |engine, actor| path(engine, actor, id, &request)).await?;
    page::<TouchPointPage, _, _>(caller.request(), found, |step| {
        let TouchPointPlace { at, id } = step.place();
        format!("{}/{id}", at.micros())
    })
}

pub(super) fn configure(config: &mut impl Register) {
    config
        .service(list_attendances)
        .service(put_attendance)
        .service(delete_attendance)
        .service(list_touch_points);
}
