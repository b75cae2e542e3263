//! Queries on who came to which event.

use diesel::dsl::count_star;
use diesel::prelude::*;
use domain::{AttendanceRole, AttendanceStatus, Word};

use super::Conn;
use crate::records::{AttendanceRow, Part};
use crate::schema::attendances::columns as column;
use crate::schema::attendances::table;
use crate::schema::events;
use crate::transaction::Hold;

pub(crate) fn insert(connection: &mut Conn, row: &AttendanceRow) -> QueryResult<()> {
    diesel::insert_into(table).values(row).execute(connection).map(|_| ())
}

pub(crate) fn update(connection: &mut Conn, row: &AttendanceRow, expected: i64) -> QueryResult<bool> {
    let one = table.filter(column::id.eq(&row.id)).filter(column::version.eq(expected));
    diesel::update(one).set(row).execute(connection).map(|changed| changed > 0)
}

pub(crate) fn delete(connection: &mut Conn, id: &str, expected: i64) -> QueryResult<bool> {
    let one = table.filter(column::id.eq(id)).filter(column::version.eq(expected));
    diesel::delete(one).execute(connection).map(|gone| gone > 0)
}

pub(crate) fn find(
    connection: &mut Conn,
    event: &str,
    candidate: &str,
    hold: Hold,
) -> QueryResult<Option<AttendanceRow>> {
    let one = table
        .filter(column::event_id.eq(event))
        .filter(column::candidate_id.eq(candidate))
        .select(AttendanceRow::as_select());
    first!(connection, hold, one)
}

/// All of an event behind an id, as many as a part has.
pub(crate) fn list(connection: &mut Conn, event: &str, part: &Part) -> QueryResult<Vec<AttendanceRow>> {
    let theirs = table.filter(column::event_id.eq(event)).filter(column::id.gt(&part.after));
    theirs.order(column::id).limit(part.rows).select(AttendanceRow::as_select()).load(connection)
}

/// Those of a person, each with the instant at which its event begins.
pub(crate) fn list_of(connection: &mut Conn, candidate: &str) -> QueryResult<Vec<(AttendanceRow, i64)>> {
    let theirs = table
        .inner_join(events::table.on(events::id.eq(column::event_id)))
        .filter(column::candidate_id.eq(candidate));
    let ordered = theirs.order((events::starts_at, column::id));
    ordered.select((AttendanceRow::as_select(), events::starts_at)).load(connection)
}

/// Those who came to the events that a body held, of events that began from one instant on and before another, in the
/// order of the events.
pub(crate) fn list_held_by(
    connection: &mut Conn,
    body: &str,
    (from, before): (i64, i64),
) -> QueryResult<Vec<AttendanceRow>> {
    let came = table
        .inner_join(events::table.on(events::id.eq(column::event_id)))
        .filter(events::organization_id.eq(body))
        .filter(events::starts_at.ge(from))
        .filter(events::starts_at.lt(before))
        .filter(column::status.eq(AttendanceStatus::Attended.as_str()));
    came.order((column::event_id, column::id)).select(AttendanceRow::as_select()).load(connection)
}

/// Participants who do not stay away.
pub(crate) fn count_places(connection: &mut Conn, event: &str) -> QueryResult<i64> {
    let taking = table
        .filter(column::event_id.eq(event))
        .filter(column::role.eq(AttendanceRole::Participant.as_str()))
        .filter(column::status.ne(AttendanceStatus::Absent.as_str()));
    taking.select(count_star()).first(connection)
}
