//! The audit log column by column as bytes, whatever stands there: for those who look whether it was changed from outside.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary};

use super::Conn;
use crate::audit_chain::{RawChain, RawHead, RawLine};

/// The organizations that any line or head names.
pub(crate) fn chains(connection: &mut Conn) -> QueryResult<Vec<RawChain>> {
    let both = "SELECT CAST(organization_id AS BLOB) AS organization_id FROM audit_events \
                UNION SELECT CAST(organization_id AS BLOB) FROM audit_heads ORDER BY 1";
    diesel::sql_query(both).load(connection)
}

/// The lines of a chain behind a number, at most so many.
pub(crate) fn after(connection: &mut Conn, whose: &[u8], seq: i64, rows: i64) -> QueryResult<Vec<RawLine>> {
    let lines = "SELECT e.seq AS place, CAST(organization_id AS BLOB) AS organization_id, \
        CAST(CAST(seq AS TEXT) AS BLOB) AS seq, CAST(previous_hash AS BLOB) AS previous_hash, \
        CAST(hash AS BLOB) AS hash, CAST(id AS BLOB) AS id, CAST(api_key_id AS BLOB) AS api_key_id, \
        CAST(user_id AS BLOB) AS user_id, CAST(request_id AS BLOB) AS request_id, \
        CAST(action AS BLOB) AS action, CAST(resource AS BLOB) AS resource, \
        CAST(resource_id AS BLOB) AS resource_id, \
        CAST(subject_organization_id AS BLOB) AS subject_organization_id, CAST(detail AS BLOB) AS detail, \
        CAST(CAST(at AS TEXT) AS BLOB) AS at \
        FROM audit_events e WHERE e.organization_id = CAST(? AS TEXT) AND (e.seq > ? OR e.seq < 1) \
        ORDER BY e.seq LIMIT ?";
    diesel::sql_query(lines)
        .bind::<Binary, _>(whose)
        .bind::<BigInt, _>(seq)
        .bind::<BigInt, _>(rows)
        .load(connection)
}

/// Where a chain is noted to end.
pub(crate) fn head(connection: &mut Conn, whose: &[u8]) -> QueryResult<Option<RawHead>> {
    let head =
        "SELECT seq, CAST(hash AS BLOB) AS hash FROM audit_heads WHERE organization_id = CAST(? AS TEXT)";
    diesel::sql_query(head).bind::<Binary, _>(whose).get_result(connection).optional()
}

/// The highest number that a line of a chain can have: where it ends, or is noted to end.
pub(crate) fn most(connection: &mut Conn, whose: &[u8]) -> QueryResult<i64> {
    let most = "SELECT max(coalesce((SELECT seq FROM audit_heads WHERE organization_id = CAST(? AS TEXT)), 0), \
        (SELECT count(*) FROM audit_events WHERE organization_id = CAST(? AS TEXT))) AS seq, NULL AS hash";
    let found: RawHead =
        diesel::sql_query(most).bind::<Binary, _>(whose).bind::<Binary, _>(whose).get_result(connection)?;
    Ok(found.number())
}
