//! Logging in and out.

use actix_web::http::{StatusCode, header};
use actix_web::{delete, get, post};
use console::Full;
use matching::MatchingError;
use matching::sessions::{begin_session, end_session as end, find_session, is_token};

use super::Register;
use crate::answer::{Answer, gone, json, ok, set};
use crate::dto::sessions::{NewSessionResponse, SessionRequest, SessionResponse};
use crate::extract::body::Unread;
use crate::extract::caller::Caller;
use crate::extract::guest::Guest;
use crate::problem::Problem;

/// The token of the session that the request came with; a key has none.
fn token_of(caller: &Caller) -> Result<String, Problem> {
    let bearer = caller.bearer()?;
    match is_token(&bearer) {
        true => Ok(bearer),
        false => Err(MatchingError::NotFound { resource: "session" }.into()),
    }
}

/// Log in.
///
/// Needs no key. The answer holds a token that is taken wherever a key is, for twelve hours; disabling the user, other
/// roles and another password take effect in the next request. A wrong password and an unknown mail address are told
/// alike; after five wrong ones within a quarter of an hour none is looked at for the rest of it (429).
#[utoipa::path(tag = "sessions", request_body = SessionRequest, security(()),
    responses((status = 201, description = "Logged in.", body = NewSessionResponse)))]
#[post("/sessions")]
async fn create_session(guest: Guest, unread: Unread) -> Answer {
    let request = guest.body::<SessionRequest>(unread).await?;
    let place = guest.state().log_ins.take().await.map_err(|Full| Problem::busy())?;
    let request_id = guest.request_id();
    let begun = guest
        .run(move |engine| {
            // Given back when the work ends, also when the guest has gone away before.
            let _place = place;
            begin_session(engine, &request, &request_id)
        })
        .await?;
    let mut response = json(StatusCode::CREATED, &NewSessionResponse::from(begun))?;
    set(&mut response, header::LOCATION, "/api/v1/sessions/current");
    Ok(response)
}

/// Show the present session.
///
/// Who has logged in and what they may do; 404 for a key, which has no session.
#[utoipa::path(tag = "sessions",
    responses((status = 200, description = "The session.", body = SessionResponse)))]
#[get("/sessions/current")]
async fn get_session(caller: Caller) -> Answer {
    let token = token_of(&caller)?;
    let found = caller.run(move |engine, actor| find_session(engine, &token, &actor.request_id)).await?;
    ok(&SessionResponse::from(found))
}

/// Log out.
///
/// The token opens nothing any more; 404 for a key, which has no session.
#[utoipa::path(tag = "sessions", responses((status = 204, description = "Logged out.")))]
#[delete("/sessions/current")]
async fn end_session(caller: Caller) -> Answer {
    let token = token_of(&caller)?;
    caller.run(move |engine, actor| end(engine, actor, &token)).await?;
    Ok(gone())
}

pub(super) fn configure(config: &mut impl Register) {
    config.service(create_session).service(get_session).service(end_session);
}
