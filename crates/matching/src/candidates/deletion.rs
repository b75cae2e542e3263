//! Deleting people: with everything that hangs on them, told to whoever heard of them. A seat that they held is free in the
//! same transaction, and goes to the next in line.

use domain::{Actor, Candidate, CandidateId, ChangeKind, Scope};
use store::Tx;

use super::{find_own, touched};
use crate::applications::tell_of_deletion;
use crate::engagements::leave_figures;
use crate::engine::Engine;
use crate::error::{Expected, MatchingError, changed_meanwhile, check_version};
use crate::events;
use crate::permissions::require;
use crate::stages::{fill_free_seats, list_postings_bound_by};

/// Deletes a person with everything that hangs on them: consents, applications, stored matches.
///
/// # Errors
/// None such, another version.
pub fn delete_candidate(
    engine: &Engine,
    actor: &Actor,
    id: CandidateId,
    expected: Expected,
) -> Result<(), MatchingError> {
    require(actor, Scope::CandidatesWrite)?;
    engine.write(|tx| {
        let before = find_own(tx, actor, id)?;
        check_version(expected, before.version)?;
        let gone = delete_within((engine, actor), tx, before)?;
        engine.record(tx, actor, touched(&gone, "deleted", ChangeKind::Deleted))
    })?;
    engine.pool.remove_candidate(id);
    Ok(())
}

/// Deletes a person with everything that hangs on them; who heard of their applications is told. The record as it is
/// then, of which nothing is kept.
pub(crate) fn delete_within(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    before: Candidate,
) -> Result<Candidate, MatchingError> {
    let id = before.id;
    let bound = list_postings_bound_by(tx, id)?;
    leave_figures(engine, tx, id)?;
    tell_of_deletion(engine, tx, id)?;
    events::tell_of_deletion(engine, tx, &before)?;
    tx.forget_in_imports(&id.to_string())?;
    if !tx.delete_candidate(id, before.version)? {
        return Err(changed_meanwhile());
    }
    for posting in bound {
        if let Some(posting) = tx.find_posting(posting)? {
            fill_free_seats((engine, actor), tx, &posting)?;
        }
    }
    let gone = Candidate { version: before.version + 1, updated_at: engine.now(), ..before };
    Ok(gone)
}
