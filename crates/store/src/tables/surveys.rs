//! Queries on surveys, what they ask, and their waves.

use diesel::dsl::count_star;
use diesel::prelude::*;

use super::Conn;
use crate::records::{InstrumentRow, Part, SurveyRow, WaveRow};
use crate::schema::surveys::columns as column;
use crate::schema::surveys::table;
use crate::schema::{survey_instruments, survey_waves};
use crate::transaction::Hold;

pub(crate) fn insert(connection: &mut Conn, row: &SurveyRow) -> QueryResult<()> {
    diesel::insert_into(table).values(row).execute(connection).map(|_| ())
}

pub(crate) fn update(connection: &mut Conn, row: &SurveyRow, expected: i64) -> QueryResult<bool> {
    let one = table.filter(column::id.eq(&row.id)).filter(column::version.eq(expected));
    diesel::update(one).set(row).execute(connection).map(|changed| changed > 0)
}

pub(crate) fn find(connection: &mut Conn, id: &str, hold: Hold) -> QueryResult<Option<SurveyRow>> {
    first!(connection, hold, table.find(id).select(SurveyRow::as_select()))
}

pub(crate) fn list(connection: &mut Conn, organization: &str, part: &Part) -> QueryResult<Vec<SurveyRow>> {
    let theirs = table.filter(column::organization_id.eq(organization)).filter(column::id.gt(&part.after));
    theirs.order(column::id).limit(part.rows).select(SurveyRow::as_select()).load(connection)
}

pub(crate) fn insert_instrument(connection: &mut Conn, row: &InstrumentRow) -> QueryResult<()> {
    diesel::insert_into(survey_instruments::table).values(row).execute(connection).map(|_| ())
}

pub(crate) fn update_instrument(
    connection: &mut Conn,
    row: &InstrumentRow,
    expected: i64,
) -> QueryResult<bool> {
    let one = survey_instruments::table
        .find((&row.survey_id, row.number))
        .filter(survey_instruments::version.eq(expected));
    diesel::update(one).set(row).execute(connection).map(|changed| changed > 0)
}

pub(crate) fn find_instrument(
    connection: &mut Conn,
    (survey, number): (&str, i32),
    hold: Hold,
) -> QueryResult<Option<InstrumentRow>> {
    let one = survey_instruments::table.find((survey, number)).select(InstrumentRow::as_select());
    first!(connection, hold, one)
}

pub(crate) fn count_waves_of_instrument(
    connection: &mut Conn,
    survey: &str,
    number: i32,
) -> QueryResult<i64> {
    survey_waves::table
        .filter(survey_waves::survey_id.eq(survey))
        .filter(survey_waves::instrument.eq(number))
        .select(count_star())
        .first(connection)
}

pub(crate) fn insert_wave(connection: &mut Conn, row: &WaveRow) -> QueryResult<()> {
    diesel::insert_into(survey_waves::table).values(row).execute(connection).map(|_| ())
}

pub(crate) fn update_wave(connection: &mut Conn, row: &WaveRow, expected: i64) -> QueryResult<bool> {
    let one = survey_waves::table.find(&row.id).filter(survey_waves::version.eq(expected));
    diesel::update(one).set(row).execute(connection).map(|changed| changed > 0)
}

pub(crate) fn find_wave(connection: &mut Conn, id: &str, hold: Hold) -> QueryResult<Option<WaveRow>> {
    first!(connection, hold, survey_waves::table.find(id).select(WaveRow::as_select()))
}

pub(crate) fn list_waves(connection: &mut Conn, survey: &str, part: &Part) -> QueryResult<Vec<WaveRow>> {
    let waves = survey_waves::table
        .filter(survey_waves::survey_id.eq(survey))
        .filter(survey_waves::id.gt(&part.after));
    waves.order(survey_waves::id).limit(part.rows).select(WaveRow::as_select()).load(connection)
}
