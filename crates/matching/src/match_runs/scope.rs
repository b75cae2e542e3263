//! Which postings take part in a run.

use std::collections::HashSet;

use domain::{
    Actor, FaultCode, Faults, PageRequest, Posting, PostingId, PostingOrder, PostingSearch, PostingStatus,
    RoundId, RunDirection,
};
use store::{PostingFilter, Tx};

use super::{NewMatchRun, RunScope};
use crate::engine::Engine;
use crate::error::MatchingError;
use crate::permissions::Coordination;
use crate::rounds::find_visible;

/// The postings of a new run, in order, each once.
///
/// # Errors
/// Faults: a posting that is unknown, named twice, or not published where postings are ranked; none at all.
pub(super) fn find(
    engine: &Engine,
    tx: &mut Tx<'_>,
    actor: &Actor,
    new: &NewMatchRun,
) -> Result<Vec<PostingId>, MatchingError> {
    let coordination = Coordination::of(tx, actor, engine.now(), &engine.reference.regions)?;
    let ids = match &new.scope {
        RunScope::All => all_managed(tx, &coordination)?,
        RunScope::Round(id) => of_round(engine, tx, (actor, &coordination), *id)?,
        RunScope::Postings(ids) => {
            let mut visible = tx.list_postings_by_ids(ids)?;
            visible.retain(|posting| coordination.sees(posting));
            check_named(ids, &visible, new.direction)?;
            ids.clone()
        }
    };
    if ids.is_empty() {
        let detail = "there is no posting to rank";
        return Err(Faults::one("/scope", FaultCode::TooShort, detail).into());
    }
    Ok(ids)
}

fn of_round(
    engine: &Engine,
    tx: &mut Tx<'_>,
    (actor, coordination): (&Actor, &Coordination<'_>),
    id: RoundId,
) -> Result<Vec<PostingId>, MatchingError> {
    match find_visible(engine, tx, actor, id) {
        Ok(_) => {}
        Err(MatchingError::NotFound { .. }) => {
            let detail = "no such round";
            return Err(Faults::one("/scope/round_id", FaultCode::UnknownReference, detail).into());
        }
        Err(error) => return Err(error),
    }
    let mut postings = tx.list_postings_of_round(id)?;
    postings.retain(|posting| posting.status == PostingStatus::Published && coordination.sees(posting));
    Ok(postings.iter().map(|posting| posting.id).collect())
}

/// `visible` is in the order of the ids.
fn check_named(ids: &[PostingId], visible: &[Posting], direction: RunDirection) -> Result<(), Faults> {
    let mut faults = Faults::default();
    let mut named = HashSet::new();
    for (index, id) in ids.iter().enumerate() {
        let mut fault = |code, detail: &str| faults.add(format!("/scope/posting_ids/{index}"), code, detail);
        let Ok(place) = visible.binary_search_by_key(id, |posting| posting.id) else {
            fault(FaultCode::UnknownReference, "no such posting");
            continue;
        };
        if !named.insert(id) {
            fault(FaultCode::Duplicate, "the posting is named twice");
        } else if direction == RunDirection::PostingsForCandidates
            && visible[place].status != PostingStatus::Published
        {
            fault(FaultCode::NotAllowed, "only a published posting can be ranked for people");
        }
    }
    faults.guard(())
}

fn all_managed(tx: &mut Tx<'_>, coordination: &Coordination<'_>) -> Result<Vec<PostingId>, MatchingError> {
    let filter = PostingFilter {
        viewer: coordination.viewer(),
        others: Vec::new(),
        search: PostingSearch { statuses: vec![PostingStatus::Published], ..PostingSearch::default() },
    };
    let order = PostingOrder::Oldest;
    let mut page = PageRequest { limit: 500, after: None };
    let mut ids = Vec::new();
    loop {
        let postings = tx.list_postings(&filter, order, &page)?;
        ids.extend(postings.items.iter().map(|posting| posting.id));
        page.after = postings.items.last().map(|last| order.place(last));
        if !postings.has_more {
            return Ok(ids);
        }
    }
}
