//! メモ.

use domain::{CandidateId, Faults, Note, NoteContent, NoteId, NoteVersion, PostingId, Timestamp, UserId};
use matching::notes::NewNote;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::authors::AuthorResponse;
use super::{RequestBody, pages, vocabulary};
use crate::extract::reading::{List, Reading};

/// A note, as its author writes it.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({
    "candidate_id": "01980f3e-9c00-7000-8000-aa3a6f0b1c2d", "text": "火曜の夜に面談できるとのこと。", "mentions": []
})))]
pub struct NoteRequest {
    /// About whom; without one it is about the posting itself.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub candidate_id: Option<String>,
    /// What is written. About a person it is that person's personal data and is disclosed to them on request.
    #[schema(value_type = String, required, min_length = 1, max_length = 4000)]
    pub text: Option<String>,
    /// Users of the managing bodies who are to read it.
    #[schema(value_type = Option<Vec<vocabulary::Uuid>>, max_items = 20)]
    pub mentions: List<String>,
}

/// A further wording of a note.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"text": "火曜か木曜の夜に面談できるとのこと。", "mentions": []})))]
pub struct NoteWordingRequest {
    /// What is written.
    #[schema(value_type = String, required, min_length = 1, max_length = 4000)]
    pub text: Option<String>,
    /// Users of the managing bodies who are to read it.
    #[schema(value_type = Option<Vec<vocabulary::Uuid>>, max_items = 20)]
    pub mentions: List<String>,
}

fn mentions(reading: &mut Reading<'_>, list: List<String>) -> Vec<UserId> {
    reading.list("/mentions", list, |reading, pointer, text| reading.id(pointer, Some(&text), UserId::parse))
}

impl RequestBody for NoteRequest {
    type Content = NewNote;

    fn into_content(self, mut reading: Reading<'_>) -> Result<NewNote, Faults> {
        let candidate_id = reading.id("/candidate_id", self.candidate_id.as_deref(), CandidateId::parse);
        let mentions = mentions(&mut reading, self.mentions);
        let content = NoteContent { text: self.text.unwrap_or_default(), mentions };
        reading.finish(content.checked().map(|content| NewNote { candidate_id, content }))
    }
}

impl RequestBody for NoteWordingRequest {
    type Content = NoteContent;

    fn into_content(self, mut reading: Reading<'_>) -> Result<NoteContent, Faults> {
        let mentions = mentions(&mut reading, self.mentions);
        reading.finish(NoteContent { text: self.text.unwrap_or_default(), mentions }.checked())
    }
}

/// メモ: seen by those who manage the posting.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Note)]
pub struct NoteResponse {
    /// Its id.
    #[schema(value_type = vocabulary::Uuid)]
    pub id: NoteId,
    /// On which posting.
    #[schema(value_type = vocabulary::Uuid)]
    pub posting_id: PostingId,
    /// About whom.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub candidate_id: Option<CandidateId>,
    /// What is written.
    #[schema(max_length = 4000)]
    pub text: String,
    /// Who is to read it.
    #[schema(value_type = Vec<vocabulary::Uuid>, max_items = 20)]
    pub mentions: Vec<UserId>,
    /// Whether it is personal data of the person, to be disclosed to them on request: every note about a person is.
    pub is_personal_data: bool,
    /// Who wrote it; nobody else changes it.
    pub author: AuthorResponse,
    /// Grows by one with each wording; the `ETag` is made of it.
    #[schema(minimum = 1)]
    pub version: i64,
    /// Written at.
    #[schema(value_type = vocabulary::Instant)]
    pub created_at: Timestamp,
    /// This wording written at.
    #[schema(value_type = vocabulary::Instant)]
    pub updated_at: Timestamp,
}

impl From<Note> for NoteResponse {
    fn from(note: Note) -> Self {
        Self {
            id: note.id,
            posting_id: note.posting_id,
            candidate_id: note.candidate_id,
            text: note.content.text,
            mentions: note.content.mentions,
            is_personal_data: note.candidate_id.is_some(),
            author: (note.organization_id, note.author).into(),
            version: note.version,
            created_at: note.created_at,
            updated_at: note.updated_at,
        }
    }
}

/// One wording of a note.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NoteVersion)]
pub struct NoteVersionResponse {
    /// 1, 2, 3 ….
    #[schema(minimum = 1)]
    pub version: i64,
    /// What was written.
    #[schema(max_length = 4000)]
    pub text: String,
    /// Who was to read it.
    #[schema(value_type = Vec<vocabulary::Uuid>, max_items = 20)]
    pub mentions: Vec<UserId>,
    /// When.
    #[schema(value_type = vocabulary::Instant)]
    pub at: Timestamp,
}

impl From<NoteVersion> for NoteVersionResponse {
    fn from(version: NoteVersion) -> Self {
        let NoteContent { text, mentions } = version.content;
        Self { version: version.version, text, mentions, at: version.at }
    }
}

pages! {
    /// A page of notes.
    NotePage of NoteResponse;
    /// A page of the wordings of a note.
    NoteVersionPage of NoteVersionResponse;
}
