//! `GET /api/v1`: where to begin, and who is asking.

use actix_web::get;
use domain::reference::REFERENCE_VERSION;
use domain::{ApiKeyId, OrganizationId, SCORING_VERSION, Scope, UserId};
use serde::Serialize;
use utoipa::ToSchema;

use super::Register;
use crate::answer::{Answer, ok};
use crate::dto::vocabulary;
use crate::extract::caller::Caller;

/// Where to begin, and who is asking.
#[derive(Debug, Serialize, ToSchema)]
struct Index {
    /// The version of the program.
    #[schema(max_length = 40)]
    version: &'static str,
    /// The version of the scoring definition.
    #[schema(value_type = i32, minimum = 1, maximum = 1000)]
    scoring_version: u16,
    /// The version of the reference tables.
    #[schema(value_type = vocabulary::ReferenceVersion)]
    reference_version: &'static str,
    /// The body whose key this is.
    #[schema(value_type = vocabulary::Uuid)]
    organization_id: OrganizationId,
    /// The key; `null` for a user.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    api_key_id: Option<ApiKeyId>,
    /// The user who has logged in; `null` for a key.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    user_id: Option<UserId>,
    /// What the key or the user may do.
    #[schema(value_type = Vec<vocabulary::Scope>, max_items = 64)]
    scopes: Vec<Scope>,
    /// The OpenAPI document.
    #[schema(max_length = 100)]
    openapi_url: &'static str,
    /// The same to read and try.
    #[schema(max_length = 100)]
    docs_url: &'static str,
}

/// Show where to begin.
///
/// Versions, addresses of the documentation, and whose key is asking with which scopes.
#[utoipa::path(tag = "index", responses((status = 200, description = "Where to begin, and who is asking.", body = Index)))]
#[get("")]
async fn get_index(caller: Caller) -> Answer {
    let actor = caller.actor();
    ok(&Index {
        version: env!("CARGO_PKG_VERSION"),
        scoring_version: SCORING_VERSION,
        reference_version: REFERENCE_VERSION,
        organization_id: actor.organization_id,
        api_key_id: actor.api_key_id,
        user_id: actor.user_id,
        scopes: actor.scopes.iter().collect(),
        openapi_url: "/openapi.json",
        docs_url: "/docs/",
    })
}

pub(super) fn configure(config: &mut impl Register) {
    config.service(get_index);
}
