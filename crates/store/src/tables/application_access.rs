//! Queries on the keys of people's own pages.

use diesel::prelude::*;

use super::Conn;
use crate::records::AccessRow;
use crate::schema::application_access::columns as column;
use crate::schema::application_access::table;

pub(crate) fn insert(connection: &mut Conn, row: &AccessRow) -> QueryResult<()> {
    diesel::insert_into(table).values(row).execute(connection).map(|_| ())
}

pub(crate) fn find_by_hash(connection: &mut Conn, hash: &str) -> QueryResult<Option<AccessRow>> {
    table.filter(column::hash.eq(hash)).select(AccessRow::as_select()).first(connection).optional()
}

pub(crate) fn revoke_all(connection: &mut Conn, application: &str, at: i64) -> QueryResult<usize> {
    let open = table
        .filter(column::application_id.eq(application))
        .filter(column::revoked_at.is_null())
        .filter(column::expires_at.gt(at));
    diesel::update(open).set(column::revoked_at.eq(at)).execute(connection)
}
