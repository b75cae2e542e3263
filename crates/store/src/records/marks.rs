//! Logs of marks.

use diesel::prelude::*;
use domain::{Author, CandidateId, Mark, MarkAct, MarkContent, MarkEvent, OrganizationId, PostingId, Word};

use crate::schema::mark_events;
use crate::transaction::on_backend;
use crate::vocabulary::{corrupt, instant, parsed};
use crate::{StoreError, Tx};

/// The stored word of an act that took a mark away.
const CLEARED: &str = "cleared";
/// The stored word of an act that undid another one.
const UNDONE: &str = "undone";

/// A line of a log as it is stored: a mark that was set stands for the act.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = mark_events, treat_none_as_default_value = false)]
pub(crate) struct MarkEventRow {
    posting_id: String,
    number: i64,
    candidate_id: String,
    organization_id: String,
    author: String,
    act: String,
    reason: Option<String>,
    undoes: Option<i64>,
    at: i64,
}

impl From<&MarkEvent> for MarkEventRow {
    fn from(event: &MarkEvent) -> Self {
        let (act, reason, undoes) = match &event.act {
            MarkAct::Marked(content) => (content.mark.as_str(), content.reason.clone(), None),
            MarkAct::Cleared => (CLEARED, None, None),
            MarkAct::Undone(number) => (UNDONE, None, Some(*number)),
        };
        Self {
            posting_id: event.posting_id.to_string(),
            number: event.number,
            candidate_id: event.candidate_id.to_string(),
            organization_id: event.organization_id.to_string(),
            author: event.author.to_string(),
            act: act.to_owned(),
            reason,
            undoes,
            at: event.at.micros(),
        }
    }
}

impl TryFrom<MarkEventRow> for MarkEvent {
    type Error = StoreError;

    fn try_from(row: MarkEventRow) -> Result<Self, StoreError> {
        let act = match (row.act.as_str(), row.undoes) {
            (UNDONE, Some(number)) => MarkAct::Undone(number),
            (CLEARED, None) => MarkAct::Cleared,
            (word, None) => {
                let mark = Mark::parse(word).ok_or_else(|| corrupt("mark_events.act", word))?;
                MarkAct::Marked(MarkContent { mark, reason: row.reason })
            }
            (word, Some(_)) => return Err(corrupt("mark_events.act", word)),
        };
        Ok(Self {
            posting_id: parsed("mark_events.posting_id", &row.posting_id, PostingId::parse)?,
            number: row.number,
            candidate_id: parsed("mark_events.candidate_id", &row.candidate_id, CandidateId::parse)?,
            organization_id: parsed(
                "mark_events.organization_id",
                &row.organization_id,
                OrganizationId::parse,
            )?,
            author: Author::parse(&row.author).ok_or_else(|| corrupt("mark_events.author", &row.author))?,
            act,
            at: instant("mark_events.at", row.at)?,
        })
    }
}

impl Tx<'_> {
    /// Adds a line to a posting's log of marks. Its number is the one behind [`Tx::last_mark_number`], read while the
    /// posting is held.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] when the number is taken, [`StoreError::Dangling`] when posting or person is not there.
    pub fn append_mark_event(&mut self, event: &MarkEvent) -> Result<(), StoreError> {
        let row = MarkEventRow::from(event);
        on_backend!(self, marks::insert(&row))
    }

    /// The number of the last line of a posting's log, 0 when it is empty.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn last_mark_number(&mut self, posting_id: PostingId) -> Result<i64, StoreError> {
        Ok(on_backend!(self, marks::last_number(&posting_id.to_string()))?.unwrap_or(0))
    }

    /// A posting's whole log of marks, in the order of its numbers.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_mark_events(&mut self, posting_id: PostingId) -> Result<Vec<MarkEvent>, StoreError> {
        let rows = on_backend!(self, marks::list(&posting_id.to_string()))?;
        rows.into_iter().map(MarkEvent::try_from).collect()
    }

    /// The lines of one marker in a posting's log.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_mark_events_of(
        &mut self,
        posting_id: PostingId,
        author: Author,
    ) -> Result<Vec<MarkEvent>, StoreError> {
        let (posting, author) = (posting_id.to_string(), author.to_string());
        let rows = on_backend!(self, marks::list_of((&posting, &author)))?;
        rows.into_iter().map(MarkEvent::try_from).collect()
    }
}
