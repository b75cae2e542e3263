//! The list of postings, and its counts: both read what the same filter lets through.

use domain::{
    Actor, Facets, Page, PageRequest, Place, Posting, PostingId, PostingOrder, PostingSearch, PostingStatus,
    Scope,
};
use store::{PostingFilter, Tx};

use super::shown;
use crate::engine::Engine;
use crate::error::MatchingError;
use crate::permissions::{Coordination, require};
use crate::region_groups::regions_of;
use crate::search::widened_postings;

/// Which postings a list shows, and in which order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListPostings {
    /// Only these.
    pub search: PostingSearch,
    /// Which first.
    pub order: PostingOrder,
}

/// The postings that the actor may see, as far as they are looked for: managed ones in every status, others once they
/// were published.
///
/// # Errors
/// A missing scope.
pub fn list_postings(
    engine: &Engine,
    actor: &Actor,
    list: ListPostings,
    page: &PageRequest<Place<PostingId>>,
) -> Result<Page<Posting>, MatchingError> {
    require(actor, Scope::PostingsRead)?;
    engine.store.read(|tx| {
        let (filter, coordination) = filter(engine, tx, actor, list.search)?;
        let found = tx.list_postings(&filter, list.order, page)?;
        Ok(found.map(|posting| shown(&coordination, posting)))
    })
}

/// How many of the postings of a list have which values.
///
/// # Errors
/// A missing scope.
pub fn count_postings_by_facet(
    engine: &Engine,
    actor: &Actor,
    search: PostingSearch,
) -> Result<Facets, MatchingError> {
    require(actor, Scope::PostingsRead)?;
    engine.store.read(|tx| {
        let (filter, _) = filter(engine, tx, actor, search)?;
        Ok(tx.count_postings_by_facet(&filter)?)
    })
}

/// What is looked for among what the actor may see, and what the actor coordinates.
fn filter<'e>(
    engine: &'e Engine,
    tx: &mut Tx<'_>,
    actor: &Actor,
    search: PostingSearch,
) -> Result<(PostingFilter, Coordination<'e>), MatchingError> {
    let coordination = Coordination::of(tx, actor, engine.now(), &engine.reference.regions)?;
    let group_regions = match search.region_group_id {
        Some(id) => regions_of(tx, "?region_group_id", id)?,
        None => Vec::new(),
    };
    let search = PostingSearch { group_regions, ..search };
    let filter = PostingFilter {
        viewer: coordination.viewer(),
        others: PostingStatus::PUBLIC.to_vec(),
        search: widened_postings(&engine.reference, search),
    };
    Ok((filter, coordination))
}
