//! 事業.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, delete, get, patch, post, put};
use domain::{
    Actor, ExternalId, FiscalYear, OrganizationId, Program, ProgramContent, ProgramId, ProgramStatus,
};
use matching::programs::{
    ListPrograms, create_program as create, delete_program as delete, get_program as find,
    list_programs as list, replace_program as replace,
};
use matching::{Engine, MatchingError, Replacement};
use serde::Deserialize;
use serde_json::Value;
use utoipa::IntoParams;

use super::Register;
use crate::answer::{Answer, changed, gone, page, single};
use crate::creating::{self, record};
use crate::dto::programs::{ProgramBody, ProgramPage, ProgramRequest, ProgramResponse};
use crate::dto::vocabulary;
use crate::extract::body::Unread;
use crate::extract::caller::Caller;
use crate::extract::query::optional_id;
use crate::openapi::parameters::{IdPath, IdempotencyKey, IfMatch, IfNoneMatch};
use crate::paging::PageQuery;
use crate::patching::{Patched, patch as patch_record};
use crate::problem::Problem;

impl Patched for ProgramRequest {
    type Id = ProgramId;
    type Read = Program;
    type Written = Program;

    fn read(engine: &Engine, actor: &Actor, id: ProgramId) -> Result<Program, MatchingError> {
        find(engine, actor, id)
    }

    fn shown(record: Program) -> (i64, Value) {
        (record.version, serde_json::json!(ProgramBody::from(record.content)))
    }

    fn write(
        engine: &Engine,
        actor: &Actor,
        id: ProgramId,
        replacement: Replacement<ProgramContent>,
    ) -> Result<Program, MatchingError> {
        replace(engine, actor, id, replacement)
    }
}

fn id_of(caller: &Caller) -> Result<ProgramId, Problem> {
    caller.path_id(("id", "program"), ProgramId::parse)
}

/// Make a program.
///
/// Of the own body. Scope: `programs:write`.
#[utoipa::path(tag = "programs", params(IdempotencyKey), request_body = ProgramRequest,
    responses((status = 201, description = "Made.", body = ProgramResponse)))]
#[post("/programs")]
async fn create_program(caller: Caller, unread: Unread) -> Answer {
    creating::create::<ProgramRequest, _>(&caller, unread, create, |made| {
        let place = format!("/api/v1/programs/{}", made.id);
        record(place, made.version, &ProgramResponse::from(made.clone()))
    })
    .await
}

/// Filters of the list of programs.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ProgramFilter {
    /// Only of this body.
    #[param(value_type = Option<vocabulary::Uuid>)]
    organization_id: Option<String>,
    /// Only the own one under this key.
    #[param(value_type = Option<vocabulary::ExternalId>)]
    external_id: Option<String>,
    /// Only of this fiscal year, named by its first year.
    #[param(value_type = Option<i32>, minimum = 1, maximum = 9998)]
    fiscal_year: Option<i32>,
    /// Only in this status.
    #[param(value_type = Option<vocabulary::ProgramStatus>)]
    status: Option<ProgramStatus>,
}

/// List the programs.
///
/// The own ones, those that the caller takes part in, and those of bodies whose agreements in force name it. Scope: `programs:read`.
#[utoipa::path(tag = "programs", params(PageQuery, ProgramFilter),
    responses((status = 200, description = "A page of programs.", body = ProgramPage)))]
#[get("/programs")]
async fn list_programs(caller: Caller) -> Answer {
    let (query, filter): (_, ProgramFilter) = caller.list_query()?;
    let request = query.request(|text| ProgramId::parse(text).ok())?;
    let filter = ListPrograms {
        organization_id: optional_id(
            "?organization_id",
            filter.organization_id.as_deref(),
            OrganizationId::parse,
        )?,
        external_id: optional_id("?external_id", filter.external_id.as_deref(), ExternalId::parse)?,
        fiscal_year: filter.fiscal_year.and_then(FiscalYear::new),
        status: filter.status,
    };
    let found = caller.run(move |engine, actor| list(engine, actor, filter, &request)).await?;
    page::<ProgramPage, _, _>(caller.request(), found, |program| program.id.to_string())
}

/// Show a program.
///
/// Scope: `programs:read`.
#[utoipa::path(tag = "programs", params(IdPath, IfNoneMatch),
    responses((status = 200, description = "The program.", body = ProgramResponse)))]
#[get("/programs/{id}")]
async fn get_program(caller: Caller) -> Answer {
    let id = id_of(&caller)?;
    let found = caller.run(move |engine, actor| find(engine, actor, id)).await?;
    single(caller.request(), found.version, &ProgramResponse::from(found))
}

/// Replace a program.
///
/// By the body whose program it is. Scope: `programs:write`.
#[utoipa::path(tag = "programs", params(IdPath, IfMatch), request_body = ProgramRequest,
    responses((status = 200, description = "Replaced.", body = ProgramResponse)))]
#[put("/programs/{id}")]
async fn replace_program(caller: Caller, unread: Unread) -> Answer {
    let (id, expected) = (id_of(&caller)?, caller.expected()?);
    let content = caller.body::<ProgramRequest>(unread).await?;
    let replacement = Replacement { content, expected };
    let now = caller.run(move |engine, actor| replace(engine, actor, id, replacement)).await?;
    changed(StatusCode::OK, now.version, &ProgramResponse::from(now))
}

/// Change some fields of a program.
///
/// A merge patch (RFC 7396): `null` takes a field away, what is left out stays. Scopes: `programs:read` and
/// `programs:write`.
#[utoipa::path(tag = "programs", params(IdPath, IfMatch),
    request_body(content = ProgramRequest, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "Changed.", body = ProgramResponse)))]
#[patch("/programs/{id}")]
async fn update_program(caller: Caller, unread: Unread) -> Answer {
    let id = id_of(&caller)?;
    let now = patch_record::<ProgramRequest>(&caller, unread, id).await?;
    changed(StatusCode::OK, now.version, &ProgramResponse::from(now))
}

/// Delete a program.
///
/// While no round and no event belongs to it; one that was run is closed instead. Scope: `programs:write`.
#[utoipa::path(tag = "programs", params(IdPath, IfMatch),
    responses((status = 204, description = "Gone.")))]
#[delete("/programs/{id}")]
async fn delete_program(caller: Caller) -> Result<HttpResponse, Problem> {
    let (id, expected) = (id_of(&caller)?, caller.expected()?);
    caller.run(move |engine, actor| delete(engine, actor, id, expected)).await?;
    Ok(gone())
}

pub(super) fn configure(config: &mut impl Register) {
    config
        .service(create_program)
        .service(list_programs)
        .service(get_program)
        .service(replace_program)
        .service(update_program)
        .service(delete_program);
}
