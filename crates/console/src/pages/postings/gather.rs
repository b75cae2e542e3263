//! Gathers the postings: all that the reader may see, then those that fit the filter.

use domain::{Actor, PageRequest, Posting, PostingId, PostingStatus, Scope, Word};
use matching::postings::{ListPostings, list_postings};
use matching::{Engine, MatchingError, applications};

use super::{Filter, PAGE, PostingsView};
use crate::gathering;
use crate::view::{PostingLine, in_japan};

/// As many as are read; beyond that the page says so.
const MOST: usize = 2_000;
/// As many as one list of the use cases gives.
const STEP: usize = 200;

/// Everything the page shows.
pub(super) fn gather(engine: &Engine, actor: &Actor, filter: Filter) -> Result<PostingsView, MatchingError> {
    let (all, capped) = read(engine, actor)?;
    let count = |status| all.iter().filter(|posting| posting.status == status).count() as u64;
    let by_status = PostingStatus::ALL.iter().map(|status| (*status, count(*status))).collect();
    let of_status = |posting: &&Posting| filter.status.is_none_or(|status| posting.status == status);
    let mut by_prefecture = vec![0u64; engine.reference().regions.prefectures().len()];
    for posting in all.iter().filter(of_status) {
        let code = posting.content.terms.municipality.prefecture();
        by_prefecture[usize::from(code.number()) - 1] += 1;
    }
    let mut found: Vec<&Posting> = all
        .iter()
        .filter(of_status)
        .filter(|posting| {
            filter.prefecture.is_none_or(|code| posting.content.terms.municipality.prefecture() == code)
        })
        .collect();
    let now = engine.now();
    found.sort_by_key(|posting| urgency(posting, now));
    let last_page = found.len().div_ceil(PAGE).max(1);
    let filter = Filter { page: filter.page.clamp(1, last_page), ..filter };
    let shown: Vec<&Posting> = found.iter().skip((filter.page - 1) * PAGE).take(PAGE).copied().collect();
    Ok(PostingsView {
        lines: lines(engine, actor, &shown)?,
        found: found.len(),
        by_status,
        by_prefecture,
        capped,
        today: in_japan(now).date(),
        filter,
    })
}

/// Lists go forwards from the oldest, so the whole is read, up to a limit.
fn read(engine: &Engine, actor: &Actor) -> Result<(Vec<Posting>, Option<u64>), MatchingError> {
    let mut all = Vec::new();
    let mut after = None;
    loop {
        let list = ListPostings::default();
        let order = list.order;
        let page = list_postings(engine, actor, list, &PageRequest { limit: STEP, after })?;
        after = page.items.last().map(|last| order.place(last));
        all.extend(page.items);
        if !page.has_more {
            return Ok((all, None));
        }
        if all.len() >= MOST {
            return Ok((all, Some(MOST as u64)));
        }
    }
}

/// Open ones first, the nearest deadline before the others; then what is being prepared, then what is over.
fn urgency(posting: &Posting, now: domain::Timestamp) -> (u8, i64, PostingId) {
    let closes = posting.window().closes_at.map_or(i64::MAX, domain::Timestamp::micros);
    let over = closes < now.micros();
    let order = match posting.status {
        PostingStatus::Published if !over => 0,
        PostingStatus::Published | PostingStatus::Closed => 1,
        PostingStatus::Draft | PostingStatus::InReview | PostingStatus::Paused => 2,
        PostingStatus::Filled | PostingStatus::Unfilled | PostingStatus::Withdrawn => 3,
    };
    // What is over comes latest first.
    (order, if over { closes.saturating_neg() } else { closes }, posting.id)
}

fn lines(engine: &Engine, actor: &Actor, shown: &[&Posting]) -> Result<Vec<PostingLine>, MatchingError> {
    let hosts = gathering::hosts(engine, actor, shown.iter().map(|posting| posting.organization_id))?;
    let counts = if actor.may(Scope::ApplicationsRead) {
        let ids: Vec<PostingId> = shown.iter().map(|posting| posting.id).collect();
        applications::count_applications(engine, actor, &ids)?
    } else {
        std::collections::HashMap::new()
    };
    let line = |posting: &&Posting| {
        let own = posting.organization_id == actor.organization_id && actor.may(Scope::ApplicationsRead);
        PostingLine {
            posting: (*posting).clone(),
            host: hosts.get(&posting.organization_id).cloned(),
            applications: counts.get(&posting.id).copied().or(own.then_some(0)),
        }
    };
    Ok(shown.iter().map(line).collect())
}
