//! People ranked for many postings at once, or postings for many people, the results kept as they were.

use actix_web::http::StatusCode;
use actix_web::{get, post};
use domain::{Actor, CandidateId, Job, MatchRunId, PostingId};
use matching::Engine;
use matching::match_runs::{
    MatchFilter, MatchPlace, create_match_run as create, get_match_run as find, list_match_runs as list,
    list_matches as list_kept,
};
use matching::once::Once;
use serde::Deserialize;
use utoipa::IntoParams;

use super::Register;
use crate::answer::{Answer, page, tagged};
use crate::creating::{self, placed};
use crate::dto::jobs::JobResponse;
use crate::dto::match_runs::{MatchRunPage, MatchRunRequest, MatchRunResponse, StoredMatchPage};
use crate::dto::vocabulary;
use crate::extract::body::Unread;
use crate::extract::caller::Caller;
use crate::extract::query::{NoFilter, optional_id};
use crate::openapi::parameters::{IdPath, IdempotencyKey, IfNoneMatch};
use crate::paging::PageQuery;
use crate::problem::Problem;

fn id_of(caller: &Caller) -> Result<MatchRunId, Problem> {
    caller.path_id(("id", "match run"), MatchRunId::parse)
}

/// Start a match run.
///
/// It ranks the people visible to the caller's body for each posting, or the postings for each of these people
/// (published postings only), in the background; the job says how far it is, in postings or people. Scope:
/// `matches:write`.
#[utoipa::path(tag = "match-runs", params(IdempotencyKey), request_body = MatchRunRequest,
    responses((status = 202, description = "Queued; `Location` is the job.", body = JobResponse)))]
#[post("/match-runs")]
async fn create_match_run(caller: Caller, unread: Unread) -> Answer {
    let start = |engine: &Engine, actor: &Actor, new, once: &Once<'_, Job>| create(engine, actor, &new, once);
    creating::create::<MatchRunRequest, _>(&caller, unread, start, |job| {
        placed(StatusCode::ACCEPTED, format!("/api/v1/jobs/{}", job.id), &JobResponse::from(job.clone()))
    })
    .await
}

/// List the match runs.
///
/// Those of the caller's body. Scope: `matches:read`.
#[utoipa::path(tag = "match-runs", params(PageQuery),
    responses((status = 200, description = "A page of runs.", body = MatchRunPage)))]
#[get("/match-runs")]
async fn list_match_runs(caller: Caller) -> Answer {
    let (query, NoFilter {}) = caller.list_query()?;
    let request = query.request(|text| MatchRunId::parse(text).ok())?;
    let found = caller.run(move |engine, actor| list(engine, actor, &request)).await?;
    page::<MatchRunPage, _, _>(caller.request(), found, |run| run.id.to_string())
}

/// Show a match run.
///
/// With the versions and the instant it was made with. Scope: `matches:read`.
#[utoipa::path(tag = "match-runs", params(IdPath, IfNoneMatch),
    responses((status = 200, description = "The run.", body = MatchRunResponse)))]
#[get("/match-runs/{id}")]
async fn get_match_run(caller: Caller) -> Answer {
    let id = id_of(&caller)?;
    let found = caller.run(move |engine, actor| find(engine, actor, id)).await?;
    // A run never changes, so its id is tag enough.
    tagged(caller.request(), &format!("\"{id}\""), &MatchRunResponse::from(found))
}

/// Filters of the list of kept matches.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct MatchQuery {
    /// Only of this posting.
    #[param(value_type = Option<vocabulary::Uuid>)]
    posting_id: Option<String>,
    /// Only of this person.
    #[param(value_type = Option<vocabulary::Uuid>)]
    candidate_id: Option<String>,
}

/// List the matches that a run keeps.
///
/// Posting by posting in the order of the run, or person by person in the order of their ids, best first; frozen as
/// they were. Only people whose profile is open to the caller's body now are shown. Scope: `matches:read`.
#[utoipa::path(tag = "match-runs", params(IdPath, PageQuery, MatchQuery),
    responses((status = 200, description = "A page of kept matches.", body = StoredMatchPage)))]
#[get("/match-runs/{id}/matches")]
async fn list_matches(caller: Caller) -> Answer {
    let match_run_id = id_of(&caller)?;
    let (query, asked): (_, MatchQuery) = caller.list_query()?;
    let request = query.request(read_place)?;
    let posting_id = optional_id("?posting_id", asked.posting_id.as_deref(), PostingId::parse)?;
    let candidate_id = optional_id("?candidate_id", asked.candidate_id.as_deref(), CandidateId::parse)?;
    let filter = MatchFilter { match_run_id, posting_id, candidate_id };
    let found = caller.run(move |engine, actor| list_kept(engine, actor, &filter, &request)).await?;
    page::<StoredMatchPage, _, _>(caller.request(), found, |kept| {
        format!("{}/{}", kept.stored.subject_place, kept.stored.rank)
    })
}

fn read_place(text: &str) -> Option<MatchPlace> {
    let (subject, rank) = text.split_once('/')?;
    // No further than the database counts.
    let number = |text: &str| text.parse::<i32>().ok().and_then(|number| u32::try_from(number).ok());
    Some(MatchPlace { subject: number(subject)?, rank: number(rank)? })
}

pub(super) fn configure(config: &mut impl Register) {
    config.service(create_match_run).service(list_match_runs).service(get_match_run).service(list_matches);
}
