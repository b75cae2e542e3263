//! Queries on the audit log and on the ends of its chains.

use diesel::prelude::*;

use super::{Backend, Conn, ROWS_A_STATEMENT};
use crate::records::{AuditEventRow, AuditHeadRow, AuditSieve, Part, UnchainedRow};
use crate::schema::audit_events::columns as column;
use crate::schema::{audit_events, audit_events_unchained, audit_heads};
use crate::transaction::Hold;

pub(crate) fn append(connection: &mut Conn, rows: &[AuditEventRow]) -> QueryResult<()> {
    for some in rows.chunks(ROWS_A_STATEMENT) {
        diesel::insert_into(audit_events::table).values(some).execute(connection)?;
    }
    Ok(())
}

/// The end of a chain, held until the transaction ends; one that was never written to begins with `first`.
pub(crate) fn hold_head(connection: &mut Conn, first: &AuditHeadRow) -> QueryResult<AuditHeadRow> {
    let one = || audit_heads::table.find(&first.organization_id).select(AuditHeadRow::as_select());
    let held: Option<AuditHeadRow> = first!(connection, Hold::Held, one())?;
    if let Some(held) = held {
        return Ok(held);
    }
    // Somebody else may begin it at the same moment.
    diesel::insert_into(audit_heads::table).values(first).on_conflict_do_nothing().execute(connection)?;
    let held: Option<AuditHeadRow> = first!(connection, Hold::Held, one())?;
    held.ok_or(diesel::result::Error::NotFound)
}

pub(crate) fn move_head(connection: &mut Conn, head: &AuditHeadRow) -> QueryResult<()> {
    let one = audit_heads::table.find(&head.organization_id);
    let moved = (audit_heads::seq.eq(head.seq), audit_heads::hash.eq(&head.hash));
    diesel::update(one).set(moved).execute(connection).map(|_| ())
}

pub(crate) fn list_heads(connection: &mut Conn) -> QueryResult<Vec<AuditHeadRow>> {
    let all = audit_heads::table.order(audit_heads::organization_id);
    all.select(AuditHeadRow::as_select()).load(connection)
}

pub(crate) fn hash_of(connection: &mut Conn, (whose, seq): (&str, i64)) -> QueryResult<Option<Vec<u8>>> {
    audit_events::table.find((whose, seq)).select(column::hash).first(connection).optional()
}

pub(crate) fn list_unchained(connection: &mut Conn, rows: i64) -> QueryResult<Vec<UnchainedRow>> {
    use crate::schema::audit_events_unchained::columns as unchained;
    let some = audit_events_unchained::table.order((unchained::organization_id, unchained::id)).limit(rows);
    some.select(UnchainedRow::as_select()).load(connection)
}

pub(crate) fn delete_unchained(connection: &mut Conn, ids: &[String]) -> QueryResult<()> {
    let these = audit_events_unchained::table.filter(audit_events_unchained::id.eq_any(ids));
    diesel::delete(these).execute(connection).map(|_| ())
}

pub(crate) fn list(
    connection: &mut Conn,
    sieve: &AuditSieve,
    part: &Part,
) -> QueryResult<Vec<AuditEventRow>> {
    let whose = &sieve.organization;
    let acted = column::organization_id.eq(whose);
    // Said so that either half has its index.
    let told = column::subject_organization_id
        .eq(whose)
        .and(column::subject_organization_id.ne(column::organization_id));
    let mut found = audit_events::table
        .select(AuditEventRow::as_select())
        .into_boxed::<Backend>()
        .filter(acted.or(told))
        .filter(column::id.gt(&part.after));
    if let Some(action) = &sieve.action {
        found = found.filter(column::action.eq(action));
    }
    if let Some(resource) = &sieve.resource {
        found = found.filter(column::resource.eq(resource));
    }
    if let Some(resource_id) = &sieve.resource_id {
        found = found.filter(column::resource_id.eq(resource_id));
    }
    if let Some(key) = &sieve.api_key {
        found = found.filter(column::api_key_id.eq(key));
    }
    if let Some(user) = &sieve.user {
        found = found.filter(column::user_id.eq(user));
    }
    if let Some(from) = sieve.from {
        found = found.filter(column::at.ge(from));
    }
    if let Some(until) = sieve.until {
        found = found.filter(column::at.lt(until));
    }
    found.order(column::id).limit(part.rows).load(connection)
}
