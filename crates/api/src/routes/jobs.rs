//! Work that outlives a request.

use actix_web::http::StatusCode;
use actix_web::{get, post};
use domain::JobId;
use matching::jobs::{cancel_job as cancel, get_job as find, list_jobs as list};

use super::Register;
use super::events;
use crate::answer::{Answer, changed, page, single};
use crate::dto::jobs::{JobPage, JobResponse};
use crate::extract::caller::Caller;
use crate::extract::query::NoFilter;
use crate::openapi::parameters::{IdPath, IfNoneMatch};
use crate::paging::PageQuery;
use crate::problem::Problem;

fn id_of(caller: &Caller) -> Result<JobId, Problem> {
    caller.path_id(("id", "job"), JobId::parse)
}

/// List the jobs.
///
/// Those of the caller's body, of the kinds that the key may see: match runs with `matches:read`, imports with a scope
/// that may import.
#[utoipa::path(tag = "jobs", params(PageQuery),
    responses((status = 200, description = "A page of jobs.", body = JobPage)))]
#[get("/jobs")]
async fn list_jobs(caller: Caller) -> Answer {
    let (query, NoFilter {}) = caller.list_query()?;
    let request = query.request(|text| JobId::parse(text).ok())?;
    let found = caller.run(move |engine, actor| list(engine, actor, &request)).await?;
    page::<JobPage, _, _>(caller.request(), found, |job| job.id.to_string())
}

/// Show a job.
///
/// Its state, how far it is and what it has made. Scope: `matches:read` for a match run, one that may import for an import.
#[utoipa::path(tag = "jobs", params(IdPath, IfNoneMatch),
    responses((status = 200, description = "The job.", body = JobResponse)))]
#[get("/jobs/{id}")]
async fn get_job(caller: Caller) -> Answer {
    let id = id_of(&caller)?;
    let found = caller.run(move |engine, actor| find(engine, actor, id)).await?;
    single(caller.request(), found.version, &JobResponse::from(found))
}

/// Cancel a job.
///
/// One that waits is cancelled at once, one that runs stops after the step it is at; what it has kept stays. Scope:
/// `matches:write` for a match run, one that may import for an import.
#[utoipa::path(tag = "jobs", params(IdPath),
    responses((status = 200, description = "Cancelled, or about to be.", body = JobResponse)))]
#[post("/jobs/{id}/cancel")]
async fn cancel_job(caller: Caller) -> Answer {
    let id = id_of(&caller)?;
    let now = caller.run(move |engine, actor| cancel(engine, actor, id)).await?;
    changed(StatusCode::OK, now.version, &JobResponse::from(now))
}

/// Follow a job.
///
/// Server-sent events: `progress` with the job when it has changed, at most five a second, and `end` with it as the
/// last. The stream also ends when the key does. Scope: `matches:read` for a match run, one that may import for an import.
#[utoipa::path(tag = "jobs", params(IdPath),
    responses((status = 200, description = "Events until the job has ended.", content_type = "text/event-stream", body = events::JobEvent)))]
#[get("/jobs/{id}/events")]
async fn follow_job(caller: Caller) -> Answer {
    let id = id_of(&caller)?;
    // What the caller may not see is said before the stream begins.
    let job = caller.run(move |engine, actor| find(engine, actor, id)).await?;
    events::stream(caller, job).await
}

pub(super) fn configure(config: &mut impl Register) {
    config.service(list_jobs).service(get_job).service(cancel_job).service(follow_job);
}
