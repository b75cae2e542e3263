//! What creations answered, kept for those who repeat them.
//!
//! An answer that names a record goes with it: whoever is erased is not told of by an answer about many either. Which
//! records it names is read from its text, where their ids stand.

use std::collections::BTreeSet;

use diesel::prelude::*;
use domain::{CandidateId, OrganizationId, Timestamp};

use crate::schema::{idempotency_keys, idempotency_mentions};
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

/// That an answer names a record, as it is stored.
#[derive(Insertable)]
#[diesel(table_name = idempotency_mentions)]
pub(crate) struct NamedRow {
    mentioned_id: String,
    organization_id: String,
    key: String,
}

impl NamedRow {
    /// One for each id in an answer, but for that of the organization that keeps it.
    fn all_of(kept: &KeptAnswer) -> Vec<Self> {
        let organization = kept.organization_id.to_string();
        let row = |id: &str| Self {
            mentioned_id: id.to_owned(),
            organization_id: organization.clone(),
            key: kept.key.clone(),
        };
        ids_in(&kept.body).into_iter().filter(|id| *id != organization).map(row).collect()
    }
}

/// The ids in a text: UUIDs as they are always written here.
fn ids_in(text: &str) -> BTreeSet<&str> {
    const LENGTH: usize = 36;
    const HYPHENS: [usize; 4] = [8, 13, 18, 23];
    let is_id = |bytes: &[u8]| {
        bytes.iter().enumerate().all(|(place, byte)| match HYPHENS.contains(&place) {
            true => *byte == b'-',
            false => matches!(byte, b'0'..=b'9' | b'a'..=b'f'),
        })
    };
    let mut ids = BTreeSet::new();
    let mut place = 0;
    while let Some(bytes) = text.as_bytes().get(place..place + LENGTH) {
        if !is_id(bytes) {
            place += 1;
            continue;
        }
        ids.extend(text.get(place..place + LENGTH));
        place += LENGTH;
    }
    ids
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
        on_backend!(self, idempotency_keys::insert(&row))?;
        let mentions = NamedRow::all_of(kept);
        on_backend!(self, idempotency_keys::insert_mentions(&mentions))
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

    /// Drops the answers that name any of these records.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn delete_kept_answers_that_name(&mut self, ids: &[String]) -> Result<usize, StoreError> {
        on_backend!(self, idempotency_keys::delete_that_name(ids))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ids_in_a_text_are_found_wherever_they_stand() {
        let (one, other) = ("0198c0de-0000-7000-8000-000000000001", "0198c0de-0000-7000-8000-00000000000f");
        let text = format!(r#"{{"id":"{one}","at":"/api/v1/x/{other}","n":"{one}","no":"0198C0DE-0000"}}"#);
        assert_eq!(ids_in(&text), BTreeSet::from([one, other]));
        assert_eq!(ids_in(&format!("山{one}")), BTreeSet::from([one]));
        assert!(ids_in("").is_empty() && ids_in(&one[1..]).is_empty());
    }
}
