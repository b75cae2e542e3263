//! 名鑑: the directory of bodies.

use actix_web::{delete, get, put};
use domain::OrganizationId;
use matching::Replacement;
use matching::directory::{
    delete_directory_entry as remove, get_directory_entry as find, list_directory as list,
    put_directory_entry as put_entry,
};

use super::Register;
use crate::answer::{Answer, gone, page, single, written};
use crate::dto::directory::{DirectoryEntryRequest, DirectoryEntryResponse, DirectoryPage, DirectoryQuery};
use crate::extract::body::Unread;
use crate::extract::caller::Caller;
use crate::openapi::parameters::{IdPath, IfMatch, IfNoneMatch};
use crate::paging::PageQuery;
use crate::problem::Problem;

fn id_of(caller: &Caller) -> Result<OrganizationId, Problem> {
    caller.path_id(("id", "directory_entry"), OrganizationId::parse)
}

/// Look into the directory.
///
/// What bodies say of themselves: what they are good at, where, and whom to ask. Every key may read it.
#[utoipa::path(tag = "directory", params(PageQuery, DirectoryQuery),
    responses((status = 200, description = "A page of entries.", body = DirectoryPage)))]
#[get("/directory")]
async fn list_directory(caller: Caller) -> Answer {
    let (query, search): (PageQuery, DirectoryQuery) = caller.list_query()?;
    let request = query.request(|text| OrganizationId::parse(text).ok())?;
    let listed = search.read(caller.reference())?;
    let found = caller.run(move |engine, actor| list(engine, actor, listed, &request)).await?;
    page::<DirectoryPage, _, _>(caller.request(), found, |entry| entry.organization_id.to_string())
}

/// Show the entry of a body.
///
/// Its id is the body's. Every key may read it.
#[utoipa::path(tag = "directory", params(IdPath, IfNoneMatch),
    responses((status = 200, description = "The entry.", body = DirectoryEntryResponse)))]
#[get("/directory/{id}")]
async fn get_directory_entry(caller: Caller) -> Answer {
    let id = id_of(&caller)?;
    let found = caller.run(move |engine, _| find(engine, id)).await?;
    single(caller.request(), found.version, &DirectoryEntryResponse::from(found))
}

/// Write or replace the entry of the caller's own body.
///
/// Scope: `alliances:write`.
#[utoipa::path(tag = "directory", params(IdPath, IfMatch), request_body = DirectoryEntryRequest,
    responses((status = 200, description = "Replaced.", body = DirectoryEntryResponse),
        (status = 201, description = "Written.", body = DirectoryEntryResponse)))]
#[put("/directory/{id}")]
async fn put_directory_entry(caller: Caller, unread: Unread) -> Answer {
    let (id, expected) = (id_of(&caller)?, caller.expected()?);
    let content = caller.body::<DirectoryEntryRequest>(unread).await?;
    let replacement = Replacement { content, expected };
    let upserted = caller.run(move |engine, actor| put_entry(engine, actor, id, replacement)).await?;
    let now = upserted.record;
    let place = upserted.created.then(|| format!("/api/v1/directory/{id}"));
    written(place.as_deref(), now.version, &DirectoryEntryResponse::from(now))
}

/// Take the caller's own body out of the directory.
///
/// Scope: `alliances:write`.
#[utoipa::path(tag = "directory", params(IdPath, IfMatch), responses((status = 204, description = "Taken out.")))]
#[delete("/directory/{id}")]
async fn delete_directory_entry(caller: Caller) -> Answer {
    let (id, expected) = (id_of(&caller)?, caller.expected()?);
    caller.run(move |engine, actor| remove(engine, actor, id, expected)).await?;
    Ok(gone())
}

pub(super) fn configure(config: &mut impl Register) {
    config
        .service(list_directory)
        .service(get_directory_entry)
        .service(put_directory_entry)
        .service(delete_directory_entry);
}
