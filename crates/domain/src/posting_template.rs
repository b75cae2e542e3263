//! 案件のひな型: a posting without dates and without a body, from which others may start.

use crate::fault::Faults;
use crate::id::{OrganizationId, PostingTemplateId};
use crate::journal::JsonText;
use crate::limits::{self, Text};
use crate::timestamp::Timestamp;
use crate::words;

words! {
    /// Who may start from a template beside the body that wrote it.
    pub enum Sharing {
        /// Nobody.
        Nobody = "nobody",
        /// Allied bodies.
        Allied = "allied",
        /// Every body.
        Everyone = "everyone",
    }
}

/// What a caller writes of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostingTemplateContent {
    /// By which it is found.
    pub name: String,
    /// How to use it.
    pub note: Option<String>,
    /// Who may start from it.
    pub sharing: Sharing,
    /// The fields of a posting as callers write them, in JSON: no dates, no body, no key; each of them was read as a
    /// posting's before.
    pub posting: JsonText,
}

/// A template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostingTemplate {
    /// Id.
    pub id: PostingTemplateId,
    /// Who wrote it.
    pub organization_id: OrganizationId,
    /// Grows by one with each change.
    pub version: i64,
    /// Made at.
    pub created_at: Timestamp,
    /// Last changed at.
    pub updated_at: Timestamp,
    /// What was written.
    pub content: PostingTemplateContent,
    /// How many postings were started from it.
    pub uses: u64,
}

impl PostingTemplateContent {
    /// The content, within its limits.
    ///
    /// # Errors
    /// Every fault, with a pointer.
    pub fn checked(self) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        Text::new("/name", limits::TITLE).required(&self.name, &mut faults);
        Text::new("/note", limits::PROSE).optional(self.note.as_deref(), &mut faults);
        faults.guard(self)
    }
}
