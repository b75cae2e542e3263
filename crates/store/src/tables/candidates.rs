//! Queries on candidates, their skills, ties and interests.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::{Conn, ROWS_A_STATEMENT, among};
use crate::records::{CandidateRow, IdentityRow, InterestRow, SkillRow, TieRow};
use crate::schema::candidates::columns as column;
use crate::schema::candidates::table;
use crate::schema::{applications, candidate_interests, candidate_skills, candidate_ties};
use crate::transaction::Hold;

/// Skills, ties and interests of some people, in the order they were stated.
pub(crate) type Parts = (Vec<SkillRow>, Vec<TieRow>, Vec<InterestRow>);

pub(crate) fn insert(connection: &mut Conn, rows: &[CandidateRow]) -> QueryResult<()> {
    for some in rows.chunks(ROWS_A_STATEMENT) {
        diesel::insert_into(table).values(some).execute(connection)?;
    }
    Ok(())
}

pub(crate) fn insert_parts(
    connection: &mut Conn,
    skills: &[SkillRow],
    ties: &[TieRow],
    interests: &[InterestRow],
) -> QueryResult<()> {
    for some in skills.chunks(ROWS_A_STATEMENT) {
        diesel::insert_into(candidate_skills::table).values(some).execute(connection)?;
    }
    for some in ties.chunks(ROWS_A_STATEMENT) {
        diesel::insert_into(candidate_ties::table).values(some).execute(connection)?;
    }
    for some in interests.chunks(ROWS_A_STATEMENT) {
        diesel::insert_into(candidate_interests::table).values(some).execute(connection)?;
    }
    Ok(())
}

pub(crate) fn update(connection: &mut Conn, row: &CandidateRow, expected: i64) -> QueryResult<bool> {
    let one = table.filter(column::id.eq(&row.id)).filter(column::version.eq(expected));
    diesel::update(one).set(row).execute(connection).map(|changed| changed > 0)
}

pub(crate) fn list_not_folded(connection: &mut Conn, rows: i64) -> QueryResult<Vec<CandidateRow>> {
    // Written out, so that the partial index serves.
    let not_folded = table.filter(sql::<Bool>("search_text = ''"));
    not_folded.order(column::id).limit(rows).select(CandidateRow::as_select()).load(connection)
}

pub(crate) fn fold(connection: &mut Conn, id: &str, text: &str) -> QueryResult<()> {
    diesel::update(table.find(id)).set(column::search_text.eq(text)).execute(connection).map(|_| ())
}

pub(crate) fn delete_parts(connection: &mut Conn, id: &str) -> QueryResult<()> {
    let skills = candidate_skills::table.filter(candidate_skills::candidate_id.eq(id));
    diesel::delete(skills).execute(connection)?;
    let ties = candidate_ties::table.filter(candidate_ties::candidate_id.eq(id));
    diesel::delete(ties).execute(connection)?;
    let interests = candidate_interests::table.filter(candidate_interests::candidate_id.eq(id));
    diesel::delete(interests).execute(connection).map(|_| ())
}

pub(crate) fn touch(connection: &mut Conn, id: &str, at: i64) -> QueryResult<bool> {
    let counted = (column::version.eq(column::version + 1), column::updated_at.eq(at));
    diesel::update(table.find(id)).set(counted).execute(connection).map(|changed| changed > 0)
}

pub(crate) fn delete(connection: &mut Conn, id: &str, expected: i64) -> QueryResult<bool> {
    let one = table.find(id).filter(column::version.eq(expected));
    diesel::delete(one).execute(connection).map(|gone| gone > 0)
}

/// The applications of a person.
pub(crate) fn list_application_ids(connection: &mut Conn, id: &str) -> QueryResult<Vec<String>> {
    let theirs = applications::table.filter(applications::candidate_id.eq(id));
    theirs.select(applications::id).load(connection)
}

pub(crate) fn find(connection: &mut Conn, id: &str, hold: Hold) -> QueryResult<Option<CandidateRow>> {
    first!(connection, hold, table.find(id).select(CandidateRow::as_select()))
}

pub(crate) fn find_by_external_id(
    connection: &mut Conn,
    organization: &str,
    external_id: &str,
    hold: Hold,
) -> QueryResult<Option<CandidateRow>> {
    let one = table
        .filter(column::organization_id.eq(organization))
        .filter(column::external_id.eq(external_id))
        .select(CandidateRow::as_select());
    first!(connection, hold, one)
}

pub(crate) fn list_by_ids(connection: &mut Conn, ids: &[String]) -> QueryResult<Vec<CandidateRow>> {
    let these = table.filter(column::id.eq_any(ids)).order(column::id);
    these.select(CandidateRow::as_select()).load(connection)
}

pub(crate) fn list_by_external_ids(
    connection: &mut Conn,
    organization: &str,
    external_ids: &[String],
) -> QueryResult<Vec<CandidateRow>> {
    let these = table
        .filter(column::organization_id.eq(organization))
        .filter(column::external_id.assume_not_null().eq_any(external_ids));
    these.select(CandidateRow::as_select()).load(connection)
}

pub(crate) fn list_identities(connection: &mut Conn, ids: &[String]) -> QueryResult<Vec<IdentityRow>> {
    let these = table.filter(among(column::id, ids)).order(column::id);
    these.select(IdentityRow::as_select()).load(connection)
}

pub(crate) fn count(connection: &mut Conn) -> QueryResult<i64> {
    table.count().get_result(connection)
}

pub(crate) fn parts(connection: &mut Conn, ids: &[String]) -> QueryResult<Parts> {
    let skills = candidate_skills::table
        .filter(candidate_skills::candidate_id.eq_any(ids))
        .order((candidate_skills::candidate_id, candidate_skills::position))
        .select(SkillRow::as_select())
        .load(connection)?;
    let ties = candidate_ties::table
        .filter(candidate_ties::candidate_id.eq_any(ids))
        .order((candidate_ties::candidate_id, candidate_ties::position))
        .select(TieRow::as_select())
        .load(connection)?;
    let interests = candidate_interests::table
        .filter(candidate_interests::candidate_id.eq_any(ids))
        .order((candidate_interests::candidate_id, candidate_interests::position))
        .select(InterestRow::as_select())
        .load(connection)?;
    Ok((skills, ties, interests))
}
