//! Queries on programs and the bodies that take part in them.

use diesel::expression::BoxableExpression;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::{Backend, Conn, among};
use crate::records::{Part, ProgramPartnerRow, ProgramRow, ProgramSieve};
use crate::schema::programs::columns as column;
use crate::schema::programs::table;
use crate::schema::{program_partners, round_area_partners, rounds};
use crate::transaction::Hold;

type Condition<'a> = Box<dyn BoxableExpression<table, Backend, SqlType = Bool> + 'a>;

pub(crate) fn insert(
    connection: &mut Conn,
    row: &ProgramRow,
    partners: &[ProgramPartnerRow],
) -> QueryResult<()> {
    diesel::insert_into(table).values(row).execute(connection)?;
    diesel::insert_into(program_partners::table).values(partners).execute(connection).map(|_| ())
}

pub(crate) fn update(
    connection: &mut Conn,
    row: &ProgramRow,
    partners: &[ProgramPartnerRow],
    expected: i64,
) -> QueryResult<bool> {
    let one = table.filter(column::id.eq(&row.id)).filter(column::version.eq(expected));
    if diesel::update(one).set(row).execute(connection)? == 0 {
        return Ok(false);
    }
    let before = program_partners::table.filter(program_partners::program_id.eq(&row.id));
    diesel::delete(before).execute(connection)?;
    diesel::insert_into(program_partners::table).values(partners).execute(connection).map(|_| true)
}

pub(crate) fn delete(connection: &mut Conn, id: &str, expected: i64) -> QueryResult<bool> {
    let one = table.filter(column::id.eq(id)).filter(column::version.eq(expected));
    diesel::delete(one).execute(connection).map(|gone| gone > 0)
}

pub(crate) fn find(connection: &mut Conn, id: &str, hold: Hold) -> QueryResult<Option<ProgramRow>> {
    first!(connection, hold, table.find(id).select(ProgramRow::as_select()))
}

pub(crate) fn find_by_external_id(
    connection: &mut Conn,
    organization: &str,
    external_id: &str,
    hold: Hold,
) -> QueryResult<Option<ProgramRow>> {
    let one = table
        .filter(column::organization_id.eq(organization))
        .filter(column::external_id.eq(external_id))
        .select(ProgramRow::as_select());
    first!(connection, hold, one)
}

pub(crate) fn partners(connection: &mut Conn, ids: &[String]) -> QueryResult<Vec<ProgramPartnerRow>> {
    let theirs = program_partners::table.filter(among(program_partners::program_id, ids));
    let ordered = theirs.order((program_partners::program_id, program_partners::position));
    ordered.select(ProgramPartnerRow::as_select()).load(connection)
}

pub(crate) fn list(connection: &mut Conn, sieve: &ProgramSieve, part: &Part) -> QueryResult<Vec<ProgramRow>> {
    let mut query = table.select(ProgramRow::as_select()).into_boxed::<Backend>().filter(seen(sieve));
    if let Some(id) = &sieve.id {
        query = query.filter(column::id.eq(id));
    }
    if let Some(body) = &sieve.organization {
        query = query.filter(column::organization_id.eq(body));
    }
    if let Some(key) = &sieve.external_id {
        // Of others' programs the key is not shown, so none is found by it.
        let own = column::organization_id.eq(&sieve.eyes.organization);
        query = query.filter(own.and(column::external_id.assume_not_null().eq(key)));
    }
    if let Some(year) = sieve.fiscal_year {
        query = query.filter(column::fiscal_year.eq(year));
    }
    if let Some(status) = sieve.status {
        query = query.filter(column::status.eq(status));
    }
    query.filter(column::id.gt(&part.after)).order(column::id).limit(part.rows).load(connection)
}

/// The own ones, those of bodies that an agreement ties to, and those that the viewer takes part in.
fn seen(sieve: &ProgramSieve) -> Condition<'_> {
    let body = &sieve.eyes.organization;
    let invited = program_partners::table
        .filter(program_partners::organization_id.eq(body))
        .select(program_partners::program_id);
    let working = round_area_partners::table
        .filter(round_area_partners::organization_id.eq(body))
        .select(round_area_partners::round_id);
    let in_rounds = rounds::table.filter(rounds::id.eq_any(working)).select(rounds::program_id);
    let own = column::organization_id.eq(body);
    let agreed = column::organization_id.eq_any(&sieve.eyes.agreed);
    Box::new(own.or(agreed).or(column::id.eq_any(invited)).or(column::id.eq_any(in_rounds)))
}
