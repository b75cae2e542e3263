//! Promises of the actor's own body: written down, kept, or released with a reason. Nobody else sees them.

use domain::{
    Actor, CandidateId, ChangeKind, FaultCode, Faults, Page, PageRequest, Promise, PromiseContent, PromiseId,
    PromiseState, Promisee, Scope, Shown, limits,
};
use store::{PromiseFilter, Tx};

use crate::candidates::find_seen_within;
use crate::disclosures::on_record;
use crate::engine::Engine;
use crate::error::{ConflictCode, Expected, MatchingError, Replacement, changed_meanwhile, check_version};
use crate::journal::Touched;
use crate::once::Once;
use crate::permissions::{Coordination, require};

/// Writes a promise down.
///
/// # Errors
/// Faults: unknown people, bodies, postings, applications or programs.
pub fn create_promise(
    engine: &Engine,
    actor: &Actor,
    content: PromiseContent,
    once: &Once<'_, Promise>,
) -> Result<Promise, MatchingError> {
    require(actor, Scope::HandoversWrite)?;
    let content = content.checked()?;
    engine.write(|tx| {
        check_references(engine, tx, actor, &content)?;
        let at = engine.now();
        let promise = Promise {
            id: engine.new_id(PromiseId::from_parts),
            organization_id: actor.organization_id,
            version: 1,
            created_at: at,
            updated_at: at,
            user_id: actor.user_id,
            api_key_id: actor.api_key_id,
            content: content.clone(),
            state: PromiseState::Open,
            closed_at: None,
            reason: None,
        };
        tx.insert_promise(&promise)?;
        engine.record(tx, actor, touched(&promise, "created", ChangeKind::Created))?;
        let about = match content.to {
            Promisee::Candidate(id) => Some(id),
            Promisee::Organization(_) => None,
        };
        once.keep((engine, tx, actor), &promise, about)?;
        Ok(promise)
    })
}

/// One promise of the actor's body.
///
/// # Errors
/// None such.
pub fn get_promise(engine: &Engine, actor: &Actor, id: PromiseId) -> Result<Promise, MatchingError> {
    require(actor, Scope::HandoversRead)?;
    let promise = engine.store.read(|tx| find(tx, actor, id))?;
    on_record((engine, actor), Shown::Promise, promise, to_whom)
}

/// Which promises of the actor's body a list shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ListPromises {
    /// Only in this state.
    pub state: Option<PromiseState>,
    /// Only to this person.
    pub candidate_id: Option<CandidateId>,
    /// Only about this posting.
    pub posting_id: Option<domain::PostingId>,
    /// Only about this programme.
    pub program_id: Option<domain::ProgramId>,
    /// Only due on this day or earlier.
    pub due_until: Option<chrono::NaiveDate>,
}

/// The promises of the actor's body.
///
/// # Errors
/// A missing scope.
pub fn list_promises(
    engine: &Engine,
    actor: &Actor,
    listed: ListPromises,
    page: &PageRequest<PromiseId>,
) -> Result<Page<Promise>, MatchingError> {
    require(actor, Scope::HandoversRead)?;
    let filter = PromiseFilter {
        body: actor.organization_id,
        state: listed.state,
        candidate_id: listed.candidate_id,
        posting_id: listed.posting_id,
        program_id: listed.program_id,
        due_until: listed.due_until,
    };
    let promises = engine.store.read(|tx| Ok::<_, MatchingError>(tx.list_promises(&filter, page)?))?;
    on_record((engine, actor), Shown::Promise, promises, |promises| {
        promises.items.iter().flat_map(to_whom).collect()
    })
}

/// The person to whom something was promised, where it was one.
fn to_whom(promise: &Promise) -> Vec<CandidateId> {
    match promise.content.to {
        Promisee::Candidate(id) => vec![id],
        Promisee::Organization(_) => Vec::new(),
    }
}

/// Replaces what is written of an open promise.
///
/// # Errors
/// Faults, none such, over already, another version.
pub fn replace_promise(
    engine: &Engine,
    actor: &Actor,
    id: PromiseId,
    replacement: Replacement<PromiseContent>,
) -> Result<Promise, MatchingError> {
    require(actor, Scope::HandoversWrite)?;
    let Replacement { content, expected } = replacement;
    let content = content.checked()?;
    engine.write(|tx| {
        let before = find_open(tx, actor, id)?;
        check_version(expected, before.version)?;
        check_references(engine, tx, actor, &content)?;
        save((engine, actor), tx, Promise { content: content.clone(), ..before }, "updated")
    })
}

/// A promise was kept.
///
/// # Errors
/// None such, over already, another version.
pub fn keep_promise(
    engine: &Engine,
    actor: &Actor,
    id: PromiseId,
    expected: Expected,
) -> Result<Promise, MatchingError> {
    require(actor, Scope::HandoversWrite)?;
    let kept = engine.write(|tx| {
        let before = find_open(tx, actor, id)?;
        check_version(expected, before.version)?;
        let closed_at = Some(engine.now());
        save((engine, actor), tx, Promise { state: PromiseState::Kept, closed_at, ..before }, "kept")
    })?;
    on_record((engine, actor), Shown::Promise, kept, to_whom)
}

/// A promise is not to be kept any more, for a reason.
///
/// # Errors
/// None such, over already, no reason, another version.
pub fn release_promise(
    engine: &Engine,
    actor: &Actor,
    id: PromiseId,
    (reason, expected): (String, Expected),
) -> Result<Promise, MatchingError> {
    require(actor, Scope::HandoversWrite)?;
    let mut faults = Faults::default();
    limits::Text::new("/reason", limits::REMARK).required(&reason, &mut faults);
    faults.guard(())?;
    let released = engine.write(|tx| {
        let before = find_open(tx, actor, id)?;
        check_version(expected, before.version)?;
        let closed_at = Some(engine.now());
        let reason = Some(reason.clone());
        let after = Promise { state: PromiseState::Released, closed_at, reason, ..before };
        save((engine, actor), tx, after, "released")
    })?;
    on_record((engine, actor), Shown::Promise, released, to_whom)
}

fn find(tx: &mut Tx<'_>, actor: &Actor, id: PromiseId) -> Result<Promise, MatchingError> {
    tx.find_promise(id)?
        .filter(|promise| promise.organization_id == actor.organization_id)
        .ok_or_else(|| MatchingError::not_found("promise"))
}

fn find_open(tx: &mut Tx<'_>, actor: &Actor, id: PromiseId) -> Result<Promise, MatchingError> {
    let promise = find(tx, actor, id)?;
    match promise.state {
        PromiseState::Open => Ok(promise),
        over => {
            let detail = format!("the promise is {over} already");
            Err(MatchingError::conflict(ConflictCode::AlreadyEnded, detail))
        }
    }
}

/// Everything that a promise names exists for the actor.
fn check_references(
    engine: &Engine,
    tx: &mut Tx<'_>,
    actor: &Actor,
    content: &PromiseContent,
) -> Result<(), MatchingError> {
    let at = engine.now();
    let coordination = Coordination::of(tx, actor, at, &engine.reference.regions)?;
    let mut faults = Faults::default();
    match content.to {
        Promisee::Candidate(id) => match find_seen_within(tx, &coordination, id, at) {
            Err(MatchingError::NotFound { .. }) => {
                faults.add("/to_candidate_id", FaultCode::UnknownReference, "no such candidate");
            }
            found => drop(found?),
        },
        Promisee::Organization(id) => {
            if tx.find_organization(id)?.is_none() {
                let detail = "no such organization; name one of the directory";
                faults.add("/to_organization_id", FaultCode::UnknownReference, detail);
            }
        }
    }
    if let Some(id) = content.posting_id
        && !tx.find_posting(id)?.is_some_and(|posting| coordination.sees(&posting))
    {
        faults.add("/posting_id", FaultCode::UnknownReference, "no such posting");
    }
    if let Some(id) = content.application_id {
        let application = tx.find_application(id)?;
        let is_seen = match &application {
            None => false,
            Some(application) if application.organization_id == actor.organization_id => true,
            Some(application) => {
                tx.find_posting(application.posting_id)?.is_some_and(|posting| coordination.manages(&posting))
            }
        };
        if !is_seen {
            faults.add("/application_id", FaultCode::UnknownReference, "no such application");
        }
    }
    if let Some(id) = content.program_id
        && !tx.find_program(id)?.is_some_and(|program| {
            program.organization_id == actor.organization_id
                || program.content.partner_ids.contains(&actor.organization_id)
        })
    {
        faults.add("/program_id", FaultCode::UnknownReference, "no such program");
    }
    Ok(faults.guard(())?)
}

fn save(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    promise: Promise,
    act: &str,
) -> Result<Promise, MatchingError> {
    let before = promise.version;
    let after = Promise { version: before + 1, updated_at: engine.now(), ..promise };
    if !tx.update_promise(&after, before)? {
        return Err(changed_meanwhile());
    }
    engine.record(tx, actor, touched(&after, act, ChangeKind::Updated))?;
    Ok(after)
}

fn touched<'a>(promise: &Promise, act: &'a str, kind: ChangeKind) -> Touched<'a> {
    Touched {
        resource: "promise",
        id: promise.id.to_string(),
        owner: promise.organization_id,
        version: promise.version,
        act,
        kind,
        at: promise.updated_at,
    }
}
