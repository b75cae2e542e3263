//! 結果の連絡.

use domain::{
    Alternative, ApplicationId, CandidateId, DecisionId, DecisionOutcome, DeclineReason, Faults,
    NoAlternative, Notice, NoticeBatch, NoticeBatchId, NoticeContent, NoticeId, NoticeLanguage, NoticeState,
    PostingId, Timestamp,
};
use matching::notices::{CorrectNotice, PreparedNotices, PreviewNotices, SendNotices};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::authors::AuthorResponse;
use super::{RequestBody, pages, vocabulary};
use crate::extract::reading::Reading;

/// What is to be previewed.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"decision_id": "01980f3e-9c00-7000-8000-3c3a6f0b1c2d", "language": "ja"})))]
pub struct NoticePreviewRequest {
    /// The decision to be told.
    #[schema(value_type = vocabulary::Uuid, required)]
    pub decision_id: Option<String>,
    /// In which language; `ja` when absent.
    #[schema(value_type = Option<vocabulary::NoticeLanguage>)]
    pub language: Option<NoticeLanguage>,
}

/// What is to be sent: what was previewed.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({
    "decision_id": "01980f3e-9c00-7000-8000-3c3a6f0b1c2d", "language": "ja",
    "digest": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
})))]
pub struct NoticeSendRequest {
    /// The decision to be told.
    #[schema(value_type = vocabulary::Uuid, required)]
    pub decision_id: Option<String>,
    /// In which language; `ja` when absent.
    #[schema(value_type = Option<vocabulary::NoticeLanguage>)]
    pub language: Option<NoticeLanguage>,
    /// The `digest` that the preview answered.
    #[schema(value_type = vocabulary::Digest, required)]
    pub digest: Option<String>,
}

fn preview(
    reading: &mut Reading<'_>,
    (decision, language): (Option<&str>, Option<NoticeLanguage>),
) -> PreviewNotices {
    let decision_id = reading.id("/decision_id", decision, DecisionId::parse);
    PreviewNotices {
        // A missing id is a fault already, which keeps what stands in for it from ever being used.
        decision_id: decision_id.unwrap_or(DecisionId::from_parts(0, [0; 10])),
        language: language.unwrap_or(NoticeLanguage::Ja),
    }
}

impl RequestBody for NoticePreviewRequest {
    type Content = PreviewNotices;

    fn into_content(self, mut reading: Reading<'_>) -> Result<PreviewNotices, Faults> {
        let content = preview(&mut reading, (self.decision_id.as_deref(), self.language));
        reading.finish(Ok(content))
    }
}

impl RequestBody for NoticeSendRequest {
    type Content = SendNotices;

    fn into_content(self, mut reading: Reading<'_>) -> Result<SendNotices, Faults> {
        let preview = preview(&mut reading, (self.decision_id.as_deref(), self.language));
        reading.finish(Ok(SendNotices { preview, digest: self.digest.unwrap_or_default() }))
    }
}

/// A further notice that puts an earlier one right.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({
    "subject": null, "body": "先日のご連絡に、日付の誤りがありました。正しくは4月1日です。お詫びして訂正します。",
    "reason": "開始日の誤記"
})))]
pub struct CorrectionRequest {
    /// The subject; that of the notice when absent.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200)]
    pub subject: Option<String>,
    /// The letter.
    #[schema(value_type = String, required, min_length = 1, max_length = 4000)]
    pub body: Option<String>,
    /// Why, for those who manage the posting; the person is not told it.
    #[schema(value_type = String, required, min_length = 1, max_length = 500)]
    pub reason: Option<String>,
}

impl RequestBody for CorrectionRequest {
    type Content = CorrectNotice;

    fn into_content(self, reading: Reading<'_>) -> Result<CorrectNotice, Faults> {
        let correction = CorrectNotice {
            subject: self.subject,
            body: self.body.unwrap_or_default(),
            reason: self.reason.unwrap_or_default(),
        };
        reading.finish(correction.checked())
    }
}

/// Another posting that somebody who is not chosen could try.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Alternative)]
pub struct AlternativeResponse {
    /// Which.
    #[schema(value_type = vocabulary::Uuid)]
    pub posting_id: PostingId,
    /// Its title.
    #[schema(max_length = 200)]
    pub title: String,
    /// The body that posts it.
    #[schema(max_length = 100)]
    pub organization: String,
    /// The person's score for it, in parts per million. It is not in the letter.
    #[schema(value_type = i32, minimum = 0, maximum = 1000000)]
    pub score: u32,
}

impl From<Alternative> for AlternativeResponse {
    fn from(other: Alternative) -> Self {
        let Alternative { posting_id, title, organization, score } = other;
        Self { posting_id, title, organization, score }
    }
}

/// What one applicant is told.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NoticeContent)]
pub struct NoticeContentResponse {
    /// The application.
    #[schema(value_type = vocabulary::Uuid)]
    pub application_id: ApplicationId,
    /// Whose.
    #[schema(value_type = vocabulary::Uuid)]
    pub candidate_id: CandidateId,
    /// The name it is addressed to; a short reference where the name is not open to you: while the applicants are read
    /// without names, and once the person has withdrawn.
    #[schema(max_length = 100)]
    pub recipient_name: String,
    /// Where it is mailed to; `null` where no address is known.
    #[schema(value_type = Option<vocabulary::MailAddress>)]
    pub recipient_email: Option<String>,
    /// What was decided.
    #[schema(value_type = vocabulary::DecisionOutcome)]
    pub outcome: DecisionOutcome,
    /// Why not, in a category that is safe to show.
    #[schema(value_type = Option<vocabulary::DeclineReason>)]
    pub category: Option<DeclineReason>,
    /// The same in words, as the letter has it.
    #[schema(max_length = 500)]
    pub reason: Option<String>,
    /// What else they could try: open postings of the same body or an allied one for which they are eligible.
    #[schema(max_items = 3)]
    pub alternatives: Vec<AlternativeResponse>,
    /// Why there is nothing else; of somebody not chosen without alternatives.
    #[schema(value_type = Option<vocabulary::NoAlternative>)]
    pub no_alternative: Option<NoAlternative>,
    /// The language.
    #[schema(value_type = vocabulary::NoticeLanguage)]
    pub language: NoticeLanguage,
    /// The subject; blank once the person has withdrawn.
    #[schema(max_length = 1000)]
    pub subject: String,
    /// The letter; blank once the person has withdrawn.
    #[schema(max_length = 20000)]
    pub body: String,
}

impl From<NoticeContent> for NoticeContentResponse {
    fn from(content: NoticeContent) -> Self {
        Self {
            application_id: content.application_id,
            candidate_id: content.candidate_id,
            recipient_name: content.recipient_name,
            recipient_email: content.recipient_email,
            outcome: content.outcome,
            category: content.category,
            reason: content.reason,
            alternatives: content.alternatives.into_iter().map(Into::into).collect(),
            no_alternative: content.no_alternative,
            language: content.language,
            subject: content.subject,
            body: content.body,
        }
    }
}

/// What would be sent. Nothing is stored.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NoticePreview)]
pub struct NoticePreviewResponse {
    /// On which posting.
    #[schema(value_type = vocabulary::Uuid)]
    pub posting_id: PostingId,
    /// Which decision.
    #[schema(value_type = vocabulary::Uuid)]
    pub decision_id: DecisionId,
    /// Send it with the order to send: what differs from this preview by then is not sent.
    #[schema(value_type = vocabulary::Digest)]
    pub digest: String,
    /// One for each applicant, in the order of the decision.
    #[schema(max_items = 10000)]
    pub notices: Vec<NoticeContentResponse>,
}

impl From<PreparedNotices> for NoticePreviewResponse {
    fn from(prepared: PreparedNotices) -> Self {
        Self {
            posting_id: prepared.posting_id,
            decision_id: prepared.decision_id,
            digest: prepared.digest,
            notices: prepared.notices.into_iter().map(Into::into).collect(),
        }
    }
}

/// A batch of notices: one decision, told to everybody at once.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NoticeBatch)]
pub struct NoticeBatchResponse {
    /// Its id.
    #[schema(value_type = vocabulary::Uuid)]
    pub id: NoticeBatchId,
    /// On which posting.
    #[schema(value_type = vocabulary::Uuid)]
    pub posting_id: PostingId,
    /// Which decision it tells.
    #[schema(value_type = vocabulary::Uuid)]
    pub decision_id: DecisionId,
    /// By whom it was sent.
    pub author: AuthorResponse,
    /// The digest of what was previewed and sent.
    #[schema(value_type = vocabulary::Digest)]
    pub digest: String,
    /// How many were told, corrections not counted.
    #[schema(minimum = 0, maximum = 1000000000)]
    pub notices: i64,
    /// Sent at.
    #[schema(value_type = vocabulary::Instant)]
    pub created_at: Timestamp,
}

impl From<NoticeBatch> for NoticeBatchResponse {
    fn from(batch: NoticeBatch) -> Self {
        Self {
            id: batch.id,
            posting_id: batch.posting_id,
            decision_id: batch.decision_id,
            author: (batch.organization_id, batch.author).into(),
            digest: batch.digest,
            notices: batch.notices,
            created_at: batch.created_at,
        }
    }
}

/// A notice as it was sent; it never changes.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Notice)]
pub struct NoticeResponse {
    /// Its id.
    #[schema(value_type = vocabulary::Uuid)]
    pub id: NoticeId,
    /// 1, 2, 3 … in the batch; corrections come last.
    #[schema(minimum = 1, maximum = 1000000000)]
    pub number: i64,
    /// The notice that it corrects.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub corrects: Option<NoticeId>,
    /// Why it was put right, for those who manage the posting; the person is not told it. `null` of what corrects nothing.
    #[schema(max_length = 500)]
    pub correction_reason: Option<String>,
    /// What was told.
    #[serde(flatten)]
    pub content: NoticeContentResponse,
    /// Sent at.
    #[schema(value_type = vocabulary::Instant)]
    pub created_at: Timestamp,
}

impl From<Notice> for NoticeResponse {
    fn from(notice: Notice) -> Self {
        Self {
            id: notice.id,
            number: notice.number,
            corrects: notice.corrects,
            correction_reason: notice.correction_reason,
            content: notice.content.into(),
            created_at: notice.created_at,
        }
    }
}

/// How a notice gets to its recipient.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NoticeDelivery)]
pub struct NoticeDeliveryResponse {
    /// The notice.
    #[schema(value_type = vocabulary::Uuid)]
    pub notice_id: NoticeId,
    /// 1, 2, 3 … in the batch.
    #[schema(minimum = 1, maximum = 1000000000)]
    pub number: i64,
    /// State.
    #[schema(value_type = vocabulary::NoticeState)]
    pub state: NoticeState,
    /// Attempts made.
    #[schema(minimum = 0, maximum = 1000000)]
    pub attempts: i64,
    /// When the next attempt is due, while it is queued.
    #[schema(value_type = Option<vocabulary::Instant>)]
    pub next_attempt_at: Option<Timestamp>,
    /// The `Message-ID` of the mail.
    #[schema(max_length = 200)]
    pub message_id: Option<String>,
    /// Why the last attempt failed, in the words of the mail server or of the network.
    #[schema(max_length = 500)]
    pub failure: Option<String>,
    /// Last changed at.
    #[schema(value_type = vocabulary::Instant)]
    pub updated_at: Timestamp,
}

impl From<Notice> for NoticeDeliveryResponse {
    fn from(notice: Notice) -> Self {
        Self {
            notice_id: notice.id,
            number: notice.number,
            state: notice.delivery.state,
            attempts: notice.delivery.attempts,
            next_attempt_at: notice.delivery.next_attempt_at,
            message_id: notice.delivery.message_id,
            failure: notice.delivery.failure,
            updated_at: notice.delivery.updated_at,
        }
    }
}

/// Every notice of a batch.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoticeExport {
    /// By number.
    #[schema(max_items = 100000)]
    pub notices: Vec<NoticeResponse>,
}

pages! {
    /// A page of batches.
    NoticeBatchPage of NoticeBatchResponse;
    /// A page of notices.
    NoticePage of NoticeResponse;
    /// A page of how notices get to their recipients.
    NoticeDeliveryPage of NoticeDeliveryResponse;
}
