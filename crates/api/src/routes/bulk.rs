//! Many records in one request: NDJSON in, NDJSON out.

use actix_web::post;

use super::Register;
use crate::answer::Answer;
use crate::bulk::{LineOutcome, stream};
use crate::dto::applications::ApplicationRequest;
use crate::dto::candidates::CandidateRequest;
use crate::dto::postings::PostingRequest;
use crate::extract::body::Unread;
use crate::extract::caller::Caller;

/// Register or replace many people.
///
/// A person a line, as `POST /candidates` takes it, with an `external_id`: one that is known is replaced, or left alone
/// where nothing differs. An outcome a line comes back while the lines are read; a line that is wrong never spoils the
/// others, and after a broken connection everything may be sent again. Scope: `candidates:write`.
#[utoipa::path(tag = "candidates", request_body(content = CandidateRequest, content_type = "application/x-ndjson"),
    responses((status = 200, description = "An outcome a line.", body = LineOutcome, content_type = "application/x-ndjson")))]
#[post("/candidates/bulk")]
async fn bulk_upsert_candidates(caller: Caller, unread: Unread) -> Answer {
    stream::<CandidateRequest>(caller, unread).await
}

/// Write or replace many postings.
///
/// A posting a line, as `POST /postings` takes it, with an `external_id`. Otherwise as for people. Scope:
/// `postings:write`.
#[utoipa::path(tag = "postings", request_body(content = PostingRequest, content_type = "application/x-ndjson"),
    responses((status = 200, description = "An outcome a line.", body = LineOutcome, content_type = "application/x-ndjson")))]
#[post("/postings/bulk")]
async fn bulk_upsert_postings(caller: Caller, unread: Unread) -> Answer {
    stream::<PostingRequest>(caller, unread).await
}

/// Apply with many people.
///
/// An application a line, as `POST /applications` takes it; one that stands already is left alone. Scope:
/// `applications:write`.
#[utoipa::path(tag = "applications", request_body(content = ApplicationRequest, content_type = "application/x-ndjson"),
    responses((status = 200, description = "An outcome a line.", body = LineOutcome, content_type = "application/x-ndjson")))]
#[post("/applications/bulk")]
async fn bulk_submit_applications(caller: Caller, unread: Unread) -> Answer {
    stream::<ApplicationRequest>(caller, unread).await
}

pub(super) fn configure(config: &mut impl Register) {
    config.service(bulk_upsert_candidates).service(bulk_upsert_postings).service(bulk_submit_applications);
}
