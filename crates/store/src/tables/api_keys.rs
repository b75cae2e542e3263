//! Queries on API keys.

use diesel::prelude::*;

use super::Conn;
use crate::records::{ApiKeyRow, Part};
use crate::schema::api_keys::columns as column;
use crate::schema::api_keys::table;
use crate::transaction::Hold;

pub(crate) fn insert(connection: &mut Conn, row: &ApiKeyRow) -> QueryResult<()> {
    diesel::insert_into(table).values(row).execute(connection).map(|_| ())
}

pub(crate) fn update(connection: &mut Conn, row: &ApiKeyRow, expected: i64) -> QueryResult<bool> {
    let one = table.filter(column::id.eq(&row.id)).filter(column::version.eq(expected));
    diesel::update(one).set(row).execute(connection).map(|changed| changed > 0)
}

pub(crate) fn note_use(connection: &mut Conn, id: &str, at: i64) -> QueryResult<()> {
    diesel::update(table.find(id)).set(column::last_used_at.eq(at)).execute(connection).map(|_| ())
}

pub(crate) fn find(connection: &mut Conn, id: &str, hold: Hold) -> QueryResult<Option<ApiKeyRow>> {
    first!(connection, hold, table.find(id).select(ApiKeyRow::as_select()))
}

pub(crate) fn find_by_hash(connection: &mut Conn, hash: &str, hold: Hold) -> QueryResult<Option<ApiKeyRow>> {
    first!(connection, hold, table.filter(column::hash.eq(hash)).select(ApiKeyRow::as_select()))
}

pub(crate) fn list(connection: &mut Conn, whose: &str, part: &Part) -> QueryResult<Vec<ApiKeyRow>> {
    let theirs = table.filter(column::organization_id.eq(whose)).filter(column::id.gt(&part.after));
    theirs.order(column::id).limit(part.rows).select(ApiKeyRow::as_select()).load(connection)
}
