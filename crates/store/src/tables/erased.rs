//! Queries on what is counted of people who have been erased.

use diesel::prelude::*;

use super::{Conn, ROWS_A_STATEMENT, among};
use crate::records::{ErasedApplicationRow, ErasedEngagementRow, ErasedLedgerRow, ErasedStayRow};
use crate::schema::{
    erased_applications as applications, erased_engagements as engagements, erased_ledger_entries as entries,
    erased_stays as stays,
};

pub(crate) fn insert_applications(connection: &mut Conn, rows: &[ErasedApplicationRow]) -> QueryResult<()> {
    for some in rows.chunks(ROWS_A_STATEMENT) {
        diesel::insert_into(applications::table).values(some).execute(connection)?;
    }
    Ok(())
}

pub(crate) fn insert_stays(connection: &mut Conn, rows: &[ErasedStayRow]) -> QueryResult<()> {
    for some in rows.chunks(ROWS_A_STATEMENT) {
        diesel::insert_into(stays::table).values(some).execute(connection)?;
    }
    Ok(())
}

pub(crate) fn insert_engagements(connection: &mut Conn, rows: &[ErasedEngagementRow]) -> QueryResult<()> {
    for some in rows.chunks(ROWS_A_STATEMENT) {
        diesel::insert_into(engagements::table).values(some).execute(connection)?;
    }
    Ok(())
}

pub(crate) fn insert_ledger_entries(connection: &mut Conn, rows: &[ErasedLedgerRow]) -> QueryResult<()> {
    for some in rows.chunks(ROWS_A_STATEMENT) {
        diesel::insert_into(entries::table).values(some).execute(connection)?;
    }
    Ok(())
}

pub(crate) fn list_applications(
    connection: &mut Conn,
    postings: &[String],
) -> QueryResult<Vec<ErasedApplicationRow>> {
    let theirs = applications::table.filter(among(applications::posting_id, postings));
    theirs.order(applications::id).select(ErasedApplicationRow::as_select()).load(connection)
}

pub(crate) fn list_stays(connection: &mut Conn, postings: &[String]) -> QueryResult<Vec<ErasedStayRow>> {
    let theirs = stays::table.filter(among(stays::posting_id, postings));
    theirs.order(stays::id).select(ErasedStayRow::as_select()).load(connection)
}

pub(crate) fn list_engagements(
    connection: &mut Conn,
    postings: &[String],
) -> QueryResult<Vec<ErasedEngagementRow>> {
    let theirs = engagements::table.filter(among(engagements::posting_id, postings));
    theirs.order(engagements::id).select(ErasedEngagementRow::as_select()).load(connection)
}

pub(crate) fn list_ledger_entries(
    connection: &mut Conn,
    organization: &str,
    (first, last): (i32, i32),
) -> QueryResult<Vec<ErasedLedgerRow>> {
    let theirs = entries::table
        .filter(entries::organization_id.eq(organization))
        .filter(entries::fiscal_year.ge(first))
        .filter(entries::fiscal_year.le(last));
    theirs.order(entries::id).select(ErasedLedgerRow::as_select()).load(connection)
}
