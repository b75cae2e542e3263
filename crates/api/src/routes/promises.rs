//! 約束ごと and 課題.

use actix_web::http::StatusCode;
use actix_web::{get, patch, post};
use domain::{Actor, Promise, PromiseContent, PromiseId};
use matching::promises::{
    create_promise as create, get_promise as find, keep_promise as keep, list_promises as list,
    release_promise as release, replace_promise as replace,
};
use matching::tasks::list_tasks as tasks;
use matching::{Engine, MatchingError, Replacement};
use serde_json::Value;

use super::Register;
use crate::answer::{Answer, changed, ok, page, single};
use crate::creating::{self, record};
use crate::dto::promises::{
    PromiseBody, PromisePage, PromiseQuery, PromiseRequest, PromiseResponse, ReleaseRequest, TaskList,
    TaskQuery,
};
use crate::extract::body::Unread;
use crate::extract::caller::Caller;
use crate::openapi::parameters::{IdPath, IdempotencyKey, IfMatch, IfNoneMatch};
use crate::paging::PageQuery;
use crate::patching::{Patched, patch as patch_record};
use crate::problem::Problem;

impl Patched for PromiseRequest {
    type Id = PromiseId;
    type Read = Promise;
    type Written = Promise;

    fn read(engine: &Engine, actor: &Actor, id: PromiseId) -> Result<Promise, MatchingError> {
        find(engine, actor, id)
    }

    fn shown(record: Promise) -> (i64, Value) {
        (record.version, serde_json::json!(PromiseBody::from(record.content)))
    }

    fn write(
        engine: &Engine,
        actor: &Actor,
        id: PromiseId,
        replacement: Replacement<PromiseContent>,
    ) -> Result<Promise, MatchingError> {
        replace(engine, actor, id, replacement)
    }
}

fn id_of(caller: &Caller) -> Result<PromiseId, Problem> {
    caller.path_id(("id", "promise"), PromiseId::parse)
}

/// Write a promise down.
///
/// To a person or a body, about a posting, an application or a programme. Nobody but the caller's body sees it. Scope:
/// `handovers:write`.
#[utoipa::path(tag = "promises", params(IdempotencyKey), request_body = PromiseRequest,
    responses((status = 201, description = "Written down.", body = PromiseResponse)))]
#[post("/promises")]
async fn create_promise(caller: Caller, unread: Unread) -> Answer {
    creating::create::<PromiseRequest, _>(&caller, unread, create, |made| {
        let place = format!("/api/v1/promises/{}", made.id);
        record(place, made.version, &PromiseResponse::from(made.clone()))
    })
    .await
}

/// List the promises.
///
/// Those of the caller's body. Scope: `handovers:read`.
#[utoipa::path(tag = "promises", params(PageQuery, PromiseQuery),
    responses((status = 200, description = "A page of promises.", body = PromisePage)))]
#[get("/promises")]
async fn list_promises(caller: Caller) -> Answer {
    let (query, filter): (PageQuery, PromiseQuery) = caller.list_query()?;
    let request = query.request(|text| PromiseId::parse(text).ok())?;
    let listed = filter.read(caller.reference())?;
    let found = caller.run(move |engine, actor| list(engine, actor, listed, &request)).await?;
    page::<PromisePage, _, _>(caller.request(), found, |promise| promise.id.to_string())
}

/// Show a promise.
///
/// Scope: `handovers:read`.
#[utoipa::path(tag = "promises", params(IdPath, IfNoneMatch),
    responses((status = 200, description = "The promise.", body = PromiseResponse)))]
#[get("/promises/{id}")]
async fn get_promise(caller: Caller) -> Answer {
    let id = id_of(&caller)?;
    let found = caller.run(move |engine, actor| find(engine, actor, id)).await?;
    single(caller.request(), found.version, &PromiseResponse::from(found))
}

/// Change some fields of a promise.
///
/// Of an open one. A merge patch (RFC 7396): `null` takes a field away, what is left out stays. Scopes: `handovers:read`
/// and `handovers:write`.
#[utoipa::path(tag = "promises", params(IdPath, IfMatch),
    request_body(content = PromiseRequest, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "Changed.", body = PromiseResponse)))]
#[patch("/promises/{id}")]
async fn update_promise(caller: Caller, unread: Unread) -> Answer {
    let id = id_of(&caller)?;
    let now = patch_record::<PromiseRequest>(&caller, unread, id).await?;
    changed(StatusCode::OK, now.version, &PromiseResponse::from(now))
}

/// Say that a promise was kept.
///
/// Scope: `handovers:write`.
#[utoipa::path(tag = "promises", params(IdPath, IfMatch),
    responses((status = 200, description = "Kept.", body = PromiseResponse)))]
#[post("/promises/{id}/keep")]
async fn keep_promise(caller: Caller) -> Answer {
    let (id, expected) = (id_of(&caller)?, caller.expected()?);
    let now = caller.run(move |engine, actor| keep(engine, actor, id, expected)).await?;
    changed(StatusCode::OK, now.version, &PromiseResponse::from(now))
}

/// Release a promise.
///
/// It is not to be kept any more, for a reason. Scope: `handovers:write`.
#[utoipa::path(tag = "promises", params(IdPath, IfMatch), request_body = ReleaseRequest,
    responses((status = 200, description = "Released.", body = PromiseResponse)))]
#[post("/promises/{id}/release")]
async fn release_promise(caller: Caller, unread: Unread) -> Answer {
    let (id, expected) = (id_of(&caller)?, caller.expected()?);
    let reason = caller.body::<ReleaseRequest>(unread).await?;
    let now = caller.run(move |engine, actor| release(engine, actor, id, (reason, expected))).await?;
    changed(StatusCode::OK, now.version, &PromiseResponse::from(now))
}

/// List what is to be done.
///
/// Computed at this moment from promises, stages, postings, referrals and proposals of the caller's body: what is due
/// first comes first. Scope: `handovers:read`.
#[utoipa::path(tag = "promises", params(TaskQuery),
    responses((status = 200, description = "The tasks.", body = TaskList)))]
#[get("/tasks")]
async fn list_tasks(caller: Caller) -> Answer {
    let filter: TaskQuery = caller.query()?;
    let listed = filter.read(caller.reference())?;
    let at = caller.engine().now();
    let found = caller.run(move |engine, actor| tasks(engine, actor, listed)).await?;
    ok(&TaskList::of(found, at))
}

pub(super) fn configure(config: &mut impl Register) {
    config
        .service(create_promise)
        .service(list_promises)
        .service(get_promise)
        .service(update_promise)
        .service(keep_promise)
        .service(release_promise)
        .service(list_tasks);
}
