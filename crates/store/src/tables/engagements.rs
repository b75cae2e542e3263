//! Queries on engagements, their monthly logs and check-ins.

use diesel::prelude::*;

use super::{Backend, Conn, among};
use crate::records::{CheckInRow, EngagementLogRow, EngagementRow, EngagementSieve, Part};
use crate::schema::engagements::columns as column;
use crate::schema::engagements::table;
use crate::schema::{
    candidates, engagement_check_ins as check_ins, engagement_logs as logs, posting_terms, postings,
};
use crate::transaction::Hold;

pub(crate) fn insert(connection: &mut Conn, row: &EngagementRow) -> QueryResult<()> {
    diesel::insert_into(table).values(row).execute(connection).map(|_| ())
}

pub(crate) fn update(connection: &mut Conn, row: &EngagementRow, expected: i64) -> QueryResult<bool> {
    let one = table.filter(column::id.eq(&row.id)).filter(column::version.eq(expected));
    diesel::update(one).set(row).execute(connection).map(|changed| changed > 0)
}

pub(crate) fn find(connection: &mut Conn, id: &str, hold: Hold) -> QueryResult<Option<EngagementRow>> {
    first!(connection, hold, table.find(id).select(EngagementRow::as_select()))
}

pub(crate) fn list(
    connection: &mut Conn,
    sieve: &EngagementSieve,
    part: &Part,
) -> QueryResult<Vec<EngagementRow>> {
    let whole =
        table.inner_join(postings::table.inner_join(posting_terms::table)).inner_join(candidates::table);
    let mut seen = whole
        .select(EngagementRow::as_select())
        .into_boxed::<Backend>()
        .filter(candidates::organization_id.eq(&sieve.eyes.organization))
        .or_filter(postings::organization_id.eq(&sieve.eyes.organization));
    if !sieve.eyes.referred.is_empty() {
        seen = seen.or_filter(column::posting_id.eq_any(&sieve.eyes.referred));
    }
    for covered in &sieve.eyes.coordinated {
        for beginning in &covered.beginnings {
            let theirs = postings::organization_id.eq(&covered.organization);
            seen = seen.or_filter(theirs.and(posting_terms::municipality.like(beginning)));
        }
    }
    if let Some(posting) = &sieve.posting {
        seen = seen.filter(column::posting_id.eq(posting));
    }
    if let Some(candidate) = &sieve.candidate {
        seen = seen.filter(column::candidate_id.eq(candidate));
    }
    if let Some(organization) = &sieve.organization {
        seen = seen.filter(column::organization_id.eq(organization));
    }
    if let Some(status) = sieve.status {
        seen = seen.filter(column::status.eq(status));
    }
    if let Some(day) = &sieve.running_on {
        seen = seen
            .filter(column::starts_on.le(day))
            .filter(column::last_on.is_null().or(column::last_on.ge(day)));
    }
    seen.filter(column::id.gt(&part.after)).order(column::id).limit(part.rows).load(connection)
}

pub(crate) fn list_of(connection: &mut Conn, candidate: &str) -> QueryResult<Vec<EngagementRow>> {
    let theirs = table.filter(column::candidate_id.eq(candidate)).order(column::id);
    theirs.select(EngagementRow::as_select()).load(connection)
}

pub(crate) fn list_for_postings(
    connection: &mut Conn,
    posting_ids: &[String],
) -> QueryResult<Vec<EngagementRow>> {
    let theirs = table.filter(among(column::posting_id, posting_ids)).order(column::id);
    theirs.select(EngagementRow::as_select()).load(connection)
}

pub(crate) fn insert_log(connection: &mut Conn, row: &EngagementLogRow) -> QueryResult<()> {
    diesel::insert_into(logs::table).values(row).execute(connection).map(|_| ())
}

pub(crate) fn update_log(connection: &mut Conn, row: &EngagementLogRow, expected: i64) -> QueryResult<bool> {
    let one = logs::table
        .filter(logs::engagement_id.eq(&row.engagement_id))
        .filter(logs::month.eq(&row.month))
        .filter(logs::version.eq(expected));
    diesel::update(one).set(row).execute(connection).map(|changed| changed > 0)
}

pub(crate) fn delete_log(
    connection: &mut Conn,
    (engagement, month): (&str, &str),
    expected: i64,
) -> QueryResult<bool> {
    let one = logs::table
        .filter(logs::engagement_id.eq(engagement))
        .filter(logs::month.eq(month))
        .filter(logs::version.eq(expected));
    diesel::delete(one).execute(connection).map(|changed| changed > 0)
}

pub(crate) fn find_log(
    connection: &mut Conn,
    (engagement, month): (&str, &str),
    hold: Hold,
) -> QueryResult<Option<EngagementLogRow>> {
    first!(connection, hold, logs::table.find((engagement, month)).select(EngagementLogRow::as_select()))
}

pub(crate) fn list_logs(
    connection: &mut Conn,
    engagement: &str,
    part: &Part,
) -> QueryResult<Vec<EngagementLogRow>> {
    let theirs = logs::table.filter(logs::engagement_id.eq(engagement)).filter(logs::month.gt(&part.after));
    theirs.order(logs::month).limit(part.rows).select(EngagementLogRow::as_select()).load(connection)
}

pub(crate) fn list_logs_of(
    connection: &mut Conn,
    engagements: &[String],
) -> QueryResult<Vec<EngagementLogRow>> {
    let theirs = logs::table.filter(among(logs::engagement_id, engagements));
    theirs.order((logs::engagement_id, logs::month)).select(EngagementLogRow::as_select()).load(connection)
}

pub(crate) fn insert_check_in(connection: &mut Conn, row: &CheckInRow) -> QueryResult<()> {
    diesel::insert_into(check_ins::table).values(row).execute(connection).map(|_| ())
}

pub(crate) fn find_check_in(connection: &mut Conn, id: &str, hold: Hold) -> QueryResult<Option<CheckInRow>> {
    first!(connection, hold, check_ins::table.find(id).select(CheckInRow::as_select()))
}

pub(crate) fn list_check_ins(
    connection: &mut Conn,
    engagement: &str,
    part: &Part,
) -> QueryResult<Vec<CheckInRow>> {
    let theirs = check_ins::table
        .filter(check_ins::engagement_id.eq(engagement))
        .filter(check_ins::id.gt(&part.after));
    theirs.order(check_ins::id).limit(part.rows).select(CheckInRow::as_select()).load(connection)
}
