//! Notes.

use diesel::prelude::*;
use domain::{
    Author, CandidateId, Note, NoteContent, NoteId, NoteVersion, OrganizationId, Page, PageRequest,
    PostingId, UserId,
};

use super::viewer::Eyes;
use super::{Part, Viewer, page};
use crate::schema::{note_mentions, note_versions, notes};
use crate::transaction::on_backend;
use crate::vocabulary::{corrupt, instant, json_list, parsed, parsed_if, texts};
use crate::{StoreError, Tx};

/// Which notes a list has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteFilter {
    /// On postings of this body, and on those it coordinates.
    pub viewer: Viewer,
    /// On this posting alone.
    pub posting_id: Option<PostingId>,
    /// About this person alone.
    pub candidate_id: Option<CandidateId>,
    /// Mentioning this user alone.
    pub mentioned: Option<UserId>,
}

/// A filter as queries take it.
pub(crate) struct NoteSieve {
    pub(crate) eyes: Eyes,
    pub(crate) posting: Option<String>,
    pub(crate) candidate: Option<String>,
    pub(crate) mentioned: Option<String>,
}

/// A note as it is stored.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = notes, treat_none_as_null = true, treat_none_as_default_value = false)]
pub(crate) struct NoteRow {
    pub(crate) id: String,
    posting_id: String,
    candidate_id: Option<String>,
    organization_id: String,
    author: String,
    version: i64,
    text: String,
    mentions: String,
    created_at: i64,
    updated_at: i64,
}

/// A mention as it is stored.
#[derive(Insertable)]
#[diesel(table_name = note_mentions)]
pub(crate) struct MentionRow {
    user_id: String,
    note_id: String,
}

/// A wording as it is stored.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = note_versions)]
pub(crate) struct NoteVersionRow {
    note_id: String,
    version: i64,
    text: String,
    mentions: String,
    at: i64,
}

fn mentions_of(content: &NoteContent) -> String {
    json_list(&content.mentions.iter().map(ToString::to_string).collect::<Vec<_>>())
}

fn content(column: &'static str, (text, mentions): (String, &str)) -> Result<NoteContent, StoreError> {
    let users = texts(column, mentions)?;
    let users = users.iter().map(|user| parsed(column, user, UserId::parse)).collect::<Result<_, _>>()?;
    Ok(NoteContent { text, mentions: users })
}

impl From<&Note> for NoteRow {
    fn from(note: &Note) -> Self {
        Self {
            id: note.id.to_string(),
            posting_id: note.posting_id.to_string(),
            candidate_id: note.candidate_id.map(|id| id.to_string()),
            organization_id: note.organization_id.to_string(),
            author: note.author.to_string(),
            version: note.version,
            text: note.content.text.clone(),
            mentions: mentions_of(&note.content),
            created_at: note.created_at.micros(),
            updated_at: note.updated_at.micros(),
        }
    }
}

impl TryFrom<NoteRow> for Note {
    type Error = StoreError;

    fn try_from(row: NoteRow) -> Result<Self, StoreError> {
        let candidate = parsed_if("notes.candidate_id", row.candidate_id.as_deref(), CandidateId::parse)?;
        Ok(Self {
            id: parsed("notes.id", &row.id, NoteId::parse)?,
            posting_id: parsed("notes.posting_id", &row.posting_id, PostingId::parse)?,
            candidate_id: candidate,
            organization_id: parsed("notes.organization_id", &row.organization_id, OrganizationId::parse)?,
            author: Author::parse(&row.author).ok_or_else(|| corrupt("notes.author", &row.author))?,
            version: row.version,
            content: content("notes.mentions", (row.text, &row.mentions))?,
            created_at: instant("notes.created_at", row.created_at)?,
            updated_at: instant("notes.updated_at", row.updated_at)?,
        })
    }
}

impl TryFrom<NoteVersionRow> for NoteVersion {
    type Error = StoreError;

    fn try_from(row: NoteVersionRow) -> Result<Self, StoreError> {
        Ok(Self {
            note_id: parsed("note_versions.note_id", &row.note_id, NoteId::parse)?,
            version: row.version,
            content: content("note_versions.mentions", (row.text, &row.mentions))?,
            at: instant("note_versions.at", row.at)?,
        })
    }
}

impl Tx<'_> {
    /// Keeps a new note, its first wording included.
    ///
    /// # Errors
    /// [`StoreError::Dangling`] when posting or person is not there.
    pub fn insert_note(&mut self, note: &Note) -> Result<(), StoreError> {
        let row = NoteRow::from(note);
        on_backend!(self, notes::insert(&row))?;
        self.keep_wording(note)
    }

    /// Keeps a further wording; `false` when the note is not there in the expected version.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn update_note(&mut self, note: &Note, expected_version: i64) -> Result<bool, StoreError> {
        let row = NoteRow::from(note);
        if !on_backend!(self, notes::update(&row, expected_version))? {
            return Ok(false);
        }
        self.keep_wording(note).map(|()| true)
    }

    fn keep_wording(&mut self, note: &Note) -> Result<(), StoreError> {
        let id = note.id.to_string();
        let mention = |user: &UserId| MentionRow { user_id: user.to_string(), note_id: id.clone() };
        let mentions: Vec<MentionRow> = note.content.mentions.iter().map(mention).collect();
        on_backend!(self, notes::replace_mentions(&id, &mentions))?;
        let wording = NoteVersionRow {
            note_id: id,
            version: note.version,
            text: note.content.text.clone(),
            mentions: mentions_of(&note.content),
            at: note.updated_at.micros(),
        };
        on_backend!(self, notes::insert_version(&wording))
    }

    /// The note of an id.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_note(&mut self, id: NoteId) -> Result<Option<Note>, StoreError> {
        let row = on_backend!(self, notes::find(&id.to_string(), self.hold))?;
        row.map(Note::try_from).transpose()
    }

    /// Every wording of a note, the oldest first.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_note_versions(&mut self, id: NoteId) -> Result<Vec<NoteVersion>, StoreError> {
        let rows = on_backend!(self, notes::list_versions(&id.to_string()))?;
        rows.into_iter().map(NoteVersion::try_from).collect()
    }

    /// The notes that a viewer may see, as far as the filter lets them through.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_notes(
        &mut self,
        filter: &NoteFilter,
        request: &PageRequest<NoteId>,
    ) -> Result<Page<Note>, StoreError> {
        let sieve = NoteSieve {
            eyes: Eyes::from(&filter.viewer),
            posting: filter.posting_id.map(|id| id.to_string()),
            candidate: filter.candidate_id.map(|id| id.to_string()),
            mentioned: filter.mentioned.map(|id| id.to_string()),
        };
        let rows = on_backend!(self, notes::list(&sieve, &Part::of(request)))?;
        page(rows, request, Note::try_from)
    }
}
