//! 結果.

use domain::{
    CandidateId, ExternalId, Faults, MatchRunId, OrganizationId, OutcomeEvent, OutcomeEventContent,
    OutcomeEventId, OutcomeKind, PostingId, Timestamp,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{RequestBody, pages, vocabulary};
use crate::extract::reading::Reading;

/// An outcome, as a caller reports it.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({
    "event_id": "ats-2026-000812", "kind": "declined", "reason": "日程が合わないため",
    "posting_id": "01980f3e-9c00-7000-8000-5f3a6f0b1c2d", "candidate_id": "01980f3e-9c00-7000-8000-aa3a6f0b1c2d",
    "match_run_id": null, "ranking_etag": "\"0c1d2e3f405162738495a6b7c8d9eaf0\"", "happened_at": "2026-07-20T05:00:00Z"
})))]
pub struct OutcomeRequest {
    /// The caller's own id of the event: reported again, nothing is counted twice.
    #[schema(value_type = vocabulary::ExternalId, required)]
    pub event_id: Option<String>,
    /// What became of it.
    #[schema(value_type = vocabulary::OutcomeKind, required)]
    pub kind: Option<OutcomeKind>,
    /// For which posting.
    #[schema(value_type = vocabulary::Uuid, required)]
    pub posting_id: Option<String>,
    /// Of whom.
    #[schema(value_type = vocabulary::Uuid, required)]
    pub candidate_id: Option<String>,
    /// The match run that produced the list.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub match_run_id: Option<String>,
    /// Or the `ETag` of the ranking that was the list.
    #[schema(max_length = 100)]
    pub ranking_etag: Option<String>,
    /// Why; compulsory where it is declined.
    #[schema(max_length = 500)]
    pub reason: Option<String>,
    /// When it happened.
    #[schema(value_type = vocabulary::Instant, required)]
    pub happened_at: Option<String>,
}

impl RequestBody for OutcomeRequest {
    type Content = OutcomeEventContent;

    fn into_content(self, mut reading: Reading<'_>) -> Result<OutcomeEventContent, Faults> {
        let posting = reading.id("/posting_id", self.posting_id.as_deref(), PostingId::parse);
        let candidate = reading.id("/candidate_id", self.candidate_id.as_deref(), CandidateId::parse);
        let event_id = reading.own_key("/event_id", self.event_id.as_deref());
        // The faults that led here keep placeholders from ever being used.
        let content = OutcomeEventContent {
            event_id: event_id.unwrap_or_else(placeholder),
            kind: self.kind.unwrap_or(OutcomeKind::Viewed),
            posting_id: posting.unwrap_or(PostingId::from_parts(0, [0; 10])),
            candidate_id: candidate.unwrap_or(CandidateId::from_parts(0, [0; 10])),
            match_run_id: reading.id("/match_run_id", self.match_run_id.as_deref(), MatchRunId::parse),
            ranking_tag: self.ranking_etag,
            reason: self.reason,
            happened_at: reading
                .instant("/happened_at", self.happened_at.as_deref())
                .unwrap_or(Timestamp::FIRST),
        };
        reading.finish(Ok(content))
    }
}

fn placeholder() -> ExternalId {
    ExternalId::parse("none").expect("four letters are an external id")
}

/// A reported outcome. Never changed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OutcomeEvent)]
pub struct OutcomeResponse {
    /// Its id.
    #[schema(value_type = vocabulary::Uuid)]
    pub id: OutcomeEventId,
    /// The body that reported it.
    #[schema(value_type = vocabulary::Uuid)]
    pub organization_id: OrganizationId,
    /// The body's own id of the event.
    #[schema(value_type = vocabulary::ExternalId)]
    pub event_id: String,
    /// What became of it.
    #[schema(value_type = vocabulary::OutcomeKind)]
    pub kind: OutcomeKind,
    /// For which posting.
    #[schema(value_type = vocabulary::Uuid)]
    pub posting_id: PostingId,
    /// Of whom.
    #[schema(value_type = vocabulary::Uuid)]
    pub candidate_id: CandidateId,
    /// The match run that produced the list.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub match_run_id: Option<MatchRunId>,
    /// The `ETag` of the ranking that was the list.
    #[schema(max_length = 100)]
    pub ranking_etag: Option<String>,
    /// Why.
    #[schema(max_length = 500)]
    pub reason: Option<String>,
    /// When it happened.
    #[schema(value_type = vocabulary::Instant)]
    pub happened_at: Timestamp,
    /// Reported at.
    #[schema(value_type = vocabulary::Instant)]
    pub created_at: Timestamp,
}

impl From<OutcomeEvent> for OutcomeResponse {
    fn from(outcome: OutcomeEvent) -> Self {
        let content = outcome.content;
        Self {
            id: outcome.id,
            organization_id: outcome.organization_id,
            event_id: content.event_id.as_str().to_owned(),
            kind: content.kind,
            posting_id: content.posting_id,
            candidate_id: content.candidate_id,
            match_run_id: content.match_run_id,
            ranking_etag: content.ranking_tag,
            reason: content.reason,
            happened_at: content.happened_at,
            created_at: outcome.created_at,
        }
    }
}

pages! {
    /// A page of outcomes.
    OutcomePage of OutcomeResponse;
}
