//! Templates of notices.

use actix_web::http::StatusCode;
use actix_web::{delete, get, put};
use domain::{DecisionOutcome, NoticeLanguage, Word};
use matching::notices::{
    delete_template as forget, get_template as find, list_templates as list, put_template as write,
};
use matching::{MatchingError, Replacement};
use utoipa::IntoParams;

use super::Register;
use crate::answer::{Answer, changed, gone, ok, single};
use crate::dto::notice_templates::{NoticeTemplateList, NoticeTemplateRequest, NoticeTemplateResponse};
use crate::dto::vocabulary;
use crate::extract::body::Unread;
use crate::extract::caller::Caller;
use crate::openapi::parameters::{IfMatch, IfNoneMatch};
use crate::problem::Problem;

/// A template in the path.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "names the parameters; the handlers read the path")]
struct TemplatePath {
    /// For which outcome.
    #[param(value_type = vocabulary::DecisionOutcome)]
    outcome: String,
    /// In which language.
    #[param(value_type = vocabulary::NoticeLanguage)]
    language: String,
}

fn which(caller: &Caller) -> Result<(DecisionOutcome, NoticeLanguage), Problem> {
    let none = || Problem::from(MatchingError::NotFound { resource: "notice template" });
    let outcome = DecisionOutcome::parse(&caller.path_text("outcome")?).ok_or_else(none)?;
    Ok((outcome, NoticeLanguage::parse(&caller.path_text("language")?).ok_or_else(none)?))
}

/// List the templates.
///
/// One for each outcome and language: the caller's own, or the built-in one. Scope: `notices:read`.
#[utoipa::path(tag = "notice-templates",
    responses((status = 200, description = "The templates.", body = NoticeTemplateList)))]
#[get("/notice-templates")]
async fn list_notice_templates(caller: Caller) -> Answer {
    let found = caller.run(list).await?;
    ok(&NoticeTemplateList { items: found.into_iter().map(Into::into).collect() })
}

/// Show a template.
///
/// Scope: `notices:read`.
#[utoipa::path(tag = "notice-templates", params(TemplatePath, IfNoneMatch),
    responses((status = 200, description = "The template.", body = NoticeTemplateResponse)))]
#[get("/notice-templates/{outcome}/{language}")]
async fn get_notice_template(caller: Caller) -> Answer {
    let which = which(&caller)?;
    let found = caller.run(move |engine, actor| find(engine, actor, which)).await?;
    single(caller.request(), found.version(), &NoticeTemplateResponse::from(found))
}

/// Write a template.
///
/// Notices on the caller's own postings are made of it from the next preview on. Words that call somebody a failure are
/// refused. Scope: `notices:send`.
#[utoipa::path(tag = "notice-templates", params(TemplatePath, IfMatch), request_body = NoticeTemplateRequest,
    responses((status = 200, description = "Written.", body = NoticeTemplateResponse)))]
#[put("/notice-templates/{outcome}/{language}")]
async fn replace_notice_template(caller: Caller, unread: Unread) -> Answer {
    let ((outcome, language), expected) = (which(&caller)?, caller.expected()?);
    let texts = caller.body::<NoticeTemplateRequest>(unread).await?;
    let replacement = Replacement { content: texts.of(outcome, language), expected };
    let now = caller.run(move |engine, actor| write(engine, actor, replacement)).await?;
    changed(StatusCode::OK, now.version(), &NoticeTemplateResponse::from(now))
}

/// Go back to a built-in template.
///
/// Scope: `notices:send`.
#[utoipa::path(tag = "notice-templates", params(TemplatePath, IfMatch),
    responses((status = 204, description = "The built-in one is used.")))]
#[delete("/notice-templates/{outcome}/{language}")]
async fn delete_notice_template(caller: Caller) -> Answer {
    let (which, expected) = (which(&caller)?, caller.expected()?);
    caller.run(move |engine, actor| forget(engine, actor, which, expected)).await?;
    Ok(gone())
}

pub(super) fn configure(config: &mut impl Register) {
    config
        .service(list_notice_templates)
        .service(get_notice_template)
        .service(replace_notice_template)
        .service(delete_notice_template);
}
