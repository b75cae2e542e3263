//! 面談・フィールドワーク: meetings before the match, written down by those who manage the posting.
//!
//! The body that registered the person sees when and where, and the person's own line; what the posting's side says of
//! the person is for that side.

use domain::{
    Actor, Application, ApplicationId, ApplicationStatus, CandidateId, ChangeKind, Encounter,
    EncounterContent, EncounterId, EncounterKind, EncounterStatus, FaultCode, Faults, Page, PageRequest,
    PostingId, Scope, Shown,
};
use store::{EncounterFilter, Tx};

use crate::disclosures::record_parts;
use crate::engine::Engine;
use crate::error::{ConflictCode, Expected, MatchingError, Replacement, changed_meanwhile, check_version};
use crate::journal::Touched;
use crate::once::Once;
use crate::permissions::{Coordination, require};
use crate::stages::find_managed;

/// Which meetings a list shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ListEncounters {
    /// Only of this application.
    pub application_id: Option<ApplicationId>,
    /// Only for this posting.
    pub posting_id: Option<PostingId>,
    /// Only of this kind.
    pub kind: Option<EncounterKind>,
    /// Only in this status.
    pub status: Option<EncounterStatus>,
}

/// Plans a meeting, or writes one down that was held.
///
/// # Errors
/// Faults; an application that the actor does not manage, or that has ended.
pub fn create_encounter(
    engine: &Engine,
    actor: &Actor,
    content: EncounterContent,
    once: &Once<'_, Encounter>,
) -> Result<Encounter, MatchingError> {
    require(actor, Scope::SelectionsWrite)?;
    let content = content.checked(engine.now())?;
    engine.write(|tx| {
        let found = find_managed(engine, tx, actor, content.application_id);
        let (posting, application) = found.map_err(no_such_application)?;
        check_open(&application)?;
        let at = engine.now();
        let encounter = Encounter {
            id: engine.new_id(EncounterId::from_parts),
            posting_id: posting.id,
            organization_id: posting.organization_id,
            version: 1,
            created_at: at,
            updated_at: at,
            content: content.clone(),
        };
        tx.insert_encounter(&encounter)?;
        record((engine, actor), tx, (&encounter, &application), ChangeKind::Created)?;
        once.keep((engine, tx, actor), &encounter, Some(application.candidate_id))?;
        Ok(encounter)
    })
}

/// One meeting.
///
/// # Errors
/// None such, or none visible.
pub fn get_encounter(engine: &Engine, actor: &Actor, id: EncounterId) -> Result<Encounter, MatchingError> {
    require(actor, Scope::SelectionsRead)?;
    let (encounter, whose) = engine.store.read(|tx| {
        let encounter = tx.find_encounter(id)?.ok_or_else(no_such_encounter)?;
        let coordination = Coordination::of(tx, actor, engine.now(), &engine.reference.regions)?;
        shown(tx, (actor, &coordination), encounter)?.ok_or_else(no_such_encounter)
    })?;
    record_parts(engine, actor, Shown::Encounter, &[whose])?;
    Ok(encounter)
}

/// The meetings that the actor may see: of people it registered, and for postings it manages.
///
/// # Errors
/// A missing scope.
pub fn list_encounters(
    engine: &Engine,
    actor: &Actor,
    filter: ListEncounters,
    page: &PageRequest<EncounterId>,
) -> Result<Page<Encounter>, MatchingError> {
    require(actor, Scope::SelectionsRead)?;
    let (found, whom) = engine.store.read(|tx| {
        let coordination = Coordination::of(tx, actor, engine.now(), &engine.reference.regions)?;
        let filter = EncounterFilter {
            viewer: coordination.viewer(),
            application_id: filter.application_id,
            posting_id: filter.posting_id,
            kind: filter.kind,
            status: filter.status,
        };
        let Page { items, has_more } = tx.list_encounters(&filter, page)?;
        let mut seen = Vec::with_capacity(items.len());
        for encounter in items {
            seen.extend(shown(tx, (actor, &coordination), encounter)?);
        }
        let (items, whom): (Vec<Encounter>, Vec<CandidateId>) = seen.into_iter().unzip();
        Ok::<_, MatchingError>((Page { items, has_more }, whom))
    })?;
    record_parts(engine, actor, Shown::Encounter, &whom)?;
    Ok(found)
}

/// Replaces what is written of a meeting; so it is held, or cancelled.
///
/// # Errors
/// Faults, none such, not a posting that the actor manages, a status that cannot follow, another version.
pub fn replace_encounter(
    engine: &Engine,
    actor: &Actor,
    id: EncounterId,
    replacement: Replacement<EncounterContent>,
) -> Result<Encounter, MatchingError> {
    require(actor, Scope::SelectionsWrite)?;
    let content = replacement.content.checked(engine.now())?;
    engine.write(|tx| {
        let (before, application) = find_own(engine, tx, actor, id)?;
        check_version(replacement.expected, before.version)?;
        if content.application_id != before.content.application_id {
            let detail = "a meeting stays with its application; write another one down";
            return Err(Faults::one("/application_id", FaultCode::NotAllowed, detail).into());
        }
        let (from, to) = (before.content.status, content.status);
        if from != to && !from.next().contains(&to) {
            return Err(MatchingError::illegal_transition("encounter", (from, to), from.next()));
        }
        let after = Encounter {
            version: before.version + 1,
            updated_at: engine.now(),
            content: content.clone(),
            ..before
        };
        if !tx.update_encounter(&after, before.version)? {
            return Err(changed_meanwhile());
        }
        record((engine, actor), tx, (&after, &application), ChangeKind::Updated)?;
        Ok(after)
    })
}

/// Removes a meeting that was not held.
///
/// # Errors
/// None such, not a posting that the actor manages, a meeting that was held, another version.
pub fn delete_encounter(
    engine: &Engine,
    actor: &Actor,
    id: EncounterId,
    expected: Expected,
) -> Result<(), MatchingError> {
    require(actor, Scope::SelectionsWrite)?;
    engine.write(|tx| {
        let (before, application) = find_own(engine, tx, actor, id)?;
        check_version(expected, before.version)?;
        if before.content.status == EncounterStatus::Held {
            let detail = "a meeting that was held stays; correct what is written of it instead";
            return Err(MatchingError::conflict(ConflictCode::AlreadyEnded, detail));
        }
        if !tx.delete_encounter(id, before.version)? {
            return Err(changed_meanwhile());
        }
        let gone = Encounter { version: before.version + 1, updated_at: engine.now(), ..before };
        record((engine, actor), tx, (&gone, &application), ChangeKind::Deleted)
    })
}

/// A meeting and its application, held after the posting; the actor manages the posting.
fn find_own(
    engine: &Engine,
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: EncounterId,
) -> Result<(Encounter, Application), MatchingError> {
    let encounter = tx.find_encounter(id)?.ok_or_else(no_such_encounter)?;
    match find_managed(engine, tx, actor, encounter.content.application_id) {
        Ok((_, application)) => Ok((encounter, application)),
        Err(MatchingError::NotFound { .. }) => Err(no_such_encounter()),
        Err(error) => Err(error),
    }
}

/// The meeting as the actor may see it, if at all, and whose it is.
fn shown(
    tx: &mut Tx<'_>,
    (actor, coordination): (&Actor, &Coordination<'_>),
    mut encounter: Encounter,
) -> Result<Option<(Encounter, CandidateId)>, MatchingError> {
    let Some(application) = tx.find_application(encounter.content.application_id)? else { return Ok(None) };
    let posting = tx.find_posting(encounter.posting_id)?;
    let manages = posting.is_some_and(|posting| coordination.manages(&posting));
    let is_own_person = application.organization_id == actor.organization_id;
    if !manages {
        encounter.content.posting_side = None;
    }
    // What the person said is closed with the rest when the application is withdrawn.
    if !is_own_person && application.status == ApplicationStatus::Withdrawn {
        encounter.content.candidate_side = None;
    }
    Ok((manages || is_own_person).then_some((encounter, application.candidate_id)))
}

fn check_open(application: &Application) -> Result<(), MatchingError> {
    if application.status.is_open() || application.status == ApplicationStatus::Engaged {
        return Ok(());
    }
    let detail = format!("the application is {}; nobody is met for it any more", application.status);
    Err(MatchingError::conflict(ConflictCode::AlreadyEnded, detail))
}

fn no_such_encounter() -> MatchingError {
    MatchingError::not_found("encounter")
}

fn no_such_application(error: MatchingError) -> MatchingError {
    match error {
        MatchingError::NotFound { .. } => {
            Faults::one("/application_id", FaultCode::UnknownReference, "no such application").into()
        }
        other => other,
    }
}

fn record(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    (encounter, application): (&Encounter, &Application),
    kind: ChangeKind,
) -> Result<(), MatchingError> {
    use domain::Word;
    let touched = || Touched {
        resource: "encounter",
        id: encounter.id.to_string(),
        owner: encounter.organization_id,
        version: encounter.version,
        act: kind.as_str(),
        kind,
        at: encounter.updated_at,
    };
    if application.organization_id != encounter.organization_id {
        engine.tell(tx, application.organization_id, &touched())?;
    }
    engine.record(tx, actor, touched())
}
