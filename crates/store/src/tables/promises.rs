//! Queries on promises.

use diesel::prelude::*;

use super::{Backend, Conn};
use crate::records::{Part, PromiseRow, PromiseSieve};
use crate::schema::promises::columns as column;
use crate::schema::promises::table;
use crate::transaction::Hold;

pub(crate) fn insert(connection: &mut Conn, row: &PromiseRow) -> QueryResult<()> {
    diesel::insert_into(table).values(row).execute(connection).map(|_| ())
}

pub(crate) fn update(connection: &mut Conn, row: &PromiseRow, expected: i64) -> QueryResult<bool> {
    let one = table.filter(column::id.eq(&row.id)).filter(column::version.eq(expected));
    diesel::update(one).set(row).execute(connection).map(|changed| changed > 0)
}

pub(crate) fn find(connection: &mut Conn, id: &str, hold: Hold) -> QueryResult<Option<PromiseRow>> {
    first!(connection, hold, table.find(id).select(PromiseRow::as_select()))
}

pub(crate) fn list(connection: &mut Conn, sieve: &PromiseSieve, part: &Part) -> QueryResult<Vec<PromiseRow>> {
    let mut found = table
        .select(PromiseRow::as_select())
        .into_boxed::<Backend>()
        .filter(column::organization_id.eq(&sieve.body));
    if let Some(state) = sieve.state {
        found = found.filter(column::state.eq(state));
    }
    if let Some(candidate) = &sieve.candidate {
        found = found.filter(column::to_candidate_id.assume_not_null().eq(candidate));
    }
    if let Some(posting) = &sieve.posting {
        found = found.filter(column::posting_id.assume_not_null().eq(posting));
    }
    if let Some(program) = &sieve.program {
        found = found.filter(column::program_id.assume_not_null().eq(program));
    }
    if let Some(until) = &sieve.due_until {
        found = found.filter(column::due_on.assume_not_null().le(until));
    }
    found.filter(column::id.gt(&part.after)).order(column::id).limit(part.rows).load(connection)
}
