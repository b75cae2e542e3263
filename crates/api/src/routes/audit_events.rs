//! The audit log.

use actix_web::get;
use domain::AuditEventId;
use matching::audit::list_audit_events as list;

use super::Register;
use crate::answer::{Answer, page};
use crate::dto::audit_events::AuditEventPage;
use crate::extract::caller::Caller;
use crate::extract::query::NoFilter;
use crate::paging::PageQuery;

/// List the audit events.
///
/// What the caller's body did, and what others did with its records, the oldest first. Scope: `audit:read`.
#[utoipa::path(tag = "audit-events", params(PageQuery),
    responses((status = 200, description = "A page of the audit log.", body = AuditEventPage)))]
#[get("/audit-events")]
async fn list_audit_events(caller: Caller) -> Answer {
    let (query, NoFilter {}) = caller.list_query()?;
    let request = query.request(|text| AuditEventId::parse(text).ok())?;
    let found = caller.run(move |engine, actor| list(engine, actor, &request)).await?;
    page::<AuditEventPage, _, _>(caller.request(), found, |event| event.id.to_string())
}

pub(super) fn configure(config: &mut impl Register) {
    config.service(list_audit_events);
}
