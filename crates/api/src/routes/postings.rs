//! 案件.

use actix_web::http::StatusCode;
use actix_web::{delete, get, patch, post, put};
use domain::{Actor, ExternalId, FaultCode, Faults, Posting, PostingId};
use matching::once::Once;
use matching::postings::{
    ListPostings, NewPosting, Transition, count_postings_by_facet, create_posting as create,
    delete_posting as remove, get_posting as find, list_postings as list, replace_posting as replace,
    transition_posting as transition, upsert_posting as upsert,
};
use matching::{Engine, MatchingError, Replacement, Upserted};
use serde_json::Value;

use super::Register;
use crate::answer::{Answer, changed, gone, ok, page_of, single, written};
use crate::creating::{self, record};
use crate::dto::postings::{PostingBody, PostingPage, PostingRequest, PostingResponse, TransitionRequest};
use crate::dto::search::{FacetsResponse, PostingPageQuery, PostingSearchQuery};
use crate::extract::body::Unread;
use crate::extract::caller::Caller;
use crate::openapi::parameters::{ExternalIdPath, IdPath, IdempotencyKey, IfMatch, IfNoRecord, IfNoneMatch};
use crate::paging::{next_cursor, ordered, ordered_place};
use crate::patching::{Patched, patch as patch_record};
use crate::problem::Problem;
use crate::upserting::{Keyed, upsert as upsert_record};

impl Patched for PostingRequest {
    type Id = PostingId;
    type Read = Posting;
    type Written = Posting;

    fn read(engine: &Engine, actor: &Actor, id: PostingId) -> Result<Posting, MatchingError> {
        find(engine, actor, id)
    }

    fn shown(record: Posting) -> (i64, Value) {
        (record.version, serde_json::json!(PostingBody::from(record.content)))
    }

    fn write(
        engine: &Engine,
        actor: &Actor,
        id: PostingId,
        replacement: Replacement<NewPosting>,
    ) -> Result<Posting, MatchingError> {
        replace_same(engine, actor, id, replacement)
    }
}

/// Replaces a posting that stays with its body.
fn replace_same(
    engine: &Engine,
    actor: &Actor,
    id: PostingId,
    replacement: Replacement<NewPosting>,
) -> Result<Posting, MatchingError> {
    let Replacement { content: NewPosting { organization_id, content }, expected } = replacement;
    if let Some(owner) = organization_id
        && find(engine, actor, id)?.organization_id != owner
    {
        let detail = "a posting stays with its body; leave the field out";
        return Err(Faults::one("/organization_id", FaultCode::NotAllowed, detail).into());
    }
    replace(engine, actor, id, Replacement { content, expected })
}

fn place(id: PostingId) -> String {
    format!("/api/v1/postings/{id}")
}

impl Keyed for PostingRequest {
    type Record = Posting;

    fn key(new: &mut NewPosting) -> &mut Option<ExternalId> {
        &mut new.content.external_id
    }

    fn create(engine: &Engine, actor: &Actor, new: NewPosting) -> Result<Posting, MatchingError> {
        create(engine, actor, new, &Once::unanswered())
    }

    fn upsert(
        engine: &Engine,
        actor: &Actor,
        external_id: &ExternalId,
        replacement: Replacement<NewPosting>,
    ) -> Result<Upserted<Posting>, MatchingError> {
        upsert(engine, actor, external_id, replacement)
    }
}

pub(super) fn id_of(caller: &Caller) -> Result<PostingId, Problem> {
    caller.path_id(("id", "posting"), PostingId::parse)
}

/// Write a posting.
///
/// It begins as a draft. Scope: `postings:write`.
#[utoipa::path(tag = "postings", params(IdempotencyKey), request_body = PostingRequest,
    responses((status = 201, description = "Written.", body = PostingResponse)))]
#[post("/postings")]
async fn create_posting(caller: Caller, unread: Unread) -> Answer {
    creating::create::<PostingRequest, _>(&caller, unread, create, |made| {
        record(place(made.id), made.version, &PostingResponse::of(made.clone()))
    })
    .await
}

/// List the postings.
///
/// Own and coordinated ones in every status, of other bodies those that were published; as far as they are looked for.
/// Scope: `postings:read`.
#[utoipa::path(tag = "postings", params(PostingPageQuery, PostingSearchQuery),
    responses((status = 200, description = "A page of postings.", body = PostingPage)))]
#[get("/postings")]
async fn list_postings(caller: Caller) -> Answer {
    let (page, search): (PostingPageQuery, PostingSearchQuery) = caller.queries()?;
    let order = page.sort.unwrap_or_default();
    let request = ordered((page.limit, page.cursor.as_deref()), order, |text| PostingId::parse(text).ok())?;
    let listed = ListPostings { search: search.read(caller.reference())?, order };
    let found = caller.run(move |engine, actor| list(engine, actor, listed, &request)).await?;
    let cursor = next_cursor(&found, |posting| ordered_place(order, &order.place(posting)));
    let items = found.items.into_iter().map(PostingResponse::of).collect();
    page_of::<PostingPage, _>(caller.request(), items, cursor)
}

/// Count the postings by their values.
///
/// The facets of the list under the same parameters: for each value, how many postings of the list have it. Scope:
/// `postings:read`.
#[utoipa::path(tag = "postings", params(PostingSearchQuery),
    responses((status = 200, description = "The counts.", body = FacetsResponse)))]
#[get("/postings/facets")]
async fn count_postings(caller: Caller) -> Answer {
    let search: PostingSearchQuery = caller.query()?;
    let search = search.read(caller.reference())?;
    let counted = caller.run(move |engine, actor| count_postings_by_facet(engine, actor, search)).await?;
    ok(&FacetsResponse::from(counted))
}

/// Show a posting.
///
/// Scope: `postings:read`.
#[utoipa::path(tag = "postings", params(IdPath, IfNoneMatch),
    responses((status = 200, description = "The posting.", body = PostingResponse)))]
#[get("/postings/{id}")]
async fn get_posting(caller: Caller) -> Answer {
    let id = id_of(&caller)?;
    let found = caller.run(move |engine, actor| find(engine, actor, id)).await?;
    single(caller.request(), found.version, &PostingResponse::of(found))
}

/// Replace a posting.
///
/// Its status and its body stay. Scope: `postings:write`; `postings:read` too where the body names its organization.
#[utoipa::path(tag = "postings", params(IdPath, IfMatch), request_body = PostingRequest,
    responses((status = 200, description = "Replaced.", body = PostingResponse)))]
#[put("/postings/{id}")]
async fn replace_posting(caller: Caller, unread: Unread) -> Answer {
    let (id, expected) = (id_of(&caller)?, caller.expected()?);
    let content = caller.body::<PostingRequest>(unread).await?;
    let replacement = Replacement { content, expected };
    let now = caller.run(move |engine, actor| replace_same(engine, actor, id, replacement)).await?;
    changed(StatusCode::OK, now.version, &PostingResponse::of(now))
}

/// Change some fields of a posting.
///
/// A merge patch (RFC 7396): `null` takes a field away, what is left out stays. Scopes: `postings:read` and
/// `postings:write`.
#[utoipa::path(tag = "postings", params(IdPath, IfMatch),
    request_body(content = PostingRequest, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "Changed.", body = PostingResponse)))]
#[patch("/postings/{id}")]
async fn update_posting(caller: Caller, unread: Unread) -> Answer {
    let id = id_of(&caller)?;
    let now = patch_record::<PostingRequest>(&caller, unread, id).await?;
    changed(StatusCode::OK, now.version, &PostingResponse::of(now))
}

/// Write or replace a posting by the caller's own key.
///
/// Among the postings of the body that posts it. Scope: `postings:write`.
#[utoipa::path(tag = "postings", params(ExternalIdPath, IfMatch, IfNoRecord), request_body = PostingRequest,
    responses((status = 200, description = "Replaced.", body = PostingResponse),
        (status = 201, description = "Written.", body = PostingResponse)))]
#[put("/postings/by-external-id/{external_id}")]
async fn upsert_posting(caller: Caller, unread: Unread) -> Answer {
    let upserted = upsert_record::<PostingRequest>(&caller, unread).await?;
    let now = upserted.record;
    let place = upserted.created.then(|| place(now.id));
    written(place.as_deref(), now.version, &PostingResponse::of(now))
}

/// Delete a draft.
///
/// What was once published stays: withdraw it instead. Scope: `postings:write`.
#[utoipa::path(tag = "postings", params(IdPath, IfMatch), responses((status = 204, description = "Deleted.")))]
#[delete("/postings/{id}")]
async fn delete_posting(caller: Caller) -> Answer {
    let (id, expected) = (id_of(&caller)?, caller.expected()?);
    caller.run(move |engine, actor| remove(engine, actor, id, expected)).await?;
    Ok(gone())
}

/// Move a posting to another status.
///
/// An illegal move is a 409 that names the legal ones. Scope: `postings:write`.
#[utoipa::path(tag = "postings", params(IdPath, IfMatch), request_body = TransitionRequest,
    responses((status = 200, description = "Moved.", body = PostingResponse)))]
#[post("/postings/{id}/transitions")]
async fn transition_posting(caller: Caller, unread: Unread) -> Answer {
    let (id, expected) = (id_of(&caller)?, caller.expected()?);
    let (to, reason) = caller.body::<TransitionRequest>(unread).await?;
    let step = Transition { to, reason, expected };
    let now = caller.run(move |engine, actor| transition(engine, actor, id, step)).await?;
    changed(StatusCode::OK, now.version, &PostingResponse::of(now))
}

pub(super) fn configure(config: &mut impl Register) {
    config
        .service(create_posting)
        .service(list_postings)
        .service(count_postings)
        .service(upsert_posting)
        .service(get_posting)
        .service(replace_posting)
        .service(update_posting)
        .service(delete_posting)
        .service(transition_posting);
}
