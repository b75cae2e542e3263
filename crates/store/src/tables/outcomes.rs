//! Queries on outcomes.

use diesel::prelude::*;

use super::{Backend, Conn};
use crate::records::{OutcomeRow, OutcomeSieve, Part};
use crate::schema::outcome_events::columns as column;
use crate::schema::outcome_events::table;
use crate::transaction::Hold;

pub(crate) fn insert(connection: &mut Conn, row: &OutcomeRow) -> QueryResult<()> {
    diesel::insert_into(table).values(row).execute(connection).map(|_| ())
}

pub(crate) fn find(connection: &mut Conn, id: &str, hold: Hold) -> QueryResult<Option<OutcomeRow>> {
    first!(connection, hold, table.find(id).select(OutcomeRow::as_select()))
}

pub(crate) fn find_by_event_id(
    connection: &mut Conn,
    (organization, event_id): (&str, &str),
    hold: Hold,
) -> QueryResult<Option<OutcomeRow>> {
    let one = table
        .filter(column::organization_id.eq(organization))
        .filter(column::event_id.eq(event_id))
        .select(OutcomeRow::as_select());
    first!(connection, hold, one)
}

pub(crate) fn list(connection: &mut Conn, sieve: &OutcomeSieve, part: &Part) -> QueryResult<Vec<OutcomeRow>> {
    let mut found = table
        .select(OutcomeRow::as_select())
        .into_boxed::<Backend>()
        .filter(column::organization_id.eq(&sieve.organization));
    if let Some(posting) = &sieve.posting {
        found = found.filter(column::posting_id.eq(posting));
    }
    if let Some(candidate) = &sieve.candidate {
        found = found.filter(column::candidate_id.eq(candidate));
    }
    if let Some(run) = &sieve.match_run {
        found = found.filter(column::match_run_id.eq(run));
    }
    if let Some(kind) = sieve.kind {
        found = found.filter(column::kind.eq(kind));
    }
    found.filter(column::id.gt(&part.after)).order(column::id).limit(part.rows).load(connection)
}
