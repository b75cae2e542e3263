//! 広域圏.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, delete, get, patch, post, put};
use domain::{Actor, RegionGroup, RegionGroupContent, RegionGroupId};
use matching::region_groups::{
    create_region_group as create, delete_region_group as delete, get_region_group as find,
    list_region_groups as list, replace_region_group as replace,
};
use matching::{Engine, MatchingError, Replacement};
use serde_json::Value;

use super::Register;
use crate::answer::{Answer, changed, gone, page, single};
use crate::creating::{self, record};
use crate::dto::region_groups::{RegionGroupBody, RegionGroupPage, RegionGroupRequest, RegionGroupResponse};
use crate::extract::body::Unread;
use crate::extract::caller::Caller;
use crate::extract::query::NoFilter;
use crate::openapi::parameters::{IdPath, IdempotencyKey, IfMatch, IfNoneMatch};
use crate::paging::PageQuery;
use crate::patching::{Patched, patch as patch_record};
use crate::problem::Problem;

impl Patched for RegionGroupRequest {
    type Id = RegionGroupId;
    type Read = RegionGroup;
    type Written = RegionGroup;

    fn read(engine: &Engine, actor: &Actor, id: RegionGroupId) -> Result<RegionGroup, MatchingError> {
        find(engine, actor, id)
    }

    fn shown(record: RegionGroup) -> (i64, Value) {
        (record.version, serde_json::json!(RegionGroupBody::from(record.content)))
    }

    fn write(
        engine: &Engine,
        actor: &Actor,
        id: RegionGroupId,
        replacement: Replacement<RegionGroupContent>,
    ) -> Result<RegionGroup, MatchingError> {
        replace(engine, actor, id, replacement)
    }
}

fn id_of(caller: &Caller) -> Result<RegionGroupId, Problem> {
    caller.path_id(("id", "region group"), RegionGroupId::parse)
}

/// Write a group of regions down.
///
/// Its name and regions are public words. Scope: `programs:write`.
#[utoipa::path(tag = "programs", params(IdempotencyKey), request_body = RegionGroupRequest,
    responses((status = 201, description = "Made.", body = RegionGroupResponse)))]
#[post("/region-groups")]
async fn create_region_group(caller: Caller, unread: Unread) -> Answer {
    creating::create::<RegionGroupRequest, _>(&caller, unread, create, |made| {
        let place = format!("/api/v1/region-groups/{}", made.id);
        record(place, made.version, &RegionGroupResponse::from(made.clone()))
    })
    .await
}

/// List the region groups.
///
/// Those of all bodies. Scope: `programs:read`.
#[utoipa::path(tag = "programs", params(PageQuery),
    responses((status = 200, description = "A page of region groups.", body = RegionGroupPage)))]
#[get("/region-groups")]
async fn list_region_groups(caller: Caller) -> Answer {
    let (query, NoFilter {}) = caller.list_query()?;
    let request = query.request(|text| RegionGroupId::parse(text).ok())?;
    let found = caller.run(move |engine, actor| list(engine, actor, &request)).await?;
    page::<RegionGroupPage, _, _>(caller.request(), found, |group| group.id.to_string())
}

/// Show a region group.
///
/// Scope: `programs:read`.
#[utoipa::path(tag = "programs", params(IdPath, IfNoneMatch),
    responses((status = 200, description = "The region group.", body = RegionGroupResponse)))]
#[get("/region-groups/{id}")]
async fn get_region_group(caller: Caller) -> Answer {
    let id = id_of(&caller)?;
    let found = caller.run(move |engine, actor| find(engine, actor, id)).await?;
    single(caller.request(), found.version, &RegionGroupResponse::from(found))
}

/// Replace a region group.
///
/// By the body that wrote it down. Scope: `programs:write`.
#[utoipa::path(tag = "programs", params(IdPath, IfMatch), request_body = RegionGroupRequest,
    responses((status = 200, description = "Replaced.", body = RegionGroupResponse)))]
#[put("/region-groups/{id}")]
async fn replace_region_group(caller: Caller, unread: Unread) -> Answer {
    let (id, expected) = (id_of(&caller)?, caller.expected()?);
    let content = caller.body::<RegionGroupRequest>(unread).await?;
    let replacement = Replacement { content, expected };
    let now = caller.run(move |engine, actor| replace(engine, actor, id, replacement)).await?;
    changed(StatusCode::OK, now.version, &RegionGroupResponse::from(now))
}

/// Change some fields of a region group.
///
/// A merge patch (RFC 7396): `null` takes a field away, what is left out stays. Scopes: `programs:read` and
/// `programs:write`.
#[utoipa::path(tag = "programs", params(IdPath, IfMatch),
    request_body(content = RegionGroupRequest, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "Changed.", body = RegionGroupResponse)))]
#[patch("/region-groups/{id}")]
async fn update_region_group(caller: Caller, unread: Unread) -> Answer {
    let id = id_of(&caller)?;
    let now = patch_record::<RegionGroupRequest>(&caller, unread, id).await?;
    changed(StatusCode::OK, now.version, &RegionGroupResponse::from(now))
}

/// Delete a region group.
///
/// By the body that wrote it down, while no area of a round names it. Scope: `programs:write`.
#[utoipa::path(tag = "programs", params(IdPath, IfMatch),
    responses((status = 204, description = "Gone.")))]
#[delete("/region-groups/{id}")]
async fn delete_region_group(caller: Caller) -> Result<HttpResponse, Problem> {
    let (id, expected) = (id_of(&caller)?, caller.expected()?);
    caller.run(move |engine, actor| delete(engine, actor, id, expected)).await?;
    Ok(gone())
}

pub(super) fn configure(config: &mut impl Register) {
    config
        .service(create_region_group)
        .service(list_region_groups)
        .service(get_region_group)
        .service(replace_region_group)
        .service(update_region_group)
        .service(delete_region_group);
}
