//! What creations answered, kept for those who repeat them.

use diesel::prelude::*;
use domain::{CandidateId, OrganizationId, Timestamp};

use crate::schema::idempotency_keys;
use crate::transaction::on_backend;
use crate::vocabulary::{instant, number, parsed, parsed_if};
use crate::{StoreError, Tx};

/// The answer to a creation, under the key that the caller gave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptAnswer {
    /// Whose key.
    pub organization_id: OrganizationId,
    /// As the caller wrote it.
    pub key: String,
    /// Of the request that it was given for.
    pub fingerprint: String,
    /// The person it tells of, if any: it goes with them.
    pub candidate_id: Option<CandidateId>,
    /// HTTP status.
    pub status: u16,
    /// `Location`.
    pub location: Option<String>,
    /// `ETag`.
    pub etag: Option<String>,
    /// JSON.
    pub body: String,
    /// Answered at.
    pub created_at: Timestamp,
}

/// A kept answer as it is stored.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = idempotency_keys, treat_none_as_default_value = false)]
pub(crate) struct KeptAnswerRow {
    organization_id: String,
    key: String,
    fingerprint: String,
    candidate_id: Option<String>,
    status: i32,
    location: Option<String>,
    etag: Option<String>,
    body: String,
    created_at: i64,
}

impl From<&KeptAnswer> for KeptAnswerRow {
    fn from(kept: &KeptAnswer) -> Self {
        Self {
            organization_id: kept.organization_id.to_string(),
            key: kept.key.clone(),
            fingerprint: kept.fingerprint.clone(),
            candidate_id: kept.candidate_id.map(|id| id.to_string()),
            status: kept.status.into(),
            location: kept.location.clone(),
            etag: kept.etag.clone(),
            body: kept.body.clone(),
            created_at: kept.created_at.micros(),
        }
    }
}

impl TryFrom<KeptAnswerRow> for KeptAnswer {
    type Error = StoreError;

    fn try_from(row: KeptAnswerRow) -> Result<Self, StoreError> {
        let organization = "idempotency_keys.organization_id";
        Ok(Self {
            organization_id: parsed(organization, &row.organization_id, OrganizationId::parse)?,
            key: row.key,
            fingerprint: row.fingerprint,
            candidate_id: parsed_if(
                "idempotency_keys.candidate_id",
                row.candidate_id.as_deref(),
                CandidateId::parse,
            )?,
            status: number("idempotency_keys.status", row.status)?,
            location: row.location,
            etag: row.etag,
            body: row.body,
            created_at: instant("idempotency_keys.created_at", row.created_at)?,
        })
    }
}

impl Tx<'_> {
    /// Keeps an answer.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] when there is one under the key, [`StoreError::Dangling`] when its person is not there.
    pub fn insert_kept_answer(&mut self, kept: &KeptAnswer) -> Result<(), StoreError> {
        let row = KeptAnswerRow::from(kept);
        on_backend!(self, idempotency_keys::insert(&row))
    }

    /// The answer under an organization's key.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_kept_answer(
        &mut self,
        organization_id: OrganizationId,
        key: &str,
    ) -> Result<Option<KeptAnswer>, StoreError> {
        let id = organization_id.to_string();
        let row = on_backend!(self, idempotency_keys::find((&id, key), self.hold))?;
        row.map(KeptAnswer::try_from).transpose()
    }

    /// Drops the answers that were made at this instant or before.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn delete_kept_answers_until(&mut self, at: Timestamp) -> Result<usize, StoreError> {
        on_backend!(self, idempotency_keys::delete_until(at.micros()))
    }
}
