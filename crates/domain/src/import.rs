//! 取り込み: a sheet that somebody keeps by hand, taken in row by row.

use crate::id::{ApiKeyId, ExternalId, ImportId, JobId, OrganizationId, UserId};
use crate::journal::JsonText;
use crate::timestamp::Timestamp;
use crate::words;

words! {
    /// What each row of a sheet is.
    pub enum SheetKind {
        /// A person.
        Candidates = "candidates",
        /// A posting.
        Postings = "postings",
        /// An application.
        Applications = "applications",
    }
}

words! {
    /// How the bytes of a file spell its text.
    pub enum TextEncoding {
        /// UTF-8, with or without a byte order mark.
        Utf8 = "utf-8",
        /// Windows-31J, Microsoft's Shift_JIS: what Excel saves as plain CSV in Japan.
        Cp932 = "cp932",
    }
}

words! {
    /// What becomes of records that a sheet does not have.
    #[derive(Default)]
    pub enum ImportMode {
        /// Nothing.
        #[default]
        Upsert = "upsert",
        /// They are closed: postings closed or, before publication, withdrawn; people deleted.
        Replace = "replace",
    }
}

words! {
    /// What became of a row, or would.
    pub enum RowOutcome {
        /// A record was made.
        Created = "created",
        /// A record was replaced.
        Replaced = "replaced",
        /// The very same was there already.
        Unchanged = "unchanged",
        /// The row has faults; nothing was stored of it.
        Refused = "refused",
        /// No row, but a record that the sheet does not have.
        Closed = "closed",
    }
}

/// How a sheet is to be taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImportTerms {
    /// What its rows are.
    pub kind: SheetKind,
    /// What becomes of the records it does not have.
    pub mode: ImportMode,
    /// Nothing is stored; the outcomes say what would be.
    pub validate_only: bool,
    /// With `replace`: when the sheet lacks more records than this, none is closed and the job fails.
    pub may_close: Option<u32>,
    /// How its bytes spell text.
    pub encoding: TextEncoding,
    /// Whether it is packed with gzip.
    pub is_packed: bool,
}

/// How many rows came out how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ImportCounts {
    /// Made.
    pub created: i64,
    /// Replaced.
    pub replaced: i64,
    /// Left alone.
    pub unchanged: i64,
    /// Refused.
    pub refused: i64,
    /// Closed.
    pub closed: i64,
}

impl ImportCounts {
    /// Counts one more.
    pub fn count(&mut self, outcome: RowOutcome) {
        *match outcome {
            RowOutcome::Created => &mut self.created,
            RowOutcome::Replaced => &mut self.replaced,
            RowOutcome::Unchanged => &mut self.unchanged,
            RowOutcome::Refused => &mut self.refused,
            RowOutcome::Closed => &mut self.closed,
        } += 1;
    }
}

/// A sheet that is, or was, taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// Id.
    pub id: ImportId,
    /// Whose.
    pub organization_id: OrganizationId,
    /// The job that does it.
    pub job_id: JobId,
    /// The key in whose name; none for a user and for the operator.
    pub api_key_id: Option<ApiKeyId>,
    /// The user in whose name; none for a key and for the operator.
    pub user_id: Option<UserId>,
    /// How.
    pub terms: ImportTerms,
    /// How many rows came out how, so far.
    pub counts: ImportCounts,
    /// Made at.
    pub created_at: Timestamp,
}

impl Import {
    /// Whether the operator does it, at the command line.
    pub fn is_operators(&self) -> bool {
        self.api_key_id.is_none() && self.user_id.is_none()
    }
}

/// What became of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportRow {
    /// Its place in the report, from 0.
    pub position: i64,
    /// The line of the file where it begins; none for a record that the sheet does not have.
    pub line: Option<i64>,
    /// What became of it.
    pub outcome: RowOutcome,
    /// The record's key, where it could be read.
    pub external_id: Option<ExternalId>,
    /// The record's id, where it is stored.
    pub record_id: Option<String>,
    /// The faults, a JSON list.
    pub faults: JsonText,
}
