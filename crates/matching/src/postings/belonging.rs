//! What a posting belongs to: its round, and the bodies whose members it is for.

use domain::{Actor, ApplicationWindow, FaultCode, Faults, Posting, RoundStatus};
use store::Tx;

use crate::engine::Engine;
use crate::error::{ConflictCode, MatchingError};
use crate::rounds::check_round_of;

/// Refuses a round that the posting may not belong to and bodies that are not there; lays the round's window beside it.
pub(super) fn check_belonging(
    engine: &Engine,
    tx: &mut Tx<'_>,
    actor: &Actor,
    posting: &mut Posting,
) -> Result<(), MatchingError> {
    let mut faults = Faults::default();
    for (index, body) in posting.content.members_of.iter().enumerate() {
        if tx.find_organization(*body)?.is_none() {
            let pointer = format!("/members_of/{index}");
            faults.add(pointer, FaultCode::UnknownReference, "no such organization");
        }
    }
    posting.round_window = match posting.content.round_id {
        None => ApplicationWindow::default(),
        Some(id) => match check_round_of(engine, tx, (actor, posting), id) {
            Ok(round) => round.content.window,
            Err(MatchingError::Invalid(found)) => {
                faults.extend(found);
                ApplicationWindow::default()
            }
            Err(error) => return Err(error),
        },
    };
    if posting.window().ends_before_it_begins() {
        let detail = "the application window must not close before it opens, each end as stated or else as the round has it";
        faults.add("/application_closes_at", FaultCode::Contradiction, detail);
    }
    Ok(faults.guard(())?)
}

/// A posting of a round is published once the round is.
pub(super) fn check_round_is_published(tx: &mut Tx<'_>, posting: &Posting) -> Result<(), MatchingError> {
    let Some(id) = posting.content.round_id else { return Ok(()) };
    let is_in_preparation = tx.find_round(id)?.is_some_and(|round| round.status == RoundStatus::Draft);
    if is_in_preparation {
        let detail = "the round of the posting is still in preparation; publish the round first";
        return Err(MatchingError::conflict(ConflictCode::RoundNotPublished, detail));
    }
    Ok(())
}
