//! The audit log, and the outbox of changes.

use diesel::prelude::*;
use domain::{
    ApiKeyId, AuditEvent, AuditEventId, Change, JsonText, OrganizationId, Page, PageRequest, UserId,
};

use super::{Part, page};
use crate::schema::{audit_events, changes};
use crate::transaction::on_backend;
use crate::vocabulary::{instant, parsed, parsed_if};
use crate::{Changed, StoreError, Tx};

/// A line of the audit log as it is stored.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = audit_events, treat_none_as_default_value = false)]
pub(crate) struct AuditEventRow {
    id: String,
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

/// A line of the outbox as it is stored; the database gives it its number.
#[derive(Insertable)]
#[diesel(table_name = changes)]
pub(crate) struct ChangeRow {
    organization_id: String,
    resource: &'static str,
    resource_id: String,
    version: i64,
    kind: &'static str,
    at: i64,
}

impl From<&AuditEvent> for AuditEventRow {
    fn from(event: &AuditEvent) -> Self {
        Self {
            id: event.id.to_string(),
            organization_id: event.organization_id.to_string(),
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

impl TryFrom<AuditEventRow> for AuditEvent {
    type Error = StoreError;

    fn try_from(row: AuditEventRow) -> Result<Self, StoreError> {
        let body = OrganizationId::parse;
        Ok(Self {
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
        })
    }
}

impl From<&Change> for ChangeRow {
    fn from(change: &Change) -> Self {
        Self {
            organization_id: change.organization_id.to_string(),
            resource: change.resource,
            resource_id: change.resource_id.clone(),
            version: change.version,
            kind: domain::Word::as_str(change.kind),
            at: change.at.micros(),
        }
    }
}

impl Tx<'_> {
    /// Adds lines to the audit log.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn append_audit_events(&mut self, events: &[AuditEvent]) -> Result<(), StoreError> {
        let rows: Vec<AuditEventRow> = events.iter().map(AuditEventRow::from).collect();
        on_backend!(self, journal::append_events(&rows))
    }

    /// The lines in which an organization acted, or which tell of its records.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_audit_events(
        &mut self,
        organization_id: OrganizationId,
        request: &PageRequest<AuditEventId>,
    ) -> Result<Page<AuditEvent>, StoreError> {
        let whose = organization_id.to_string();
        let rows = on_backend!(self, journal::list_events(&whose, &Part::of(request)))?;
        page(rows, request, AuditEvent::try_from)
    }

    /// Adds lines to the outbox, in this order.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn append_changes(&mut self, changes: &[Change]) -> Result<(), StoreError> {
        let rows: Vec<ChangeRow> = changes.iter().map(ChangeRow::from).collect();
        let changed = changes
            .iter()
            .map(|change| Changed { resource: change.resource, id: change.resource_id.clone() });
        self.changed.extend(changed);
        on_backend!(self, journal::append_changes(&rows))
    }

    /// The number of the last line of the outbox, 0 when it is empty. Not a cursor: see the table's remark.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn last_change(&mut self) -> Result<i64, StoreError> {
        on_backend!(self, journal::last_change())
    }
}
