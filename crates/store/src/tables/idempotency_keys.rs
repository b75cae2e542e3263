//! Queries on kept answers.

use diesel::prelude::*;

use super::Conn;
use crate::records::KeptAnswerRow;
use crate::schema::idempotency_keys::columns as column;
use crate::schema::idempotency_keys::table;
use crate::transaction::Hold;

pub(crate) fn insert(connection: &mut Conn, row: &KeptAnswerRow) -> QueryResult<()> {
    diesel::insert_into(table).values(row).execute(connection).map(|_| ())
}

pub(crate) fn find(
    connection: &mut Conn,
    (organization_id, key): (&str, &str),
    hold: Hold,
) -> QueryResult<Option<KeptAnswerRow>> {
    first!(connection, hold, table.find((organization_id, key)).select(KeptAnswerRow::as_select()))
}

pub(crate) fn delete_until(connection: &mut Conn, at: i64) -> QueryResult<usize> {
    diesel::delete(table.filter(column::created_at.le(at))).execute(connection)
}
