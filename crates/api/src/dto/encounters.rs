//! 面談・フィールドワーク.

use domain::{
    ApplicationId, Encounter, EncounterContent, EncounterId, EncounterKind, EncounterMode, EncounterStatus,
    Faults, PostingId, Timestamp, TravelCostPayer,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{RequestBody, pages, vocabulary};
use crate::extract::reading::{List, Reading};

/// A meeting, as a caller writes it.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({
    "application_id": "01980f3e-9c00-7000-8000-5f3a6f0b1c2d", "kind": "field_work", "mode": "on_site", "status": "held",
    "scheduled_at": "2019-08-03T01:00:00Z", "place": "くるみ商店の工房", "attendees": ["代表", "商品開発の担当"],
    "travel_cost_paid_by": "organization", "posting_side": "現場をよく見てくれた", "candidate_side": "作り手の思いに触れた"
})))]
pub struct EncounterRequest {
    /// Of which application.
    #[schema(value_type = vocabulary::Uuid, required)]
    pub application_id: Option<String>,
    /// What kind.
    #[schema(value_type = vocabulary::EncounterKind, required)]
    pub kind: Option<EncounterKind>,
    /// Where it takes place.
    #[schema(value_type = vocabulary::EncounterMode, required)]
    pub mode: Option<EncounterMode>,
    /// `planned` when left out. What was held stays held.
    #[schema(value_type = Option<vocabulary::EncounterStatus>)]
    pub status: Option<EncounterStatus>,
    /// When.
    #[schema(value_type = vocabulary::Instant, required)]
    pub scheduled_at: Option<String>,
    /// The place, or how to join.
    #[schema(max_length = 200)]
    pub place: Option<String>,
    /// Who came, or is to come, from the side of the work.
    #[schema(value_type = Option<Vec<vocabulary::AttendeeName>>, max_items = 30)]
    pub attendees: List<String>,
    /// Who pays for the way.
    #[schema(value_type = Option<vocabulary::TravelCostPayer>)]
    pub travel_cost_paid_by: Option<TravelCostPayer>,
    /// 受入側のひとこと: one line once it was held. It is personal data of the person, who is shown it on request; the
    /// body that registered the person is not.
    #[schema(min_length = 1, max_length = 500)]
    pub posting_side: Option<String>,
    /// 本人のひとこと: one line once it was held.
    #[schema(min_length = 1, max_length = 500)]
    pub candidate_side: Option<String>,
}

impl RequestBody for EncounterRequest {
    type Content = EncounterContent;

    fn into_content(self, mut reading: Reading<'_>) -> Result<EncounterContent, Faults> {
        let application_id =
            reading.id("/application_id", self.application_id.as_deref(), ApplicationId::parse);
        let scheduled_at = reading.instant("/scheduled_at", self.scheduled_at.as_deref());
        reading.finish(Ok(EncounterContent {
            // A fault keeps what stands in for a missing value from ever being used.
            application_id: application_id.unwrap_or(ApplicationId::from_parts(0, [0; 10])),
            kind: self.kind.unwrap_or(EncounterKind::Meeting),
            mode: self.mode.unwrap_or(EncounterMode::Online),
            status: self.status.unwrap_or(EncounterStatus::Planned),
            scheduled_at: scheduled_at.unwrap_or(Timestamp::FIRST),
            place: self.place,
            attendees: self.attendees.unwrap_or_default().into_iter().flatten().collect(),
            travel_cost_paid_by: self.travel_cost_paid_by,
            posting_side: self.posting_side,
            candidate_side: self.candidate_side,
        }))
    }
}

/// What a caller writes of a meeting, as it is answered.
#[derive(Debug, Serialize, ToSchema)]
pub struct EncounterBody {
    /// Of which application.
    #[schema(value_type = vocabulary::Uuid)]
    pub application_id: ApplicationId,
    /// What kind.
    #[schema(value_type = vocabulary::EncounterKind)]
    pub kind: EncounterKind,
    /// Where it takes place.
    #[schema(value_type = vocabulary::EncounterMode)]
    pub mode: EncounterMode,
    /// Its status.
    #[schema(value_type = vocabulary::EncounterStatus)]
    pub status: EncounterStatus,
    /// When.
    #[schema(value_type = vocabulary::Instant)]
    pub scheduled_at: Timestamp,
    /// The place, or how to join.
    #[schema(max_length = 200)]
    pub place: Option<String>,
    /// Who came, or is to come, from the side of the work.
    #[schema(value_type = Vec<vocabulary::AttendeeName>, max_items = 30)]
    pub attendees: Vec<String>,
    /// Who pays for the way.
    #[schema(value_type = Option<vocabulary::TravelCostPayer>)]
    pub travel_cost_paid_by: Option<TravelCostPayer>,
    /// 受入側のひとこと; `null` for the body that registered the person.
    #[schema(max_length = 500)]
    pub posting_side: Option<String>,
    /// 本人のひとこと.
    #[schema(max_length = 500)]
    pub candidate_side: Option<String>,
}

impl From<EncounterContent> for EncounterBody {
    fn from(content: EncounterContent) -> Self {
        Self {
            application_id: content.application_id,
            kind: content.kind,
            mode: content.mode,
            status: content.status,
            scheduled_at: content.scheduled_at,
            place: content.place,
            attendees: content.attendees,
            travel_cost_paid_by: content.travel_cost_paid_by,
            posting_side: content.posting_side,
            candidate_side: content.candidate_side,
        }
    }
}

/// 面談・フィールドワーク: a meeting before the match.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Encounter)]
pub struct EncounterResponse {
    /// Its id.
    #[schema(value_type = vocabulary::Uuid)]
    pub id: EncounterId,
    /// To which posting the application is.
    #[schema(value_type = vocabulary::Uuid)]
    pub posting_id: PostingId,
    /// What is written of it.
    #[serde(flatten)]
    pub body: EncounterBody,
    /// Grows by one with each change; the `ETag` is made of it.
    #[schema(minimum = 1)]
    pub version: i64,
    /// Written down at.
    #[schema(value_type = vocabulary::Instant)]
    pub created_at: Timestamp,
    /// Last changed at.
    #[schema(value_type = vocabulary::Instant)]
    pub updated_at: Timestamp,
}

impl From<Encounter> for EncounterResponse {
    fn from(encounter: Encounter) -> Self {
        Self {
            id: encounter.id,
            posting_id: encounter.posting_id,
            version: encounter.version,
            created_at: encounter.created_at,
            updated_at: encounter.updated_at,
            body: encounter.content.into(),
        }
    }
}

pages! {
    /// A page of meetings.
    EncounterPage of EncounterResponse;
}
