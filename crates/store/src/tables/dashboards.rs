//! Counts of what a body has done between two instants.

use diesel::dsl::{count, count_star, min};
use diesel::prelude::*;
use domain::{ApplicationStatus, ReferralState, Word};

use super::Conn;
use crate::schema::{application_moves, applications, postings, referrals};

/// From the first instant on, and before the second.
type Span = (i64, i64);

pub(crate) fn postings(
    connection: &mut Conn,
    body: &str,
    (from, until): Span,
) -> QueryResult<Vec<(String, i64)>> {
    postings::table
        .filter(postings::organization_id.eq(body))
        .filter(postings::created_at.ge(from))
        .filter(postings::created_at.lt(until))
        .group_by(postings::status)
        .select((postings::status, count_star()))
        .load(connection)
}

pub(crate) fn applications(
    connection: &mut Conn,
    body: &str,
    (from, until): Span,
) -> QueryResult<Vec<(String, i64)>> {
    applications::table
        .inner_join(postings::table)
        .filter(postings::organization_id.eq(body))
        .filter(applications::created_at.ge(from))
        .filter(applications::created_at.lt(until))
        .group_by(applications::status)
        .select((applications::status, count_star()))
        .load(connection)
}

pub(crate) fn applicants(connection: &mut Conn, body: &str, (from, until): Span) -> QueryResult<i64> {
    applications::table
        .inner_join(postings::table)
        .filter(postings::organization_id.eq(body))
        .filter(applications::created_at.ge(from))
        .filter(applications::created_at.lt(until))
        .select(count(applications::candidate_id).aggregate_distinct())
        .first(connection)
}

/// When each application came.
pub(crate) fn arrivals(
    connection: &mut Conn,
    body: &str,
    (from, until): Span,
) -> QueryResult<Vec<(String, i64)>> {
    applications::table
        .inner_join(postings::table)
        .filter(postings::organization_id.eq(body))
        .filter(applications::created_at.ge(from))
        .filter(applications::created_at.lt(until))
        .order(applications::id)
        .select((applications::id, applications::created_at))
        .load(connection)
}

/// When the first answer to each of these applications was given, as far as one was.
pub(crate) fn answers(
    connection: &mut Conn,
    applications: &[String],
) -> QueryResult<Vec<(String, Option<i64>)>> {
    let answered = [
        ApplicationStatus::Offered,
        ApplicationStatus::Accepted,
        ApplicationStatus::Declined,
        ApplicationStatus::Redirected,
    ];
    application_moves::table
        .filter(application_moves::application_id.eq_any(applications))
        .filter(application_moves::to_status.eq_any(answered.map(Word::as_str)))
        .group_by(application_moves::application_id)
        .select((application_moves::application_id, min(application_moves::at)))
        .load(connection)
}

pub(crate) fn referrals_sent(connection: &mut Conn, body: &str, (from, until): Span) -> QueryResult<i64> {
    referrals::table
        .filter(referrals::organization_id.eq(body))
        .filter(referrals::created_at.ge(from))
        .filter(referrals::created_at.lt(until))
        .select(count_star())
        .first(connection)
}

/// All that came, and of them those that were accepted.
pub(crate) fn referrals_received(
    connection: &mut Conn,
    body: &str,
    (from, until): Span,
) -> QueryResult<(i64, i64)> {
    let accepted = [ReferralState::Accepted.as_str(), ReferralState::Ended.as_str()];
    let came = || {
        referrals::table
            .filter(referrals::to_organization_id.eq(body))
            .filter(referrals::created_at.ge(from))
            .filter(referrals::created_at.lt(until))
    };
    let all = came().select(count_star()).first(connection)?;
    let taken = came().filter(referrals::state.eq_any(accepted)).select(count_star()).first(connection)?;
    Ok((all, taken))
}
