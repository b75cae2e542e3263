//! The reference tables of skills and categories, and skills found in running text.

use actix_web::{get, post};
use domain::{Page, PageRequest, Skill};
use matching::MatchingError;
use matching::skill_text::find_skills as find_in_text;
use serde::Deserialize;
use utoipa::IntoParams;

use super::Register;
use crate::answer::{Answer, ok, page_of};
use crate::dto::skills::{CategoryList, FoundSkills, SkillPage, SkillResponse, SkillTextRequest};
use crate::dto::vocabulary;
use crate::extract::body::Unread;
use crate::extract::caller::Caller;
use crate::openapi::parameters::SkillPath;
use crate::paging::{PageQuery, next_cursor};
use crate::problem::Problem;

/// Filters of the list of skills.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct SkillFilter {
    /// A label or the beginning of one, in Japanese or English; whole names come first.
    #[param(value_type = Option<vocabulary::SearchText>)]
    q: Option<String>,
}

/// List the skills.
///
/// The whole table in its order, or what `q` completes to.
#[utoipa::path(tag = "reference", params(PageQuery, SkillFilter),
    responses((status = 200, description = "A page of skills.", body = SkillPage)))]
#[get("/skills")]
async fn list_skills(caller: Caller) -> Answer {
    let (query, filter): (_, SkillFilter) = caller.list_query()?;
    let request = query.request(|text| text.parse::<usize>().ok())?;
    let table = &caller.reference().skills;
    let all: Vec<&Skill> = match &filter.q {
        Some(text) => table.complete(text, table.skills().len()),
        None => table.skills().iter().collect(),
    };
    let (items, cursor) = slice(all, &request);
    let items = items.into_iter().map(|skill| SkillResponse::of(skill, caller.reference())).collect();
    page_of::<SkillPage, _>(caller.request(), items, cursor)
}

/// The part of a whole list that is asked for; its cursors are places in it.
pub(super) fn slice<T>(all: Vec<T>, request: &PageRequest<usize>) -> (Vec<T>, Option<String>) {
    let first = request.after.map_or(0, |last| last.saturating_add(1));
    let rows = all.into_iter().enumerate().skip(first).take(request.limit + 1).collect();
    let page = Page::of_rows(rows, request.limit);
    let cursor = next_cursor(&page, |(place, _)| place.to_string());
    (page.items.into_iter().map(|(_, item)| item).collect(), cursor)
}

/// Show a skill.
///
/// By its id.
#[utoipa::path(tag = "reference", params(SkillPath),
    responses((status = 200, description = "The skill.", body = SkillResponse)))]
#[get("/skills/{id}")]
async fn get_skill(caller: Caller) -> Answer {
    let id = caller.path_text("id")?;
    let skill = caller.reference().skills.find(&id);
    let skill = skill.ok_or_else(|| Problem::from(MatchingError::NotFound { resource: "skill" }))?;
    ok(&SkillResponse::of(skill, caller.reference()))
}

/// Find the skills of a text.
///
/// In Japanese or English running text: the longest name at the leftmost place, with its place in the text.
#[utoipa::path(tag = "reference", request_body = SkillTextRequest,
    responses((status = 200, description = "The skills of the text.", body = FoundSkills)))]
#[post("/skills/normalize")]
async fn normalize_skills(caller: Caller, unread: Unread) -> Answer {
    let text = caller.body::<SkillTextRequest>(unread).await?;
    let found = caller.run(move |engine, _| find_in_text(engine, &text)).await?;
    ok(&FoundSkills::from(found))
}

/// List the categories.
///
/// テーマ, all at once.
#[utoipa::path(tag = "reference", responses((status = 200, description = "All categories.", body = CategoryList)))]
#[get("/categories")]
async fn list_categories(caller: Caller) -> Answer {
    ok(&CategoryList::of(caller.reference()))
}

pub(super) fn configure(config: &mut impl Register) {
    config.service(list_skills).service(normalize_skills).service(get_skill).service(list_categories);
}
