//! Queries on notes, their mentions and wordings.

use diesel::dsl::exists;
use diesel::prelude::*;

use super::{Backend, Conn, ROWS_A_STATEMENT};
use crate::records::{MentionRow, NoteRow, NoteSieve, NoteVersionRow, Part};
use crate::schema::notes::columns as column;
use crate::schema::notes::table;
use crate::schema::{note_mentions, note_versions, posting_terms, postings};
use crate::transaction::Hold;

pub(crate) fn insert(connection: &mut Conn, row: &NoteRow) -> QueryResult<()> {
    diesel::insert_into(table).values(row).execute(connection).map(|_| ())
}

pub(crate) fn update(connection: &mut Conn, row: &NoteRow, expected: i64) -> QueryResult<bool> {
    let one = table.filter(column::id.eq(&row.id)).filter(column::version.eq(expected));
    diesel::update(one).set(row).execute(connection).map(|changed| changed > 0)
}

pub(crate) fn find(connection: &mut Conn, id: &str, hold: Hold) -> QueryResult<Option<NoteRow>> {
    first!(connection, hold, table.find(id).select(NoteRow::as_select()))
}

pub(crate) fn replace_mentions(connection: &mut Conn, note: &str, rows: &[MentionRow]) -> QueryResult<()> {
    diesel::delete(note_mentions::table.filter(note_mentions::note_id.eq(note))).execute(connection)?;
    for some in rows.chunks(ROWS_A_STATEMENT) {
        diesel::insert_into(note_mentions::table).values(some).execute(connection)?;
    }
    Ok(())
}

pub(crate) fn insert_version(connection: &mut Conn, row: &NoteVersionRow) -> QueryResult<()> {
    diesel::insert_into(note_versions::table).values(row).execute(connection).map(|_| ())
}

pub(crate) fn list_versions(connection: &mut Conn, note: &str) -> QueryResult<Vec<NoteVersionRow>> {
    let all = note_versions::table.filter(note_versions::note_id.eq(note)).order(note_versions::version);
    all.select(NoteVersionRow::as_select()).load(connection)
}

pub(crate) fn list(connection: &mut Conn, sieve: &NoteSieve, part: &Part) -> QueryResult<Vec<NoteRow>> {
    let whole = table.inner_join(postings::table.inner_join(posting_terms::table));
    let mut seen = whole
        .select(NoteRow::as_select())
        .into_boxed::<Backend>()
        .filter(postings::organization_id.eq(&sieve.eyes.organization));
    if !sieve.eyes.referred.is_empty() {
        seen = seen.or_filter(column::posting_id.eq_any(&sieve.eyes.referred));
    }
    for covered in &sieve.eyes.coordinated {
        for beginning in &covered.beginnings {
            let theirs = postings::organization_id.eq(&covered.organization);
            seen = seen.or_filter(theirs.and(posting_terms::municipality.like(beginning)));
        }
    }
    if let Some(posting) = &sieve.posting {
        seen = seen.filter(column::posting_id.eq(posting));
    }
    if let Some(candidate) = &sieve.candidate {
        seen = seen.filter(column::candidate_id.eq(candidate));
    }
    if let Some(user) = &sieve.mentioned {
        let mention = note_mentions::table
            .filter(note_mentions::note_id.eq(column::id))
            .filter(note_mentions::user_id.eq(user));
        seen = seen.filter(exists(mention));
    }
    seen.filter(column::id.gt(&part.after)).order(column::id).limit(part.rows).load(connection)
}
