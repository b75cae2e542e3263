//! 保存期間.

use actix_web::http::StatusCode;
use actix_web::{get, put};
use matching::Replacement;
use matching::retention::{get_retention_policy as find, preview, replace_retention_policy as replace};

use super::Register;
use crate::answer::{Answer, changed, ok, single};
use crate::dto::retention::{RetentionDueResponse, RetentionPolicyRequest, RetentionPolicyResponse};
use crate::extract::body::Unread;
use crate::extract::caller::Caller;
use crate::openapi::parameters::{IfMatch, IfNoneMatch};

/// Show for how long the own body keeps what.
///
/// The usual periods where it has chosen none. Scope: `organizations:read`.
#[utoipa::path(tag = "retention", params(IfNoneMatch),
    responses((status = 200, description = "The periods.", body = RetentionPolicyResponse)))]
#[get("/retention-policy")]
async fn get_retention_policy(caller: Caller) -> Answer {
    let found = caller.run(find).await?;
    single(caller.request(), found.version, &RetentionPolicyResponse::from(found))
}

/// Choose for how long the own body keeps what.
///
/// From the next night on, and for what is there already: ask `GET /retention-policy/due` afterwards what will go. It is
/// written down in the audit log with the periods before. Scope: `organizations:write`.
#[utoipa::path(tag = "retention", params(IfMatch), request_body = RetentionPolicyRequest,
    responses((status = 200, description = "Chosen.", body = RetentionPolicyResponse)))]
#[put("/retention-policy")]
async fn replace_retention_policy(caller: Caller, unread: Unread) -> Answer {
    let expected = caller.expected()?;
    let content = caller.body::<RetentionPolicyRequest>(unread).await?;
    let replacement = Replacement { content, expected };
    let now = caller.run(move |engine, actor| replace(engine, actor, replacement)).await?;
    changed(StatusCode::OK, now.version, &RetentionPolicyResponse::from(now))
}

/// Count what would go today.
///
/// By class, under the periods that hold now; nothing is changed. Scope: `organizations:read`.
#[utoipa::path(tag = "retention",
    responses((status = 200, description = "What is due.", body = RetentionDueResponse)))]
#[get("/retention-policy/due")]
async fn count_retention_due(caller: Caller) -> Answer {
    let due = caller.run(preview).await?;
    ok(&RetentionDueResponse::from(due))
}

pub(super) fn configure(config: &mut impl Register) {
    config.service(get_retention_policy).service(replace_retention_policy).service(count_retention_due);
}
