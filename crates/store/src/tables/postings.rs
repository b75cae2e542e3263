//! Queries on postings, their terms and the skills they want.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::{Conn, among};
use crate::records::{PostingRow, PostingSkillRow, TermsRow};
use crate::schema::postings::columns as column;
use crate::schema::postings::table;
use crate::schema::{posting_skills, posting_terms};
use crate::transaction::Hold;

/// The two rows that every posting has.
type Rows = (PostingRow, TermsRow);

pub(crate) fn insert(
    connection: &mut Conn,
    row: &PostingRow,
    terms: &TermsRow,
    skills: &[PostingSkillRow],
) -> QueryResult<()> {
    diesel::insert_into(table).values(row).execute(connection)?;
    diesel::insert_into(posting_terms::table).values(terms).execute(connection)?;
    diesel::insert_into(posting_skills::table).values(skills).execute(connection).map(|_| ())
}

pub(crate) fn update(connection: &mut Conn, row: &PostingRow, expected: i64) -> QueryResult<bool> {
    let one = table.filter(column::id.eq(&row.id)).filter(column::version.eq(expected));
    diesel::update(one).set(row).execute(connection).map(|changed| changed > 0)
}

pub(crate) fn list_not_folded(connection: &mut Conn, rows: i64) -> QueryResult<Vec<Rows>> {
    // Written out, so that the partial index serves.
    let not_folded = table.inner_join(posting_terms::table).filter(sql::<Bool>("search_text = ''"));
    let some = not_folded.order(column::id).limit(rows);
    some.select((PostingRow::as_select(), TermsRow::as_select())).load(connection)
}

pub(crate) fn update_terms(
    connection: &mut Conn,
    terms: &TermsRow,
    skills: &[PostingSkillRow],
) -> QueryResult<()> {
    let id = &terms.posting_id;
    diesel::update(posting_terms::table.find(id)).set(terms).execute(connection)?;
    diesel::delete(posting_skills::table.filter(posting_skills::posting_id.eq(id))).execute(connection)?;
    diesel::insert_into(posting_skills::table).values(skills).execute(connection).map(|_| ())
}

pub(crate) fn delete(connection: &mut Conn, id: &str, expected: i64) -> QueryResult<bool> {
    let one = table.filter(column::id.eq(id)).filter(column::version.eq(expected));
    diesel::delete(one).execute(connection).map(|gone| gone > 0)
}

pub(crate) fn find(connection: &mut Conn, id: &str, hold: Hold) -> QueryResult<Option<Rows>> {
    let one = table.inner_join(posting_terms::table).filter(column::id.eq(id));
    first!(connection, hold, one.select((PostingRow::as_select(), TermsRow::as_select())))
}

pub(crate) fn find_by_external_id(
    connection: &mut Conn,
    organization: &str,
    external_id: &str,
    hold: Hold,
) -> QueryResult<Option<Rows>> {
    let one = table
        .inner_join(posting_terms::table)
        .filter(column::organization_id.eq(organization))
        .filter(column::external_id.eq(external_id));
    first!(connection, hold, one.select((PostingRow::as_select(), TermsRow::as_select())))
}

pub(crate) fn list_by_ids(connection: &mut Conn, ids: &[String]) -> QueryResult<Vec<Rows>> {
    let these = table.inner_join(posting_terms::table).filter(among(column::id, ids)).order(column::id);
    these.select((PostingRow::as_select(), TermsRow::as_select())).load(connection)
}

pub(crate) fn ids_of_round(connection: &mut Conn, round: &str) -> QueryResult<Vec<String>> {
    let theirs = table.filter(column::round_id.eq(round)).order(column::id);
    theirs.select(column::id).load(connection)
}

pub(crate) fn batch(connection: &mut Conn, status: &str, after: &str, rows: i64) -> QueryResult<Vec<Rows>> {
    let next = table
        .inner_join(posting_terms::table)
        .filter(column::status.eq(status))
        .filter(column::id.gt(after))
        .order(column::id)
        .limit(rows);
    next.select((PostingRow::as_select(), TermsRow::as_select())).load(connection)
}

pub(crate) fn skills(connection: &mut Conn, ids: &[String]) -> QueryResult<Vec<PostingSkillRow>> {
    let wanted = posting_skills::table.filter(among(posting_skills::posting_id, ids));
    let ordered =
        wanted.order((posting_skills::posting_id, posting_skills::wanted, posting_skills::position));
    ordered.select(PostingSkillRow::as_select()).load(connection)
}
