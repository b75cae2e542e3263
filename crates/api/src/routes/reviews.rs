//! 選考の読み方: 匿名で読む, 決裁の二人目.

use actix_web::http::StatusCode;
use actix_web::{get, post, put};
use domain::{Actor, Reveal};
use matching::once::Once;
use matching::reviews::{
    create_reveal as reveal, get_review as find, list_reveals as reveals, replace_review as replace,
};
use matching::{Engine, Replacement};

use super::{Register, postings};
use crate::answer::{Answer, changed, page, single};
use crate::creating::{self, placed};
use crate::dto::reviews::{RevealPage, RevealRequest, RevealResponse, ReviewRequest, ReviewResponse};
use crate::extract::body::Unread;
use crate::extract::caller::Caller;
use crate::extract::query::NoFilter;
use crate::openapi::parameters::{IdPath, IdempotencyKey, IfMatch, IfNoneMatch};
use crate::paging::PageQuery;

/// Show how a posting's applicants are read.
///
/// Scope: `selections:read`.
#[utoipa::path(tag = "reviews", params(IdPath, IfNoneMatch),
    responses((status = 200, description = "The settings.", body = ReviewResponse)))]
#[get("/postings/{id}/review")]
async fn get_review(caller: Caller) -> Answer {
    let posting = postings::id_of(&caller)?;
    let found = caller.run(move |engine, actor| find(engine, actor, posting)).await?;
    single(caller.request(), found.version, &ReviewResponse::from(found))
}

/// Set how a posting's applicants are read.
///
/// While `blind` is set, rankings, explanations, lists of marks and lists of people show no name, contact or words of
/// those who have applied to those who manage the posting, until a reader reveals one. Approving a decision ends it.
/// Scope: `selections:write`.
#[utoipa::path(tag = "reviews", params(IdPath, IfMatch), request_body = ReviewRequest,
    responses((status = 200, description = "Set.", body = ReviewResponse)))]
#[put("/postings/{id}/review")]
async fn replace_review(caller: Caller, unread: Unread) -> Answer {
    let (posting, expected) = (postings::id_of(&caller)?, caller.expected()?);
    let content = caller.body::<ReviewRequest>(unread).await?;
    let replacement = Replacement { content, expected };
    let now = caller.run(move |engine, actor| replace(engine, actor, posting, replacement)).await?;
    changed(StatusCode::OK, now.version, &ReviewResponse::from(now))
}

/// Reveal a name.
///
/// To the caller alone; it is written down in the audit log. Again gives the first one. Scope: `selections:write`.
#[utoipa::path(tag = "reviews", params(IdPath, IdempotencyKey), request_body = RevealRequest,
    responses((status = 201, description = "Revealed.", body = RevealResponse)))]
#[post("/postings/{id}/reveals")]
async fn create_reveal(caller: Caller, unread: Unread) -> Answer {
    let posting = postings::id_of(&caller)?;
    let show = move |engine: &Engine, actor: &Actor, content, once: &Once<'_, Reveal>| {
        reveal(engine, actor, (posting, content), once)
    };
    creating::create::<RevealRequest, _>(&caller, unread, show, |made| {
        let place = format!("/api/v1/candidates/{}", made.content.candidate_id);
        placed(StatusCode::CREATED, place, &RevealResponse::from(made.clone()))
    })
    .await
}

/// List the names revealed.
///
/// To whom, when and why, the oldest first. Scope: `selections:read`.
#[utoipa::path(tag = "reviews", params(IdPath, PageQuery),
    responses((status = 200, description = "A page of reveals.", body = RevealPage)))]
#[get("/postings/{id}/reveals")]
async fn list_reveals(caller: Caller) -> Answer {
    let posting = postings::id_of(&caller)?;
    let (query, NoFilter {}) = caller.list_query()?;
    let request = query.request(|text| text.parse::<usize>().ok())?;
    let found = caller.run(move |engine, actor| reveals(engine, actor, posting, &request)).await?;
    page::<RevealPage, _, _>(caller.request(), found, |(number, _)| number.to_string())
}

pub(super) fn configure(config: &mut impl Register) {
    config.service(get_review).service(replace_review).service(create_reveal).service(list_reveals);
}
