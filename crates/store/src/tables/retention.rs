//! Queries on what is kept for a time only: the periods, the days done, what is due, and taking it.

use diesel::dsl::{count_star, exists, not};
use diesel::prelude::*;
use domain::{ApplicationStatus, EngagementStatus, PromiseState, Word};

use super::{Conn, among};
use crate::records::{RetentionDayRow, RetentionPolicyRow};
use crate::schema::{
    applications, candidate_activity, decision_lines, decision_rankings, decisions, encounters, engagements,
    handover_people, mark_events, notes, outcome_events, postings, promises, reveals, second_look_picks,
    second_looks, survey_links, survey_waves, surveys,
};
use crate::schema::{retention_days as days, retention_policies as policies};
use crate::transaction::Hold;

/// The applications to a body's postings that led nowhere and ended before an instant. What somebody still owes the
/// person is kept in view, and an engagement may go on from an application whatever became of that since.
macro_rules! due_applications {
    ($body:expr, $before:expr) => {{
        let theirs = postings::table.filter(postings::organization_id.eq($body)).select(postings::id);
        let owed = promises::table
            .filter(promises::application_id.eq(applications::id.nullable()))
            .filter(promises::state.eq(PromiseState::Open.as_str()));
        let grown = engagements::table.filter(engagements::application_id.eq(applications::id.nullable()));
        applications::table
            .filter(applications::status.eq_any(ApplicationStatus::UNSUCCESSFUL.map(Word::as_str)))
            .filter(applications::stage_entered_at.lt($before))
            .filter(applications::posting_id.eq_any(theirs))
            .filter(not(exists(owed)))
            .filter(not(exists(grown)))
    }};
}

/// The notes of a body on people, last written before an instant, where nothing is under way with the person.
macro_rules! due_notes {
    ($body:expr, $before:expr) => {{
        let open = applications::table
            .filter(applications::posting_id.eq(notes::posting_id))
            .filter(applications::candidate_id.nullable().eq(notes::candidate_id))
            .filter(applications::status.eq_any(ApplicationStatus::OPEN.map(Word::as_str)));
        let running = engagements::table
            .filter(engagements::posting_id.eq(notes::posting_id))
            .filter(engagements::candidate_id.nullable().eq(notes::candidate_id))
            .filter(engagements::status.eq(EngagementStatus::Running.as_str()));
        notes::table
            .filter(notes::organization_id.eq($body))
            .filter(notes::candidate_id.is_not_null())
            .filter(notes::updated_at.lt($before))
            .filter(not(exists(open)))
            .filter(not(exists(running)))
    }};
}

/// The surveys of a body with ties, every wave of which closed before an instant.
macro_rules! due_surveys {
    ($body:expr, $before:expr) => {{
        let tied = survey_links::table.filter(survey_links::survey_id.eq(surveys::id));
        let later = survey_waves::table
            .filter(survey_waves::survey_id.eq(surveys::id))
            .filter(survey_waves::closes_at.is_null().or(survey_waves::closes_at.ge(Some($before))));
        surveys::table
            .filter(surveys::organization_id.eq($body))
            .filter(exists(tied))
            .filter(not(exists(later)))
    }};
}

pub(crate) fn insert_policy(connection: &mut Conn, row: &RetentionPolicyRow) -> QueryResult<()> {
    diesel::insert_into(policies::table).values(row).execute(connection).map(|_| ())
}

pub(crate) fn update_policy(
    connection: &mut Conn,
    row: &RetentionPolicyRow,
    expected: i64,
) -> QueryResult<bool> {
    let one = policies::table.find(&row.organization_id).filter(policies::version.eq(expected));
    diesel::update(one).set(row).execute(connection).map(|changed| changed > 0)
}

pub(crate) fn find_policy(
    connection: &mut Conn,
    body: &str,
    hold: Hold,
) -> QueryResult<Option<RetentionPolicyRow>> {
    first!(connection, hold, policies::table.find(body).select(RetentionPolicyRow::as_select()))
}

pub(crate) fn insert_day(connection: &mut Conn, row: &RetentionDayRow) -> QueryResult<()> {
    diesel::insert_into(days::table).values(row).execute(connection).map(|_| ())
}

pub(crate) fn find_day(connection: &mut Conn, day: &str, hold: Hold) -> QueryResult<Option<RetentionDayRow>> {
    first!(connection, hold, days::table.find(day).select(RetentionDayRow::as_select()))
}

pub(crate) fn end_day(connection: &mut Conn, day: &str, at: i64) -> QueryResult<()> {
    let ended = days::ended_at.eq(Some(at));
    diesel::update(days::table.find(day)).set(ended).execute(connection).map(|_| ())
}

pub(crate) fn count_applications(connection: &mut Conn, (body, before): (&str, i64)) -> QueryResult<i64> {
    due_applications!(body, before).select(count_star()).first(connection)
}

pub(crate) fn list_applications(
    connection: &mut Conn,
    (body, before): (&str, i64),
    rows: i64,
) -> QueryResult<Vec<String>> {
    let next = due_applications!(body, before).order(applications::id);
    next.limit(rows).select(applications::id).load(connection)
}

pub(crate) fn count_notes(connection: &mut Conn, (body, before): (&str, i64)) -> QueryResult<i64> {
    due_notes!(body, before).select(count_star()).first(connection)
}

pub(crate) fn list_notes(
    connection: &mut Conn,
    (body, before): (&str, i64),
    rows: i64,
) -> QueryResult<Vec<String>> {
    let next = due_notes!(body, before).order(notes::id);
    next.limit(rows).select(notes::id).load(connection)
}

pub(crate) fn delete_notes(connection: &mut Conn, ids: &[String]) -> QueryResult<usize> {
    diesel::delete(notes::table.filter(among(notes::id, ids))).execute(connection)
}

pub(crate) fn list_surveys(
    connection: &mut Conn,
    (body, before): (&str, i64),
    (after, rows): (&str, i64),
) -> QueryResult<Vec<String>> {
    let next = due_surveys!(body, before).filter(surveys::id.gt(after)).order(surveys::id);
    next.limit(rows).select(surveys::id).load(connection)
}

pub(crate) fn count_ties(connection: &mut Conn, surveys: &[String]) -> QueryResult<i64> {
    let ties = survey_links::table.filter(among(survey_links::survey_id, surveys));
    ties.select(count_star()).first(connection)
}

pub(crate) fn find_activity(connection: &mut Conn, candidate: &str) -> QueryResult<Option<i64>> {
    let one = candidate_activity::table.find(candidate);
    one.select(candidate_activity::last_active_at).first(connection).optional()
}

pub(crate) fn put_activity(connection: &mut Conn, candidate: &str, at: i64) -> QueryResult<()> {
    diesel::delete(candidate_activity::table.find(candidate)).execute(connection)?;
    let row = (candidate_activity::candidate_id.eq(candidate), candidate_activity::last_active_at.eq(at));
    diesel::insert_into(candidate_activity::table).values(row).execute(connection).map(|_| ())
}

pub(crate) fn delete_application(connection: &mut Conn, id: &str, expected: i64) -> QueryResult<bool> {
    let one = applications::table.find(id).filter(applications::version.eq(expected));
    diesel::delete(one).execute(connection).map(|gone| gone > 0)
}

/// Whether a person has anything to do with a posting: an application to it, or an engagement for it.
pub(crate) fn stays_with_posting(
    connection: &mut Conn,
    (posting, candidate): (&str, &str),
) -> QueryResult<bool> {
    let applied = applications::table
        .filter(applications::posting_id.eq(posting))
        .filter(applications::candidate_id.eq(candidate));
    if diesel::select(exists(applied)).get_result(connection)? {
        return Ok(true);
    }
    let worked = engagements::table
        .filter(engagements::posting_id.eq(posting))
        .filter(engagements::candidate_id.eq(candidate));
    diesel::select(exists(worked)).get_result(connection)
}

/// What those who read the applicants of a posting have noted about one of them, whatever it hangs on.
pub(crate) fn delete_readings(connection: &mut Conn, (posting, candidate): (&str, &str)) -> QueryResult<()> {
    let marks = mark_events::table
        .filter(mark_events::posting_id.eq(posting))
        .filter(mark_events::candidate_id.eq(candidate));
    diesel::delete(marks).execute(connection)?;
    let written =
        notes::table.filter(notes::posting_id.eq(posting)).filter(notes::candidate_id.eq(candidate));
    diesel::delete(written).execute(connection)?;
    let revealed =
        reveals::table.filter(reveals::posting_id.eq(posting)).filter(reveals::candidate_id.eq(candidate));
    diesel::delete(revealed).execute(connection)?;
    let looks = second_looks::table.filter(second_looks::posting_id.eq(posting)).select(second_looks::id);
    let picked = second_look_picks::table
        .filter(second_look_picks::candidate_id.eq(candidate))
        .filter(second_look_picks::second_look_id.eq_any(looks));
    diesel::delete(picked).execute(connection)?;
    let outcomes = outcome_events::table
        .filter(outcome_events::posting_id.eq(posting))
        .filter(outcome_events::candidate_id.eq(candidate));
    diesel::delete(outcomes).execute(connection).map(|_| ())
}

/// The rankings of the decisions that have a line on an application.
pub(crate) fn list_rankings_with(
    connection: &mut Conn,
    application: &str,
) -> QueryResult<Vec<(String, String)>> {
    let decided = decision_lines::table
        .filter(decision_lines::application_id.eq(application))
        .select(decision_lines::decision_id);
    let theirs = decision_rankings::table.filter(decision_rankings::decision_id.eq_any(decided));
    let order = theirs.order(decision_rankings::decision_id);
    order.select((decision_rankings::decision_id, decision_rankings::ranking)).load(connection)
}

/// The rankings of a body's decisions that have a line on a person.
pub(crate) fn list_rankings_of(
    connection: &mut Conn,
    (candidate, body): (&str, &str),
) -> QueryResult<Vec<(String, String)>> {
    let on_them = decision_lines::table
        .inner_join(decisions::table.on(decisions::id.eq(decision_lines::decision_id)))
        .inner_join(
            decision_rankings::table.on(decision_rankings::decision_id.eq(decision_lines::decision_id)),
        )
        .filter(decision_lines::candidate_id.eq(candidate))
        .filter(decisions::organization_id.eq(body));
    let order = on_them.order(decision_rankings::decision_id);
    order.select((decision_rankings::decision_id, decision_rankings::ranking)).distinct().load(connection)
}

pub(crate) fn update_ranking(connection: &mut Conn, decision: &str, ranking: &str) -> QueryResult<()> {
    let text = decision_rankings::ranking.eq(ranking);
    diesel::update(decision_rankings::table.find(decision)).set(text).execute(connection).map(|_| ())
}

/// What hand-overs tell of a person.
pub(crate) fn list_handed_over(connection: &mut Conn, candidate: &str) -> QueryResult<Vec<(String, String)>> {
    let theirs = handover_people::table.filter(handover_people::candidate_id.eq(candidate));
    let order = theirs.order(handover_people::handover_id);
    order.select((handover_people::handover_id, handover_people::facts)).load(connection)
}

/// What of an application hand-overs may tell: its meetings, the decisions on it, and the promises that name it.
pub(crate) fn list_parts_of(connection: &mut Conn, application: &str) -> QueryResult<[Vec<String>; 3]> {
    let met = encounters::table.filter(encounters::application_id.eq(application));
    let decided = decision_lines::table.filter(decision_lines::application_id.eq(application));
    let promised = promises::table.filter(promises::application_id.eq(application));
    Ok([
        met.select(encounters::id).load(connection)?,
        decided.select(decision_lines::decision_id).load(connection)?,
        promised.select(promises::id).load(connection)?,
    ])
}

/// Whose these notes are, and when each was last written.
pub(crate) fn list_whose_notes(connection: &mut Conn, ids: &[String]) -> QueryResult<Vec<(String, i64)>> {
    let theirs = notes::table.filter(among(notes::id, ids)).filter(notes::candidate_id.is_not_null());
    theirs.select((notes::candidate_id.assume_not_null(), notes::updated_at)).load(connection)
}

pub(crate) fn delete_handed_over(
    connection: &mut Conn,
    (handover, candidate): (&str, &str),
) -> QueryResult<()> {
    diesel::delete(handover_people::table.find((handover, candidate))).execute(connection).map(|_| ())
}

pub(crate) fn update_handed_over(
    connection: &mut Conn,
    (handover, candidate): (&str, &str),
    facts: &str,
) -> QueryResult<()> {
    let one = handover_people::table.find((handover, candidate));
    diesel::update(one).set(handover_people::facts.eq(facts)).execute(connection).map(|_| ())
}
