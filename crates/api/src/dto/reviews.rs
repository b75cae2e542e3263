//! 選考の読み方: 匿名で読む, 決裁の二人目.

use domain::{CandidateId, Faults, PostingId, Reveal, RevealContent, Review, ReviewContent, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::authors::AuthorResponse;
use super::{RequestBody, pages, vocabulary};
use crate::extract::reading::Reading;

/// How the applicants of a posting are read, as those write it who manage it.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"blind": true, "second_approver": true})))]
pub struct ReviewRequest {
    /// 匿名で読む: names and contacts stay hidden from each reader until that reader reveals them.
    #[schema(value_type = bool, required)]
    pub blind: Option<bool>,
    /// A decision takes effect only once somebody other than who proposed it has approved it.
    #[schema(value_type = bool, required)]
    pub second_approver: Option<bool>,
}

impl RequestBody for ReviewRequest {
    type Content = ReviewContent;

    fn into_content(self, reading: Reading<'_>) -> Result<ReviewContent, Faults> {
        reading.finish(Ok(ReviewContent {
            blind: self.blind.unwrap_or(false),
            second_approver: self.second_approver.unwrap_or(false),
        }))
    }
}

/// How the applicants of a posting are read.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Review)]
pub struct ReviewResponse {
    /// Of which posting.
    #[schema(value_type = vocabulary::Uuid)]
    pub posting_id: PostingId,
    /// 匿名で読む.
    pub blind: bool,
    /// Whether a second person approves a decision.
    pub second_approver: bool,
    /// Grows by one with each change; 0 where nothing was set. The `ETag` is made of it.
    #[schema(minimum = 0)]
    pub version: i64,
    /// Last set at.
    #[schema(value_type = Option<vocabulary::Instant>)]
    pub updated_at: Option<Timestamp>,
}

impl From<Review> for ReviewResponse {
    fn from(review: Review) -> Self {
        Self {
            posting_id: review.posting_id,
            blind: review.content.blind,
            second_approver: review.content.second_approver,
            version: review.version,
            updated_at: review.updated_at,
        }
    }
}

/// Whose name a reader wants to see.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({
    "candidate_id": "01980f3e-9c00-7000-8000-aa3a6f0b1c2d", "reason": "面談の日程を本人と調整するため"
})))]
pub struct RevealRequest {
    /// Whose.
    #[schema(value_type = vocabulary::Uuid, required)]
    pub candidate_id: Option<String>,
    /// Why.
    #[schema(value_type = String, required, min_length = 1, max_length = 500)]
    pub reason: Option<String>,
}

impl RequestBody for RevealRequest {
    type Content = RevealContent;

    fn into_content(self, mut reading: Reading<'_>) -> Result<RevealContent, Faults> {
        let candidate_id = reading.id("/candidate_id", self.candidate_id.as_deref(), CandidateId::parse);
        // A missing id is a fault already, which keeps what stands in for it from ever being used.
        let candidate_id = candidate_id.unwrap_or(CandidateId::from_parts(0, [0; 10]));
        reading.finish(RevealContent { candidate_id, reason: self.reason.unwrap_or_default() }.checked())
    }
}

/// A name that was shown to one reader while the others go on without it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Reveal)]
pub struct RevealResponse {
    /// In view of which posting.
    #[schema(value_type = vocabulary::Uuid)]
    pub posting_id: PostingId,
    /// Whose name.
    #[schema(value_type = vocabulary::Uuid)]
    pub candidate_id: CandidateId,
    /// To whom.
    pub reader: AuthorResponse,
    /// Why.
    #[schema(max_length = 500)]
    pub reason: String,
    /// When.
    #[schema(value_type = vocabulary::Instant)]
    pub at: Timestamp,
}

impl From<Reveal> for RevealResponse {
    fn from(reveal: Reveal) -> Self {
        Self {
            posting_id: reveal.posting_id,
            candidate_id: reveal.content.candidate_id,
            reader: (reveal.organization_id, reveal.author).into(),
            reason: reveal.content.reason,
            at: reveal.at,
        }
    }
}

impl From<(usize, Reveal)> for RevealResponse {
    fn from((_, reveal): (usize, Reveal)) -> Self {
        reveal.into()
    }
}

pages! {
    /// A page of names that were shown.
    RevealPage of RevealResponse;
}
