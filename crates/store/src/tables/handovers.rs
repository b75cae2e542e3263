//! Queries on hand-overs and the people in them.

use diesel::prelude::*;
use domain::{HandoverState, Word};

use super::Conn;
use crate::records::{HandoverPersonRow, HandoverRow, Part};
use crate::schema::handover_people::columns as person;
use crate::schema::handovers::columns as column;
use crate::schema::handovers::table;
use crate::schema::{candidates, handover_people};
use crate::transaction::Hold;

pub(crate) fn insert(
    connection: &mut Conn,
    row: &HandoverRow,
    people: &[HandoverPersonRow],
) -> QueryResult<()> {
    diesel::insert_into(table).values(row).execute(connection)?;
    for some in people.chunks(super::ROWS_A_STATEMENT) {
        diesel::insert_into(handover_people::table).values(some).execute(connection)?;
    }
    Ok(())
}

pub(crate) fn update(connection: &mut Conn, row: &HandoverRow, expected: i64) -> QueryResult<bool> {
    let one = table.filter(column::id.eq(&row.id)).filter(column::version.eq(expected));
    diesel::update(one).set(row).execute(connection).map(|changed| changed > 0)
}

pub(crate) fn find(connection: &mut Conn, id: &str, hold: Hold) -> QueryResult<Option<HandoverRow>> {
    first!(connection, hold, table.find(id).select(HandoverRow::as_select()))
}

pub(crate) fn list_people(
    connection: &mut Conn,
    handover: &str,
) -> QueryResult<Vec<(HandoverPersonRow, String)>> {
    handover_people::table
        .inner_join(candidates::table.on(candidates::id.eq(person::candidate_id)))
        .filter(person::handover_id.eq(handover))
        .order(person::position)
        .select((HandoverPersonRow::as_select(), candidates::organization_id))
        .load(connection)
}

pub(crate) fn list(connection: &mut Conn, body: &str, part: &Part) -> QueryResult<Vec<HandoverRow>> {
    let theirs = table.filter(column::organization_id.eq(body)).filter(column::id.gt(&part.after));
    theirs.order(column::id).limit(part.rows).select(HandoverRow::as_select()).load(connection)
}

/// Those of a programme that were sent and whose move nobody has noted yet, the earliest first.
pub(crate) fn list_pending(connection: &mut Conn, program: &str) -> QueryResult<Vec<HandoverRow>> {
    let pending = table
        .filter(column::program_id.eq(program))
        .filter(column::state.ne(HandoverState::Draft.as_str()))
        .filter(column::moved_at.is_null());
    pending.order((column::moves_at, column::id)).select(HandoverRow::as_select()).load(connection)
}

/// Those of a body that were sent and not acknowledged.
pub(crate) fn list_unacknowledged(connection: &mut Conn, body: &str) -> QueryResult<Vec<HandoverRow>> {
    let sent =
        table.filter(column::organization_id.eq(body)).filter(column::state.eq(HandoverState::Sent.as_str()));
    sent.order(column::id).select(HandoverRow::as_select()).load(connection)
}
