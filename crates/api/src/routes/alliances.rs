//! 地域人事部アライアンス.

use actix_web::http::StatusCode;
use actix_web::{get, patch, post, put};
use domain::{Actor, Alliance, AllianceContent, AllianceId};
use matching::alliance_dashboards::alliance_dashboard;
use matching::alliances::{
    create_alliance as create, get_alliance as find, invite_to_alliance as invite, join_alliance as join,
    leave_alliance as leave, list_alliances as list, replace_alliance as replace,
};
use matching::{Engine, MatchingError, Replacement};
use serde_json::Value;

use super::Register;
use crate::answer::{Answer, changed, ok, page, single};
use crate::creating::{self, record};
use crate::dto::alliance_dashboards::{AllianceDashboard, DashboardQuery};
use crate::dto::alliances::{
    AllianceBody, AllianceInvitationRequest, AlliancePage, AllianceRequest, AllianceResponse,
};
use crate::extract::body::Unread;
use crate::extract::caller::Caller;
use crate::extract::query::NoFilter;
use crate::openapi::parameters::{IdPath, IdempotencyKey, IfMatch, IfNoneMatch};
use crate::paging::PageQuery;
use crate::patching::{Patched, patch as patch_record};
use crate::problem::Problem;

impl Patched for AllianceRequest {
    type Id = AllianceId;
    type Read = Alliance;
    type Written = Alliance;

    fn read(engine: &Engine, actor: &Actor, id: AllianceId) -> Result<Alliance, MatchingError> {
        find(engine, actor, id)
    }

    fn shown(record: Alliance) -> (i64, Value) {
        (record.version, serde_json::json!(AllianceBody::from(record.content)))
    }

    fn write(
        engine: &Engine,
        actor: &Actor,
        id: AllianceId,
        replacement: Replacement<AllianceContent>,
    ) -> Result<Alliance, MatchingError> {
        replace(engine, actor, id, replacement)
    }
}

fn id_of(caller: &Caller) -> Result<AllianceId, Problem> {
    caller.path_id(("id", "alliance"), AllianceId::parse)
}

fn made(alliance: &Alliance) -> matching::once::CreationAnswer {
    let place = format!("/api/v1/alliances/{}", alliance.id);
    record(place, alliance.version, &AllianceResponse::from(alliance.clone()))
}

/// Make an alliance.
///
/// The caller's body is its first member and keeps it. Scope: `alliances:write`.
#[utoipa::path(tag = "alliances", params(IdempotencyKey), request_body = AllianceRequest,
    responses((status = 201, description = "Made.", body = AllianceResponse)))]
#[post("/alliances")]
async fn create_alliance(caller: Caller, unread: Unread) -> Answer {
    creating::create::<AllianceRequest, _>(&caller, unread, create, made).await
}

/// List the alliances.
///
/// Those that the caller's body is in or is asked to join. Scope: `alliances:read`.
#[utoipa::path(tag = "alliances", params(PageQuery),
    responses((status = 200, description = "A page of alliances.", body = AlliancePage)))]
#[get("/alliances")]
async fn list_alliances(caller: Caller) -> Answer {
    let (query, NoFilter {}) = caller.list_query()?;
    let request = query.request(|text| AllianceId::parse(text).ok())?;
    let found = caller.run(move |engine, actor| list(engine, actor, &request)).await?;
    page::<AlliancePage, _, _>(caller.request(), found, |alliance| alliance.id.to_string())
}

/// Show an alliance.
///
/// To its members and to bodies that are asked to join. Scope: `alliances:read`.
#[utoipa::path(tag = "alliances", params(IdPath, IfNoneMatch),
    responses((status = 200, description = "The alliance.", body = AllianceResponse)))]
#[get("/alliances/{id}")]
async fn get_alliance(caller: Caller) -> Answer {
    let id = id_of(&caller)?;
    let found = caller.run(move |engine, actor| find(engine, actor, id)).await?;
    single(caller.request(), found.version, &AllianceResponse::from(found))
}

/// Replace what is written of an alliance.
///
/// By the member that keeps it. Scope: `alliances:write`.
#[utoipa::path(tag = "alliances", params(IdPath, IfMatch), request_body = AllianceRequest,
    responses((status = 200, description = "Replaced.", body = AllianceResponse)))]
#[put("/alliances/{id}")]
async fn replace_alliance(caller: Caller, unread: Unread) -> Answer {
    let (id, expected) = (id_of(&caller)?, caller.expected()?);
    let content = caller.body::<AllianceRequest>(unread).await?;
    let replacement = Replacement { content, expected };
    let now = caller.run(move |engine, actor| replace(engine, actor, id, replacement)).await?;
    changed(StatusCode::OK, now.version, &AllianceResponse::from(now))
}

/// Change some fields of an alliance.
///
/// A merge patch (RFC 7396): what is left out stays. Scopes: `alliances:read` and `alliances:write`.
#[utoipa::path(tag = "alliances", params(IdPath, IfMatch),
    request_body(content = AllianceRequest, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "Changed.", body = AllianceResponse)))]
#[patch("/alliances/{id}")]
async fn update_alliance(caller: Caller, unread: Unread) -> Answer {
    let id = id_of(&caller)?;
    let now = patch_record::<AllianceRequest>(&caller, unread, id).await?;
    changed(StatusCode::OK, now.version, &AllianceResponse::from(now))
}

/// Ask a body to join an alliance.
///
/// Any member asks; the body is in once it joins. Scope: `alliances:write`.
#[utoipa::path(tag = "alliances", params(IdPath, IdempotencyKey), request_body = AllianceInvitationRequest,
    responses((status = 201, description = "Asked.", body = AllianceResponse)))]
#[post("/alliances/{id}/members")]
async fn invite_to_alliance(caller: Caller, unread: Unread) -> Answer {
    let id = id_of(&caller)?;
    creating::create::<AllianceInvitationRequest, _>(
        &caller,
        unread,
        move |engine, actor, invited, once| invite(engine, actor, (id, invited), once),
        made,
    )
    .await
}

/// Join an alliance.
///
/// By a body that was asked. Joining again changes nothing. Scope: `alliances:write`.
#[utoipa::path(tag = "alliances", params(IdPath),
    responses((status = 200, description = "Joined.", body = AllianceResponse)))]
#[post("/alliances/{id}/join")]
async fn join_alliance(caller: Caller) -> Answer {
    let id = id_of(&caller)?;
    let now = caller.run(move |engine, actor| join(engine, actor, id)).await?;
    changed(StatusCode::OK, now.version, &AllianceResponse::from(now))
}

/// Leave an alliance, or decline to join.
///
/// In the next request the alliance is not there any more for the body. Where it kept the alliance, the member that
/// has been in longest keeps it; with its last member an alliance ends. Scope: `alliances:write`.
#[utoipa::path(tag = "alliances", params(IdPath),
    responses((status = 200, description = "Left.", body = AllianceResponse)))]
#[post("/alliances/{id}/leave")]
async fn leave_alliance(caller: Caller) -> Answer {
    let id = id_of(&caller)?;
    let now = caller.run(move |engine, actor| leave(engine, actor, id)).await?;
    changed(StatusCode::OK, now.version, &AllianceResponse::from(now))
}

/// Show the members side by side.
///
/// What each has done in a fiscal year: counts only, for members only. Of other bodies counts from 1 to 4 are not told.
/// Scope: `alliances:read`.
#[utoipa::path(tag = "alliances", params(IdPath, DashboardQuery),
    responses((status = 200, description = "The figures.", body = AllianceDashboard)))]
#[get("/alliances/{id}/dashboard")]
async fn get_alliance_dashboard(caller: Caller) -> Answer {
    let id = id_of(&caller)?;
    let query: DashboardQuery = caller.query()?;
    let year = query.read()?;
    let found = caller.run(move |engine, actor| alliance_dashboard(engine, actor, id, year)).await?;
    ok(&AllianceDashboard::of(id, found))
}

pub(super) fn configure(config: &mut impl Register) {
    config
        .service(create_alliance)
        .service(list_alliances)
        .service(get_alliance)
        .service(replace_alliance)
        .service(update_alliance)
        .service(invite_to_alliance)
        .service(join_alliance)
        .service(leave_alliance)
        .service(get_alliance_dashboard);
}
