//! Queries on meetings.

use diesel::prelude::*;

use super::{Backend, Conn};
use crate::records::{EncounterRow, EncounterSieve, Part};
use crate::schema::encounters::columns as column;
use crate::schema::encounters::table;
use crate::schema::{applications, posting_terms, postings};
use crate::transaction::Hold;

pub(crate) fn insert(connection: &mut Conn, row: &EncounterRow) -> QueryResult<()> {
    diesel::insert_into(table).values(row).execute(connection).map(|_| ())
}

pub(crate) fn update(connection: &mut Conn, row: &EncounterRow, expected: i64) -> QueryResult<bool> {
    let one = table.filter(column::id.eq(&row.id)).filter(column::version.eq(expected));
    diesel::update(one).set(row).execute(connection).map(|changed| changed > 0)
}

pub(crate) fn delete(connection: &mut Conn, id: &str, expected: i64) -> QueryResult<bool> {
    let one = table.filter(column::id.eq(id)).filter(column::version.eq(expected));
    diesel::delete(one).execute(connection).map(|gone| gone > 0)
}

pub(crate) fn find(connection: &mut Conn, id: &str, hold: Hold) -> QueryResult<Option<EncounterRow>> {
    first!(connection, hold, table.find(id).select(EncounterRow::as_select()))
}

pub(crate) fn list(
    connection: &mut Conn,
    sieve: &EncounterSieve,
    part: &Part,
) -> QueryResult<Vec<EncounterRow>> {
    let to_posting = applications::table.inner_join(postings::table.inner_join(posting_terms::table));
    let mut seen = table
        .inner_join(to_posting)
        .select(EncounterRow::as_select())
        .into_boxed::<Backend>()
        .filter(applications::organization_id.eq(&sieve.eyes.organization))
        .or_filter(postings::organization_id.eq(&sieve.eyes.organization));
    if !sieve.eyes.referred.is_empty() {
        seen = seen.or_filter(applications::posting_id.eq_any(&sieve.eyes.referred));
    }
    for covered in &sieve.eyes.coordinated {
        for beginning in &covered.beginnings {
            let theirs = postings::organization_id.eq(&covered.organization);
            seen = seen.or_filter(theirs.and(posting_terms::municipality.like(beginning)));
        }
    }
    if let Some(application) = &sieve.application {
        seen = seen.filter(column::application_id.eq(application));
    }
    if let Some(posting) = &sieve.posting {
        seen = seen.filter(column::posting_id.eq(posting));
    }
    if let Some(kind) = sieve.kind {
        seen = seen.filter(column::kind.eq(kind));
    }
    if let Some(status) = sieve.status {
        seen = seen.filter(column::status.eq(status));
    }
    seen.filter(column::id.gt(&part.after)).order(column::id).limit(part.rows).load(connection)
}

pub(crate) fn list_of(connection: &mut Conn, application: &str) -> QueryResult<Vec<EncounterRow>> {
    let theirs = table.filter(column::application_id.eq(application));
    theirs.order((column::scheduled_at, column::id)).select(EncounterRow::as_select()).load(connection)
}
