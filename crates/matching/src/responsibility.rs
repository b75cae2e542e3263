//! Who answers for a programme at an instant. Rights move by the clock: from the instant on that a sent hand-over names,
//! the successor is responsible, whether or not anybody has looked since; the first write after it notes the move, once.

use domain::{Actor, ChangeKind, Handover, OrganizationId, Posting, Program, ProgramId, Timestamp, UserId};
use serde_json::json;
use store::Tx;

use crate::engine::Engine;
use crate::error::{MatchingError, changed_meanwhile};
use crate::journal::Touched;

/// The user who is responsible for a programme at an instant; `None` where nobody is named.
pub(crate) fn user_at(
    tx: &mut Tx<'_>,
    program: ProgramId,
    at: Timestamp,
) -> Result<Option<UserId>, MatchingError> {
    let pending = tx.list_pending_handovers(program)?;
    let moved = pending.iter().rev().find(|handover| handover.has_moved_at(at));
    match moved {
        Some(handover) => Ok(Some(handover.content.to_user_id)),
        None => Ok(tx.find_program(program)?.and_then(|program| program.content.responsible_user_id)),
    }
}

/// Notes the moves of a programme's rights whose time has come: in the programme, and once in the audit log.
pub(crate) fn settle(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    program: ProgramId,
) -> Result<(), MatchingError> {
    let at = engine.now();
    for handover in tx.list_pending_handovers(program)? {
        if !handover.has_moved_at(at) {
            continue;
        }
        let Some(before) = tx.find_program(program)? else { return Ok(()) };
        let version = before.version + 1;
        let mut after = Program { version, updated_at: at, ..before };
        after.content.responsible_user_id = Some(handover.content.to_user_id);
        if !tx.update_program(&after, version - 1)? {
            return Err(changed_meanwhile());
        }
        engine.record(tx, actor, touched_program(&after))?;
        let version = handover.version + 1;
        let noted = Handover { version, updated_at: at, moved_at: Some(at), ..handover };
        if !tx.update_handover(&noted, version - 1)? {
            return Err(changed_meanwhile());
        }
        let detail = json!({
            "program_id": program, "from_user_id": noted.content.from_user_id,
            "to_user_id": noted.content.to_user_id, "moves_at": noted.content.moves_at,
        });
        engine.record_with(tx, actor, touched_handover(&noted, "moved", ChangeKind::Updated), &detail)?;
    }
    Ok(())
}

/// Refuses an actor who may not decide, or send notices, for a posting: where its programme has somebody responsible,
/// only that user may. Bodies other than the programme's are bound by their agreements, not by this.
pub(crate) fn check_responsible(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    posting: &Posting,
) -> Result<(), MatchingError> {
    let Some(round) = posting.content.round_id else { return Ok(()) };
    let Some(round) = tx.find_round(round)? else { return Ok(()) };
    let program = round.content.program_id;
    let owner: Option<OrganizationId> = tx.find_program(program)?.map(|program| program.organization_id);
    if owner != Some(actor.organization_id) {
        return Ok(());
    }
    match user_at(tx, program, engine.now())? {
        Some(responsible) if actor.user_id != Some(responsible) => {
            let detail = format!(
                "only the user who is responsible for the programme may do this: {responsible}; hand the programme over, or log in as that user"
            );
            Err(MatchingError::forbidden(detail))
        }
        Some(_) | None => settle((engine, actor), tx, program),
    }
}

fn touched_program(program: &Program) -> Touched<'static> {
    Touched {
        resource: "program",
        id: program.id.to_string(),
        owner: program.organization_id,
        version: program.version,
        act: "responsibility_moved",
        kind: ChangeKind::Updated,
        at: program.updated_at,
    }
}

/// What a change of a hand-over leaves behind.
pub(crate) fn touched_handover<'a>(handover: &Handover, act: &'a str, kind: ChangeKind) -> Touched<'a> {
    Touched {
        resource: "handover",
        id: handover.id.to_string(),
        owner: handover.organization_id,
        version: handover.version,
        act,
        kind,
        at: handover.updated_at,
    }
}
