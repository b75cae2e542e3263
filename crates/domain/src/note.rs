//! メモ: what those who manage a posting write down about it, or about a person in view of it.
//!
//! A note about a person is that person's personal data and is disclosed to them on request
//! (個人情報の保護に関する法律 33条). It is never changed without a trace: each wording is kept.

use crate::author::Author;
use crate::fault::{FaultCode, Faults};
use crate::id::{CandidateId, NoteId, OrganizationId, PostingId, UserId};
use crate::limits::{self, Text};
use crate::timestamp::Timestamp;

/// Users that a note mentions at most.
pub const MENTIONS: usize = 20;

/// What is written, and who is to read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteContent {
    /// The text.
    pub text: String,
    /// Users of the managing bodies who are to read it.
    pub mentions: Vec<UserId>,
}

impl NoteContent {
    /// The content, within its limits.
    ///
    /// # Errors
    /// Every fault, with a pointer.
    pub fn checked(self) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        Text::new("/text", limits::PROSE).required(&self.text, &mut faults);
        limits::count("/mentions", self.mentions.len(), MENTIONS, &mut faults);
        for (index, user) in self.mentions.iter().enumerate() {
            if self.mentions[..index].contains(user) {
                faults.add(format!("/mentions/{index}"), FaultCode::Duplicate, "is mentioned twice");
            }
        }
        faults.guard(self)
    }
}

/// A note in its present wording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Id.
    pub id: NoteId,
    /// On which posting.
    pub posting_id: PostingId,
    /// About whom; `None` = about the posting itself.
    pub candidate_id: Option<CandidateId>,
    /// The body in whose name it was written.
    pub organization_id: OrganizationId,
    /// By whom; nobody else changes it.
    pub author: Author,
    /// Grows by one with each wording.
    pub version: i64,
    /// What is written.
    pub content: NoteContent,
    /// Written at.
    pub created_at: Timestamp,
    /// This wording written at.
    pub updated_at: Timestamp,
}

/// One wording of a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteVersion {
    /// Of which note.
    pub note_id: NoteId,
    /// 1, 2, 3 ….
    pub version: i64,
    /// What was written.
    pub content: NoteContent,
    /// When.
    pub at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_is_told_at_once() {
        let user = |number| UserId::from_parts(1, [number; 10]);
        let content = |text: &str, mentions| NoteContent { text: text.to_owned(), mentions };
        let faults = content(" ", vec![user(1), user(2), user(1)]).checked().unwrap_err();
        let told: Vec<&str> = faults.as_slice().iter().map(|fault| fault.pointer.as_str()).collect();
        assert_eq!(told, ["/text", "/mentions/2"]);
        assert!(content("長野で三年", vec![user(1)]).checked().is_ok());
        assert!(content("x", (0..21).map(user).collect()).checked().is_err());
    }
}
