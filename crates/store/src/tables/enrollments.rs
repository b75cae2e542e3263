//! Queries on enrollments and their logs.

use diesel::prelude::*;
use domain::{EnrollmentStatus, Word};

use super::{Backend, Conn, among};
use crate::records::{EnrollmentRow, EnrollmentSieve, Part, StudyLogRow};
use crate::schema::enrollments::columns as column;
use crate::schema::enrollments::table;
use crate::schema::study_logs;
use crate::transaction::Hold;

pub(crate) fn insert(connection: &mut Conn, row: &EnrollmentRow) -> QueryResult<()> {
    diesel::insert_into(table).values(row).execute(connection).map(|_| ())
}

pub(crate) fn update(connection: &mut Conn, row: &EnrollmentRow, expected: i64) -> QueryResult<bool> {
    let one = table.filter(column::id.eq(&row.id)).filter(column::version.eq(expected));
    diesel::update(one).set(row).execute(connection).map(|changed| changed > 0)
}

pub(crate) fn find(connection: &mut Conn, id: &str, hold: Hold) -> QueryResult<Option<EnrollmentRow>> {
    first!(connection, hold, table.find(id).select(EnrollmentRow::as_select()))
}

pub(crate) fn find_taken(
    connection: &mut Conn,
    (course, candidate): (&str, &str),
    hold: Hold,
) -> QueryResult<Option<EnrollmentRow>> {
    let one = table
        .filter(column::course_id.eq(course))
        .filter(column::candidate_id.eq(candidate))
        .filter(column::status.ne(EnrollmentStatus::Dropped.as_str()))
        .select(EnrollmentRow::as_select());
    first!(connection, hold, one)
}

pub(crate) fn count_taken(connection: &mut Conn, course: &str) -> QueryResult<i64> {
    table
        .filter(column::course_id.eq(course))
        .filter(column::status.ne(EnrollmentStatus::Dropped.as_str()))
        .count()
        .get_result(connection)
}

pub(crate) fn list(
    connection: &mut Conn,
    sieve: &EnrollmentSieve,
    part: &Part,
) -> QueryResult<Vec<EnrollmentRow>> {
    let mut found = table
        .select(EnrollmentRow::as_select())
        .into_boxed::<Backend>()
        .filter(column::organization_id.eq(&sieve.organization));
    if let Some(course) = &sieve.course {
        found = found.filter(column::course_id.eq(course));
    }
    if let Some(candidate) = &sieve.candidate {
        found = found.filter(column::candidate_id.eq(candidate));
    }
    if let Some(status) = sieve.status {
        found = found.filter(column::status.eq(status));
    }
    found.filter(column::id.gt(&part.after)).order(column::id).limit(part.rows).load(connection)
}

pub(crate) fn list_of(connection: &mut Conn, candidates: &[String]) -> QueryResult<Vec<EnrollmentRow>> {
    let theirs = table.filter(among(column::candidate_id, candidates)).order(column::id);
    theirs.select(EnrollmentRow::as_select()).load(connection)
}

pub(crate) fn insert_log(connection: &mut Conn, row: &StudyLogRow) -> QueryResult<()> {
    diesel::insert_into(study_logs::table).values(row).execute(connection).map(|_| ())
}

pub(crate) fn list_logs(
    connection: &mut Conn,
    enrollment: &str,
    part: &Part,
) -> QueryResult<Vec<StudyLogRow>> {
    let logs = study_logs::table
        .filter(study_logs::enrollment_id.eq(enrollment))
        .filter(study_logs::id.gt(&part.after));
    logs.order(study_logs::id).limit(part.rows).select(StudyLogRow::as_select()).load(connection)
}

pub(crate) fn list_minutes_of_day(
    connection: &mut Conn,
    enrollment: &str,
    day: &str,
) -> QueryResult<Vec<i32>> {
    let logs = study_logs::table
        .filter(study_logs::enrollment_id.eq(enrollment))
        .filter(study_logs::studied_on.eq(day));
    logs.select(study_logs::minutes).load(connection)
}
