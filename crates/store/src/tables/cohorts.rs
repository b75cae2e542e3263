//! Queries on cohorts, their members and the talks with them.

use diesel::dsl::count_star;
use diesel::prelude::*;
use domain::{AttendanceStatus, Word};

use super::Conn;
use crate::records::{CohortRow, MemberRow, OneOnOneRow, Part};
use crate::schema::cohorts::columns as column;
use crate::schema::cohorts::table;
use crate::schema::{attendances, cohort_members, events, one_on_ones};
use crate::transaction::Hold;

pub(crate) fn insert(connection: &mut Conn, row: &CohortRow) -> QueryResult<()> {
    diesel::insert_into(table).values(row).execute(connection).map(|_| ())
}

pub(crate) fn update(connection: &mut Conn, row: &CohortRow, expected: i64) -> QueryResult<bool> {
    let one = table.filter(column::id.eq(&row.id)).filter(column::version.eq(expected));
    diesel::update(one).set(row).execute(connection).map(|changed| changed > 0)
}

pub(crate) fn find(connection: &mut Conn, id: &str, hold: Hold) -> QueryResult<Option<CohortRow>> {
    first!(connection, hold, table.find(id).select(CohortRow::as_select()))
}

pub(crate) fn list(connection: &mut Conn, organization: &str, part: &Part) -> QueryResult<Vec<CohortRow>> {
    let theirs = table.filter(column::organization_id.eq(organization)).filter(column::id.gt(&part.after));
    theirs.order(column::id).limit(part.rows).select(CohortRow::as_select()).load(connection)
}

pub(crate) fn insert_member(connection: &mut Conn, row: &MemberRow) -> QueryResult<()> {
    diesel::insert_into(cohort_members::table).values(row).execute(connection).map(|_| ())
}

pub(crate) fn update_member(connection: &mut Conn, row: &MemberRow, expected: i64) -> QueryResult<bool> {
    let one = cohort_members::table
        .filter(cohort_members::cohort_id.eq(&row.cohort_id))
        .filter(cohort_members::candidate_id.eq(&row.candidate_id))
        .filter(cohort_members::version.eq(expected));
    diesel::update(one).set(row).execute(connection).map(|changed| changed > 0)
}

pub(crate) fn find_member(
    connection: &mut Conn,
    (cohort, candidate): (&str, &str),
    hold: Hold,
) -> QueryResult<Option<MemberRow>> {
    let one = cohort_members::table.find((cohort, candidate)).select(MemberRow::as_select());
    first!(connection, hold, one)
}

pub(crate) fn list_members(connection: &mut Conn, cohort: &str, part: &Part) -> QueryResult<Vec<MemberRow>> {
    let members = cohort_members::table
        .filter(cohort_members::cohort_id.eq(cohort))
        .filter(cohort_members::candidate_id.gt(&part.after));
    let ordered = members.order(cohort_members::candidate_id).limit(part.rows);
    ordered.select(MemberRow::as_select()).load(connection)
}

pub(crate) fn count_standing_members(connection: &mut Conn, cohort: &str) -> QueryResult<i64> {
    cohort_members::table
        .filter(cohort_members::cohort_id.eq(cohort))
        .filter(cohort_members::left_on.is_null())
        .count()
        .get_result(connection)
}

pub(crate) fn insert_one_on_one(connection: &mut Conn, row: &OneOnOneRow) -> QueryResult<()> {
    diesel::insert_into(one_on_ones::table).values(row).execute(connection).map(|_| ())
}

pub(crate) fn list_one_on_ones(
    connection: &mut Conn,
    cohort: &str,
    candidate: Option<&str>,
    part: &Part,
) -> QueryResult<Vec<OneOnOneRow>> {
    let mut talks = one_on_ones::table
        .select(OneOnOneRow::as_select())
        .into_boxed::<super::Backend>()
        .filter(one_on_ones::cohort_id.eq(cohort));
    if let Some(candidate) = candidate {
        talks = talks.filter(one_on_ones::candidate_id.eq(candidate));
    }
    talks.filter(one_on_ones::id.gt(&part.after)).order(one_on_ones::id).limit(part.rows).load(connection)
}

pub(crate) fn count_one_on_ones(connection: &mut Conn, cohort: &str) -> QueryResult<Vec<(String, i64)>> {
    one_on_ones::table
        .filter(one_on_ones::cohort_id.eq(cohort))
        .group_by(one_on_ones::candidate_id)
        .select((one_on_ones::candidate_id, count_star()))
        .load(connection)
}

pub(crate) fn count_sessions(
    connection: &mut Conn,
    (organization, cohort): (&str, &str),
) -> QueryResult<i64> {
    events::table
        .filter(events::organization_id.eq(organization))
        .filter(events::cohort_id.eq(cohort))
        .count()
        .get_result(connection)
}

pub(crate) fn count_attended_sessions(
    connection: &mut Conn,
    (organization, cohort): (&str, &str),
) -> QueryResult<Vec<(String, i64)>> {
    attendances::table
        .inner_join(events::table.on(events::id.eq(attendances::event_id)))
        .filter(events::organization_id.eq(organization))
        .filter(events::cohort_id.eq(cohort))
        .filter(attendances::status.eq(AttendanceStatus::Attended.as_str()))
        .group_by(attendances::candidate_id)
        .select((attendances::candidate_id, count_star()))
        .load(connection)
}
