//! Queries on the sessions of users.

use diesel::prelude::*;

use super::Conn;
use crate::records::{SessionRow, UserRow};
use crate::schema::sessions::columns as column;
use crate::schema::sessions::table;
use crate::schema::users;

pub(crate) fn insert(connection: &mut Conn, row: &SessionRow) -> QueryResult<()> {
    diesel::insert_into(table).values(row).execute(connection).map(|_| ())
}

pub(crate) fn find(connection: &mut Conn, token_hash: &str) -> QueryResult<Option<(SessionRow, UserRow)>> {
    let one = table.inner_join(users::table).filter(column::token_hash.eq(token_hash));
    one.select((SessionRow::as_select(), UserRow::as_select())).first(connection).optional()
}

pub(crate) fn delete(connection: &mut Conn, token_hash: &str) -> QueryResult<bool> {
    diesel::delete(table.find(token_hash)).execute(connection).map(|gone| gone > 0)
}

pub(crate) fn delete_of(connection: &mut Conn, user_id: &str) -> QueryResult<usize> {
    diesel::delete(table.filter(column::user_id.eq(user_id))).execute(connection)
}

pub(crate) fn delete_expired(connection: &mut Conn, at: i64) -> QueryResult<usize> {
    diesel::delete(table.filter(column::expires_at.le(at))).execute(connection)
}
