//! Queries on users.

use diesel::prelude::*;

use super::Conn;
use crate::records::{Part, UserRow};
use crate::schema::users::columns as column;
use crate::schema::users::table;
use crate::transaction::Hold;

/// A user, and the hash of their password.
type Known = (UserRow, Option<String>);

pub(crate) fn insert(connection: &mut Conn, row: &UserRow, password_hash: Option<&str>) -> QueryResult<()> {
    let values = (row, column::password_hash.eq(password_hash));
    diesel::insert_into(table).values(values).execute(connection).map(|_| ())
}

pub(crate) fn update(connection: &mut Conn, row: &UserRow, expected: i64) -> QueryResult<bool> {
    let one = table.filter(column::id.eq(&row.id)).filter(column::version.eq(expected));
    diesel::update(one).set(row).execute(connection).map(|changed| changed > 0)
}

pub(crate) fn set_password(connection: &mut Conn, id: &str, password_hash: &str) -> QueryResult<()> {
    let changed = diesel::update(table.find(id)).set(column::password_hash.eq(password_hash));
    changed.execute(connection).map(|_| ())
}

pub(crate) fn find(connection: &mut Conn, id: &str, hold: Hold) -> QueryResult<Option<UserRow>> {
    first!(connection, hold, table.find(id).select(UserRow::as_select()))
}

pub(crate) fn find_known(connection: &mut Conn, id: &str, hold: Hold) -> QueryResult<Option<Known>> {
    first!(connection, hold, table.find(id).select((UserRow::as_select(), column::password_hash)))
}

pub(crate) fn find_by_email(
    connection: &mut Conn,
    email_key: &str,
    hold: Hold,
) -> QueryResult<Option<Known>> {
    let one = table.filter(column::email_key.eq(email_key));
    first!(connection, hold, one.select((UserRow::as_select(), column::password_hash)))
}

pub(crate) fn list(connection: &mut Conn, whose: &str, part: &Part) -> QueryResult<Vec<UserRow>> {
    let theirs = table.filter(column::organization_id.eq(whose)).filter(column::id.gt(&part.after));
    theirs.order(column::id).limit(part.rows).select(UserRow::as_select()).load(connection)
}
