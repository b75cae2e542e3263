//! 応募.

use actix_web::http::StatusCode;
use actix_web::{get, post};
use domain::{ApplicationId, ApplicationStatus, CandidateId, PostingId, Timestamp};
use matching::applications::{
    ListApplications, create_application as create, get_application as find, list_applications as list,
    withdraw_application as withdraw,
};
use serde::Deserialize;
use utoipa::IntoParams;

use super::Register;
use crate::answer::{Answer, changed, page, single};
use crate::creating::{self, record};
use crate::dto::applications::{ApplicationPage, ApplicationRequest, ApplicationResponse};
use crate::dto::vocabulary;
use crate::extract::body::Unread;
use crate::extract::caller::Caller;
use crate::extract::query::{optional_id, optional_instant};
use crate::openapi::parameters::{IdPath, IdempotencyKey, IfMatch, IfNoneMatch};
use crate::paging::PageQuery;
use crate::problem::Problem;

pub(super) fn id_of(caller: &Caller) -> Result<ApplicationId, Problem> {
    caller.path_id(("id", "application"), ApplicationId::parse)
}

/// Apply.
///
/// For one of the own people, to a published posting within its window. While it stands, the application opens the
/// person, name and contact too, to the posting's body. Scope: `applications:write`.
#[utoipa::path(tag = "applications", params(IdempotencyKey), request_body = ApplicationRequest,
    responses((status = 201, description = "Applied.", body = ApplicationResponse)))]
#[post("/applications")]
async fn create_application(caller: Caller, unread: Unread) -> Answer {
    creating::create::<ApplicationRequest, _>(&caller, unread, create, |made| {
        let place = format!("/api/v1/applications/{}", made.id);
        record(place, made.version, &ApplicationResponse::from(made.clone()))
    })
    .await
}

/// Filters of the list of applications.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ApplicationFilter {
    /// Only to this posting.
    #[param(value_type = Option<vocabulary::Uuid>)]
    posting_id: Option<String>,
    /// Only of this person.
    #[param(value_type = Option<vocabulary::Uuid>)]
    candidate_id: Option<String>,
    /// Only in this status.
    #[param(value_type = Option<vocabulary::ApplicationStatus>)]
    status: Option<ApplicationStatus>,
    /// Only open ones whose stage was to end before now.
    overdue: Option<bool>,
    /// Only open ones whose stage is to end at this instant or earlier.
    #[param(value_type = Option<vocabulary::Instant>)]
    due_before: Option<String>,
}

/// Until when what is looked for is due.
fn due_until(caller: &Caller, filter: &ApplicationFilter) -> Result<Option<Timestamp>, Problem> {
    let before = optional_instant("?due_before", filter.due_before.as_deref())?;
    let overdue = filter.overdue.filter(|overdue| *overdue).map(|_| caller.engine().now());
    Ok(before.into_iter().chain(overdue).min())
}

/// List the applications.
///
/// Of the own people, and to own and coordinated postings. Scope: `applications:read`.
#[utoipa::path(tag = "applications", params(PageQuery, ApplicationFilter),
    responses((status = 200, description = "A page of applications.", body = ApplicationPage)))]
#[get("/applications")]
async fn list_applications(caller: Caller) -> Answer {
    let (query, filter): (_, ApplicationFilter) = caller.list_query()?;
    let request = query.request(|text| ApplicationId::parse(text).ok())?;
    let filter = ListApplications {
        posting_id: optional_id("?posting_id", filter.posting_id.as_deref(), PostingId::parse)?,
        candidate_id: optional_id("?candidate_id", filter.candidate_id.as_deref(), CandidateId::parse)?,
        statuses: filter.status.into_iter().collect(),
        due_until: due_until(&caller, &filter)?,
    };
    let found = caller.run(move |engine, actor| list(engine, actor, filter, &request)).await?;
    page::<ApplicationPage, _, _>(caller.request(), found, |application| application.id.to_string())
}

/// Show an application.
///
/// Scope: `applications:read`.
#[utoipa::path(tag = "applications", params(IdPath, IfNoneMatch),
    responses((status = 200, description = "The application.", body = ApplicationResponse)))]
#[get("/applications/{id}")]
async fn get_application(caller: Caller) -> Answer {
    let id = id_of(&caller)?;
    let found = caller.run(move |engine, actor| find(engine, actor, id)).await?;
    single(caller.request(), found.version, &ApplicationResponse::from(found))
}

/// Withdraw an application.
///
/// By the body that applied. What it opened is closed in the next request. Scope: `applications:write`.
#[utoipa::path(tag = "applications", params(IdPath, IfMatch),
    responses((status = 200, description = "Withdrawn.", body = ApplicationResponse)))]
#[post("/applications/{id}/withdraw")]
async fn withdraw_application(caller: Caller) -> Answer {
    let (id, expected) = (id_of(&caller)?, caller.expected()?);
    let now = caller.run(move |engine, actor| withdraw(engine, actor, id, expected)).await?;
    changed(StatusCode::OK, now.version, &ApplicationResponse::from(now))
}

pub(super) fn configure(config: &mut impl Register) {
    config
        .service(create_application)
        .service(list_applications)
        .service(get_application)
        .service(withdraw_application);
}
