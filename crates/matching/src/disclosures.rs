//! Names of other organizations' people that were shown: each leaves an audit event, and a name that the same key sees
//! again and again leaves one event an hour instead of one for each look.
//!
//! Such an event says until when it speaks (`until`), so that whoever asks whose names a key saw between two instants
//! counts every event that began before the end and spoke until after the beginning; nobody who was shown is missed.
//! 個人情報保護法施行規則 19条2項 lets repeated provision to one recipient be recorded together. Only names are
//! recorded so: a record that is read whole leaves an event each time.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::{Actor, ApiKeyId, AuditEvent, CandidateId, JsonText, Timestamp};
use serde_json::json;

use crate::engine::Engine;
use crate::error::MatchingError;
use crate::permissions::{Openness, Person};

/// For so long one event speaks.
const SPAN_SECONDS: i64 = 3600;
/// Names remembered at most; beyond, all are forgotten, and the next look at each leaves an event again.
const MOST_REMEMBERED: usize = 200_000;

/// Other organizations' people whose names an answer shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NamesShown(Vec<Person>);

impl NamesShown {
    /// Those of the people whose identity is open though another organization registered them.
    pub(crate) fn of(people: &[(Person, Openness)]) -> Self {
        let foreign = people.iter().filter(|(_, openness)| *openness == Openness::Identity);
        Self(foreign.map(|(person, _)| *person).collect())
    }
}

/// Until when the events that were written speak, by key and person. Empty after a start: then events are written anew.
#[derive(Default)]
pub(crate) struct Spoken(Mutex<HashMap<(ApiKeyId, CandidateId), Timestamp>>);

impl Spoken {
    fn lock(&self) -> MutexGuard<'_, HashMap<(ApiKeyId, CandidateId), Timestamp>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Those of whom no event speaks at an instant. The operator has no key: of what it sees none ever does.
    fn unspoken(&self, names: &NamesShown, (actor, at): (&Actor, Timestamp)) -> Vec<Person> {
        let Some(key) = actor.api_key_id else { return names.0.clone() };
        let spoken = self.lock();
        let is_spoken = |person: &Person| {
            // One that speaks longer than an event of now would was written by a clock that has been set back since.
            spoken
                .get(&(key, person.id))
                .is_some_and(|until| at < *until && *until <= at.plus_seconds(SPAN_SECONDS))
        };
        names.0.iter().filter(|person| !is_spoken(person)).copied().collect()
    }

    fn remember(&self, people: &[Person], (key, at): (ApiKeyId, Timestamp)) {
        let mut spoken = self.lock();
        if spoken.len() + people.len() > MOST_REMEMBERED {
            spoken.clear();
        }
        spoken.extend(people.iter().map(|person| ((key, person.id), at.plus_seconds(SPAN_SECONDS))));
    }
}

/// Whether every name shown is spoken of already, so that [`record_names`] has nothing to write.
pub fn is_recorded(engine: &Engine, actor: &Actor, names: &NamesShown) -> bool {
    names.0.is_empty() || engine.spoken.unspoken(names, (actor, engine.now())).is_empty()
}

/// Leaves an audit event for each name of whom none speaks yet; names may be shown once this has returned.
///
/// # Errors
/// The database failed; nothing may be shown then.
pub fn record_names(engine: &Engine, actor: &Actor, names: &NamesShown) -> Result<(), MatchingError> {
    if names.0.is_empty() {
        return Ok(());
    }
    let at = engine.now();
    let people = engine.spoken.unspoken(names, (actor, at));
    if people.is_empty() {
        return Ok(());
    }
    let detail = json!({"shown": "display_name", "until": at.plus_seconds(SPAN_SECONDS)}).to_string();
    let events: Vec<AuditEvent> =
        people.iter().map(|person| disclosed(engine, actor, (person, at), &detail)).collect();
    engine.write(|tx| Ok::<_, MatchingError>(tx.append_audit_events(&events)?))?;
    if let Some(key) = actor.api_key_id {
        engine.spoken.remember(&people, (key, at));
    }
    Ok(())
}

/// Leaves an audit event for each person whose whole identity is shown to another organization than their own.
pub(crate) fn record_identities(
    engine: &Engine,
    actor: &Actor,
    people: &[(Person, Openness)],
    at: Timestamp,
) -> Result<(), MatchingError> {
    let NamesShown(people) = NamesShown::of(people);
    if people.is_empty() {
        return Ok(());
    }
    let events: Vec<AuditEvent> =
        people.iter().map(|person| disclosed(engine, actor, (person, at), "{}")).collect();
    engine.write(|tx| Ok(tx.append_audit_events(&events)?))
}

fn disclosed(engine: &Engine, actor: &Actor, (person, at): (&Person, Timestamp), detail: &str) -> AuditEvent {
    AuditEvent {
        action: "candidate.identity_disclosed".to_owned(),
        resource: "candidate".to_owned(),
        resource_id: person.id.to_string(),
        subject_organization_id: person.organization_id,
        detail: JsonText(detail.to_owned()),
        ..engine.audit_event(actor, at)
    }
}

#[cfg(test)]
mod tests {
    use domain::OrganizationId;

    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_micros(seconds * 1_000_000).unwrap()
    }

    fn actor(key: Option<u8>) -> Actor {
        Actor {
            organization_id: OrganizationId::from_parts(1, [1; 10]),
            api_key_id: key.map(|number| ApiKeyId::from_parts(1, [number; 10])),
            user_id: None,
            scopes: [domain::Scope::Admin].into_iter().collect(),
            request_id: String::new(),
        }
    }

    fn person(number: u8) -> Person {
        let organization_id = OrganizationId::from_parts(1, [2; 10]);
        Person { id: CandidateId::from_parts(1, [number; 10]), organization_id }
    }

    #[test]
    fn an_event_speaks_for_an_hour_of_one_key_and_one_person() {
        let (spoken, first) = (Spoken::default(), actor(Some(1)));
        let names = NamesShown(vec![person(1), person(2)]);
        assert_eq!(spoken.unspoken(&names, (&first, at(0))), [person(1), person(2)]);
        spoken.remember(&[person(1)], (first.api_key_id.unwrap(), at(0)));
        assert_eq!(spoken.unspoken(&names, (&first, at(0))), [person(2)]);
        assert_eq!(spoken.unspoken(&names, (&first, at(SPAN_SECONDS - 1))), [person(2)]);
        assert_eq!(spoken.unspoken(&names, (&first, at(SPAN_SECONDS))), [person(1), person(2)]);
        assert_eq!(spoken.unspoken(&names, (&actor(Some(2)), at(0))).len(), 2, "another key");
        assert_eq!(spoken.unspoken(&names, (&actor(None), at(0))).len(), 2, "the operator");
        assert_eq!(spoken.unspoken(&names, (&first, at(-1))).len(), 2, "before the event");
    }

    #[test]
    fn only_names_of_others_people_are_told_of() {
        let people = [Openness::Own, Openness::Identity, Openness::Profile, Openness::Hidden];
        let people: Vec<(Person, Openness)> = (1..).map(person).zip(people).collect();
        assert_eq!(NamesShown::of(&people), NamesShown(vec![person(2)]));
    }
}
