//! 同期の集まり.

use actix_web::http::StatusCode;
use actix_web::{delete, get, patch, post, put};
use domain::{Actor, CandidateId, Cohort, CohortContent, CohortId, OneOnOne, OneOnOneId};
use matching::cohorts::{
    create_cohort as create, create_one_on_one as talk, end_cohort_membership as end, get_cohort as find,
    get_cohort_member as find_member, list_cohort_members as list_members, list_cohorts as list,
    list_one_on_ones as list_talks, list_progress, put_cohort_member as put_member,
    replace_cohort as replace,
};
use matching::once::Once;
use matching::{Engine, MatchingError, Replacement};
use serde::Deserialize;
use serde_json::Value;
use utoipa::IntoParams;

use super::Register;
use crate::answer::{Answer, changed, gone, page, single, written};
use crate::creating::{self, placed, record};
use crate::dto::cohorts::{
    CohortBody, CohortMemberPage, CohortMemberRequest, CohortMemberResponse, CohortPage, CohortRequest,
    CohortResponse, MemberProgressPage, OneOnOnePage, OneOnOneRequest, OneOnOneResponse,
};
use crate::dto::vocabulary;
use crate::extract::body::Unread;
use crate::extract::caller::Caller;
use crate::extract::query::{NoFilter, optional_id};
use crate::openapi::parameters::{IdPath, IdempotencyKey, IfMatch, IfNoneMatch, MemberPath};
use crate::paging::PageQuery;
use crate::patching::{Patched, patch as patch_record};
use crate::problem::Problem;

impl Patched for CohortRequest {
    type Id = CohortId;
    type Read = Cohort;
    type Written = Cohort;

    fn read(engine: &Engine, actor: &Actor, id: CohortId) -> Result<Cohort, MatchingError> {
        find(engine, actor, id)
    }

    fn shown(record: Cohort) -> (i64, Value) {
        (record.version, serde_json::json!(CohortBody::from(record.content)))
    }

    fn write(
        engine: &Engine,
        actor: &Actor,
        id: CohortId,
        replacement: Replacement<CohortContent>,
    ) -> Result<Cohort, MatchingError> {
        replace(engine, actor, id, replacement)
    }
}

fn id_of(caller: &Caller) -> Result<CohortId, Problem> {
    caller.path_id(("id", "cohort"), CohortId::parse)
}

fn member_of(caller: &Caller) -> Result<(CohortId, CandidateId), Problem> {
    Ok((id_of(caller)?, caller.path_id(("candidate_id", "membership"), CandidateId::parse)?))
}

/// Make a cohort.
///
/// For the own people. Scope: `preparation:write`.
#[utoipa::path(tag = "preparation", params(IdempotencyKey), request_body = CohortRequest,
    responses((status = 201, description = "Made.", body = CohortResponse)))]
#[post("/cohorts")]
async fn create_cohort(caller: Caller, unread: Unread) -> Answer {
    creating::create::<CohortRequest, _>(&caller, unread, create, |made| {
        let place = format!("/api/v1/cohorts/{}", made.id);
        record(place, made.version, &CohortResponse::from(made.clone()))
    })
    .await
}

/// List the cohorts.
///
/// Those of the caller's body. Scope: `preparation:read`.
#[utoipa::path(tag = "preparation", params(PageQuery),
    responses((status = 200, description = "A page of cohorts.", body = CohortPage)))]
#[get("/cohorts")]
async fn list_cohorts(caller: Caller) -> Answer {
    let (query, NoFilter {}) = caller.list_query()?;
    let request = query.request(|text| CohortId::parse(text).ok())?;
    let found = caller.run(move |engine, actor| list(engine, actor, &request)).await?;
    page::<CohortPage, _, _>(caller.request(), found, |cohort| cohort.id.to_string())
}

/// Show a cohort.
///
/// Scope: `preparation:read`.
#[utoipa::path(tag = "preparation", params(IdPath, IfNoneMatch),
    responses((status = 200, description = "The cohort.", body = CohortResponse)))]
#[get("/cohorts/{id}")]
async fn get_cohort(caller: Caller) -> Answer {
    let id = id_of(&caller)?;
    let found = caller.run(move |engine, actor| find(engine, actor, id)).await?;
    single(caller.request(), found.version, &CohortResponse::from(found))
}

/// Replace a cohort.
///
/// Its members stay; there are not fewer places than members. Scope: `preparation:write`.
#[utoipa::path(tag = "preparation", params(IdPath, IfMatch), request_body = CohortRequest,
    responses((status = 200, description = "Replaced.", body = CohortResponse)))]
#[put("/cohorts/{id}")]
async fn replace_cohort(caller: Caller, unread: Unread) -> Answer {
    let (id, expected) = (id_of(&caller)?, caller.expected()?);
    let content = caller.body::<CohortRequest>(unread).await?;
    let replacement = Replacement { content, expected };
    let now = caller.run(move |engine, actor| replace(engine, actor, id, replacement)).await?;
    changed(StatusCode::OK, now.version, &CohortResponse::from(now))
}

/// Change some fields of a cohort.
///
/// A merge patch (RFC 7396): `null` takes a field away, what is left out stays. Scopes: `preparation:read` and
/// `preparation:write`.
#[utoipa::path(tag = "preparation", params(IdPath, IfMatch),
    request_body(content = CohortRequest, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "Changed.", body = CohortResponse)))]
#[patch("/cohorts/{id}")]
async fn update_cohort(caller: Caller, unread: Unread) -> Answer {
    let id = id_of(&caller)?;
    let now = patch_record::<CohortRequest>(&caller, unread, id).await?;
    changed(StatusCode::OK, now.version, &CohortResponse::from(now))
}

/// List the members of a cohort.
///
/// By the person's id; those who left are shown too. Scope: `preparation:read`.
#[utoipa::path(tag = "preparation", params(IdPath, PageQuery),
    responses((status = 200, description = "A page of members.", body = CohortMemberPage)))]
#[get("/cohorts/{id}/members")]
async fn list_cohort_members(caller: Caller) -> Answer {
    let id = id_of(&caller)?;
    let (query, NoFilter {}) = caller.list_query()?;
    let request = query.request(|text| CandidateId::parse(text).ok())?;
    let found = caller.run(move |engine, actor| list_members(engine, actor, id, &request)).await?;
    page::<CohortMemberPage, _, _>(caller.request(), found, |member| member.candidate_id.to_string())
}

/// Show a member of a cohort.
///
/// Scope: `preparation:read`.
#[utoipa::path(tag = "preparation", params(MemberPath, IfNoneMatch),
    responses((status = 200, description = "The membership.", body = CohortMemberResponse)))]
#[get("/cohorts/{id}/members/{candidate_id}")]
async fn get_cohort_member(caller: Caller) -> Answer {
    let member = member_of(&caller)?;
    let found = caller.run(move |engine, actor| find_member(engine, actor, member)).await?;
    single(caller.request(), found.version, &CohortMemberResponse::from(found))
}

/// Take a person into a cohort, or change the membership.
///
/// One of the own people, while there is a place; who has left may come back. Scope: `preparation:write`.
#[utoipa::path(tag = "preparation", params(MemberPath, IfMatch), request_body = CohortMemberRequest,
    responses((status = 200, description = "Changed.", body = CohortMemberResponse),
        (status = 201, description = "Taken in.", body = CohortMemberResponse)))]
#[put("/cohorts/{id}/members/{candidate_id}")]
async fn put_cohort_member(caller: Caller, unread: Unread) -> Answer {
    let (member, expected) = (member_of(&caller)?, caller.expected()?);
    let content = caller.body::<CohortMemberRequest>(unread).await?;
    let replacement = Replacement { content, expected };
    let upserted = caller.run(move |engine, actor| put_member(engine, actor, member, replacement)).await?;
    let now = upserted.record;
    let place = format!("/api/v1/cohorts/{}/members/{}", now.cohort_id, now.candidate_id);
    let place = upserted.created.then_some(place);
    written(place.as_deref(), now.version, &CohortMemberResponse::from(now))
}

/// End a membership.
///
/// Today; the membership stays in the list. To tell why, or another day, `PUT` it with `left_on`. Scope:
/// `preparation:write`.
#[utoipa::path(tag = "preparation", params(MemberPath, IfMatch),
    responses((status = 204, description = "Ended.")))]
#[delete("/cohorts/{id}/members/{candidate_id}")]
async fn end_cohort_membership(caller: Caller) -> Answer {
    let (member, expected) = (member_of(&caller)?, caller.expected()?);
    caller.run(move |engine, actor| end(engine, actor, member, expected)).await?;
    Ok(gone())
}

/// Write down a talk.
///
/// 1 on 1 with somebody who is or was a member. Scope: `preparation:write`.
#[utoipa::path(tag = "preparation", params(IdPath, IdempotencyKey), request_body = OneOnOneRequest,
    responses((status = 201, description = "Written down.", body = OneOnOneResponse)))]
#[post("/cohorts/{id}/one-on-ones")]
async fn create_one_on_one(caller: Caller, unread: Unread) -> Answer {
    let id = id_of(&caller)?;
    let write = move |engine: &Engine, actor: &Actor, content, once: &Once<'_, OneOnOne>| {
        talk(engine, actor, (id, content), once)
    };
    creating::create::<OneOnOneRequest, _>(&caller, unread, write, |made| {
        let place = format!("/api/v1/cohorts/{}/one-on-ones", made.cohort_id);
        placed(StatusCode::CREATED, place, &OneOnOneResponse::from(made.clone()))
    })
    .await
}

/// Filters of the list of talks.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct TalkFilter {
    /// Only with this person.
    #[param(value_type = Option<vocabulary::Uuid>)]
    candidate_id: Option<String>,
}

/// List the talks of a cohort.
///
/// In the order they were written down. Scope: `preparation:read`.
#[utoipa::path(tag = "preparation", params(IdPath, PageQuery, TalkFilter),
    responses((status = 200, description = "A page of talks.", body = OneOnOnePage)))]
#[get("/cohorts/{id}/one-on-ones")]
async fn list_one_on_ones(caller: Caller) -> Answer {
    let id = id_of(&caller)?;
    let (query, filter): (_, TalkFilter) = caller.list_query()?;
    let request = query.request(|text| OneOnOneId::parse(text).ok())?;
    let whom = optional_id("?candidate_id", filter.candidate_id.as_deref(), CandidateId::parse)?;
    let found = caller.run(move |engine, actor| list_talks(engine, actor, (id, whom), &request)).await?;
    page::<OneOnOnePage, _, _>(caller.request(), found, |talk| talk.id.to_string())
}

/// Show how far the members have come.
///
/// For each member the stage then and now, sessions attended, talks and courses. Scope: `preparation:read`.
#[utoipa::path(tag = "preparation", params(IdPath, PageQuery),
    responses((status = 200, description = "A page of members and their progress.", body = MemberProgressPage)))]
#[get("/cohorts/{id}/progress")]
async fn list_cohort_progress(caller: Caller) -> Answer {
    let id = id_of(&caller)?;
    let (query, NoFilter {}) = caller.list_query()?;
    let request = query.request(|text| CandidateId::parse(text).ok())?;
    let found = caller.run(move |engine, actor| list_progress(engine, actor, id, &request)).await?;
    page::<MemberProgressPage, _, _>(caller.request(), found, |one| one.member.candidate_id.to_string())
}

pub(super) fn configure(config: &mut impl Register) {
    config
        .service(create_cohort)
        .service(list_cohorts)
        .service(get_cohort)
        .service(replace_cohort)
        .service(update_cohort)
        .service(list_cohort_members)
        .service(get_cohort_member)
        .service(put_cohort_member)
        .service(end_cohort_membership)
        .service(create_one_on_one)
        .service(list_one_on_ones)
        .service(list_cohort_progress);
}
