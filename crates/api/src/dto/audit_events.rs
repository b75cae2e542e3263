//! Lines of the audit log.

use domain::{
    ApiKeyId, AuditEventId, AuditLine, CandidateId, OrganizationId, PersonRead, Shown, Timestamp, UserId,
};
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
    /// Its number in the chain of the caller's body: 1, 2, 3 …; `null` where another body acted.
    #[schema(minimum = 1)]
    pub seq: Option<i64>,
    /// SHA-256 over the line and the hash of the one before it in the chain; `null` where another body acted.
    #[schema(max_length = 64)]
    pub hash: Option<String>,
}

impl AuditEventResponse {
    /// A line as it is shown to a body: the numbers of another one's chain would tell how much that one does.
    pub fn shown_to(organization_id: OrganizationId, line: AuditLine) -> Self {
        let is_own = line.event.organization_id == organization_id;
        let AuditLine { event, seq, hash } = line;
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
            seq: is_own.then_some(seq),
            hash: is_own.then_some(hash),
        }
    }
}

/// Further facts of an audit event; which ones depends on its action.
#[derive(Debug, ToSchema)]
pub struct AuditDetail {}

pages! {
    /// A page of the audit log.
    AuditEventPage of AuditEventResponse;
}

/// A person whose data a key or user was shown.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PersonRead)]
pub struct PersonReadResponse {
    /// The person; they may have been deleted since.
    #[schema(value_type = vocabulary::Uuid)]
    pub candidate_id: CandidateId,
    /// The body that registered them.
    #[schema(value_type = vocabulary::Uuid)]
    pub organization_id: OrganizationId,
    /// What of them was shown.
    #[schema(value_type = Vec<vocabulary::Shown>, max_items = 64)]
    pub shown: Vec<Shown>,
    /// When the first of it was.
    #[schema(value_type = vocabulary::Instant)]
    pub first_at: Timestamp,
    /// When the last of it was put on record; what is seen again and again is put on record once an hour.
    #[schema(value_type = vocabulary::Instant)]
    pub last_at: Timestamp,
}

impl From<PersonRead> for PersonReadResponse {
    fn from(read: PersonRead) -> Self {
        Self {
            candidate_id: read.candidate_id,
            organization_id: read.organization_id,
            shown: read.shown.iter().collect(),
            first_at: read.first_at,
            last_at: read.last_at,
        }
    }
}

pages! {
    /// A page of people whose data was shown.
    PersonReadPage of PersonReadResponse;
}
