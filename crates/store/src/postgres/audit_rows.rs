//! The audit log column by column as bytes, whatever stands there: for those who look whether it was changed from outside.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary};

use super::Conn;
use crate::audit_chain::{RawChain, RawHead, RawLine};

/// The organizations that any line or head names.
pub(crate) fn chains(connection: &mut Conn) -> QueryResult<Vec<RawChain>> {
    let both = "SELECT convert_to(organization_id, 'UTF8') AS organization_id FROM \
        (SELECT organization_id FROM audit_events UNION SELECT organization_id FROM audit_heads) AS named \
        ORDER BY 1";
    diesel::sql_query(both).load(connection)
}

/// The lines of a chain behind a number, at most so many.
pub(crate) fn after(connection: &mut Conn, whose: &[u8], seq: i64, rows: i64) -> QueryResult<Vec<RawLine>> {
    let lines = "SELECT e.seq AS place, convert_to(organization_id, 'UTF8') AS organization_id, \
        convert_to(seq::text, 'UTF8') AS seq, previous_hash, hash, convert_to(id, 'UTF8') AS id, \
        convert_to(api_key_id, 'UTF8') AS api_key_id, convert_to(user_id, 'UTF8') AS user_id, \
        convert_to(request_id, 'UTF8') AS request_id, convert_to(action, 'UTF8') AS action, \
        convert_to(resource, 'UTF8') AS resource, convert_to(resource_id, 'UTF8') AS resource_id, \
        convert_to(subject_organization_id, 'UTF8') AS subject_organization_id, \
        convert_to(detail, 'UTF8') AS detail, convert_to(at::text, 'UTF8') AS at \
        FROM audit_events e WHERE e.organization_id = convert_from($1, 'UTF8') AND (e.seq > $2 OR e.seq < 1) \
        ORDER BY e.seq LIMIT $3";
    diesel::sql_query(lines)
        .bind::<Binary, _>(whose)
        .bind::<BigInt, _>(seq)
        .bind::<BigInt, _>(rows)
        .load(connection)
}

/// Where a chain is noted to end.
pub(crate) fn head(connection: &mut Conn, whose: &[u8]) -> QueryResult<Option<RawHead>> {
    let head = "SELECT seq, hash FROM audit_heads WHERE organization_id = convert_from($1, 'UTF8')";
    diesel::sql_query(head).bind::<Binary, _>(whose).get_result(connection).optional()
}

/// The highest number that a line of a chain can have: where it ends, or is noted to end.
pub(crate) fn most(connection: &mut Conn, whose: &[u8]) -> QueryResult<i64> {
    let most = "SELECT greatest(coalesce((SELECT seq FROM audit_heads WHERE organization_id = convert_from($1, 'UTF8')), 0), \
        (SELECT count(*) FROM audit_events WHERE organization_id = convert_from($1, 'UTF8'))) AS seq, \
        NULL::bytea AS hash";
    let found: RawHead = diesel::sql_query(most).bind::<Binary, _>(whose).get_result(connection)?;
    Ok(found.number())
}
