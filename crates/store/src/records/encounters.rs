//! Meetings.

use diesel::prelude::*;
use domain::{
    ApplicationId, Encounter, EncounterContent, EncounterId, EncounterKind, EncounterStatus, OrganizationId,
    Page, PageRequest, PostingId, Word,
};

use super::viewer::Eyes;
use super::{Part, Viewer, page};
use crate::schema::encounters;
use crate::transaction::on_backend;
use crate::vocabulary::{instant, json_list, parsed, texts, word, word_if};
use crate::{StoreError, Tx};

/// Which meetings a list has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EncounterFilter {
    /// The applicant's body, the posting's body, or the one that coordinates the posting.
    pub viewer: Viewer,
    /// Of this application alone.
    pub application_id: Option<ApplicationId>,
    /// For this posting alone.
    pub posting_id: Option<PostingId>,
    /// Of this kind alone.
    pub kind: Option<EncounterKind>,
    /// In this status alone.
    pub status: Option<EncounterStatus>,
}

/// A filter as queries take it.
pub(crate) struct EncounterSieve {
    pub(crate) eyes: Eyes,
    pub(crate) application: Option<String>,
    pub(crate) posting: Option<String>,
    pub(crate) kind: Option<&'static str>,
    pub(crate) status: Option<&'static str>,
}

/// A meeting as it is stored.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = encounters, treat_none_as_null = true, treat_none_as_default_value = false)]
pub(crate) struct EncounterRow {
    pub(crate) id: String,
    application_id: String,
    posting_id: String,
    organization_id: String,
    version: i64,
    created_at: i64,
    updated_at: i64,
    status: String,
    kind: String,
    mode: String,
    scheduled_at: i64,
    place: Option<String>,
    attendees: String,
    travel_cost_paid_by: Option<String>,
    posting_side: Option<String>,
    candidate_side: Option<String>,
}

impl From<&Encounter> for EncounterRow {
    fn from(encounter: &Encounter) -> Self {
        let content = &encounter.content;
        Self {
            id: encounter.id.to_string(),
            application_id: content.application_id.to_string(),
            posting_id: encounter.posting_id.to_string(),
            organization_id: encounter.organization_id.to_string(),
            version: encounter.version,
            created_at: encounter.created_at.micros(),
            updated_at: encounter.updated_at.micros(),
            status: content.status.to_string(),
            kind: content.kind.to_string(),
            mode: content.mode.to_string(),
            scheduled_at: content.scheduled_at.micros(),
            place: content.place.clone(),
            attendees: json_list(&content.attendees),
            travel_cost_paid_by: content.travel_cost_paid_by.map(|payer| payer.to_string()),
            posting_side: content.posting_side.clone(),
            candidate_side: content.candidate_side.clone(),
        }
    }
}

impl TryFrom<EncounterRow> for Encounter {
    type Error = StoreError;

    fn try_from(row: EncounterRow) -> Result<Self, StoreError> {
        let body = OrganizationId::parse;
        Ok(Self {
            id: parsed("encounters.id", &row.id, EncounterId::parse)?,
            posting_id: parsed("encounters.posting_id", &row.posting_id, PostingId::parse)?,
            organization_id: parsed("encounters.organization_id", &row.organization_id, body)?,
            version: row.version,
            created_at: instant("encounters.created_at", row.created_at)?,
            updated_at: instant("encounters.updated_at", row.updated_at)?,
            content: EncounterContent {
                application_id: parsed(
                    "encounters.application_id",
                    &row.application_id,
                    ApplicationId::parse,
                )?,
                kind: word("encounters.kind", &row.kind)?,
                mode: word("encounters.mode", &row.mode)?,
                status: word("encounters.status", &row.status)?,
                scheduled_at: instant("encounters.scheduled_at", row.scheduled_at)?,
                place: row.place,
                attendees: texts("encounters.attendees", &row.attendees)?,
                travel_cost_paid_by: word_if(
                    "encounters.travel_cost_paid_by",
                    row.travel_cost_paid_by.as_deref(),
                )?,
                posting_side: row.posting_side,
                candidate_side: row.candidate_side,
            },
        })
    }
}

impl Tx<'_> {
    /// Keeps a new meeting.
    ///
    /// # Errors
    /// [`StoreError::Dangling`] when the application is not there.
    pub fn insert_encounter(&mut self, encounter: &Encounter) -> Result<(), StoreError> {
        let row = EncounterRow::from(encounter);
        on_backend!(self, encounters::insert(&row))
    }

    /// Replaces a meeting; `false` when it is not there in the expected version.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn update_encounter(
        &mut self,
        encounter: &Encounter,
        expected_version: i64,
    ) -> Result<bool, StoreError> {
        let row = EncounterRow::from(encounter);
        on_backend!(self, encounters::update(&row, expected_version))
    }

    /// Removes a meeting; `false` when it is not there in the expected version.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn delete_encounter(&mut self, id: EncounterId, expected_version: i64) -> Result<bool, StoreError> {
        on_backend!(self, encounters::delete(&id.to_string(), expected_version))
    }

    /// The meeting of an id.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_encounter(&mut self, id: EncounterId) -> Result<Option<Encounter>, StoreError> {
        let row = on_backend!(self, encounters::find(&id.to_string(), self.hold))?;
        row.map(Encounter::try_from).transpose()
    }

    /// The meetings that a viewer may see, as far as the filter lets them through.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_encounters(
        &mut self,
        filter: &EncounterFilter,
        request: &PageRequest<EncounterId>,
    ) -> Result<Page<Encounter>, StoreError> {
        let sieve = EncounterSieve {
            eyes: Eyes::from(&filter.viewer),
            application: filter.application_id.map(|id| id.to_string()),
            posting: filter.posting_id.map(|id| id.to_string()),
            kind: filter.kind.map(Word::as_str),
            status: filter.status.map(Word::as_str),
        };
        let rows = on_backend!(self, encounters::list(&sieve, &Part::of(request)))?;
        page(rows, request, Encounter::try_from)
    }

    /// The meetings of an application, the earliest first.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_encounters_of(&mut self, id: ApplicationId) -> Result<Vec<Encounter>, StoreError> {
        let rows = on_backend!(self, encounters::list_of(&id.to_string()))?;
        rows.into_iter().map(Encounter::try_from).collect()
    }
}
