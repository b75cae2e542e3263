//! 調査の回, and who is invited to them.

use domain::survey::{Wave, WaveContent, WaveKind};
use domain::{
    CandidateId, CohortId, FaultCode, Faults, OrganizationId, ProgramId, SurveyId, Timestamp, WaveId,
};
use matching::surveys::{Invitation, Invitations, Invited};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::dto::narrow::narrow;
use crate::dto::{RequestBody, pages, vocabulary};
use crate::extract::reading::{List, Reading, WindowSide};

/// A wave, as a caller writes it.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({
    "instrument": 1, "name": "2021年度 事前", "kind": "before", "is_anonymous": false,
    "opens_at": "2021-06-21", "closes_at": "2021-07-04", "cohort_id": null, "program_id": null
})))]
pub struct WaveRequest {
    /// Which version of what the survey asks.
    #[schema(value_type = i32, required, minimum = 1, maximum = 1000)]
    pub instrument: Option<i64>,
    /// Its name.
    #[schema(max_length = 200)]
    pub name: Option<String>,
    /// When it is asked.
    #[schema(value_type = vocabulary::WaveKind, required)]
    pub kind: Option<WaveKind>,
    /// Whether it is never written down who answered what; `false` when absent.
    pub is_anonymous: Option<bool>,
    /// First instant, or day in Japan.
    #[schema(value_type = Option<vocabulary::WindowEnd>)]
    pub opens_at: Option<String>,
    /// Last instant, or day in Japan; included.
    #[schema(value_type = Option<vocabulary::WindowEnd>)]
    pub closes_at: Option<String>,
    /// The cohort that it is about.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub cohort_id: Option<String>,
    /// 事業 that it is about.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub program_id: Option<String>,
}

impl RequestBody for WaveRequest {
    type Content = WaveContent;

    fn into_content(self, mut reading: Reading<'_>) -> Result<WaveContent, Faults> {
        let content = WaveContent {
            // The faults that led here keep placeholders from ever being used.
            instrument: narrow(self.instrument).unwrap_or(1),
            name: self.name,
            kind: self.kind.unwrap_or(WaveKind::Before),
            is_anonymous: self.is_anonymous.unwrap_or(false),
            opens_at: reading.window_end("/opens_at", WindowSide::Opens, self.opens_at.as_deref()),
            closes_at: reading.window_end("/closes_at", WindowSide::Closes, self.closes_at.as_deref()),
            cohort_id: reading.id("/cohort_id", self.cohort_id.as_deref(), CohortId::parse),
            program_id: reading.id("/program_id", self.program_id.as_deref(), ProgramId::parse),
        };
        reading.finish(content.checked())
    }
}

/// 調査の回.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Wave)]
pub struct WaveResponse {
    /// Its id.
    #[schema(value_type = vocabulary::Uuid)]
    pub id: WaveId,
    /// Of which survey.
    #[schema(value_type = vocabulary::Uuid)]
    pub survey_id: SurveyId,
    /// The body that asks.
    #[schema(value_type = vocabulary::Uuid)]
    pub organization_id: OrganizationId,
    /// Which version of what the survey asks.
    #[schema(value_type = i32, minimum = 1, maximum = 1000)]
    pub instrument: u16,
    /// Its name.
    #[schema(max_length = 200)]
    pub name: Option<String>,
    /// When it is asked.
    #[schema(value_type = vocabulary::WaveKind)]
    pub kind: WaveKind,
    /// Whether it is never written down who answered what.
    pub is_anonymous: bool,
    /// First instant.
    #[schema(value_type = Option<vocabulary::Instant>)]
    pub opens_at: Option<Timestamp>,
    /// Last instant.
    #[schema(value_type = Option<vocabulary::Instant>)]
    pub closes_at: Option<Timestamp>,
    /// The cohort that it is about.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub cohort_id: Option<CohortId>,
    /// 事業 that it is about.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub program_id: Option<ProgramId>,
    /// Grows by one with each change; the `ETag` is made of it.
    #[schema(minimum = 1)]
    pub version: i64,
    /// Made at.
    #[schema(value_type = vocabulary::Instant)]
    pub created_at: Timestamp,
    /// Last changed at.
    #[schema(value_type = vocabulary::Instant)]
    pub updated_at: Timestamp,
}

impl From<Wave> for WaveResponse {
    fn from(wave: Wave) -> Self {
        let content = wave.content;
        Self {
            id: wave.id,
            survey_id: wave.survey_id,
            organization_id: wave.organization_id,
            instrument: content.instrument,
            name: content.name,
            kind: content.kind,
            is_anonymous: content.is_anonymous,
            opens_at: content.opens_at,
            closes_at: content.closes_at,
            cohort_id: content.cohort_id,
            program_id: content.program_id,
            version: wave.version,
            created_at: wave.created_at,
            updated_at: wave.updated_at,
        }
    }
}

/// Who is invited: these people, or all who are members of the wave's cohort now.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"candidate_ids": ["01980f3e-9c00-7000-8000-aa3a6f0b1c2d"], "whole_cohort": false})))]
pub struct InvitationRequest {
    /// These people; own ones.
    #[schema(value_type = Option<Vec<vocabulary::Uuid>>, max_items = 1000)]
    pub candidate_ids: List<String>,
    /// All who are members of the wave's cohort now.
    pub whole_cohort: Option<bool>,
}

impl RequestBody for InvitationRequest {
    type Content = Invited;

    fn into_content(self, mut reading: Reading<'_>) -> Result<Invited, Faults> {
        let is_whole = self.whole_cohort.unwrap_or(false);
        let people = reading.list("/candidate_ids", self.candidate_ids, |reading, pointer, text: String| {
            reading.id(pointer, Some(&text), CandidateId::parse)
        });
        if is_whole && !people.is_empty() {
            let detail = "exactly one is needed: this or `candidate_ids`";
            reading.fault("/whole_cohort", FaultCode::Contradiction, detail);
        }
        reading.finish(Ok(if is_whole { Invited::Cohort } else { Invited::People(people) }))
    }
}

/// A person and the token to be given to them.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SurveyInvitation)]
pub struct InvitationResponse {
    /// Who.
    #[schema(value_type = vocabulary::Uuid)]
    pub candidate_id: CandidateId,
    /// The token, told this once; `null` where the request is repeated. `GET` and `POST /answers/{token}` need no key.
    #[schema(max_length = 100)]
    pub token: Option<String>,
}

/// What an invitation made.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SurveyInvitations)]
pub struct InvitationsResponse {
    /// The wave.
    #[schema(value_type = vocabulary::Uuid)]
    pub wave_id: WaveId,
    /// Those invited now.
    #[schema(max_items = 10000)]
    pub invitations: Vec<InvitationResponse>,
    /// Those who were invited before, and keep the token that they were given.
    #[schema(value_type = Vec<vocabulary::Uuid>, max_items = 10000)]
    pub known: Vec<CandidateId>,
}

impl InvitationsResponse {
    /// What is told, by how a token is shown.
    pub fn of(made: Invitations, shown: fn(String) -> Option<String>) -> Self {
        let told =
            |Invitation { candidate_id, token }| InvitationResponse { candidate_id, token: shown(token) };
        let invitations = made.made.into_iter().map(told).collect();
        Self { wave_id: made.wave_id, invitations, known: made.known }
    }
}

pages! {
    /// A page of waves.
    WavePage of WaveResponse;
}
