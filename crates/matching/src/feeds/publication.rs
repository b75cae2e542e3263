//! One posting as anybody may read it: open, ended, or not there.
//!
//! Whoever does not know that a draft exists must not learn it here, so a posting that was withdrawn before it was
//! ever published is not there either.

use domain::posting::Window;
use domain::{AuditEvent, AuditEventId, PageRequest, Posting, PostingId, PostingStatus, Timestamp, Word};
use store::{AuditFilter, Tx};

use super::PublicPostings;
use super::listing::with_bodies;
use crate::engine::Engine;
use crate::error::MatchingError;

/// Events after the instant of a withdrawal among which its own is looked for.
const EVENTS_LOOKED_AT: usize = 200;

/// What has become of a posting that was published.
pub enum Publication {
    /// It is published and its window has not ended: just this one.
    Open(PublicPostings),
    /// It was published once, and does not take part any more.
    Ended,
}

/// A posting that is or was published.
///
/// # Errors
/// None such, or one that was never published; the pool is being loaded; the database failed.
pub fn find_publication(engine: &Engine, id: PostingId) -> Result<Publication, MatchingError> {
    engine.check_pool()?;
    let is_public = |posting: &Posting| posting.content.members_of.is_empty();
    if let Some(pooled) = engine.pool.find_published(id).filter(|pooled| is_public(&pooled.posting)) {
        let at = engine.now();
        return match pooled.posting.window_at(at) {
            Window::Closed => Ok(Publication::Ended),
            Window::NotYetOpen | Window::Open => with_bodies(engine, vec![pooled], at).map(Publication::Open),
        };
    }
    engine.store.read(|tx| {
        let posting =
            tx.find_posting(id)?.filter(is_public).ok_or_else(|| MatchingError::not_found("posting"))?;
        let was_published = match posting.status {
            PostingStatus::Paused
            | PostingStatus::Closed
            | PostingStatus::Filled
            | PostingStatus::Unfilled => true,
            PostingStatus::Withdrawn => was_withdrawn_from_publication(tx, &posting)?,
            // Published after the look into the pool: there in a moment.
            PostingStatus::Draft | PostingStatus::InReview | PostingStatus::Published => false,
        };
        if was_published { Ok(Publication::Ended) } else { Err(MatchingError::not_found("posting")) }
    })
}

/// Nothing follows a withdrawal, so the posting's last change is the instant of it, and the audit log says there what
/// it was withdrawn from. Should the log not tell, it counts as never published.
fn was_withdrawn_from_publication(tx: &mut Tx<'_>, posting: &Posting) -> Result<bool, MatchingError> {
    let before = AuditEventId::from_parts(millis_before(posting.updated_at), [0; 10]);
    let request = PageRequest { limit: EVENTS_LOOKED_AT, after: Some(before) };
    let events = tx.list_audit_events(&AuditFilter::of(posting.organization_id), &request)?;
    let id = posting.id.to_string();
    let withdrawal = events.items.iter().map(|line| &line.event).find(|event| {
        event.resource == "posting" && event.resource_id == id && event.action == "posting.withdrawn"
    });
    Ok(withdrawal.and_then(withdrawn_from).is_some_and(|from| PostingStatus::PUBLIC.contains(&from)))
}

fn withdrawn_from(event: &AuditEvent) -> Option<PostingStatus> {
    let detail: serde_json::Value = serde_json::from_str(&event.detail.0).ok()?;
    PostingStatus::parse(detail.get("from")?.as_str()?)
}

fn millis_before(at: Timestamp) -> u64 {
    at.unix_millis().saturating_sub(1)
}
