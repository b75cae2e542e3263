//! 本人のページ: the key that opens it, and what it shows.

use chrono::NaiveDate;
use domain::{
    ApplicationId, ApplicationStatus, ConsentId, ConsentItem, ContractForm, DeclineReason, Encounter,
    EncounterKind, EncounterMode, EncounterStatus, Faults, MunicipalityCode, Posting, PostingId, Timestamp,
    TravelCostPayer, WorkStyle,
};
use matching::own_page::{IssuedAccess, OfferAnswer, OwnAct, OwnConsent, OwnExplanation, OwnPage, Sentence};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::candidates::CandidateBody;
use super::terms::{AskedHoursResponse, RewardResponse};
use super::{RequestBody, vocabulary};
use crate::extract::reading::Reading;

/// A key of a person's own page.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"valid_days": 60})))]
pub struct AccessTokenRequest {
    /// For how many days it opens the page; 60 when left out.
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 365)]
    pub valid_days: Option<i64>,
}

impl RequestBody for AccessTokenRequest {
    type Content = Option<i64>;

    fn into_content(self, reading: Reading<'_>) -> Result<Option<i64>, Faults> {
        reading.finish(Ok(self.valid_days))
    }
}

/// A key of a person's own page, just made.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AccessToken)]
pub struct AccessTokenResponse {
    /// The application whose page it opens.
    #[schema(value_type = vocabulary::Uuid)]
    pub application_id: ApplicationId,
    /// The key, this once: `GET /me/{token}`. `null` for those who repeat the request.
    #[schema(value_type = Option<vocabulary::PageToken>)]
    pub token: Option<String>,
    /// Made at.
    #[schema(value_type = vocabulary::Instant)]
    pub created_at: Timestamp,
    /// From this instant on it opens nothing.
    #[schema(value_type = vocabulary::Instant)]
    pub expires_at: Timestamp,
}

impl AccessTokenResponse {
    /// The key as it is told once.
    pub fn of(issued: &IssuedAccess) -> Self {
        Self { token: Some(issued.secret.clone()), ..Self::repeated(issued) }
    }

    /// The same for those who repeat the request.
    pub fn repeated(issued: &IssuedAccess) -> Self {
        Self {
            application_id: issued.access.application_id,
            token: None,
            created_at: issued.access.created_at,
            expires_at: issued.access.expires_at,
        }
    }
}

/// An answer to an offer.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"answer": "accept"})))]
pub struct OfferAnswerRequest {
    /// 承諾か辞退か.
    #[schema(value_type = vocabulary::OfferAnswer, required)]
    pub answer: Option<OfferAnswer>,
}

impl RequestBody for OfferAnswerRequest {
    type Content = OfferAnswer;

    fn into_content(self, reading: Reading<'_>) -> Result<OfferAnswer, Faults> {
        // A fault keeps what stands in for a missing answer from ever being used.
        reading.finish(Ok(self.answer.unwrap_or(OfferAnswer::Decline)))
    }
}

/// A sentence in both languages.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Sentence)]
pub struct SentenceResponse {
    /// Japanese.
    #[schema(max_length = 1000)]
    pub ja: String,
    /// English.
    #[schema(max_length = 1000)]
    pub en: String,
}

impl From<Sentence> for SentenceResponse {
    fn from(sentence: Sentence) -> Self {
        Self { ja: sentence.ja, en: sentence.en }
    }
}

/// What happens next, and by when.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OwnNext)]
pub struct OwnNextResponse {
    /// In words.
    pub text: SentenceResponse,
    /// By when; `null` where no day is set.
    #[schema(value_type = Option<vocabulary::Instant>)]
    pub by: Option<Timestamp>,
    /// What the person may do now.
    #[schema(value_type = Vec<vocabulary::OwnAct>, max_items = 3)]
    pub may: Vec<OwnAct>,
}

/// The posting, as everybody may read it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OwnPosting)]
pub struct OwnPostingResponse {
    /// Its id.
    #[schema(value_type = vocabulary::Uuid)]
    pub id: PostingId,
    /// The name of its body.
    #[schema(max_length = 100)]
    pub organization_name: String,
    /// 題.
    #[schema(max_length = 200)]
    pub title: String,
    /// 困りごと.
    #[schema(max_length = 4000)]
    pub issue: Option<String>,
    /// やること.
    #[schema(max_length = 4000)]
    pub description: Option<String>,
    /// 成果物.
    #[schema(max_length = 4000)]
    pub deliverable: Option<String>,
    /// 契約の形.
    #[schema(value_type = vocabulary::ContractForm)]
    pub contract_form: ContractForm,
    /// Where the work is.
    #[schema(value_type = vocabulary::MunicipalityCode)]
    pub municipality: MunicipalityCode,
    /// 働き方.
    #[schema(value_type = vocabulary::WorkStyle)]
    pub work_style: WorkStyle,
    /// 希望稼働.
    pub hours_per_week: Option<AskedHoursResponse>,
    /// First day of the work.
    #[schema(value_type = Option<vocabulary::Date>)]
    pub starts_on: Option<NaiveDate>,
    /// Last day of the work.
    #[schema(value_type = Option<vocabulary::Date>)]
    pub ends_on: Option<NaiveDate>,
    /// 報酬.
    pub reward: Option<RewardResponse>,
}

impl OwnPostingResponse {
    fn of(posting: Posting, organization_name: String) -> Self {
        let (content, terms) = (posting.content.clone(), posting.content.terms);
        Self {
            id: posting.id,
            organization_name,
            title: content.title,
            issue: content.issue,
            description: content.description,
            deliverable: content.deliverable,
            contract_form: terms.contract_form,
            municipality: terms.municipality,
            work_style: terms.work_style,
            hours_per_week: terms.hours_per_week.map(Into::into),
            starts_on: terms.starts_on,
            ends_on: terms.ends_on,
            reward: terms.reward.map(Into::into),
        }
    }
}

/// Why the person fits, and what would help: never others' data, never a rank.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OwnExplanation)]
pub struct OwnExplanationResponse {
    /// What speaks for them.
    #[schema(min_items = 2, max_items = 2)]
    pub strengths: Vec<SentenceResponse>,
    /// What speaks against.
    pub gap: SentenceResponse,
    /// What they can do.
    pub next_step: SentenceResponse,
}

impl From<OwnExplanation> for OwnExplanationResponse {
    fn from(explanation: OwnExplanation) -> Self {
        Self {
            strengths: explanation.strengths.into_iter().map(Into::into).collect(),
            gap: explanation.gap.into(),
            next_step: explanation.next_step.into(),
        }
    }
}

/// A consent of the person's.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OwnConsent)]
pub struct OwnConsentResponse {
    /// Its id: `DELETE /me/{token}/consents/{consent_id}`.
    #[schema(value_type = vocabulary::Uuid)]
    pub id: ConsentId,
    /// The body to whom; `null` where every body is meant.
    #[schema(max_length = 100)]
    pub recipient_name: Option<String>,
    /// What is opened.
    #[schema(value_type = Vec<vocabulary::ConsentItem>, max_items = 2)]
    pub items: Vec<ConsentItem>,
    /// For what.
    #[schema(max_length = 500)]
    pub purpose: String,
    /// The last instant.
    #[schema(value_type = Option<vocabulary::Instant>)]
    pub until: Option<Timestamp>,
    /// Given at.
    #[schema(value_type = vocabulary::Instant)]
    pub created_at: Timestamp,
    /// Withdrawn at.
    #[schema(value_type = Option<vocabulary::Instant>)]
    pub withdrawn_at: Option<Timestamp>,
}

impl From<OwnConsent> for OwnConsentResponse {
    fn from(own: OwnConsent) -> Self {
        let OwnConsent { consent, recipient_name } = own;
        Self {
            id: consent.id,
            recipient_name,
            items: consent.content.items.iter().collect(),
            purpose: consent.content.purpose,
            until: consent.content.until,
            created_at: consent.created_at,
            withdrawn_at: consent.withdrawn_at,
        }
    }
}

/// A meeting, as the person sees it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OwnEncounter)]
pub struct OwnEncounterResponse {
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
    /// Who pays for the way.
    #[schema(value_type = Option<vocabulary::TravelCostPayer>)]
    pub travel_cost_paid_by: Option<TravelCostPayer>,
    /// 本人のひとこと.
    #[schema(max_length = 500)]
    pub candidate_side: Option<String>,
}

impl From<Encounter> for OwnEncounterResponse {
    fn from(encounter: Encounter) -> Self {
        let content = encounter.content;
        Self {
            kind: content.kind,
            mode: content.mode,
            status: content.status,
            scheduled_at: content.scheduled_at,
            place: content.place,
            travel_cost_paid_by: content.travel_cost_paid_by,
            candidate_side: content.candidate_side,
        }
    }
}

/// 本人のページ: where the application stands, what happens next, why, what is held, and who may see it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OwnPage)]
pub struct OwnPageResponse {
    /// The stage.
    #[schema(value_type = vocabulary::ApplicationStatus)]
    pub status: ApplicationStatus,
    /// The stage in words.
    pub stage: SentenceResponse,
    /// Since when.
    #[schema(value_type = vocabulary::Instant)]
    pub since: Timestamp,
    /// What happens next.
    pub next: OwnNextResponse,
    /// Of a declined one: why, as a word.
    #[schema(value_type = Option<vocabulary::DeclineReason>)]
    pub reason_category: Option<DeclineReason>,
    /// Of a declined one: why, in words.
    pub reason: Option<SentenceResponse>,
    /// Of a redirected one: the other posting.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub redirected_to: Option<PostingId>,
    /// The posting.
    pub posting: OwnPostingResponse,
    /// Two strengths, one gap, one next step.
    pub explanation: OwnExplanationResponse,
    /// The meetings.
    #[schema(max_items = 1000)]
    pub encounters: Vec<OwnEncounterResponse>,
    /// The words of the application.
    #[schema(max_length = 4000)]
    pub message: Option<String>,
    /// What is held of the person: `PATCH /me/{token}/profile` corrects it.
    pub profile: CandidateBody,
    /// The bodies that see name and contact because of this application.
    #[schema(value_type = Vec<vocabulary::AttendeeName>, max_items = 10)]
    pub seen_by: Vec<String>,
    /// Who may see it besides, withdrawn consents included.
    #[schema(max_items = 200)]
    pub consents: Vec<OwnConsentResponse>,
}

impl From<OwnPage> for OwnPageResponse {
    fn from(page: OwnPage) -> Self {
        let application = page.application;
        Self {
            status: application.status,
            stage: page.stage.into(),
            since: application.stage_entered_at,
            next: OwnNextResponse { text: page.next.into(), by: application.due_at, may: page.may },
            reason_category: application.reason_category,
            reason: page.reason.map(Into::into),
            redirected_to: application.redirected_to,
            posting: OwnPostingResponse::of(page.posting, page.organization_name),
            explanation: page.explanation.into(),
            encounters: page.encounters.into_iter().map(Into::into).collect(),
            message: application.message,
            profile: page.candidate.content.into(),
            seen_by: page.seen_by,
            consents: page.consents.into_iter().map(Into::into).collect(),
        }
    }
}
