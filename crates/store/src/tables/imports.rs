//! Queries on imports, their files and what became of their rows.

use diesel::dsl::{exists, not};
use diesel::prelude::*;
use domain::{JobState, PostingStatus, RowOutcome, Word};

use super::{Backend, Conn, ROWS_A_STATEMENT};
use crate::records::{ImportRecord, ImportRowRecord, Part};
use crate::schema::imports::columns as column;
use crate::schema::imports::table;
use crate::schema::{candidates, import_files, import_rows, jobs, postings};
use crate::transaction::Hold;

pub(crate) fn insert(connection: &mut Conn, row: &ImportRecord, file: &[u8]) -> QueryResult<()> {
    diesel::insert_into(table).values(row).execute(connection)?;
    let kept = (import_files::import_id.eq(&row.id), import_files::file.eq(file));
    diesel::insert_into(import_files::table).values(kept).execute(connection).map(|_| ())
}

pub(crate) fn update(connection: &mut Conn, row: &ImportRecord) -> QueryResult<()> {
    diesel::update(table.find(&row.id)).set(row).execute(connection).map(|_| ())
}

pub(crate) fn find(connection: &mut Conn, id: &str, hold: Hold) -> QueryResult<Option<ImportRecord>> {
    first!(connection, hold, table.find(id).select(ImportRecord::as_select()))
}

pub(crate) fn find_file(connection: &mut Conn, id: &str) -> QueryResult<Option<Vec<u8>>> {
    import_files::table.find(id).select(import_files::file).first(connection).optional()
}

pub(crate) fn delete_file(connection: &mut Conn, id: &str) -> QueryResult<()> {
    diesel::delete(import_files::table.find(id)).execute(connection).map(|_| ())
}

pub(crate) fn list(
    connection: &mut Conn,
    (whose, kinds): (&str, &[&str]),
    part: &Part,
) -> QueryResult<Vec<ImportRecord>> {
    let theirs = table
        .filter(column::organization_id.eq(whose))
        .filter(column::kind.eq_any(kinds))
        .filter(column::id.gt(&part.after));
    theirs.order(column::id).limit(part.rows).select(ImportRecord::as_select()).load(connection)
}

pub(crate) fn insert_rows(connection: &mut Conn, rows: &[ImportRowRecord]) -> QueryResult<()> {
    for some in rows.chunks(ROWS_A_STATEMENT) {
        diesel::insert_into(import_rows::table).values(some).execute(connection)?;
    }
    Ok(())
}

pub(crate) fn list_rows(
    connection: &mut Conn,
    (import, outcome): &(String, Option<&'static str>),
    (after, rows): (i64, i64),
) -> QueryResult<Vec<ImportRowRecord>> {
    let mut found = import_rows::table
        .select(ImportRowRecord::as_select())
        .into_boxed::<Backend>()
        .filter(import_rows::import_id.eq(import))
        .filter(import_rows::position.gt(after));
    if let Some(outcome) = outcome {
        found = found.filter(import_rows::outcome.eq(*outcome));
    }
    found.order(import_rows::position).limit(rows).load(connection)
}

pub(crate) fn count_rows_without_key(connection: &mut Conn, import: &str) -> QueryResult<i64> {
    import_rows::table
        .filter(import_rows::import_id.eq(import))
        .filter(import_rows::outcome.eq(RowOutcome::Refused.as_str()))
        .filter(import_rows::external_id.is_null())
        .count()
        .get_result(connection)
}

/// Those who were there when the sheet came: who was registered since is none of its business.
pub(crate) fn missing_candidates(
    connection: &mut Conn,
    whose: &str,
    (import, until): (&str, i64),
) -> QueryResult<Vec<String>> {
    let named = import_rows::table
        .filter(import_rows::import_id.eq(import))
        .filter(import_rows::external_id.eq(candidates::external_id));
    candidates::table
        .filter(candidates::organization_id.eq(whose))
        .filter(candidates::created_at.le(until))
        .filter(candidates::external_id.is_not_null())
        .filter(not(exists(named)))
        .order(candidates::id)
        .select(candidates::id)
        .load(connection)
}

/// As [`missing_candidates`].
pub(crate) fn missing_postings(
    connection: &mut Conn,
    whose: &str,
    (import, until): (&str, i64),
) -> QueryResult<Vec<String>> {
    let open = PostingStatus::ALL.iter().filter(|status| status.may_become(PostingStatus::Withdrawn));
    let named = import_rows::table
        .filter(import_rows::import_id.eq(import))
        .filter(import_rows::external_id.eq(postings::external_id));
    postings::table
        .filter(postings::organization_id.eq(whose))
        .filter(postings::created_at.le(until))
        .filter(postings::status.eq_any(open.map(|status| status.as_str())))
        .filter(postings::external_id.is_not_null())
        .filter(not(exists(named)))
        .order(postings::id)
        .select(postings::id)
        .load(connection)
}

pub(crate) fn closed_records(connection: &mut Conn, import: &str) -> QueryResult<Vec<String>> {
    import_rows::table
        .filter(import_rows::import_id.eq(import))
        .filter(import_rows::outcome.eq(RowOutcome::Closed.as_str()))
        .filter(import_rows::record_id.is_not_null())
        .select(import_rows::record_id.assume_not_null())
        .load(connection)
}

pub(crate) fn forget_record(connection: &mut Conn, record: &str) -> QueryResult<()> {
    let nobody = (
        import_rows::external_id.eq(None::<String>),
        import_rows::record_id.eq(None::<String>),
        import_rows::faults.eq("[]"),
    );
    // That it was closed is all that such a row tells.
    let told = import_rows::table
        .filter(import_rows::record_id.eq(record))
        .filter(import_rows::outcome.ne(RowOutcome::Closed.as_str()));
    diesel::update(told).set(nobody).execute(connection).map(|_| ())
}

/// Those whose jobs have ended.
pub(crate) fn delete_until(connection: &mut Conn, until: i64) -> QueryResult<usize> {
    let states = JobState::ALL.iter().filter(|state| !state.is_final()).map(|state| state.as_str());
    let unfinished = jobs::table
        .filter(jobs::import_id.is_not_null())
        .filter(jobs::state.eq_any(states))
        .select(jobs::import_id.assume_not_null());
    let old = table.filter(column::created_at.le(until)).filter(column::id.ne_all(unfinished));
    diesel::delete(old).execute(connection)
}
