//! 段階: moves of applications, their history, and who waits for a seat.

use domain::{
    ApiKeyId, ApplicationId, ApplicationMove, ApplicationStatus, DeclineReason, FaultCode, Faults, Mover,
    OrganizationId, PostingId, StageSpan, Timestamp, UserId,
};
use matching::stages::{ApplicationHistory, ApplicationTransition, Extension, WaitingList};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{RequestBody, vocabulary};
use crate::extract::reading::{List, Reading};

/// A move of an application along its stages.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({
    "to": "declined", "reason": "SNS運用の実績が募集の範囲と重ならない", "reason_category": "skills_elsewhere", "redirected_to": null
})))]
pub struct ApplicationTransitionRequest {
    /// Where to.
    #[schema(value_type = vocabulary::ApplicationStatus, required)]
    pub to: Option<ApplicationStatus>,
    /// Why, for those who manage the posting; the person and the body that registered them are not shown it.
    #[schema(max_length = 500)]
    pub reason: Option<String>,
    /// Why, in a word that the person may be shown. Needed to move to `declined`, and only then.
    #[schema(value_type = Option<vocabulary::DeclineReason>)]
    pub reason_category: Option<DeclineReason>,
    /// The published posting that the person is pointed to. Needed to move to `redirected`, and only then.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub redirected_to: Option<String>,
}

impl RequestBody for ApplicationTransitionRequest {
    type Content = ApplicationTransition;

    fn into_content(self, mut reading: Reading<'_>) -> Result<ApplicationTransition, Faults> {
        let redirected_to = reading.id("/redirected_to", self.redirected_to.as_deref(), PostingId::parse);
        reading.finish(Ok(ApplicationTransition {
            to: self.to.unwrap_or(ApplicationStatus::Submitted),
            reason: self.reason,
            reason_category: self.reason_category,
            redirected_to,
            expected: None,
        }))
    }
}

/// More time for the present stage of an application.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"due_at": "2026-09-20T09:00:00Z", "reason": "面談の日程を本人と調整中"})))]
pub struct ExtensionRequest {
    /// When the stage is to end; it lies ahead.
    #[schema(value_type = vocabulary::Instant, required)]
    pub due_at: Option<String>,
    /// Why, for those who manage the posting.
    #[schema(value_type = String, required, min_length = 1, max_length = 500)]
    pub reason: Option<String>,
}

impl RequestBody for ExtensionRequest {
    type Content = Extension;

    fn into_content(self, mut reading: Reading<'_>) -> Result<Extension, Faults> {
        let due_at = reading.instant("/due_at", self.due_at.as_deref());
        reading.finish(Ok(Extension {
            due_at: due_at.unwrap_or(Timestamp::FIRST),
            reason: self.reason.unwrap_or_default(),
            expected: None,
        }))
    }
}

/// A line of the history: a move, or more time for the stage (`from` and `to` are the same then).
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ApplicationMove)]
pub struct ApplicationMoveResponse {
    /// Where from; `null` when it was submitted.
    #[schema(value_type = Option<vocabulary::ApplicationStatus>)]
    pub from: Option<ApplicationStatus>,
    /// Where to.
    #[schema(value_type = vocabulary::ApplicationStatus)]
    pub to: ApplicationStatus,
    /// When.
    #[schema(value_type = vocabulary::Instant)]
    pub at: Timestamp,
    /// When the stage is to end since then.
    #[schema(value_type = Option<vocabulary::Instant>)]
    pub due_at: Option<Timestamp>,
    /// Who, as a side.
    #[schema(value_type = vocabulary::Mover)]
    pub by: Mover,
    /// The body that acted; `null` for the system.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub organization_id: Option<OrganizationId>,
    /// The user who acted; for their own side.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub user_id: Option<UserId>,
    /// The key that acted; for its own side.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub api_key_id: Option<ApiKeyId>,
    /// Why; for the side that moved it.
    #[schema(max_length = 500)]
    pub reason: Option<String>,
    /// Why, in a word that is safe to show.
    #[schema(value_type = Option<vocabulary::DeclineReason>)]
    pub reason_category: Option<DeclineReason>,
    /// Where the person was pointed to.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub redirected_to: Option<PostingId>,
}

impl From<ApplicationMove> for ApplicationMoveResponse {
    fn from(step: ApplicationMove) -> Self {
        Self {
            from: step.from,
            to: step.to,
            at: step.at,
            due_at: step.due_at,
            by: step.mover,
            organization_id: step.organization_id,
            user_id: step.user_id,
            api_key_id: step.api_key_id,
            reason: step.reason,
            reason_category: step.reason_category,
            redirected_to: step.redirected_to,
        }
    }
}

/// A time in one stage.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = StageSpan)]
pub struct StageSpanResponse {
    /// The stage.
    #[schema(value_type = vocabulary::ApplicationStatus)]
    pub status: ApplicationStatus,
    /// Since when.
    #[schema(value_type = vocabulary::Instant)]
    pub entered_at: Timestamp,
    /// Until when; `null` while it lasts.
    #[schema(value_type = Option<vocabulary::Instant>)]
    pub left_at: Option<Timestamp>,
    /// Whole seconds in the stage, until `as_of` while it lasts.
    #[schema(minimum = 0)]
    pub seconds: i64,
}

/// What an application went through.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ApplicationHistory)]
pub struct ApplicationHistoryResponse {
    /// Which.
    #[schema(value_type = vocabulary::Uuid)]
    pub application_id: ApplicationId,
    /// Every move, the oldest first.
    #[schema(max_items = 10000)]
    pub moves: Vec<ApplicationMoveResponse>,
    /// The stages with their times, the oldest first.
    #[schema(max_items = 10000)]
    pub stages: Vec<StageSpanResponse>,
    /// Where the caller may move it now; `withdrawn` by `POST /applications/{id}/withdraw`.
    #[schema(value_type = Vec<vocabulary::ApplicationStatus>, max_items = 11)]
    pub legal: Vec<ApplicationStatus>,
    /// The instant that the time in the present stage is counted to.
    #[schema(value_type = vocabulary::Instant)]
    pub as_of: Timestamp,
}

impl From<ApplicationHistory> for ApplicationHistoryResponse {
    fn from(history: ApplicationHistory) -> Self {
        let as_of = history.as_of;
        let span = |span: StageSpan| StageSpanResponse {
            status: span.status,
            entered_at: span.entered_at,
            left_at: span.left_at,
            seconds: span.seconds(as_of),
        };
        Self {
            application_id: history.application_id,
            moves: history.moves.into_iter().map(Into::into).collect(),
            stages: history.spans.into_iter().map(span).collect(),
            legal: history.legal,
            as_of,
        }
    }
}

/// Who waits for a seat, the first to move up first.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"application_ids": [
    "01980f3e-9c00-7000-8000-5f3a6f0b1c2d", "01980f3e-9c00-7000-8000-aa3a6f0b1c2d"
]})))]
pub struct WaitingListRequest {
    /// Applications to the posting, to each of which an offer could be made from where it stands; each once.
    #[schema(value_type = Vec<vocabulary::Uuid>, max_items = 1000, required)]
    pub application_ids: List<String>,
}

impl RequestBody for WaitingListRequest {
    type Content = Vec<ApplicationId>;

    fn into_content(self, mut reading: Reading<'_>) -> Result<Vec<ApplicationId>, Faults> {
        let mut ids: Vec<ApplicationId> = Vec::new();
        for (index, text) in self.application_ids.unwrap_or_default().into_iter().enumerate() {
            let pointer = format!("/application_ids/{index}");
            let Some(id) = reading.id(&pointer, text.as_deref(), ApplicationId::parse) else { continue };
            if ids.contains(&id) {
                reading.fault(&pointer, FaultCode::Duplicate, "is named twice");
            }
            ids.push(id);
        }
        reading.finish(Ok(ids))
    }
}

/// 補欠: who waits for a seat of a posting, and how its seats stand.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WaitingList)]
pub struct WaitingListResponse {
    /// The posting.
    #[schema(value_type = vocabulary::Uuid)]
    pub posting_id: PostingId,
    /// The first to move up first.
    #[schema(value_type = Vec<vocabulary::Uuid>, max_items = 1000)]
    pub application_ids: Vec<ApplicationId>,
    /// Seats of the posting.
    #[schema(minimum = 1)]
    pub seats: u64,
    /// Offers that are not answered yet.
    #[schema(minimum = 0)]
    pub offered: u64,
    /// Seats that are taken: accepted or engaged.
    #[schema(minimum = 0)]
    pub taken: u64,
}

impl From<WaitingList> for WaitingListResponse {
    fn from(list: WaitingList) -> Self {
        Self {
            posting_id: list.posting_id,
            application_ids: list.application_ids,
            seats: list.seats,
            offered: list.offered,
            taken: list.taken,
        }
    }
}
