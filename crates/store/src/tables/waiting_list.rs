//! Queries on waiting lists.

use diesel::prelude::*;

use super::{Conn, ROWS_A_STATEMENT};
use crate::records::WaitingRow;
use crate::schema::waiting_list_entries::columns as column;
use crate::schema::waiting_list_entries::table;

pub(crate) fn clear(connection: &mut Conn, posting: &str) -> QueryResult<()> {
    diesel::delete(table.filter(column::posting_id.eq(posting))).execute(connection).map(|_| ())
}

pub(crate) fn insert(connection: &mut Conn, rows: &[WaitingRow]) -> QueryResult<()> {
    for some in rows.chunks(ROWS_A_STATEMENT) {
        diesel::insert_into(table).values(some).execute(connection)?;
    }
    Ok(())
}

pub(crate) fn list(connection: &mut Conn, posting: &str) -> QueryResult<Vec<String>> {
    let waiting = table.filter(column::posting_id.eq(posting));
    waiting.order((column::position, column::application_id)).select(column::application_id).load(connection)
}

pub(crate) fn remove(connection: &mut Conn, application: &str) -> QueryResult<()> {
    diesel::delete(table.filter(column::application_id.eq(application))).execute(connection).map(|_| ())
}
