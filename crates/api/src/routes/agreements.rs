//! 連携協定.

use actix_web::http::StatusCode;
use actix_web::{get, patch, post, put};
use domain::{Actor, Agreement, AgreementContent, AgreementId};
use matching::agreements::{
    create_agreement as create, end_agreement as end, get_agreement as find, list_agreements as list,
    replace_agreement as replace,
};
use matching::{Engine, MatchingError, Replacement};
use serde_json::Value;

use super::Register;
use crate::answer::{Answer, changed, page, single};
use crate::creating::{self, record};
use crate::dto::agreements::{AgreementBody, AgreementPage, AgreementRequest, AgreementResponse};
use crate::extract::body::Unread;
use crate::extract::caller::Caller;
use crate::extract::query::NoFilter;
use crate::openapi::parameters::{IdPath, IdempotencyKey, IfMatch, IfNoneMatch};
use crate::paging::PageQuery;
use crate::patching::{Patched, patch as patch_record};
use crate::problem::Problem;

impl Patched for AgreementRequest {
    type Id = AgreementId;
    type Read = Agreement;
    type Written = Agreement;

    fn read(engine: &Engine, actor: &Actor, id: AgreementId) -> Result<Agreement, MatchingError> {
        find(engine, actor, id)
    }

    fn shown(record: Agreement) -> (i64, Value) {
        (record.version, serde_json::json!(AgreementBody::from(record.content)))
    }

    fn write(
        engine: &Engine,
        actor: &Actor,
        id: AgreementId,
        replacement: Replacement<AgreementContent>,
    ) -> Result<Agreement, MatchingError> {
        replace(engine, actor, id, replacement)
    }
}

fn id_of(caller: &Caller) -> Result<AgreementId, Problem> {
    caller.path_id(("id", "agreement"), AgreementId::parse)
}

/// Make an agreement.
///
/// Written by the body whose postings are meant. Scope: `agreements:write`.
#[utoipa::path(tag = "agreements", params(IdempotencyKey), request_body = AgreementRequest,
    responses((status = 201, description = "Made.", body = AgreementResponse)))]
#[post("/agreements")]
async fn create_agreement(caller: Caller, unread: Unread) -> Answer {
    creating::create::<AgreementRequest, _>(&caller, unread, create, |made| {
        let place = format!("/api/v1/agreements/{}", made.id);
        record(place, made.version, &AgreementResponse::from(made.clone()))
    })
    .await
}

/// List the agreements.
///
/// Those of the caller's body, on either side. Scope: `agreements:read`.
#[utoipa::path(tag = "agreements", params(PageQuery),
    responses((status = 200, description = "A page of agreements.", body = AgreementPage)))]
#[get("/agreements")]
async fn list_agreements(caller: Caller) -> Answer {
    let (query, NoFilter {}) = caller.list_query()?;
    let request = query.request(|text| AgreementId::parse(text).ok())?;
    let found = caller.run(move |engine, actor| list(engine, actor, &request)).await?;
    page::<AgreementPage, _, _>(caller.request(), found, |agreement| agreement.id.to_string())
}

/// Show an agreement.
///
/// Scope: `agreements:read`.
#[utoipa::path(tag = "agreements", params(IdPath, IfNoneMatch),
    responses((status = 200, description = "The agreement.", body = AgreementResponse)))]
#[get("/agreements/{id}")]
async fn get_agreement(caller: Caller) -> Answer {
    let id = id_of(&caller)?;
    let found = caller.run(move |engine, actor| find(engine, actor, id)).await?;
    single(caller.request(), found.version, &AgreementResponse::from(found))
}

/// Replace an agreement.
///
/// Its two bodies stay the same; what has ended is not changed any more. Scope: `agreements:write`.
#[utoipa::path(tag = "agreements", params(IdPath, IfMatch), request_body = AgreementRequest,
    responses((status = 200, description = "Replaced.", body = AgreementResponse)))]
#[put("/agreements/{id}")]
async fn replace_agreement(caller: Caller, unread: Unread) -> Answer {
    let (id, expected) = (id_of(&caller)?, caller.expected()?);
    let content = caller.body::<AgreementRequest>(unread).await?;
    let replacement = Replacement { content, expected };
    let now = caller.run(move |engine, actor| replace(engine, actor, id, replacement)).await?;
    changed(StatusCode::OK, now.version, &AgreementResponse::from(now))
}

/// Change some fields of an agreement.
///
/// A merge patch (RFC 7396): `null` takes a field away, what is left out stays. Scopes: `agreements:read` and
/// `agreements:write`.
#[utoipa::path(tag = "agreements", params(IdPath, IfMatch),
    request_body(content = AgreementRequest, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "Changed.", body = AgreementResponse)))]
#[patch("/agreements/{id}")]
async fn update_agreement(caller: Caller, unread: Unread) -> Answer {
    let id = id_of(&caller)?;
    let now = patch_record::<AgreementRequest>(&caller, unread, id).await?;
    changed(StatusCode::OK, now.version, &AgreementResponse::from(now))
}

/// End an agreement.
///
/// At once: in the next request it opens nothing any more. Ending it again changes nothing. Scope: `agreements:write`.
#[utoipa::path(tag = "agreements", params(IdPath),
    responses((status = 200, description = "Ended.", body = AgreementResponse)))]
#[post("/agreements/{id}/end")]
async fn end_agreement(caller: Caller) -> Answer {
    let id = id_of(&caller)?;
    let now = caller.run(move |engine, actor| end(engine, actor, id)).await?;
    changed(StatusCode::OK, now.version, &AgreementResponse::from(now))
}

pub(super) fn configure(config: &mut impl Register) {
    config
        .service(create_agreement)
        .service(list_agreements)
        .service(get_agreement)
        .service(replace_agreement)
        .service(update_agreement)
        .service(end_agreement);
}
