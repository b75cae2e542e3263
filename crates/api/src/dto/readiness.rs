//! 準備の段階, step by step.

use domain::{
    ApiKeyId, CandidateId, Faults, Readiness, ReadinessChange, ReadinessChangeId, ReadinessMove, Timestamp,
    UserId,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{RequestBody, pages, vocabulary};
use crate::extract::reading::Reading;

/// A step that is asked for: one forward, or any back.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"to": "preparing", "reason": "1 on 1で、まず講座を受けることに決めた"})))]
pub struct ReadinessMoveRequest {
    /// Where to.
    #[schema(value_type = vocabulary::Readiness, required)]
    pub to: Option<Readiness>,
    /// Why.
    #[schema(max_length = 500)]
    pub reason: Option<String>,
}

impl RequestBody for ReadinessMoveRequest {
    type Content = ReadinessMove;

    fn into_content(self, reading: Reading<'_>) -> Result<ReadinessMove, Faults> {
        // A fault keeps the placeholder from ever being used.
        let content = ReadinessMove { to: self.to.unwrap_or(Readiness::Exploring), reason: self.reason };
        reading.finish(content.checked())
    }
}

/// A step that was made.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReadinessChange)]
pub struct ReadinessChangeResponse {
    /// Its id.
    #[schema(value_type = vocabulary::Uuid)]
    pub id: ReadinessChangeId,
    /// Whose.
    #[schema(value_type = vocabulary::Uuid)]
    pub candidate_id: CandidateId,
    /// From where; `null` where nothing was stated.
    #[schema(value_type = Option<vocabulary::Readiness>)]
    pub from: Option<Readiness>,
    /// Where to; `null` where nothing is stated any more.
    #[schema(value_type = Option<vocabulary::Readiness>)]
    pub to: Option<Readiness>,
    /// Why.
    #[schema(max_length = 500)]
    pub reason: Option<String>,
    /// Who wrote it down, where it was a user.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub user_id: Option<UserId>,
    /// And where it was a key.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub api_key_id: Option<ApiKeyId>,
    /// When.
    #[schema(value_type = vocabulary::Instant)]
    pub at: Timestamp,
}

impl From<ReadinessChange> for ReadinessChangeResponse {
    fn from(change: ReadinessChange) -> Self {
        Self {
            id: change.id,
            candidate_id: change.candidate_id,
            from: change.from,
            to: change.to,
            reason: change.reason,
            user_id: change.author.user_id(),
            api_key_id: change.author.api_key_id(),
            at: change.at,
        }
    }
}

pages! {
    /// A page of steps.
    ReadinessChangePage of ReadinessChangeResponse;
}
