//! 結果: outcomes come back, so that every list can be judged.

use actix_web::http::{StatusCode, header};
use actix_web::{get, post};
use domain::{CandidateId, MatchRunId, OutcomeEventId, OutcomeKind, PostingId};
use matching::outcomes::{
    ListOutcomes, get_outcome as find, list_outcomes as list, report_outcome as report,
};
use serde::Deserialize;
use utoipa::IntoParams;

use super::Register;
use crate::answer::{Answer, json, ok, page, set};
use crate::bulk::{LineOutcome, stream};
use crate::dto::outcomes::{OutcomePage, OutcomeRequest, OutcomeResponse};
use crate::dto::vocabulary;
use crate::extract::body::Unread;
use crate::extract::caller::Caller;
use crate::extract::query::optional_id;
use crate::openapi::parameters::IdPath;
use crate::paging::PageQuery;

/// Report an outcome.
///
/// What became of a person who was shown for a posting: `viewed` … `converted`. The same `event_id` reported again is
/// answered 200 and counted once; as something else, 409. Scope: `outcomes:write`.
#[utoipa::path(tag = "outcomes", request_body = OutcomeRequest,
    responses((status = 201, description = "Written down.", body = OutcomeResponse),
        (status = 200, description = "Written down before.", body = OutcomeResponse)))]
#[post("/events/outcomes")]
async fn report_outcome(caller: Caller, unread: Unread) -> Answer {
    let content = caller.body::<OutcomeRequest>(unread).await?;
    let reported = caller.run(move |engine, actor| report(engine, actor, content)).await?;
    let place = format!("/api/v1/events/outcomes/{}", reported.record.id);
    let status = if reported.created { StatusCode::CREATED } else { StatusCode::OK };
    let mut response = json(status, &OutcomeResponse::from(reported.record))?;
    if reported.created {
        set(&mut response, header::LOCATION, &place);
    }
    Ok(response)
}

/// Report many outcomes.
///
/// One a line, as `POST /events/outcomes` takes it. Scope: `outcomes:write`.
#[utoipa::path(tag = "outcomes", request_body(content = OutcomeRequest, content_type = "application/x-ndjson"),
    responses((status = 200, description = "An outcome a line.", body = LineOutcome, content_type = "application/x-ndjson")))]
#[post("/events/outcomes/bulk")]
async fn bulk_report_outcomes(caller: Caller, unread: Unread) -> Answer {
    stream::<OutcomeRequest>(caller, unread).await
}

/// Filters of the list of outcomes.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct OutcomeFilter {
    /// Only for this posting.
    #[param(value_type = Option<vocabulary::Uuid>)]
    posting_id: Option<String>,
    /// Only of this person.
    #[param(value_type = Option<vocabulary::Uuid>)]
    candidate_id: Option<String>,
    /// Only of lists of this match run.
    #[param(value_type = Option<vocabulary::Uuid>)]
    match_run_id: Option<String>,
    /// Only of this kind.
    #[param(value_type = Option<vocabulary::OutcomeKind>)]
    kind: Option<OutcomeKind>,
}

/// List the outcomes.
///
/// Those that the caller's body reported, the oldest report first. Scope: `outcomes:read`.
#[utoipa::path(tag = "outcomes", params(PageQuery, OutcomeFilter),
    responses((status = 200, description = "A page of outcomes.", body = OutcomePage)))]
#[get("/events/outcomes")]
async fn list_outcomes(caller: Caller) -> Answer {
    let (query, filter): (_, OutcomeFilter) = caller.list_query()?;
    let request = query.request(|text| OutcomeEventId::parse(text).ok())?;
    let asked = ListOutcomes {
        posting_id: optional_id("?posting_id", filter.posting_id.as_deref(), PostingId::parse)?,
        candidate_id: optional_id("?candidate_id", filter.candidate_id.as_deref(), CandidateId::parse)?,
        match_run_id: optional_id("?match_run_id", filter.match_run_id.as_deref(), MatchRunId::parse)?,
        kind: filter.kind,
    };
    let found = caller.run(move |engine, actor| list(engine, actor, asked, &request)).await?;
    page::<OutcomePage, _, _>(caller.request(), found, |outcome| outcome.id.to_string())
}

/// Show an outcome.
///
/// Scope: `outcomes:read`.
#[utoipa::path(tag = "outcomes", params(IdPath),
    responses((status = 200, description = "The outcome.", body = OutcomeResponse)))]
#[get("/events/outcomes/{id}")]
async fn get_outcome(caller: Caller) -> Answer {
    let id = caller.path_id(("id", "outcome"), OutcomeEventId::parse)?;
    let found = caller.run(move |engine, actor| find(engine, actor, id)).await?;
    ok(&OutcomeResponse::from(found))
}

pub(super) fn configure(config: &mut impl Register) {
    config.service(bulk_report_outcomes).service(report_outcome).service(list_outcomes).service(get_outcome);
}
