//! Queries on events, their speakers and what they are about.

use diesel::expression::BoxableExpression;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::{Backend, Conn, among};
use crate::records::{EventPostingRow, EventRow, EventSieve, Part, SpeakerRow};
use crate::schema::events::columns as column;
use crate::schema::events::table;
use crate::schema::{event_postings, event_speakers, program_partners, round_area_partners, rounds};
use crate::transaction::Hold;

type Condition<'a> = Box<dyn BoxableExpression<table, Backend, SqlType = Bool> + 'a>;

pub(crate) fn insert(connection: &mut Conn, row: &EventRow) -> QueryResult<()> {
    diesel::insert_into(table).values(row).execute(connection).map(|_| ())
}

pub(crate) fn update(connection: &mut Conn, row: &EventRow, expected: i64) -> QueryResult<bool> {
    let one = table.filter(column::id.eq(&row.id)).filter(column::version.eq(expected));
    diesel::update(one).set(row).execute(connection).map(|changed| changed > 0)
}

pub(crate) fn put_parts(
    connection: &mut Conn,
    event: &str,
    speakers: &[SpeakerRow],
    postings: &[EventPostingRow],
) -> QueryResult<()> {
    diesel::delete(event_speakers::table.filter(event_speakers::event_id.eq(event))).execute(connection)?;
    diesel::delete(event_postings::table.filter(event_postings::event_id.eq(event))).execute(connection)?;
    diesel::insert_into(event_speakers::table).values(speakers).execute(connection)?;
    diesel::insert_into(event_postings::table).values(postings).execute(connection).map(|_| ())
}

pub(crate) fn delete(connection: &mut Conn, id: &str, expected: i64) -> QueryResult<bool> {
    let one = table.filter(column::id.eq(id)).filter(column::version.eq(expected));
    diesel::delete(one).execute(connection).map(|gone| gone > 0)
}

pub(crate) fn find(connection: &mut Conn, id: &str, hold: Hold) -> QueryResult<Option<EventRow>> {
    first!(connection, hold, table.find(id).select(EventRow::as_select()))
}

pub(crate) fn find_by_external_id(
    connection: &mut Conn,
    organization: &str,
    external_id: &str,
    hold: Hold,
) -> QueryResult<Option<EventRow>> {
    let one = table
        .filter(column::organization_id.eq(organization))
        .filter(column::external_id.eq(external_id))
        .select(EventRow::as_select());
    first!(connection, hold, one)
}

pub(crate) fn list_by_ids(connection: &mut Conn, ids: &[String]) -> QueryResult<Vec<EventRow>> {
    table.filter(among(column::id, ids)).order(column::id).select(EventRow::as_select()).load(connection)
}

pub(crate) fn speakers(connection: &mut Conn, ids: &[String]) -> QueryResult<Vec<SpeakerRow>> {
    let theirs = event_speakers::table.filter(among(event_speakers::event_id, ids));
    let ordered = theirs.order((event_speakers::event_id, event_speakers::position));
    ordered.select(SpeakerRow::as_select()).load(connection)
}

pub(crate) fn postings(connection: &mut Conn, ids: &[String]) -> QueryResult<Vec<EventPostingRow>> {
    let theirs = event_postings::table.filter(among(event_postings::event_id, ids));
    let ordered = theirs.order((event_postings::event_id, event_postings::position));
    ordered.select(EventPostingRow::as_select()).load(connection)
}

pub(crate) fn list(connection: &mut Conn, sieve: &EventSieve, part: &Part) -> QueryResult<Vec<EventRow>> {
    let mut query = table.select(EventRow::as_select()).into_boxed::<Backend>().filter(seen(sieve));
    if let Some(id) = &sieve.id {
        query = query.filter(column::id.eq(id));
    }
    if let Some(body) = &sieve.organization {
        query = query.filter(column::organization_id.eq(body));
    }
    if let Some(key) = &sieve.external_id {
        // Of others' events the key is not shown, so none is found by it.
        let own = column::organization_id.eq(&sieve.eyes.organization);
        query = query.filter(own.and(column::external_id.assume_not_null().eq(key)));
    }
    if let Some(kind) = sieve.kind {
        query = query.filter(column::kind.eq(kind));
    }
    if let Some(program) = &sieve.program {
        query = query.filter(column::program_id.assume_not_null().eq(program));
    }
    if let Some(round) = &sieve.round {
        query = query.filter(column::round_id.assume_not_null().eq(round));
    }
    if let Some(cohort) = &sieve.cohort {
        query = query.filter(column::cohort_id.assume_not_null().eq(cohort));
    }
    if let Some(posting) = &sieve.posting {
        let about = event_postings::table
            .filter(event_postings::posting_id.eq(posting))
            .select(event_postings::event_id);
        query = query.filter(column::id.eq_any(about));
    }
    if let Some(from) = sieve.from {
        query = query.filter(column::starts_at.ge(from));
    }
    if let Some(until) = sieve.until {
        query = query.filter(column::starts_at.le(until));
    }
    query.filter(column::id.gt(&part.after)).order(column::id).limit(part.rows).load(connection)
}

/// The own ones and those for everybody; of those for members, where the viewer takes part or has an agreement.
fn seen(sieve: &EventSieve) -> Condition<'_> {
    let body = &sieve.eyes.organization;
    let invited = || {
        program_partners::table
            .filter(program_partners::organization_id.eq(body))
            .select(program_partners::program_id)
    };
    let working = round_area_partners::table
        .filter(round_area_partners::organization_id.eq(body))
        .select(round_area_partners::round_id);
    let rounds_invited = rounds::table.filter(rounds::program_id.eq_any(invited())).select(rounds::id);
    let own = column::organization_id.eq(body);
    let open = column::audience.eq(sieve.everyone);
    let agreed = column::organization_id.eq_any(&sieve.eyes.agreed);
    let of_program = column::program_id.assume_not_null().eq_any(invited());
    let of_round = column::round_id.assume_not_null().eq_any(working);
    let of_round_invited = column::round_id.assume_not_null().eq_any(rounds_invited);
    // A blank column is no match: its comparison must not make the others unknown, and `or` does not let it.
    Box::new(own.or(open).or(agreed).or(of_program).or(of_round).or(of_round_invited))
}
