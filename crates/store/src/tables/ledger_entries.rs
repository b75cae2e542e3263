//! Queries on the ledger of 関係人口.

use diesel::prelude::*;

use super::{Backend, Conn};
use crate::records::{LedgerRow, LedgerSieve, Part};
use crate::schema::ledger_entries::columns as column;
use crate::schema::ledger_entries::table;
use crate::transaction::Hold;

pub(crate) fn insert(connection: &mut Conn, row: &LedgerRow) -> QueryResult<()> {
    diesel::insert_into(table).values(row).execute(connection).map(|_| ())
}

pub(crate) fn update(connection: &mut Conn, row: &LedgerRow, expected: i64) -> QueryResult<bool> {
    let one = table.filter(column::id.eq(&row.id)).filter(column::version.eq(expected));
    diesel::update(one).set(row).execute(connection).map(|changed| changed > 0)
}

pub(crate) fn delete(connection: &mut Conn, id: &str, expected: i64) -> QueryResult<bool> {
    let one = table.filter(column::id.eq(id)).filter(column::version.eq(expected));
    diesel::delete(one).execute(connection).map(|changed| changed > 0)
}

pub(crate) fn find(connection: &mut Conn, id: &str, hold: Hold) -> QueryResult<Option<LedgerRow>> {
    first!(connection, hold, table.find(id).select(LedgerRow::as_select()))
}

pub(crate) fn list(connection: &mut Conn, sieve: &LedgerSieve, part: &Part) -> QueryResult<Vec<LedgerRow>> {
    let mut found = table
        .select(LedgerRow::as_select())
        .into_boxed::<Backend>()
        .filter(column::organization_id.eq(&sieve.organization));
    if let Some(candidate) = &sieve.candidate {
        found = found.filter(column::candidate_id.eq(candidate));
    }
    if let Some(year) = sieve.fiscal_year {
        found = found.filter(column::fiscal_year.eq(year));
    }
    if let Some(kind) = sieve.kind {
        found = found.filter(column::kind.eq(kind));
    }
    if let Some(source) = sieve.source {
        found = found.filter(column::source.eq(source));
    }
    found.filter(column::id.gt(&part.after)).order(column::id).limit(part.rows).load(connection)
}

pub(crate) fn list_of_years(
    connection: &mut Conn,
    organization: &str,
    (first, last): (i32, i32),
) -> QueryResult<Vec<LedgerRow>> {
    let found = table
        .filter(column::organization_id.eq(organization))
        .filter(column::fiscal_year.ge(first))
        .filter(column::fiscal_year.le(last));
    found.order(column::id).select(LedgerRow::as_select()).load(connection)
}

pub(crate) fn list_of(connection: &mut Conn, candidate: &str) -> QueryResult<Vec<LedgerRow>> {
    let theirs = table.filter(column::candidate_id.eq(candidate)).order(column::id);
    theirs.select(LedgerRow::as_select()).load(connection)
}
