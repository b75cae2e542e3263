//! Queries on second looks.

use diesel::prelude::*;

use super::Conn;
use crate::records::{Part, PickRow, SecondLookRow};
use crate::schema::{second_look_picks as picks, second_looks as looks};
use crate::transaction::Hold;

pub(crate) fn insert(connection: &mut Conn, row: &SecondLookRow, drawn: &[PickRow]) -> QueryResult<()> {
    diesel::insert_into(looks::table).values(row).execute(connection)?;
    diesel::insert_into(picks::table).values(drawn).execute(connection).map(|_| ())
}

pub(crate) fn find(connection: &mut Conn, id: &str, hold: Hold) -> QueryResult<Option<SecondLookRow>> {
    first!(connection, hold, looks::table.find(id).select(SecondLookRow::as_select()))
}

pub(crate) fn list(connection: &mut Conn, posting: &str, part: &Part) -> QueryResult<Vec<SecondLookRow>> {
    let of = looks::table.filter(looks::posting_id.eq(posting)).filter(looks::id.gt(&part.after));
    of.order(looks::id).limit(part.rows).select(SecondLookRow::as_select()).load(connection)
}

pub(crate) fn list_picks(connection: &mut Conn, look: &str) -> QueryResult<Vec<PickRow>> {
    let of = picks::table.filter(picks::second_look_id.eq(look)).order(picks::position);
    of.select(PickRow::as_select()).load(connection)
}

pub(crate) fn update_pick(connection: &mut Conn, row: &PickRow) -> QueryResult<bool> {
    let one = picks::table
        .filter(picks::second_look_id.eq(&row.second_look_id))
        .filter(picks::position.eq(row.position));
    diesel::update(one).set(row).execute(connection).map(|changed| changed > 0)
}
