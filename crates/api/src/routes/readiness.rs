//! 準備の段階 of a person, and which course opens which postings for them.

use actix_web::http::StatusCode;
use actix_web::{get, post};
use domain::{Actor, ReadinessChange, ReadinessChangeId};
use matching::Engine;
use matching::courses::list_preparations as prepare;
use matching::once::Once;
use matching::readiness::{list_readiness_changes as list, move_readiness as step};

use super::Register;
use super::candidates::id_of;
use crate::answer::{Answer, ok, page};
use crate::creating::{self, placed};
use crate::dto::courses::PreparationsResponse;
use crate::dto::readiness::{ReadinessChangePage, ReadinessChangeResponse, ReadinessMoveRequest};
use crate::extract::body::Unread;
use crate::extract::caller::Caller;
use crate::extract::query::NoFilter;
use crate::openapi::parameters::{IdPath, IdempotencyKey};
use crate::paging::PageQuery;

/// Move a person to another stage.
///
/// `exploring → preparing → ready → engaged → alumni`, one forward or any back; an illegal step is a 409 that names the
/// legal ones. A state, never a filter: no ranking changes by it. Scope: `preparation:write`.
#[utoipa::path(tag = "preparation", params(IdPath, IdempotencyKey), request_body = ReadinessMoveRequest,
    responses((status = 201, description = "Moved.", body = ReadinessChangeResponse)))]
#[post("/candidates/{id}/readiness")]
async fn move_readiness(caller: Caller, unread: Unread) -> Answer {
    let id = id_of(&caller)?;
    let write = move |engine: &Engine, actor: &Actor, content, once: &Once<'_, ReadinessChange>| {
        step(engine, actor, (id, content), once)
    };
    creating::create::<ReadinessMoveRequest, _>(&caller, unread, write, |made| {
        let place = format!("/api/v1/candidates/{}/readiness", made.candidate_id);
        placed(StatusCode::CREATED, place, &ReadinessChangeResponse::from(made.clone()))
    })
    .await
}

/// List the steps of a person.
///
/// The oldest first, corrections by replacing the person included. Scope: `preparation:read`.
#[utoipa::path(tag = "preparation", params(IdPath, PageQuery),
    responses((status = 200, description = "A page of steps.", body = ReadinessChangePage)))]
#[get("/candidates/{id}/readiness")]
async fn list_readiness_changes(caller: Caller) -> Answer {
    let id = id_of(&caller)?;
    let (query, NoFilter {}) = caller.list_query()?;
    let request = query.request(|text| ReadinessChangeId::parse(text).ok())?;
    let found = caller.run(move |engine, actor| list(engine, actor, id, &request)).await?;
    page::<ReadinessChangePage, _, _>(caller.request(), found, |change| change.id.to_string())
}

/// Show which course opens which postings for a person.
///
/// Over the published postings that are for them, for one of the own people and the own body's courses that may still be begun: newly
/// eligible postings, and those with a higher score. Most opened first. Scope: `preparation:read`.
#[utoipa::path(tag = "preparation", params(IdPath),
    responses((status = 200, description = "What each course would do.", body = PreparationsResponse)))]
#[get("/candidates/{id}/preparations")]
async fn list_preparations(caller: Caller) -> Answer {
    let id = id_of(&caller)?;
    let found = caller.rank(move |engine, actor| prepare(engine, actor, id)).await?;
    ok(&PreparationsResponse::from(found))
}

pub(super) fn configure(config: &mut impl Register) {
    config.service(move_readiness).service(list_readiness_changes).service(list_preparations);
}
