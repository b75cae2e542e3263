//! 応募: a person applies to a posting, and the application goes through its stages.

use crate::id::{ApplicationId, CandidateId, OrganizationId, PostingId};
use crate::timestamp::Timestamp;

mod moves;
mod path;
mod status;

pub use moves::{ApplicationMove, DeclineReason, Mover, StageSpan};
pub use path::{Meeting, StageDays, StagePath};
pub use status::ApplicationStatus;

/// 応募. While it stands it is the person's consent, profile and identity, to the posting's organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Application {
    /// Id.
    pub id: ApplicationId,
    /// To which posting.
    pub posting_id: PostingId,
    /// Who.
    pub candidate_id: CandidateId,
    /// The body that registered the person and applies on the person's behalf.
    pub organization_id: OrganizationId,
    /// Grows by one with each change.
    pub version: i64,
    /// 段階.
    pub status: ApplicationStatus,
    /// 応募の言葉; never scored.
    pub message: Option<String>,
    /// In this stage since.
    pub stage_entered_at: Timestamp,
    /// When this stage is to end; open where the round sets no days for it.
    pub due_at: Option<Timestamp>,
    /// When those in charge were reminded of `due_at`; once a stage.
    pub reminded_at: Option<Timestamp>,
    /// 見送りの理由, in a word that is safe to show; of a declined one only.
    pub reason_category: Option<DeclineReason>,
    /// The posting that the person was pointed to; of a redirected one only.
    pub redirected_to: Option<PostingId>,
    /// Submitted at.
    pub created_at: Timestamp,
    /// Last changed at.
    pub updated_at: Timestamp,
}
