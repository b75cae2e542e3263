//! 見落とし確認: a few people from below the cut, drawn by lot, so that a good one whom the ranking or a reader missed is seen.

use crate::author::Author;
use crate::fault::Faults;
use crate::id::{CandidateId, OrganizationId, PostingId, SecondLookId};
use crate::limits::{self, Text};
use crate::timestamp::Timestamp;

/// People drawn at once.
pub const PICKS: usize = 3;
/// The largest seed: short enough to be read aloud.
pub const LARGEST_SEED: u32 = u32::MAX;

/// What somebody found at the second look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingContent {
    /// Whether the person deserves to be considered.
    pub worth_a_look: bool,
    /// Why; personal data of the person.
    pub note: Option<String>,
}

impl FindingContent {
    /// The content, within its limits.
    ///
    /// # Errors
    /// A note that is too long.
    pub fn checked(self) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        Text::new("/note", limits::REMARK).optional(self.note.as_deref(), &mut faults);
        faults.guard(self)
    }
}

/// What was found, by whom and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What.
    pub content: FindingContent,
    /// The body in whose name.
    pub organization_id: OrganizationId,
    /// By whom.
    pub author: Author,
    /// When.
    pub at: Timestamp,
}

/// Somebody who was drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecondLookPick {
    /// Who.
    pub candidate_id: CandidateId,
    /// Their rank among the applicants when they were drawn.
    pub rank: i64,
    /// Their score then, in parts per million.
    pub score: i64,
    /// What was found, once somebody has looked.
    pub finding: Option<Finding>,
}

/// A draw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecondLook {
    /// Id.
    pub id: SecondLookId,
    /// For which posting.
    pub posting_id: PostingId,
    /// The body in whose name it was drawn.
    pub organization_id: OrganizationId,
    /// By whom.
    pub author: Author,
    /// What the lot was drawn with: the same seed over the same ranking draws the same people.
    pub seed: u32,
    /// How many people were in the lot.
    pub drawn_from: i64,
    /// Drawn at.
    pub created_at: Timestamp,
    /// Who was drawn, the best rank first. Those deleted since are gone.
    pub picks: Vec<SecondLookPick>,
}
