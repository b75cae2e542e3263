//! 関係人口の台帳.

use actix_web::http::StatusCode;
use actix_web::{delete, get, patch, post, put};
use domain::{
    Actor, CandidateId, FiscalYear, LedgerEntry, LedgerEntryContent, LedgerEntryId, LedgerKind,
    LedgerSourceKind,
};
use matching::ledger_entries::{
    ListLedgerEntries, create_ledger_entry as create, delete_ledger_entry as delete,
    gather_ledger_entries as gather, get_ledger_entry as find, list_ledger_entries as list,
    replace_ledger_entry as replace,
};
use matching::{Engine, MatchingError, Replacement};
use serde::Deserialize;
use serde_json::Value;
use utoipa::IntoParams;

use super::Register;
use crate::answer::{Answer, changed, gone, ok, page, single};
use crate::creating::{self, record};
use crate::dto::ledger_entries::{
    GatheredResponse, GatheringRequest, LedgerEntryBody, LedgerEntryPage, LedgerEntryRequest,
    LedgerEntryResponse,
};
use crate::dto::vocabulary;
use crate::extract::body::Unread;
use crate::extract::caller::Caller;
use crate::extract::query::optional_id;
use crate::openapi::parameters::{IdPath, IdempotencyKey, IfMatch, IfNoneMatch};
use crate::paging::PageQuery;
use crate::patching::{Patched, patch as patch_record};
use crate::problem::Problem;

impl Patched for LedgerEntryRequest {
    type Id = LedgerEntryId;
    type Read = LedgerEntry;
    type Written = LedgerEntry;

    fn read(engine: &Engine, actor: &Actor, id: LedgerEntryId) -> Result<LedgerEntry, MatchingError> {
        find(engine, actor, id)
    }

    fn shown(record: LedgerEntry) -> (i64, Value) {
        (record.version, serde_json::json!(LedgerEntryBody::from(record.content)))
    }

    fn write(
        engine: &Engine,
        actor: &Actor,
        id: LedgerEntryId,
        replacement: Replacement<LedgerEntryContent>,
    ) -> Result<LedgerEntry, MatchingError> {
        replace(engine, actor, id, replacement)
    }
}

fn id_of(caller: &Caller) -> Result<LedgerEntryId, Problem> {
    caller.path_id(("id", "ledger entry"), LedgerEntryId::parse)
}

/// Enter somebody in the ledger.
///
/// By hand: a donor, somebody who has moved away and stays connected, a stay that nobody else has noted. Scope:
/// `engagements:write`.
#[utoipa::path(tag = "ledger-entries", params(IdempotencyKey), request_body = LedgerEntryRequest,
    responses((status = 201, description = "Entered.", body = LedgerEntryResponse)))]
#[post("/ledger-entries")]
async fn create_ledger_entry(caller: Caller, unread: Unread) -> Answer {
    creating::create::<LedgerEntryRequest, _>(&caller, unread, create, |made| {
        let place = format!("/api/v1/ledger-entries/{}", made.id);
        record(place, made.version, &LedgerEntryResponse::from(made.clone()))
    })
    .await
}

/// Gather a fiscal year.
///
/// Engagements for own and coordinated postings become entries, each once: gathering again makes none twice, follows days
/// that have changed and takes out what is no longer there. People who live where they work are left out. Scope:
/// `engagements:write`.
#[utoipa::path(tag = "ledger-entries", request_body = GatheringRequest,
    responses((status = 200, description = "What was done.", body = GatheredResponse)))]
#[post("/ledger-entries/gather")]
async fn gather_ledger_entries(caller: Caller, unread: Unread) -> Answer {
    let gathering = caller.body::<GatheringRequest>(unread).await?;
    let done = caller.run(move |engine, actor| gather(engine, actor, gathering)).await?;
    ok(&GatheredResponse::from((gathering.fiscal_year, done)))
}

/// Filters of the ledger.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct LedgerFilter {
    /// Only of this person.
    #[param(value_type = Option<vocabulary::Uuid>)]
    candidate_id: Option<String>,
    /// Only of this fiscal year (April to March), by its first year.
    #[param(value_type = Option<i32>, minimum = 1, maximum = 9998)]
    fiscal_year: Option<i32>,
    /// Only of this kind.
    #[param(value_type = Option<vocabulary::LedgerKind>)]
    kind: Option<LedgerKind>,
    /// Only from this kind of source.
    #[param(value_type = Option<vocabulary::LedgerSourceKind>)]
    source: Option<LedgerSourceKind>,
}

/// List the ledger.
///
/// That of the caller's body. Scope: `engagements:read`.
#[utoipa::path(tag = "ledger-entries", params(PageQuery, LedgerFilter),
    responses((status = 200, description = "A page of the ledger.", body = LedgerEntryPage)))]
#[get("/ledger-entries")]
async fn list_ledger_entries(caller: Caller) -> Answer {
    let (query, filter): (_, LedgerFilter) = caller.list_query()?;
    let request = query.request(|text| LedgerEntryId::parse(text).ok())?;
    let filter = ListLedgerEntries {
        candidate_id: optional_id("?candidate_id", filter.candidate_id.as_deref(), CandidateId::parse)?,
        fiscal_year: filter.fiscal_year.and_then(FiscalYear::new),
        kind: filter.kind,
        source: filter.source,
    };
    let found = caller.run(move |engine, actor| list(engine, actor, filter, &request)).await?;
    page::<LedgerEntryPage, _, _>(caller.request(), found, |entry| entry.id.to_string())
}

/// Show an entry of the ledger.
///
/// Scope: `engagements:read`.
#[utoipa::path(tag = "ledger-entries", params(IdPath, IfNoneMatch),
    responses((status = 200, description = "The entry.", body = LedgerEntryResponse)))]
#[get("/ledger-entries/{id}")]
async fn get_ledger_entry(caller: Caller) -> Answer {
    let id = id_of(&caller)?;
    let found = caller.run(move |engine, actor| find(engine, actor, id)).await?;
    single(caller.request(), found.version, &LedgerEntryResponse::from(found))
}

/// Replace an entry of the ledger.
///
/// Of a gathered one the kind, the region and the note can be put right, and stay so when the year is gathered again; its
/// days and its person are those of the source. Scope: `engagements:write`.
#[utoipa::path(tag = "ledger-entries", params(IdPath, IfMatch), request_body = LedgerEntryRequest,
    responses((status = 200, description = "Replaced.", body = LedgerEntryResponse)))]
#[put("/ledger-entries/{id}")]
async fn replace_ledger_entry(caller: Caller, unread: Unread) -> Answer {
    let (id, expected) = (id_of(&caller)?, caller.expected()?);
    let content = caller.body::<LedgerEntryRequest>(unread).await?;
    let replacement = Replacement { content, expected };
    let now = caller.run(move |engine, actor| replace(engine, actor, id, replacement)).await?;
    changed(StatusCode::OK, now.version, &LedgerEntryResponse::from(now))
}

/// Change some fields of an entry of the ledger.
///
/// A merge patch (RFC 7396): `null` takes a field away, what is left out stays. Scopes: `engagements:read` and
/// `engagements:write`.
#[utoipa::path(tag = "ledger-entries", params(IdPath, IfMatch),
    request_body(content = LedgerEntryRequest, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "Changed.", body = LedgerEntryResponse)))]
#[patch("/ledger-entries/{id}")]
async fn update_ledger_entry(caller: Caller, unread: Unread) -> Answer {
    let id = id_of(&caller)?;
    let now = patch_record::<LedgerEntryRequest>(&caller, unread, id).await?;
    changed(StatusCode::OK, now.version, &LedgerEntryResponse::from(now))
}

/// Take an entry out of the ledger.
///
/// A gathered one comes back when the year is gathered again. Scope: `engagements:write`.
#[utoipa::path(tag = "ledger-entries", params(IdPath, IfMatch), responses((status = 204, description = "Taken out.")))]
#[delete("/ledger-entries/{id}")]
async fn delete_ledger_entry(caller: Caller) -> Answer {
    let (id, expected) = (id_of(&caller)?, caller.expected()?);
    caller.run(move |engine, actor| delete(engine, actor, id, expected)).await?;
    Ok(gone())
}

pub(super) fn configure(config: &mut impl Register) {
    config
        .service(gather_ledger_entries)
        .service(create_ledger_entry)
        .service(list_ledger_entries)
        .service(get_ledger_entry)
        .service(replace_ledger_entry)
        .service(update_ledger_entry)
        .service(delete_ledger_entry);
}
