//! Consents.

use diesel::prelude::*;
use domain::{
    CandidateId, Consent, ConsentContent, ConsentId, OrganizationId, Page, PageRequest, Recipient, Timestamp,
};

use super::{Part, id_lists, page};
use crate::schema::consents;
use crate::transaction::on_backend;
use crate::vocabulary::{instant, instant_if, parsed, parsed_if, words};
use crate::{StoreError, Tx};

/// A consent as it is stored.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = consents, treat_none_as_default_value = false)]
pub(crate) struct ConsentRow {
    id: String,
    candidate_id: String,
    created_at: i64,
    withdrawn_at: Option<i64>,
    recipient_id: Option<String>,
    items: String,
    purpose: String,
    until: Option<i64>,
}

impl From<&Consent> for ConsentRow {
    fn from(consent: &Consent) -> Self {
        let content = &consent.content;
        Self {
            id: consent.id.to_string(),
            candidate_id: consent.candidate_id.to_string(),
            created_at: consent.created_at.micros(),
            withdrawn_at: consent.withdrawn_at.map(Timestamp::micros),
            recipient_id: match content.recipient {
                Recipient::Any => None,
                Recipient::Organization(id) => Some(id.to_string()),
            },
            items: content.items.to_list(),
            purpose: content.purpose.clone(),
            until: content.until.map(Timestamp::micros),
        }
    }
}

impl TryFrom<ConsentRow> for Consent {
    type Error = StoreError;

    fn try_from(row: ConsentRow) -> Result<Self, StoreError> {
        let recipient =
            parsed_if("consents.recipient_id", row.recipient_id.as_deref(), OrganizationId::parse)?;
        Ok(Self {
            id: parsed("consents.id", &row.id, ConsentId::parse)?,
            candidate_id: parsed("consents.candidate_id", &row.candidate_id, CandidateId::parse)?,
            created_at: instant("consents.created_at", row.created_at)?,
            withdrawn_at: instant_if("consents.withdrawn_at", row.withdrawn_at)?,
            content: ConsentContent {
                recipient: recipient.map_or(Recipient::Any, Recipient::Organization),
                items: words("consents.items", &row.items)?,
                purpose: row.purpose,
                until: instant_if("consents.until", row.until)?,
            },
        })
    }
}

impl Tx<'_> {
    /// Keeps a new consent.
    ///
    /// # Errors
    /// [`StoreError::Dangling`] when the person or the recipient is not there.
    pub fn insert_consent(&mut self, consent: &Consent) -> Result<(), StoreError> {
        self.insert_consents(std::slice::from_ref(consent))
    }

    /// Keeps many new consents.
    ///
    /// # Errors
    /// As [`Tx::insert_consent`].
    pub fn insert_consents(&mut self, consents: &[Consent]) -> Result<(), StoreError> {
        let rows: Vec<ConsentRow> = consents.iter().map(ConsentRow::from).collect();
        on_backend!(self, consents::insert(&rows))
    }

    /// Marks a consent as withdrawn; `false` when it is not there or was withdrawn before.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn withdraw_consent(&mut self, id: ConsentId, at: Timestamp) -> Result<bool, StoreError> {
        on_backend!(self, consents::withdraw(&id.to_string(), at.micros()))
    }

    /// The consent of an id.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_consent(&mut self, id: ConsentId) -> Result<Option<Consent>, StoreError> {
        let row = on_backend!(self, consents::find(&id.to_string(), self.hold))?;
        row.map(Consent::try_from).transpose()
    }

    /// The consents of a person, withdrawn ones too.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_consents(
        &mut self,
        candidate_id: CandidateId,
        request: &PageRequest<ConsentId>,
    ) -> Result<Page<Consent>, StoreError> {
        let whose = candidate_id.to_string();
        let rows = on_backend!(self, consents::list(&whose, &Part::of(request)))?;
        page(rows, request, Consent::try_from)
    }

    /// The consents of these people, withdrawn ones too, by person and id.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_consents_of(&mut self, candidates: &[CandidateId]) -> Result<Vec<Consent>, StoreError> {
        let mut consents = Vec::new();
        for list in id_lists(candidates) {
            for row in on_backend!(self, consents::list_of(&list))? {
                consents.push(Consent::try_from(row)?);
            }
        }
        Ok(consents)
    }
}
