//! Bearer keys.

use domain::{ApiKey, ApiKeyId, Faults, OrganizationId, Scope, Timestamp};
use matching::api_keys::{IssuedApiKey, NewApiKey};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{RequestBody, pages, vocabulary};
use crate::extract::reading::{List, Reading};

/// A key that is asked for.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"name": "夜間の取り込み", "scopes": ["candidates:read", "candidates:write"], "expires_at": null})))]
pub struct ApiKeyRequest {
    /// For which body: the own one when absent, or one that it registered.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub organization_id: Option<String>,
    /// What for, in the owner's words.
    #[schema(value_type = String, required, min_length = 1, max_length = 100, examples("夜間の取り込み"))]
    pub name: Option<String>,
    /// What it may do.
    #[schema(value_type = Vec<vocabulary::Scope>, required, min_items = 1, max_items = 64)]
    pub scopes: List<Scope>,
    /// From this instant on it is refused; never when absent.
    #[schema(value_type = Option<vocabulary::Instant>)]
    pub expires_at: Option<String>,
}

impl RequestBody for ApiKeyRequest {
    type Content = NewApiKey;

    fn into_content(self, mut reading: Reading<'_>) -> Result<NewApiKey, Faults> {
        let new = NewApiKey {
            organization_id: reading.id(
                "/organization_id",
                self.organization_id.as_deref(),
                OrganizationId::parse,
            ),
            name: self.name.unwrap_or_default(),
            scopes: self.scopes.unwrap_or_default().into_iter().flatten().collect(),
            expires_at: reading.instant("/expires_at", self.expires_at.as_deref()),
        };
        reading.finish(Ok(new))
    }
}

/// How a key is rotated.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"overlap_hours": 24})))]
pub struct RotationRequest {
    /// For so many hours the old key stays valid; 24 when absent, 0: it ends at once.
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 336)]
    pub overlap_hours: Option<i64>,
}

impl RequestBody for RotationRequest {
    type Content = i64;

    fn into_content(self, reading: Reading<'_>) -> Result<i64, Faults> {
        reading.finish(Ok(self.overlap_hours.unwrap_or(24)))
    }
}

/// A key, without the key itself.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ApiKey)]
pub struct ApiKeyResponse {
    /// Its id.
    #[schema(value_type = vocabulary::Uuid)]
    pub id: ApiKeyId,
    /// Whose.
    #[schema(value_type = vocabulary::Uuid)]
    pub organization_id: OrganizationId,
    /// What for.
    #[schema(max_length = 100)]
    pub name: String,
    /// The first characters, to recognise it by.
    #[schema(max_length = 20)]
    pub prefix: String,
    /// What it may do.
    #[schema(value_type = Vec<vocabulary::Scope>, max_items = 64)]
    pub scopes: Vec<Scope>,
    /// Grows by one with each change.
    #[schema(minimum = 1)]
    pub version: i64,
    /// Made at.
    #[schema(value_type = vocabulary::Instant)]
    pub created_at: Timestamp,
    /// From this instant on it is refused.
    #[schema(value_type = Option<vocabulary::Instant>)]
    pub expires_at: Option<Timestamp>,
    /// Revoked at.
    #[schema(value_type = Option<vocabulary::Instant>)]
    pub revoked_at: Option<Timestamp>,
    /// When it opened something last, to the hour. No part of the version.
    #[schema(value_type = Option<vocabulary::Instant>)]
    pub last_used_at: Option<Timestamp>,
}

impl From<ApiKey> for ApiKeyResponse {
    fn from(key: ApiKey) -> Self {
        Self {
            id: key.id,
            organization_id: key.organization_id,
            name: key.name,
            prefix: key.prefix,
            scopes: key.scopes.iter().collect(),
            version: key.version,
            created_at: key.created_at,
            expires_at: key.expires_at,
            revoked_at: key.revoked_at,
            last_used_at: key.last_used_at,
        }
    }
}

/// A key just issued. The secret is shown this once and never again.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = IssuedApiKey)]
pub struct IssuedApiKeyResponse {
    /// The record.
    #[serde(flatten)]
    pub key: ApiKeyResponse,
    /// The key itself, to be sent as `Authorization: Bearer …`. Keep it: only a hash of it is stored, so `null` is the
    /// answer to a request that is repeated.
    #[schema(max_length = 100)]
    pub secret: Option<String>,
}

impl IssuedApiKeyResponse {
    /// As it may be shown again.
    pub fn repeated(issued: IssuedApiKey) -> Self {
        Self { key: issued.key.into(), secret: None }
    }
}

impl From<IssuedApiKey> for IssuedApiKeyResponse {
    fn from(issued: IssuedApiKey) -> Self {
        Self { key: issued.key.into(), secret: Some(issued.secret) }
    }
}

pages! {
    /// A page of keys.
    ApiKeyPage of ApiKeyResponse;
}
