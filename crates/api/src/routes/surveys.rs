//! 調査: what is asked, and what came of it.

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use actix_web::{get, post, put};
use domain::survey::Instrument;
use domain::{Actor, FaultCode, Faults, FiscalYear, SurveyId, WaveId};
use matching::once::Once;
use matching::surveys::{
    ResultsCall, create_instrument as add, create_survey as create, get_instrument as find_instrument,
    get_results as results, get_survey as find, list_surveys as list, replace_instrument as change,
    replace_survey as replace, unlink_respondents as unlink,
};
use matching::{Engine, MatchingError, Replacement};
use serde::Deserialize;
use utoipa::IntoParams;

use super::Register;
use crate::answer::{Answer, changed, ok, page, single};
use crate::creating::{self, record};
use crate::dto::surveys::instruments::{InstrumentRequest, InstrumentResponse};
use crate::dto::surveys::results::SurveyResultsResponse;
use crate::dto::surveys::{SurveyPage, SurveyRequest, SurveyResponse, UnlinkedResponse};
use crate::dto::vocabulary;
use crate::extract::body::Unread;
use crate::extract::caller::Caller;
use crate::extract::query::{NoFilter, optional_id};
use crate::openapi::parameters::{IdPath, IdempotencyKey, IfMatch, IfNoneMatch, InstrumentPath};
use crate::paging::PageQuery;
use crate::problem::Problem;

mod sheet;

fn id_of(caller: &Caller) -> Result<SurveyId, Problem> {
    caller.path_id(("id", "survey"), SurveyId::parse)
}

fn instrument_of(caller: &Caller) -> Result<(SurveyId, u16), Problem> {
    let number = caller.path_text("number")?.parse();
    let none = |_| Problem::from(MatchingError::NotFound { resource: "survey version" });
    Ok((id_of(caller)?, number.map_err(none)?))
}

/// Make a survey.
///
/// What it asks is added in versions. Scope: `surveys:write`.
#[utoipa::path(tag = "surveys", params(IdempotencyKey), request_body = SurveyRequest,
    responses((status = 201, description = "Made.", body = SurveyResponse)))]
#[post("/surveys")]
async fn create_survey(caller: Caller, unread: Unread) -> Answer {
    creating::create::<SurveyRequest, _>(&caller, unread, create, |made| {
        let place = format!("/api/v1/surveys/{}", made.id);
        record(place, made.version, &SurveyResponse::from(made.clone()))
    })
    .await
}

/// List the surveys.
///
/// Those of the caller's body. Scope: `surveys:read`.
#[utoipa::path(tag = "surveys", params(PageQuery),
    responses((status = 200, description = "A page of surveys.", body = SurveyPage)))]
#[get("/surveys")]
async fn list_surveys(caller: Caller) -> Answer {
    let (query, NoFilter {}) = caller.list_query()?;
    let request = query.request(|text| SurveyId::parse(text).ok())?;
    let found = caller.run(move |engine, actor| list(engine, actor, &request)).await?;
    page::<SurveyPage, _, _>(caller.request(), found, |survey| survey.id.to_string())
}

/// Show a survey.
///
/// Scope: `surveys:read`.
#[utoipa::path(tag = "surveys", params(IdPath, IfNoneMatch),
    responses((status = 200, description = "The survey.", body = SurveyResponse)))]
#[get("/surveys/{id}")]
async fn get_survey(caller: Caller) -> Answer {
    let id = id_of(&caller)?;
    let found = caller.run(move |engine, actor| find(engine, actor, id)).await?;
    single(caller.request(), found.version, &SurveyResponse::from(found))
}

/// Replace a survey.
///
/// Its title and description; what it asks stays. Scope: `surveys:write`.
#[utoipa::path(tag = "surveys", params(IdPath, IfMatch), request_body = SurveyRequest,
    responses((status = 200, description = "Replaced.", body = SurveyResponse)))]
#[put("/surveys/{id}")]
async fn replace_survey(caller: Caller, unread: Unread) -> Answer {
    let (id, expected) = (id_of(&caller)?, caller.expected()?);
    let content = caller.body::<SurveyRequest>(unread).await?;
    let replacement = Replacement { content, expected };
    let now = caller.run(move |engine, actor| replace(engine, actor, id, replacement)).await?;
    changed(StatusCode::OK, now.version, &SurveyResponse::from(now))
}

/// Add a version of what a survey asks.
///
/// Concepts, items, elements. Scope: `surveys:write`.
#[utoipa::path(tag = "surveys", params(IdPath, IdempotencyKey), request_body = InstrumentRequest,
    responses((status = 201, description = "Added.", body = InstrumentResponse)))]
#[post("/surveys/{id}/versions")]
async fn create_survey_version(caller: Caller, unread: Unread) -> Answer {
    let id = id_of(&caller)?;
    let write = move |engine: &Engine, actor: &Actor, content, once: &Once<'_, Instrument>| {
        add(engine, actor, (id, content), once)
    };
    creating::create::<InstrumentRequest, _>(&caller, unread, write, |made| {
        let place = format!("/api/v1/surveys/{}/versions/{}", made.survey_id, made.number);
        record(place, made.version, &InstrumentResponse::from(made.clone()))
    })
    .await
}

/// Show a version of what a survey asks.
///
/// Scope: `surveys:read`.
#[utoipa::path(tag = "surveys", params(InstrumentPath, IfNoneMatch),
    responses((status = 200, description = "The version.", body = InstrumentResponse)))]
#[get("/surveys/{id}/versions/{number}")]
async fn get_survey_version(caller: Caller) -> Answer {
    let which = instrument_of(&caller)?;
    let found = caller.run(move |engine, actor| find_instrument(engine, actor, which)).await?;
    single(caller.request(), found.version, &InstrumentResponse::from(found))
}

/// Replace a version of what a survey asks.
///
/// As long as no wave uses it; from then on it stays as it is. Scope: `surveys:write`.
#[utoipa::path(tag = "surveys", params(InstrumentPath, IfMatch), request_body = InstrumentRequest,
    responses((status = 200, description = "Replaced.", body = InstrumentResponse)))]
#[put("/surveys/{id}/versions/{number}")]
async fn replace_survey_version(caller: Caller, unread: Unread) -> Answer {
    let (which, expected) = (instrument_of(&caller)?, caller.expected()?);
    let content = caller.body::<InstrumentRequest>(unread).await?;
    let replacement = Replacement { content, expected };
    let now = caller.run(move |engine, actor| change(engine, actor, which, replacement)).await?;
    changed(StatusCode::OK, now.version, &InstrumentResponse::from(now))
}

/// Cut the ties between answers and people.
///
/// The answers stay, and so does their change from wave to wave; whose they are is known nowhere from then on. Scope:
/// `surveys:write`.
#[utoipa::path(tag = "surveys", params(IdPath),
    responses((status = 200, description = "Cut.", body = UnlinkedResponse)))]
#[post("/surveys/{id}/unlink")]
async fn unlink_survey(caller: Caller) -> Answer {
    let id = id_of(&caller)?;
    let unlinked = caller.run(move |engine, actor| unlink(engine, actor, id)).await?;
    ok(&UnlinkedResponse { unlinked })
}

/// Which results.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ResultsQuery {
    /// Only waves of this fiscal year, named by its first year.
    #[param(value_type = Option<i32>, minimum = 1, maximum = 9998)]
    fiscal_year: Option<i64>,
    /// The wave that change is counted from; the first one before when absent.
    #[param(value_type = Option<vocabulary::Uuid>)]
    before: Option<String>,
    /// The wave that change is counted to; the last one after when absent.
    #[param(value_type = Option<vocabulary::Uuid>)]
    after: Option<String>,
}

fn call_of(caller: &Caller) -> Result<ResultsCall, Problem> {
    let query: ResultsQuery = caller.query()?;
    let year = query.fiscal_year.map(|year| {
        let year = i32::try_from(year).ok().and_then(FiscalYear::new);
        year.ok_or_else(|| Faults::one("?fiscal_year", FaultCode::OutOfRange, "must be from 1 to 9998"))
    });
    Ok(ResultsCall {
        fiscal_year: year.transpose()?,
        before: optional_id("?before", query.before.as_deref(), WaveId::parse)?,
        after: optional_id("?after", query.after.as_deref(), WaveId::parse)?,
    })
}

/// Show what came of a survey.
///
/// By wave, by fiscal year, and the change of those who answered before and after: counts, means in hundredths,
/// distributions, shares of top answers. Counts from 1 to 4 are not told; words are told nowhere. Scope: `surveys:read`.
#[utoipa::path(tag = "surveys", params(IdPath, ResultsQuery),
    responses((status = 200, description = "The results.", body = SurveyResultsResponse)))]
#[get("/surveys/{id}/results")]
async fn get_survey_results(caller: Caller) -> Answer {
    let (id, call) = (id_of(&caller)?, call_of(&caller)?);
    let found = caller.run(move |engine, actor| results(engine, actor, id, call)).await?;
    ok(&SurveyResultsResponse::from(found))
}

/// Download what came of a survey.
///
/// As CSV: a line for each wave and concept, item and element. Scope: `surveys:read`.
#[utoipa::path(tag = "surveys", params(IdPath, ResultsQuery),
    responses((status = 200, description = "The sheet.", body = String, content_type = "text/csv")))]
#[get("/surveys/{id}/results.csv")]
async fn download_survey_results(caller: Caller) -> Answer {
    let (id, call) = (id_of(&caller)?, call_of(&caller)?);
    let found = caller.run(move |engine, actor| results(engine, actor, id, call)).await?;
    let sheet = sheet::of(&found).map_err(Problem::internal)?;
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"survey-{id}.csv\"")))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(sheet))
}

pub(super) fn configure(config: &mut impl Register) {
    config
        .service(create_survey)
        .service(list_surveys)
        .service(get_survey)
        .service(replace_survey)
        .service(create_survey_version)
        .service(get_survey_version)
        .service(replace_survey_version)
        .service(unlink_survey)
        .service(get_survey_results)
        .service(download_survey_results);
}
