//! Queries on the audit log and the outbox.

use diesel::dsl::max;
use diesel::prelude::*;

use super::{Conn, ROWS_A_STATEMENT};
use crate::records::{AuditEventRow, ChangeRow, Part};
use crate::schema::{audit_events, changes};

pub(crate) fn append_events(connection: &mut Conn, rows: &[AuditEventRow]) -> QueryResult<()> {
    for some in rows.chunks(ROWS_A_STATEMENT) {
        diesel::insert_into(audit_events::table).values(some).execute(connection)?;
    }
    Ok(())
}

pub(crate) fn list_events(
    connection: &mut Conn,
    whose: &str,
    part: &Part,
) -> QueryResult<Vec<AuditEventRow>> {
    let acted = audit_events::organization_id.eq(whose);
    // Said so that either half has its index.
    let told = audit_events::subject_organization_id
        .eq(whose)
        .and(audit_events::subject_organization_id.ne(audit_events::organization_id));
    let theirs = audit_events::table.filter(acted.or(told)).filter(audit_events::id.gt(&part.after));
    let ordered = theirs.order(audit_events::id).limit(part.rows);
    ordered.select(AuditEventRow::as_select()).load(connection)
}

pub(crate) fn append_changes(connection: &mut Conn, rows: &[ChangeRow]) -> QueryResult<()> {
    for some in rows.chunks(ROWS_A_STATEMENT) {
        diesel::insert_into(changes::table).values(some).execute(connection)?;
    }
    Ok(())
}

pub(crate) fn last_change(connection: &mut Conn) -> QueryResult<i64> {
    let last: Option<i64> = changes::table.select(max(changes::seq)).get_result(connection)?;
    Ok(last.unwrap_or(0))
}
