//! People who log in.

use actix_web::http::StatusCode;
use actix_web::{get, patch, post, put};
use domain::{Actor, User, UserContent, UserId};
use matching::users::{
    create_user as create, disable_user as disable, enable_user as enable, get_user as find,
    list_users as list, replace_user as replace, set_password,
};
use matching::{Engine, MatchingError, Replacement};
use serde_json::Value;

use super::Register;
use crate::answer::{Answer, changed, page, single};
use crate::creating::{self, record};
use crate::dto::users::{NewUserRequest, PasswordRequest, UserBody, UserPage, UserRequest, UserResponse};
use crate::extract::body::Unread;
use crate::extract::caller::Caller;
use crate::extract::query::NoFilter;
use crate::openapi::parameters::{IdPath, IdempotencyKey, IfMatch, IfNoneMatch};
use crate::paging::PageQuery;
use crate::patching::{Patched, patch as patch_record};
use crate::problem::Problem;

impl Patched for UserRequest {
    type Id = UserId;
    type Read = User;
    type Written = User;

    fn read(engine: &Engine, actor: &Actor, id: UserId) -> Result<User, MatchingError> {
        find(engine, actor, id)
    }

    fn shown(record: User) -> (i64, Value) {
        (record.version, serde_json::json!(UserBody::from(record.content)))
    }

    fn write(
        engine: &Engine,
        actor: &Actor,
        id: UserId,
        replacement: Replacement<UserContent>,
    ) -> Result<User, MatchingError> {
        replace(engine, actor, id, replacement)
    }
}

fn id_of(caller: &Caller) -> Result<UserId, Problem> {
    caller.path_id(("id", "user"), UserId::parse)
}

/// Make a user.
///
/// Of the caller's body. Nobody hands on more than they have. The same `Idempotency-Key` gets the same answer whatever
/// password comes with it. Scopes: `users:write` and those that the roles open.
#[utoipa::path(tag = "users", params(IdempotencyKey), request_body = NewUserRequest,
    responses((status = 201, description = "Made.", body = UserResponse)))]
#[post("/users")]
async fn create_user(caller: Caller, unread: Unread) -> Answer {
    // Refused before the body is read, as everywhere.
    creating::request(&caller, &[])?;
    let new = caller.body::<NewUserRequest>(unread).await?;
    // What is kept of a request must not let anybody guess at a password quickly.
    let content = &new.content;
    let parts = [content.email.clone(), content.display_name.clone(), content.roles.to_list()];
    let request = creating::request(&caller, &parts.each_ref().map(|part| part.as_bytes()))?;
    creating::create_of(&caller, (new, request), create, |made| {
        let place = format!("/api/v1/users/{}", made.id);
        record(place, made.version, &UserResponse::from(made.clone()))
    })
    .await
}

/// List the users.
///
/// Those of the caller's body, disabled ones too. Scope: `users:read`.
#[utoipa::path(tag = "users", params(PageQuery),
    responses((status = 200, description = "A page of users.", body = UserPage)))]
#[get("/users")]
async fn list_users(caller: Caller) -> Answer {
    let (query, NoFilter {}) = caller.list_query()?;
    let request = query.request(|text| UserId::parse(text).ok())?;
    let found = caller.run(move |engine, actor| list(engine, actor, &request)).await?;
    page::<UserPage, _, _>(caller.request(), found, |user| user.id.to_string())
}

/// Show a user.
///
/// Everybody may read themselves; for others, scope: `users:read`.
#[utoipa::path(tag = "users", params(IdPath, IfNoneMatch),
    responses((status = 200, description = "The user.", body = UserResponse)))]
#[get("/users/{id}")]
async fn get_user(caller: Caller) -> Answer {
    let id = id_of(&caller)?;
    let found = caller.run(move |engine, actor| find(engine, actor, id)).await?;
    single(caller.request(), found.version, &UserResponse::from(found))
}

/// Replace a user.
///
/// Other roles take effect in the user's next request; the password stays. Scopes: `users:write` and those that the roles
/// open, the former ones too.
#[utoipa::path(tag = "users", params(IdPath, IfMatch), request_body = UserRequest,
    responses((status = 200, description = "Replaced.", body = UserResponse)))]
#[put("/users/{id}")]
async fn replace_user(caller: Caller, unread: Unread) -> Answer {
    let (id, expected) = (id_of(&caller)?, caller.expected()?);
    let content = caller.body::<UserRequest>(unread).await?;
    let replacement = Replacement { content, expected };
    let now = caller.run(move |engine, actor| replace(engine, actor, id, replacement)).await?;
    changed(StatusCode::OK, now.version, &UserResponse::from(now))
}

/// Change some fields of a user.
///
/// A merge patch (RFC 7396): what is left out stays. Scopes: `users:read`, `users:write` and those that the roles open.
#[utoipa::path(tag = "users", params(IdPath, IfMatch),
    request_body(content = UserRequest, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "Changed.", body = UserResponse)))]
#[patch("/users/{id}")]
async fn update_user(caller: Caller, unread: Unread) -> Answer {
    let id = id_of(&caller)?;
    let now = patch_record::<UserRequest>(&caller, unread, id).await?;
    changed(StatusCode::OK, now.version, &UserResponse::from(now))
}

/// Set a user's password.
///
/// Ends all of the user's sessions. A user changes their own with the old one; for others, scopes:
/// `users:write` and those that the user's roles open.
#[utoipa::path(tag = "users", params(IdPath), request_body = PasswordRequest,
    responses((status = 200, description = "Set.", body = UserResponse)))]
#[put("/users/{id}/password")]
async fn set_user_password(caller: Caller, unread: Unread) -> Answer {
    let id = id_of(&caller)?;
    let new = caller.body::<PasswordRequest>(unread).await?;
    let now = caller.run(move |engine, actor| set_password(engine, actor, id, new)).await?;
    changed(StatusCode::OK, now.version, &UserResponse::from(now))
}

/// Disable a user.
///
/// At once: their sessions end, and in the next request they are not let in. Disabling again changes nothing.
/// Scopes: `users:write` and those that the user's roles open.
#[utoipa::path(tag = "users", params(IdPath, IfMatch),
    responses((status = 200, description = "Disabled.", body = UserResponse)))]
#[post("/users/{id}/disable")]
async fn disable_user(caller: Caller) -> Answer {
    let which = (id_of(&caller)?, caller.expected()?);
    let now = caller.run(move |engine, actor| disable(engine, actor, which)).await?;
    changed(StatusCode::OK, now.version, &UserResponse::from(now))
}

/// Enable a user.
///
/// They log in anew, with the password they had. Scopes: `users:write` and those that the user's roles open.
#[utoipa::path(tag = "users", params(IdPath, IfMatch),
    responses((status = 200, description = "Enabled.", body = UserResponse)))]
#[post("/users/{id}/enable")]
async fn enable_user(caller: Caller) -> Answer {
    let which = (id_of(&caller)?, caller.expected()?);
    let now = caller.run(move |engine, actor| enable(engine, actor, which)).await?;
    changed(StatusCode::OK, now.version, &UserResponse::from(now))
}

pub(super) fn configure(config: &mut impl Register) {
    config
        .service(create_user)
        .service(list_users)
        .service(get_user)
        .service(replace_user)
        .service(update_user)
        .service(set_user_password)
        .service(disable_user)
        .service(enable_user);
}
