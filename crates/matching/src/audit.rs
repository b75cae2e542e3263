//! Reading the audit log.

use domain::{Actor, AuditEvent, AuditEventId, Page, PageRequest, Scope};

use crate::engine::Engine;
use crate::error::MatchingError;
use crate::permissions::require;

/// What the actor's organization did, and what others did with its records.
///
/// # Errors
/// A missing scope.
pub fn list_audit_events(
    engine: &Engine,
    actor: &Actor,
    page: &PageRequest<AuditEventId>,
) -> Result<Page<AuditEvent>, MatchingError> {
    require(actor, Scope::AuditRead)?;
    engine.store.read(|tx| Ok(tx.list_audit_events(actor.organization_id, page)?))
}
