//! Sessions of users.

use domain::{Faults, Scope, Timestamp};
use matching::sessions::{Begun, LogInRequest, LoggedIn};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::users::UserResponse;
use super::{RequestBody, vocabulary};
use crate::extract::reading::Reading;

/// Somebody who wants to log in.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"email": "tanto@example.jp", "password": "朝市で会った人の名前は内緒"})))]
pub struct SessionRequest {
    /// Mail address.
    #[schema(value_type = String, required, min_length = 1, max_length = 254, examples("tanto@example.jp"))]
    pub email: Option<String>,
    /// Password.
    #[schema(value_type = String, required, min_length = 1, max_length = 200, format = "password", examples("朝市で会った人の名前は内緒"))]
    pub password: Option<String>,
}

impl RequestBody for SessionRequest {
    type Content = LogInRequest;

    fn into_content(self, reading: Reading<'_>) -> Result<LogInRequest, Faults> {
        let request = LogInRequest {
            email: self.email.unwrap_or_default(),
            password: self.password.unwrap_or_default(),
        };
        reading.finish(Ok(request))
    }
}

/// Who has logged in, and what they may do.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Session)]
pub struct SessionResponse {
    /// The user.
    pub user: UserResponse,
    /// What their roles let them do.
    #[schema(value_type = Vec<vocabulary::Scope>, max_items = 64)]
    pub scopes: Vec<Scope>,
    /// From this instant on the session is refused.
    #[schema(value_type = vocabulary::Instant)]
    pub expires_at: Timestamp,
}

/// A session just begun. The token is shown this once and never again.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NewSession)]
pub struct NewSessionResponse {
    /// To be sent as `Authorization: Bearer …`, wherever a key is taken.
    #[schema(max_length = 100)]
    pub token: String,
    /// Whose it is.
    #[serde(flatten)]
    pub session: SessionResponse,
}

impl From<LoggedIn> for SessionResponse {
    fn from(logged_in: LoggedIn) -> Self {
        Self {
            user: logged_in.user.into(),
            scopes: logged_in.scopes.iter().collect(),
            expires_at: logged_in.expires_at,
        }
    }
}

impl From<Begun> for NewSessionResponse {
    fn from(begun: Begun) -> Self {
        Self { token: begun.token, session: begun.logged_in.into() }
    }
}
