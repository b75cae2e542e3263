//! Queries on groups of regions.

use diesel::prelude::*;

use super::Conn;
use crate::records::{Part, RegionGroupRow};
use crate::schema::region_groups::columns as column;
use crate::schema::region_groups::table;
use crate::transaction::Hold;

pub(crate) fn insert(connection: &mut Conn, row: &RegionGroupRow) -> QueryResult<()> {
    diesel::insert_into(table).values(row).execute(connection).map(|_| ())
}

pub(crate) fn update(connection: &mut Conn, row: &RegionGroupRow, expected: i64) -> QueryResult<bool> {
    let one = table.filter(column::id.eq(&row.id)).filter(column::version.eq(expected));
    diesel::update(one).set(row).execute(connection).map(|changed| changed > 0)
}

pub(crate) fn delete(connection: &mut Conn, id: &str, expected: i64) -> QueryResult<bool> {
    let one = table.filter(column::id.eq(id)).filter(column::version.eq(expected));
    diesel::delete(one).execute(connection).map(|gone| gone > 0)
}

pub(crate) fn find(connection: &mut Conn, id: &str, hold: Hold) -> QueryResult<Option<RegionGroupRow>> {
    first!(connection, hold, table.find(id).select(RegionGroupRow::as_select()))
}

pub(crate) fn list(connection: &mut Conn, part: &Part) -> QueryResult<Vec<RegionGroupRow>> {
    let behind = table.filter(column::id.gt(&part.after));
    behind.order(column::id).limit(part.rows).select(RegionGroupRow::as_select()).load(connection)
}
