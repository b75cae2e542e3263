//! Queries on kept answers.

use diesel::prelude::*;

use super::{Conn, ROWS_A_STATEMENT, among};
use crate::records::{KeptAnswerRow, NamedRow};
use crate::schema::idempotency_keys::columns as column;
use crate::schema::idempotency_keys::table;
use crate::schema::idempotency_mentions as mentions;
use crate::transaction::Hold;

pub(crate) fn insert(connection: &mut Conn, row: &KeptAnswerRow) -> QueryResult<()> {
    diesel::insert_into(table).values(row).execute(connection).map(|_| ())
}

pub(crate) fn insert_mentions(connection: &mut Conn, rows: &[NamedRow]) -> QueryResult<()> {
    for some in rows.chunks(ROWS_A_STATEMENT) {
        diesel::insert_into(mentions::table).values(some).execute(connection)?;
    }
    Ok(())
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

/// Deletes the answers that name any of these records; how many there were.
pub(crate) fn delete_that_name(connection: &mut Conn, ids: &[String]) -> QueryResult<usize> {
    let named = mentions::table.filter(among(mentions::mentioned_id, ids));
    let keys: Vec<(String, String)> =
        named.select((mentions::organization_id, mentions::key)).distinct().load(connection)?;
    let mut deleted = 0;
    // One by one, so that each is found by its key: a table that is joined to the other is read whole.
    for (organization, key) in &keys {
        deleted += diesel::delete(table.find((organization, key))).execute(connection)?;
    }
    Ok(deleted)
}
