//! Whose data was shown: each look at a person leaves an audit event, and what the same key or user sees again and again
//! leaves one event an hour instead of one for each look.
//!
//! Such an event says until when it speaks (`until`), so that whoever asks whose data was shown between two instants
//! counts every event that began before the end and spoke until after the beginning; nobody who was shown is missed.
//! 個人情報保護法施行規則 19条2項 lets repeated provision to one recipient be recorded together. Another organization's
//! person whose record is read whole, with name and contact, leaves an event each time.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::{Actor, AuditEvent, Bearer, CandidateId, JsonText, OrganizationId, Shown, Timestamp};
use serde_json::json;

use crate::engine::Engine;
use crate::error::MatchingError;
use crate::permissions::{Openness, Person};

/// For so long one event speaks.
const SPAN_SECONDS: i64 = 3600;
/// Looks remembered at most; beyond, all are forgotten, and the next look at each leaves an event again.
const MOST_REMEMBERED: usize = 200_000;

/// As what an event is recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Act {
    /// Somebody of the organization that registered the person looked.
    Read,
    /// Another organization saw something without the name.
    ProfileDisclosed,
    /// Another organization saw the name.
    IdentityDisclosed,
}

impl Act {
    fn of(reader: OrganizationId, person: &Person, openness: Openness) -> Self {
        match openness {
            _ if person.organization_id == reader => Self::Read,
            Openness::Identity => Self::IdentityDisclosed,
            Openness::Own | Openness::Profile | Openness::Hidden => Self::ProfileDisclosed,
        }
    }

    fn action(self) -> &'static str {
        match self {
            Self::Read => "candidate.read",
            Self::ProfileDisclosed => "candidate.profile_disclosed",
            Self::IdentityDisclosed => "candidate.identity_disclosed",
        }
    }
}

/// A look at a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Look {
    person: Person,
    act: Act,
    shown: Shown,
}

/// People whom an answer shows, and what of each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PeopleShown(Vec<Look>);

impl PeopleShown {
    /// The people of a ranking, by name where it is open.
    pub(crate) fn ranked(reader: OrganizationId, people: &[(Person, Openness)]) -> Self {
        let look = |(person, openness): &(Person, Openness)| {
            let shown = match openness {
                Openness::Hidden => return None,
                Openness::Profile | Openness::Own => Shown::Ranking,
                Openness::Identity => Shown::Name,
            };
            Some(Look { person: *person, act: Act::of(reader, person, *openness), shown })
        };
        Self(people.iter().filter_map(look).collect())
    }

    /// People as they are kept, but for those of other organizations whose whole identity is shown: see
    /// [`record_identities`].
    pub(crate) fn records(reader: OrganizationId, people: &[(Person, Openness)]) -> Self {
        let look = |(person, openness): &(Person, Openness)| {
            let shown = match openness {
                Openness::Hidden | Openness::Identity => return None,
                // Also one's own person, where they are read without the name.
                Openness::Profile => Shown::Profile,
                Openness::Own => Shown::Record,
            };
            Some(Look { person: *person, act: Act::of(reader, person, *openness), shown })
        };
        Self(people.iter().filter_map(look).collect())
    }

    /// Something of people, without their names.
    pub(crate) fn parts(
        reader: OrganizationId,
        shown: Shown,
        people: impl IntoIterator<Item = (CandidateId, OrganizationId)>,
    ) -> Self {
        let look = |(id, organization_id)| {
            let person = Person { id, organization_id };
            Look { person, act: Act::of(reader, &person, Openness::Profile), shown }
        };
        let mut looks: Vec<Look> = people.into_iter().map(look).collect();
        looks.sort_by_key(|look| look.person.id);
        looks.dedup_by_key(|look| look.person.id);
        Self(looks)
    }
}

/// Who saw whom how.
type Seen = (Bearer, CandidateId, Act, Shown);

/// Until when the events that were written speak. Empty after a start: then events are written anew.
#[derive(Default)]
pub(crate) struct Spoken(Mutex<HashMap<Seen, Timestamp>>);

impl Spoken {
    fn lock(&self) -> MutexGuard<'_, HashMap<Seen, Timestamp>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Those of whom no event speaks at an instant. The operator bears nothing: of what it sees none ever does.
    fn unspoken(&self, shown: &PeopleShown, (actor, at): (&Actor, Timestamp)) -> Vec<Look> {
        let Some(bearer) = actor.bearer() else { return shown.0.clone() };
        let spoken = self.lock();
        let is_spoken = |look: &Look| {
            // One that speaks longer than an event of now would was written by a clock that has been set back since.
            spoken
                .get(&(bearer, look.person.id, look.act, look.shown))
                .is_some_and(|until| at < *until && *until <= at.plus_seconds(SPAN_SECONDS))
        };
        shown.0.iter().filter(|look| !is_spoken(look)).copied().collect()
    }

    fn remember(&self, looks: &[Look], (bearer, at): (Bearer, Timestamp)) {
        let mut spoken = self.lock();
        if spoken.len() + looks.len() > MOST_REMEMBERED {
            spoken.clear();
        }
        let until = at.plus_seconds(SPAN_SECONDS);
        spoken.extend(looks.iter().map(|look| ((bearer, look.person.id, look.act, look.shown), until)));
    }
}

/// Whether everybody shown is spoken of already, so that [`record_shown`] has nothing to write.
pub fn is_recorded(engine: &Engine, actor: &Actor, shown: &PeopleShown) -> bool {
    shown.0.is_empty() || engine.spoken.unspoken(shown, (actor, engine.now())).is_empty()
}

/// Leaves an audit event for each look of which none speaks yet; the people may be shown once this has returned.
///
/// # Errors
/// The database failed; nobody may be shown then.
pub fn record_shown(engine: &Engine, actor: &Actor, shown: &PeopleShown) -> Result<(), MatchingError> {
    if shown.0.is_empty() {
        return Ok(());
    }
    let at = engine.now();
    let looks = engine.spoken.unspoken(shown, (actor, at));
    if looks.is_empty() {
        return Ok(());
    }
    let until = at.plus_seconds(SPAN_SECONDS);
    let event = |look: &Look| {
        let detail = json!({"shown": look.shown, "until": until}).to_string();
        told(engine, actor, (look, at), detail)
    };
    let events: Vec<AuditEvent> = looks.iter().map(event).collect();
    engine.write(|tx| Ok::<_, MatchingError>(tx.append_audit_events(&events)?))?;
    if let Some(bearer) = actor.bearer() {
        engine.spoken.remember(&looks, (bearer, at));
    }
    Ok(())
}

/// Leaves an audit event for each person of whom a part is shown: a meeting, a note, an engagement. Those who are gone
/// by now are told of no more.
///
/// # Errors
/// The database failed; nothing may be shown then.
pub(crate) fn record_parts(
    engine: &Engine,
    actor: &Actor,
    shown: Shown,
    people: &[CandidateId],
) -> Result<(), MatchingError> {
    if people.is_empty() {
        return Ok(());
    }
    let whom = engine.store.read(|tx| tx.list_identities(people))?;
    let whom = whom.iter().map(|identity| (identity.candidate_id, identity.organization_id));
    record_shown(engine, actor, &PeopleShown::parts(actor.organization_id, shown, whom))
}

/// Hands an answer on, once it is on record whom a part of it is about.
///
/// # Errors
/// The database failed; the answer may not be shown then.
pub(crate) fn on_record<T>(
    (engine, actor): (&Engine, &Actor),
    shown: Shown,
    answer: T,
    whom: impl FnOnce(&T) -> Vec<CandidateId>,
) -> Result<T, MatchingError> {
    record_parts(engine, actor, shown, &whom(&answer))?;
    Ok(answer)
}

/// Leaves an audit event for each person whose whole identity is shown to another organization than their own.
pub(crate) fn record_identities(
    engine: &Engine,
    actor: &Actor,
    people: &[(Person, Openness)],
    at: Timestamp,
) -> Result<(), MatchingError> {
    let foreign = people.iter().filter(|(_, openness)| *openness == Openness::Identity);
    let event = |(person, _): &(Person, Openness)| {
        let look = Look { person: *person, act: Act::IdentityDisclosed, shown: Shown::Record };
        told(engine, actor, (&look, at), json!({"shown": look.shown}).to_string())
    };
    let events: Vec<AuditEvent> = foreign.map(event).collect();
    if events.is_empty() {
        return Ok(());
    }
    engine.write(|tx| Ok(tx.append_audit_events(&events)?))
}

fn told(engine: &Engine, actor: &Actor, (look, at): (&Look, Timestamp), detail: String) -> AuditEvent {
    AuditEvent {
        action: look.act.action().to_owned(),
        resource: "candidate".to_owned(),
        resource_id: look.person.id.to_string(),
        subject_organization_id: look.person.organization_id,
        detail: JsonText(detail),
        ..engine.audit_event(actor, at)
    }
}

#[cfg(test)]
mod tests {
    use domain::ApiKeyId;

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

    fn look(number: u8) -> Look {
        Look { person: person(number), act: Act::IdentityDisclosed, shown: Shown::Name }
    }

    #[test]
    fn an_event_speaks_for_an_hour_of_one_key_and_one_person() {
        let (spoken, first) = (Spoken::default(), actor(Some(1)));
        let names = PeopleShown(vec![look(1), look(2)]);
        assert_eq!(spoken.unspoken(&names, (&first, at(0))), [look(1), look(2)]);
        spoken.remember(&[look(1)], (first.bearer().unwrap(), at(0)));
        assert_eq!(spoken.unspoken(&names, (&first, at(0))), [look(2)]);
        assert_eq!(spoken.unspoken(&names, (&first, at(SPAN_SECONDS - 1))), [look(2)]);
        assert_eq!(spoken.unspoken(&names, (&first, at(SPAN_SECONDS))), [look(1), look(2)]);
        assert_eq!(spoken.unspoken(&names, (&actor(Some(2)), at(0))).len(), 2, "another key");
        assert_eq!(spoken.unspoken(&names, (&actor(None), at(0))).len(), 2, "the operator");
        assert_eq!(spoken.unspoken(&names, (&first, at(-1))).len(), 2, "before the event");
        let more = PeopleShown(vec![Look { shown: Shown::Record, ..look(1) }]);
        assert_eq!(spoken.unspoken(&more, (&first, at(0))).len(), 1, "more of the person");
    }

    #[test]
    fn whoever_is_shown_is_told_of_as_far_as_they_are_open() {
        let people = [Openness::Own, Openness::Identity, Openness::Profile, Openness::Hidden];
        let mut people: Vec<(Person, Openness)> = (1..).map(person).zip(people).collect();
        let reader = OrganizationId::from_parts(1, [1; 10]);
        people[0].0.organization_id = reader;
        let acts = |shown: &PeopleShown| -> Vec<(CandidateId, &'static str, Shown)> {
            shown.0.iter().map(|look| (look.person.id, look.act.action(), look.shown)).collect()
        };
        let of = |number| person(number).id;
        assert_eq!(
            acts(&PeopleShown::ranked(reader, &people)),
            [
                (of(1), "candidate.read", Shown::Ranking),
                (of(2), "candidate.identity_disclosed", Shown::Name),
                (of(3), "candidate.profile_disclosed", Shown::Ranking),
            ]
        );
        assert_eq!(
            acts(&PeopleShown::records(reader, &people)),
            [
                (of(1), "candidate.read", Shown::Record),
                (of(3), "candidate.profile_disclosed", Shown::Profile)
            ]
        );
    }
}
