//! Queries on the steps of readiness.

use diesel::prelude::*;

use super::{Conn, ROWS_A_STATEMENT};
use crate::records::{Part, ReadinessRow};
use crate::schema::readiness_changes::columns as column;
use crate::schema::readiness_changes::table;

pub(crate) fn insert(connection: &mut Conn, rows: &[ReadinessRow]) -> QueryResult<()> {
    for some in rows.chunks(ROWS_A_STATEMENT) {
        diesel::insert_into(table).values(some).execute(connection)?;
    }
    Ok(())
}

pub(crate) fn list(connection: &mut Conn, candidate: &str, part: &Part) -> QueryResult<Vec<ReadinessRow>> {
    let steps = table.filter(column::candidate_id.eq(candidate)).filter(column::id.gt(&part.after));
    steps.order(column::id).limit(part.rows).select(ReadinessRow::as_select()).load(connection)
}
