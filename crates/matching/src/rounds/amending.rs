//! Amendments: how a published round changes, from now on, with the date, who and why.

use domain::{
    Actor, Amendment, AmendmentContent, AmendmentMaker, ChangeKind, Page, PageRequest, Round, RoundId,
    RoundStatus, Scope,
};
use serde_json::json;

use super::{carry_window, find_visible, find_writable, save, touched};
use crate::engine::Engine;
use crate::error::{ConflictCode, Expected, MatchingError, check_version};
use crate::once::Once;
use crate::permissions::require;
use crate::stages::fill_seats_of_round;

/// An amendment that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAmendment {
    /// Of which round.
    pub round_id: RoundId,
    /// What is to change, and why.
    pub content: AmendmentContent,
    /// Over which version of the round.
    pub expected: Expected,
}

/// Amends a published round, from now on. Seats that are added go to those who wait.
///
/// # Errors
/// Faults (of the reason, of values that contradict the round, nothing that changes), none such, not the actor's, not
/// published, another version.
pub fn create_amendment(
    engine: &Engine,
    actor: &Actor,
    new: &NewAmendment,
    once: &Once<'_, Amendment>,
) -> Result<Amendment, MatchingError> {
    require(actor, Scope::ProgramsWrite)?;
    let (amendment, postings) = engine.write(|tx| {
        let before = find_writable(engine, tx, actor, new.round_id)?;
        check_version(new.expected, before.version)?;
        check_published(&before)?;
        let maker = AmendmentMaker {
            number: tx.last_amendment(before.id)? + 1,
            at: engine.now(),
            organization_id: actor.organization_id,
            api_key_id: actor.api_key_id,
            user_id: actor.user_id,
        };
        let (after, amendment) = before.amended(&new.content, maker)?;
        save(tx, &after)?;
        tx.insert_amendment(&amendment)?;
        let detail = json!({"number": amendment.number, "reason": amendment.reason});
        engine.record_with(tx, actor, touched(&after, "amended", ChangeKind::Updated), &detail)?;
        let postings = match amendment.application_closes_at {
            Some(_) => carry_window(engine, tx, actor, &after)?,
            None => Vec::new(),
        };
        if amendment.seat_cap.is_some() {
            fill_seats_of_round((engine, actor), tx, &after)?;
        }
        once.keep((engine, tx, actor), &amendment, None)?;
        Ok((amendment, postings))
    })?;
    postings.into_iter().for_each(|posting| engine.pool.put_posting(posting));
    Ok(amendment)
}

/// The amendments of a round, the oldest first.
///
/// # Errors
/// None such, or none visible.
pub fn list_amendments(
    engine: &Engine,
    actor: &Actor,
    id: RoundId,
    page: &PageRequest<u32>,
) -> Result<Page<Amendment>, MatchingError> {
    require(actor, Scope::ProgramsRead)?;
    engine.store.read(|tx| {
        find_visible(engine, tx, actor, id)?;
        Ok(tx.list_amendments(id, page)?)
    })
}

fn check_published(round: &Round) -> Result<(), MatchingError> {
    let (code, detail) = match round.status {
        RoundStatus::Published => return Ok(()),
        RoundStatus::Draft => (
            ConflictCode::RoundNotPublished,
            "the round is still in preparation and can simply be changed; amendments are for published rounds",
        ),
        RoundStatus::Closed => (ConflictCode::AlreadyEnded, "the round is closed"),
    };
    Err(MatchingError::conflict(code, detail))
}
