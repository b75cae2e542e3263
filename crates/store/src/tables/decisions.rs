//! Queries on decisions, their lines and the rankings they were made on.

use diesel::prelude::*;

use super::{Conn, ROWS_A_STATEMENT, among};
use crate::records::{DecisionLineRow, DecisionRow, Part};
use crate::schema::{decision_lines as lines, decision_rankings as rankings, decisions};
use crate::transaction::Hold;

pub(crate) fn insert(
    connection: &mut Conn,
    row: &DecisionRow,
    of: (&[DecisionLineRow], &str),
) -> QueryResult<()> {
    diesel::insert_into(decisions::table).values(row).execute(connection)?;
    for some in of.0.chunks(ROWS_A_STATEMENT) {
        diesel::insert_into(lines::table).values(some).execute(connection)?;
    }
    let ranking = (rankings::decision_id.eq(&row.id), rankings::ranking.eq(of.1));
    diesel::insert_into(rankings::table).values(ranking).execute(connection).map(|_| ())
}

pub(crate) fn update(connection: &mut Conn, row: &DecisionRow, expected: i64) -> QueryResult<bool> {
    let one = decisions::table.filter(decisions::id.eq(&row.id)).filter(decisions::version.eq(expected));
    diesel::update(one).set(row).execute(connection).map(|changed| changed > 0)
}

pub(crate) fn find(connection: &mut Conn, id: &str, hold: Hold) -> QueryResult<Option<DecisionRow>> {
    first!(connection, hold, decisions::table.find(id).select(DecisionRow::as_select()))
}

pub(crate) fn list(connection: &mut Conn, posting: &str, part: &Part) -> QueryResult<Vec<DecisionRow>> {
    let of = decisions::table.filter(decisions::posting_id.eq(posting)).filter(decisions::id.gt(&part.after));
    of.order(decisions::id).limit(part.rows).select(DecisionRow::as_select()).load(connection)
}

pub(crate) fn list_lines(connection: &mut Conn, ids: &[String]) -> QueryResult<Vec<DecisionLineRow>> {
    let of = lines::table.filter(among(lines::decision_id, ids));
    of.order((lines::decision_id, lines::position)).select(DecisionLineRow::as_select()).load(connection)
}

pub(crate) fn find_ranking(connection: &mut Conn, id: &str) -> QueryResult<Option<String>> {
    rankings::table.find(id).select(rankings::ranking).first(connection).optional()
}

/// On which posting: looked up without holding the row, so that the posting can be held first.
pub(crate) fn posting_of(connection: &mut Conn, id: &str) -> QueryResult<Option<String>> {
    decisions::table.find(id).select(decisions::posting_id).first(connection).optional()
}
