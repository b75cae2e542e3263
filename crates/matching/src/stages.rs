//! The stages of applications: who may move one where, what each move leaves behind, and what it does to seats and to
//! those who wait.
//!
//! Every move of every application goes through `move_within`, whoever makes it and whatever for. It holds the
//! posting before the application: two who move applications of one posting wait for one another.

use domain::{
    Actor, Application, ApplicationId, ApplicationMove, ApplicationStatus, CandidateId, ChangeKind,
    DeclineReason, FaultCode, Faults, Mover, Posting, PostingId, Scope, Shown, Timestamp, limits,
};
use serde_json::json;
use store::Tx;

use crate::applications::{find, tell_posting_body, touched};
use crate::disclosures::on_record;
use crate::engagements::begin_on_posting_terms;
use crate::engine::Engine;
use crate::error::{ConflictCode, Expected, MatchingError, changed_meanwhile, check_version};
use crate::permissions::{Coordination, require};

mod clock;
mod course;
mod history;
mod legal;
mod seats;
mod waiting;

pub use clock::{Extension, extend_application, work};
pub use history::{ApplicationHistory, get_application_history};
pub use waiting::{WaitingList, get_waiting_list, replace_waiting_list};

pub(crate) use course::Course;
pub(crate) use legal::hindrance_to_offer;
use legal::{check_goes_on, check_legal, check_redirection, check_was_met};
pub(crate) use seats::{count_offers_left, fill_free_seats, fill_seats_of_round, list_postings_bound_by};

/// A move that those who manage the posting ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApplicationTransition {
    /// Where to.
    pub to: ApplicationStatus,
    /// Why, for those who manage the posting alone.
    pub reason: Option<String>,
    /// Why, in a word that the person may be shown; needed to decline, and only then.
    pub reason_category: Option<DeclineReason>,
    /// Where the person is pointed to; needed to redirect, and only then.
    pub redirected_to: Option<PostingId>,
    /// From which version.
    pub expected: Expected,
}

/// A move, as use cases make it within their transactions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Move {
    /// Where to.
    pub(crate) to: ApplicationStatus,
    /// In whose place; it decides what is legal.
    pub(crate) mover: Mover,
    /// Why, for the mover's side alone.
    pub(crate) reason: Option<String>,
    /// Why, in a word that is safe to show.
    pub(crate) reason_category: Option<DeclineReason>,
    /// Where the person is pointed to.
    pub(crate) redirected_to: Option<PostingId>,
}

impl Move {
    /// A move by those who manage the posting, with nothing further said.
    pub(crate) fn to(to: ApplicationStatus) -> Self {
        Self { to, mover: Mover::Manager, reason: None, reason_category: None, redirected_to: None }
    }

    /// The same by somebody else.
    pub(crate) fn by(self, mover: Mover) -> Self {
        Self { mover, ..self }
    }

    /// What belongs to the place it moves to, and is there or not.
    fn checked(self) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        limits::Text::new("/reason", limits::REMARK).optional(self.reason.as_deref(), &mut faults);
        let needed = |told: bool, to: ApplicationStatus| match (self.to == to, told) {
            (true, false) => Some((FaultCode::Needed, format!("is needed to move to {to}"))),
            (false, true) => Some((FaultCode::NotAllowed, format!("belongs to a move to {to} alone"))),
            (true, true) | (false, false) => None,
        };
        let category = needed(self.reason_category.is_some(), ApplicationStatus::Declined);
        let other = needed(self.redirected_to.is_some(), ApplicationStatus::Redirected);
        for (pointer, wrong) in [("/reason_category", category), ("/redirected_to", other)] {
            if let Some((code, detail)) = wrong {
                faults.add(pointer, code, detail);
            }
        }
        faults.guard(self)
    }
}

/// Moves an application along its stages. One that moves to `engaged` becomes an engagement on the terms of its posting.
///
/// # Errors
/// Faults, none such, not a posting that the actor manages, an illegal move (the legal ones are named), no seat left,
/// a meeting that was not held, paid work of a public employee without permission, another version.
pub fn transition_application(
    engine: &Engine,
    actor: &Actor,
    id: ApplicationId,
    transition: ApplicationTransition,
) -> Result<Application, MatchingError> {
    require(actor, Scope::SelectionsWrite)?;
    let step = Move {
        to: transition.to,
        mover: Mover::Manager,
        reason: transition.reason,
        reason_category: transition.reason_category,
        redirected_to: transition.redirected_to,
    };
    let step = step.checked()?;
    let moved = engine.write(|tx| {
        let (posting, before) = find_managed(engine, tx, actor, id)?;
        check_version(transition.expected, before.version)?;
        check_redirection((engine, actor), tx, (&posting, &before), step.redirected_to)?;
        let moved = move_within((engine, actor), tx, before, step.clone())?;
        if moved.status == ApplicationStatus::Engaged {
            begin_on_posting_terms((engine, actor), tx, (posting, &moved))?;
        }
        Ok::<_, MatchingError>(moved)
    })?;
    if moved.status == ApplicationStatus::Engaged {
        engine.pool.touch();
    }
    on_record((engine, actor), Shown::Application, moved, |moved| vec![moved.candidate_id])
}

/// An application and its posting, held in the order in which they may both be changed; the actor manages the posting.
pub(crate) fn find_managed(
    engine: &Engine,
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: ApplicationId,
) -> Result<(Posting, Application), MatchingError> {
    let (posting, application) = find_held(engine, tx, actor, id)?;
    let coordination = Coordination::of(tx, actor, engine.now(), &engine.reference.regions)?;
    if coordination.manages(&posting) {
        return Ok((posting, application));
    }
    Err(MatchingError::forbidden("only those who manage the posting may do this with an application to it"))
}

/// An application that the actor may see, and its posting, held in the order in which they may both be changed.
pub(crate) fn find_held(
    engine: &Engine,
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: ApplicationId,
) -> Result<(Posting, Application), MatchingError> {
    let none = || MatchingError::not_found("application");
    let posting_id = tx.find_posting_of_application(id)?.ok_or_else(none)?;
    let posting = tx.find_posting(posting_id)?.ok_or_else(none)?;
    Ok((posting, find(engine, tx, actor, id)?))
}

/// Moves an application within a transaction: checks that the move is legal, that a seat is left and that a meeting
/// was held; writes the history; sets the clock of the new stage; and lets the next in line move up where an offer or
/// a seat falls free. The caller has checked that the actor may act on it, and holds the posting if it holds anything.
///
/// # Errors
/// An illegal move (the legal ones are named), [`ConflictCode::NoSeatLeft`], somebody else moved it meanwhile.
pub(crate) fn move_within(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    application: Application,
    step: Move,
) -> Result<Application, MatchingError> {
    let step = step.checked()?;
    let posting = posting_of(tx, &application)?;
    let course = Course::of(tx, &posting)?;
    check_legal(&course, &application, &step)?;
    check_goes_on(&posting, step.to)?;
    let from = application.status;
    check_was_met((tx, &course), &application, step.to)?;
    if step.to.is_seated() && !from.is_seated() {
        seats::check_seat_left(tx, &posting, &course)?;
    }
    let after = apply((engine, actor), tx, (application, &course), step)?;
    if frees_a_place(from, after.status) {
        fill_free_seats((engine, actor), tx, &posting)?;
    }
    Ok(after)
}

/// Writes that an application was submitted: the first line of its history.
pub(crate) fn begin(tx: &mut Tx<'_>, actor: &Actor, application: &Application) -> Result<(), MatchingError> {
    let first = Move::to(application.status).by(Mover::ApplicantBody);
    Ok(tx.append_application_moves(&[line(actor, application, None, first)])?)
}

/// Refuses a person who has as many open applications in the posting's round as it allows. The person is held, so that
/// no two applications are counted at once.
pub(crate) fn check_pending_cap(
    tx: &mut Tx<'_>,
    posting: &Posting,
    candidate_id: CandidateId,
) -> Result<(), MatchingError> {
    let Some(round) = Course::of(tx, posting)?.round else { return Ok(()) };
    let Some(cap) = round.content.pending_cap else { return Ok(()) };
    let open = tx.count_applications_in_round((round.id, Some(candidate_id)), &ApplicationStatus::OPEN)?;
    if open < u64::from(cap) {
        return Ok(());
    }
    let detail = format!("the round lets a person have {cap} open applications, and this one has {open}");
    Err(MatchingError::conflict(ConflictCode::PendingCapReached, detail))
}

/// When a stage that is entered now is to end.
pub(crate) fn due_at(
    tx: &mut Tx<'_>,
    posting: &Posting,
    (status, at): (ApplicationStatus, Timestamp),
) -> Result<Option<Timestamp>, MatchingError> {
    Ok(Course::of(tx, posting)?.days.due_at(status, at))
}

/// Makes a move that was found to be right.
fn apply(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    (before, course): (Application, &Course),
    step: Move,
) -> Result<Application, MatchingError> {
    let (from, at) = (before.status, engine.now());
    let after = Application {
        version: before.version + 1,
        status: step.to,
        stage_entered_at: at,
        due_at: course.days.due_at(step.to, at),
        reminded_at: None,
        reason_category: step.reason_category,
        redirected_to: step.redirected_to,
        updated_at: at,
        ..before
    };
    if !tx.update_application(&after, before.version)? {
        return Err(changed_meanwhile());
    }
    // Who has an offer, or is out, waits for none.
    if !matches!(
        step.to,
        ApplicationStatus::Screening | ApplicationStatus::Encounter | ApplicationStatus::Interview
    ) {
        tx.remove_waiting(after.id)?;
    }
    // The reason is for one side only, and the audit log is read by both: it stays in the history.
    let detail = json!({
        "from": from, "to": step.to, "by": step.mover,
        "reason_category": step.reason_category, "redirected_to": step.redirected_to,
    });
    engine.record_with(tx, actor, touched(&after, step_word(step.to), ChangeKind::Updated), &detail)?;
    tell_posting_body(engine, tx, &after, ChangeKind::Updated)?;
    tx.append_application_moves(&[line(actor, &after, Some(from), step)])?;
    Ok(after)
}

/// Writes a line of the history that leads nowhere else.
fn apply_line(tx: &mut Tx<'_>, actor: &Actor, after: &Application, step: Move) -> Result<(), MatchingError> {
    Ok(tx.append_application_moves(&[line(actor, after, Some(after.status), step)])?)
}

fn line(actor: &Actor, after: &Application, from: Option<ApplicationStatus>, step: Move) -> ApplicationMove {
    let acts = step.mover != Mover::System;
    ApplicationMove {
        application_id: after.id,
        version: after.version,
        from,
        to: step.to,
        at: after.updated_at,
        due_at: after.due_at,
        mover: step.mover,
        organization_id: acts.then_some(actor.organization_id),
        user_id: actor.user_id.filter(|_| acts),
        api_key_id: actor.api_key_id.filter(|_| acts),
        reason: step.reason,
        reason_category: step.reason_category,
        redirected_to: step.redirected_to,
    }
}

fn frees_a_place(from: ApplicationStatus, to: ApplicationStatus) -> bool {
    (from == ApplicationStatus::Offered || from.is_seated())
        && !(to == ApplicationStatus::Offered || to.is_seated())
}

fn posting_of(tx: &mut Tx<'_>, application: &Application) -> Result<Posting, MatchingError> {
    tx.find_posting(application.posting_id)?.ok_or_else(|| MatchingError::not_found("posting"))
}

fn step_word(status: ApplicationStatus) -> &'static str {
    use domain::Word;
    status.as_str()
}
