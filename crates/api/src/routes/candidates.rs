//! 人材・候補者.

use actix_web::http::StatusCode;
use actix_web::{delete, get, patch, post, put};
use domain::{Actor, Candidate, CandidateContent, CandidateId, ExternalId};
use matching::candidates::{
    CandidateView, ListCandidates, as_shown, count_candidates_by_facet, create_candidate as create,
    delete_candidate as remove, get_candidate as find, get_own_candidate as find_own,
    list_candidates as list, replace_candidate as replace, upsert_candidate as upsert,
};
use matching::once::Once;
use matching::{Engine, MatchingError, Replacement, Upserted};
use serde_json::Value;

use super::Register;
use crate::answer::{Answer, changed, gone, ok, page, tagged, written};
use crate::creating::{self, record};
use crate::dto::candidates::{CandidateBody, CandidatePage, CandidateRequest, CandidateResponse};
use crate::dto::search::{CandidatePageQuery, CandidateSearchQuery, FacetsResponse};
use crate::etag;
use crate::extract::body::Unread;
use crate::extract::caller::Caller;
use crate::openapi::parameters::{ExternalIdPath, IdPath, IdempotencyKey, IfMatch, IfNoRecord, IfNoneMatch};
use crate::paging::{ordered, ordered_place};
use crate::patching::{Patched, patch as patch_record};
use crate::problem::Problem;
use crate::upserting::{Keyed, upsert as upsert_record};

impl Patched for CandidateRequest {
    type Id = CandidateId;
    type Read = Candidate;
    type Written = Candidate;

    /// Only the own people: of others a part may be hidden, and a patch would write the hidden part away.
    fn read(engine: &Engine, actor: &Actor, id: CandidateId) -> Result<Candidate, MatchingError> {
        find_own(engine, actor, id)
    }

    fn shown(record: Candidate) -> (i64, Value) {
        (record.version, serde_json::json!(CandidateBody::from(record.content)))
    }

    fn write(
        engine: &Engine,
        actor: &Actor,
        id: CandidateId,
        replacement: Replacement<CandidateContent>,
    ) -> Result<Candidate, MatchingError> {
        replace(engine, actor, id, replacement)
    }
}

impl Keyed for CandidateRequest {
    type Record = Candidate;

    fn key(content: &mut CandidateContent) -> &mut Option<ExternalId> {
        &mut content.external_id
    }

    fn create(engine: &Engine, actor: &Actor, content: CandidateContent) -> Result<Candidate, MatchingError> {
        create(engine, actor, content, &Once::unanswered())
    }

    fn upsert(
        engine: &Engine,
        actor: &Actor,
        external_id: &ExternalId,
        replacement: Replacement<CandidateContent>,
    ) -> Result<Upserted<Candidate>, MatchingError> {
        upsert(engine, actor, external_id, replacement)
    }
}

fn place(id: CandidateId) -> String {
    format!("/api/v1/candidates/{id}")
}

/// The tag of what is shown: of other bodies' people, how much is open can change without the person changing.
fn tag(view: &CandidateView) -> String {
    let version = view.candidate.version;
    match (view.is_own, view.identity_open) {
        (true, true) => etag::of_version(version),
        // Read without names.
        (true, false) => etag::of_view(version, "blind"),
        (false, true) => etag::of_view(version, "identity"),
        (false, false) => etag::of_view(version, "profile"),
    }
}

pub(super) fn id_of(caller: &Caller) -> Result<CandidateId, Problem> {
    caller.path_id(("id", "candidate"), CandidateId::parse)
}

/// Register a person.
///
/// The person belongs to the caller's body; a consent opens them to others. Scope: `candidates:write`.
#[utoipa::path(tag = "candidates", params(IdempotencyKey), request_body = CandidateRequest,
    responses((status = 201, description = "Registered.", body = CandidateResponse)))]
#[post("/candidates")]
async fn create_candidate(caller: Caller, unread: Unread) -> Answer {
    creating::create::<CandidateRequest, _>(&caller, unread, create, |made| {
        record(place(made.id), made.version, &CandidateResponse::from(made.clone()))
    })
    .await
}

/// List the own people.
///
/// Those that the caller's body registered, as far as they are looked for. Scope: `candidates:read`.
#[utoipa::path(tag = "candidates", params(CandidatePageQuery, CandidateSearchQuery),
    responses((status = 200, description = "A page of people.", body = CandidatePage)))]
#[get("/candidates")]
async fn list_candidates(caller: Caller) -> Answer {
    let (query, search): (CandidatePageQuery, CandidateSearchQuery) = caller.queries()?;
    let order = query.sort.unwrap_or_default();
    let request =
        ordered((query.limit, query.cursor.as_deref()), order, |text| CandidateId::parse(text).ok())?;
    let listed = ListCandidates { search: search.read(caller.reference())?, order };
    let found = caller.run(move |engine, actor| list(engine, actor, listed, &request)).await?;
    page::<CandidatePage, _, _>(caller.request(), found, |view| {
        ordered_place(order, &order.place(&view.candidate))
    })
}

/// Count the own people by their values.
///
/// The facets of the list under the same parameters: for each value, how many people of the list have it. Scope:
/// `candidates:read`.
#[utoipa::path(tag = "candidates", params(CandidateSearchQuery),
    responses((status = 200, description = "The counts.", body = FacetsResponse)))]
#[get("/candidates/facets")]
async fn count_candidates(caller: Caller) -> Answer {
    let search: CandidateSearchQuery = caller.query()?;
    let search = search.read(caller.reference())?;
    let counted = caller.run(move |engine, actor| count_candidates_by_facet(engine, actor, search)).await?;
    ok(&FacetsResponse::from(counted))
}

/// Show a person.
///
/// Own people whole; others as far as a consent or an application opens them. Scope: `candidates:read`.
#[utoipa::path(tag = "candidates", params(IdPath, IfNoneMatch),
    responses((status = 200, description = "The person.", body = CandidateResponse)))]
#[get("/candidates/{id}")]
async fn get_candidate(caller: Caller) -> Answer {
    let id = id_of(&caller)?;
    let found = caller.run(move |engine, actor| find(engine, actor, id)).await?;
    tagged(caller.request(), &tag(&found), &CandidateResponse::from(found))
}

/// Replace a person.
///
/// The next ranking sees the new values. Scope: `candidates:write`.
#[utoipa::path(tag = "candidates", params(IdPath, IfMatch), request_body = CandidateRequest,
    responses((status = 200, description = "Replaced.", body = CandidateResponse)))]
#[put("/candidates/{id}")]
async fn replace_candidate(caller: Caller, unread: Unread) -> Answer {
    let (id, expected) = (id_of(&caller)?, caller.expected()?);
    let content = caller.body::<CandidateRequest>(unread).await?;
    let replacement = Replacement { content, expected };
    let now = caller.run(move |engine, actor| replace(engine, actor, id, replacement)).await?;
    changed(StatusCode::OK, now.version, &CandidateResponse::from(now))
}

/// Change some fields of a person.
///
/// A merge patch (RFC 7396): `null` takes a field away, what is left out stays. Scopes: `candidates:read` and
/// `candidates:write`.
#[utoipa::path(tag = "candidates", params(IdPath, IfMatch),
    request_body(content = CandidateRequest, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "Changed.", body = CandidateResponse)))]
#[patch("/candidates/{id}")]
async fn update_candidate(caller: Caller, unread: Unread) -> Answer {
    let id = id_of(&caller)?;
    let now = patch_record::<CandidateRequest>(&caller, unread, id).await?;
    let shown = caller.run(move |engine, actor| as_shown(engine, actor, now)).await?;
    changed(StatusCode::OK, shown.candidate.version, &CandidateResponse::from(shown))
}

/// Register or replace a person by the caller's own key.
///
/// Among the people of the caller's body. Scope: `candidates:write`.
#[utoipa::path(tag = "candidates", params(ExternalIdPath, IfMatch, IfNoRecord), request_body = CandidateRequest,
    responses((status = 200, description = "Replaced.", body = CandidateResponse),
        (status = 201, description = "Registered.", body = CandidateResponse)))]
#[put("/candidates/by-external-id/{external_id}")]
async fn upsert_candidate(caller: Caller, unread: Unread) -> Answer {
    let upserted = upsert_record::<CandidateRequest>(&caller, unread).await?;
    let now = upserted.record;
    let place = upserted.created.then(|| place(now.id));
    written(place.as_deref(), now.version, &CandidateResponse::from(now))
}

/// Delete a person.
///
/// With everything that hangs on them: consents, applications, kept matches. Scope: `candidates:write`.
#[utoipa::path(tag = "candidates", params(IdPath, IfMatch), responses((status = 204, description = "Deleted.")))]
#[delete("/candidates/{id}")]
async fn delete_candidate(caller: Caller) -> Answer {
    let (id, expected) = (id_of(&caller)?, caller.expected()?);
    caller.run(move |engine, actor| remove(engine, actor, id, expected)).await?;
    Ok(gone())
}

pub(super) fn configure(config: &mut impl Register) {
    config
        .service(create_candidate)
        .service(list_candidates)
        .service(count_candidates)
        .service(upsert_candidate)
        .service(get_candidate)
        .service(replace_candidate)
        .service(update_candidate)
        .service(delete_candidate);
}
