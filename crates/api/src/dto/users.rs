//! People who log in.

use domain::{Faults, OrganizationId, Role, Timestamp, User, UserContent, UserId};
use matching::users::{NewPassword, NewUser};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{RequestBody, pages, vocabulary};
use crate::extract::reading::{List, Reading};

/// A user, as a caller writes them.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({
    "email": "tanto@example.jp", "display_name": "田中 恵", "roles": ["coordinator"]
})))]
pub struct UserRequest {
    /// By which they log in; no other user of the server may have it. Case and width make no difference.
    #[schema(value_type = vocabulary::MailAddress, required)]
    pub email: Option<String>,
    /// Shown to colleagues.
    #[schema(value_type = String, required, min_length = 1, max_length = 100, examples("田中 恵"))]
    pub display_name: Option<String>,
    /// What they do; each opens only what the caller may do itself.
    #[schema(value_type = Vec<vocabulary::Role>, required, min_items = 1, max_items = 4)]
    pub roles: List<Role>,
}

impl UserRequest {
    fn content(self) -> UserContent {
        let roles = self.roles.unwrap_or_default();
        // Of a word that is none the fault is noted: it must not be told as a list without any.
        let stand_in = roles.iter().any(Option::is_none).then_some(Role::Viewer);
        UserContent {
            email: self.email.unwrap_or_default(),
            display_name: self.display_name.unwrap_or_default(),
            roles: roles.into_iter().flatten().chain(stand_in).collect(),
        }
    }
}

impl RequestBody for UserRequest {
    type Content = UserContent;

    fn into_content(self, reading: Reading<'_>) -> Result<UserContent, Faults> {
        reading.finish(self.content().checked())
    }
}

/// A user to be made.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({
    "email": "tanto@example.jp", "display_name": "田中 恵", "roles": ["coordinator"],
    "password": "朝市で会った人の名前は内緒"
})))]
pub struct NewUserRequest {
    /// By which they log in; no other user of the server may have it. Case and width make no difference.
    #[schema(value_type = vocabulary::MailAddress, required)]
    pub email: Option<String>,
    /// Shown to colleagues.
    #[schema(value_type = String, required, min_length = 1, max_length = 100, examples("田中 恵"))]
    pub display_name: Option<String>,
    /// What they do; each opens only what the caller may do itself.
    #[schema(value_type = Vec<vocabulary::Role>, required, min_items = 1, max_items = 4)]
    pub roles: List<Role>,
    /// The first password, 12 characters or more; without one they cannot log in until one is set.
    #[schema(min_length = 12, max_length = 200, format = "password", examples("朝市で会った人の名前は内緒"))]
    pub password: Option<String>,
}

impl RequestBody for NewUserRequest {
    type Content = NewUser;

    fn into_content(self, reading: Reading<'_>) -> Result<NewUser, Faults> {
        let Self { email, display_name, roles, password } = self;
        let content = UserRequest { email, display_name, roles }.content();
        reading.finish(content.checked().map(|content| NewUser { content, password }))
    }
}

/// A password to be set.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"password": "川の向こうの古い駅舎の裏", "old_password": null})))]
pub struct PasswordRequest {
    /// The new one, 12 characters or more.
    #[schema(value_type = String, required, min_length = 12, max_length = 200, format = "password", examples("川の向こうの古い駅舎の裏"))]
    pub password: Option<String>,
    /// The one so far, from a user who changes their own; nobody else says it.
    #[schema(max_length = 200, format = "password", examples("朝市で会った人の名前は内緒"))]
    pub old_password: Option<String>,
}

impl RequestBody for PasswordRequest {
    type Content = NewPassword;

    fn into_content(self, reading: Reading<'_>) -> Result<NewPassword, Faults> {
        let new =
            NewPassword { password: self.password.unwrap_or_default(), old_password: self.old_password };
        reading.finish(Ok(new))
    }
}

/// What a caller has written of a user.
#[derive(Debug, Serialize, ToSchema)]
pub struct UserBody {
    /// By which they log in.
    #[schema(value_type = vocabulary::MailAddress)]
    pub email: String,
    /// Shown to colleagues.
    #[schema(max_length = 100)]
    pub display_name: String,
    /// What they do.
    #[schema(value_type = Vec<vocabulary::Role>, max_items = 4)]
    pub roles: Vec<Role>,
}

/// Somebody who logs in. Of the password nothing is told.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = User)]
pub struct UserResponse {
    /// Their id.
    #[schema(value_type = vocabulary::Uuid)]
    pub id: UserId,
    /// For whom they act.
    #[schema(value_type = vocabulary::Uuid)]
    pub organization_id: OrganizationId,
    /// What was written.
    #[serde(flatten)]
    pub body: UserBody,
    /// Since when they are let in no more.
    #[schema(value_type = Option<vocabulary::Instant>)]
    pub disabled_at: Option<Timestamp>,
    /// Grows by one with each change; the `ETag` is made of it.
    #[schema(minimum = 1)]
    pub version: i64,
    /// Made at.
    #[schema(value_type = vocabulary::Instant)]
    pub created_at: Timestamp,
    /// Last changed at.
    #[schema(value_type = vocabulary::Instant)]
    pub updated_at: Timestamp,
}

impl From<UserContent> for UserBody {
    fn from(content: UserContent) -> Self {
        Self {
            email: content.email,
            display_name: content.display_name,
            roles: content.roles.iter().collect(),
        }
    }
}

impl From<User> for UserResponse {
    fn from(user: User) -> Self {
        Self {
            id: user.id,
            organization_id: user.organization_id,
            body: user.content.into(),
            disabled_at: user.disabled_at,
            version: user.version,
            created_at: user.created_at,
            updated_at: user.updated_at,
        }
    }
}

pages! {
    /// A page of users.
    UserPage of UserResponse;
}
