//! Queries on the directory of bodies.

use diesel::dsl::InnerJoinQuerySource;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::{Backend, Conn};
use crate::balanced::balanced;
use crate::records::{DirectoryRow, DirectorySieve, Part};
use crate::schema::directory_entries::columns as column;
use crate::schema::directory_entries::table;
use crate::schema::organizations;
use crate::transaction::Hold;

/// An entry with the name of its body.
type Joined = InnerJoinQuerySource<table, organizations::table>;
type Condition<'a> = Box<dyn BoxableExpression<Joined, Backend, SqlType = Bool> + 'a>;

pub(crate) fn insert(connection: &mut Conn, row: &DirectoryRow) -> QueryResult<()> {
    diesel::insert_into(table).values(row).execute(connection).map(|_| ())
}

pub(crate) fn update(connection: &mut Conn, row: &DirectoryRow, expected: i64) -> QueryResult<bool> {
    let one =
        table.filter(column::organization_id.eq(&row.organization_id)).filter(column::version.eq(expected));
    diesel::update(one).set(row).execute(connection).map(|changed| changed > 0)
}

pub(crate) fn delete(connection: &mut Conn, organization: &str, expected: i64) -> QueryResult<bool> {
    let one = table.filter(column::organization_id.eq(organization)).filter(column::version.eq(expected));
    diesel::delete(one).execute(connection).map(|gone| gone > 0)
}

pub(crate) fn find(
    connection: &mut Conn,
    organization: &str,
    hold: Hold,
) -> QueryResult<Option<(DirectoryRow, String)>> {
    let one = table.inner_join(organizations::table).filter(column::organization_id.eq(organization));
    first!(connection, hold, one.select((DirectoryRow::as_select(), organizations::name)))
}

pub(crate) fn list(
    connection: &mut Conn,
    sieve: &DirectorySieve,
    part: &Part,
) -> QueryResult<Vec<(DirectoryRow, String)>> {
    let mut found = table
        .inner_join(organizations::table)
        .select((DirectoryRow::as_select(), organizations::name))
        .into_boxed::<Backend>()
        .filter(column::organization_id.gt(&part.after));
    for condition in conditions(sieve) {
        found = found.filter(condition);
    }
    found.order(column::organization_id).limit(part.rows).load(connection)
}

fn conditions(sieve: &DirectorySieve) -> Vec<Condition<'_>> {
    let mut all: Vec<Condition<'_>> = Vec::new();
    if let Some(among) = &sieve.among {
        all.push(Box::new(column::organization_id.eq_any(among)));
    }
    if let Some(speciality) = &sieve.speciality {
        let words: Condition<'_> = Box::new(column::speciality_text.like(&speciality.words).escape('\\'));
        let skill = |one| -> Condition<'_> { Box::new(column::skills.like(one)) };
        let category = |one| -> Condition<'_> { Box::new(column::categories.like(one)) };
        let skills = speciality.skills.iter().map(skill);
        all.extend(any(skills.chain(speciality.category.iter().map(category)).chain([words]).collect()));
    }
    if !sieve.regions.is_empty() {
        let everywhere: Condition<'_> = Box::new(column::regions.eq(""));
        let there = |one| -> Condition<'_> { Box::new(column::regions.like(one)) };
        all.extend(any(sieve.regions.iter().map(there).chain([everywhere]).collect()));
    }
    for word in &sieve.words {
        all.push(Box::new(column::search_text.like(word).escape('\\')));
    }
    all
}

/// At least one of these holds; nothing is asked when there is none.
fn any(conditions: Vec<Condition<'_>>) -> Option<Condition<'_>> {
    balanced(conditions, |one, other| Box::new(one.or(other)))
}
