//! Queries on how applicants are read.

use diesel::prelude::*;
use domain::{ApplicationStatus, Word};

use super::{Conn, among};
use crate::records::{RevealRow, ReviewRow};
use crate::schema::{applications, reveals, reviews};
use crate::transaction::Hold;

pub(crate) fn insert(connection: &mut Conn, row: &ReviewRow) -> QueryResult<()> {
    diesel::insert_into(reviews::table).values(row).execute(connection).map(|_| ())
}

pub(crate) fn update(connection: &mut Conn, row: &ReviewRow, expected: i64) -> QueryResult<bool> {
    let one =
        reviews::table.filter(reviews::posting_id.eq(&row.posting_id)).filter(reviews::version.eq(expected));
    diesel::update(one).set(row).execute(connection).map(|changed| changed > 0)
}

pub(crate) fn find(connection: &mut Conn, posting: &str, hold: Hold) -> QueryResult<Option<ReviewRow>> {
    first!(connection, hold, reviews::table.find(posting).select(ReviewRow::as_select()))
}

pub(crate) fn list_blind(connection: &mut Conn) -> QueryResult<Vec<String>> {
    let blind = reviews::table.filter(reviews::blind.eq(true)).order(reviews::posting_id);
    blind.select(reviews::posting_id).load(connection)
}

/// The standing applications of these people to postings that are read without names: posting and person.
pub(crate) fn list_veiling(
    connection: &mut Conn,
    candidates: &[String],
) -> QueryResult<Vec<(String, String)>> {
    let blind = reviews::table.filter(reviews::blind.eq(true)).select(reviews::posting_id);
    applications::table
        .filter(among(applications::candidate_id, candidates))
        .filter(applications::status.ne(ApplicationStatus::Withdrawn.as_str()))
        .filter(applications::posting_id.eq_any(blind))
        .select((applications::posting_id, applications::candidate_id))
        .load(connection)
}

pub(crate) fn insert_reveal(connection: &mut Conn, row: &RevealRow) -> QueryResult<()> {
    diesel::insert_into(reveals::table).values(row).execute(connection).map(|_| ())
}

pub(crate) fn list_reveals(connection: &mut Conn, posting: &str) -> QueryResult<Vec<RevealRow>> {
    let all = reveals::table.filter(reveals::posting_id.eq(posting));
    all.order((reveals::at, reveals::candidate_id)).select(RevealRow::as_select()).load(connection)
}

/// What has been revealed to somebody: posting and person.
pub(crate) fn list_revealed_to(
    connection: &mut Conn,
    (author, candidates): (&str, &[String]),
) -> QueryResult<Vec<(String, String)>> {
    let theirs = reveals::table.filter(reveals::author.eq(author));
    let theirs = theirs.filter(among(reveals::candidate_id, candidates));
    theirs.select((reveals::posting_id, reveals::candidate_id)).load(connection)
}
