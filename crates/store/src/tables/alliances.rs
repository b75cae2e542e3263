//! Queries on alliances and their members.

use diesel::prelude::*;
use domain::{MembershipState, Word};

use super::Conn;
use crate::records::{AgreementRow, AllianceMemberRow, AllianceRow, Part};
use crate::schema::alliance_members::columns as member;
use crate::schema::alliances::columns as column;
use crate::schema::alliances::table;
use crate::schema::{agreements, alliance_members};
use crate::transaction::Hold;

pub(crate) fn insert(connection: &mut Conn, row: &AllianceRow) -> QueryResult<()> {
    diesel::insert_into(table).values(row).execute(connection).map(|_| ())
}

pub(crate) fn update(connection: &mut Conn, row: &AllianceRow, expected: i64) -> QueryResult<bool> {
    let one = table.filter(column::id.eq(&row.id)).filter(column::version.eq(expected));
    diesel::update(one).set(row).execute(connection).map(|changed| changed > 0)
}

pub(crate) fn replace_members(
    connection: &mut Conn,
    alliance: &str,
    rows: &[AllianceMemberRow],
) -> QueryResult<()> {
    let theirs = alliance_members::table.filter(member::alliance_id.eq(alliance));
    diesel::delete(theirs).execute(connection)?;
    diesel::insert_into(alliance_members::table).values(rows).execute(connection).map(|_| ())
}

pub(crate) fn find(connection: &mut Conn, id: &str, hold: Hold) -> QueryResult<Option<AllianceRow>> {
    first!(connection, hold, table.find(id).select(AllianceRow::as_select()))
}

pub(crate) fn list(connection: &mut Conn, body: &str, part: &Part) -> QueryResult<Vec<AllianceRow>> {
    let open_to = alliance_members::table
        .filter(member::organization_id.eq(body))
        .filter(member::state.ne(MembershipState::Left.as_str()))
        .select(member::alliance_id);
    let after = table.filter(column::id.eq_any(open_to)).filter(column::id.gt(&part.after));
    after.order(column::id).limit(part.rows).select(AllianceRow::as_select()).load(connection)
}

pub(crate) fn list_members(
    connection: &mut Conn,
    alliances: &[String],
) -> QueryResult<Vec<AllianceMemberRow>> {
    let theirs = alliance_members::table.filter(member::alliance_id.eq_any(alliances));
    theirs
        .order((member::alliance_id, member::position))
        .select(AllianceMemberRow::as_select())
        .load(connection)
}

/// Bodies that are in an alliance with this one, in the order of their ids; this one is among them.
pub(crate) fn list_fellows(connection: &mut Conn, body: &str) -> QueryResult<Vec<String>> {
    let is_in = member::state.eq(MembershipState::Member.as_str());
    let ours = alliance_members::table.filter(member::organization_id.eq(body)).filter(is_in);
    let ids: Vec<String> = ours.select(member::alliance_id).load(connection)?;
    let theirs = alliance_members::table.filter(member::alliance_id.eq_any(ids)).filter(is_in);
    theirs.order(member::organization_id).select(member::organization_id).distinct().load(connection)
}

/// Agreements of a body on either side that have not been ended.
pub(crate) fn list_standing_agreements(connection: &mut Conn, body: &str) -> QueryResult<Vec<AgreementRow>> {
    let theirs = agreements::table
        .filter(agreements::coordinator_id.eq(body).or(agreements::organization_id.eq(body)))
        .filter(agreements::ended_at.is_null());
    theirs.order(agreements::id).select(AgreementRow::as_select()).load(connection)
}
