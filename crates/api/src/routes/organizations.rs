//! 団体.

use actix_web::http::StatusCode;
use actix_web::{get, patch, post, put};
use domain::{Actor, ExternalId, Organization, OrganizationContent, OrganizationId};
use matching::once::Once;
use matching::organizations::{
    create_organization as create, get_organization as find, list_organizations as list,
    replace_organization as replace, upsert_organization as upsert,
};
use matching::{Engine, MatchingError, Replacement, Upserted};
use serde_json::Value;

use super::Register;
use crate::answer::{Answer, changed, page, single, written};
use crate::creating::{self, record};
use crate::dto::organizations::{
    OrganizationBody, OrganizationPage, OrganizationRequest, OrganizationResponse,
};
use crate::extract::body::Unread;
use crate::extract::caller::Caller;
use crate::extract::query::NoFilter;
use crate::openapi::parameters::{ExternalIdPath, IdPath, IdempotencyKey, IfMatch, IfNoRecord, IfNoneMatch};
use crate::paging::PageQuery;
use crate::patching::{Patched, patch as patch_record};
use crate::problem::Problem;
use crate::upserting::{Keyed, upsert as upsert_record};

impl Patched for OrganizationRequest {
    type Id = OrganizationId;
    type Read = Organization;
    type Written = Organization;

    fn read(engine: &Engine, actor: &Actor, id: OrganizationId) -> Result<Organization, MatchingError> {
        find(engine, actor, id)
    }

    fn shown(record: Organization) -> (i64, Value) {
        (record.version, serde_json::json!(OrganizationBody::from(record.content)))
    }

    fn write(
        engine: &Engine,
        actor: &Actor,
        id: OrganizationId,
        replacement: Replacement<OrganizationContent>,
    ) -> Result<Organization, MatchingError> {
        replace(engine, actor, id, replacement)
    }
}

impl Keyed for OrganizationRequest {
    type Record = Organization;

    fn key(content: &mut OrganizationContent) -> &mut Option<ExternalId> {
        &mut content.external_id
    }

    fn create(
        engine: &Engine,
        actor: &Actor,
        content: OrganizationContent,
    ) -> Result<Organization, MatchingError> {
        create(engine, actor, content, &Once::unanswered())
    }

    fn upsert(
        engine: &Engine,
        actor: &Actor,
        external_id: &ExternalId,
        replacement: Replacement<OrganizationContent>,
    ) -> Result<Upserted<Organization>, MatchingError> {
        upsert(engine, actor, external_id, replacement)
    }
}

fn place(id: OrganizationId) -> String {
    format!("/api/v1/organizations/{id}")
}

fn id_of(caller: &Caller) -> Result<OrganizationId, Problem> {
    caller.path_id(("id", "organization"), OrganizationId::parse)
}

/// Register a body.
///
/// The caller's body becomes its registrar and may change it and issue keys for it. Scope: `organizations:write`.
#[utoipa::path(tag = "organizations", params(IdempotencyKey), request_body = OrganizationRequest,
    responses((status = 201, description = "Registered.", body = OrganizationResponse)))]
#[post("/organizations")]
async fn create_organization(caller: Caller, unread: Unread) -> Answer {
    creating::create::<OrganizationRequest, _>(&caller, unread, create, |made| {
        record(place(made.id), made.version, &OrganizationResponse::from(made.clone()))
    })
    .await
}

/// List the bodies.
///
/// The directory: every body, the oldest first. Scope: `organizations:read`.
#[utoipa::path(tag = "organizations", params(PageQuery),
    responses((status = 200, description = "A page of bodies.", body = OrganizationPage)))]
#[get("/organizations")]
async fn list_organizations(caller: Caller) -> Answer {
    let (query, NoFilter {}) = caller.list_query()?;
    let request = query.request(|text| OrganizationId::parse(text).ok())?;
    let found = caller.run(move |engine, actor| list(engine, actor, &request)).await?;
    page::<OrganizationPage, _, _>(caller.request(), found, |body| body.id.to_string())
}

/// Show a body.
///
/// Scope: `organizations:read`.
#[utoipa::path(tag = "organizations", params(IdPath, IfNoneMatch),
    responses((status = 200, description = "The body.", body = OrganizationResponse)))]
#[get("/organizations/{id}")]
async fn get_organization(caller: Caller) -> Answer {
    let id = id_of(&caller)?;
    let found = caller.run(move |engine, actor| find(engine, actor, id)).await?;
    single(caller.request(), found.version, &OrganizationResponse::from(found))
}

/// Replace a body.
///
/// Written by itself or by the body that registered it. Scope: `organizations:write`.
#[utoipa::path(tag = "organizations", params(IdPath, IfMatch), request_body = OrganizationRequest,
    responses((status = 200, description = "Replaced.", body = OrganizationResponse)))]
#[put("/organizations/{id}")]
async fn replace_organization(caller: Caller, unread: Unread) -> Answer {
    let (id, expected) = (id_of(&caller)?, caller.expected()?);
    let content = caller.body::<OrganizationRequest>(unread).await?;
    let replacement = Replacement { content, expected };
    let now = caller.run(move |engine, actor| replace(engine, actor, id, replacement)).await?;
    changed(StatusCode::OK, now.version, &OrganizationResponse::from(now))
}

/// Change some fields of a body.
///
/// A merge patch (RFC 7396): `null` takes a field away, what is left out stays. Scopes: `organizations:read` and
/// `organizations:write`.
#[utoipa::path(tag = "organizations", params(IdPath, IfMatch),
    request_body(content = OrganizationRequest, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "Changed.", body = OrganizationResponse)))]
#[patch("/organizations/{id}")]
async fn update_organization(caller: Caller, unread: Unread) -> Answer {
    let id = id_of(&caller)?;
    let now = patch_record::<OrganizationRequest>(&caller, unread, id).await?;
    changed(StatusCode::OK, now.version, &OrganizationResponse::from(now))
}

/// Register or replace a body by the caller's own key.
///
/// Among the bodies that the caller's body registered. Scope: `organizations:write`.
#[utoipa::path(tag = "organizations", params(ExternalIdPath, IfMatch, IfNoRecord), request_body = OrganizationRequest,
    responses((status = 200, description = "Replaced.", body = OrganizationResponse),
        (status = 201, description = "Registered.", body = OrganizationResponse)))]
#[put("/organizations/by-external-id/{external_id}")]
async fn upsert_organization(caller: Caller, unread: Unread) -> Answer {
    let upserted = upsert_record::<OrganizationRequest>(&caller, unread).await?;
    let now = upserted.record;
    let place = upserted.created.then(|| place(now.id));
    written(place.as_deref(), now.version, &OrganizationResponse::from(now))
}

pub(super) fn configure(config: &mut impl Register) {
    config
        .service(create_organization)
        .service(list_organizations)
        .service(upsert_organization)
        .service(get_organization)
        .service(replace_organization)
        .service(update_organization);
}
