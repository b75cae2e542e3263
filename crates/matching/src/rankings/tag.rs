//! Entity tags of rankings: a text that differs whenever the ranking might, made without ranking anybody, and for most
//! without the database.

use domain::{Actor, Author, PostingId, Timestamp};

use super::{PoolKind, RankCall, check, check_call, find_asked};
use crate::digest::sha256_hex;
use crate::engine::Engine;
use crate::error::MatchingError;

/// Hexadecimal digits of a tag: 128 bits.
const DIGITS: usize = 32;

/// The state that rankings are made of, as a text that differs with each change. Read it before what it stands for.
pub(super) struct Revision {
    text: String,
    /// Whether some posting is read without names, so that what is shown depends on the reader.
    by_reader: bool,
}

impl Revision {
    pub(super) fn at(engine: &Engine, at: Timestamp) -> Self {
        // Agreements hold by the day, in Japan.
        let today = at.plus_seconds(9 * 3600).to_utc().date_naive();
        let blind = engine.blind.revision();
        Self {
            text: format!("{}/{today}/{blind:x}", engine.pool.revision_at(at)),
            by_reader: !engine.blind.is_empty(),
        }
    }

    pub(super) fn into_text(self) -> String {
        self.text
    }

    /// The tag of what an actor asks of a version of a posting.
    pub(super) fn tag(&self, actor: &Actor, (id, version): (PostingId, i64), call: &RankCall) -> String {
        let reader = if self.by_reader { Author::of(actor).to_string() } else { String::new() };
        let facts = format!("{}/{reader}/{id}/{version}/{call:?}/{}", actor.organization_id, self.text);
        let mut tag = sha256_hex(facts.as_bytes());
        tag.truncate(DIGITS);
        tag
    }
}

/// The tag of a ranking.
///
/// # Errors
/// As the ranking itself.
pub fn ranking_tag(
    engine: &Engine,
    actor: &Actor,
    posting_id: PostingId,
    call: &RankCall,
) -> Result<String, MatchingError> {
    check(engine, actor, call.weights)?;
    if let Some(tag) = find_ranking_tag(engine, actor, posting_id, call)? {
        return Ok(tag);
    }
    let revision = Revision::at(engine, engine.now());
    let asked = engine.store.read(|tx| find_asked(engine, tx, actor, (posting_id, call.pool)))?;
    Ok(revision.tag(actor, (posting_id, asked.pooled.posting.version), call))
}

/// The tag of a ranking where it can be told without the database: of a published posting, and of its applicants where
/// the posting is the actor's own. `None` says nothing of the posting; [`ranking_tag`] does.
///
/// # Errors
/// A missing scope, weights that cannot be, a pool that is being loaded.
pub fn find_ranking_tag(
    engine: &Engine,
    actor: &Actor,
    posting_id: PostingId,
    call: &RankCall,
) -> Result<Option<String>, MatchingError> {
    check_call(engine, actor, call.weights)?;
    if engine.pool.is_in_doubt() {
        return Ok(None);
    }
    let revision = Revision::at(engine, engine.now());
    let pooled = engine.pool.find_published(posting_id).filter(|pooled| {
        let is_for_everybody = pooled.posting.content.members_of.is_empty();
        (call.pool == PoolKind::Eligible && is_for_everybody)
            || pooled.posting.organization_id == actor.organization_id
    });
    Ok(pooled.map(|pooled| revision.tag(actor, (posting_id, pooled.posting.version), call)))
}
