//! The clock on every stage: more time, reminders, and offers that nobody answered.
//!
//! A reminder is written once a stage, a day before it is to end or as soon as that is seen: it is a change of the
//! application, told by feed, webhook and audit log. An offer that was not answered in time expires, and the next in
//! line moves up. Whatever else is late is only said to be late: people decide.

use std::sync::atomic::{AtomicBool, Ordering};

use domain::{
    Actor, Application, ApplicationId, ApplicationStatus, ChangeKind, FaultCode, Faults, Mover,
    OrganizationId, Scope, Shown, Timestamp, WordSet, limits,
};
use serde_json::json;
use store::Tx;

use super::{Move, apply_line, find_managed, move_within, posting_of};
use crate::applications::{tell_posting_body, touched};
use crate::disclosures::on_record;
use crate::engine::Engine;
use crate::error::{Expected, MatchingError, changed_meanwhile, check_version};
use crate::permissions::require;

/// How long before a stage is to end its reminder is written, in seconds.
const REMINDS_BEFORE: i64 = 24 * 3600;
/// Applications looked at in one round.
const ROUND: usize = 200;

/// More time for a stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extension {
    /// When the stage is to end now; it lies ahead.
    pub due_at: Timestamp,
    /// Why, for those who manage the posting alone.
    pub reason: String,
    /// From which version.
    pub expected: Expected,
}

/// Gives the present stage of an application more time, or a clock where it had none.
///
/// # Errors
/// Faults, none such, not a posting that the actor manages, an application that has ended, another version.
pub fn extend_application(
    engine: &Engine,
    actor: &Actor,
    id: ApplicationId,
    extension: Extension,
) -> Result<Application, MatchingError> {
    require(actor, Scope::SelectionsWrite)?;
    let mut faults = Faults::default();
    limits::Text::new("/reason", limits::REMARK).required(&extension.reason, &mut faults);
    if extension.due_at <= engine.now() {
        faults.add("/due_at", FaultCode::OutOfRange, "must lie ahead");
    }
    faults.guard(())?;
    let extended = engine.write(|tx| {
        let (_, before) = find_managed(engine, tx, actor, id)?;
        check_version(extension.expected, before.version)?;
        if !before.status.is_open() {
            return Err(MatchingError::illegal_transition(
                "application",
                (before.status, before.status),
                &[],
            ));
        }
        let (from, due_at) = (before.due_at, Some(extension.due_at));
        let after = Application {
            version: before.version + 1,
            due_at,
            reminded_at: None,
            updated_at: engine.now(),
            ..before
        };
        save(tx, &after)?;
        let detail = json!({"from": from, "to": due_at});
        engine.record_with(tx, actor, touched(&after, "extended", ChangeKind::Updated), &detail)?;
        tell_posting_body(engine, tx, &after, ChangeKind::Updated)?;
        let step = Move { reason: Some(extension.reason.clone()), ..Move::to(after.status) };
        apply_line(tx, actor, &after, step)?;
        Ok::<_, MatchingError>(after)
    })?;
    on_record((engine, actor), Shown::Application, extended, |extended| vec![extended.candidate_id])
}

/// Watches the clocks until `stop` is set: the body of a thread.
pub fn work(engine: &Engine, stop: &AtomicBool) {
    while !stop.load(Ordering::Acquire) {
        match round(engine, stop) {
            Ok(done) if done > 0 => {}
            Ok(_) => engine.stage_bell.wait(),
            Err(error) => {
                tracing::error!(error = %error, "the clocks of the stages cannot be read");
                engine.stage_bell.wait();
            }
        }
    }
}

/// Deals with what is due now; how many applications were changed.
fn round(engine: &Engine, stop: &AtomicBool) -> Result<usize, MatchingError> {
    let now = engine.now();
    let due = engine.store.read(|tx| {
        Ok::<_, MatchingError>(tx.list_due_applications((now, now.plus_seconds(REMINDS_BEFORE)), ROUND)?)
    })?;
    let mut done = 0;
    for id in due {
        if stop.load(Ordering::Acquire) {
            break;
        }
        // One that cannot be dealt with holds up nobody else; it is seen again in the next round.
        match engine.write(|tx| attend_to(engine, tx, id)) {
            Ok(Attended::Changed) => done += 1,
            Ok(Attended::NothingDue) => {}
            Err(error) => {
                tracing::warn!(application_id = %id, error = %error, "a clock cannot be dealt with")
            }
        }
    }
    Ok(done)
}

/// What became of an application that was looked at.
enum Attended {
    Changed,
    NothingDue,
}

fn attend_to(engine: &Engine, tx: &mut Tx<'_>, id: ApplicationId) -> Result<Attended, MatchingError> {
    let now = engine.now();
    // Held in the order in which they may both be changed.
    let Some(posting_id) = tx.find_posting_of_application(id)? else { return Ok(Attended::NothingDue) };
    tx.find_posting(posting_id)?;
    let Some(application) = tx.find_application(id)? else { return Ok(Attended::NothingDue) };
    let Some(due_at) = application.due_at.filter(|_| application.status.is_open()) else {
        return Ok(Attended::NothingDue);
    };
    let actor = nobody(posting_of(tx, &application)?.organization_id);
    if application.status == ApplicationStatus::Offered && due_at < now {
        let expired = Move::to(ApplicationStatus::Expired).by(Mover::System);
        move_within((engine, &actor), tx, application, expired)?;
        return Ok(Attended::Changed);
    }
    if application.reminded_at.is_some() || due_at > now.plus_seconds(REMINDS_BEFORE) {
        return Ok(Attended::NothingDue);
    }
    let after = Application {
        version: application.version + 1,
        reminded_at: Some(now),
        updated_at: now,
        ..application
    };
    save(tx, &after)?;
    let detail = json!({"status": after.status, "due_at": due_at});
    engine.record_with(tx, &actor, touched(&after, "reminded", ChangeKind::Updated), &detail)?;
    tell_posting_body(engine, tx, &after, ChangeKind::Updated)?;
    Ok(Attended::Changed)
}

fn save(tx: &mut Tx<'_>, after: &Application) -> Result<(), MatchingError> {
    if tx.update_application(after, after.version - 1)? { Ok(()) } else { Err(changed_meanwhile()) }
}

/// The clock acts for the body of the posting, by no key and no user.
fn nobody(organization_id: OrganizationId) -> Actor {
    Actor {
        organization_id,
        api_key_id: None,
        user_id: None,
        scopes: WordSet::default(),
        request_id: "stage-clock".to_owned(),
    }
}
