//! The steps of readiness.

use diesel::prelude::*;
use domain::{CandidateId, Page, PageRequest, ReadinessChange, ReadinessChangeId};

use super::{Part, page};
use crate::schema::readiness_changes;
use crate::transaction::on_backend;
use crate::vocabulary::{author, instant, parsed, word_if};
use crate::{StoreError, Tx};

/// A step as it is stored.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = readiness_changes, treat_none_as_default_value = false)]
pub(crate) struct ReadinessRow {
    id: String,
    candidate_id: String,
    from_stage: Option<String>,
    to_stage: Option<String>,
    reason: Option<String>,
    user_id: Option<String>,
    api_key_id: Option<String>,
    at: i64,
}

impl From<&ReadinessChange> for ReadinessRow {
    fn from(change: &ReadinessChange) -> Self {
        Self {
            id: change.id.to_string(),
            candidate_id: change.candidate_id.to_string(),
            from_stage: change.from.map(|word| word.to_string()),
            to_stage: change.to.map(|word| word.to_string()),
            reason: change.reason.clone(),
            user_id: change.author.user_id().map(|id| id.to_string()),
            api_key_id: change.author.api_key_id().map(|id| id.to_string()),
            at: change.at.micros(),
        }
    }
}

impl TryFrom<ReadinessRow> for ReadinessChange {
    type Error = StoreError;

    fn try_from(row: ReadinessRow) -> Result<Self, StoreError> {
        let (user, key) = (row.user_id.as_deref(), row.api_key_id.as_deref());
        Ok(Self {
            id: parsed("readiness_changes.id", &row.id, ReadinessChangeId::parse)?,
            candidate_id: parsed("readiness_changes.candidate_id", &row.candidate_id, CandidateId::parse)?,
            from: word_if("readiness_changes.from_stage", row.from_stage.as_deref())?,
            to: word_if("readiness_changes.to_stage", row.to_stage.as_deref())?,
            reason: row.reason,
            author: author(("readiness_changes.user_id", "readiness_changes.api_key_id"), user, key)?,
            at: instant("readiness_changes.at", row.at)?,
        })
    }
}

impl Tx<'_> {
    /// Keeps steps that were made.
    ///
    /// # Errors
    /// [`StoreError::Dangling`] when a person is not there.
    pub fn insert_readiness_changes(&mut self, changes: &[ReadinessChange]) -> Result<(), StoreError> {
        let rows: Vec<ReadinessRow> = changes.iter().map(ReadinessRow::from).collect();
        on_backend!(self, readiness::insert(&rows))
    }

    /// The steps of a person, the oldest first.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_readiness_changes(
        &mut self,
        candidate_id: CandidateId,
        request: &PageRequest<ReadinessChangeId>,
    ) -> Result<Page<ReadinessChange>, StoreError> {
        let whose = candidate_id.to_string();
        let rows = on_backend!(self, readiness::list(&whose, &Part::of(request)))?;
        page(rows, request, ReadinessChange::try_from)
    }
}
