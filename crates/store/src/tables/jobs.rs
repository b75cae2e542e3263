//! Queries on jobs.

use diesel::prelude::*;
use domain::{JobState, Word};

use super::Conn;
use crate::records::{JobRow, Part};
use crate::schema::jobs::columns as column;
use crate::schema::jobs::table;
use crate::transaction::Hold;

pub(crate) fn insert(connection: &mut Conn, row: &JobRow) -> QueryResult<()> {
    diesel::insert_into(table).values(row).execute(connection).map(|_| ())
}

pub(crate) fn update(connection: &mut Conn, row: &JobRow, expected: i64) -> QueryResult<bool> {
    let one = table.filter(column::id.eq(&row.id)).filter(column::version.eq(expected));
    diesel::update(one).set(row).execute(connection).map(|changed| changed > 0)
}

pub(crate) fn find(connection: &mut Conn, id: &str, hold: Hold) -> QueryResult<Option<JobRow>> {
    first!(connection, hold, table.find(id).select(JobRow::as_select()))
}

pub(crate) fn list(
    connection: &mut Conn,
    (whose, kinds): (&str, &[&str]),
    part: &Part,
) -> QueryResult<Vec<JobRow>> {
    let theirs = table
        .filter(column::organization_id.eq(whose))
        .filter(column::kind.eq_any(kinds))
        .filter(column::id.gt(&part.after));
    theirs.order(column::id).limit(part.rows).select(JobRow::as_select()).load(connection)
}

pub(crate) fn list_unfinished(connection: &mut Conn, kind: &str) -> QueryResult<Vec<JobRow>> {
    let states = JobState::ALL.iter().filter(|state| !state.is_final()).map(|state| state.as_str());
    let unfinished =
        table.filter(column::kind.eq(kind)).filter(column::state.eq_any(states)).order(column::id);
    unfinished.select(JobRow::as_select()).load(connection)
}
