//! What an event may name: programs and rounds that its body sees, postings that it sees, people whose name is open to
//! it.

use domain::{Actor, Event, FaultCode, Faults, PostingId};
use store::Tx;

use crate::engine::Engine;
use crate::error::MatchingError;
use crate::organizations::external_id_taken;
use crate::permissions::{Coordination, Openness, Person, openness_of};
use crate::{programs, rounds};

/// Refuses an event that names what its body may not name.
///
/// # Errors
/// Every fault; a taken external id.
pub(super) fn check_references(
    engine: &Engine,
    tx: &mut Tx<'_>,
    actor: &Actor,
    event: &Event,
) -> Result<(), MatchingError> {
    let mut faults = Faults::default();
    check_calls(engine, tx, (actor, event), &mut faults)?;
    let coordination = Coordination::of(tx, actor, engine.now(), &engine.reference.regions)?;
    check_postings(tx, &coordination, &event.content.posting_ids, &mut faults)?;
    check_speakers(engine, tx, (&coordination, event), &mut faults)?;
    if let Some(cohort) = event.content.cohort_id
        && tx.find_cohort(cohort)?.is_none_or(|cohort| cohort.organization_id != event.organization_id)
    {
        let detail = "no such cohort of the organization that holds the event";
        faults.add("/cohort_id", FaultCode::UnknownReference, detail);
    }
    faults.guard(())?;
    if let Some(key) = &event.content.external_id
        && tx.find_event_by_external_id(event.organization_id, key)?.is_some_and(|other| other.id != event.id)
    {
        return Err(external_id_taken(key));
    }
    Ok(())
}

fn check_calls(
    engine: &Engine,
    tx: &mut Tx<'_>,
    (actor, event): (&Actor, &Event),
    faults: &mut Faults,
) -> Result<(), MatchingError> {
    let content = &event.content;
    if let Some(id) = content.program_id {
        match programs::find_visible(engine, tx, actor, id) {
            Ok(_) => {}
            Err(MatchingError::NotFound { .. }) => {
                faults.add("/program_id", FaultCode::UnknownReference, "no such program");
            }
            Err(error) => return Err(error),
        }
    }
    if let Some(id) = content.round_id {
        match rounds::find_visible(engine, tx, actor, id) {
            Ok(round) if content.program_id.is_some_and(|program| program != round.content.program_id) => {
                let detail = "the round belongs to another program; leave program_id out, or name that one";
                faults.add("/program_id", FaultCode::Contradiction, detail);
            }
            Ok(_) => {}
            Err(MatchingError::NotFound { .. }) => {
                faults.add("/round_id", FaultCode::UnknownReference, "no such round");
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

fn check_postings(
    tx: &mut Tx<'_>,
    coordination: &Coordination<'_>,
    ids: &[PostingId],
    faults: &mut Faults,
) -> Result<(), MatchingError> {
    let mut seen = tx.list_postings_by_ids(ids)?;
    seen.retain(|posting| coordination.sees(posting));
    for (index, id) in ids.iter().enumerate() {
        if seen.binary_search_by_key(id, |posting| posting.id).is_err() {
            let pointer = format!("/posting_ids/{index}");
            faults.add(pointer, FaultCode::UnknownReference, "no such posting");
        }
    }
    Ok(())
}

/// A speaker is announced by name, so the person's name has to be open to the event's body.
fn check_speakers(
    engine: &Engine,
    tx: &mut Tx<'_>,
    (coordination, event): (&Coordination<'_>, &Event),
    faults: &mut Faults,
) -> Result<(), MatchingError> {
    for (index, speaker) in event.content.speakers.iter().enumerate() {
        let Some(id) = speaker.candidate_id else { continue };
        let people: Vec<Person> = tx.list_identities(&[id])?.iter().map(Person::from).collect();
        let openness = openness_of(tx, coordination, &people, engine.now())?;
        let pointer = format!("/speakers/{index}/candidate_id");
        match openness.first() {
            None | Some(Openness::Hidden) => {
                faults.add(pointer, FaultCode::UnknownReference, "no such candidate");
            }
            Some(Openness::Profile) => {
                let detail = "a speaker is announced by name, and the person's consent does not open it: ask for a consent with identity";
                faults.add(pointer, FaultCode::NotAllowed, detail);
            }
            Some(Openness::Identity | Openness::Own) => {}
        }
    }
    Ok(())
}
