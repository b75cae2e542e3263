//! Hand-overs: what a successor must know of a programme is put together in one call and stays as it was then; the
//! predecessor adds remarks until it is sent; the successor acknowledges; the rights move when it says.
//!
//! Names and contacts are shown only as far as they are open to the body at the moment of reading.

use domain::{
    Actor, CandidateId, ChangeKind, FaultCode, Faults, Handover, HandoverId, HandoverState, NewHandover,
    Page, PageRequest, Program, Remark, Scope, Shown, User, UserId, limits,
};
use store::Tx;

use crate::disclosures::{record_identities, record_parts};
use crate::engine::Engine;
use crate::error::{ConflictCode, Expected, MatchingError, changed_meanwhile, check_version};
use crate::once::Once;
use crate::permissions::{Coordination, Openness, Person, openness_of, require};
use crate::responsibility::{settle, touched_handover as touched, user_at};

mod assembling;
mod letter;
mod reading_first;

pub use letter::{letter, letter_in_markdown};

/// Puts a hand-over together, still to be sent.
///
/// # Errors
/// Faults: an unknown programme or user, a predecessor who is not responsible, a time that has passed.
pub fn create_handover(
    engine: &Engine,
    actor: &Actor,
    new: NewHandover,
    once: &Once<'_, Handover>,
) -> Result<Handover, MatchingError> {
    require(actor, Scope::HandoversWrite)?;
    let new = new.checked()?;
    let seen = engine.write(|tx| {
        let at = engine.now();
        if tx
            .find_program(new.program_id)?
            .is_some_and(|found| found.organization_id == actor.organization_id)
        {
            settle((engine, actor), tx, new.program_id)?;
        }
        let (program, from, to) = parties((engine, actor), tx, &new)?;
        let (document, people) = assembling::assemble((engine, actor), tx, (&new, &program), (&from, &to))?;
        let handover = Handover {
            id: engine.new_id(HandoverId::from_parts),
            organization_id: actor.organization_id,
            version: 1,
            created_at: at,
            updated_at: at,
            content: new.clone(),
            state: HandoverState::Draft,
            sent_at: None,
            acknowledged_at: None,
            moved_at: None,
            remarks: Vec::new(),
            document,
            people,
        };
        tx.insert_handover(&handover)?;
        engine.record(tx, actor, touched(&handover, "created", ChangeKind::Created))?;
        let seen = as_open(engine, tx, actor, handover)?;
        // The answer tells of many people; it goes with each of them, for it names them.
        once.keep((engine, tx, actor), &seen.handover, None)?;
        Ok(seen)
    })?;
    seen.on_record(engine, actor)
}

/// One hand-over of the actor's body, with the names that are open to it now.
///
/// # Errors
/// None such.
pub fn get_handover(engine: &Engine, actor: &Actor, id: HandoverId) -> Result<Handover, MatchingError> {
    require(actor, Scope::HandoversRead)?;
    let seen = engine.store.read(|tx| {
        let handover = find(tx, actor, id)?;
        as_open(engine, tx, actor, handover)
    })?;
    seen.on_record(engine, actor)
}

/// The hand-overs of the actor's body, without their people.
///
/// # Errors
/// A missing scope.
pub fn list_handovers(
    engine: &Engine,
    actor: &Actor,
    page: &PageRequest<HandoverId>,
) -> Result<Page<Handover>, MatchingError> {
    require(actor, Scope::HandoversRead)?;
    engine.store.read(|tx| Ok(tx.list_handovers(actor.organization_id, page)?))
}

/// The predecessor adds a remark, until the hand-over is sent.
///
/// # Errors
/// None such, sent already, not the predecessor, a remark that says nothing or too much.
pub fn remark_on_handover(
    engine: &Engine,
    actor: &Actor,
    id: HandoverId,
    (text, expected): (String, Expected),
) -> Result<Handover, MatchingError> {
    require(actor, Scope::HandoversWrite)?;
    let mut faults = Faults::default();
    limits::Text::new("/text", limits::PROSE).required(&text, &mut faults);
    faults.guard(())?;
    let seen = engine.write(|tx| {
        let mut handover = find_draft(tx, actor, id)?;
        check_version(expected, handover.version)?;
        if handover.remarks.len() >= limits::REMARKS {
            let detail = format!("a hand-over has at most {} remarks", limits::REMARKS);
            return Err(Faults::one("/text", FaultCode::TooMany, detail).into());
        }
        let at_micros = engine.now().micros();
        handover.remarks.push(Remark { at_micros, user_id: actor.user_id, text: text.clone() });
        save((engine, actor), tx, handover, "remarked")
    })?;
    seen.on_record(engine, actor)
}

/// Sends a hand-over to the successor: from now on it stays as it is, and the rights move at its time.
///
/// # Errors
/// None such, sent already, not the predecessor, another version.
pub fn send_handover(
    engine: &Engine,
    actor: &Actor,
    id: HandoverId,
    expected: Expected,
) -> Result<Handover, MatchingError> {
    require(actor, Scope::HandoversWrite)?;
    let seen = engine.write(|tx| {
        let before = find_draft(tx, actor, id)?;
        check_version(expected, before.version)?;
        let sent = Handover { state: HandoverState::Sent, sent_at: Some(engine.now()), ..before };
        let sent = save((engine, actor), tx, sent, "sent")?.handover;
        settle_and_read((engine, actor), tx, sent)
    })?;
    seen.on_record(engine, actor)
}

/// The successor has read it.
///
/// # Errors
/// None such, not sent, acknowledged already, somebody else than the successor, another version.
pub fn acknowledge_handover(
    engine: &Engine,
    actor: &Actor,
    id: HandoverId,
    expected: Expected,
) -> Result<Handover, MatchingError> {
    require(actor, Scope::HandoversWrite)?;
    let seen = engine.write(|tx| {
        let before = find(tx, actor, id)?;
        check_is(actor, before.content.to_user_id, "a hand-over is acknowledged by the successor")?;
        check_version(expected, before.version)?;
        match before.state {
            HandoverState::Sent => {}
            HandoverState::Draft => {
                let detail = "the hand-over has not been sent yet";
                return Err(MatchingError::conflict(ConflictCode::NotSent, detail));
            }
            HandoverState::Acknowledged => {
                let detail = "the hand-over is acknowledged already";
                return Err(MatchingError::conflict(ConflictCode::AlreadyEnded, detail));
            }
        }
        let at = Some(engine.now());
        let read = Handover { state: HandoverState::Acknowledged, acknowledged_at: at, ..before };
        let read = save((engine, actor), tx, read, "acknowledged")?.handover;
        settle_and_read((engine, actor), tx, read)
    })?;
    seen.on_record(engine, actor)
}

/// Notes the move where its time has come, and reads the hand-over again.
fn settle_and_read(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    handover: Handover,
) -> Result<Seen, MatchingError> {
    settle((engine, actor), tx, handover.content.program_id)?;
    let now = find(tx, actor, handover.id)?;
    as_open(engine, tx, actor, now)
}

/// The programme and both users, when all of them are the actor's; else a fault for each that is not.
fn parties(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    new: &NewHandover,
) -> Result<(Program, User, User), MatchingError> {
    let at = engine.now();
    let own = actor.organization_id;
    let mut faults = Faults::default();
    let program = tx.find_program(new.program_id)?.filter(|program| program.organization_id == own);
    let from = tx.find_user(new.from_user_id)?.filter(|user| user.organization_id == own);
    let to = tx.find_user(new.to_user_id)?.filter(|user| user.organization_id == own);
    if program.is_none() {
        faults.add("/program_id", FaultCode::UnknownReference, "no such program of your organization");
    }
    for (pointer, user) in [("/from_user_id", &from), ("/to_user_id", &to)] {
        if user.is_none() {
            faults.add(pointer, FaultCode::UnknownReference, "no such user of your organization");
        }
    }
    if to.as_ref().is_some_and(|to| to.disabled_at.is_some()) {
        faults.add("/to_user_id", FaultCode::NotAllowed, "this user is not let in any more");
    }
    if new.moves_at < at {
        faults.add("/moves_at", FaultCode::OutOfRange, "must not be in the past");
    }
    if let Some(program) = &program
        && from.is_some()
        && user_at(tx, program.id, at)?.is_some_and(|responsible| responsible != new.from_user_id)
    {
        let detail = "is not the user who is responsible for the programme now";
        faults.add("/from_user_id", FaultCode::Contradiction, detail);
    }
    faults.guard(())?;
    match (program, from, to) {
        (Some(program), Some(from), Some(to)) => Ok((program, from, to)),
        _ => Err(MatchingError::not_found("program")),
    }
}

fn find(tx: &mut Tx<'_>, actor: &Actor, id: HandoverId) -> Result<Handover, MatchingError> {
    tx.find_handover(id)?
        .filter(|handover| handover.organization_id == actor.organization_id)
        .ok_or_else(|| MatchingError::not_found("handover"))
}

fn find_draft(tx: &mut Tx<'_>, actor: &Actor, id: HandoverId) -> Result<Handover, MatchingError> {
    let handover = find(tx, actor, id)?;
    check_is(actor, handover.content.from_user_id, "until it is sent a hand-over is the predecessor's")?;
    match handover.state {
        HandoverState::Draft => Ok(handover),
        HandoverState::Sent | HandoverState::Acknowledged => {
            let detail = "the hand-over was sent, and stays as it is";
            Err(MatchingError::conflict(ConflictCode::AlreadyEnded, detail))
        }
    }
}

/// Refuses every user but this one; a key acts for the whole body.
fn check_is(actor: &Actor, user: UserId, detail: &str) -> Result<(), MatchingError> {
    match actor.user_id {
        Some(other) if other != user => Err(MatchingError::forbidden(detail)),
        Some(_) | None => Ok(()),
    }
}

/// A hand-over as it may be shown, and how far each of its people is open.
struct Seen {
    handover: Handover,
    people: Vec<(Person, Openness)>,
}

impl Seen {
    /// The hand-over, once it is on record whom it tells of: everybody, and whose name and contact are in it.
    fn on_record(self, engine: &Engine, actor: &Actor) -> Result<Handover, MatchingError> {
        record_identities(engine, actor, &self.people, engine.now())?;
        let whom: Vec<CandidateId> = self.people.iter().map(|(person, _)| person.id).collect();
        record_parts(engine, actor, Shown::Handover, &whom)?;
        Ok(self.handover)
    }
}

/// The hand-over with the names and contacts that are open to the actor now, and how far each person is.
fn as_open(
    engine: &Engine,
    tx: &mut Tx<'_>,
    actor: &Actor,
    mut handover: Handover,
) -> Result<Seen, MatchingError> {
    let at = engine.now();
    let coordination = Coordination::of(tx, actor, at, &engine.reference.regions)?;
    let people: Vec<Person> = handover
        .people
        .iter()
        .map(|person| Person { id: person.candidate_id, organization_id: person.organization_id })
        .collect();
    let openness = openness_of(tx, &coordination, &people, at)?;
    for (person, openness) in handover.people.iter_mut().zip(&openness) {
        if *openness < Openness::Identity {
            person.name = person.candidate_id.short_reference();
            person.email = None;
            person.phone = None;
            // What the person said is closed with the rest.
            person.facts.meetings.iter_mut().for_each(|meeting| meeting.candidate_side = None);
        }
    }
    Ok(Seen { handover, people: people.into_iter().zip(openness).collect() })
}

fn save(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    handover: Handover,
    act: &str,
) -> Result<Seen, MatchingError> {
    let before = handover.version;
    let after = Handover { version: before + 1, updated_at: engine.now(), ..handover };
    if !tx.update_handover(&after, before)? {
        return Err(changed_meanwhile());
    }
    engine.record(tx, actor, touched(&after, act, ChangeKind::Updated))?;
    as_open(engine, tx, actor, after)
}
