//! Queries on templates of postings and what was started from them.

use diesel::dsl::count_star;
use diesel::prelude::*;
use domain::{Sharing, Word};

use super::Conn;
use crate::records::{Part, PostingTemplateRow, TemplateUseRow};
use crate::schema::posting_template_uses;
use crate::schema::posting_template_uses::columns as usage;
use crate::schema::posting_templates::columns as column;
use crate::schema::posting_templates::table;
use crate::transaction::Hold;

pub(crate) fn insert(connection: &mut Conn, row: &PostingTemplateRow) -> QueryResult<()> {
    diesel::insert_into(table).values(row).execute(connection).map(|_| ())
}

pub(crate) fn update(connection: &mut Conn, row: &PostingTemplateRow, expected: i64) -> QueryResult<bool> {
    let one = table.filter(column::id.eq(&row.id)).filter(column::version.eq(expected));
    diesel::update(one).set(row).execute(connection).map(|changed| changed > 0)
}

pub(crate) fn delete(connection: &mut Conn, id: &str, expected: i64) -> QueryResult<bool> {
    let one = table.filter(column::id.eq(id)).filter(column::version.eq(expected));
    diesel::delete(one).execute(connection).map(|gone| gone > 0)
}

pub(crate) fn find(connection: &mut Conn, id: &str, hold: Hold) -> QueryResult<Option<PostingTemplateRow>> {
    first!(connection, hold, table.find(id).select(PostingTemplateRow::as_select()))
}

/// Own ones, those of these allied bodies that are shared with allies, and those that are shared with everyone.
pub(crate) fn list(
    connection: &mut Conn,
    (body, allied): (&str, &[String]),
    part: &Part,
) -> QueryResult<Vec<PostingTemplateRow>> {
    let of_allies = column::sharing.eq(Sharing::Allied.as_str()).and(column::organization_id.eq_any(allied));
    let open =
        column::organization_id.eq(body).or(column::sharing.eq(Sharing::Everyone.as_str())).or(of_allies);
    let after = table.filter(open).filter(column::id.gt(&part.after)).order(column::id).limit(part.rows);
    after.select(PostingTemplateRow::as_select()).load(connection)
}

pub(crate) fn insert_use(connection: &mut Conn, row: &TemplateUseRow) -> QueryResult<()> {
    diesel::insert_into(posting_template_uses::table).values(row).execute(connection).map(|_| ())
}

pub(crate) fn count_uses(connection: &mut Conn, templates: &[String]) -> QueryResult<Vec<(String, i64)>> {
    posting_template_uses::table
        .filter(usage::template_id.eq_any(templates))
        .group_by(usage::template_id)
        .select((usage::template_id, count_star()))
        .load(connection)
}
