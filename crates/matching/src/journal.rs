//! What every write leaves behind, in the same transaction: an audit event and a line of the outbox.

use domain::{Actor, AuditEvent, AuditEventId, Change, ChangeKind, JsonText, OrganizationId, Timestamp};
use serde_json::{Value, json};
use store::Tx;

use crate::engine::Engine;
use crate::error::MatchingError;

/// The record that a write touched.
pub(crate) struct Touched<'a> {
    pub(crate) resource: &'static str,
    pub(crate) id: String,
    pub(crate) owner: OrganizationId,
    pub(crate) version: i64,
    /// `created`, `updated`, `deleted`, or what was done: `published`, `withdrawn`…
    pub(crate) act: &'a str,
    pub(crate) kind: ChangeKind,
    pub(crate) at: Timestamp,
}

impl Touched<'_> {
    fn change(&self, whom: OrganizationId) -> Change {
        Change {
            organization_id: whom,
            resource: self.resource,
            resource_id: self.id.clone(),
            version: self.version,
            kind: self.kind,
            at: self.at,
        }
    }
}

impl Engine {
    /// Writes down that something was changed.
    pub(crate) fn record(
        &self,
        tx: &mut Tx<'_>,
        actor: &Actor,
        touched: Touched<'_>,
    ) -> Result<(), MatchingError> {
        self.record_with(tx, actor, touched, &json!({}))
    }

    /// Lets another organization's feed of changes know of it too.
    pub(crate) fn tell(
        &self,
        tx: &mut Tx<'_>,
        whom: OrganizationId,
        touched: &Touched<'_>,
    ) -> Result<(), MatchingError> {
        Ok(tx.append_changes(&[touched.change(whom)])?)
    }

    /// Writes down that something was changed, with further facts for the audit log.
    pub(crate) fn record_with(
        &self,
        tx: &mut Tx<'_>,
        actor: &Actor,
        touched: Touched<'_>,
        detail: &Value,
    ) -> Result<(), MatchingError> {
        tx.append_changes(&[touched.change(touched.owner)])?;
        self.audit(tx, actor, touched, detail)
    }

    /// Writes something down in the audit log alone: what is private to those who manage a record is no change that
    /// anybody follows.
    pub(crate) fn audit(
        &self,
        tx: &mut Tx<'_>,
        actor: &Actor,
        touched: Touched<'_>,
        detail: &Value,
    ) -> Result<(), MatchingError> {
        let event = self.audit_event(actor, touched.at);
        tx.append_audit_events(&[AuditEvent {
            action: format!("{}.{}", touched.resource, touched.act),
            resource: touched.resource.to_owned(),
            resource_id: touched.id,
            subject_organization_id: touched.owner,
            detail: JsonText(detail.to_string()),
            ..event
        }])?;
        Ok(())
    }

    /// An audit event that still has to be told what happened to what.
    pub(crate) fn audit_event(&self, actor: &Actor, at: Timestamp) -> AuditEvent {
        AuditEvent {
            id: self.new_id(AuditEventId::from_parts),
            organization_id: actor.organization_id,
            api_key_id: actor.api_key_id,
            user_id: actor.user_id,
            request_id: actor.request_id.clone(),
            action: String::new(),
            resource: String::new(),
            resource_id: String::new(),
            subject_organization_id: actor.organization_id,
            detail: JsonText("{}".to_owned()),
            at,
        }
    }
}
