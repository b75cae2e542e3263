//! Queries on applications.

use diesel::dsl::count_star;
use diesel::prelude::*;
use domain::{ApplicationStatus, Word};

use super::{Backend, Conn, ROWS_A_STATEMENT, among};
use crate::records::{ApplicationRow, ApplicationSieve, Part};
use crate::schema::applications::columns as column;
use crate::schema::applications::table;
use crate::schema::{posting_terms, postings};
use crate::transaction::Hold;

pub(crate) fn insert(connection: &mut Conn, rows: &[ApplicationRow]) -> QueryResult<()> {
    for some in rows.chunks(ROWS_A_STATEMENT) {
        diesel::insert_into(table).values(some).execute(connection)?;
    }
    Ok(())
}

pub(crate) fn update(connection: &mut Conn, row: &ApplicationRow, expected: i64) -> QueryResult<bool> {
    let one = table.filter(column::id.eq(&row.id)).filter(column::version.eq(expected));
    diesel::update(one).set(row).execute(connection).map(|changed| changed > 0)
}

pub(crate) fn find(connection: &mut Conn, id: &str, hold: Hold) -> QueryResult<Option<ApplicationRow>> {
    first!(connection, hold, table.find(id).select(ApplicationRow::as_select()))
}

pub(crate) fn find_standing(
    connection: &mut Conn,
    posting: &str,
    candidate: &str,
    hold: Hold,
) -> QueryResult<Option<ApplicationRow>> {
    let one = table
        .filter(column::posting_id.eq(posting))
        .filter(column::candidate_id.eq(candidate))
        .filter(column::status.ne(ApplicationStatus::Withdrawn.as_str()))
        .select(ApplicationRow::as_select());
    first!(connection, hold, one)
}

pub(crate) fn list(
    connection: &mut Conn,
    sieve: &ApplicationSieve,
    part: &Part,
) -> QueryResult<Vec<ApplicationRow>> {
    let whole = table.inner_join(postings::table.inner_join(posting_terms::table));
    let mut seen = whole
        .select(ApplicationRow::as_select())
        .into_boxed::<Backend>()
        .filter(column::organization_id.eq(&sieve.eyes.organization))
        .or_filter(postings::organization_id.eq(&sieve.eyes.organization));
    if !sieve.eyes.referred.is_empty() {
        seen = seen.or_filter(column::posting_id.eq_any(&sieve.eyes.referred));
    }
    for covered in &sieve.eyes.coordinated {
        for beginning in &covered.beginnings {
            let theirs = postings::organization_id.eq(&covered.organization);
            seen = seen.or_filter(theirs.and(posting_terms::municipality.like(beginning)));
        }
    }
    if let Some(posting) = &sieve.posting {
        seen = seen.filter(column::posting_id.eq(posting));
    }
    if let Some(candidate) = &sieve.candidate {
        seen = seen.filter(column::candidate_id.eq(candidate));
    }
    if !sieve.statuses.is_empty() {
        seen = seen.filter(column::status.eq_any(&sieve.statuses));
    }
    if let Some(until) = sieve.due_until {
        seen = seen.filter(column::due_at.le(until)).filter(column::status.eq_any(open()));
    }
    seen.filter(column::id.gt(&part.after)).order(column::id).limit(part.rows).load(connection)
}

/// The statuses of which something may still become.
fn open() -> [&'static str; 6] {
    ApplicationStatus::OPEN.map(Word::as_str)
}

/// Open ones that are due and nobody was reminded of, or offers past their day; the longest due first.
pub(crate) fn list_due(connection: &mut Conn, (by, over): (i64, i64), rows: i64) -> QueryResult<Vec<String>> {
    let unreminded = column::reminded_at.is_null().and(column::due_at.le(by));
    let offered = column::status.eq(ApplicationStatus::Offered.as_str());
    let unanswered = offered.and(column::due_at.lt(over));
    table
        .filter(column::due_at.is_not_null())
        .filter(column::status.eq_any(open()))
        .filter(unreminded.or(unanswered))
        .order((column::due_at, column::id))
        .limit(rows)
        .select(column::id)
        .load(connection)
}

/// To which posting: looked up without holding the row, so that the posting can be held first.
pub(crate) fn posting_of(connection: &mut Conn, id: &str) -> QueryResult<Option<String>> {
    table.find(id).select(column::posting_id).first(connection).optional()
}

/// How many applications to a round's postings are in one of these statuses, of one person or of all.
pub(crate) fn count_in_round(
    connection: &mut Conn,
    (round, candidate): (&str, Option<&str>),
    statuses: &[&str],
) -> QueryResult<i64> {
    let mut found = table
        .inner_join(postings::table)
        .select(count_star())
        .into_boxed::<Backend>()
        .filter(postings::round_id.eq(round))
        .filter(column::status.eq_any(statuses));
    if let Some(candidate) = candidate {
        found = found.filter(column::candidate_id.eq(candidate));
    }
    found.first(connection)
}

/// How many of these postings' applications are in each status.
pub(crate) fn count_by_status(
    connection: &mut Conn,
    postings: &[String],
) -> QueryResult<Vec<(String, String, i64)>> {
    table
        .filter(among(column::posting_id, postings))
        .group_by((column::posting_id, column::status))
        .select((column::posting_id, column::status, count_star()))
        .load(connection)
}

pub(crate) fn list_applicant_ids(connection: &mut Conn, posting: &str) -> QueryResult<Vec<String>> {
    let standing = table
        .filter(column::posting_id.eq(posting))
        .filter(column::status.ne(ApplicationStatus::Withdrawn.as_str()));
    standing.order(column::candidate_id).select(column::candidate_id).load(connection)
}

pub(crate) fn list_to(connection: &mut Conn, posting: &str) -> QueryResult<Vec<ApplicationRow>> {
    let standing = table
        .filter(column::posting_id.eq(posting))
        .filter(column::status.ne(ApplicationStatus::Withdrawn.as_str()));
    standing.order(column::id).select(ApplicationRow::as_select()).load(connection)
}

pub(crate) fn list_of(connection: &mut Conn, candidate: &str) -> QueryResult<Vec<ApplicationRow>> {
    let theirs = table.filter(column::candidate_id.eq(candidate)).order(column::id);
    theirs.select(ApplicationRow::as_select()).load(connection)
}

pub(crate) fn list_standing(
    connection: &mut Conn,
    candidates: &[String],
) -> QueryResult<Vec<(String, String, i64)>> {
    let standing = table
        .filter(among(column::candidate_id, candidates))
        .filter(column::status.ne(ApplicationStatus::Withdrawn.as_str()));
    let pair = (column::candidate_id, column::posting_id);
    let told = (column::candidate_id, column::posting_id, column::created_at);
    standing.order(pair).select(told).load(connection)
}

pub(crate) fn count(connection: &mut Conn, postings: &[String]) -> QueryResult<Vec<(String, i64)>> {
    table
        .filter(column::posting_id.eq_any(postings))
        .filter(column::status.ne(ApplicationStatus::Withdrawn.as_str()))
        .group_by(column::posting_id)
        .select((column::posting_id, count_star()))
        .load(connection)
}
