//! The postings of a feed at this moment, from the live pool, with the names of their bodies in one read.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use domain::{OrganizationId, PageRequest, PostingId, Timestamp};
use sha2::{Digest, Sha256};
use store::Tx;

use super::readiness::{FeedState, readiness_of};
use super::{Feed, PublicBody, PublicPostings};
use crate::digest::sha256_hex;
use crate::engine::Engine;
use crate::error::MatchingError;
use crate::pool::PooledPosting;

/// Up to so many bodies are looked up one by one; beyond, the directory is read through.
const FEW_BODIES: usize = 100;
/// Bodies read at a time.
const BODIES_A_PAGE: usize = 200;

/// A place in the order of newest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// When the posting there was changed last.
    pub updated_at: Timestamp,
    /// Which one.
    pub id: PostingId,
}

/// Some postings of the Atom feed, the newest first.
pub struct NewestPostings {
    /// They.
    pub postings: PublicPostings,
    /// The place of the last of them, when others follow.
    pub next: Option<Place>,
}

/// Everything that is in a feed now, in the order of ids.
///
/// # Errors
/// The pool is being loaded; the database failed.
pub fn list_feed(engine: &Engine, feed: Feed) -> Result<PublicPostings, MatchingError> {
    let at = engine.now();
    let postings = included(engine, feed, at)?;
    with_bodies(engine, postings, at)
}

/// What is in the Atom feed now: the newest after `after`, at most `limit`.
///
/// # Errors
/// As [`list_feed`].
pub fn list_newest(
    engine: &Engine,
    after: Option<Place>,
    limit: usize,
) -> Result<NewestPostings, MatchingError> {
    let at = engine.now();
    let mut postings = included(engine, Feed::Atom, at)?;
    if let Some(after) = after {
        postings.retain(|pooled| place(pooled) < after);
    }
    postings.sort_by_key(|pooled| Reverse(place(pooled)));
    let has_more = postings.len() > limit;
    postings.truncate(limit);
    let next = postings.last().filter(|_| has_more).map(place);
    Ok(NewestPostings { postings: with_bodies(engine, postings, at)?, next })
}

/// Postings together with their bodies, as they stand at an instant.
pub(super) fn with_bodies(
    engine: &Engine,
    mut postings: Vec<Arc<PooledPosting>>,
    at: Timestamp,
) -> Result<PublicPostings, MatchingError> {
    let wanted: BTreeSet<OrganizationId> =
        postings.iter().map(|pooled| pooled.posting.organization_id).collect();
    let bodies = engine.store.read(|tx| read_bodies(tx, &wanted))?;
    postings.retain(|pooled| bodies.contains_key(&pooled.posting.organization_id));
    let tag = tag(&postings, &bodies);
    Ok(PublicPostings { at, reference: Arc::clone(&engine.reference), postings, bodies, tag })
}

fn included(engine: &Engine, feed: Feed, at: Timestamp) -> Result<Vec<Arc<PooledPosting>>, MatchingError> {
    engine.check_pool()?;
    let regions = &engine.reference.regions;
    let mut postings = engine.pool.published();
    postings.retain(|pooled| readiness_of(feed, &pooled.posting, at, regions).state() == FeedState::Included);
    Ok(postings)
}

fn place(pooled: &Arc<PooledPosting>) -> Place {
    Place { updated_at: pooled.posting.updated_at, id: pooled.posting.id }
}

fn read_bodies(
    tx: &mut Tx<'_>,
    wanted: &BTreeSet<OrganizationId>,
) -> Result<HashMap<OrganizationId, PublicBody>, MatchingError> {
    let mut bodies = HashMap::with_capacity(wanted.len());
    let mut keep = |body: domain::Organization| {
        let public =
            PublicBody { name: body.content.name, version: body.version, updated_at: body.updated_at };
        bodies.insert(body.id, public);
    };
    if wanted.len() <= FEW_BODIES {
        for id in wanted {
            tx.find_organization(*id)?.into_iter().for_each(&mut keep);
        }
        return Ok(bodies);
    }
    let mut after = None;
    loop {
        let page = tx.list_organizations(&PageRequest { limit: BODIES_A_PAGE, after })?;
        after = page.items.last().map(|body| body.id);
        page.items.into_iter().filter(|body| wanted.contains(&body.id)).for_each(&mut keep);
        if !page.has_more {
            return Ok(bodies);
        }
    }
}

/// What is shown is decided by which records there are, in which order and in which versions.
fn tag(postings: &[Arc<PooledPosting>], bodies: &HashMap<OrganizationId, PublicBody>) -> String {
    let mut hash = Sha256::new();
    for pooled in postings {
        let posting = &pooled.posting;
        hash.update(posting.id.as_bytes());
        hash.update(posting.version.to_le_bytes());
        let version = bodies.get(&posting.organization_id).map_or(0, |body| body.version);
        hash.update(version.to_le_bytes());
    }
    sha256_hex(&hash.finalize())[..32].to_owned()
}
