//! 引き継ぎ.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, get, post};
use domain::{Handover, HandoverId};
use matching::handovers::{
    acknowledge_handover as acknowledge, create_handover as create, get_handover as find, letter,
    letter_in_markdown, list_handovers as list, remark_on_handover as remark, send_handover as send,
};

use super::Register;
use crate::answer::{Answer, changed, ok, page};
use crate::creating::{self, record};
use crate::dto::handovers::{
    HandoverForm, HandoverPage, HandoverQuery, HandoverRequest, HandoverResponse, RemarkRequest,
};
use crate::dto::vocabulary;
use crate::extract::body::Unread;
use crate::extract::caller::Caller;
use crate::extract::query::NoFilter;
use crate::openapi::parameters::{IdPath, IdempotencyKey, IfMatch};
use crate::paging::PageQuery;
use crate::problem::Problem;

fn id_of(caller: &Caller) -> Result<HandoverId, Problem> {
    caller.path_id(("id", "handover"), HandoverId::parse)
}

/// Put a hand-over together.
///
/// Of a programme of the caller's body, from the user who is responsible for it to another: what was decided and why, its
/// people with their places in the rankings that were kept, meetings, running engagements with terms and next dates,
/// promises, what is due next, days ahead, and five things to read first. The document tells of this moment and stays as
/// it is. Scope: `handovers:write`.
#[utoipa::path(tag = "handovers", params(IdempotencyKey), request_body = HandoverRequest,
    responses((status = 201, description = "Put together.", body = HandoverResponse)))]
#[post("/handovers")]
async fn create_handover(caller: Caller, unread: Unread) -> Answer {
    creating::create::<HandoverRequest, _>(&caller, unread, create, |made: &Handover| {
        let place = format!("/api/v1/handovers/{}", made.id);
        record(place, made.version, &HandoverResponse::from(made.clone()))
    })
    .await
}

/// List the hand-overs.
///
/// Those of the caller's body, without their documents. Scope: `handovers:read`.
#[utoipa::path(tag = "handovers", params(PageQuery),
    responses((status = 200, description = "A page of hand-overs.", body = HandoverPage)))]
#[get("/handovers")]
async fn list_handovers(caller: Caller) -> Answer {
    let (query, NoFilter {}) = caller.list_query()?;
    let request = query.request(|text| HandoverId::parse(text).ok())?;
    let found = caller.run(move |engine, actor| list(engine, actor, &request)).await?;
    page::<HandoverPage, _, _>(caller.request(), found, |handover| handover.id.to_string())
}

/// Show a hand-over.
///
/// Names and contacts as far as they are open to the caller's body now, so it has no tag. `?format=text` is a letter to read,
/// `?format=markdown` one to print.
/// Scope: `handovers:read`.
#[utoipa::path(tag = "handovers", params(IdPath, HandoverQuery),
    responses((status = 200, description = "The hand-over.", content(
        (HandoverResponse = "application/json"), (vocabulary::AnyText = "text/plain"),
        (vocabulary::AnyText = "text/markdown")))))]
#[get("/handovers/{id}")]
async fn get_handover(caller: Caller) -> Answer {
    let id = id_of(&caller)?;
    let query: HandoverQuery = caller.query()?;
    let found = caller.run(move |engine, actor| find(engine, actor, id)).await?;
    match query.format {
        Some(HandoverForm::Text) => {
            Ok(HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(letter(&found)))
        }
        Some(HandoverForm::Markdown) => {
            let text = letter_in_markdown(&found);
            Ok(HttpResponse::Ok().content_type("text/markdown; charset=utf-8").body(text))
        }
        Some(HandoverForm::Json) | None => ok(&HandoverResponse::from(found)),
    }
}

/// Add a remark to a hand-over.
///
/// By the predecessor, until it is sent. Scope: `handovers:write`.
#[utoipa::path(tag = "handovers", params(IdPath, IfMatch), request_body = RemarkRequest,
    responses((status = 200, description = "Added.", body = HandoverResponse)))]
#[post("/handovers/{id}/remarks")]
async fn remark_on_handover(caller: Caller, unread: Unread) -> Answer {
    let (id, expected) = (id_of(&caller)?, caller.expected()?);
    let text = caller.body::<RemarkRequest>(unread).await?;
    let now = caller.run(move |engine, actor| remark(engine, actor, id, (text, expected))).await?;
    changed(StatusCode::OK, now.version, &HandoverResponse::from(now))
}

/// Send a hand-over.
///
/// By the predecessor. From `moves_at` on the successor is responsible for the programme, whether or not anybody has
/// acknowledged it by then. Scope: `handovers:write`.
#[utoipa::path(tag = "handovers", params(IdPath, IfMatch),
    responses((status = 200, description = "Sent.", body = HandoverResponse)))]
#[post("/handovers/{id}/send")]
async fn send_handover(caller: Caller) -> Answer {
    let (id, expected) = (id_of(&caller)?, caller.expected()?);
    let now = caller.run(move |engine, actor| send(engine, actor, id, expected)).await?;
    changed(StatusCode::OK, now.version, &HandoverResponse::from(now))
}

/// Acknowledge a hand-over.
///
/// By the successor. Scope: `handovers:write`.
#[utoipa::path(tag = "handovers", params(IdPath, IfMatch),
    responses((status = 200, description = "Acknowledged.", body = HandoverResponse)))]
#[post("/handovers/{id}/acknowledge")]
async fn acknowledge_handover(caller: Caller) -> Answer {
    let (id, expected) = (id_of(&caller)?, caller.expected()?);
    let now = caller.run(move |engine, actor| acknowledge(engine, actor, id, expected)).await?;
    changed(StatusCode::OK, now.version, &HandoverResponse::from(now))
}

pub(super) fn configure(config: &mut impl Register) {
    config
        .service(create_handover)
        .service(list_handovers)
        .service(get_handover)
        .service(remark_on_handover)
        .service(send_handover)
        .service(acknowledge_handover);
}
