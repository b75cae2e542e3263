//! 参画.

use domain::{
    ApplicationId, CandidateId, DirectEngagement, Engagement, EngagementId, EngagementOrigin,
    EngagementStatus, EngagementWarning, FaultCode, Faults, OrganizationId, PostingId, Timestamp,
};
use matching::engagements::{EngagementBasis, NewEngagement};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{RequestBody, pages, vocabulary};
use crate::extract::reading::Reading;

mod ending;
mod overlaps;
mod parts;
mod terms;

pub use ending::{EngagementEndRequest, EngagementEndResponse, RenewalRequest};
pub use overlaps::OverlapsResponse;
pub use parts::{
    CheckInPage, CheckInRequest, CheckInResponse, EngagementLogPage, EngagementLogRequest,
    EngagementLogResponse,
};
pub use terms::{EngagementTermsBody, EngagementTermsRequest};

/// The rules that warnings are of, by their date.
const RULES_AS_OF: &str = "2026-11-01";

/// An engagement, as a caller makes it: of an accepted application, or directly of a posting and a person.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({
    "application_id": "01980f3e-9c00-7000-8000-5f3a6f0b1c2d", "posting_id": null, "candidate_id": null, "reason": null,
    "terms": {"contract_form": "quasi_mandate", "starts_on": "2021-09-01", "ends_on": "2021-11-30",
              "hours_per_month": 20}
})))]
pub struct EngagementRequest {
    /// The accepted application; it moves to `engaged`. Either this, or posting, person and reason.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub application_id: Option<String>,
    /// For which posting, where there is no application.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub posting_id: Option<String>,
    /// Who, where there is no application; their name is open to the posting's body.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub candidate_id: Option<String>,
    /// Why there is no application: history, work that was agreed elsewhere.
    #[schema(min_length = 1, max_length = 500)]
    pub reason: Option<String>,
    /// On which terms.
    #[schema(value_type = EngagementTermsRequest, required)]
    pub terms: Option<EngagementTermsRequest>,
}

impl RequestBody for EngagementRequest {
    type Content = NewEngagement;

    fn into_content(mut self, mut reading: Reading<'_>) -> Result<NewEngagement, Faults> {
        let terms = self.terms.take().unwrap_or_default().read(&mut reading, "/terms");
        let basis = self.basis(&mut reading);
        reading.finish(NewEngagement { basis, terms }.checked())
    }
}

impl EngagementRequest {
    fn basis(self, reading: &mut Reading<'_>) -> EngagementBasis {
        // A fault keeps what stands in for a missing id from ever being used.
        let nobody = [0; 10];
        let application = reading.id("/application_id", self.application_id.as_deref(), ApplicationId::parse);
        let posting = reading.id("/posting_id", self.posting_id.as_deref(), PostingId::parse);
        let candidate = reading.id("/candidate_id", self.candidate_id.as_deref(), CandidateId::parse);
        let others = [
            ("/posting_id", self.posting_id.is_some()),
            ("/candidate_id", self.candidate_id.is_some()),
            ("/reason", self.reason.is_some()),
        ];
        if self.application_id.is_some() {
            for (pointer, _) in others.into_iter().filter(|(_, stated)| *stated) {
                let detail = "comes with the application: leave it out, or leave out `application_id`";
                reading.fault(pointer, FaultCode::Contradiction, detail);
            }
            let id = application.unwrap_or(ApplicationId::from_parts(0, nobody));
            return EngagementBasis::Application(id);
        }
        for (pointer, _) in others.into_iter().filter(|(_, stated)| !*stated) {
            reading.fault(pointer, FaultCode::Needed, "is needed where there is no `application_id`");
        }
        EngagementBasis::Direct(DirectEngagement {
            posting_id: posting.unwrap_or(PostingId::from_parts(0, nobody)),
            candidate_id: candidate.unwrap_or(CandidateId::from_parts(0, nobody)),
            reason: self.reason.unwrap_or_default(),
        })
    }
}

/// Something to look at in the terms. The engine warns; it never says that a contract is lawful.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TermWarning)]
pub struct WarningResponse {
    /// Its code.
    #[schema(value_type = vocabulary::EngagementWarning)]
    pub code: EngagementWarning,
    /// The rule it is of.
    #[schema(max_length = 10)]
    pub rule: &'static str,
    /// What to look at, in Japanese.
    #[schema(max_length = 200)]
    pub detail_ja: &'static str,
    /// The same in English.
    #[schema(max_length = 200)]
    pub detail_en: &'static str,
}

/// 参画: the running work of a person for a posting.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Engagement)]
pub struct EngagementResponse {
    /// Its id.
    #[schema(value_type = vocabulary::Uuid)]
    pub id: EngagementId,
    /// For which posting.
    #[schema(value_type = vocabulary::Uuid)]
    pub posting_id: PostingId,
    /// Who.
    #[schema(value_type = vocabulary::Uuid)]
    pub candidate_id: CandidateId,
    /// The posting's body.
    #[schema(value_type = vocabulary::Uuid)]
    pub organization_id: OrganizationId,
    /// The application it was made of.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub application_id: Option<ApplicationId>,
    /// Why there is no application.
    #[schema(max_length = 500)]
    pub reason: Option<String>,
    /// The engagement that it goes on from.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub renews_id: Option<EngagementId>,
    /// The engagement that goes on from it.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub renewed_by_id: Option<EngagementId>,
    /// Where it stands.
    #[schema(value_type = vocabulary::EngagementStatus)]
    pub status: EngagementStatus,
    /// On which terms.
    pub terms: EngagementTermsBody,
    /// How it ended, or will.
    pub end: Option<EngagementEndResponse>,
    /// What the rules have to say of the terms, as of when they were written.
    #[schema(max_items = 13)]
    pub warnings: Vec<WarningResponse>,
    /// The date of those rules.
    #[schema(value_type = vocabulary::Date)]
    pub rules_as_of: &'static str,
    /// Grows by one with each change, those of log and check-ins included; the `ETag` is made of it.
    #[schema(minimum = 1)]
    pub version: i64,
    /// Made at.
    #[schema(value_type = vocabulary::Instant)]
    pub created_at: Timestamp,
    /// Last changed at.
    #[schema(value_type = vocabulary::Instant)]
    pub updated_at: Timestamp,
}

impl From<Engagement> for EngagementResponse {
    fn from(engagement: Engagement) -> Self {
        let (application_id, reason) = match engagement.origin {
            EngagementOrigin::Application(id) => (Some(id), None),
            EngagementOrigin::Direct { reason } => (None, Some(reason)),
        };
        let warning = |code: EngagementWarning| WarningResponse {
            code,
            rule: code.rule(),
            detail_ja: code.detail_ja(),
            detail_en: code.detail_en(),
        };
        Self {
            id: engagement.id,
            posting_id: engagement.posting_id,
            candidate_id: engagement.candidate_id,
            organization_id: engagement.organization_id,
            application_id,
            reason,
            renews_id: engagement.renews_id,
            renewed_by_id: engagement.renewed_by_id,
            status: engagement.status,
            terms: engagement.terms.into(),
            end: engagement.end.map(EngagementEndResponse::from),
            warnings: engagement.warnings.iter().map(warning).collect(),
            rules_as_of: RULES_AS_OF,
            version: engagement.version,
            created_at: engagement.created_at,
            updated_at: engagement.updated_at,
        }
    }
}

pages! {
    /// A page of engagements.
    EngagementPage of EngagementResponse;
}
