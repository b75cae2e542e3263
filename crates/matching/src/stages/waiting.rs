//! 補欠: who gets the next offer that falls free. The order is the coordinator's; that somebody waits is told to nobody
//! else.

use domain::{
    Actor, ApplicationId, ApplicationStatus, CandidateId, ChangeKind, FaultCode, Faults, Posting, PostingId,
    Scope, Shown, limits,
};
use serde_json::json;
use store::Tx;

use super::{Course, hindrance_to_offer, seats};
use crate::disclosures::on_record;
use crate::engine::Engine;
use crate::error::MatchingError;
use crate::permissions::require;
use crate::postings::{find_managed, touched};

/// Who waits for a seat of a posting, and how the seats stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingList {
    /// The posting.
    pub posting_id: PostingId,
    /// The first to move up first.
    pub application_ids: Vec<ApplicationId>,
    /// Seats of the posting.
    pub seats: u64,
    /// Offers that are not answered yet.
    pub offered: u64,
    /// Seats that are taken: accepted or engaged.
    pub taken: u64,
}

/// Who waits for a seat of a posting.
///
/// # Errors
/// No such posting, or none that the actor manages.
pub fn get_waiting_list(engine: &Engine, actor: &Actor, id: PostingId) -> Result<WaitingList, MatchingError> {
    require(actor, Scope::SelectionsRead)?;
    let (list, whom) = engine.store.read(|tx| {
        let (posting, _) = find_managed(engine, tx, actor, id)?;
        let list = read(tx, &posting)?;
        let applications = list.application_ids.iter().map(|id| tx.find_application(*id));
        let applications = applications.collect::<Result<Vec<_>, _>>()?;
        let whom: Vec<CandidateId> = applications.iter().flatten().map(|one| one.candidate_id).collect();
        Ok::<_, MatchingError>((list, whom))
    })?;
    on_record((engine, actor), Shown::Selection, list, |_| whom)
}

/// Sets who waits for a seat of a posting, the first to move up first. Nobody moves up by that: the first does when an
/// offer or a seat falls free, or a seat is added.
///
/// # Errors
/// No such posting, or none that the actor manages; a fault for each application that is not to the posting, is named
/// twice, or stands where no offer can be made to it.
pub fn replace_waiting_list(
    engine: &Engine,
    actor: &Actor,
    id: PostingId,
    application_ids: &[ApplicationId],
) -> Result<WaitingList, MatchingError> {
    require(actor, Scope::SelectionsWrite)?;
    engine.write(|tx| {
        let (posting, _) = find_managed(engine, tx, actor, id)?;
        set_waiting_list((engine, actor), tx, &posting, application_ids)?;
        read(tx, &posting)
    })
}

/// The same within a transaction of another use case, which has checked that the actor manages the posting.
///
/// # Errors
/// A fault for each application that cannot wait, with a pointer into `/application_ids`.
pub(crate) fn set_waiting_list(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    posting: &Posting,
    application_ids: &[ApplicationId],
) -> Result<(), MatchingError> {
    let course = Course::of(tx, posting)?;
    let mut faults = Faults::default();
    limits::count("/application_ids", application_ids.len(), limits::WAITING, &mut faults);
    faults.guard(())?;
    let mut faults = Faults::default();
    for (index, id) in application_ids.iter().enumerate() {
        let pointer = format!("/application_ids/{index}");
        let application = tx.find_application(*id)?.filter(|found| found.posting_id == posting.id);
        let Some(application) = application else {
            faults.add(pointer, FaultCode::UnknownReference, "no such application to this posting");
            continue;
        };
        if application_ids[..index].contains(id) {
            faults.add(pointer, FaultCode::Duplicate, "is named twice");
        } else if let Some(detail) = hindrance_to_offer(tx, &course, &application)? {
            faults.add(pointer, FaultCode::NotAllowed, detail);
        }
    }
    faults.guard(())?;
    tx.replace_waiting_list(posting.id, application_ids)?;
    let detail = json!({"application_ids": application_ids});
    let told = touched(posting, "waiting_list_replaced", ChangeKind::Updated);
    engine.record_with(tx, actor, told, &detail)
}

fn read(tx: &mut Tx<'_>, posting: &Posting) -> Result<WaitingList, MatchingError> {
    Ok(WaitingList {
        posting_id: posting.id,
        application_ids: tx.list_waiting(posting.id)?,
        seats: seats::seats_of(posting),
        offered: seats::count(tx, posting, &[ApplicationStatus::Offered])?,
        taken: seats::count(tx, posting, &ApplicationStatus::SEATED)?,
    })
}
