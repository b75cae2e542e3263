//! Queries on match runs and matches.

use diesel::prelude::*;

use super::{Backend, Conn, ROWS_A_STATEMENT};
use crate::records::{MatchRow, MatchRunRow, Part, RunPostingRow};
use crate::schema::{match_run_postings, match_runs, matches};
use crate::transaction::Hold;

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
    for some in rows.chunks(ROWS_A_STATEMENT) {
        diesel::insert_into(matches::table).values(some).execute(connection)?;
    }
    Ok(())
}

pub(crate) fn list_matches(
    connection: &mut Conn,
    run: &str,
    posting: Option<&str>,
    (position, rank): (i32, i32),
    rows: i64,
) -> QueryResult<Vec<MatchRow>> {
    let later_posting = matches::posting_position.gt(position);
    let later_rank = matches::posting_position.eq(position).and(matches::rank.gt(rank));
    let mut theirs = matches::table
        .select(MatchRow::as_select())
        .into_boxed::<Backend>()
        .filter(matches::match_run_id.eq(run))
        .filter(later_posting.or(later_rank));
    if let Some(posting) = posting {
        theirs = theirs.filter(matches::posting_id.eq(posting));
    }
    theirs.order((matches::posting_position, matches::rank)).limit(rows).load(connection)
}
