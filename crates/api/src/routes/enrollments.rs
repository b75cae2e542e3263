//! 受講.

use actix_web::http::StatusCode;
use actix_web::{get, post};
use domain::{Actor, CandidateId, CourseId, EnrollmentId, EnrollmentStatus, StudyLog, StudyLogId};
use matching::Engine;
use matching::enrollments::{
    ListEnrollments, complete_enrollment as complete, create_enrollment as create, create_study_log as study,
    drop_enrollment as leave, get_enrollment as find, list_enrollments as list, list_study_logs as list_logs,
};
use matching::once::Once;
use serde::Deserialize;
use utoipa::IntoParams;

use super::Register;
use crate::answer::{Answer, changed, page, single};
use crate::creating::{self, placed, record};
use crate::dto::enrollments::{
    CompletedResponse, CompletionRequest, DropRequest, EnrollmentPage, EnrollmentRequest, EnrollmentResponse,
    StudyLogPage, StudyLogRequest, StudyLogResponse,
};
use crate::dto::vocabulary;
use crate::extract::body::Unread;
use crate::extract::caller::Caller;
use crate::extract::query::{NoFilter, optional_id};
use crate::openapi::parameters::{IdPath, IdempotencyKey, IfMatch, IfNoneMatch};
use crate::paging::PageQuery;
use crate::problem::Problem;

fn id_of(caller: &Caller) -> Result<EnrollmentId, Problem> {
    caller.path_id(("id", "enrollment"), EnrollmentId::parse)
}

/// Enroll a person.
///
/// One of the own people in one of the own courses, while there is a place; a course for residents takes nobody who
/// lives elsewhere. Scope: `preparation:write`.
#[utoipa::path(tag = "preparation", params(IdempotencyKey), request_body = EnrollmentRequest,
    responses((status = 201, description = "Enrolled.", body = EnrollmentResponse)))]
#[post("/enrollments")]
async fn create_enrollment(caller: Caller, unread: Unread) -> Answer {
    creating::create::<EnrollmentRequest, _>(&caller, unread, create, |made| {
        let place = format!("/api/v1/enrollments/{}", made.enrollment.id);
        record(place, made.enrollment.version, &EnrollmentResponse::from(made.clone()))
    })
    .await
}

/// Filters of the list of enrollments.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct EnrollmentFilter {
    /// Only of this course.
    #[param(value_type = Option<vocabulary::Uuid>)]
    course_id: Option<String>,
    /// Only of this person.
    #[param(value_type = Option<vocabulary::Uuid>)]
    candidate_id: Option<String>,
    /// Only in this state.
    #[param(value_type = Option<vocabulary::EnrollmentStatus>)]
    status: Option<EnrollmentStatus>,
}

/// List the enrollments.
///
/// Those of the caller's body. Scope: `preparation:read`.
#[utoipa::path(tag = "preparation", params(PageQuery, EnrollmentFilter),
    responses((status = 200, description = "A page of enrollments.", body = EnrollmentPage)))]
#[get("/enrollments")]
async fn list_enrollments(caller: Caller) -> Answer {
    let (query, filter): (_, EnrollmentFilter) = caller.list_query()?;
    let request = query.request(|text| EnrollmentId::parse(text).ok())?;
    let asked = ListEnrollments {
        course_id: optional_id("?course_id", filter.course_id.as_deref(), CourseId::parse)?,
        candidate_id: optional_id("?candidate_id", filter.candidate_id.as_deref(), CandidateId::parse)?,
        status: filter.status,
    };
    let found = caller.run(move |engine, actor| list(engine, actor, asked, &request)).await?;
    page::<EnrollmentPage, _, _>(caller.request(), found, |planned| planned.enrollment.id.to_string())
}

/// Show an enrollment.
///
/// With when it will end, at so many hours a day. Scope: `preparation:read`.
#[utoipa::path(tag = "preparation", params(IdPath, IfNoneMatch),
    responses((status = 200, description = "The enrollment.", body = EnrollmentResponse)))]
#[get("/enrollments/{id}")]
async fn get_enrollment(caller: Caller) -> Answer {
    let id = id_of(&caller)?;
    let found = caller.run(move |engine, actor| find(engine, actor, id)).await?;
    single(caller.request(), found.enrollment.version, &EnrollmentResponse::from(found))
}

/// Note a day's study.
///
/// Of an enrollment that goes on, not before its first day and not in the future. Scope: `preparation:write`.
#[utoipa::path(tag = "preparation", params(IdPath, IdempotencyKey), request_body = StudyLogRequest,
    responses((status = 201, description = "Noted.", body = StudyLogResponse)))]
#[post("/enrollments/{id}/study-logs")]
async fn create_study_log(caller: Caller, unread: Unread) -> Answer {
    let id = id_of(&caller)?;
    let write = move |engine: &Engine, actor: &Actor, content, once: &Once<'_, StudyLog>| {
        study(engine, actor, (id, content), once)
    };
    creating::create::<StudyLogRequest, _>(&caller, unread, write, |made| {
        let place = format!("/api/v1/enrollments/{}/study-logs", made.enrollment_id);
        placed(StatusCode::CREATED, place, &StudyLogResponse::from(made.clone()))
    })
    .await
}

/// List what was studied.
///
/// In the order it was noted. Scope: `preparation:read`.
#[utoipa::path(tag = "preparation", params(IdPath, PageQuery),
    responses((status = 200, description = "A page of the log.", body = StudyLogPage)))]
#[get("/enrollments/{id}/study-logs")]
async fn list_study_logs(caller: Caller) -> Answer {
    let id = id_of(&caller)?;
    let (query, NoFilter {}) = caller.list_query()?;
    let request = query.request(|text| StudyLogId::parse(text).ok())?;
    let found = caller.run(move |engine, actor| list_logs(engine, actor, id, &request)).await?;
    page::<StudyLogPage, _, _>(caller.request(), found, |log| log.id.to_string())
}

/// Complete an enrollment.
///
/// Grants the skill (a higher level stays), moves the readiness where it is asked, and answers what that changed: for
/// the best published postings score and rank before and after, and the newly eligible ones. Scope:
/// `preparation:write`.
#[utoipa::path(tag = "preparation", params(IdPath, IfMatch), request_body = CompletionRequest,
    responses((status = 200, description = "Completed.", body = CompletedResponse)))]
#[post("/enrollments/{id}/complete")]
async fn complete_enrollment(caller: Caller, unread: Unread) -> Answer {
    let (id, expected) = (id_of(&caller)?, caller.expected()?);
    let completion = caller.body::<CompletionRequest>(unread).await?;
    let done = caller.rank(move |engine, actor| complete(engine, actor, (id, completion), expected)).await?;
    changed(StatusCode::OK, done.planned.enrollment.version, &CompletedResponse::from(done))
}

/// Drop an enrollment.
///
/// Before it is complete; the place is free again. Scope: `preparation:write`.
#[utoipa::path(tag = "preparation", params(IdPath, IfMatch), request_body = DropRequest,
    responses((status = 200, description = "Dropped.", body = EnrollmentResponse)))]
#[post("/enrollments/{id}/drop")]
async fn drop_enrollment(caller: Caller, unread: Unread) -> Answer {
    let (id, expected) = (id_of(&caller)?, caller.expected()?);
    let reason = caller.body::<DropRequest>(unread).await?;
    let now = caller.run(move |engine, actor| leave(engine, actor, (id, reason), expected)).await?;
    changed(StatusCode::OK, now.enrollment.version, &EnrollmentResponse::from(now))
}

pub(super) fn configure(config: &mut impl Register) {
    config
        .service(create_enrollment)
        .service(list_enrollments)
        .service(get_enrollment)
        .service(create_study_log)
        .service(list_study_logs)
        .service(complete_enrollment)
        .service(drop_enrollment);
}
