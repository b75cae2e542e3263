//! 講座.

use actix_web::http::StatusCode;
use actix_web::{get, patch, post, put};
use domain::{Actor, Course, CourseContent, CourseId, FaultCode, Faults, RegionCode};
use matching::courses::{
    EffectsRegion, count_course_effects as count, create_course as create, get_course as find,
    list_courses as list, replace_course as replace,
};
use matching::{Engine, MatchingError, Replacement};
use serde::Deserialize;
use serde_json::Value;
use utoipa::IntoParams;

use super::Register;
use crate::answer::{Answer, changed, ok, page, single};
use crate::creating::{self, record};
use crate::dto::courses::{CourseBody, CourseEffectsResponse, CoursePage, CourseRequest, CourseResponse};
use crate::dto::vocabulary;
use crate::extract::body::Unread;
use crate::extract::caller::Caller;
use crate::extract::query::NoFilter;
use crate::openapi::parameters::{IdPath, IdempotencyKey, IfMatch, IfNoneMatch};
use crate::paging::PageQuery;
use crate::patching::{Patched, patch as patch_record};
use crate::problem::Problem;

impl Patched for CourseRequest {
    type Id = CourseId;
    type Read = Course;
    type Written = Course;

    fn read(engine: &Engine, actor: &Actor, id: CourseId) -> Result<Course, MatchingError> {
        find(engine, actor, id)
    }

    fn shown(record: Course) -> (i64, Value) {
        (record.version, serde_json::json!(CourseBody::from(record.content)))
    }

    fn write(
        engine: &Engine,
        actor: &Actor,
        id: CourseId,
        replacement: Replacement<CourseContent>,
    ) -> Result<Course, MatchingError> {
        replace(engine, actor, id, replacement)
    }
}

fn id_of(caller: &Caller) -> Result<CourseId, Problem> {
    caller.path_id(("id", "course"), CourseId::parse)
}

/// Make a course.
///
/// For the own people; completing it grants a skill. Scope: `preparation:write`.
#[utoipa::path(tag = "preparation", params(IdempotencyKey), request_body = CourseRequest,
    responses((status = 201, description = "Made.", body = CourseResponse)))]
#[post("/courses")]
async fn create_course(caller: Caller, unread: Unread) -> Answer {
    creating::create::<CourseRequest, _>(&caller, unread, create, |made| {
        let place = format!("/api/v1/courses/{}", made.id);
        record(place, made.version, &CourseResponse::from(made.clone()))
    })
    .await
}

/// List the courses.
///
/// Those of the caller's body. Scope: `preparation:read`.
#[utoipa::path(tag = "preparation", params(PageQuery),
    responses((status = 200, description = "A page of courses.", body = CoursePage)))]
#[get("/courses")]
async fn list_courses(caller: Caller) -> Answer {
    let (query, NoFilter {}) = caller.list_query()?;
    let request = query.request(|text| CourseId::parse(text).ok())?;
    let found = caller.run(move |engine, actor| list(engine, actor, &request)).await?;
    page::<CoursePage, _, _>(caller.request(), found, |course| course.id.to_string())
}

/// Where the postings lie.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct EffectsQuery {
    /// Only postings in this region.
    #[param(value_type = Option<vocabulary::RegionCode>)]
    region: Option<String>,
}

/// Show which course would open most in a region.
///
/// For each of the own courses that may still be begun: how many of the visible people would become eligible for how
/// many published postings there. Counts only, and those from 1 to 4 are not told. Scope: `preparation:read`.
#[utoipa::path(tag = "preparation", params(EffectsQuery),
    responses((status = 200, description = "What each course would open.", body = CourseEffectsResponse)))]
#[get("/courses/effects")]
async fn count_course_effects(caller: Caller) -> Answer {
    let query: EffectsQuery = caller.query()?;
    let region = match query.region.as_deref().map(RegionCode::parse) {
        None => EffectsRegion::Everywhere,
        Some(Ok(region)) => EffectsRegion::Region(region),
        Some(Err(detail)) => return Err(Faults::one("?region", FaultCode::UnknownRegion, detail).into()),
    };
    let found = caller.rank(move |engine, actor| count(engine, actor, &region)).await?;
    ok(&CourseEffectsResponse::from(found))
}

/// Show a course.
///
/// Scope: `preparation:read`.
#[utoipa::path(tag = "preparation", params(IdPath, IfNoneMatch),
    responses((status = 200, description = "The course.", body = CourseResponse)))]
#[get("/courses/{id}")]
async fn get_course(caller: Caller) -> Answer {
    let id = id_of(&caller)?;
    let found = caller.run(move |engine, actor| find(engine, actor, id)).await?;
    single(caller.request(), found.version, &CourseResponse::from(found))
}

/// Replace a course.
///
/// Who takes it already goes on; there are not fewer places than are taken. Scope: `preparation:write`.
#[utoipa::path(tag = "preparation", params(IdPath, IfMatch), request_body = CourseRequest,
    responses((status = 200, description = "Replaced.", body = CourseResponse)))]
#[put("/courses/{id}")]
async fn replace_course(caller: Caller, unread: Unread) -> Answer {
    let (id, expected) = (id_of(&caller)?, caller.expected()?);
    let content = caller.body::<CourseRequest>(unread).await?;
    let replacement = Replacement { content, expected };
    let now = caller.run(move |engine, actor| replace(engine, actor, id, replacement)).await?;
    changed(StatusCode::OK, now.version, &CourseResponse::from(now))
}

/// Change some fields of a course.
///
/// A merge patch (RFC 7396): `null` takes a field away, what is left out stays. Scopes: `preparation:read` and
/// `preparation:write`.
#[utoipa::path(tag = "preparation", params(IdPath, IfMatch),
    request_body(content = CourseRequest, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "Changed.", body = CourseResponse)))]
#[patch("/courses/{id}")]
async fn update_course(caller: Caller, unread: Unread) -> Answer {
    let id = id_of(&caller)?;
    let now = patch_record::<CourseRequest>(&caller, unread, id).await?;
    changed(StatusCode::OK, now.version, &CourseResponse::from(now))
}

pub(super) fn configure(config: &mut impl Register) {
    config
        .service(create_course)
        .service(list_courses)
        .service(count_course_effects)
        .service(get_course)
        .service(replace_course)
        .service(update_course);
}
