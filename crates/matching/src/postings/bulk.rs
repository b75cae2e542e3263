//! Writing or replacing many postings by their bodies' own keys; what has not changed is left alone.

use domain::{Actor, FaultCode, Faults, PostingContent, Scope};

use super::{NewPosting, upsert_within};
use crate::bulk::{Effect, Outcomes, Stored, Storing, each};
use crate::engine::Engine;
use crate::error::{MatchingError, Replacement};
use crate::permissions::{Coordination, require};

/// Writes or replaces postings, one outcome each in their order. Each must have an external id.
///
/// # Errors
/// A missing scope; everything else is the outcome of some posting.
pub fn upsert_postings(
    engine: &Engine,
    actor: &Actor,
    new: Vec<NewPosting>,
    storing: Storing,
) -> Result<Outcomes, MatchingError> {
    require(actor, Scope::PostingsWrite)?;
    let stored = each(engine, storing, &new, |tx, new| {
        let content = new.content.clone().checked()?;
        let key = content.external_id.clone().ok_or_else(|| {
            let detail = "is needed here: sent again, the line replaces the record instead of doubling it";
            Faults::one("/external_id", FaultCode::Required, detail)
        })?;
        let coordination = Coordination::of(tx, actor, engine.now(), &engine.reference.regions)?;
        let owner = new.organization_id.unwrap_or(actor.organization_id);
        let before = tx.find_posting_by_external_id(owner, &key)?;
        let unchanged = |content: &PostingContent| {
            before.as_ref().filter(|before| coordination.manages(before) && before.content == *content)
        };
        if let Some(before) = unchanged(&content) {
            return Ok((before.clone(), Effect::Unchanged));
        }
        let replacement = Replacement { content, expected: None };
        let upserted = upsert_within((engine, actor), tx, &coordination, ((owner, &key), replacement))?;
        Ok((upserted.record, if upserted.created { Effect::Created } else { Effect::Replaced }))
    });
    let known = |(posting, effect): (domain::Posting, Effect)| {
        let stored = Stored { id: posting.id.to_string(), version: posting.version, effect };
        if effect != Effect::Unchanged && storing == Storing::Kept {
            engine.pool.put_posting(posting);
        }
        stored
    };
    Ok(stored.into_iter().map(|outcome| outcome.map(known)).collect())
}
