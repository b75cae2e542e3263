//! Lines of the audit log.

use domain::{ApiKeyId, AuditEvent, AuditEventId, OrganizationId, Timestamp, UserId};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::{pages, vocabulary};

/// Who did or saw what, and when. Never changed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AuditEvent)]
pub struct AuditEventResponse {
    /// Its id.
    #[schema(value_type = vocabulary::Uuid)]
    pub id: AuditEventId,
    /// The body that acted.
    #[schema(value_type = vocabulary::Uuid)]
    pub organization_id: OrganizationId,
    /// The key that acted; `null` for a user and for the operator.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub api_key_id: Option<ApiKeyId>,
    /// The user who acted; `null` for a key and for the operator.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub user_id: Option<UserId>,
    /// The request.
    #[schema(max_length = 100)]
    pub request_id: String,
    /// `posting.created`, `candidate.identity_disclosed` ….
    #[schema(max_length = 100)]
    pub action: String,
    /// The kind of record.
    #[schema(max_length = 100)]
    pub resource: String,
    /// The record's id.
    #[schema(max_length = 100)]
    pub resource_id: String,
    /// The body that the record belongs to.
    #[schema(value_type = vocabulary::Uuid)]
    pub subject_organization_id: OrganizationId,
    /// Further facts, without personal data.
    #[schema(value_type = AuditDetail)]
    pub detail: Map<String, Value>,
    /// When.
    #[schema(value_type = vocabulary::Instant)]
    pub at: Timestamp,
}

/// Further facts of an audit event; which ones depends on its action.
#[derive(Debug, ToSchema)]
pub struct AuditDetail {}

impl From<AuditEvent> for AuditEventResponse {
    fn from(event: AuditEvent) -> Self {
        Self {
            id: event.id,
            organization_id: event.organization_id,
            api_key_id: event.api_key_id,
            user_id: event.user_id,
            request_id: event.request_id,
            action: event.action,
            resource: event.resource,
            resource_id: event.resource_id,
            subject_organization_id: event.subject_organization_id,
            detail: serde_json::from_str(&event.detail.0).unwrap_or_default(),
            at: event.at,
        }
    }
}

pages! {
    /// A page of the audit log.
    AuditEventPage of AuditEventResponse;
}
