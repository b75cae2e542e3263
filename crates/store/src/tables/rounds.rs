//! Queries on rounds, their areas and their amendments.

use diesel::dsl::max;
use diesel::expression::BoxableExpression;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::{Backend, Conn, among};
use crate::records::{AmendmentRow, AreaPartnerRow, AreaRow, Part, RoundRow, RoundSieve};
use crate::schema::rounds::columns as column;
use crate::schema::rounds::table;
use crate::schema::{program_partners, round_amendments, round_area_partners, round_areas};
use crate::transaction::Hold;

type Condition<'a> = Box<dyn BoxableExpression<table, Backend, SqlType = Bool> + 'a>;

pub(crate) fn insert(connection: &mut Conn, row: &RoundRow) -> QueryResult<()> {
    diesel::insert_into(table).values(row).execute(connection).map(|_| ())
}

pub(crate) fn update(connection: &mut Conn, row: &RoundRow, expected: i64) -> QueryResult<bool> {
    let one = table.filter(column::id.eq(&row.id)).filter(column::version.eq(expected));
    diesel::update(one).set(row).execute(connection).map(|changed| changed > 0)
}

pub(crate) fn put_areas(
    connection: &mut Conn,
    round: &str,
    areas: &[AreaRow],
    partners: &[AreaPartnerRow],
) -> QueryResult<()> {
    diesel::delete(round_area_partners::table.filter(round_area_partners::round_id.eq(round)))
        .execute(connection)?;
    diesel::delete(round_areas::table.filter(round_areas::round_id.eq(round))).execute(connection)?;
    diesel::insert_into(round_areas::table).values(areas).execute(connection)?;
    for some in partners.chunks(super::ROWS_A_STATEMENT) {
        diesel::insert_into(round_area_partners::table).values(some).execute(connection)?;
    }
    Ok(())
}

pub(crate) fn delete(connection: &mut Conn, id: &str, expected: i64) -> QueryResult<bool> {
    let one = table.filter(column::id.eq(id)).filter(column::version.eq(expected));
    diesel::delete(one).execute(connection).map(|gone| gone > 0)
}

pub(crate) fn find(connection: &mut Conn, id: &str, hold: Hold) -> QueryResult<Option<RoundRow>> {
    first!(connection, hold, table.find(id).select(RoundRow::as_select()))
}

pub(crate) fn find_by_external_id(
    connection: &mut Conn,
    organization: &str,
    external_id: &str,
    hold: Hold,
) -> QueryResult<Option<RoundRow>> {
    let one = table
        .filter(column::organization_id.eq(organization))
        .filter(column::external_id.eq(external_id))
        .select(RoundRow::as_select());
    first!(connection, hold, one)
}

pub(crate) fn areas(connection: &mut Conn, ids: &[String]) -> QueryResult<Vec<AreaRow>> {
    let theirs = round_areas::table.filter(among(round_areas::round_id, ids));
    let ordered = theirs.order((round_areas::round_id, round_areas::position));
    ordered.select(AreaRow::as_select()).load(connection)
}

pub(crate) fn area_partners(connection: &mut Conn, ids: &[String]) -> QueryResult<Vec<AreaPartnerRow>> {
    let theirs = round_area_partners::table.filter(among(round_area_partners::round_id, ids));
    let place =
        (round_area_partners::round_id, round_area_partners::area_position, round_area_partners::position);
    theirs.order(place).select(AreaPartnerRow::as_select()).load(connection)
}

pub(crate) fn list(connection: &mut Conn, sieve: &RoundSieve, part: &Part) -> QueryResult<Vec<RoundRow>> {
    let mut query = table.select(RoundRow::as_select()).into_boxed::<Backend>().filter(seen(sieve));
    if let Some(id) = &sieve.id {
        query = query.filter(column::id.eq(id));
    }
    if let Some(program) = &sieve.program {
        query = query.filter(column::program_id.eq(program));
    }
    if let Some(key) = &sieve.external_id {
        // Of others' rounds the key is not shown, so none is found by it.
        let own = column::organization_id.eq(&sieve.eyes.organization);
        query = query.filter(own.and(column::external_id.assume_not_null().eq(key)));
    }
    if let Some(status) = sieve.status {
        query = query.filter(column::status.eq(status));
    }
    query.filter(column::id.gt(&part.after)).order(column::id).limit(part.rows).load(connection)
}

/// The own ones and those that the viewer takes part in; of bodies that an agreement ties to, none in preparation.
fn seen(sieve: &RoundSieve) -> Condition<'_> {
    let body = &sieve.eyes.organization;
    let invited = program_partners::table
        .filter(program_partners::organization_id.eq(body))
        .select(program_partners::program_id);
    let working = round_area_partners::table
        .filter(round_area_partners::organization_id.eq(body))
        .select(round_area_partners::round_id);
    let own = column::organization_id.eq(body);
    let agreed = column::organization_id.eq_any(&sieve.eyes.agreed).and(column::status.ne(sieve.draft));
    Box::new(own.or(agreed).or(column::program_id.eq_any(invited)).or(column::id.eq_any(working)))
}

pub(crate) fn insert_amendment(connection: &mut Conn, row: &AmendmentRow) -> QueryResult<()> {
    diesel::insert_into(round_amendments::table).values(row).execute(connection).map(|_| ())
}

pub(crate) fn last_amendment(connection: &mut Conn, round: &str) -> QueryResult<Option<i64>> {
    let theirs = round_amendments::table.filter(round_amendments::round_id.eq(round));
    theirs.select(max(round_amendments::number)).first(connection)
}

pub(crate) fn list_amendments(
    connection: &mut Conn,
    round: &str,
    after: i64,
    rows: i64,
) -> QueryResult<Vec<AmendmentRow>> {
    let theirs = round_amendments::table
        .filter(round_amendments::round_id.eq(round))
        .filter(round_amendments::number.gt(after));
    theirs.order(round_amendments::number).limit(rows).select(AmendmentRow::as_select()).load(connection)
}
