//! Queries on organizations.

use diesel::prelude::*;

use super::Conn;
use crate::records::{OrganizationRow, Part};
use crate::schema::organizations::columns as column;
use crate::schema::organizations::table;
use crate::transaction::Hold;

pub(crate) fn insert(connection: &mut Conn, row: &OrganizationRow) -> QueryResult<()> {
    diesel::insert_into(table).values(row).execute(connection).map(|_| ())
}

pub(crate) fn update(connection: &mut Conn, row: &OrganizationRow, expected: i64) -> QueryResult<bool> {
    let one = table.filter(column::id.eq(&row.id)).filter(column::version.eq(expected));
    diesel::update(one).set(row).execute(connection).map(|changed| changed > 0)
}

pub(crate) fn find(connection: &mut Conn, id: &str, hold: Hold) -> QueryResult<Option<OrganizationRow>> {
    first!(connection, hold, table.find(id).select(OrganizationRow::as_select()))
}

pub(crate) fn find_by_external_id(
    connection: &mut Conn,
    registered_by: &str,
    external_id: &str,
    hold: Hold,
) -> QueryResult<Option<OrganizationRow>> {
    let one = table
        .filter(column::registered_by.eq(registered_by))
        .filter(column::external_id.eq(external_id))
        .select(OrganizationRow::as_select());
    first!(connection, hold, one)
}

pub(crate) fn list_named(connection: &mut Conn, name: &str) -> QueryResult<Vec<OrganizationRow>> {
    let named = table.filter(column::name.eq(name)).order(column::id);
    named.select(OrganizationRow::as_select()).load(connection)
}

pub(crate) fn list(connection: &mut Conn, part: &Part) -> QueryResult<Vec<OrganizationRow>> {
    let after = table.filter(column::id.gt(&part.after)).order(column::id).limit(part.rows);
    after.select(OrganizationRow::as_select()).load(connection)
}
