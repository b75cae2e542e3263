//! Registering or replacing many people by the organization's own keys; who has not changed is left alone.

use std::collections::{HashMap, HashSet};

use domain::{
    Actor, AuditEvent, Candidate, CandidateContent, CandidateId, Change, ChangeKind, Consent, ExternalId,
    FaultCode, Faults, Scope,
};
use store::Tx;

use crate::bulk::{Effect, Outcomes, Stored, Storing};
use crate::engine::Engine;
use crate::error::{MatchingError, changed_meanwhile, despite_race};
use crate::permissions::require;
use crate::readiness::{self, Passage};

/// Registers or replaces people, one outcome each in their order. Each must have an external id; of two with the same
/// one the later counts.
///
/// # Errors
/// A missing scope; everything else is the outcome of somebody.
pub fn upsert_candidates(
    engine: &Engine,
    actor: &Actor,
    contents: Vec<CandidateContent>,
    storing: Storing,
) -> Result<Outcomes, MatchingError> {
    require(actor, Scope::CandidatesWrite)?;
    let mut outcomes: Vec<Option<Result<Stored, MatchingError>>> = contents.iter().map(|_| None).collect();
    let mut run = Run::default();
    for (place, content) in contents.into_iter().enumerate() {
        match keyed(content) {
            Err(error) => outcomes[place] = Some(Err(error)),
            Ok((key, content)) => {
                if run.keys.contains(&key) {
                    std::mem::take(&mut run).store((engine, actor), storing, &mut outcomes);
                }
                run.keys.insert(key.clone());
                run.people.push((place, key, content));
            }
        }
    }
    run.store((engine, actor), storing, &mut outcomes);
    Ok(outcomes.into_iter().flatten().collect())
}

fn keyed(content: CandidateContent) -> Result<(ExternalId, CandidateContent), MatchingError> {
    let content = content.checked()?;
    let key = content.external_id.clone().ok_or_else(|| {
        let detail = "is needed here: sent again, the line replaces the record instead of doubling it";
        Faults::one("/external_id", FaultCode::Required, detail)
    })?;
    Ok((key, content))
}

/// People with keys that differ, and the place of each.
#[derive(Default)]
struct Run {
    keys: HashSet<ExternalId>,
    people: Vec<(usize, ExternalId, CandidateContent)>,
}

/// What one transaction did.
#[derive(Default)]
struct Written {
    stored: Vec<Stored>,
    /// Those written, with the consents that stand.
    people: Vec<(Candidate, Vec<Consent>)>,
}

impl Run {
    fn store(
        self,
        (engine, actor): (&Engine, &Actor),
        storing: Storing,
        outcomes: &mut [Option<Result<Stored, MatchingError>>],
    ) {
        if self.people.is_empty() {
            return;
        }
        match despite_race(|| storing.run(engine, |tx| self.write(engine, tx, actor))) {
            Ok(written) => {
                if storing == Storing::Kept {
                    let people = written.people.iter().map(|(person, given)| (person, given.as_slice()));
                    engine.pool.put_candidates(people);
                }
                for ((place, ..), stored) in self.people.iter().zip(written.stored) {
                    outcomes[*place] = Some(Ok(stored));
                }
            }
            Err(error) if self.people.len() == 1 => {
                let (place, ..) = &self.people[0];
                outcomes[*place] = Some(Err(error));
            }
            // Somebody among them stands in the way: each alone, so that it is told which.
            Err(_) => {
                for person in self.people {
                    let alone = Self { keys: HashSet::new(), people: vec![person] };
                    alone.store((engine, actor), storing, outcomes);
                }
            }
        }
    }

    fn write(&self, engine: &Engine, tx: &mut Tx<'_>, actor: &Actor) -> Result<Written, MatchingError> {
        let keys: Vec<ExternalId> = self.people.iter().map(|(_, key, _)| key.clone()).collect();
        let known = tx.list_candidates_by_external_ids(actor.organization_id, &keys)?;
        let mut known: HashMap<ExternalId, Candidate> = known
            .into_iter()
            .filter_map(|person| Some((person.content.external_id.clone()?, person)))
            .collect();
        let at = engine.now();
        let (mut stored, mut new, mut changed) = (Vec::new(), Vec::new(), Vec::new());
        let mut passages: Vec<Passage> = Vec::new();
        for (_, key, content) in &self.people {
            let (person, effect) = match known.remove(key) {
                Some(before) if before.content == *content => (before, Effect::Unchanged),
                Some(before) => {
                    let version = before.version + 1;
                    let stage = before.content.readiness;
                    let after = Candidate { version, updated_at: at, content: content.clone(), ..before };
                    if !tx.update_candidate(&after, version - 1)? {
                        return Err(changed_meanwhile());
                    }
                    passages.extend(Passage::between(stage, &after));
                    changed.push(after.clone());
                    (after, Effect::Replaced)
                }
                None => {
                    let person = Candidate {
                        id: engine.new_id(CandidateId::from_parts),
                        organization_id: actor.organization_id,
                        version: 1,
                        created_at: at,
                        updated_at: at,
                        content: content.clone(),
                    };
                    new.push(person.clone());
                    (person, Effect::Created)
                }
            };
            stored.push(Stored { id: person.id.to_string(), version: person.version, effect });
        }
        tx.insert_candidates(&new)?;
        readiness::note((engine, actor), tx, passages)?;
        record(engine, tx, actor, (&new, ChangeKind::Created))?;
        record(engine, tx, actor, (&changed, ChangeKind::Updated))?;
        let ids: Vec<CandidateId> = changed.iter().map(|person| person.id).collect();
        let mut given: HashMap<CandidateId, Vec<Consent>> = HashMap::new();
        for consent in tx.list_consents_of(&ids)? {
            given.entry(consent.candidate_id).or_default().push(consent);
        }
        let people = new.into_iter().chain(changed).map(|person| {
            let given = given.remove(&person.id).unwrap_or_default();
            (person, given)
        });
        Ok(Written { stored, people: people.collect() })
    }
}

/// What registering or replacing many people leaves behind.
pub(super) fn record(
    engine: &Engine,
    tx: &mut Tx<'_>,
    actor: &Actor,
    (people, kind): (&[Candidate], ChangeKind),
) -> Result<(), MatchingError> {
    let change = |person: &Candidate| Change {
        organization_id: person.organization_id,
        resource: "candidate",
        resource_id: person.id.to_string(),
        version: person.version,
        kind,
        at: person.updated_at,
    };
    let event = |person: &Candidate| AuditEvent {
        action: format!("candidate.{kind}"),
        resource: "candidate".to_owned(),
        resource_id: person.id.to_string(),
        subject_organization_id: person.organization_id,
        ..engine.audit_event(actor, person.updated_at)
    };
    tx.append_changes(&people.iter().map(change).collect::<Vec<_>>())?;
    tx.append_audit_events(&people.iter().map(event).collect::<Vec<_>>())?;
    Ok(())
}
