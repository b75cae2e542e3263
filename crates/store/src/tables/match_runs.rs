//! Queries on match runs and matches.

use diesel::prelude::*;

use super::{Backend, Conn, ROWS_A_STATEMENT};
use crate::records::{MatchRow, MatchRunRow, MatchSieve, Part, RunPostingRow};
use crate::schema::{match_run_postings, match_runs, matches};
use crate::transaction::Hold;

/// Matches a statement inserts at once: 8,000 values, where SQLite takes 32,766 and PostgreSQL 65,535.
const MATCHES_A_STATEMENT: usize = 1000;

pub(crate) fn insert(
    connection: &mut Conn,
    row: &MatchRunRow,
    postings: &[RunPostingRow],
) -> QueryResult<()> {
    diesel::insert_into(match_runs::table).values(row).execute(connection)?;
    for some in postings.chunks(ROWS_A_STATEMENT) {
        diesel::insert_into(match_run_postings::table).values(some).execute(connection)?;
    }
    Ok(())
}

pub(crate) fn find(connection: &mut Conn, id: &str, hold: Hold) -> QueryResult<Option<MatchRunRow>> {
    first!(connection, hold, match_runs::table.find(id).select(MatchRunRow::as_select()))
}

pub(crate) fn list(connection: &mut Conn, whose: &str, part: &Part) -> QueryResult<Vec<MatchRunRow>> {
    let theirs = match_runs::table
        .filter(match_runs::organization_id.eq(whose))
        .filter(match_runs::id.gt(&part.after));
    theirs.order(match_runs::id).limit(part.rows).select(MatchRunRow::as_select()).load(connection)
}

pub(crate) fn list_postings(connection: &mut Conn, runs: &[String]) -> QueryResult<Vec<RunPostingRow>> {
    let theirs = match_run_postings::table.filter(match_run_postings::match_run_id.eq_any(runs));
    let ordered = theirs.order((match_run_postings::match_run_id, match_run_postings::position));
    ordered.select(RunPostingRow::as_select()).load(connection)
}

pub(crate) fn insert_matches(connection: &mut Conn, rows: &[MatchRow]) -> QueryResult<()> {
    for some in rows.chunks(MATCHES_A_STATEMENT) {
        diesel::insert_into(matches::table).values(some).execute(connection)?;
    }
    Ok(())
}

pub(crate) fn list_matches(connection: &mut Conn, sieve: &MatchSieve) -> QueryResult<Vec<MatchRow>> {
    let (subject, rank) = sieve.after;
    let mut theirs = matches::table
        .select(MatchRow::as_select())
        .into_boxed::<Backend>()
        .filter(matches::match_run_id.eq(&sieve.run))
        // The first half says nothing new, but an index can be entered by it.
        .filter(matches::subject_place.ge(subject))
        .filter(matches::subject_place.gt(subject).or(matches::rank.gt(rank)));
    if let Some(posting) = &sieve.posting {
        theirs = theirs.filter(matches::posting_id.eq(posting));
    }
    if let Some(candidate) = &sieve.candidate {
        theirs = theirs.filter(matches::candidate_id.eq(candidate));
    }
    theirs.order((matches::subject_place, matches::rank)).limit(sieve.rows).load(connection)
}
