//! Queries on webhooks, their deliveries and attempts.

use diesel::prelude::*;
use domain::{DeliveryState, WebhookState, Word};

use super::{Conn, ROWS_A_STATEMENT};
use crate::records::{AttemptRow, ChangePlace, DeliveryRow, DeliverySieve, Part, Span, WebhookRow};
use crate::schema::{webhook_attempts, webhook_deliveries as deliveries, webhooks};
use crate::transaction::Hold;

pub(crate) fn insert(connection: &mut Conn, row: &WebhookRow, place: ChangePlace) -> QueryResult<()> {
    let place = (webhooks::place_xid.eq(place.xid), webhooks::place_seq.eq(place.seq));
    diesel::insert_into(webhooks::table).values((row, place)).execute(connection).map(|_| ())
}

pub(crate) fn update(connection: &mut Conn, row: &WebhookRow, expected: i64) -> QueryResult<bool> {
    let one = webhooks::table.filter(webhooks::id.eq(&row.id)).filter(webhooks::version.eq(expected));
    diesel::update(one).set(row).execute(connection).map(|changed| changed > 0)
}

pub(crate) fn delete(connection: &mut Conn, id: &str, expected: i64) -> QueryResult<bool> {
    let one = webhooks::table.filter(webhooks::id.eq(id)).filter(webhooks::version.eq(expected));
    diesel::delete(one).execute(connection).map(|gone| gone > 0)
}

pub(crate) fn find(connection: &mut Conn, id: &str, hold: Hold) -> QueryResult<Option<WebhookRow>> {
    first!(connection, hold, webhooks::table.find(id).select(WebhookRow::as_select()))
}

pub(crate) fn list(connection: &mut Conn, whose: &str, part: &Part) -> QueryResult<Vec<WebhookRow>> {
    let theirs =
        webhooks::table.filter(webhooks::organization_id.eq(whose)).filter(webhooks::id.gt(&part.after));
    theirs.order(webhooks::id).limit(part.rows).select(WebhookRow::as_select()).load(connection)
}

pub(crate) fn list_active(connection: &mut Conn) -> QueryResult<Vec<WebhookRow>> {
    let active = webhooks::table.filter(webhooks::state.eq(WebhookState::Active.as_str()));
    active.order(webhooks::id).select(WebhookRow::as_select()).load(connection)
}

pub(crate) fn place(connection: &mut Conn, id: &str) -> QueryResult<Option<(i64, i64)>> {
    let one = webhooks::table.find(id).select((webhooks::place_xid, webhooks::place_seq));
    one.first(connection).optional()
}

pub(crate) fn advance(connection: &mut Conn, id: &str, place: ChangePlace) -> QueryResult<()> {
    let place = (webhooks::place_xid.eq(place.xid), webhooks::place_seq.eq(place.seq));
    diesel::update(webhooks::table.find(id)).set(place).execute(connection).map(|_| ())
}

pub(crate) fn insert_deliveries(connection: &mut Conn, rows: &[DeliveryRow]) -> QueryResult<()> {
    for some in rows.chunks(ROWS_A_STATEMENT) {
        diesel::insert_into(deliveries::table).values(some).execute(connection)?;
    }
    Ok(())
}

pub(crate) fn update_delivery(connection: &mut Conn, row: &DeliveryRow) -> QueryResult<()> {
    diesel::update(deliveries::table.find(&row.id)).set(row).execute(connection).map(|_| ())
}

pub(crate) fn find_delivery(connection: &mut Conn, id: &str, hold: Hold) -> QueryResult<Option<DeliveryRow>> {
    first!(connection, hold, deliveries::table.find(id).select(DeliveryRow::as_select()))
}

pub(crate) fn list_deliveries(
    connection: &mut Conn,
    sieve: &DeliverySieve,
    part: &Part,
) -> QueryResult<Vec<DeliveryRow>> {
    let mut wanted = deliveries::table
        .filter(deliveries::webhook_id.eq(&sieve.webhook_id))
        .filter(deliveries::id.gt(&part.after))
        .into_boxed();
    if let Some(state) = sieve.state {
        wanted = wanted.filter(deliveries::state.eq(state));
    }
    wanted.order(deliveries::id).limit(part.rows).select(DeliveryRow::as_select()).load(connection)
}

pub(crate) fn list_due(
    connection: &mut Conn,
    webhook_id: &str,
    (at, rows): (i64, i64),
) -> QueryResult<Vec<DeliveryRow>> {
    let due = deliveries::table
        .filter(deliveries::webhook_id.eq(webhook_id))
        .filter(deliveries::state.eq(DeliveryState::Pending.as_str()))
        .filter(deliveries::next_attempt_at.le(at));
    let ordered = due.order((deliveries::next_attempt_at, deliveries::id)).limit(rows);
    ordered.select(DeliveryRow::as_select()).load(connection)
}

pub(crate) fn cancel_pending(connection: &mut Conn, webhook_id: &str, at: i64) -> QueryResult<usize> {
    let pending = deliveries::table
        .filter(deliveries::webhook_id.eq(webhook_id))
        .filter(deliveries::state.eq(DeliveryState::Pending.as_str()));
    let cancelled = (deliveries::state.eq(DeliveryState::Cancelled.as_str()), deliveries::updated_at.eq(at));
    diesel::update(pending).set(cancelled).execute(connection)
}

pub(crate) fn replay(connection: &mut Conn, webhook_id: &str, span: Span) -> QueryResult<usize> {
    let ended = deliveries::table
        .filter(deliveries::webhook_id.eq(webhook_id))
        .filter(deliveries::occurred_at.ge(span.from))
        .filter(deliveries::occurred_at.lt(span.until))
        .filter(deliveries::state.ne(DeliveryState::Pending.as_str()));
    let again = (
        deliveries::state.eq(DeliveryState::Pending.as_str()),
        deliveries::tries.eq(0),
        deliveries::next_attempt_at.eq(span.now),
        deliveries::updated_at.eq(span.now),
    );
    diesel::update(ended).set(again).execute(connection)
}

pub(crate) fn insert_attempt(connection: &mut Conn, row: &AttemptRow) -> QueryResult<()> {
    diesel::insert_into(webhook_attempts::table).values(row).execute(connection).map(|_| ())
}

pub(crate) fn list_attempts(
    connection: &mut Conn,
    delivery_id: &str,
    (after, rows): (i64, i64),
) -> QueryResult<Vec<AttemptRow>> {
    let theirs = webhook_attempts::table
        .filter(webhook_attempts::delivery_id.eq(delivery_id))
        .filter(webhook_attempts::number.gt(after));
    let ordered = theirs.order(webhook_attempts::number).limit(rows);
    ordered.select(AttemptRow::as_select()).load(connection)
}
