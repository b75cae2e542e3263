//! 面談・フィールドワーク.

use actix_web::http::StatusCode;
use actix_web::{delete, get, patch, post, put};
use domain::{
    Actor, ApplicationId, Encounter, EncounterContent, EncounterId, EncounterKind, EncounterStatus, PostingId,
};
use matching::encounters::{
    ListEncounters, create_encounter as create, delete_encounter as remove, get_encounter as find,
    list_encounters as list, replace_encounter as replace,
};
use matching::{Engine, MatchingError, Replacement};
use serde::Deserialize;
use serde_json::Value;
use utoipa::IntoParams;

use super::Register;
use crate::answer::{Answer, changed, gone, page, single};
use crate::creating::{self, record};
use crate::dto::encounters::{EncounterBody, EncounterPage, EncounterRequest, EncounterResponse};
use crate::dto::vocabulary;
use crate::extract::body::Unread;
use crate::extract::caller::Caller;
use crate::extract::query::optional_id;
use crate::openapi::parameters::{IdPath, IdempotencyKey, IfMatch, IfNoneMatch};
use crate::paging::PageQuery;
use crate::patching::{Patched, patch as patch_record};
use crate::problem::Problem;

impl Patched for EncounterRequest {
    type Id = EncounterId;
    type Read = Encounter;
    type Written = Encounter;

    fn read(engine: &Engine, actor: &Actor, id: EncounterId) -> Result<Encounter, MatchingError> {
        find(engine, actor, id)
    }

    fn shown(record: Encounter) -> (i64, Value) {
        (record.version, serde_json::json!(EncounterBody::from(record.content)))
    }

    fn write(
        engine: &Engine,
        actor: &Actor,
        id: EncounterId,
        replacement: Replacement<EncounterContent>,
    ) -> Result<Encounter, MatchingError> {
        replace(engine, actor, id, replacement)
    }
}

fn id_of(caller: &Caller) -> Result<EncounterId, Problem> {
    caller.path_id(("id", "encounter"), EncounterId::parse)
}

/// Plan a meeting, or write one down that was held.
///
/// By those who manage the posting. An application may have several, and a posting may meet several people. Where the
/// round has the encounter as a stage, nobody moves on from it before one was held. Scope: `selections:write`.
#[utoipa::path(tag = "encounters", params(IdempotencyKey), request_body = EncounterRequest,
    responses((status = 201, description = "Written down.", body = EncounterResponse)))]
#[post("/encounters")]
async fn create_encounter(caller: Caller, unread: Unread) -> Answer {
    creating::create::<EncounterRequest, _>(&caller, unread, create, |made| {
        let place = format!("/api/v1/encounters/{}", made.id);
        record(place, made.version, &EncounterResponse::from(made.clone()))
    })
    .await
}

/// Filters of the list of meetings.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct EncounterFilter {
    /// Only of this application.
    #[param(value_type = Option<vocabulary::Uuid>)]
    application_id: Option<String>,
    /// Only for this posting.
    #[param(value_type = Option<vocabulary::Uuid>)]
    posting_id: Option<String>,
    /// Only of this kind.
    #[param(value_type = Option<vocabulary::EncounterKind>)]
    kind: Option<EncounterKind>,
    /// Only in this status.
    #[param(value_type = Option<vocabulary::EncounterStatus>)]
    status: Option<EncounterStatus>,
}

/// List the meetings.
///
/// Of the own people, and for own and coordinated postings. Scope: `selections:read`.
#[utoipa::path(tag = "encounters", params(PageQuery, EncounterFilter),
    responses((status = 200, description = "A page of meetings.", body = EncounterPage)))]
#[get("/encounters")]
async fn list_encounters(caller: Caller) -> Answer {
    let (query, filter): (_, EncounterFilter) = caller.list_query()?;
    let request = query.request(|text| EncounterId::parse(text).ok())?;
    let application = filter.application_id.as_deref();
    let filter = ListEncounters {
        application_id: optional_id("?application_id", application, ApplicationId::parse)?,
        posting_id: optional_id("?posting_id", filter.posting_id.as_deref(), PostingId::parse)?,
        kind: filter.kind,
        status: filter.status,
    };
    let found = caller.run(move |engine, actor| list(engine, actor, filter, &request)).await?;
    page::<EncounterPage, _, _>(caller.request(), found, |encounter| encounter.id.to_string())
}

/// Show a meeting.
///
/// The body that registered the person sees it without what the posting's side says. Scope: `selections:read`.
#[utoipa::path(tag = "encounters", params(IdPath, IfNoneMatch),
    responses((status = 200, description = "The meeting.", body = EncounterResponse)))]
#[get("/encounters/{id}")]
async fn get_encounter(caller: Caller) -> Answer {
    let id = id_of(&caller)?;
    let found = caller.run(move |engine, actor| find(engine, actor, id)).await?;
    single(caller.request(), found.version, &EncounterResponse::from(found))
}

/// Replace a meeting.
///
/// So it is moved to another day, held or cancelled; what was held stays held. Scope: `selections:write`.
#[utoipa::path(tag = "encounters", params(IdPath, IfMatch), request_body = EncounterRequest,
    responses((status = 200, description = "Replaced.", body = EncounterResponse)))]
#[put("/encounters/{id}")]
async fn replace_encounter(caller: Caller, unread: Unread) -> Answer {
    let (id, expected) = (id_of(&caller)?, caller.expected()?);
    let content = caller.body::<EncounterRequest>(unread).await?;
    let replacement = Replacement { content, expected };
    let now = caller.run(move |engine, actor| replace(engine, actor, id, replacement)).await?;
    changed(StatusCode::OK, now.version, &EncounterResponse::from(now))
}

/// Change some fields of a meeting.
///
/// A merge patch (RFC 7396): `null` takes a field away, what is left out stays. Scopes: `selections:read` and
/// `selections:write`.
#[utoipa::path(tag = "encounters", params(IdPath, IfMatch),
    request_body(content = EncounterRequest, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "Changed.", body = EncounterResponse)))]
#[patch("/encounters/{id}")]
async fn update_encounter(caller: Caller, unread: Unread) -> Answer {
    let id = id_of(&caller)?;
    let now = patch_record::<EncounterRequest>(&caller, unread, id).await?;
    changed(StatusCode::OK, now.version, &EncounterResponse::from(now))
}

/// Delete a meeting that was not held.
///
/// Scope: `selections:write`.
#[utoipa::path(tag = "encounters", params(IdPath, IfMatch), responses((status = 204, description = "Deleted.")))]
#[delete("/encounters/{id}")]
async fn delete_encounter(caller: Caller) -> Answer {
    let (id, expected) = (id_of(&caller)?, caller.expected()?);
    caller.run(move |engine, actor| remove(engine, actor, id, expected)).await?;
    Ok(gone())
}

pub(super) fn configure(config: &mut impl Register) {
    config
        .service(create_encounter)
        .service(list_encounters)
        .service(get_encounter)
        .service(replace_encounter)
        .service(update_encounter)
        .service(delete_encounter);
}
