//! Every posting that an actor manages, in whatever status: for what is counted over all of them.

use domain::report::Period;
use domain::{Actor, PageRequest, Posting, PostingOrder, PostingSearch};
use store::{PostingFilter, Tx};

use crate::engine::Engine;
use crate::error::MatchingError;
use crate::permissions::Coordination;

/// Postings read at once.
const A_PART: usize = 500;

/// Own and coordinated postings, by id; for a period also those that were coordinated in it.
pub(crate) fn list_managed(
    engine: &Engine,
    tx: &mut Tx<'_>,
    actor: &Actor,
    period: Option<Period>,
) -> Result<Vec<Posting>, MatchingError> {
    let (at, regions) = (engine.now(), &engine.reference.regions);
    let coordination = match period {
        Some(period) => Coordination::in_period(tx, actor, (period, at), regions)?,
        None => Coordination::of(tx, actor, at, regions)?,
    };
    let filter =
        PostingFilter { viewer: coordination.viewer(), others: Vec::new(), search: PostingSearch::default() };
    let mut found = Vec::new();
    let mut page = PageRequest { limit: A_PART, after: None };
    loop {
        let part = tx.list_postings(&filter, PostingOrder::Oldest, &page)?;
        page.after = part.items.last().map(|posting| PostingOrder::Oldest.place(posting));
        found.extend(part.items);
        if !part.has_more {
            return Ok(found);
        }
    }
}
