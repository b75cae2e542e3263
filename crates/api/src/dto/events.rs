//! 説明会・対話の場・滞在・催し, as callers write them and as answers show them.

use domain::{
    CandidateId, CohortId, Event, EventAudience, EventContent, EventId, EventKind, Faults, MunicipalityCode,
    OrganizationId, PostingId, ProgramId, RoundId, Speaker, Timestamp,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::narrow::narrow;
use super::{RequestBody, pages, vocabulary};
use crate::extract::reading::{List, Reading};

/// A speaker, as a caller writes it.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SpeakerRequest {
    /// As announced.
    #[schema(value_type = String, required, min_length = 1, max_length = 100)]
    pub name: Option<String>,
    /// 所属.
    #[schema(max_length = 200)]
    pub affiliation: Option<String>,
    /// The person's record, where there is one and the name is open to the event's body.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub candidate_id: Option<String>,
}

/// An event, as a caller writes it.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({
    "external_id": "setsumeikai-1", "kind": "briefing", "title": "募集説明会",
    "description": "8つの案件を受入先の方が紹介します。", "program_id": null, "round_id": null, "cohort_id": null,
    "starts_at": "2021-07-29T19:00:00+09:00", "ends_at": "2021-07-29T20:30:00+09:00",
    "municipality": "202151", "place": "えんぱーく", "online_url": "https://example.jp/live", "capacity": 100,
    "speakers": [{"name": "山口 理沙", "affiliation": "くるみ商店"}], "archive_url": null,
    "audience": "everyone", "posting_ids": []
})))]
pub struct EventRequest {
    /// The caller's own key.
    #[schema(value_type = Option<vocabulary::ExternalId>)]
    pub external_id: Option<String>,
    /// Kind.
    #[schema(value_type = vocabulary::EventKind, required)]
    pub kind: Option<EventKind>,
    /// 題.
    #[schema(value_type = String, required, min_length = 1, max_length = 200)]
    pub title: Option<String>,
    /// What happens there.
    #[schema(max_length = 4000)]
    pub description: Option<String>,
    /// Of this program, which the caller sees.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub program_id: Option<String>,
    /// Of this round, which the caller sees.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub round_id: Option<String>,
    /// Of this cohort.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub cohort_id: Option<String>,
    /// Begins at.
    #[schema(value_type = vocabulary::Instant, required)]
    pub starts_at: Option<String>,
    /// Ends at; not before `starts_at`.
    #[schema(value_type = Option<vocabulary::Instant>)]
    pub ends_at: Option<String>,
    /// Where.
    #[schema(value_type = Option<vocabulary::MunicipalityCode>)]
    pub municipality: Option<String>,
    /// The place in words.
    #[schema(max_length = 200)]
    pub place: Option<String>,
    /// Where it is followed online.
    #[schema(value_type = Option<vocabulary::WebAddress>)]
    pub online_url: Option<String>,
    /// Participants at most; speakers and staff take no place.
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 100000)]
    pub capacity: Option<i64>,
    /// In the order of the announcement.
    #[schema(value_type = Option<Vec<SpeakerRequest>>, max_items = 50)]
    pub speakers: List<SpeakerRequest>,
    /// Where it can be seen afterwards.
    #[schema(value_type = Option<vocabulary::WebAddress>)]
    pub archive_url: Option<String>,
    /// Whom it is for; `everyone` when absent.
    #[schema(value_type = Option<vocabulary::EventAudience>)]
    pub audience: Option<EventAudience>,
    /// What it is about, each once; postings that the caller sees.
    #[schema(value_type = Option<Vec<vocabulary::Uuid>>, max_items = 100)]
    pub posting_ids: List<String>,
}

impl RequestBody for EventRequest {
    type Content = EventContent;

    fn into_content(self, mut reading: Reading<'_>) -> Result<EventContent, Faults> {
        let starts_at = reading.instant("/starts_at", self.starts_at.as_deref());
        let ends_at = reading.instant("/ends_at", self.ends_at.as_deref());
        let content = EventContent {
            external_id: reading.external_id(self.external_id.as_deref()),
            kind: self.kind.unwrap_or(EventKind::Briefing),
            title: self.title.unwrap_or_default(),
            description: self.description,
            program_id: reading.id("/program_id", self.program_id.as_deref(), ProgramId::parse),
            round_id: reading.id("/round_id", self.round_id.as_deref(), RoundId::parse),
            cohort_id: reading.id("/cohort_id", self.cohort_id.as_deref(), CohortId::parse),
            // A stand-in for an instant that is missing or malformed; the fault is noted, so it is never used.
            starts_at: starts_at.unwrap_or(Timestamp::FIRST),
            ends_at,
            municipality: reading.municipality("/municipality", self.municipality.as_deref()),
            place: self.place,
            online_url: self.online_url,
            capacity: narrow(self.capacity),
            speakers: reading.list("/speakers", self.speakers, |reading, pointer, speaker| {
                Some(speaker.read(reading, pointer))
            }),
            archive_url: self.archive_url,
            audience: self.audience.unwrap_or_default(),
            posting_ids: reading.ids("/posting_ids", self.posting_ids, PostingId::parse),
        };
        reading.finish(content.checked())
    }
}

impl SpeakerRequest {
    fn read(self, reading: &mut Reading<'_>, pointer: &str) -> Speaker {
        Speaker {
            name: self.name.unwrap_or_default(),
            affiliation: self.affiliation,
            candidate_id: reading.id(
                &format!("{pointer}/candidate_id"),
                self.candidate_id.as_deref(),
                CandidateId::parse,
            ),
        }
    }
}

/// 登壇者.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Speaker)]
pub struct SpeakerBody {
    /// As announced.
    #[schema(max_length = 100)]
    pub name: String,
    /// 所属.
    #[schema(max_length = 200)]
    pub affiliation: Option<String>,
    /// The person's record; shown to the event's body only.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub candidate_id: Option<CandidateId>,
}

/// What a caller has written of an event.
#[derive(Debug, Serialize, ToSchema)]
pub struct EventBody {
    /// The caller's own key; shown to the event's body only.
    #[schema(value_type = Option<vocabulary::ExternalId>)]
    pub external_id: Option<String>,
    /// Kind.
    #[schema(value_type = vocabulary::EventKind)]
    pub kind: EventKind,
    /// 題.
    #[schema(max_length = 200)]
    pub title: String,
    /// What happens there.
    #[schema(max_length = 4000)]
    pub description: Option<String>,
    /// Of this program.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub program_id: Option<ProgramId>,
    /// Of this round.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub round_id: Option<RoundId>,
    /// Of this cohort.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub cohort_id: Option<CohortId>,
    /// Begins at.
    #[schema(value_type = vocabulary::Instant)]
    pub starts_at: Timestamp,
    /// Ends at.
    #[schema(value_type = Option<vocabulary::Instant>)]
    pub ends_at: Option<Timestamp>,
    /// Where.
    #[schema(value_type = Option<vocabulary::MunicipalityCode>)]
    pub municipality: Option<MunicipalityCode>,
    /// The place in words.
    #[schema(max_length = 200)]
    pub place: Option<String>,
    /// Where it is followed online.
    #[schema(value_type = Option<vocabulary::WebAddress>)]
    pub online_url: Option<String>,
    /// Participants at most.
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 100000)]
    pub capacity: Option<u32>,
    /// In the order of the announcement.
    #[schema(max_items = 50)]
    pub speakers: Vec<SpeakerBody>,
    /// Where it can be seen afterwards.
    #[schema(value_type = Option<vocabulary::WebAddress>)]
    pub archive_url: Option<String>,
    /// Whom it is for.
    #[schema(value_type = vocabulary::EventAudience)]
    pub audience: EventAudience,
    /// What it is about, as far as the caller sees the postings.
    #[schema(value_type = Vec<vocabulary::Uuid>, max_items = 100)]
    pub posting_ids: Vec<PostingId>,
}

/// 催し: what people come together for.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Event)]
pub struct EventResponse {
    /// Its id.
    #[schema(value_type = vocabulary::Uuid)]
    pub id: EventId,
    /// The body that holds it.
    #[schema(value_type = vocabulary::Uuid)]
    pub organization_id: OrganizationId,
    /// What was written.
    #[serde(flatten)]
    pub body: EventBody,
    /// Grows by one with each change; the `ETag` is made of it.
    #[schema(minimum = 1)]
    pub version: i64,
    /// Made at.
    #[schema(value_type = vocabulary::Instant)]
    pub created_at: Timestamp,
    /// Last changed at.
    #[schema(value_type = vocabulary::Instant)]
    pub updated_at: Timestamp,
}

impl From<EventContent> for EventBody {
    fn from(content: EventContent) -> Self {
        let speaker = |speaker: Speaker| SpeakerBody {
            name: speaker.name,
            affiliation: speaker.affiliation,
            candidate_id: speaker.candidate_id,
        };
        Self {
            external_id: content.external_id.map(|id| id.to_string()),
            kind: content.kind,
            title: content.title,
            description: content.description,
            program_id: content.program_id,
            round_id: content.round_id,
            cohort_id: content.cohort_id,
            starts_at: content.starts_at,
            ends_at: content.ends_at,
            municipality: content.municipality,
            place: content.place,
            online_url: content.online_url,
            capacity: content.capacity,
            speakers: content.speakers.into_iter().map(speaker).collect(),
            archive_url: content.archive_url,
            audience: content.audience,
            posting_ids: content.posting_ids,
        }
    }
}

impl From<Event> for EventResponse {
    fn from(event: Event) -> Self {
        Self {
            id: event.id,
            organization_id: event.organization_id,
            body: event.content.into(),
            version: event.version,
            created_at: event.created_at,
            updated_at: event.updated_at,
        }
    }
}

pages! {
    /// A page of events.
    EventPage of EventResponse;
}
