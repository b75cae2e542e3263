//! 応募.

use domain::{
    Application, ApplicationId, ApplicationStatus, CandidateId, DeclineReason, ExternalId, FaultCode, Faults,
    OrganizationId, PostingId, Timestamp,
};
use matching::applications::{Named, NewApplication};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{RequestBody, pages, vocabulary};
use crate::extract::reading::Reading;

/// An application, as a caller writes it.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({
    "posting_id": "01980f3e-9c00-7000-8000-5f3a6f0b1c2d", "candidate_id": "01980f3e-9c00-7000-8000-aa3a6f0b1c2d",
    "message": "みそ蔵の商品を、首都圏の若い世代に届けるお手伝いがしたいです。"
})))]
pub struct ApplicationRequest {
    /// To which posting; it is published and within its window. Either this or `posting_external_id`.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub posting_id: Option<String>,
    /// The same by the key of those who manage it.
    #[schema(value_type = Option<vocabulary::ExternalId>)]
    pub posting_external_id: Option<String>,
    /// Who; registered by the body that applies. Either this or `candidate_external_id`.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub candidate_id: Option<String>,
    /// The same by the body's own key.
    #[schema(value_type = Option<vocabulary::ExternalId>)]
    pub candidate_external_id: Option<String>,
    /// 応募の言葉; never scored.
    #[schema(max_length = 4000)]
    pub message: Option<String>,
}

impl RequestBody for ApplicationRequest {
    type Content = NewApplication;

    fn into_content(self, mut reading: Reading<'_>) -> Result<NewApplication, Faults> {
        let posting_id = reading.id("/posting_id", self.posting_id.as_deref(), PostingId::parse);
        let posting_key = reading.own_key("/posting_external_id", self.posting_external_id.as_deref());
        let candidate_id = reading.id("/candidate_id", self.candidate_id.as_deref(), CandidateId::parse);
        let candidate_key = reading.own_key("/candidate_external_id", self.candidate_external_id.as_deref());
        check_either(&mut reading, "/posting_id", (&self.posting_id, &self.posting_external_id));
        check_either(&mut reading, "/candidate_id", (&self.candidate_id, &self.candidate_external_id));
        // A fault keeps what stands in for a missing name from ever being used.
        let nobody = [0; 10];
        let new = NewApplication {
            posting: named(posting_id, posting_key).unwrap_or(Named::Id(PostingId::from_parts(0, nobody))),
            candidate: named(candidate_id, candidate_key)
                .unwrap_or(Named::Id(CandidateId::from_parts(0, nobody))),
            message: self.message,
        };
        reading.finish(Ok(new))
    }
}

fn named<Id>(id: Option<Id>, key: Option<ExternalId>) -> Option<Named<Id>> {
    id.map(Named::Id).or(key.map(Named::ExternalId))
}

fn check_either(reading: &mut Reading<'_>, pointer: &str, (id, key): (&Option<String>, &Option<String>)) {
    if id.is_some() == key.is_some() {
        let other = pointer.trim_start_matches('/').replace("_id", "_external_id");
        let detail = format!("exactly one is needed: this or `{other}`");
        reading.fault(pointer, FaultCode::Contradiction, detail);
    }
}

/// 応募: while it stands it is the person's consent, name and contact too, to the posting's body.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Application)]
pub struct ApplicationResponse {
    /// Its id.
    #[schema(value_type = vocabulary::Uuid)]
    pub id: ApplicationId,
    /// To which posting.
    #[schema(value_type = vocabulary::Uuid)]
    pub posting_id: PostingId,
    /// Who.
    #[schema(value_type = vocabulary::Uuid)]
    pub candidate_id: CandidateId,
    /// The body that registered the person.
    #[schema(value_type = vocabulary::Uuid)]
    pub organization_id: OrganizationId,
    /// Its status.
    #[schema(value_type = vocabulary::ApplicationStatus)]
    pub status: ApplicationStatus,
    /// 応募の言葉.
    #[schema(max_length = 4000)]
    pub message: Option<String>,
    /// In this status since.
    #[schema(value_type = vocabulary::Instant)]
    pub stage_entered_at: Timestamp,
    /// When this stage is to end; `null` where the round sets no days for it. An offer that is not answered by then
    /// expires.
    #[schema(value_type = Option<vocabulary::Instant>)]
    pub due_at: Option<Timestamp>,
    /// When those who manage the posting were reminded of `due_at`; once a stage.
    #[schema(value_type = Option<vocabulary::Instant>)]
    pub reminded_at: Option<Timestamp>,
    /// Of a declined one: why, in a word that is safe to show to the person.
    #[schema(value_type = Option<vocabulary::DeclineReason>)]
    pub reason_category: Option<DeclineReason>,
    /// Of a redirected one: the posting that the person was pointed to.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub redirected_to: Option<PostingId>,
    /// Grows by one with each change; the `ETag` is made of it.
    #[schema(minimum = 1)]
    pub version: i64,
    /// Submitted at.
    #[schema(value_type = vocabulary::Instant)]
    pub created_at: Timestamp,
    /// Last changed at.
    #[schema(value_type = vocabulary::Instant)]
    pub updated_at: Timestamp,
}

impl From<Application> for ApplicationResponse {
    fn from(application: Application) -> Self {
        Self {
            id: application.id,
            posting_id: application.posting_id,
            candidate_id: application.candidate_id,
            organization_id: application.organization_id,
            status: application.status,
            message: application.message,
            stage_entered_at: application.stage_entered_at,
            due_at: application.due_at,
            reminded_at: application.reminded_at,
            reason_category: application.reason_category,
            redirected_to: application.redirected_to,
            version: application.version,
            created_at: application.created_at,
            updated_at: application.updated_at,
        }
    }
}

pages! {
    /// A page of applications.
    ApplicationPage of ApplicationResponse;
}
