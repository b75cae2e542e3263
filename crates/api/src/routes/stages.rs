//! 段階: moving applications, their history and clocks, and who waits for a seat.

use actix_web::http::StatusCode;
use actix_web::{get, post, put};
use domain::PostingId;
use matching::stages::{
    ApplicationTransition, Extension, extend_application as extend, get_application_history as history,
    get_waiting_list as waiting, replace_waiting_list as set_waiting, transition_application as transition,
};

use super::Register;
use super::applications::id_of;
use crate::answer::{Answer, changed, ok};
use crate::dto::applications::ApplicationResponse;
use crate::dto::stages::{
    ApplicationHistoryResponse, ApplicationTransitionRequest, ExtensionRequest, WaitingListRequest,
    WaitingListResponse,
};
use crate::extract::body::Unread;
use crate::extract::caller::Caller;
use crate::openapi::parameters::{IdPath, IfMatch};
use crate::problem::Problem;

fn posting_of(caller: &Caller) -> Result<PostingId, Problem> {
    caller.path_id(("id", "posting"), PostingId::parse)
}

/// Move an application to another stage.
///
/// By those who manage the posting. `submitted → screening →` the meetings of the round in its order `→ offered →
/// accepted → engaged`; without a round a meeting may be skipped. From every open stage it may be `declined` (with a
/// reason that is safe to show), `expired` or `redirected` to another posting. An illegal move is a 409 that names the
/// legal ones. Seats are never oversold: 409 `no_seat_left`. With `engaged` the engagement begins on the terms of the
/// posting; where others are agreed, `POST /engagements` moves the application and writes them in one. To withdraw is for
/// the body that registered the person. Scope: `selections:write`.
#[utoipa::path(tag = "applications", params(IdPath, IfMatch), request_body = ApplicationTransitionRequest,
    responses((status = 200, description = "Moved.", body = ApplicationResponse)))]
#[post("/applications/{id}/transitions")]
async fn transition_application(caller: Caller, unread: Unread) -> Answer {
    let (id, expected) = (id_of(&caller)?, caller.expected()?);
    let step = caller.body::<ApplicationTransitionRequest>(unread).await?;
    let step = ApplicationTransition { expected, ..step };
    let now = caller.run(move |engine, actor| transition(engine, actor, id, step)).await?;
    changed(StatusCode::OK, now.version, &ApplicationResponse::from(now))
}

/// Show what an application went through.
///
/// Every move with who made it, the time in each stage, and where the caller may move it now. A reason is shown to the
/// side that gave it. Scope: `applications:read`.
#[utoipa::path(tag = "applications", params(IdPath),
    responses((status = 200, description = "The history.", body = ApplicationHistoryResponse)))]
#[get("/applications/{id}/history")]
async fn get_application_history(caller: Caller) -> Answer {
    let id = id_of(&caller)?;
    let found = caller.run(move |engine, actor| history(engine, actor, id)).await?;
    ok(&ApplicationHistoryResponse::from(found))
}

/// Give the present stage of an application more time.
///
/// By those who manage the posting. Whoever was reminded is reminded again before the new instant. Scope:
/// `selections:write`.
#[utoipa::path(tag = "applications", params(IdPath, IfMatch), request_body = ExtensionRequest,
    responses((status = 200, description = "Extended.", body = ApplicationResponse)))]
#[post("/applications/{id}/extend")]
async fn extend_application(caller: Caller, unread: Unread) -> Answer {
    let (id, expected) = (id_of(&caller)?, caller.expected()?);
    let extension = caller.body::<ExtensionRequest>(unread).await?;
    let extension = Extension { expected, ..extension };
    let now = caller.run(move |engine, actor| extend(engine, actor, id, extension)).await?;
    changed(StatusCode::OK, now.version, &ApplicationResponse::from(now))
}

/// Show who waits for a seat.
///
/// To those who manage the posting, with how its seats stand. Scope: `selections:read`.
#[utoipa::path(tag = "postings", params(IdPath),
    responses((status = 200, description = "The waiting list.", body = WaitingListResponse)))]
#[get("/postings/{id}/waiting-list")]
async fn get_waiting_list(caller: Caller) -> Answer {
    let id = posting_of(&caller)?;
    let found = caller.run(move |engine, actor| waiting(engine, actor, id)).await?;
    ok(&WaitingListResponse::from(found))
}

/// Set who waits for a seat, in order.
///
/// By those who manage the posting. When an offer or a seat falls free, or a seat is added to the posting or to its round,
/// the first moves up to `offered` in the same moment; nobody moves up by this call alone. Where a round has so many seats
/// over all of its postings, one that falls free goes to whoever waits for the same posting, then to the others, the
/// earliest posting first. Scope: `selections:write`.
#[utoipa::path(tag = "postings", params(IdPath), request_body = WaitingListRequest,
    responses((status = 200, description = "The waiting list as it is now.", body = WaitingListResponse)))]
#[put("/postings/{id}/waiting-list")]
async fn replace_waiting_list(caller: Caller, unread: Unread) -> Answer {
    let id = posting_of(&caller)?;
    let ids = caller.body::<WaitingListRequest>(unread).await?;
    let now = caller.run(move |engine, actor| set_waiting(engine, actor, id, &ids)).await?;
    ok(&WaitingListResponse::from(now))
}

pub(super) fn configure(config: &mut impl Register) {
    config
        .service(transition_application)
        .service(get_application_history)
        .service(extend_application)
        .service(get_waiting_list)
        .service(replace_waiting_list);
}
