//! Queries on postings, their terms and the skills they want.

use diesel::prelude::*;

use super::{Backend, Conn, among};
use crate::records::{Part, PostingRow, PostingSieve, PostingSkillRow, TermsRow};
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

pub(crate) fn list(connection: &mut Conn, sieve: &PostingSieve, part: &Part) -> QueryResult<Vec<Rows>> {
    let mut seen = table
        .inner_join(posting_terms::table)
        .select((PostingRow::as_select(), TermsRow::as_select()))
        .into_boxed::<Backend>()
        .filter(column::organization_id.eq(&sieve.eyes.organization))
        .or_filter(column::status.eq_any(&sieve.others));
    for covered in &sieve.eyes.coordinated {
        for beginning in &covered.beginnings {
            let theirs = column::organization_id.eq(&covered.organization);
            seen = seen.or_filter(theirs.and(posting_terms::municipality.like(beginning)));
        }
    }
    if let Some(status) = sieve.status {
        seen = seen.filter(column::status.eq(status));
    }
    if let Some(organization) = &sieve.organization {
        seen = seen.filter(column::organization_id.eq(organization));
    }
    seen.filter(column::id.gt(&part.after)).order(column::id).limit(part.rows).load(connection)
}

pub(crate) fn list_by_ids(connection: &mut Conn, ids: &[String]) -> QueryResult<Vec<Rows>> {
    let these = table.inner_join(posting_terms::table).filter(among(column::id, ids)).order(column::id);
    these.select((PostingRow::as_select(), TermsRow::as_select())).load(connection)
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
