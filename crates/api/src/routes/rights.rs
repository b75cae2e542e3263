//! The rights of a person.

use actix_web::{get, post};
use domain::CandidateId;
use matching::rights::{erase_candidate as erase, export_candidate as export};

use super::Register;
use crate::answer::{Answer, ok};
use crate::dto::rights::{ErasureRequest, ErasureResponse, ExportResponse};
use crate::extract::body::Unread;
use crate::extract::caller::Caller;
use crate::openapi::parameters::{IdPath, IfMatch};
use crate::problem::Problem;

fn id_of(caller: &Caller) -> Result<CandidateId, Problem> {
    caller.path_id(("id", "candidate"), CandidateId::parse)
}

/// Export everything that is held of a person.
///
/// For the person who asks what is kept (開示): the profile, consents, applications with their history, what the caller's
/// body noted and marked, and what its audit log tells of them. Only of people whom it registered; what other bodies keep
/// for themselves is theirs to tell. Scope: `candidates:read`.
#[utoipa::path(tag = "candidates", params(IdPath),
    responses((status = 200, description = "Everything that is held.", body = ExportResponse)))]
#[get("/candidates/{id}/export")]
async fn export_candidate(caller: Caller) -> Answer {
    let id = id_of(&caller)?;
    let export = caller.run(move |engine, actor| export(engine, actor, id)).await?;
    ok(&ExportResponse::from(export))
}

/// Erase a person.
///
/// With everything that hangs on them, at every body, out of the files of the database too; it cannot be taken back. In
/// the audit log an id, the word for the reason and counts stay. Scope: `candidates:write`.
#[utoipa::path(tag = "candidates", params(IdPath, IfMatch), request_body = ErasureRequest,
    responses((status = 200, description = "Erased.", body = ErasureResponse)))]
#[post("/candidates/{id}/erasure")]
async fn erase_candidate(caller: Caller, unread: Unread) -> Answer {
    let which = (id_of(&caller)?, caller.expected()?);
    let reason = caller.body::<ErasureRequest>(unread).await?;
    let erasure = caller.run(move |engine, actor| erase(engine, actor, which, reason)).await?;
    ok(&ErasureResponse::from(erasure))
}

pub(super) fn configure(config: &mut impl Register) {
    config.service(export_candidate).service(erase_candidate);
}
