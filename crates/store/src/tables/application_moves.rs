//! Queries on the moves of applications.

use diesel::prelude::*;

use super::{Conn, ROWS_A_STATEMENT};
use crate::records::MoveRow;
use crate::schema::application_moves::columns as column;
use crate::schema::application_moves::table;

pub(crate) fn insert(connection: &mut Conn, rows: &[MoveRow]) -> QueryResult<()> {
    for some in rows.chunks(ROWS_A_STATEMENT) {
        diesel::insert_into(table).values(some).execute(connection)?;
    }
    Ok(())
}

pub(crate) fn list(connection: &mut Conn, application: &str) -> QueryResult<Vec<MoveRow>> {
    let all = table.filter(column::application_id.eq(application)).order(column::version);
    all.select(MoveRow::as_select()).load(connection)
}
