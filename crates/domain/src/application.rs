//! 応募: a person applies to a posting.

use crate::id::{ApplicationId, CandidateId, OrganizationId, PostingId};
use crate::timestamp::Timestamp;
use crate::words;

words! {
    /// 段階 of an application.
    pub enum ApplicationStatus {
        /// 応募ずみ
        Submitted = "submitted",
        /// 取り下げ
        Withdrawn = "withdrawn",
    }
}

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
    /// Submitted at.
    pub created_at: Timestamp,
    /// Last changed at.
    pub updated_at: Timestamp,
}
