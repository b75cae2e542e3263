//! Queries on what reports count: lean rows, many at once.

use diesel::dsl::count_star;
use diesel::prelude::*;

use super::{Conn, among};
use crate::schema::{application_moves as moves, applications, match_runs as runs, matches};
use crate::schema::{decision_rankings as rankings, decisions};

/// Application, posting, person, submitted at.
type Submitted = (String, String, String, i64);
/// Application, version, stage, entered at.
type Moved = (String, i64, String, i64);

pub(crate) fn applications(connection: &mut Conn, postings: &[String]) -> QueryResult<Vec<Submitted>> {
    let theirs = applications::table.filter(among(applications::posting_id, postings));
    let row =
        (applications::id, applications::posting_id, applications::candidate_id, applications::created_at);
    theirs.order(applications::id).select(row).load(connection)
}

pub(crate) fn moves(connection: &mut Conn, applications: &[String]) -> QueryResult<Vec<Moved>> {
    let theirs = moves::table.filter(among(moves::application_id, applications));
    let row = (moves::application_id, moves::version, moves::to_status, moves::at);
    theirs.order((moves::application_id, moves::version)).select(row).load(connection)
}

pub(crate) fn runs(
    connection: &mut Conn,
    organization: &str,
    (from, before): (i64, i64),
) -> QueryResult<Vec<String>> {
    let theirs = runs::table
        .filter(runs::organization_id.eq(organization))
        .filter(runs::created_at.ge(from))
        .filter(runs::created_at.lt(before));
    theirs.order(runs::id).select(runs::id).load(connection)
}

pub(crate) fn shown(
    connection: &mut Conn,
    run: &str,
    postings: &[String],
) -> QueryResult<Vec<(String, i64)>> {
    let theirs =
        matches::table.filter(matches::match_run_id.eq(run)).filter(matches::posting_id.eq_any(postings));
    theirs.group_by(matches::candidate_id).select((matches::candidate_id, count_star())).load(connection)
}

/// Decisions on these postings that were made from one instant on and before another.
pub(crate) fn decisions(
    connection: &mut Conn,
    postings: &[String],
    (from, before): (i64, i64),
) -> QueryResult<Vec<String>> {
    let theirs = decisions::table
        .filter(among(decisions::posting_id, postings))
        .filter(decisions::created_at.ge(from))
        .filter(decisions::created_at.lt(before));
    theirs.order(decisions::id).select(decisions::id).load(connection)
}

/// The rankings that decisions were made on.
pub(crate) fn rankings(connection: &mut Conn, decisions: &[String]) -> QueryResult<Vec<String>> {
    let of = rankings::table.filter(among(rankings::decision_id, decisions));
    of.order(rankings::decision_id).select(rankings::ranking).load(connection)
}
