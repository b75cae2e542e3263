//! 選考の読み方: whether the applicants of a posting are read without names, and whether a second person approves.

use crate::author::Author;
use crate::fault::Faults;
use crate::id::{CandidateId, OrganizationId, PostingId};
use crate::limits::{self, Text};
use crate::timestamp::Timestamp;

/// What those who manage a posting have agreed on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ReviewContent {
    /// 匿名で読む: names and contacts stay hidden from each reader until that reader reveals them.
    pub blind: bool,
    /// A decision takes effect only once somebody other than who proposed it has approved it.
    pub second_approver: bool,
}

/// How the applicants of a posting are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Review {
    /// Of which posting.
    pub posting_id: PostingId,
    /// Grows by one with each change; 0 where nothing was ever set.
    pub version: i64,
    /// What was set.
    pub content: ReviewContent,
    /// Last set at.
    pub updated_at: Option<Timestamp>,
}

impl Review {
    /// How applicants are read where nothing was set.
    pub fn unset(posting_id: PostingId) -> Self {
        Self { posting_id, version: 0, content: ReviewContent::default(), updated_at: None }
    }
}

/// Whose name a reader wants to see, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevealContent {
    /// Whose.
    pub candidate_id: CandidateId,
    /// Why.
    pub reason: String,
}

impl RevealContent {
    /// The content, within its limits.
    ///
    /// # Errors
    /// A reason that says nothing or too much.
    pub fn checked(self) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        Text::new("/reason", limits::REMARK).required(&self.reason, &mut faults);
        faults.guard(self)
    }
}

/// A name that was shown to one reader while the others go on without it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reveal {
    /// In view of which posting.
    pub posting_id: PostingId,
    /// The body in whose name.
    pub organization_id: OrganizationId,
    /// To whom.
    pub author: Author,
    /// Whose name, and why.
    pub content: RevealContent,
    /// When.
    pub at: Timestamp,
}
