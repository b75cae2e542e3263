//! Bearer keys.

use actix_web::{delete, get, post};
use domain::{Actor, ApiKey, ApiKeyId};
use matching::api_keys::{
    IssuedApiKey, create_api_key as create, get_api_key as find, list_api_keys as list,
    revoke_api_key as revoke, rotate_api_key as rotate,
};
use matching::once::{CreationAnswer, Once};
use matching::{Engine, MatchingError};

use super::Register;
use crate::answer::{Answer, gone, page, single};
use crate::creating::{self, record};
use crate::dto::api_keys::{
    ApiKeyPage, ApiKeyRequest, ApiKeyResponse, IssuedApiKeyResponse, RotationRequest,
};
use crate::etag::check_version;
use crate::extract::body::Unread;
use crate::extract::caller::Caller;
use crate::extract::query::NoFilter;
use crate::openapi::parameters::{IdPath, IdempotencyKey, IfMatch, IfNoneMatch};
use crate::paging::PageQuery;
use crate::problem::Problem;

fn id_of(caller: &Caller) -> Result<ApiKeyId, Problem> {
    caller.path_id(("id", "key"), ApiKeyId::parse)
}

/// A revoked key is found in the list only: by its id it is gone.
fn standing(key: ApiKey) -> Result<ApiKey, MatchingError> {
    match key.revoked_at {
        None => Ok(key),
        Some(_) => Err(MatchingError::NotFound { resource: "key" }),
    }
}

/// Issue a key.
///
/// The answer holds the key itself, this once. Scope: `admin`.
#[utoipa::path(tag = "api-keys", params(IdempotencyKey), request_body = ApiKeyRequest,
    responses((status = 201, description = "Issued.", body = IssuedApiKeyResponse)))]
#[post("/api-keys")]
async fn create_api_key(caller: Caller, unread: Unread) -> Answer {
    creating::create::<ApiKeyRequest, _>(&caller, unread, create, issued).await
}

/// Rotate a key.
///
/// A new key with the same name and scopes; the old one stays valid for the overlap, so that whoever uses it can change
/// over. A key may rotate itself; for another one, scope: `admin`.
#[utoipa::path(tag = "api-keys", params(IdPath, IdempotencyKey), request_body = RotationRequest,
    responses((status = 201, description = "Issued in its place.", body = IssuedApiKeyResponse)))]
#[post("/api-keys/{id}/rotate")]
async fn rotate_api_key(caller: Caller, unread: Unread) -> Answer {
    let id = id_of(&caller)?;
    let change = move |engine: &Engine, actor: &Actor, overlap_hours, once: &Once<'_, IssuedApiKey>| {
        rotate(engine, actor, (id, overlap_hours), once)
    };
    creating::create::<RotationRequest, _>(&caller, unread, change, issued).await
}

/// 201 with the key, which is not told again to those who repeat the request.
fn issued(issued: &IssuedApiKey) -> CreationAnswer {
    let answer = |issued: IssuedApiKeyResponse| {
        let place = format!("/api/v1/api-keys/{}", issued.key.id);
        record(place, issued.key.version, &issued)
    };
    let repeated = answer(IssuedApiKeyResponse::repeated(issued.clone()));
    CreationAnswer {
        repeated_body: Some(repeated.body),
        ..answer(IssuedApiKeyResponse::from(issued.clone()))
    }
}

/// List the keys.
///
/// Revoked ones are shown too. Scope: `admin`.
#[utoipa::path(tag = "api-keys", params(PageQuery),
    responses((status = 200, description = "A page of keys.", body = ApiKeyPage)))]
#[get("/api-keys")]
async fn list_api_keys(caller: Caller) -> Answer {
    let (query, NoFilter {}) = caller.list_query()?;
    let request = query.request(|text| ApiKeyId::parse(text).ok())?;
    let found = caller.run(move |engine, actor| list(engine, actor, &request)).await?;
    page::<ApiKeyPage, _, _>(caller.request(), found, |key| key.id.to_string())
}

/// Show a key.
///
/// Never the key itself. Scope: `admin`.
#[utoipa::path(tag = "api-keys", params(IdPath, IfNoneMatch),
    responses((status = 200, description = "The key.", body = ApiKeyResponse)))]
#[get("/api-keys/{id}")]
async fn get_api_key(caller: Caller) -> Answer {
    let id = id_of(&caller)?;
    let found = caller.run(move |engine, actor| find(engine, actor, id).and_then(standing)).await?;
    single(caller.request(), found.version, &ApiKeyResponse::from(found))
}

/// Revoke a key.
///
/// At once and for good; a key cannot revoke itself. Scope: `admin`.
#[utoipa::path(tag = "api-keys", params(IdPath, IfMatch), responses((status = 204, description = "Revoked.")))]
#[delete("/api-keys/{id}")]
async fn revoke_api_key(caller: Caller) -> Answer {
    let (id, expected) = (id_of(&caller)?, caller.expected()?);
    caller
        .run(move |engine, actor| {
            // Whatever changes between the look and the write, the key was to end: nothing is lost.
            let key = find(engine, actor, id).and_then(standing)?;
            check_version(expected, key.version)?;
            revoke(engine, actor, id)
        })
        .await?;
    Ok(gone())
}

pub(super) fn configure(config: &mut impl Register) {
    config
        .service(create_api_key)
        .service(rotate_api_key)
        .service(list_api_keys)
        .service(get_api_key)
        .service(revoke_api_key);
}
