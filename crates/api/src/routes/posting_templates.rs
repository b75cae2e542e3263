//! 案件のひな型.

use actix_web::http::StatusCode;
use actix_web::{delete, get, post, put};
use domain::{Faults, PostingTemplateId};
use matching::Replacement;
use matching::posting_templates::{
    create_posting_template as create, delete_posting_template as remove, get_posting_template as find,
    list_posting_templates as list, replace_posting_template as replace, start_from_template as start,
};
use serde_json::Value;

use super::Register;
use crate::answer::{Answer, changed, gone, page, single};
use crate::creating::{self, record};
use crate::dto::posting_templates::{
    PostingTemplatePage, PostingTemplateRequest, PostingTemplateResponse, StartedPostingRequest, fields_of,
};
use crate::dto::postings::{PostingRequest, PostingResponse};
use crate::extract::body::Unread;
use crate::extract::caller::Caller;
use crate::extract::query::NoFilter;
use crate::openapi::parameters::{IdPath, IdempotencyKey, IfMatch, IfNoneMatch};
use crate::paging::PageQuery;
use crate::problem::Problem;

fn id_of(caller: &Caller) -> Result<PostingTemplateId, Problem> {
    caller.path_id(("id", "posting template"), PostingTemplateId::parse)
}

/// Write a template of postings.
///
/// A posting without dates and without a body, shared with nobody, with allied bodies or with everyone. Scope:
/// `alliances:write`.
#[utoipa::path(tag = "posting-templates", params(IdempotencyKey), request_body = PostingTemplateRequest,
    responses((status = 201, description = "Written.", body = PostingTemplateResponse)))]
#[post("/posting-templates")]
async fn create_posting_template(caller: Caller, unread: Unread) -> Answer {
    creating::create::<PostingTemplateRequest, _>(&caller, unread, create, |made| {
        let place = format!("/api/v1/posting-templates/{}", made.id);
        record(place, made.version, &PostingTemplateResponse::from(made.clone()))
    })
    .await
}

/// List the templates of postings.
///
/// Own ones, and those that are shared with the caller's body. Scope: `alliances:read`.
#[utoipa::path(tag = "posting-templates", params(PageQuery),
    responses((status = 200, description = "A page of templates.", body = PostingTemplatePage)))]
#[get("/posting-templates")]
async fn list_posting_templates(caller: Caller) -> Answer {
    let (query, NoFilter {}) = caller.list_query()?;
    let request = query.request(|text| PostingTemplateId::parse(text).ok())?;
    let found = caller.run(move |engine, actor| list(engine, actor, &request)).await?;
    page::<PostingTemplatePage, _, _>(caller.request(), found, |template| template.id.to_string())
}

/// Show a template of postings.
///
/// Its uses are counted at this moment; the `ETag` is of what was written. Scope: `alliances:read`.
#[utoipa::path(tag = "posting-templates", params(IdPath, IfNoneMatch),
    responses((status = 200, description = "The template.", body = PostingTemplateResponse)))]
#[get("/posting-templates/{id}")]
async fn get_posting_template(caller: Caller) -> Answer {
    let id = id_of(&caller)?;
    let found = caller.run(move |engine, actor| find(engine, actor, id)).await?;
    single(caller.request(), found.version, &PostingTemplateResponse::from(found))
}

/// Replace a template of postings.
///
/// By the body that wrote it; what was started from it before stays as it is. Scope: `alliances:write`.
#[utoipa::path(tag = "posting-templates", params(IdPath, IfMatch), request_body = PostingTemplateRequest,
    responses((status = 200, description = "Replaced.", body = PostingTemplateResponse)))]
#[put("/posting-templates/{id}")]
async fn replace_posting_template(caller: Caller, unread: Unread) -> Answer {
    let (id, expected) = (id_of(&caller)?, caller.expected()?);
    let content = caller.body::<PostingTemplateRequest>(unread).await?;
    let replacement = Replacement { content, expected };
    let now = caller.run(move |engine, actor| replace(engine, actor, id, replacement)).await?;
    changed(StatusCode::OK, now.version, &PostingTemplateResponse::from(now))
}

/// Delete a template of postings.
///
/// By the body that wrote it; the postings that were started from it stay. Scope: `alliances:write`.
#[utoipa::path(tag = "posting-templates", params(IdPath, IfMatch),
    responses((status = 204, description = "Deleted.")))]
#[delete("/posting-templates/{id}")]
async fn delete_posting_template(caller: Caller) -> Answer {
    let (id, expected) = (id_of(&caller)?, caller.expected()?);
    caller.run(move |engine, actor| remove(engine, actor, id, expected)).await?;
    Ok(gone())
}

/// Start a posting from a template.
///
/// A draft with the template's fields and those that are sent; the template counts it. Scopes: `alliances:read` and
/// `postings:write`.
#[utoipa::path(tag = "posting-templates", params(IdPath, IdempotencyKey), request_body = StartedPostingRequest,
    responses((status = 201, description = "Started.", body = PostingResponse)))]
#[post("/posting-templates/{id}/postings")]
async fn start_posting_from_template(caller: Caller, unread: Unread) -> Answer {
    let id = id_of(&caller)?;
    let (own, text) = caller.body_and_text::<StartedPostingRequest>(unread).await?;
    let request = creating::request(&caller, &[&text])?;
    let template = caller.run(move |engine, actor| find(engine, actor, id)).await?;
    let mut fields = fields_of(&template.content.posting);
    fields.extend(own);
    let new = caller.read::<PostingRequest>(Value::Object(fields)).map_err(Faults::of_the_whole)?;
    creating::create_of(
        &caller,
        (new, request),
        move |engine, actor, new, once| start(engine, actor, (id, new), once),
        |made| {
            let place = format!("/api/v1/postings/{}", made.id);
            record(place, made.version, &PostingResponse::of(made.clone()))
        },
    )
    .await
}

pub(super) fn configure(config: &mut impl Register) {
    config
        .service(create_posting_template)
        .service(list_posting_templates)
        .service(get_posting_template)
        .service(replace_posting_template)
        .service(delete_posting_template)
        .service(start_posting_from_template);
}
