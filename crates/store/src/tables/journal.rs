//! Queries on the outbox.

use diesel::dsl::max;
use diesel::prelude::*;

use super::{Conn, ROWS_A_STATEMENT};
use crate::records::ChangeRow;
use crate::schema::changes;

pub(crate) fn append_changes(connection: &mut Conn, rows: &[ChangeRow]) -> QueryResult<()> {
    for some in rows.chunks(ROWS_A_STATEMENT) {
        diesel::insert_into(changes::table).values(some).execute(connection)?;
    }
    Ok(())
}

pub(crate) fn last_change(connection: &mut Conn) -> QueryResult<i64> {
    let last: Option<i64> = changes::table.select(max(changes::seq)).get_result(connection)?;
    Ok(last.unwrap_or(0))
}
