//! Queries on notices, their batches and templates.

use diesel::dsl::max;
use diesel::prelude::*;
use domain::{NoticeState, Word};

use super::{Backend, Conn, ROWS_A_STATEMENT};
use crate::records::{BatchRow, BatchSieve, NoticeRow, Part, TemplateRow};
use crate::schema::{notice_batches as batches, notice_templates as templates, notices};
use crate::schema::{posting_terms, postings};
use crate::transaction::Hold;

pub(crate) fn insert_template(connection: &mut Conn, row: &TemplateRow) -> QueryResult<()> {
    diesel::insert_into(templates::table).values(row).execute(connection).map(|_| ())
}

pub(crate) fn update_template(connection: &mut Conn, row: &TemplateRow, expected: i64) -> QueryResult<bool> {
    let one = templates::table.filter(templates::id.eq(&row.id)).filter(templates::version.eq(expected));
    diesel::update(one).set(row).execute(connection).map(|changed| changed > 0)
}

pub(crate) fn delete_template(connection: &mut Conn, id: &str, expected: i64) -> QueryResult<bool> {
    let one = templates::table.filter(templates::id.eq(id)).filter(templates::version.eq(expected));
    diesel::delete(one).execute(connection).map(|gone| gone > 0)
}

pub(crate) fn list_templates(connection: &mut Conn, whose: &str) -> QueryResult<Vec<TemplateRow>> {
    let theirs = templates::table.filter(templates::organization_id.eq(whose)).order(templates::id);
    theirs.select(TemplateRow::as_select()).load(connection)
}

pub(crate) fn insert_batch(connection: &mut Conn, row: &BatchRow, letters: &[NoticeRow]) -> QueryResult<()> {
    diesel::insert_into(batches::table).values(row).execute(connection)?;
    insert(connection, letters)
}

pub(crate) fn insert(connection: &mut Conn, letters: &[NoticeRow]) -> QueryResult<()> {
    for some in letters.chunks(ROWS_A_STATEMENT) {
        diesel::insert_into(notices::table).values(some).execute(connection)?;
    }
    Ok(())
}

pub(crate) fn find_batch(connection: &mut Conn, id: &str, hold: Hold) -> QueryResult<Option<BatchRow>> {
    first!(connection, hold, batches::table.find(id).select(BatchRow::as_select()))
}

pub(crate) fn find_batch_of(connection: &mut Conn, decision: &str) -> QueryResult<Option<BatchRow>> {
    let one = batches::table.filter(batches::decision_id.eq(decision));
    one.select(BatchRow::as_select()).first(connection).optional()
}

pub(crate) fn last_sent(connection: &mut Conn, posting: &str) -> QueryResult<Option<i64>> {
    let of = batches::table.filter(batches::posting_id.eq(posting));
    of.select(max(batches::created_at)).first(connection)
}

pub(crate) fn list_batches(
    connection: &mut Conn,
    sieve: &BatchSieve,
    part: &Part,
) -> QueryResult<Vec<BatchRow>> {
    let whole = batches::table.inner_join(postings::table.inner_join(posting_terms::table));
    let mut seen = whole
        .select(BatchRow::as_select())
        .into_boxed::<Backend>()
        .filter(postings::organization_id.eq(&sieve.eyes.organization));
    if !sieve.eyes.referred.is_empty() {
        seen = seen.or_filter(batches::posting_id.eq_any(&sieve.eyes.referred));
    }
    for covered in &sieve.eyes.coordinated {
        for beginning in &covered.beginnings {
            let theirs = postings::organization_id.eq(&covered.organization);
            seen = seen.or_filter(theirs.and(posting_terms::municipality.like(beginning)));
        }
    }
    if let Some(posting) = &sieve.posting {
        seen = seen.filter(batches::posting_id.eq(posting));
    }
    seen.filter(batches::id.gt(&part.after)).order(batches::id).limit(part.rows).load(connection)
}

pub(crate) fn find(connection: &mut Conn, id: &str, hold: Hold) -> QueryResult<Option<NoticeRow>> {
    first!(connection, hold, notices::table.find(id).select(NoticeRow::as_select()))
}

pub(crate) fn list(
    connection: &mut Conn,
    batch: &str,
    (after, rows): (i64, i64),
) -> QueryResult<Vec<NoticeRow>> {
    let of = notices::table.filter(notices::batch_id.eq(batch)).filter(notices::number.gt(after));
    of.order(notices::number).limit(rows).select(NoticeRow::as_select()).load(connection)
}

pub(crate) fn last_number(connection: &mut Conn, batch: &str) -> QueryResult<Option<i64>> {
    notices::table.filter(notices::batch_id.eq(batch)).select(max(notices::number)).first(connection)
}

pub(crate) fn list_due(connection: &mut Conn, by: i64, rows: i64) -> QueryResult<Vec<NoticeRow>> {
    let due = notices::table
        .filter(notices::state.eq(NoticeState::Queued.as_str()))
        .filter(notices::next_attempt_at.le(by));
    let order = (notices::next_attempt_at, notices::id);
    due.order(order).limit(rows).select(NoticeRow::as_select()).load(connection)
}

pub(crate) fn update_delivery(connection: &mut Conn, row: &NoticeRow) -> QueryResult<bool> {
    let values = (
        notices::state.eq(&row.state),
        notices::attempts.eq(row.attempts),
        notices::next_attempt_at.eq(row.next_attempt_at),
        notices::message_id.eq(&row.message_id),
        notices::failure.eq(&row.failure),
        notices::updated_at.eq(row.updated_at),
    );
    diesel::update(notices::table.find(&row.id)).set(values).execute(connection).map(|changed| changed > 0)
}
