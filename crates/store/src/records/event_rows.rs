//! An event as rows: the record, a row for each speaker, and one for each posting that it is about.

use diesel::prelude::*;
use domain::{
    CandidateId, CohortId, Event, EventContent, EventId, ExternalId, MunicipalityCode, OrganizationId,
    PostingId, ProgramId, RoundId, Speaker, Timestamp,
};

use crate::StoreError;
use crate::schema::{event_postings, event_speakers, events};
use crate::vocabulary::{instant, instant_if, number_if, parsed, parsed_if, word};

/// The record.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = events, treat_none_as_null = true, treat_none_as_default_value = false)]
pub(crate) struct EventRow {
    pub(crate) id: String,
    organization_id: String,
    version: i64,
    created_at: i64,
    updated_at: i64,
    external_id: Option<String>,
    kind: String,
    title: String,
    description: Option<String>,
    program_id: Option<String>,
    round_id: Option<String>,
    cohort_id: Option<String>,
    starts_at: i64,
    ends_at: Option<i64>,
    municipality: Option<String>,
    place: Option<String>,
    online_url: Option<String>,
    capacity: Option<i64>,
    archive_url: Option<String>,
    audience: String,
}

/// A speaker.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = event_speakers, treat_none_as_default_value = false)]
pub(crate) struct SpeakerRow {
    pub(crate) event_id: String,
    position: i32,
    name: String,
    affiliation: Option<String>,
    candidate_id: Option<String>,
}

/// A posting that an event is about.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = event_postings)]
pub(crate) struct EventPostingRow {
    pub(crate) event_id: String,
    position: i32,
    posting_id: String,
}

impl From<&Event> for EventRow {
    fn from(event: &Event) -> Self {
        let content = &event.content;
        Self {
            id: event.id.to_string(),
            organization_id: event.organization_id.to_string(),
            version: event.version,
            created_at: event.created_at.micros(),
            updated_at: event.updated_at.micros(),
            external_id: content.external_id.as_ref().map(ToString::to_string),
            kind: content.kind.to_string(),
            title: content.title.clone(),
            description: content.description.clone(),
            program_id: content.program_id.map(|id| id.to_string()),
            round_id: content.round_id.map(|id| id.to_string()),
            cohort_id: content.cohort_id.map(|id| id.to_string()),
            starts_at: content.starts_at.micros(),
            ends_at: content.ends_at.map(Timestamp::micros),
            municipality: content.municipality.map(|code| code.to_string()),
            place: content.place.clone(),
            online_url: content.online_url.clone(),
            capacity: content.capacity.map(i64::from),
            archive_url: content.archive_url.clone(),
            audience: content.audience.to_string(),
        }
    }
}

impl SpeakerRow {
    /// The speakers of an event.
    pub(crate) fn of(event: &Event) -> Vec<Self> {
        let row = |(position, speaker): (i32, &Speaker)| Self {
            event_id: event.id.to_string(),
            position,
            name: speaker.name.clone(),
            affiliation: speaker.affiliation.clone(),
            candidate_id: speaker.candidate_id.map(|id| id.to_string()),
        };
        (0..).zip(&event.content.speakers).map(row).collect()
    }

    /// The speaker.
    pub(crate) fn read(self) -> Result<Speaker, StoreError> {
        let person = self.candidate_id.as_deref();
        Ok(Speaker {
            name: self.name,
            affiliation: self.affiliation,
            candidate_id: parsed_if("event_speakers.candidate_id", person, CandidateId::parse)?,
        })
    }
}

impl EventPostingRow {
    /// The postings that an event is about.
    pub(crate) fn of(event: &Event) -> Vec<Self> {
        let row = |(position, posting): (i32, &PostingId)| Self {
            event_id: event.id.to_string(),
            position,
            posting_id: posting.to_string(),
        };
        (0..).zip(&event.content.posting_ids).map(row).collect()
    }

    /// The posting.
    pub(crate) fn read(&self) -> Result<PostingId, StoreError> {
        parsed("event_postings.posting_id", &self.posting_id, PostingId::parse)
    }
}

impl EventRow {
    /// The whole event.
    pub(crate) fn read(
        self,
        speakers: Vec<Speaker>,
        posting_ids: Vec<PostingId>,
    ) -> Result<Event, StoreError> {
        let body = OrganizationId::parse;
        let (key, place) = (self.external_id.as_deref(), self.municipality.as_deref());
        Ok(Event {
            id: parsed("events.id", &self.id, EventId::parse)?,
            organization_id: parsed("events.organization_id", &self.organization_id, body)?,
            version: self.version,
            created_at: instant("events.created_at", self.created_at)?,
            updated_at: instant("events.updated_at", self.updated_at)?,
            content: EventContent {
                external_id: parsed_if("events.external_id", key, ExternalId::parse)?,
                kind: word("events.kind", &self.kind)?,
                title: self.title,
                description: self.description,
                program_id: parsed_if("events.program_id", self.program_id.as_deref(), ProgramId::parse)?,
                round_id: parsed_if("events.round_id", self.round_id.as_deref(), RoundId::parse)?,
                cohort_id: parsed_if("events.cohort_id", self.cohort_id.as_deref(), CohortId::parse)?,
                starts_at: instant("events.starts_at", self.starts_at)?,
                ends_at: instant_if("events.ends_at", self.ends_at)?,
                municipality: parsed_if("events.municipality", place, MunicipalityCode::parse)?,
                place: self.place,
                online_url: self.online_url,
                capacity: number_if("events.capacity", self.capacity)?,
                speakers,
                archive_url: self.archive_url,
                audience: word("events.audience", &self.audience)?,
                posting_ids,
            },
        })
    }
}
