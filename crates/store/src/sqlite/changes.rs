//! The outbox in the order of commits: there is one writer at a time, so its numbers are in that order.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::Conn;
use crate::records::{ChangePlace, FollowedRow};

/// An organization's lines behind a place, at most so many.
pub(crate) fn after(
    connection: &mut Conn,
    whose: &str,
    place: ChangePlace,
    rows: i64,
) -> QueryResult<Vec<FollowedRow>> {
    diesel::sql_query(
        "SELECT 0 AS xid, seq, resource, resource_id, version, kind, at FROM changes \
         WHERE organization_id = ? AND seq > ? ORDER BY seq LIMIT ?",
    )
    .bind::<Text, _>(whose)
    .bind::<BigInt, _>(place.seq)
    .bind::<BigInt, _>(rows)
    .load(connection)
}

/// The place behind which every later commit will stand.
pub(crate) fn watermark(connection: &mut Conn) -> QueryResult<ChangePlace> {
    diesel::sql_query("SELECT 0 AS xid, coalesce(max(seq), 0) AS seq FROM changes").get_result(connection)
}
