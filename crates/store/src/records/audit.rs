//! The audit log.

use diesel::prelude::*;
use domain::{
    ApiKeyId, AuditEvent, AuditEventId, AuditLine, JsonText, OrganizationId, Page, PageRequest, Timestamp,
    UserId,
};

use super::{Part, page};
use crate::audit_chain::hex;
use crate::schema::{audit_events, audit_events_unchained, audit_heads};
use crate::transaction::{Hold, on_backend};
use crate::vocabulary::{instant, parsed, parsed_if};
use crate::{StoreError, Tx};

/// Which lines of the audit log are meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditFilter {
    /// In which this organization acted, or which tell of its records.
    pub organization_id: OrganizationId,
    /// With this action.
    pub action: Option<String>,
    /// About this kind of record.
    pub resource: Option<String>,
    /// About this record.
    pub resource_id: Option<String>,
    /// By this key.
    pub api_key_id: Option<ApiKeyId>,
    /// By this user.
    pub user_id: Option<UserId>,
    /// At this instant or later.
    pub from: Option<Timestamp>,
    /// Before this instant.
    pub until: Option<Timestamp>,
}

impl AuditFilter {
    /// All lines in which an organization acted, or which tell of its records.
    pub fn of(organization_id: OrganizationId) -> Self {
        Self {
            organization_id,
            action: None,
            resource: None,
            resource_id: None,
            api_key_id: None,
            user_id: None,
            from: None,
            until: None,
        }
    }
}

/// The filter as a query takes it.
pub(crate) struct AuditSieve {
    pub(crate) organization: String,
    pub(crate) action: Option<String>,
    pub(crate) resource: Option<String>,
    pub(crate) resource_id: Option<String>,
    pub(crate) api_key: Option<String>,
    pub(crate) user: Option<String>,
    pub(crate) from: Option<i64>,
    pub(crate) until: Option<i64>,
}

impl From<&AuditFilter> for AuditSieve {
    fn from(filter: &AuditFilter) -> Self {
        Self {
            organization: filter.organization_id.to_string(),
            action: filter.action.clone(),
            resource: filter.resource.clone(),
            resource_id: filter.resource_id.clone(),
            api_key: filter.api_key_id.map(|id| id.to_string()),
            user: filter.user_id.map(|id| id.to_string()),
            from: filter.from.map(Timestamp::micros),
            until: filter.until.map(Timestamp::micros),
        }
    }
}

/// A line of the audit log as it is stored; number and hashes are made when it is chained.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = audit_events, treat_none_as_default_value = false)]
pub(crate) struct AuditEventRow {
    pub(crate) organization_id: String,
    pub(crate) seq: i64,
    pub(crate) previous_hash: Vec<u8>,
    pub(crate) hash: Vec<u8>,
    pub(crate) id: String,
    pub(crate) api_key_id: Option<String>,
    pub(crate) user_id: Option<String>,
    pub(crate) request_id: String,
    pub(crate) action: String,
    pub(crate) resource: String,
    pub(crate) resource_id: String,
    pub(crate) subject_organization_id: String,
    pub(crate) detail: String,
    pub(crate) at: i64,
}

/// A line that an older program wrote.
#[derive(Queryable, Selectable)]
#[diesel(table_name = audit_events_unchained)]
pub(crate) struct UnchainedRow {
    pub(crate) id: String,
    organization_id: String,
    api_key_id: Option<String>,
    user_id: Option<String>,
    request_id: String,
    action: String,
    resource: String,
    resource_id: String,
    subject_organization_id: String,
    detail: String,
    at: i64,
}

/// The end of a chain as it is stored.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = audit_heads)]
pub(crate) struct AuditHeadRow {
    pub(crate) organization_id: String,
    pub(crate) seq: i64,
    pub(crate) hash: Vec<u8>,
}

impl From<UnchainedRow> for AuditEventRow {
    fn from(row: UnchainedRow) -> Self {
        Self {
            organization_id: row.organization_id,
            seq: 0,
            previous_hash: Vec::new(),
            hash: Vec::new(),
            id: row.id,
            api_key_id: row.api_key_id,
            user_id: row.user_id,
            request_id: row.request_id,
            action: row.action,
            resource: row.resource,
            resource_id: row.resource_id,
            subject_organization_id: row.subject_organization_id,
            detail: row.detail,
            at: row.at,
        }
    }
}

impl From<&AuditEvent> for AuditEventRow {
    fn from(event: &AuditEvent) -> Self {
        Self {
            organization_id: event.organization_id.to_string(),
            seq: 0,
            previous_hash: Vec::new(),
            hash: Vec::new(),
            id: event.id.to_string(),
            api_key_id: event.api_key_id.map(|id| id.to_string()),
            user_id: event.user_id.map(|id| id.to_string()),
            request_id: event.request_id.clone(),
            action: event.action.clone(),
            resource: event.resource.clone(),
            resource_id: event.resource_id.clone(),
            subject_organization_id: event.subject_organization_id.to_string(),
            detail: event.detail.0.clone(),
            at: event.at.micros(),
        }
    }
}

impl TryFrom<AuditEventRow> for AuditLine {
    type Error = StoreError;

    fn try_from(row: AuditEventRow) -> Result<Self, StoreError> {
        let body = OrganizationId::parse;
        let event = AuditEvent {
            id: parsed("audit_events.id", &row.id, AuditEventId::parse)?,
            organization_id: parsed("audit_events.organization_id", &row.organization_id, body)?,
            api_key_id: parsed_if("audit_events.api_key_id", row.api_key_id.as_deref(), ApiKeyId::parse)?,
            user_id: parsed_if("audit_events.user_id", row.user_id.as_deref(), UserId::parse)?,
            request_id: row.request_id,
            action: row.action,
            resource: row.resource,
            resource_id: row.resource_id,
            subject_organization_id: parsed(
                "audit_events.subject_organization_id",
                &row.subject_organization_id,
                body,
            )?,
            detail: JsonText(row.detail),
            at: instant("audit_events.at", row.at)?,
        };
        Ok(Self { event, seq: row.seq, hash: hex(&row.hash) })
    }
}

impl Tx<'_> {
    /// Adds lines to the audit log; they are written at the end of the transaction.
    ///
    /// # Errors
    /// In a transaction that only reads.
    pub fn append_audit_events(&mut self, events: &[AuditEvent]) -> Result<(), StoreError> {
        if self.hold == Hold::Free {
            return Err(StoreError::Failed("a transaction that reads writes no audit log".to_owned()));
        }
        self.audit.extend(events.iter().map(AuditEventRow::from));
        Ok(())
    }

    /// The lines that a filter lets through.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_audit_events(
        &mut self,
        filter: &AuditFilter,
        request: &PageRequest<AuditEventId>,
    ) -> Result<Page<AuditLine>, StoreError> {
        let sieve = AuditSieve::from(filter);
        let rows = on_backend!(self, audit::list(&sieve, &Part::of(request)))?;
        page(rows, request, AuditLine::try_from)
    }
}
