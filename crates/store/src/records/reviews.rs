//! How applicants are read: settings, and names that were revealed.

use diesel::prelude::*;
use domain::{
    Author, CandidateId, OrganizationId, PostingId, Reveal, RevealContent, Review, ReviewContent, Timestamp,
};

use super::id_lists;
use crate::schema::{reveals, reviews};
use crate::transaction::on_backend;
use crate::vocabulary::{corrupt, instant, parsed};
use crate::{StoreError, Tx};

/// Settings as they are stored.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = reviews)]
pub(crate) struct ReviewRow {
    pub(crate) posting_id: String,
    version: i64,
    blind: bool,
    second_approver: bool,
    updated_at: i64,
}

/// A reveal as it is stored.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = reveals)]
pub(crate) struct RevealRow {
    posting_id: String,
    candidate_id: String,
    author: String,
    organization_id: String,
    reason: String,
    at: i64,
}

impl TryFrom<ReviewRow> for Review {
    type Error = StoreError;

    fn try_from(row: ReviewRow) -> Result<Self, StoreError> {
        Ok(Self {
            posting_id: parsed("reviews.posting_id", &row.posting_id, PostingId::parse)?,
            version: row.version,
            content: ReviewContent { blind: row.blind, second_approver: row.second_approver },
            updated_at: Some(instant("reviews.updated_at", row.updated_at)?),
        })
    }
}

impl TryFrom<RevealRow> for Reveal {
    type Error = StoreError;

    fn try_from(row: RevealRow) -> Result<Self, StoreError> {
        let body = OrganizationId::parse;
        Ok(Self {
            posting_id: parsed("reveals.posting_id", &row.posting_id, PostingId::parse)?,
            organization_id: parsed("reveals.organization_id", &row.organization_id, body)?,
            author: Author::parse(&row.author).ok_or_else(|| corrupt("reveals.author", &row.author))?,
            content: RevealContent {
                candidate_id: parsed("reveals.candidate_id", &row.candidate_id, CandidateId::parse)?,
                reason: row.reason,
            },
            at: instant("reveals.at", row.at)?,
        })
    }
}

fn pairs(rows: Vec<(String, String)>) -> Result<Vec<(PostingId, CandidateId)>, StoreError> {
    let pair = |(posting, candidate): (String, String)| {
        let posting = parsed("reveals.posting_id", &posting, PostingId::parse)?;
        Ok((posting, parsed("reveals.candidate_id", &candidate, CandidateId::parse)?))
    };
    rows.into_iter().map(pair).collect()
}

impl Tx<'_> {
    /// Keeps the settings of a posting; `false` when they are not there in the version before.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] when somebody else set the first ones at the same moment.
    pub fn put_review(&mut self, review: &Review, at: Timestamp) -> Result<bool, StoreError> {
        let row = ReviewRow {
            posting_id: review.posting_id.to_string(),
            version: review.version,
            blind: review.content.blind,
            second_approver: review.content.second_approver,
            updated_at: at.micros(),
        };
        if review.version == 1 {
            return on_backend!(self, reviews::insert(&row)).map(|()| true);
        }
        on_backend!(self, reviews::update(&row, review.version - 1))
    }

    /// The settings of a posting, where any were set.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_review(&mut self, posting_id: PostingId) -> Result<Option<Review>, StoreError> {
        let row = on_backend!(self, reviews::find(&posting_id.to_string(), self.hold))?;
        row.map(Review::try_from).transpose()
    }

    /// The postings whose applicants are read without names.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_blind_postings(&mut self) -> Result<Vec<PostingId>, StoreError> {
        let texts = on_backend!(self, reviews::list_blind())?;
        texts.iter().map(|text| parsed("reviews.posting_id", text, PostingId::parse)).collect()
    }

    /// To which postings that are read without names these people have applied.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_veiling_applications(
        &mut self,
        candidate_ids: &[CandidateId],
    ) -> Result<Vec<(PostingId, CandidateId)>, StoreError> {
        let mut found = Vec::new();
        for list in id_lists(candidate_ids) {
            found.extend(pairs(on_backend!(self, reviews::list_veiling(&list))?)?);
        }
        Ok(found)
    }

    /// Keeps that a name was shown to somebody.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] when it was before.
    pub fn insert_reveal(&mut self, reveal: &Reveal) -> Result<(), StoreError> {
        let row = RevealRow {
            posting_id: reveal.posting_id.to_string(),
            candidate_id: reveal.content.candidate_id.to_string(),
            author: reveal.author.to_string(),
            organization_id: reveal.organization_id.to_string(),
            reason: reveal.content.reason.clone(),
            at: reveal.at.micros(),
        };
        on_backend!(self, reviews::insert_reveal(&row))
    }

    /// The names that were shown in view of a posting, the oldest first.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_reveals(&mut self, posting_id: PostingId) -> Result<Vec<Reveal>, StoreError> {
        let rows = on_backend!(self, reviews::list_reveals(&posting_id.to_string()))?;
        rows.into_iter().map(Reveal::try_from).collect()
    }

    /// Which of these people's names were shown to somebody, and in view of which posting.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_revealed_to(
        &mut self,
        author: Author,
        candidate_ids: &[CandidateId],
    ) -> Result<Vec<(PostingId, CandidateId)>, StoreError> {
        let (author, mut found) = (author.to_string(), Vec::new());
        for list in id_lists(candidate_ids) {
            found.extend(pairs(on_backend!(self, reviews::list_revealed_to((&author, &list)))?)?);
        }
        Ok(found)
    }
}
