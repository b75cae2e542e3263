//! 決定.

use domain::decision::StatedReason;
use domain::{
    ApplicationId, CandidateId, Decision, DecisionContent, DecisionId, DecisionLine, DecisionOutcome,
    DecisionState, DeclineReason, Faults, PostingId, Settlement, Timestamp, UserId,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::authors::AuthorResponse;
use super::{RequestBody, pages, vocabulary};
use crate::extract::reading::{List, Reading};

/// Why one applicant is not chosen.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StatedReasonRequest {
    /// Whose application.
    #[schema(value_type = vocabulary::Uuid, required)]
    pub application_id: Option<String>,
    /// Why; the person is told it in words.
    #[schema(value_type = vocabulary::DeclineReason, required)]
    pub category: Option<DeclineReason>,
}

/// A decision, as those who decide write it.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({
    "selected": ["01980f3e-9c00-7000-8000-1a3a6f0b1c2d"], "waiting": [],
    "reasons": [{"application_id": "01980f3e-9c00-7000-8000-2b3a6f0b1c2d", "category": "hours"}],
    "default_reason": "seats_filled", "reason": "地域の課題への理解と、週2日の稼働がそろうため。",
    "approver_user_id": null
})))]
pub struct DecisionRequest {
    /// The applications of those who are chosen, at a stage from which an offer is legal.
    #[schema(value_type = Vec<vocabulary::Uuid>, required, max_items = 5000)]
    pub selected: List<String>,
    /// The applications of those who wait, the first to move up first.
    #[schema(value_type = Option<Vec<vocabulary::Uuid>>, max_items = 5000)]
    pub waiting: List<String>,
    /// Why those are not chosen who are named.
    #[schema(value_type = Option<Vec<StatedReasonRequest>>, max_items = 5000)]
    pub reasons: List<StatedReasonRequest>,
    /// Why the others are not: every applicant who is not chosen is told a reason.
    #[schema(value_type = Option<vocabulary::DeclineReason>)]
    pub default_reason: Option<DeclineReason>,
    /// Why these and not others: for those who manage the posting, and whoever asks them later.
    #[schema(value_type = String, required, min_length = 1, max_length = 4000)]
    pub reason: Option<String>,
    /// The user who is asked to approve it; without one, anybody who may.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub approver_user_id: Option<String>,
}

fn applications(reading: &mut Reading<'_>, pointer: &str, list: List<String>) -> Vec<ApplicationId> {
    reading.list(pointer, list, |reading, place, text| reading.id(place, Some(&text), ApplicationId::parse))
}

impl RequestBody for DecisionRequest {
    type Content = DecisionContent;

    fn into_content(self, mut reading: Reading<'_>) -> Result<DecisionContent, Faults> {
        let content = DecisionContent {
            selected: applications(&mut reading, "/selected", self.selected),
            waiting: applications(&mut reading, "/waiting", self.waiting),
            reasons: reading.list("/reasons", self.reasons, |reading, place, stated| {
                let pointer = format!("{place}/application_id");
                let id = reading.id(&pointer, stated.application_id.as_deref(), ApplicationId::parse)?;
                Some(StatedReason { application_id: id, category: stated.category? })
            }),
            default_reason: self.default_reason,
            reason: self.reason.unwrap_or_default(),
            approver_user_id: reading.id(
                "/approver_user_id",
                self.approver_user_id.as_deref(),
                UserId::parse,
            ),
        };
        reading.finish(content.checked())
    }
}

/// What a second person writes.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"note": "募集要項の条件を満たしていることを確認した。"})))]
pub struct SettlementRequest {
    /// A remark.
    #[schema(value_type = Option<vocabulary::Remark>)]
    pub note: Option<String>,
}

impl RequestBody for SettlementRequest {
    type Content = Option<String>;

    fn into_content(self, reading: Reading<'_>) -> Result<Option<String>, Faults> {
        reading.finish(Ok(self.note))
    }
}

/// What a decision means for one applicant.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DecisionLine)]
pub struct DecisionLineResponse {
    /// The application.
    #[schema(value_type = vocabulary::Uuid)]
    pub application_id: ApplicationId,
    /// Whose.
    #[schema(value_type = vocabulary::Uuid)]
    pub candidate_id: CandidateId,
    /// What it means for them.
    #[schema(value_type = vocabulary::DecisionOutcome)]
    pub outcome: DecisionOutcome,
    /// Why not, of one who is not chosen.
    #[schema(value_type = Option<vocabulary::DeclineReason>)]
    pub category: Option<DeclineReason>,
}

impl From<DecisionLine> for DecisionLineResponse {
    fn from(line: DecisionLine) -> Self {
        let DecisionLine { application_id, candidate_id, outcome, category } = line;
        Self { application_id, candidate_id, outcome, category }
    }
}

/// That somebody approved or refused.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Settlement)]
pub struct SettlementResponse {
    /// Who.
    pub author: AuthorResponse,
    /// What they wrote.
    #[schema(max_length = 500)]
    pub note: Option<String>,
    /// When.
    #[schema(value_type = vocabulary::Instant)]
    pub at: Timestamp,
}

impl From<Settlement> for SettlementResponse {
    fn from(settled: Settlement) -> Self {
        Self { author: (settled.organization_id, settled.author).into(), note: settled.note, at: settled.at }
    }
}

/// 決定: who is chosen, who waits, and why the others are not. Nothing reaches an applicant by it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Decision)]
pub struct DecisionResponse {
    /// Its id.
    #[schema(value_type = vocabulary::Uuid)]
    pub id: DecisionId,
    /// On which posting.
    #[schema(value_type = vocabulary::Uuid)]
    pub posting_id: PostingId,
    /// State.
    #[schema(value_type = vocabulary::DecisionState)]
    pub state: DecisionState,
    /// Why these and not others.
    #[schema(max_length = 4000)]
    pub reason: String,
    /// By whom it was proposed.
    pub author: AuthorResponse,
    /// Who is asked to approve it.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub approver_user_id: Option<UserId>,
    /// Who approved or refused it.
    pub settlement: Option<SettlementResponse>,
    /// The chosen, those who wait in their order, the others; those deleted since are gone.
    #[schema(max_items = 10000)]
    pub lines: Vec<DecisionLineResponse>,
    /// Grows by one with each change; the `ETag` is made of it.
    #[schema(minimum = 1)]
    pub version: i64,
    /// Proposed at.
    #[schema(value_type = vocabulary::Instant)]
    pub created_at: Timestamp,
    /// Last changed at.
    #[schema(value_type = vocabulary::Instant)]
    pub updated_at: Timestamp,
}

impl From<Decision> for DecisionResponse {
    fn from(decision: Decision) -> Self {
        Self {
            id: decision.id,
            posting_id: decision.posting_id,
            state: decision.state,
            reason: decision.reason,
            author: (decision.organization_id, decision.author).into(),
            approver_user_id: decision.approver_user_id,
            settlement: decision.settlement.map(Into::into),
            lines: decision.lines.into_iter().map(Into::into).collect(),
            version: decision.version,
            created_at: decision.created_at,
            updated_at: decision.updated_at,
        }
    }
}

pages! {
    /// A page of decisions.
    DecisionPage of DecisionResponse;
}
