//! Columns that the program makes of others, made for rows that an older program wrote.

use domain::{Candidate, Posting};

use super::{CandidateRow, IDS_A_QUERY, PostingRow};
use crate::transaction::on_backend;
use crate::{Store, StoreError, Tx};

impl Store {
    /// Makes what is looked in for every person and posting that has none yet, some at a time.
    ///
    /// # Errors
    /// Only those of the database.
    pub(crate) fn fold_what_is_not(&self) -> Result<(), StoreError> {
        while self.write(|tx| tx.fold_some_candidates())? == IDS_A_QUERY {}
        while self.write(|tx| tx.fold_some_postings())? == IDS_A_QUERY {}
        Ok(())
    }
}

impl Tx<'_> {
    /// How many there were.
    fn fold_some_candidates(&mut self) -> Result<usize, StoreError> {
        let rows: Vec<CandidateRow> = on_backend!(self, candidates::list_not_folded(IDS_A_QUERY as i64))?;
        let people: Vec<Candidate> = self.whole_candidates(rows)?;
        for person in &people {
            let text = person.content.search_text();
            on_backend!(self, candidates::fold(&person.id.to_string(), &text))?;
        }
        Ok(people.len())
    }

    /// How many there were.
    fn fold_some_postings(&mut self) -> Result<usize, StoreError> {
        let rows = on_backend!(self, postings::list_not_folded(IDS_A_QUERY as i64))?;
        let postings: Vec<Posting> = self.whole_postings(rows)?;
        for posting in &postings {
            // Writes the same again, and what was missing.
            let row = PostingRow::from(posting);
            on_backend!(self, postings::update(&row, posting.version))?;
        }
        Ok(postings.len())
    }
}
