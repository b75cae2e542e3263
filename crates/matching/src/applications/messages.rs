//! What was written with an application is the person's, and can tell who they are.

use domain::{Actor, Application, ApplicationStatus};
use store::Tx;

use crate::blind::veil;
use crate::engine::Engine;
use crate::error::MatchingError;
use crate::permissions::{Coordination, Openness, Person, openness_of};

/// Takes the messages out of applications of people whose names are not open to the actor. Withdrawing closes the message
/// with the rest, whatever else opens the person.
pub(super) fn close_messages(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    applications: &mut [Application],
) -> Result<(), MatchingError> {
    let person = |one: &Application| Person { id: one.candidate_id, organization_id: one.organization_id };
    let people: Vec<Person> = applications.iter().map(person).collect();
    let at = engine.now();
    let coordination = Coordination::of(tx, actor, at, &engine.reference.regions)?;
    let openness = openness_of(tx, &coordination, &people, at)?;
    let mut people: Vec<(Person, Openness)> = people.into_iter().zip(openness).collect();
    veil((engine, actor), tx, (&coordination, None), &mut people)?;
    for (one, (_, openness)) in applications.iter_mut().zip(people) {
        let is_withdrawn =
            one.status == ApplicationStatus::Withdrawn && one.organization_id != actor.organization_id;
        if is_withdrawn || openness < Openness::Identity {
            one.message = None;
        }
    }
    Ok(())
}
