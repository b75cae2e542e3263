//! 結果の連絡: what the applicants are told, made of a template for each outcome and sent as one previewed batch.

use crate::application::DeclineReason;
use crate::author::Author;
use crate::decision::DecisionOutcome;
use crate::id::{
    ApplicationId, CandidateId, DecisionId, NoticeBatchId, NoticeId, NoticeTemplateId, OrganizationId,
    PostingId,
};
use crate::timestamp::Timestamp;
use crate::words;

mod template;
mod wording;

pub use template::{Placeholder, TemplateContent, unkind_word};
pub use wording::{alternatives_in_words, built_in, reason_in_words};

/// Postings that are shown to somebody who is not chosen, at most.
pub const ALTERNATIVES: usize = 3;

words! {
    /// The language of a notice.
    pub enum NoticeLanguage {
        /// 日本語
        Ja = "ja",
        /// English
        En = "en",
    }
}

words! {
    /// How a notice gets to its recipient.
    pub enum NoticeState {
        /// There is no mail transport, or no address: whoever sent the batch exports and delivers it.
        ToExport = "to_export",
        /// An attempt is still to come.
        Queued = "queued",
        /// A mail server has taken it.
        Sent = "sent",
        /// Every attempt has failed, or the address is refused: it is to be delivered otherwise.
        Failed = "failed",
    }
}

words! {
    /// Why somebody who is not chosen is shown no other posting.
    pub enum NoAlternative {
        /// The body and its allied bodies have no other posting open.
        NoOpenPosting = "no_open_posting",
        /// There are some, and a condition of each keeps the person out.
        NoneFits = "none_fits",
        /// The person has applied to all that fit.
        AppliedToAll = "applied_to_all",
    }
}

/// Another posting that somebody who is not chosen could try.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Alternative {
    /// Which.
    pub posting_id: PostingId,
    /// Its title at the time.
    pub title: String,
    /// The body that posts it, by name.
    pub organization: String,
    /// The person's score for it, in parts per million.
    pub score: u32,
}

/// What one applicant is told.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct NoticeContent {
    /// The application.
    pub application_id: ApplicationId,
    /// Whose.
    pub candidate_id: CandidateId,
    /// The name it is addressed to.
    pub recipient_name: String,
    /// Where it is mailed to; `None` where no address is known.
    pub recipient_email: Option<String>,
    /// What was decided.
    pub outcome: DecisionOutcome,
    /// Why not, in a category that is safe to show.
    pub category: Option<DeclineReason>,
    /// The same in words.
    pub reason: Option<String>,
    /// What else they could try.
    pub alternatives: Vec<Alternative>,
    /// Why there is nothing else; of somebody not chosen without alternatives.
    pub no_alternative: Option<NoAlternative>,
    /// The language.
    pub language: NoticeLanguage,
    /// The subject.
    pub subject: String,
    /// The letter.
    pub body: String,
}

impl NoticeContent {
    /// Leaves what was decided, and nothing by which the person is known: instead of the name stands a short reference.
    pub fn close(&mut self) {
        self.recipient_name = self.candidate_id.short_reference();
        self.recipient_email = None;
        self.subject = String::new();
        self.body = String::new();
    }

    /// Whether it was closed: no letter is blank otherwise.
    pub fn is_closed(&self) -> bool {
        self.body.is_empty()
    }

    /// Puts a short reference in the place of the name, in the letter too, and leaves the address out.
    pub fn take_name(&mut self) {
        let name = std::mem::replace(&mut self.recipient_name, self.candidate_id.short_reference());
        self.recipient_email = None;
        self.subject = self.subject.replace(&name, &self.recipient_name);
        self.body = self.body.replace(&name, &self.recipient_name);
    }
}

/// 結果の連絡 that was sent. Its content never changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Id.
    pub id: NoticeId,
    /// In which batch.
    pub batch_id: NoticeBatchId,
    /// 1, 2, 3 … in the batch; corrections come last.
    pub number: i64,
    /// The notice that it corrects.
    pub corrects: Option<NoticeId>,
    /// Why it was put right, for those who manage the posting; of a correction alone.
    pub correction_reason: Option<String>,
    /// What is told.
    pub content: NoticeContent,
    /// Sent at.
    pub created_at: Timestamp,
    /// How it gets there.
    pub delivery: NoticeDelivery,
}

/// How a notice gets to its recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeDelivery {
    /// State.
    pub state: NoticeState,
    /// Attempts made.
    pub attempts: i64,
    /// When the next attempt is due, while it is queued.
    pub next_attempt_at: Option<Timestamp>,
    /// The id of the mail; the same in every attempt.
    pub message_id: Option<String>,
    /// Why the last attempt failed, in the words of the mail server or of the network.
    pub failure: Option<String>,
    /// Last changed at.
    pub updated_at: Timestamp,
}

/// A batch of notices: one decision, told to everybody at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeBatch {
    /// Id.
    pub id: NoticeBatchId,
    /// On which posting.
    pub posting_id: PostingId,
    /// Which decision it tells.
    pub decision_id: DecisionId,
    /// The body in whose name it was sent.
    pub organization_id: OrganizationId,
    /// By whom.
    pub author: Author,
    /// The digest of what was previewed and sent.
    pub digest: String,
    /// How many were told, corrections not counted.
    pub notices: i64,
    /// Sent at.
    pub created_at: Timestamp,
}

/// A template of a body's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeTemplate {
    /// Id.
    pub id: NoticeTemplateId,
    /// Whose.
    pub organization_id: OrganizationId,
    /// Grows by one with each change.
    pub version: i64,
    /// What is written.
    pub content: TemplateContent,
    /// Made at.
    pub created_at: Timestamp,
    /// Last changed at.
    pub updated_at: Timestamp,
}
