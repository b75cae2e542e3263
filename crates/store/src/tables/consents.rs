//! Queries on consents.

use diesel::prelude::*;

use super::{Conn, ROWS_A_STATEMENT, among};
use crate::records::{ConsentRow, Part};
use crate::schema::consents::columns as column;
use crate::schema::consents::table;
use crate::transaction::Hold;

pub(crate) fn insert(connection: &mut Conn, rows: &[ConsentRow]) -> QueryResult<()> {
    for some in rows.chunks(ROWS_A_STATEMENT) {
        diesel::insert_into(table).values(some).execute(connection)?;
    }
    Ok(())
}

pub(crate) fn withdraw(connection: &mut Conn, id: &str, at: i64) -> QueryResult<bool> {
    let standing = table.find(id).filter(column::withdrawn_at.is_null());
    let withdrawn = diesel::update(standing).set(column::withdrawn_at.eq(at)).execute(connection)?;
    Ok(withdrawn > 0)
}

pub(crate) fn find(connection: &mut Conn, id: &str, hold: Hold) -> QueryResult<Option<ConsentRow>> {
    first!(connection, hold, table.find(id).select(ConsentRow::as_select()))
}

pub(crate) fn list(connection: &mut Conn, whose: &str, part: &Part) -> QueryResult<Vec<ConsentRow>> {
    let theirs = table.filter(column::candidate_id.eq(whose)).filter(column::id.gt(&part.after));
    theirs.order(column::id).limit(part.rows).select(ConsentRow::as_select()).load(connection)
}

pub(crate) fn list_of(connection: &mut Conn, candidates: &[String]) -> QueryResult<Vec<ConsentRow>> {
    let theirs = table.filter(among(column::candidate_id, candidates));
    theirs.order((column::candidate_id, column::id)).select(ConsentRow::as_select()).load(connection)
}
