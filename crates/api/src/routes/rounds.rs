//! 募集回.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, delete, get, patch, post, put};
use domain::{Actor, Amendment, ExternalId, ProgramId, Round, RoundContent, RoundId, RoundStatus};
use matching::once::Once;
use matching::rounds::{
    ListRounds, NewAmendment, RoundTransition, create_amendment as amend, create_round as create,
    delete_round as delete, get_round as find, list_amendments as amendments, list_rounds as list,
    replace_round as replace, transition_round as transition,
};
use matching::{Engine, MatchingError, Replacement};
use serde::Deserialize;
use serde_json::Value;
use utoipa::IntoParams;

use super::Register;
use crate::answer::{Answer, changed, gone, page, single};
use crate::creating::{self, placed, record};
use crate::dto::amendments::{AmendmentPage, AmendmentRequest, AmendmentResponse};
use crate::dto::rounds::{RoundBody, RoundPage, RoundRequest, RoundResponse, RoundTransitionRequest};
use crate::dto::vocabulary;
use crate::extract::body::Unread;
use crate::extract::caller::Caller;
use crate::extract::query::{NoFilter, optional_id};
use crate::openapi::parameters::{IdPath, IdempotencyKey, IfMatch, IfNoneMatch};
use crate::paging::PageQuery;
use crate::patching::{Patched, patch as patch_record};
use crate::problem::Problem;

impl Patched for RoundRequest {
    type Id = RoundId;
    type Read = Round;
    type Written = Round;

    fn read(engine: &Engine, actor: &Actor, id: RoundId) -> Result<Round, MatchingError> {
        find(engine, actor, id)
    }

    fn shown(record: Round) -> (i64, Value) {
        (record.version, serde_json::json!(RoundBody::from(record.content)))
    }

    fn write(
        engine: &Engine,
        actor: &Actor,
        id: RoundId,
        replacement: Replacement<RoundContent>,
    ) -> Result<Round, MatchingError> {
        replace(engine, actor, id, replacement)
    }
}

fn id_of(caller: &Caller) -> Result<RoundId, Problem> {
    caller.path_id(("id", "round"), RoundId::parse)
}

/// Make a round.
///
/// In preparation, for a program of the own body. Scope: `programs:write`.
#[utoipa::path(tag = "rounds", params(IdempotencyKey), request_body = RoundRequest,
    responses((status = 201, description = "Made.", body = RoundResponse)))]
#[post("/rounds")]
async fn create_round(caller: Caller, unread: Unread) -> Answer {
    creating::create::<RoundRequest, _>(&caller, unread, create, |made| {
        let place = format!("/api/v1/rounds/{}", made.id);
        record(place, made.version, &RoundResponse::from(made.clone()))
    })
    .await
}

/// Filters of the list of rounds.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct RoundFilter {
    /// Only of this program.
    #[param(value_type = Option<vocabulary::Uuid>)]
    program_id: Option<String>,
    /// Only the own one under this key.
    #[param(value_type = Option<vocabulary::ExternalId>)]
    external_id: Option<String>,
    /// Only in this status.
    #[param(value_type = Option<vocabulary::RoundStatus>)]
    status: Option<RoundStatus>,
}

/// List the rounds.
///
/// The own ones and those that the caller takes part in; of bodies whose agreements in force name it, those that
/// were published. Scope: `programs:read`.
#[utoipa::path(tag = "rounds", params(PageQuery, RoundFilter),
    responses((status = 200, description = "A page of rounds.", body = RoundPage)))]
#[get("/rounds")]
async fn list_rounds(caller: Caller) -> Answer {
    let (query, filter): (_, RoundFilter) = caller.list_query()?;
    let request = query.request(|text| RoundId::parse(text).ok())?;
    let filter = ListRounds {
        program_id: optional_id("?program_id", filter.program_id.as_deref(), ProgramId::parse)?,
        external_id: optional_id("?external_id", filter.external_id.as_deref(), ExternalId::parse)?,
        status: filter.status,
    };
    let found = caller.run(move |engine, actor| list(engine, actor, filter, &request)).await?;
    page::<RoundPage, _, _>(caller.request(), found, |round| round.id.to_string())
}

/// Show a round.
///
/// Scope: `programs:read`.
#[utoipa::path(tag = "rounds", params(IdPath, IfNoneMatch),
    responses((status = 200, description = "The round.", body = RoundResponse)))]
#[get("/rounds/{id}")]
async fn get_round(caller: Caller) -> Answer {
    let id = id_of(&caller)?;
    let found = caller.run(move |engine, actor| find(engine, actor, id)).await?;
    single(caller.request(), found.version, &RoundResponse::from(found))
}

/// Replace a round.
///
/// While it is in preparation; a published round changes only by amendments: 409 `round_published`. Scope: `programs:write`.
#[utoipa::path(tag = "rounds", params(IdPath, IfMatch), request_body = RoundRequest,
    responses((status = 200, description = "Replaced.", body = RoundResponse)))]
#[put("/rounds/{id}")]
async fn replace_round(caller: Caller, unread: Unread) -> Answer {
    let (id, expected) = (id_of(&caller)?, caller.expected()?);
    let content = caller.body::<RoundRequest>(unread).await?;
    let replacement = Replacement { content, expected };
    let now = caller.run(move |engine, actor| replace(engine, actor, id, replacement)).await?;
    changed(StatusCode::OK, now.version, &RoundResponse::from(now))
}

/// Change some fields of a round.
///
/// A merge patch (RFC 7396): `null` takes a field away, what is left out stays. Scopes: `programs:read` and
/// `programs:write`.
#[utoipa::path(tag = "rounds", params(IdPath, IfMatch),
    request_body(content = RoundRequest, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "Changed.", body = RoundResponse)))]
#[patch("/rounds/{id}")]
async fn update_round(caller: Caller, unread: Unread) -> Answer {
    let id = id_of(&caller)?;
    let now = patch_record::<RoundRequest>(&caller, unread, id).await?;
    changed(StatusCode::OK, now.version, &RoundResponse::from(now))
}

/// Delete a round.
///
/// While it is in preparation and no posting and no event belongs to it. Scope: `programs:write`.
#[utoipa::path(tag = "rounds", params(IdPath, IfMatch),
    responses((status = 204, description = "Gone.")))]
#[delete("/rounds/{id}")]
async fn delete_round(caller: Caller) -> Result<HttpResponse, Problem> {
    let (id, expected) = (id_of(&caller)?, caller.expected()?);
    caller.run(move |engine, actor| delete(engine, actor, id, expected)).await?;
    Ok(gone())
}

/// Publish or close a round.
///
/// `draft → published → closed`. Postings of the round can be published once it is; closing it leaves them as they
/// are. Scope: `programs:write`.
#[utoipa::path(tag = "rounds", params(IdPath, IfMatch), request_body = RoundTransitionRequest,
    responses((status = 200, description = "Moved.", body = RoundResponse)))]
#[post("/rounds/{id}/transitions")]
async fn transition_round(caller: Caller, unread: Unread) -> Answer {
    let (id, expected) = (id_of(&caller)?, caller.expected()?);
    let (to, reason) = caller.body::<RoundTransitionRequest>(unread).await?;
    let step = RoundTransition { to, reason, expected };
    let now = caller.run(move |engine, actor| transition(engine, actor, id, step)).await?;
    changed(StatusCode::OK, now.version, &RoundResponse::from(now))
}

/// Amend a published round.
///
/// From now on: the postings of the round that do not state the end of their window themselves have the new one in
/// the next request, and whoever applies then is ranked like everybody else. Seats that are added go to those who wait.
/// Scope: `programs:write`.
#[utoipa::path(tag = "rounds", params(IdPath, IfMatch, IdempotencyKey), request_body = AmendmentRequest,
    responses((status = 201, description = "Amended.", body = AmendmentResponse)))]
#[post("/rounds/{id}/amendments")]
async fn create_amendment(caller: Caller, unread: Unread) -> Answer {
    let (round_id, expected) = (id_of(&caller)?, caller.expected()?);
    let amend = move |engine: &Engine, actor: &Actor, content, once: &Once<'_, Amendment>| {
        amend(engine, actor, &NewAmendment { round_id, content, expected }, once)
    };
    creating::create::<AmendmentRequest, _>(&caller, unread, amend, |made| {
        let place = format!("/api/v1/rounds/{}/amendments", made.round_id);
        placed(StatusCode::CREATED, place, &AmendmentResponse::from(made.clone()))
    })
    .await
}

/// List the amendments of a round.
///
/// The oldest first: what changed, when, by whom and why. Scope: `programs:read`.
#[utoipa::path(tag = "rounds", params(IdPath, PageQuery),
    responses((status = 200, description = "A page of amendments.", body = AmendmentPage)))]
#[get("/rounds/{id}/amendments")]
async fn list_amendments(caller: Caller) -> Answer {
    let id = id_of(&caller)?;
    let (query, NoFilter {}) = caller.list_query()?;
    let request = query.request(|text| text.parse().ok())?;
    let found = caller.run(move |engine, actor| amendments(engine, actor, id, &request)).await?;
    page::<AmendmentPage, _, _>(caller.request(), found, |amendment| amendment.number.to_string())
}

pub(super) fn configure(config: &mut impl Register) {
    config
        .service(create_round)
        .service(list_rounds)
        .service(get_round)
        .service(replace_round)
        .service(update_round)
        .service(delete_round)
        .service(transition_round)
        .service(create_amendment)
        .service(list_amendments);
}
