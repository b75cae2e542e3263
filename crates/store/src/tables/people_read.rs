//! Queries on those lines of the audit log that tell whose data was shown.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::{Backend, Conn, among};
use crate::records::{AuditEventRow, Part, ReadingSieve};
use crate::schema::audit_events::columns as column;
use crate::schema::audit_events::table;

/// Written out, so that the partial index serves.
const OF_PEOPLE: &str =
    "action IN ('candidate.read', 'candidate.profile_disclosed', 'candidate.identity_disclosed')";

type Lines<'a> = diesel::dsl::IntoBoxed<'a, table, Backend>;

fn meant(sieve: &ReadingSieve) -> Lines<'_> {
    let began = column::at.ge(sieve.from);
    let speaks = column::at.gt(sieve.from_of_spans).and(column::detail.like("%\"until\"%"));
    let lines = table
        .into_boxed::<Backend>()
        .filter(column::organization_id.eq(&sieve.organization))
        .filter(sql::<Bool>(OF_PEOPLE))
        .filter(column::at.lt(sieve.until))
        .filter(began.or(speaks));
    match (&sieve.api_key, &sieve.user) {
        (Some(key), _) => lines.filter(column::api_key_id.eq(key)),
        (None, Some(user)) => lines.filter(column::user_id.eq(user)),
        (None, None) => lines,
    }
}

pub(crate) fn ids(connection: &mut Conn, sieve: &ReadingSieve, part: &Part) -> QueryResult<Vec<String>> {
    let found = meant(sieve).filter(column::resource_id.gt(&part.after));
    found.select(column::resource_id).distinct().order(column::resource_id).limit(part.rows).load(connection)
}

pub(crate) fn lines(
    connection: &mut Conn,
    sieve: &ReadingSieve,
    ids: &[String],
) -> QueryResult<Vec<AuditEventRow>> {
    let found = meant(sieve).filter(among(column::resource_id, ids));
    found.select(AuditEventRow::as_select()).load(connection)
}
