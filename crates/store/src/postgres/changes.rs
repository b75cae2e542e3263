//! The outbox in the order of commits, as far as it is settled: a line is shown once every transaction that began
//! before it was written has ended, so no slower one can slip in before it afterwards.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::Conn;
use crate::records::{ChangePlace, FollowedRow};

/// An organization's settled lines behind a place, at most so many.
pub(crate) fn after(
    connection: &mut Conn,
    whose: &str,
    place: ChangePlace,
    rows: i64,
) -> QueryResult<Vec<FollowedRow>> {
    diesel::sql_query(
        "SELECT xid::text::bigint AS xid, seq, resource, resource_id, version, kind, at FROM changes \
         WHERE organization_id = $1 AND (xid, seq) > ($2::text::xid8, $3) \
         AND xid < pg_snapshot_xmin(pg_current_snapshot()) ORDER BY xid, seq LIMIT $4",
    )
    .bind::<Text, _>(whose)
    .bind::<Text, _>(place.xid.to_string())
    .bind::<BigInt, _>(place.seq)
    .bind::<BigInt, _>(rows)
    .load(connection)
}

/// The place behind which every later commit will stand.
pub(crate) fn watermark(connection: &mut Conn) -> QueryResult<ChangePlace> {
    diesel::sql_query(
        "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1 AS xid, 9223372036854775807 AS seq",
    )
    .get_result(connection)
}
