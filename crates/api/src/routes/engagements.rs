//! 参画.

use actix_web::http::StatusCode;
use actix_web::{get, patch, post, put};
use domain::{
    Actor, CandidateId, Engagement, EngagementId, EngagementStatus, EngagementTerms, OrganizationId,
    PostingId,
};
use matching::engagements::{
    ListEngagements, create_engagement as create, end_engagement as end, find_overlaps,
    get_engagement as find, list_engagements as list, renew_engagement as renew, replace_terms as replace,
};
use matching::once::Once;
use matching::{Engine, MatchingError, Replacement};
use serde::Deserialize;
use serde_json::Value;
use utoipa::IntoParams;

use super::Register;
use crate::answer::{Answer, changed, ok, page, single};
use crate::creating::{self, record};
use crate::dto::engagements::{
    EngagementEndRequest, EngagementPage, EngagementRequest, EngagementResponse, EngagementTermsBody,
    EngagementTermsRequest, OverlapsResponse, RenewalRequest,
};
use crate::dto::vocabulary;
use crate::extract::body::Unread;
use crate::extract::caller::Caller;
use crate::extract::query::{optional_date, optional_id};
use crate::openapi::parameters::{IdPath, IdempotencyKey, IfMatch, IfNoneMatch};
use crate::paging::PageQuery;
use crate::patching::{Patched, patch as patch_record};
use crate::problem::Problem;

impl Patched for EngagementTermsRequest {
    type Id = EngagementId;
    type Read = Engagement;
    type Written = Engagement;

    fn read(engine: &Engine, actor: &Actor, id: EngagementId) -> Result<Engagement, MatchingError> {
        find(engine, actor, id)
    }

    fn shown(record: Engagement) -> (i64, Value) {
        (record.version, serde_json::json!(EngagementTermsBody::from(record.terms)))
    }

    fn write(
        engine: &Engine,
        actor: &Actor,
        id: EngagementId,
        replacement: Replacement<EngagementTerms>,
    ) -> Result<Engagement, MatchingError> {
        replace(engine, actor, id, replacement)
    }
}

pub(super) fn id_of(caller: &Caller) -> Result<EngagementId, Problem> {
    caller.path_id(("id", "engagement"), EngagementId::parse)
}

/// Make an engagement.
///
/// Of an accepted application, which moves to `engaged`, or directly: history, or work that was agreed elsewhere. By the
/// posting's body or who coordinates it. Scope: `engagements:write`.
#[utoipa::path(tag = "engagements", params(IdempotencyKey), request_body = EngagementRequest,
    responses((status = 201, description = "Made.", body = EngagementResponse)))]
#[post("/engagements")]
async fn create_engagement(caller: Caller, unread: Unread) -> Answer {
    creating::create::<EngagementRequest, _>(&caller, unread, create, |made| {
        let place = format!("/api/v1/engagements/{}", made.id);
        record(place, made.version, &EngagementResponse::from(made.clone()))
    })
    .await
}

/// Filters of the list of engagements.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct EngagementFilter {
    /// Only for this posting.
    #[param(value_type = Option<vocabulary::Uuid>)]
    posting_id: Option<String>,
    /// Only of this person.
    #[param(value_type = Option<vocabulary::Uuid>)]
    candidate_id: Option<String>,
    /// Only for postings of this body.
    #[param(value_type = Option<vocabulary::Uuid>)]
    organization_id: Option<String>,
    /// Only in this status.
    #[param(value_type = Option<vocabulary::EngagementStatus>)]
    status: Option<EngagementStatus>,
    /// Only with work on this day.
    #[param(value_type = Option<vocabulary::Date>)]
    running_on: Option<String>,
}

/// List the engagements.
///
/// For own and coordinated postings, and of own people. Scope: `engagements:read`.
#[utoipa::path(tag = "engagements", params(PageQuery, EngagementFilter),
    responses((status = 200, description = "A page of engagements.", body = EngagementPage)))]
#[get("/engagements")]
async fn list_engagements(caller: Caller) -> Answer {
    let (query, filter): (_, EngagementFilter) = caller.list_query()?;
    let request = query.request(|text| EngagementId::parse(text).ok())?;
    let body = filter.organization_id.as_deref();
    let filter = ListEngagements {
        posting_id: optional_id("?posting_id", filter.posting_id.as_deref(), PostingId::parse)?,
        candidate_id: optional_id("?candidate_id", filter.candidate_id.as_deref(), CandidateId::parse)?,
        organization_id: optional_id("?organization_id", body, OrganizationId::parse)?,
        status: filter.status,
        running_on: optional_date("?running_on", filter.running_on.as_deref())?,
    };
    let found = caller.run(move |engine, actor| list(engine, actor, filter, &request)).await?;
    page::<EngagementPage, _, _>(caller.request(), found, |engagement| engagement.id.to_string())
}

/// Show an engagement.
///
/// Scope: `engagements:read`.
#[utoipa::path(tag = "engagements", params(IdPath, IfNoneMatch),
    responses((status = 200, description = "The engagement.", body = EngagementResponse)))]
#[get("/engagements/{id}")]
async fn get_engagement(caller: Caller) -> Answer {
    let id = id_of(&caller)?;
    let found = caller.run(move |engine, actor| find(engine, actor, id)).await?;
    single(caller.request(), found.version, &EngagementResponse::from(found))
}

/// Replace the terms of a running engagement.
///
/// Warnings are made anew. Scope: `engagements:write`.
#[utoipa::path(tag = "engagements", params(IdPath, IfMatch), request_body = EngagementTermsRequest,
    responses((status = 200, description = "Replaced.", body = EngagementResponse)))]
#[put("/engagements/{id}/terms")]
async fn replace_engagement_terms(caller: Caller, unread: Unread) -> Answer {
    let (id, expected) = (id_of(&caller)?, caller.expected()?);
    let content = caller.body::<EngagementTermsRequest>(unread).await?;
    let replacement = Replacement { content, expected };
    let now = caller.run(move |engine, actor| replace(engine, actor, id, replacement)).await?;
    changed(StatusCode::OK, now.version, &EngagementResponse::from(now))
}

/// Change some terms of a running engagement.
///
/// A merge patch (RFC 7396): `null` takes a field away, what is left out stays. Scopes: `engagements:read` and
/// `engagements:write`.
#[utoipa::path(tag = "engagements", params(IdPath, IfMatch),
    request_body(content = EngagementTermsRequest, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "Changed.", body = EngagementResponse)))]
#[patch("/engagements/{id}/terms")]
async fn update_engagement_terms(caller: Caller, unread: Unread) -> Answer {
    let id = id_of(&caller)?;
    let now = patch_record::<EngagementTermsRequest>(&caller, unread, id).await?;
    changed(StatusCode::OK, now.version, &EngagementResponse::from(now))
}

/// End an engagement.
///
/// `completed`, `ended_early` with a reason, or `converted` into something else. Work of six months or more, renewals
/// included, ends early only with 30 days of notice or an exception. Scope: `engagements:write`.
#[utoipa::path(tag = "engagements", params(IdPath, IfMatch), request_body = EngagementEndRequest,
    responses((status = 200, description = "Ended.", body = EngagementResponse)))]
#[post("/engagements/{id}/end")]
async fn end_engagement(caller: Caller, unread: Unread) -> Answer {
    let (id, expected) = (id_of(&caller)?, caller.expected()?);
    let content = caller.body::<EngagementEndRequest>(unread).await?;
    let now = caller.run(move |engine, actor| end(engine, actor, id, (content, expected))).await?;
    changed(StatusCode::OK, now.version, &EngagementResponse::from(now))
}

/// Renew an engagement.
///
/// Another one goes on from it, on the same terms until another day or on new ones; the two name each other, and this one
/// is `renewed`. Scope: `engagements:write`.
#[utoipa::path(tag = "engagements", params(IdPath, IdempotencyKey), request_body = RenewalRequest,
    responses((status = 201, description = "The engagement that goes on.", body = EngagementResponse)))]
#[post("/engagements/{id}/renew")]
async fn renew_engagement(caller: Caller, unread: Unread) -> Answer {
    let id = id_of(&caller)?;
    let go_on = move |engine: &Engine, actor: &Actor, renewal, once: &Once<'_, Engagement>| {
        renew(engine, actor, (id, renewal), once)
    };
    creating::create::<RenewalRequest, _>(&caller, unread, go_on, |made| {
        let place = format!("/api/v1/engagements/{}", made.id);
        record(place, made.version, &EngagementResponse::from(made.clone()))
    })
    .await
}

/// What else the person does at the same time.
///
/// Of engagements that the caller may not see only their days and hours are told; the sum of declared hours is advice on
/// health. Scope: `engagements:read`.
#[utoipa::path(tag = "engagements", params(IdPath),
    responses((status = 200, description = "The overlapping engagements.", body = OverlapsResponse)))]
#[get("/engagements/{id}/overlaps")]
async fn list_engagement_overlaps(caller: Caller) -> Answer {
    let id = id_of(&caller)?;
    let found = caller.run(move |engine, actor| find_overlaps(engine, actor, id)).await?;
    ok(&OverlapsResponse::from(found))
}

pub(super) fn configure(config: &mut impl Register) {
    config
        .service(create_engagement)
        .service(list_engagements)
        .service(get_engagement)
        .service(replace_engagement_terms)
        .service(update_engagement_terms)
        .service(end_engagement)
        .service(renew_engagement)
        .service(list_engagement_overlaps);
}
