//! The monthly log and the check-ins of engagements.

use actix_web::{delete, get, post, put};
use domain::{Actor, CheckIn, CheckInId, Month};
use matching::engagements::{
    create_check_in as create, delete_log as delete, get_check_in as find_check_in, get_log as find,
    list_check_ins as list_checks, list_logs as list, put_log as put_down,
};
use matching::once::Once;
use matching::{Engine, Replacement};

use super::Register;
use super::engagements::id_of;
use crate::answer::{Answer, gone, page, single, written};
use crate::creating::{self, record};
use crate::dto::engagements::{
    CheckInPage, CheckInRequest, CheckInResponse, EngagementLogPage, EngagementLogRequest,
    EngagementLogResponse,
};
use crate::extract::body::Unread;
use crate::extract::caller::Caller;
use crate::extract::query::NoFilter;
use crate::openapi::parameters::{
    CheckInPath, EngagementLogPath, IdPath, IdempotencyKey, IfMatch, IfNoneMatch,
};
use crate::paging::PageQuery;
use crate::problem::Problem;

/// A check-in never changes.
const ONLY_VERSION: i64 = 1;

fn month_of(caller: &Caller) -> Result<Month, Problem> {
    caller.path_id(("month", "engagement log"), Month::parse)
}

/// Write a month of the log.
///
/// For the first time (201), or again (200). Scope: `engagements:write`.
#[utoipa::path(tag = "engagements", params(EngagementLogPath, IfMatch), request_body = EngagementLogRequest,
    responses((status = 200, description = "Written again.", body = EngagementLogResponse),
        (status = 201, description = "Written down.", body = EngagementLogResponse)))]
#[put("/engagements/{id}/logs/{month}")]
async fn put_engagement_log(caller: Caller, unread: Unread) -> Answer {
    let (id, month, expected) = (id_of(&caller)?, month_of(&caller)?, caller.expected()?);
    let content = caller.body::<EngagementLogRequest>(unread).await?;
    let replacement = Replacement { content, expected };
    let put = caller.run(move |engine, actor| put_down(engine, actor, (id, month), replacement)).await?;
    let place = put.created.then(|| format!("/api/v1/engagements/{id}/logs/{month}"));
    written(place.as_deref(), put.record.version, &EngagementLogResponse::from(put.record))
}

/// List the log of an engagement.
///
/// The first month first. Scope: `engagements:read`.
#[utoipa::path(tag = "engagements", params(IdPath, PageQuery),
    responses((status = 200, description = "A page of the log.", body = EngagementLogPage)))]
#[get("/engagements/{id}/logs")]
async fn list_engagement_logs(caller: Caller) -> Answer {
    let id = id_of(&caller)?;
    let (query, NoFilter {}) = caller.list_query()?;
    let request = query.request(|text| Month::parse(text).ok())?;
    let found = caller.run(move |engine, actor| list(engine, actor, id, &request)).await?;
    page::<EngagementLogPage, _, _>(caller.request(), found, |log| log.month.to_string())
}

/// Show a month of the log.
///
/// Scope: `engagements:read`.
#[utoipa::path(tag = "engagements", params(EngagementLogPath, IfNoneMatch),
    responses((status = 200, description = "The month.", body = EngagementLogResponse)))]
#[get("/engagements/{id}/logs/{month}")]
async fn get_engagement_log(caller: Caller) -> Answer {
    let (id, month) = (id_of(&caller)?, month_of(&caller)?);
    let found = caller.run(move |engine, actor| find(engine, actor, id, month)).await?;
    single(caller.request(), found.version, &EngagementLogResponse::from(found))
}

/// Take a month out of the log.
///
/// Scope: `engagements:write`.
#[utoipa::path(tag = "engagements", params(EngagementLogPath, IfMatch),
    responses((status = 204, description = "Taken out.")))]
#[delete("/engagements/{id}/logs/{month}")]
async fn delete_engagement_log(caller: Caller) -> Answer {
    let (id, month, expected) = (id_of(&caller)?, month_of(&caller)?, caller.expected()?);
    caller.run(move |engine, actor| delete(engine, actor, (id, month), expected)).await?;
    Ok(gone())
}

/// Write a check-in down.
///
/// It is personal data of the person, who may ask to read it. Scope: `engagements:write`.
#[utoipa::path(tag = "engagements", params(IdPath, IdempotencyKey), request_body = CheckInRequest,
    responses((status = 201, description = "Written down.", body = CheckInResponse)))]
#[post("/engagements/{id}/check-ins")]
async fn create_check_in(caller: Caller, unread: Unread) -> Answer {
    let id = id_of(&caller)?;
    let write = move |engine: &Engine, actor: &Actor, content, once: &Once<'_, CheckIn>| {
        create(engine, actor, (id, content), once)
    };
    creating::create::<CheckInRequest, _>(&caller, unread, write, |made| {
        let place = format!("/api/v1/engagements/{}/check-ins/{}", made.engagement_id, made.id);
        record(place, ONLY_VERSION, &CheckInResponse::from(made.clone()))
    })
    .await
}

/// List the check-ins of an engagement.
///
/// Scope: `engagements:read`.
#[utoipa::path(tag = "engagements", params(IdPath, PageQuery),
    responses((status = 200, description = "A page of check-ins.", body = CheckInPage)))]
#[get("/engagements/{id}/check-ins")]
async fn list_check_ins(caller: Caller) -> Answer {
    let id = id_of(&caller)?;
    let (query, NoFilter {}) = caller.list_query()?;
    let request = query.request(|text| CheckInId::parse(text).ok())?;
    let found = caller.run(move |engine, actor| list_checks(engine, actor, id, &request)).await?;
    page::<CheckInPage, _, _>(caller.request(), found, |check_in| check_in.id.to_string())
}

/// Show a check-in.
///
/// Scope: `engagements:read`.
#[utoipa::path(tag = "engagements", params(CheckInPath, IfNoneMatch),
    responses((status = 200, description = "The check-in.", body = CheckInResponse)))]
#[get("/engagements/{id}/check-ins/{check_in_id}")]
async fn get_check_in(caller: Caller) -> Answer {
    let id = id_of(&caller)?;
    let check_in = caller.path_id(("check_in_id", "check-in"), CheckInId::parse)?;
    let found = caller.run(move |engine, actor| find_check_in(engine, actor, id, check_in)).await?;
    single(caller.request(), ONLY_VERSION, &CheckInResponse::from(found))
}

pub(super) fn configure(config: &mut impl Register) {
    config
        .service(put_engagement_log)
        .service(list_engagement_logs)
        .service(get_engagement_log)
        .service(delete_engagement_log)
        .service(create_check_in)
        .service(list_check_ins)
        .service(get_check_in);
}
