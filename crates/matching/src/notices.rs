//! Notices: a decision told to everybody it is about, exactly as it was previewed and once.
//!
//! In the transaction that keeps the notices the applications move: the chosen to an offer, those who wait onto the
//! waiting list, the others out, each with their reason. How a letter travels is the mailer's; without one, and where no
//! address is known, whoever sent the batch exports it.

use std::collections::HashSet;

use domain::notice::unkind_word;
use domain::{
    Actor, CandidateId, ChangeKind, Decision, DecisionId, DecisionState, FaultCode, Faults, Notice,
    NoticeBatch, NoticeBatchId, NoticeContent, NoticeId, NoticeLanguage, Page, PageRequest, Posting,
    PostingId, Scope, limits,
};
use serde_json::json;
use store::{BatchFilter, Tx};

use crate::decisions::find as find_decision;
use crate::digest::sha256_hex;
use crate::disclosures::record_shown;
use crate::engine::Engine;
use crate::error::{ConflictCode, MatchingError};
use crate::journal::Touched;
use crate::once::Once;
use crate::permissions::{Coordination, require};

mod alternatives;
mod closing;
mod mail;
mod page_link;
mod prepare;
mod sending;
mod templates;

use closing::{Veil, close_unopened};

pub use mail::{MailError, MailLetter, Mailer, work};
pub use page_link::PageLinks;
pub use sending::send_notices;
pub use templates::{ShownTemplate, delete_template, get_template, list_templates, put_template};

/// What is to be previewed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PreviewNotices {
    /// The decision to be told.
    pub decision_id: DecisionId,
    /// In which language.
    pub language: NoticeLanguage,
}

/// What is to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SendNotices {
    /// The decision to be told, and in which language.
    pub preview: PreviewNotices,
    /// The digest that the preview answered.
    pub digest: String,
}

/// What would be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreparedNotices {
    /// On which posting.
    pub posting_id: PostingId,
    /// Which decision.
    pub decision_id: DecisionId,
    /// One for each applicant that the decision is about, in its order.
    pub notices: Vec<NoticeContent>,
    /// Differs when anything of them does.
    pub digest: String,
}

/// A further notice that puts an earlier one right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorrectNotice {
    /// The subject; that of the notice when absent.
    pub subject: Option<String>,
    /// The letter.
    pub body: String,
    /// Why, for those who manage the posting.
    pub reason: String,
}

impl CorrectNotice {
    /// The correction, within its limits and in words that may be told.
    ///
    /// # Errors
    /// Every fault, with a pointer.
    pub fn checked(self) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        limits::Text::new("/subject", limits::TITLE).optional(self.subject.as_deref(), &mut faults);
        limits::Text::new("/body", limits::PROSE).required(&self.body, &mut faults);
        limits::Text::new("/reason", limits::REMARK).required(&self.reason, &mut faults);
        let texts = [("/subject", self.subject.as_deref()), ("/body", Some(self.body.as_str()))];
        for (pointer, text) in texts {
            if let Some(word) = text.and_then(unkind_word) {
                faults.add(
                    pointer,
                    FaultCode::NotAllowed,
                    format!("`{word}` is told to nobody: write 見送り"),
                );
            }
        }
        if self.subject.as_deref().is_some_and(|subject| subject.contains(['\n', '\r'])) {
            faults.add("/subject", FaultCode::BadFormat, "must be one line");
        }
        faults.guard(self)
    }
}

/// Shows what would be sent. Nothing is stored.
///
/// # Errors
/// No such posting or decision; a decision that is not of the posting, or not to be told any more.
pub fn preview_notices(
    engine: &Engine,
    actor: &Actor,
    (posting_id, preview): (PostingId, PreviewNotices),
) -> Result<PreparedNotices, MatchingError> {
    require(actor, Scope::NoticesRead)?;
    engine.check_pool()?;
    let (prepared, names) = engine.store.read(|tx| {
        let (decision, posting) = find_of_posting(engine, tx, actor, (posting_id, preview.decision_id))?;
        if !matches!(decision.state, DecisionState::Proposed | DecisionState::Approved) {
            return Err(not_approved(&decision));
        }
        let mut prepared = prepared(engine, tx, (&decision, &posting), preview.language)?;
        let names =
            close_unopened((engine, actor), tx, (Some(posting.id), Veil::Names), &mut prepared.notices)?;
        Ok((prepared, names))
    })?;
    record_shown(engine, actor, &names)?;
    Ok(prepared)
}

/// One batch.
///
/// # Errors
/// None such, or none visible.
pub fn get_notice_batch(
    engine: &Engine,
    actor: &Actor,
    id: NoticeBatchId,
) -> Result<NoticeBatch, MatchingError> {
    require(actor, Scope::NoticesRead)?;
    engine.store.read(|tx| Ok(find_batch(engine, tx, actor, id)?.0))
}

/// The batches of postings that the actor manages.
///
/// # Errors
/// A missing scope.
pub fn list_notice_batches(
    engine: &Engine,
    actor: &Actor,
    posting_id: Option<PostingId>,
    page: &PageRequest<NoticeBatchId>,
) -> Result<Page<NoticeBatch>, MatchingError> {
    require(actor, Scope::NoticesRead)?;
    engine.store.read(|tx| {
        let coordination = Coordination::of(tx, actor, engine.now(), &engine.reference.regions)?;
        let filter = BatchFilter { viewer: coordination.viewer(), posting_id };
        Ok(tx.list_notice_batches(&filter, page)?)
    })
}

/// The notices of a batch as they were sent, by number; those whose person was deleted are gone, and of those whose name
/// is not open to the actor, as after they withdrew, it is told what was decided and not who they are.
///
/// # Errors
/// No such batch, or none visible.
pub fn list_notices(
    engine: &Engine,
    actor: &Actor,
    id: NoticeBatchId,
    page: &PageRequest<i64>,
) -> Result<Page<Notice>, MatchingError> {
    require(actor, Scope::NoticesRead)?;
    let (notices, names) = engine.store.read(|tx| {
        find_batch(engine, tx, actor, id)?;
        let mut notices = tx.list_notices(id, page)?;
        let contents = notices.items.iter_mut().map(|notice| &mut notice.content);
        let names = close_unopened((engine, actor), tx, (None, Veil::Names), contents)?;
        Ok::<_, MatchingError>((notices, names))
    })?;
    record_shown(engine, actor, &names)?;
    Ok(notices)
}

/// Every notice of a batch, ready to be delivered: with the link to the person's own page where the actor may make keys
/// of it. Whoever has withdrawn is written to no more. That they were told is put on record.
///
/// # Errors
/// No such batch, or none visible.
pub fn export_notices(
    engine: &Engine,
    actor: &Actor,
    id: NoticeBatchId,
) -> Result<Vec<Notice>, MatchingError> {
    require(actor, Scope::NoticesRead)?;
    let all = PageRequest { limit: usize::MAX - 1, after: None };
    let (notices, names, links) = engine.store.read(|tx| {
        find_batch(engine, tx, actor, id)?;
        let mut notices = tx.list_notices(id, &all)?.items;
        let contents = notices.iter_mut().map(|notice| &mut notice.content);
        let names = close_unopened((engine, actor), tx, (None, Veil::Closed), contents)?;
        notices.retain(|notice| !notice.content.is_closed());
        let links = fill_links((engine, actor), tx, &mut notices)?;
        Ok::<_, MatchingError>((notices, names, links))
    })?;
    record_shown(engine, actor, &names)?;
    if links > 0 {
        engine.write(|tx| {
            let (batch, posting) = find_batch(engine, tx, actor, id)?;
            let told = touched((&batch, &posting), "links_exported", ChangeKind::Updated);
            engine.audit(tx, actor, Touched { at: engine.now(), ..told }, &json!({"links": links}))
        })?;
    }
    Ok(notices)
}

/// Puts the links to people's own pages into letters where the actor may have them; how many.
fn fill_links(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    notices: &mut [Notice],
) -> Result<u64, MatchingError> {
    let ids: Vec<CandidateId> = notices.iter().map(|notice| notice.content.candidate_id).collect();
    let people = tx.list_identities(&ids)?;
    let own: HashSet<CandidateId> = people
        .iter()
        .filter(|person| page_link::may_have(actor, person.organization_id))
        .map(|person| person.candidate_id)
        .collect();
    let mut links = 0;
    for notice in notices {
        let body = match own.contains(&notice.content.candidate_id) {
            true => page_link::finished(engine, tx, notice)?,
            false => page_link::unlinked(notice),
        };
        links += u64::from(body != page_link::unlinked(notice));
        notice.content.body = body;
    }
    Ok(links)
}

/// Sends a further notice that puts an earlier one right; the earlier one stays as it is.
///
/// # Errors
/// Faults; no such notice, or none visible.
pub fn correct_notice(
    engine: &Engine,
    actor: &Actor,
    (id, correction): (NoticeId, CorrectNotice),
    once: &Once<'_, Notice>,
) -> Result<Notice, MatchingError> {
    require(actor, Scope::NoticesSend)?;
    let correction = correction.checked()?;
    let (notice, names) = engine.write(|tx| {
        let none = || MatchingError::not_found("notice");
        let before = tx.find_notice(id)?.ok_or_else(none)?;
        let (batch, posting) =
            find_batch(engine, tx, actor, before.batch_id).map_err(|error| match error {
                MatchingError::NotFound { .. } => none(),
                other => other,
            })?;
        let mut seen = before.content.clone();
        let names = close_unopened((engine, actor), tx, (None, Veil::Closed), [&mut seen])?;
        if seen.is_closed() {
            let detail =
                "the person's name is not open to you, as after withdrawing: they are written to no more";
            return Err(MatchingError::conflict(ConflictCode::AlreadyEnded, detail));
        }
        let at = engine.now();
        let content = NoticeContent {
            subject: correction.subject.clone().unwrap_or_else(|| before.content.subject.clone()),
            body: page_link::with_paragraph(
                &correction.body,
                &page_link::paragraph(engine, before.content.language),
            ),
            ..before.content
        };
        let notice = Notice {
            id: engine.new_id(NoticeId::from_parts),
            batch_id: batch.id,
            number: tx.last_notice_number(batch.id)? + 1,
            corrects: Some(id),
            correction_reason: Some(correction.reason.clone()),
            delivery: mail::begun(engine, &content, at),
            content,
            created_at: at,
        };
        tx.insert_notice(&notice)?;
        page_link::open(engine, tx, &notice)?;
        // Why is free text about one person, and lines of the audit log cannot be erased: it stands beside the letter.
        let detail = json!({"notice_id": notice.id, "corrects": id});
        engine.record_with(
            tx,
            actor,
            touched((&batch, &posting), "corrected", ChangeKind::Updated),
            &detail,
        )?;
        once.keep((engine, tx, actor), &notice, Some(notice.content.candidate_id))?;
        Ok::<_, MatchingError>((notice, names))
    })?;
    record_shown(engine, actor, &names)?;
    engine.mail_bell.ring();
    Ok(notice)
}

fn prepared(
    engine: &Engine,
    tx: &mut Tx<'_>,
    (decision, posting): (&Decision, &Posting),
    language: NoticeLanguage,
) -> Result<PreparedNotices, MatchingError> {
    let notices = prepare::notices(engine, tx, (decision, posting), language)?;
    let text = serde_json::to_string(&notices).expect("ids, texts and words always become JSON");
    let digest = sha256_hex(format!("{}/{text}", decision.id).as_bytes());
    Ok(PreparedNotices { posting_id: posting.id, decision_id: decision.id, notices, digest })
}

/// A decision on the named posting, and the posting.
fn find_of_posting(
    engine: &Engine,
    tx: &mut Tx<'_>,
    actor: &Actor,
    (posting_id, decision_id): (PostingId, DecisionId),
) -> Result<(Decision, Posting), MatchingError> {
    crate::postings::find_managed(engine, tx, actor, posting_id)?;
    let unknown =
        || Faults::one("/decision_id", FaultCode::UnknownReference, "no such decision on the posting");
    match find_decision(engine, tx, actor, decision_id) {
        Ok((decision, posting)) if posting.id == posting_id => Ok((decision, posting)),
        Ok(_) | Err(MatchingError::NotFound { .. }) => Err(unknown().into()),
        Err(error) => Err(error),
    }
}

fn find_batch(
    engine: &Engine,
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: NoticeBatchId,
) -> Result<(NoticeBatch, Posting), MatchingError> {
    let none = || MatchingError::not_found("notice batch");
    let batch = tx.find_notice_batch(id)?.ok_or_else(none)?;
    let coordination = Coordination::of(tx, actor, engine.now(), &engine.reference.regions)?;
    let posting = tx.find_posting(batch.posting_id)?.filter(|posting| coordination.manages(posting));
    posting.map(|posting| (batch, posting)).ok_or_else(none)
}

fn not_approved(decision: &Decision) -> MatchingError {
    let detail = format!("the decision is {}; only an approved one is told", decision.state);
    MatchingError::conflict(ConflictCode::DecisionNotApproved, detail)
}

fn sent_already() -> MatchingError {
    let detail = "the notices of this decision were sent; what was wrong is put right by a correction";
    MatchingError::conflict(ConflictCode::NoticesSent, detail)
}

fn touched<'a>((batch, posting): (&NoticeBatch, &Posting), act: &'a str, kind: ChangeKind) -> Touched<'a> {
    Touched {
        resource: "notice_batch",
        id: batch.id.to_string(),
        owner: posting.organization_id,
        version: 1,
        act,
        kind,
        at: batch.created_at,
    }
}
