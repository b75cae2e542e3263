//! Rounds: written by the body whose program it is, read by those who take part.
//!
//! While it is in preparation a round is changed like any record. Once published it changes only by amendments, each
//! with its date, its maker and its reason. The window of a round stands beside each of its postings, so every change
//! of it is a change of these too, and lists, feeds and rankings see it in the next request.

use domain::{
    Actor, ChangeKind, ExternalId, FaultCode, Faults, Page, PageRequest, Posting, ProgramId, ProgramStatus,
    Round, RoundContent, RoundId, RoundStatus, Scope, limits,
};
use serde_json::json;
use store::{RoundFilter, StoreError, Tx};

use crate::engine::Engine;
use crate::error::{ConflictCode, Expected, MatchingError, Replacement, changed_meanwhile, check_version};
use crate::journal::Touched;
use crate::once::Once;
use crate::organizations::external_id_taken;
use crate::participation::participant;
use crate::permissions::require;
use crate::programs::{self, check_partners};

mod amending;
mod membership;

pub use amending::{NewAmendment, create_amendment, list_amendments};
pub(crate) use membership::check_round_of;

/// Which rounds a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListRounds {
    /// Only of this program.
    pub program_id: Option<ProgramId>,
    /// Only the actor's own under this key.
    pub external_id: Option<ExternalId>,
    /// Only in this status.
    pub status: Option<RoundStatus>,
}

/// A move along the statuses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundTransition {
    /// Where to.
    pub to: RoundStatus,
    /// Why, for the audit log.
    pub reason: Option<String>,
    /// From which version.
    pub expected: Expected,
}

/// Makes a round, in preparation.
///
/// # Errors
/// Faults, a program that is not the actor's, bodies or groups that are not there, a taken external id.
pub fn create_round(
    engine: &Engine,
    actor: &Actor,
    content: RoundContent,
    once: &Once<'_, Round>,
) -> Result<Round, MatchingError> {
    require(actor, Scope::ProgramsWrite)?;
    let content = content.checked()?;
    engine.write(|tx| {
        let at = engine.now();
        let round = Round {
            id: engine.new_id(RoundId::from_parts),
            organization_id: actor.organization_id,
            version: 1,
            status: RoundStatus::Draft,
            created_at: at,
            updated_at: at,
            content: content.clone(),
        };
        check_references(engine, tx, actor, &round)?;
        tx.insert_round(&round)?;
        engine.record(tx, actor, touched(&round, "created", ChangeKind::Created))?;
        once.keep((engine, tx, actor), &round, None)?;
        Ok(round)
    })
}

/// One round, as it is in force now.
///
/// # Errors
/// None such, or none visible.
pub fn get_round(engine: &Engine, actor: &Actor, id: RoundId) -> Result<Round, MatchingError> {
    require(actor, Scope::ProgramsRead)?;
    engine.store.read(|tx| find_visible(engine, tx, actor, id))
}

/// The rounds that the actor may see.
///
/// # Errors
/// A missing scope.
pub fn list_rounds(
    engine: &Engine,
    actor: &Actor,
    list: ListRounds,
    page: &PageRequest<RoundId>,
) -> Result<Page<Round>, MatchingError> {
    require(actor, Scope::ProgramsRead)?;
    engine.store.read(|tx| {
        let filter = RoundFilter {
            viewer: participant(tx, actor, engine.now())?,
            id: None,
            program_id: list.program_id,
            external_id: list.external_id,
            status: list.status,
        };
        Ok(tx.list_rounds(&filter, page)?.map(|round| shown(actor, round)))
    })
}

/// Replaces a round in preparation.
///
/// # Errors
/// Faults, none such, not the actor's, published or closed, another program, another version, a taken external id.
pub fn replace_round(
    engine: &Engine,
    actor: &Actor,
    id: RoundId,
    replacement: Replacement<RoundContent>,
) -> Result<Round, MatchingError> {
    require(actor, Scope::ProgramsWrite)?;
    let Replacement { content, expected } = replacement;
    let content = content.checked()?;
    let (round, postings) = engine.write(|tx| {
        let before = find_writable(engine, tx, actor, id)?;
        check_version(expected, before.version)?;
        check_in_preparation(&before)?;
        if before.content.program_id != content.program_id {
            let detail = "a round stays in its program; make another round";
            return Err(Faults::one("/program_id", FaultCode::NotAllowed, detail).into());
        }
        let after = Round {
            version: before.version + 1,
            updated_at: engine.now(),
            content: content.clone(),
            ..before
        };
        check_references(engine, tx, actor, &after)?;
        save(tx, &after)?;
        engine.record(tx, actor, touched(&after, "updated", ChangeKind::Updated))?;
        let postings = carry_window(engine, tx, actor, &after)?;
        Ok((after, postings))
    })?;
    postings.into_iter().for_each(|posting| engine.pool.put_posting(posting));
    Ok(round)
}

/// Deletes a round in preparation that no posting and no event refers to.
///
/// # Errors
/// None such, not the actor's, published or closed, still referred to, another version.
pub fn delete_round(
    engine: &Engine,
    actor: &Actor,
    id: RoundId,
    expected: Expected,
) -> Result<(), MatchingError> {
    require(actor, Scope::ProgramsWrite)?;
    engine.write(|tx| {
        let before = find_writable(engine, tx, actor, id)?;
        check_version(expected, before.version)?;
        check_in_preparation(&before)?;
        match tx.delete_round(id, before.version) {
            Ok(true) => {}
            Ok(false) => return Err(changed_meanwhile()),
            Err(StoreError::Dangling) => {
                let detail = "postings or events belong to the round; take them out of it first";
                return Err(MatchingError::conflict(ConflictCode::InUse, detail));
            }
            Err(error) => return Err(error.into()),
        }
        let gone = Round { version: before.version + 1, updated_at: engine.now(), ..before };
        engine.record(tx, actor, touched(&gone, "deleted", ChangeKind::Deleted))
    })
}

/// Publishes or closes a round. Closing it leaves its postings as they are.
///
/// # Errors
/// None such, not the actor's, an illegal move (the legal ones are named), another version.
pub fn transition_round(
    engine: &Engine,
    actor: &Actor,
    id: RoundId,
    transition: RoundTransition,
) -> Result<Round, MatchingError> {
    require(actor, Scope::ProgramsWrite)?;
    let mut faults = Faults::default();
    limits::Text::new("/reason", limits::REMARK).optional(transition.reason.as_deref(), &mut faults);
    faults.guard(())?;
    engine.write(|tx| {
        let before = find_writable(engine, tx, actor, id)?;
        check_version(transition.expected, before.version)?;
        let (from, to) = (before.status, transition.to);
        if !from.next().contains(&to) {
            return Err(MatchingError::illegal_transition("round", (from, to), from.next()));
        }
        let after = Round { version: before.version + 1, updated_at: engine.now(), status: to, ..before };
        save(tx, &after)?;
        let detail = json!({"from": from, "to": to, "reason": transition.reason});
        let act = domain::Word::as_str(to);
        engine.record_with(tx, actor, touched(&after, act, ChangeKind::Updated), &detail)?;
        Ok(after)
    })
}

/// A round that the actor may see, as it may see it.
pub(crate) fn find_visible(
    engine: &Engine,
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: RoundId,
) -> Result<Round, MatchingError> {
    let filter = RoundFilter {
        viewer: participant(tx, actor, engine.now())?,
        id: Some(id),
        program_id: None,
        external_id: None,
        status: None,
    };
    let found = tx.list_rounds(&filter, &PageRequest { limit: 1, after: None })?.items.pop();
    found.map(|round| shown(actor, round)).ok_or_else(|| MatchingError::not_found("round"))
}

/// A round of the actor's own, held until the end of the transaction.
fn find_writable(
    engine: &Engine,
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: RoundId,
) -> Result<Round, MatchingError> {
    if let Some(own) = tx.find_round(id)?.filter(|round| round.organization_id == actor.organization_id) {
        return Ok(own);
    }
    find_visible(engine, tx, actor, id)?;
    Err(MatchingError::forbidden("a round is changed by the body whose program it belongs to"))
}

/// The round as the actor may see it: the external id is its body's own key.
fn shown(actor: &Actor, mut round: Round) -> Round {
    if round.organization_id != actor.organization_id {
        round.content.external_id = None;
    }
    round
}

fn check_in_preparation(round: &Round) -> Result<(), MatchingError> {
    let (code, detail) = match round.status {
        RoundStatus::Draft => return Ok(()),
        RoundStatus::Published => (
            ConflictCode::RoundPublished,
            "a published round changes only by an amendment, so that everybody can read what changed and why",
        ),
        RoundStatus::Closed => (ConflictCode::AlreadyEnded, "the round is closed"),
    };
    Err(MatchingError::conflict(code, detail))
}

fn check_references(
    engine: &Engine,
    tx: &mut Tx<'_>,
    actor: &Actor,
    round: &Round,
) -> Result<(), MatchingError> {
    let mut faults = Faults::default();
    match programs::find_writable(engine, tx, actor, round.content.program_id) {
        Ok(program) if program.content.status == ProgramStatus::Closed => {
            faults.add("/program_id", FaultCode::NotAllowed, "the program is closed; open it again first");
        }
        Ok(_) => {}
        Err(MatchingError::NotFound { .. }) => {
            faults.add("/program_id", FaultCode::UnknownReference, "no such program");
        }
        Err(MatchingError::Forbidden { .. }) => {
            let detail = "must be a program of your own organization";
            faults.add("/program_id", FaultCode::NotAllowed, detail);
        }
        Err(error) => return Err(error),
    }
    for (index, area) in round.content.areas.iter().enumerate() {
        let partners = (round.organization_id, area.partner_ids.as_slice());
        check_partners(tx, &format!("/areas/{index}/partner_ids"), partners, &mut faults)?;
        if let Some(group) = area.region_group_id
            && tx.find_region_group(group)?.is_none()
        {
            let pointer = format!("/areas/{index}/region_group_id");
            faults.add(pointer, FaultCode::UnknownReference, "no such group of regions");
        }
    }
    faults.guard(())?;
    if let Some(key) = &round.content.external_id
        && tx.find_round_by_external_id(round.organization_id, key)?.is_some_and(|other| other.id != round.id)
    {
        return Err(external_id_taken(key));
    }
    Ok(())
}

/// Lays the window of a round beside its postings; those that change are given back.
fn carry_window(
    engine: &Engine,
    tx: &mut Tx<'_>,
    actor: &Actor,
    round: &Round,
) -> Result<Vec<Posting>, MatchingError> {
    let mut changed = Vec::new();
    for before in tx.list_postings_of_round(round.id)? {
        if before.round_window == round.content.window {
            continue;
        }
        let after = Posting {
            version: before.version + 1,
            updated_at: round.updated_at,
            round_window: round.content.window,
            ..before
        };
        if !tx.update_posting(&after, after.version - 1)? {
            return Err(changed_meanwhile());
        }
        engine.record(tx, actor, crate::postings::touched(&after, "window_moved", ChangeKind::Updated))?;
        changed.push(after);
    }
    Ok(changed)
}

fn save(tx: &mut Tx<'_>, after: &Round) -> Result<(), MatchingError> {
    if tx.update_round(after, after.version - 1)? { Ok(()) } else { Err(changed_meanwhile()) }
}

fn touched<'a>(round: &Round, act: &'a str, kind: ChangeKind) -> Touched<'a> {
    Touched {
        resource: "round",
        id: round.id.to_string(),
        owner: round.organization_id,
        version: round.version,
        act,
        kind,
        at: round.updated_at,
    }
}
