//! 見落とし確認.

use actix_web::http::StatusCode;
use actix_web::{get, post, put};
use domain::{Actor, SecondLookId};
use matching::Engine;
use matching::once::Once;
use matching::second_looks::{
    ShownSecondLook, create_second_look as draw, get_second_look as find, list_second_looks as list,
    put_finding as write_finding,
};

use super::{Register, postings};
use crate::answer::{Answer, ok, page};
use crate::creating::{self, placed};
use crate::dto::second_looks::{FindingRequest, SecondLookPage, SecondLookRequest, SecondLookResponse};
use crate::extract::body::Unread;
use crate::extract::caller::Caller;
use crate::extract::query::NoFilter;
use crate::openapi::parameters::{IdPath, IdempotencyKey};
use crate::paging::PageQuery;
use crate::problem::Problem;

fn id_of(caller: &Caller) -> Result<SecondLookId, Problem> {
    caller.path_id(("id", "second look"), SecondLookId::parse)
}

/// Draw a second look.
///
/// Three people by lot from those who are ranked among the applicants below the places and whom nobody has shortlisted;
/// fewer where fewer are left. The draw is written down in the audit log with its seed. Scope: `selections:write`.
#[utoipa::path(tag = "second-looks", params(IdPath, IdempotencyKey), request_body = SecondLookRequest,
    responses((status = 201, description = "Drawn.", body = SecondLookResponse)))]
#[post("/postings/{id}/second-looks")]
async fn create_second_look(caller: Caller, unread: Unread) -> Answer {
    let posting = postings::id_of(&caller)?;
    let make = move |engine: &Engine, actor: &Actor, seed, once: &Once<'_, ShownSecondLook>| {
        draw(engine, actor, (posting, seed), once)
    };
    creating::create::<SecondLookRequest, _>(&caller, unread, make, |made| {
        let place = format!("/api/v1/second-looks/{}", made.look.id);
        placed(StatusCode::CREATED, place, &SecondLookResponse::from(made.clone()))
    })
    .await
}

/// List the second looks of a posting.
///
/// Scope: `selections:read`.
#[utoipa::path(tag = "second-looks", params(IdPath, PageQuery),
    responses((status = 200, description = "A page of second looks.", body = SecondLookPage)))]
#[get("/postings/{id}/second-looks")]
async fn list_second_looks(caller: Caller) -> Answer {
    let posting = postings::id_of(&caller)?;
    let (query, NoFilter {}) = caller.list_query()?;
    let request = query.request(|text| SecondLookId::parse(text).ok())?;
    let found = caller.run(move |engine, actor| list(engine, actor, posting, &request)).await?;
    page::<SecondLookPage, _, _>(caller.request(), found, |shown| shown.look.id.to_string())
}

/// Show a second look.
///
/// Scope: `selections:read`.
#[utoipa::path(tag = "second-looks", params(IdPath),
    responses((status = 200, description = "The second look.", body = SecondLookResponse)))]
#[get("/second-looks/{id}")]
async fn get_second_look(caller: Caller) -> Answer {
    let id = id_of(&caller)?;
    let found = caller.run(move |engine, actor| find(engine, actor, id)).await?;
    ok(&SecondLookResponse::from(found))
}

/// Write down what a second look found.
///
/// About one of those drawn, over what was written before. Scope: `selections:write`.
#[utoipa::path(tag = "second-looks", params(IdPath), request_body = FindingRequest,
    responses((status = 200, description = "Written down.", body = SecondLookResponse)))]
#[put("/second-looks/{id}/findings")]
async fn put_finding(caller: Caller, unread: Unread) -> Answer {
    let id = id_of(&caller)?;
    let found = caller.body::<FindingRequest>(unread).await?;
    let now = caller.run(move |engine, actor| write_finding(engine, actor, id, found)).await?;
    ok(&SecondLookResponse::from(now))
}

pub(super) fn configure(config: &mut impl Register) {
    config
        .service(create_second_look)
        .service(list_second_looks)
        .service(get_second_look)
        .service(put_finding);
}
