//! 消去: why a person is erased, and what went.

use crate::id::CandidateId;
use crate::timestamp::Timestamp;
use crate::words;

words! {
    /// Why a person is erased. A word and no sentence: it stays in the audit log, where nothing of the person may stay.
    pub enum ErasureReason {
        /// The person asked for it.
        Requested = "requested",
        /// Nobody needs the data any more.
        NoLongerNeeded = "no_longer_needed",
        /// Consent was withdrawn and nothing else allows keeping it.
        ConsentWithdrawn = "consent_withdrawn",
        /// It should never have been registered.
        Mistaken = "mistaken",
    }
}

/// What went with a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erasure {
    /// Who it was.
    pub candidate_id: CandidateId,
    /// Why.
    pub reason: ErasureReason,
    /// When.
    pub erased_at: Timestamp,
    /// Rows that went by class, as far as they were the organization's to read; classes without one are left out.
    pub erased: Vec<(String, u64)>,
    /// Texts of the body's own work in which the name stands: they stay, for somebody to look at.
    pub texts_to_review: Vec<TextToReview>,
}

/// Where somebody's name stands in a text that hangs on nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextToReview {
    /// `decision`, `handover`, `note` ….
    pub resource: String,
    /// The record.
    pub id: String,
    /// The field of it.
    pub field: String,
}
