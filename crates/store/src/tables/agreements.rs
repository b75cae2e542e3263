//! Queries on agreements.

use diesel::prelude::*;
use domain::{AgreementKind, Word};

use super::Conn;
use crate::records::{AgreementRow, Part};
use crate::schema::agreements::columns as column;
use crate::schema::agreements::table;
use crate::transaction::Hold;

pub(crate) fn insert(connection: &mut Conn, row: &AgreementRow) -> QueryResult<()> {
    diesel::insert_into(table).values(row).execute(connection).map(|_| ())
}

pub(crate) fn update(connection: &mut Conn, row: &AgreementRow, expected: i64) -> QueryResult<bool> {
    let one = table.filter(column::id.eq(&row.id)).filter(column::version.eq(expected));
    diesel::update(one).set(row).execute(connection).map(|changed| changed > 0)
}

pub(crate) fn find(connection: &mut Conn, id: &str, hold: Hold) -> QueryResult<Option<AgreementRow>> {
    first!(connection, hold, table.find(id).select(AgreementRow::as_select()))
}

pub(crate) fn list(connection: &mut Conn, body: &str, part: &Part) -> QueryResult<Vec<AgreementRow>> {
    let theirs = table
        .filter(column::coordinator_id.eq(body).or(column::organization_id.eq(body)))
        .filter(column::id.gt(&part.after));
    theirs.order(column::id).limit(part.rows).select(AgreementRow::as_select()).load(connection)
}

pub(crate) fn list_coordinated(connection: &mut Conn, coordinator: &str) -> QueryResult<Vec<AgreementRow>> {
    let theirs = table
        .filter(column::coordinator_id.eq(coordinator))
        .filter(column::kind.eq(AgreementKind::Coordination.as_str()));
    theirs.order(column::id).select(AgreementRow::as_select()).load(connection)
}
