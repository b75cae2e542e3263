//! Queries on referrals.

use diesel::prelude::*;
use domain::{ReferralKind, ReferralState, Word};

use super::{Backend, Conn};
use crate::records::{Part, ReferralRow, ReferralSieve};
use crate::schema::referrals::columns as column;
use crate::schema::referrals::table;
use crate::transaction::Hold;

pub(crate) fn insert(connection: &mut Conn, row: &ReferralRow) -> QueryResult<()> {
    diesel::insert_into(table).values(row).execute(connection).map(|_| ())
}

pub(crate) fn update(connection: &mut Conn, row: &ReferralRow, expected: i64) -> QueryResult<bool> {
    let one = table.filter(column::id.eq(&row.id)).filter(column::version.eq(expected));
    diesel::update(one).set(row).execute(connection).map(|changed| changed > 0)
}

pub(crate) fn find(connection: &mut Conn, id: &str, hold: Hold) -> QueryResult<Option<ReferralRow>> {
    first!(connection, hold, table.find(id).select(ReferralRow::as_select()))
}

pub(crate) fn list(
    connection: &mut Conn,
    sieve: &ReferralSieve,
    part: &Part,
) -> QueryResult<Vec<ReferralRow>> {
    let mut found = table
        .select(ReferralRow::as_select())
        .into_boxed::<Backend>()
        .filter(column::organization_id.eq(&sieve.body).or(column::to_organization_id.eq(&sieve.body)));
    if let Some(from) = &sieve.from {
        found = found.filter(column::organization_id.eq(from));
    }
    if let Some(to) = &sieve.to {
        found = found.filter(column::to_organization_id.eq(to));
    }
    if let Some(kind) = sieve.kind {
        found = found.filter(column::kind.eq(kind));
    }
    if let Some(state) = sieve.state {
        found = found.filter(column::state.eq(state));
    }
    if let Some(after) = sieve.open_at {
        found = found.filter(column::expires_at.ge(after));
    }
    if let Some(before) = sieve.expired_at {
        found = found.filter(column::expires_at.lt(before));
    }
    found.filter(column::id.gt(&part.after)).order(column::id).limit(part.rows).load(connection)
}

/// Referrals of one person or posting that are open, even if late, or accepted; to whomever.
pub(crate) fn list_standing(
    connection: &mut Conn,
    (candidate, posting): (Option<&str>, Option<&str>),
) -> QueryResult<Vec<ReferralRow>> {
    let states = [ReferralState::Open.as_str(), ReferralState::Accepted.as_str()];
    let mut found =
        table.select(ReferralRow::as_select()).into_boxed::<Backend>().filter(column::state.eq_any(states));
    found = match (candidate, posting) {
        (Some(candidate), _) => found.filter(column::candidate_id.assume_not_null().eq(candidate.to_owned())),
        (None, posting) => {
            found.filter(column::posting_id.assume_not_null().eq(posting.unwrap_or_default().to_owned()))
        }
    };
    found.order(column::id).load(connection)
}

/// A posting that was referred: which, in which state, since when it is accepted, until when it can be answered.
pub(crate) type ReferredRow = (Option<String>, String, Option<i64>, i64);

/// Postings that were referred to a body.
pub(crate) fn list_postings(connection: &mut Conn, body: &str) -> QueryResult<Vec<ReferredRow>> {
    let states = [ReferralState::Open.as_str(), ReferralState::Accepted.as_str()];
    table
        .filter(column::to_organization_id.eq(body))
        .filter(column::kind.eq(ReferralKind::Posting.as_str()))
        .filter(column::state.eq_any(states))
        .order(column::id)
        .select((column::posting_id, column::state, column::answered_at, column::expires_at))
        .load(connection)
}
