//! Sending what was previewed: the batch is kept, and the applications move, in one transaction.

use domain::{
    Actor, ApplicationStatus, Author, ChangeKind, Decision, DecisionOutcome, DecisionState, Notice,
    NoticeBatch, NoticeBatchId, NoticeContent, NoticeId, Posting, PostingId, Scope,
};
use serde_json::json;
use store::{StoreError, Tx};

use super::{
    PreparedNotices, SendNotices, find_of_posting, mail, not_approved, page_link, prepared, sent_already,
    touched,
};
use crate::decisions::ids_of;
use crate::engine::Engine;
use crate::error::{ConflictCode, MatchingError};
use crate::once::Once;
use crate::permissions::require;
use crate::responsibility::check_responsible;
use crate::stages::{Course, Move, count_offers_left, move_within};

/// Sends what was previewed, and moves the applications.
///
/// # Errors
/// As the preview; a decision that is not approved or was told already; anything that differs from the preview; an
/// application that cannot move any more.
pub fn send_notices(
    engine: &Engine,
    actor: &Actor,
    (posting_id, send): (PostingId, SendNotices),
    once: &Once<'_, NoticeBatch>,
) -> Result<NoticeBatch, MatchingError> {
    require(actor, Scope::NoticesSend)?;
    engine.check_pool()?;
    let batch = engine.write(|tx| {
        let (decision, posting) = find_of_posting(engine, tx, actor, (posting_id, send.preview.decision_id))?;
        check_responsible((engine, actor), tx, &posting)?;
        if tx.find_batch_of_decision(decision.id)?.is_some() {
            return Err(sent_already());
        }
        if decision.state != DecisionState::Approved {
            return Err(not_approved(&decision));
        }
        let prepared = prepared(engine, tx, (&decision, &posting), send.preview.language)?;
        if prepared.digest != send.digest {
            let detail = "what would be sent now is not what was previewed: preview again, look, and send the new digest";
            return Err(MatchingError::conflict(ConflictCode::PreviewOutdated, detail));
        }
        check_places_left(tx, &posting, &prepared.notices)?;
        let batch = keep((engine, actor), tx, (&decision, &posting), prepared)?;
        move_all((engine, actor), tx, &decision)?;
        once.keep((engine, tx, actor), &batch, None)?;
        Ok(batch)
    })?;
    engine.mail_bell.ring();
    engine.pool.touch();
    Ok(batch)
}

/// Refuses to tell more people that they are chosen than there are places, whoever has offered or taken them meanwhile.
fn check_places_left(
    tx: &mut Tx<'_>,
    posting: &Posting,
    notices: &[NoticeContent],
) -> Result<(), MatchingError> {
    let chosen = notices.iter().filter(|notice| notice.outcome == DecisionOutcome::Selected).count();
    let course = Course::of(tx, posting)?;
    let left = count_offers_left(tx, posting, &course)?;
    if chosen as u64 <= left {
        return Ok(());
    }
    let detail = format!(
        "{chosen} are chosen, and {left} of the places of the posting and of its round are left to offer: decide anew"
    );
    Err(MatchingError::conflict(ConflictCode::NoSeatLeft, detail))
}

/// Keeps the batch with its notices.
fn keep(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    (decision, posting): (&Decision, &Posting),
    prepared: PreparedNotices,
) -> Result<NoticeBatch, MatchingError> {
    let at = engine.now();
    let batch = NoticeBatch {
        id: engine.new_id(NoticeBatchId::from_parts),
        posting_id: posting.id,
        decision_id: decision.id,
        organization_id: actor.organization_id,
        author: Author::of(actor),
        digest: prepared.digest,
        notices: i64::try_from(prepared.notices.len()).unwrap_or(i64::MAX),
        created_at: at,
    };
    let notice = |(number, content): (i64, NoticeContent)| Notice {
        id: engine.new_id(NoticeId::from_parts),
        batch_id: batch.id,
        number,
        corrects: None,
        correction_reason: None,
        delivery: mail::begun(engine, &content, at),
        content,
        created_at: at,
    };
    let notices: Vec<Notice> = (1..).zip(prepared.notices).map(notice).collect();
    match tx.insert_notice_batch(&batch, &notices) {
        Err(StoreError::Duplicate(_)) => return Err(sent_already()),
        kept => kept?,
    }
    let mut links = 0_u64;
    for notice in &notices {
        links += u64::from(page_link::open(engine, tx, notice)?);
    }
    let detail = json!({
        "posting_id": posting.id, "decision_id": decision.id, "notices": batch.notices,
        "digest": batch.digest, "page_links": links,
    });
    engine.record_with(tx, actor, touched((&batch, posting), "created", ChangeKind::Created), &detail)?;
    Ok(batch)
}

/// Moves everybody where the decision says, the others out first, so that places fall free before they are offered.
fn move_all(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    decision: &Decision,
) -> Result<(), MatchingError> {
    for line in &decision.lines {
        let to = match line.outcome {
            DecisionOutcome::NotSelected => {
                Move { reason_category: line.category, ..Move::to(ApplicationStatus::Declined) }
            }
            DecisionOutcome::Selected => Move::to(ApplicationStatus::Offered),
            DecisionOutcome::Waiting => continue,
        };
        // Whoever has withdrawn meanwhile got no notice and stays where they are.
        let application = tx.find_application(line.application_id)?;
        if let Some(application) = application.filter(|one| crate::decisions::is_undecided(one.status)) {
            move_within((engine, actor), tx, application, to)?;
        }
    }
    let waiting = ids_of(decision, DecisionOutcome::Waiting);
    let mut still = Vec::new();
    for id in waiting {
        let application = tx.find_application(id)?;
        still.extend(application.filter(|one| crate::decisions::is_undecided(one.status)).map(|one| one.id));
    }
    Ok(tx.replace_waiting_list(decision.posting_id, &still)?)
}
