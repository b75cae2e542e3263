//! Queries on the logs of marks.

use diesel::dsl::max;
use diesel::prelude::*;

use super::Conn;
use crate::records::MarkEventRow;
use crate::schema::mark_events::columns as column;
use crate::schema::mark_events::table;

pub(crate) fn insert(connection: &mut Conn, row: &MarkEventRow) -> QueryResult<()> {
    diesel::insert_into(table).values(row).execute(connection).map(|_| ())
}

pub(crate) fn list(connection: &mut Conn, posting: &str) -> QueryResult<Vec<MarkEventRow>> {
    let all = table.filter(column::posting_id.eq(posting)).order(column::number);
    all.select(MarkEventRow::as_select()).load(connection)
}

pub(crate) fn list_of(
    connection: &mut Conn,
    (posting, author): (&str, &str),
) -> QueryResult<Vec<MarkEventRow>> {
    let theirs = table.filter(column::posting_id.eq(posting)).filter(column::author.eq(author));
    theirs.order(column::number).select(MarkEventRow::as_select()).load(connection)
}

pub(crate) fn last_number(connection: &mut Conn, posting: &str) -> QueryResult<Option<i64>> {
    table.filter(column::posting_id.eq(posting)).select(max(column::number)).first(connection)
}
