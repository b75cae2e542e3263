//! 記した人: who marked, wrote or decided something.

use domain::{ApiKeyId, Author, OrganizationId, UserId};
use serde::Serialize;
use utoipa::ToSchema;

use super::vocabulary;

/// Who did something: a user or a key of a body; neither for its operator at the command line.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Author)]
pub struct AuthorResponse {
    /// The body in whose name.
    #[schema(value_type = vocabulary::Uuid)]
    pub organization_id: OrganizationId,
    /// The user, where somebody had logged in.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub user_id: Option<UserId>,
    /// The key, where it was one.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub api_key_id: Option<ApiKeyId>,
}

impl From<(OrganizationId, Author)> for AuthorResponse {
    fn from((organization_id, author): (OrganizationId, Author)) -> Self {
        Self { organization_id, user_id: author.user_id(), api_key_id: author.api_key_id() }
    }
}
