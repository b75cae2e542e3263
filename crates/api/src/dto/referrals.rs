//! 引き合わせ・回付.

use domain::{
    CandidateId, ConsentContent, ConsentItem, FaultCode, Faults, NewReferral, OrganizationId, PostingId,
    Recipient, ReferralId, ReferralKind, ReferralState, ReferralStep, ReferralSubject, Timestamp,
};
use matching::referrals::{Direction, ListReferrals, ReferralView};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{RequestBody, pages, vocabulary};
use crate::extract::reading::{List, Reading};

/// A consent of a person to the body that the call is about, written down in the same call.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConsentAlongRequest {
    /// What is opened; `identity` includes `profile`.
    #[schema(value_type = Vec<vocabulary::ConsentItem>, required, min_items = 1, max_items = 2)]
    pub items: List<ConsentItem>,
    /// For what, in the words that the person was shown.
    #[schema(value_type = String, required, min_length = 1, max_length = 500, examples("県内の企業への紹介のため"))]
    pub purpose: Option<String>,
    /// The last instant; without one it stays open until withdrawn.
    #[schema(value_type = Option<vocabulary::Instant>)]
    pub until: Option<String>,
}

impl ConsentAlongRequest {
    /// The consent; to whom is said by the call.
    pub(super) fn read(self, reading: &mut Reading<'_>) -> ConsentContent {
        ConsentContent {
            recipient: Recipient::Any,
            items: self.items.unwrap_or_default().into_iter().flatten().collect(),
            purpose: self.purpose.unwrap_or_default(),
            until: reading.instant("/consent/until", self.until.as_deref()),
        }
    }
}

/// A referral, as a caller writes it: exactly one of `candidate_id` and `posting_id`.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({
    "candidate_id": "01980f3e-9c00-7000-8000-aa3a6f0b1c2d", "to_organization_id": "01980f3e-9c00-7000-8000-5f3a6f0b1c2d",
    "items": ["profile", "identity"], "reason": "海外販路の案件が多い団体のため", "message": "ご検討ください。",
    "consent": {"items": ["identity"], "purpose": "県内の企業への紹介のため", "until": null}
})))]
pub struct ReferralRequest {
    /// Who is passed: an own person, or one that was referred and accepted.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub candidate_id: Option<String>,
    /// Which posting is passed: an own one, or one that was referred and accepted.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub posting_id: Option<String>,
    /// To which allied body.
    #[schema(value_type = vocabulary::Uuid, required)]
    pub to_organization_id: Option<String>,
    /// What of a person is passed; `profile` when absent. `identity` is needed to pass the contact.
    #[schema(value_type = Option<Vec<vocabulary::ConsentItem>>, max_items = 2)]
    pub items: List<ConsentItem>,
    /// Why this body.
    #[schema(value_type = String, required, min_length = 1, max_length = 500, examples("海外販路の案件が多い団体のため"))]
    pub reason: Option<String>,
    /// 添え書き.
    #[schema(max_length = 4000)]
    pub message: Option<String>,
    /// The last instant at which it can be answered; 30 days from now when absent.
    #[schema(value_type = Option<vocabulary::Instant>)]
    pub expires_at: Option<String>,
    /// The person's consent to the recipient, where it is not written down yet.
    pub consent: Option<ConsentAlongRequest>,
}

impl RequestBody for ReferralRequest {
    type Content = NewReferral;

    fn into_content(self, mut reading: Reading<'_>) -> Result<NewReferral, Faults> {
        let candidate = reading.id("/candidate_id", self.candidate_id.as_deref(), CandidateId::parse);
        let posting = reading.id("/posting_id", self.posting_id.as_deref(), PostingId::parse);
        if self.candidate_id.is_some() == self.posting_id.is_some() {
            let detail = "exactly one is needed: this or `posting_id`";
            reading.fault("/candidate_id", FaultCode::Contradiction, detail);
        }
        let to = reading.id("/to_organization_id", self.to_organization_id.as_deref(), OrganizationId::parse);
        // A fault keeps what stands in for a missing id from ever being used.
        let nobody = ReferralSubject::Candidate(CandidateId::from_parts(0, [0; 10]));
        let subject = candidate.map(ReferralSubject::Candidate).or(posting.map(ReferralSubject::Posting));
        let subject = subject.unwrap_or(nobody);
        let usual = match subject.kind() {
            ReferralKind::Candidate => vec![Some(ConsentItem::Profile)],
            ReferralKind::Posting => Vec::new(),
        };
        let content = NewReferral {
            subject,
            to_organization_id: to.unwrap_or(OrganizationId::from_parts(0, [0; 10])),
            items: self.items.unwrap_or(usual).into_iter().flatten().collect(),
            reason: self.reason.unwrap_or_default(),
            message: self.message,
            expires_at: reading.instant("/expires_at", self.expires_at.as_deref()),
            consent: self.consent.map(|consent| consent.read(&mut reading)),
        };
        reading.finish(content.checked())
    }
}

/// What is said with an answer, or with an end.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"reason": "今年度は受け入れの枠がないため"})))]
pub struct ReasonRequest {
    /// Why; the other body reads it.
    #[schema(min_length = 1, max_length = 500)]
    pub reason: Option<String>,
}

impl RequestBody for ReasonRequest {
    type Content = Option<String>;

    fn into_content(self, reading: Reading<'_>) -> Result<Option<String>, Faults> {
        reading.finish(Ok(self.reason))
    }
}

/// Which referrals.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ReferralQuery {
    /// Only those that came in, or only those that went out.
    #[param(value_type = Option<vocabulary::ReferralDirection>)]
    pub direction: Option<Direction>,
    /// Only of this kind.
    #[param(value_type = Option<vocabulary::ReferralKind>)]
    pub kind: Option<ReferralKind>,
    /// Only in this state.
    #[param(value_type = Option<vocabulary::ReferralState>)]
    pub state: Option<ReferralState>,
}

impl From<ReferralQuery> for ListReferrals {
    fn from(query: ReferralQuery) -> Self {
        Self { direction: query.direction, kind: query.kind, state: query.state }
    }
}

/// One step of the way by which something has come.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReferralStep)]
pub struct ReferralStepResponse {
    /// The referral.
    #[schema(value_type = vocabulary::Uuid)]
    pub referral_id: ReferralId,
    /// Who passed it.
    #[schema(value_type = vocabulary::Uuid)]
    pub from_organization_id: OrganizationId,
    /// To whom.
    #[schema(value_type = vocabulary::Uuid)]
    pub to_organization_id: OrganizationId,
    /// When.
    #[schema(value_type = vocabulary::Instant)]
    pub at: Timestamp,
}

/// 引き合わせ・回付: a person or a posting passed to an allied body.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Referral)]
pub struct ReferralResponse {
    /// Its id.
    #[schema(value_type = vocabulary::Uuid)]
    pub id: ReferralId,
    /// What is passed.
    #[schema(value_type = vocabulary::ReferralKind)]
    pub kind: ReferralKind,
    /// Who passes.
    #[schema(value_type = vocabulary::Uuid)]
    pub organization_id: OrganizationId,
    /// To whom.
    #[schema(value_type = vocabulary::Uuid)]
    pub to_organization_id: OrganizationId,
    /// The person; `null` where nobody is passed, or where the person is not open to the caller any more.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub candidate_id: Option<CandidateId>,
    /// How the person is called where the name is not open.
    #[schema(value_type = Option<vocabulary::Reference>)]
    pub reference: Option<String>,
    /// The posting.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub posting_id: Option<PostingId>,
    /// What of the person was passed.
    #[schema(value_type = Vec<vocabulary::ConsentItem>, max_items = 2)]
    pub items: Vec<ConsentItem>,
    /// What of the person is open to the recipient by consents now: empty from the request on that withdraws the last.
    #[schema(value_type = Vec<vocabulary::ConsentItem>, max_items = 2)]
    pub open_items: Vec<ConsentItem>,
    /// When the last consent was withdrawn, where none stands any more.
    #[schema(value_type = Option<vocabulary::Instant>)]
    pub consent_withdrawn_at: Option<Timestamp>,
    /// Why this body; empty where the person is not open to the caller any more.
    #[schema(max_length = 500)]
    pub reason: String,
    /// 添え書き.
    #[schema(max_length = 4000)]
    pub message: Option<String>,
    /// What has become of it.
    #[schema(value_type = vocabulary::ReferralState)]
    pub state: ReferralState,
    /// The last instant at which it can be answered.
    #[schema(value_type = vocabulary::Instant)]
    pub expires_at: Timestamp,
    /// Accepted or declined at.
    #[schema(value_type = Option<vocabulary::Instant>)]
    pub answered_at: Option<Timestamp>,
    /// What was said with it.
    #[schema(max_length = 500)]
    pub answer_reason: Option<String>,
    /// Withdrawn or ended at.
    #[schema(value_type = Option<vocabulary::Instant>)]
    pub ended_at: Option<Timestamp>,
    /// What was said with it.
    #[schema(max_length = 500)]
    pub end_reason: Option<String>,
    /// The way by which it has come, this referral last.
    #[schema(max_items = 20)]
    pub way: Vec<ReferralStepResponse>,
    /// Grows by one with each change; the `ETag` is made of it.
    #[schema(minimum = 1)]
    pub version: i64,
    /// Passed at.
    #[schema(value_type = vocabulary::Instant)]
    pub created_at: Timestamp,
    /// Last changed at.
    #[schema(value_type = vocabulary::Instant)]
    pub updated_at: Timestamp,
}

impl From<ReferralStep> for ReferralStepResponse {
    fn from(step: ReferralStep) -> Self {
        Self {
            referral_id: step.referral_id,
            from_organization_id: step.from_organization_id,
            to_organization_id: step.to_organization_id,
            at: step.at,
        }
    }
}

impl From<ReferralView> for ReferralResponse {
    fn from(view: ReferralView) -> Self {
        let referral = view.referral;
        Self {
            id: referral.id,
            kind: referral.subject.kind(),
            organization_id: referral.organization_id,
            to_organization_id: referral.to_organization_id,
            candidate_id: view.candidate_id,
            reference: view.reference,
            posting_id: referral.subject.posting(),
            items: referral.items.iter().collect(),
            open_items: view.open_items.iter().collect(),
            consent_withdrawn_at: view.consent_withdrawn_at,
            reason: referral.reason,
            message: referral.message,
            state: view.state,
            expires_at: referral.expires_at,
            answered_at: referral.answered_at,
            answer_reason: referral.answer_reason,
            ended_at: referral.ended_at,
            end_reason: referral.end_reason,
            way: view.way.into_iter().map(ReferralStepResponse::from).collect(),
            version: referral.version,
            created_at: referral.created_at,
            updated_at: referral.updated_at,
        }
    }
}

pages! {
    /// A page of referrals.
    ReferralPage of ReferralResponse;
}
