//! Queries on log-ins.

use diesel::prelude::*;

use super::Conn;
use crate::records::LoginRow;
use crate::schema::logins::columns as column;
use crate::schema::logins::table;
use crate::transaction::Hold;

pub(crate) fn insert(connection: &mut Conn, row: &LoginRow) -> QueryResult<()> {
    diesel::insert_into(table).values(row).execute(connection).map(|_| ())
}

pub(crate) fn find(connection: &mut Conn, token_hash: &str, hold: Hold) -> QueryResult<Option<LoginRow>> {
    first!(connection, hold, table.find(token_hash).select(LoginRow::as_select()))
}

pub(crate) fn delete(connection: &mut Conn, token_hash: &str) -> QueryResult<bool> {
    diesel::delete(table.find(token_hash)).execute(connection).map(|gone| gone > 0)
}

pub(crate) fn delete_expired(connection: &mut Conn, at: i64) -> QueryResult<usize> {
    diesel::delete(table.filter(column::expires_at.le(at))).execute(connection)
}
