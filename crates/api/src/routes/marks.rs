//! 印: 候補・保留・見送り.

use actix_web::http::header;
use actix_web::{delete, get, post, put};
use domain::{CandidateId, MarkState};
use matching::marks::{
    ListMarks, Split, clear_mark as clear, list_marks as list, put_mark as mark, undo_mark as undo,
};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{Register, postings};
use crate::answer::{Answer, gone, ok, set};
use crate::dto::marks::{MarkPage, MarkRequest, MarkResponse, UndoneMarkResponse};
use crate::dto::vocabulary;
use crate::extract::body::Unread;
use crate::extract::caller::Caller;
use crate::openapi::parameters::IdPath;
use crate::paging::{self, PageQuery};
use crate::problem::Problem;

/// A person in view of a posting.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "names the parameters; the handlers read the path")]
struct MarkPath {
    /// The posting.
    #[param(value_type = vocabulary::Uuid)]
    id: String,
    /// The person.
    #[param(value_type = vocabulary::Uuid)]
    candidate_id: String,
}

/// Filters of the list of marks.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct MarkFilter {
    /// Only whom the caller has marked so.
    #[param(value_type = Option<vocabulary::MarkState>)]
    mark: Option<MarkState>,
    /// Only whom the caller has marked, and somebody else otherwise.
    split: Option<bool>,
}

pub(super) fn person_of(caller: &Caller) -> Result<CandidateId, Problem> {
    caller.path_id(("candidate_id", "candidate"), CandidateId::parse)
}

/// Mark a person for a posting.
///
/// The caller's own mark, over the one before. It is private to those who manage the posting and tells the person
/// nothing. Scope: `selections:write`.
#[utoipa::path(tag = "marks", params(MarkPath), request_body = MarkRequest,
    responses((status = 200, description = "Marked.", body = MarkResponse)))]
#[put("/postings/{id}/marks/{candidate_id}")]
async fn put_mark(caller: Caller, unread: Unread) -> Answer {
    let pair = (postings::id_of(&caller)?, person_of(&caller)?);
    let content = caller.body::<MarkRequest>(unread).await?;
    let marked = caller.run(move |engine, actor| mark(engine, actor, pair, content)).await?;
    ok(&MarkResponse::from(marked))
}

/// Take a mark away.
///
/// The caller's own; where there is none nothing changes. Scope: `selections:write`.
#[utoipa::path(tag = "marks", params(MarkPath), responses((status = 204, description = "There is no mark.")))]
#[delete("/postings/{id}/marks/{candidate_id}")]
async fn delete_mark(caller: Caller) -> Answer {
    let pair = (postings::id_of(&caller)?, person_of(&caller)?);
    caller.run(move |engine, actor| clear(engine, actor, pair)).await?;
    Ok(gone())
}

/// Undo the last mark.
///
/// The caller's last act on the posting that is not undone yet, again and again down to the first; until the results are
/// sent to the applicants. Scope: `selections:write`.
#[utoipa::path(tag = "marks", params(IdPath),
    responses((status = 200, description = "Undone.", body = UndoneMarkResponse)))]
#[post("/postings/{id}/marks/undo")]
async fn undo_mark(caller: Caller) -> Answer {
    let posting = postings::id_of(&caller)?;
    let undone = caller.run(move |engine, actor| undo(engine, actor, posting)).await?;
    ok(&UndoneMarkResponse::from(undone))
}

/// List the marks on a posting's people.
///
/// Every applicant, and whoever else the caller has marked, with the marks side by side. What others think of a person
/// is shown once the caller has marked that person. Scope: `selections:read`.
#[utoipa::path(tag = "marks", params(IdPath, PageQuery, MarkFilter),
    responses((status = 200, description = "A page of people with the marks on them.", body = MarkPage)))]
#[get("/postings/{id}/marks")]
async fn list_marks(caller: Caller) -> Answer {
    let posting = postings::id_of(&caller)?;
    let (query, filter): (_, MarkFilter) = caller.list_query()?;
    let request = query.request(|text| CandidateId::parse(text).ok())?;
    let only_split = filter.split.unwrap_or(false).then_some(Split);
    let asked = (posting, ListMarks { mark: filter.mark, only_split });
    let sheet = caller.run(move |engine, actor| list(engine, actor, asked, &request)).await?;
    let cursor = paging::next_cursor(&sheet.page, |person| person.candidate_id.to_string());
    let link = cursor.as_deref().map(|cursor| paging::next_link(caller.request(), cursor));
    let mut response = ok(&MarkPage::of(sheet, cursor))?;
    if let Some(link) = link {
        set(&mut response, header::LINK, &link);
    }
    Ok(response)
}

pub(super) fn configure(config: &mut impl Register) {
    config.service(list_marks).service(undo_mark).service(put_mark).service(delete_mark);
}
