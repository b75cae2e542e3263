//! 段階: moving applications, their history, and who waits for a seat.

use actix_web::http::StatusCode;
use actix_web::post;
use matching::stages::{ApplicationTransition, transition_application as transition};

use super::Register;
use super::applications::id_of;
use crate::answer::{Answer, changed};
use crate::dto::applications::ApplicationResponse;
use crate::dto::stages::ApplicationTransitionRequest;
use crate::extract::body::Unread;
use crate::extract::caller::Caller;
use crate::openapi::parameters::{IdPath, IfMatch};

/// Move an application to another stage.
///
/// By those who manage the posting. `submitted → screening →` the meetings of the round in its order `→ offered →
/// accepted → engaged`; without a round a meeting may be skipped. From every open stage it may be `declined` (with a
/// reason that is safe to show), `expired` or `redirected` to another posting. An illegal move is a 409 that names the
/// legal ones. Seats are never oversold: 409 `no_seat_left`. To withdraw is for the body that registered the person.
/// Scope: `selections:write`.
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

pub(super) fn configure(config: &mut impl Register) {
    config.service(transition_application);
}
