//! Queries on courses.

use diesel::prelude::*;

use super::Conn;
use crate::records::{CourseRow, Part};
use crate::schema::courses::columns as column;
use crate::schema::courses::table;
use crate::transaction::Hold;

pub(crate) fn insert(connection: &mut Conn, row: &CourseRow) -> QueryResult<()> {
    diesel::insert_into(table).values(row).execute(connection).map(|_| ())
}

pub(crate) fn update(connection: &mut Conn, row: &CourseRow, expected: i64) -> QueryResult<bool> {
    let one = table.filter(column::id.eq(&row.id)).filter(column::version.eq(expected));
    diesel::update(one).set(row).execute(connection).map(|changed| changed > 0)
}

pub(crate) fn find(connection: &mut Conn, id: &str, hold: Hold) -> QueryResult<Option<CourseRow>> {
    first!(connection, hold, table.find(id).select(CourseRow::as_select()))
}

pub(crate) fn list(connection: &mut Conn, organization: &str, part: &Part) -> QueryResult<Vec<CourseRow>> {
    let theirs = table.filter(column::organization_id.eq(organization)).filter(column::id.gt(&part.after));
    theirs.order(column::id).limit(part.rows).select(CourseRow::as_select()).load(connection)
}
