//! Notices and their batches.

use diesel::prelude::*;
use domain::{
    Alternative, ApplicationId, Author, CandidateId, DecisionId, Notice, NoticeBatch, NoticeBatchId,
    NoticeContent, NoticeDelivery, NoticeId, OrganizationId, Page, PageRequest, PostingId, Timestamp,
};

use super::viewer::Eyes;
use super::{Part, Viewer, page, rows_of};
use crate::schema::{notice_batches, notices};
use crate::transaction::on_backend;
use crate::vocabulary::{corrupt, instant, instant_if, parsed, parsed_if, word, word_if};
use crate::{StoreError, Tx};

/// Which batches a list has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchFilter {
    /// Of postings of this body, and of those it coordinates.
    pub viewer: Viewer,
    /// Of this posting alone.
    pub posting_id: Option<PostingId>,
}

/// A filter as queries take it.
pub(crate) struct BatchSieve {
    pub(crate) eyes: Eyes,
    pub(crate) posting: Option<String>,
}

/// A batch as it is stored.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = notice_batches)]
pub(crate) struct BatchRow {
    id: String,
    posting_id: String,
    decision_id: String,
    organization_id: String,
    author: String,
    digest: String,
    notices: i64,
    created_at: i64,
}

/// A notice as it is stored; `alternatives` is a JSON list.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = notices, treat_none_as_default_value = false)]
pub(crate) struct NoticeRow {
    pub(crate) id: String,
    batch_id: String,
    number: i64,
    application_id: String,
    candidate_id: String,
    corrects: Option<String>,
    correction_reason: Option<String>,
    outcome: String,
    category: Option<String>,
    reason: Option<String>,
    language: String,
    recipient_name: String,
    recipient_email: Option<String>,
    subject: String,
    body: String,
    alternatives: String,
    no_alternative: Option<String>,
    created_at: i64,
    pub(crate) state: String,
    pub(crate) attempts: i64,
    pub(crate) next_attempt_at: Option<i64>,
    pub(crate) message_id: Option<String>,
    pub(crate) failure: Option<String>,
    pub(crate) updated_at: i64,
}

impl From<&NoticeBatch> for BatchRow {
    fn from(batch: &NoticeBatch) -> Self {
        Self {
            id: batch.id.to_string(),
            posting_id: batch.posting_id.to_string(),
            decision_id: batch.decision_id.to_string(),
            organization_id: batch.organization_id.to_string(),
            author: batch.author.to_string(),
            digest: batch.digest.clone(),
            notices: batch.notices,
            created_at: batch.created_at.micros(),
        }
    }
}

impl TryFrom<BatchRow> for NoticeBatch {
    type Error = StoreError;

    fn try_from(row: BatchRow) -> Result<Self, StoreError> {
        let body = OrganizationId::parse;
        Ok(Self {
            id: parsed("notice_batches.id", &row.id, NoticeBatchId::parse)?,
            posting_id: parsed("notice_batches.posting_id", &row.posting_id, PostingId::parse)?,
            decision_id: parsed("notice_batches.decision_id", &row.decision_id, DecisionId::parse)?,
            organization_id: parsed("notice_batches.organization_id", &row.organization_id, body)?,
            author: Author::parse(&row.author)
                .ok_or_else(|| corrupt("notice_batches.author", &row.author))?,
            digest: row.digest,
            notices: row.notices,
            created_at: instant("notice_batches.created_at", row.created_at)?,
        })
    }
}

impl From<&Notice> for NoticeRow {
    fn from(notice: &Notice) -> Self {
        let (content, delivery) = (&notice.content, &notice.delivery);
        let alternatives = serde_json::to_string(&content.alternatives);
        Self {
            id: notice.id.to_string(),
            batch_id: notice.batch_id.to_string(),
            number: notice.number,
            application_id: content.application_id.to_string(),
            candidate_id: content.candidate_id.to_string(),
            corrects: notice.corrects.map(|id| id.to_string()),
            correction_reason: notice.correction_reason.clone(),
            outcome: content.outcome.to_string(),
            category: content.category.map(|category| category.to_string()),
            reason: content.reason.clone(),
            language: content.language.to_string(),
            recipient_name: content.recipient_name.clone(),
            recipient_email: content.recipient_email.clone(),
            subject: content.subject.clone(),
            body: content.body.clone(),
            alternatives: alternatives.expect("ids, texts and numbers always become JSON"),
            no_alternative: content.no_alternative.map(|why| why.to_string()),
            created_at: notice.created_at.micros(),
            state: delivery.state.to_string(),
            attempts: delivery.attempts,
            next_attempt_at: delivery.next_attempt_at.map(Timestamp::micros),
            message_id: delivery.message_id.clone(),
            failure: delivery.failure.clone(),
            updated_at: delivery.updated_at.micros(),
        }
    }
}

impl TryFrom<NoticeRow> for Notice {
    type Error = StoreError;

    fn try_from(row: NoticeRow) -> Result<Self, StoreError> {
        let alternatives: Vec<Alternative> = serde_json::from_str(&row.alternatives)
            .map_err(|_| corrupt("notices.alternatives", &row.alternatives))?;
        let application = ApplicationId::parse;
        Ok(Self {
            id: parsed("notices.id", &row.id, NoticeId::parse)?,
            batch_id: parsed("notices.batch_id", &row.batch_id, NoticeBatchId::parse)?,
            number: row.number,
            corrects: parsed_if("notices.corrects", row.corrects.as_deref(), NoticeId::parse)?,
            correction_reason: row.correction_reason,
            content: NoticeContent {
                application_id: parsed("notices.application_id", &row.application_id, application)?,
                candidate_id: parsed("notices.candidate_id", &row.candidate_id, CandidateId::parse)?,
                recipient_name: row.recipient_name,
                recipient_email: row.recipient_email,
                outcome: word("notices.outcome", &row.outcome)?,
                category: word_if("notices.category", row.category.as_deref())?,
                reason: row.reason,
                alternatives,
                no_alternative: word_if("notices.no_alternative", row.no_alternative.as_deref())?,
                language: word("notices.language", &row.language)?,
                subject: row.subject,
                body: row.body,
            },
            created_at: instant("notices.created_at", row.created_at)?,
            delivery: NoticeDelivery {
                state: word("notices.state", &row.state)?,
                attempts: row.attempts,
                next_attempt_at: instant_if("notices.next_attempt_at", row.next_attempt_at)?,
                message_id: row.message_id,
                failure: row.failure,
                updated_at: instant("notices.updated_at", row.updated_at)?,
            },
        })
    }
}

impl Tx<'_> {
    /// Keeps a batch with all its notices.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] when the decision has a batch, [`StoreError::Dangling`] when an application is gone.
    pub fn insert_notice_batch(&mut self, batch: &NoticeBatch, notices: &[Notice]) -> Result<(), StoreError> {
        let rows: Vec<NoticeRow> = notices.iter().map(NoticeRow::from).collect();
        on_backend!(self, notices::insert_batch(&BatchRow::from(batch), &rows))
    }

    /// Keeps a further notice of a batch. Its number is the one behind [`Tx::last_notice_number`].
    ///
    /// # Errors
    /// As [`Tx::insert_notice_batch`].
    pub fn insert_notice(&mut self, notice: &Notice) -> Result<(), StoreError> {
        on_backend!(self, notices::insert(&[NoticeRow::from(notice)]))
    }

    /// The number of the last notice of a batch, 0 where none is left.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn last_notice_number(&mut self, batch_id: NoticeBatchId) -> Result<i64, StoreError> {
        Ok(on_backend!(self, notices::last_number(&batch_id.to_string()))?.unwrap_or(0))
    }

    /// The batch of an id.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_notice_batch(&mut self, id: NoticeBatchId) -> Result<Option<NoticeBatch>, StoreError> {
        let row = on_backend!(self, notices::find_batch(&id.to_string(), self.hold))?;
        row.map(NoticeBatch::try_from).transpose()
    }

    /// The batch that told a decision, where one was sent.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_batch_of_decision(&mut self, id: DecisionId) -> Result<Option<NoticeBatch>, StoreError> {
        let row = on_backend!(self, notices::find_batch_of(&id.to_string()))?;
        row.map(NoticeBatch::try_from).transpose()
    }

    /// When notices of a posting were last sent, if ever.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn last_notices_sent_at(&mut self, posting_id: PostingId) -> Result<Option<Timestamp>, StoreError> {
        let at = on_backend!(self, notices::last_sent(&posting_id.to_string()))?;
        instant_if("notice_batches.created_at", at)
    }

    /// The batches that a viewer may see, as far as the filter lets them through.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_notice_batches(
        &mut self,
        filter: &BatchFilter,
        request: &PageRequest<NoticeBatchId>,
    ) -> Result<Page<NoticeBatch>, StoreError> {
        let sieve = BatchSieve {
            eyes: Eyes::from(&filter.viewer),
            posting: filter.posting_id.map(|id| id.to_string()),
        };
        let rows = on_backend!(self, notices::list_batches(&sieve, &Part::of(request)))?;
        page(rows, request, NoticeBatch::try_from)
    }

    /// The notice of an id.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_notice(&mut self, id: NoticeId) -> Result<Option<Notice>, StoreError> {
        let row = on_backend!(self, notices::find(&id.to_string(), self.hold))?;
        row.map(Notice::try_from).transpose()
    }

    /// The notices of a batch by number, those behind a number when one is given.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_notices(
        &mut self,
        batch_id: NoticeBatchId,
        request: &PageRequest<i64>,
    ) -> Result<Page<Notice>, StoreError> {
        let part = (request.after.unwrap_or(0), rows_of(request));
        let rows = on_backend!(self, notices::list(&batch_id.to_string(), part))?;
        page(rows, request, Notice::try_from)
    }

    /// Queued notices whose next attempt is due, the longest due first.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_due_notices(&mut self, by: Timestamp, most: i64) -> Result<Vec<Notice>, StoreError> {
        let rows = on_backend!(self, notices::list_due(by.micros(), most))?;
        rows.into_iter().map(Notice::try_from).collect()
    }

    /// Writes down how a notice gets to its recipient; what it says stays.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn update_notice_delivery(&mut self, notice: &Notice) -> Result<bool, StoreError> {
        on_backend!(self, notices::update_delivery(&NoticeRow::from(notice)))
    }
}
