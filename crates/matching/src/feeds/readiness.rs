//! Whether a posting is in a feed, and what is missing or keeps it out: the one rule, for feeds and for managers.

use domain::posting::Window;
use domain::{
    Actor, ContractForm, Posting, PostingContent, PostingId, PostingStatus, RegionTable, Scope, Timestamp,
    Word,
};

use super::Feed;
use crate::engine::Engine;
use crate::error::MatchingError;
use crate::permissions::require;
use crate::postings::find_visible;

domain::words! {
    /// Whether a posting is in a feed.
    pub enum FeedState {
        /// It is.
        Included = "included",
        /// It is not, and nothing that could be filled in would change that.
        Excluded = "excluded",
        /// It would be, were it not for fields that are blank.
        Incomplete = "incomplete",
    }
}

domain::words! {
    /// The stable code of what is missing or keeps a posting out of a feed.
    pub enum FeedProblemCode {
        /// The field is blank.
        Required = "required",
        /// The table of municipalities that is loaded has no name for the place.
        UnknownRegion = "unknown_region",
        /// It is not published.
        NotPublished = "not_published",
        /// The application window has not opened yet.
        WindowNotOpen = "window_not_open",
        /// The application window has ended.
        WindowClosed = "window_closed",
        /// Nothing is paid, so it is no job.
        Unpaid = "unpaid",
        /// It is for the members of some bodies only.
        MembersOnly = "members_only",
        /// The server was not told its public address, so there are no feeds.
        FeedsOff = "feeds_off",
    }
}

impl FeedProblemCode {
    /// Whether filling in a field is the remedy.
    fn is_blank(self) -> bool {
        match self {
            Self::Required | Self::UnknownRegion => true,
            Self::NotPublished
            | Self::WindowNotOpen
            | Self::WindowClosed
            | Self::Unpaid
            | Self::MembersOnly
            | Self::FeedsOff => false,
        }
    }
}

/// One thing that is missing or keeps a posting out of a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedProblem {
    /// JSON pointer into the posting; empty where it is not the posting's.
    pub pointer: &'static str,
    /// Stable code.
    pub code: FeedProblemCode,
    /// A sentence its managers can act on.
    pub detail: &'static str,
}

/// How a posting stands to one feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedReadiness {
    /// The feed.
    pub feed: Feed,
    /// Everything that is missing or keeps it out.
    pub problems: Vec<FeedProblem>,
}

impl FeedReadiness {
    /// Whether it is in.
    pub fn state(&self) -> FeedState {
        if self.problems.is_empty() {
            FeedState::Included
        } else if self.problems.iter().all(|problem| problem.code.is_blank()) {
            FeedState::Incomplete
        } else {
            FeedState::Excluded
        }
    }
}

/// How a posting stands to every feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportReadiness {
    /// The posting.
    pub posting_id: PostingId,
    /// One for each feed.
    pub feeds: Vec<FeedReadiness>,
}

/// How a posting of the actor's stands to every feed.
///
/// # Errors
/// No such posting; one that the actor sees but does not manage.
pub fn export_readiness(
    engine: &Engine,
    actor: &Actor,
    id: PostingId,
) -> Result<ExportReadiness, MatchingError> {
    require(actor, Scope::PostingsRead)?;
    let posting = engine.store.read(|tx| {
        let (posting, coordination) = find_visible(engine, tx, actor, id)?;
        if coordination.manages(&posting) {
            return Ok(posting);
        }
        let detail = "only the body that posts it, or one that coordinates it, may ask how it is exported";
        Err(MatchingError::forbidden(detail))
    })?;
    let (at, regions) = (engine.now(), &engine.reference.regions);
    let feeds = Feed::ALL.iter().map(|feed| readiness_of(*feed, &posting, at, regions)).collect();
    Ok(ExportReadiness { posting_id: posting.id, feeds })
}

/// How a posting stands to a feed at an instant.
pub fn readiness_of(feed: Feed, posting: &Posting, at: Timestamp, regions: &RegionTable) -> FeedReadiness {
    let mut problems = Vec::new();
    let mut find = |pointer, code, detail| problems.push(FeedProblem { pointer, code, detail });
    let content = &posting.content;
    if posting.status != PostingStatus::Published {
        find("/status", FeedProblemCode::NotPublished, "only published postings are in feeds; publish it");
    }
    if !content.members_of.is_empty() {
        let detail = "a posting for the members of some bodies is in no feed; leave members_of empty to show it to everybody";
        find("/members_of", FeedProblemCode::MembersOnly, detail);
    }
    if posting.window_at(at) == Window::Closed {
        let detail = "the application window has ended; a later end brings it back";
        find("/application_closes_at", FeedProblemCode::WindowClosed, detail);
    }
    match feed {
        Feed::Atom => {}
        Feed::Google | Feed::Sitemap => {
            find_what_is_no_job(posting, at, &mut find);
            find_undescribed(content, &mut find);
        }
        Feed::Indeed => {
            find_what_is_no_job(posting, at, &mut find);
            find_undescribed(content, &mut find);
            find_blanks_of_aggregators(content, regions, &mut find);
        }
    }
    FeedReadiness { feed, problems }
}

/// Feeds of jobs show paid work that can be applied for now.
fn find_what_is_no_job(
    posting: &Posting,
    at: Timestamp,
    find: &mut impl FnMut(&'static str, FeedProblemCode, &'static str),
) {
    let content = &posting.content;
    if content.terms.is_unpaid() {
        let is_form = content.terms.contract_form == ContractForm::ProBono;
        let pointer = if is_form { "/contract_form" } else { "/reward/kind" };
        find(
            pointer,
            FeedProblemCode::Unpaid,
            "unpaid work is no job; it stays on its page and in the Atom feed",
        );
    }
    if posting.window_at(at) == Window::NotYetOpen {
        let detail = "applications are not taken yet; it enters by itself when the window opens";
        find("/application_opens_at", FeedProblemCode::WindowNotOpen, detail);
    }
}

fn find_undescribed(
    content: &PostingContent,
    find: &mut impl FnMut(&'static str, FeedProblemCode, &'static str),
) {
    if content.description.as_deref().is_none_or(|text| text.trim().is_empty()) {
        find("/description", FeedProblemCode::Required, "say what is to be done");
    }
}

fn find_blanks_of_aggregators(
    content: &PostingContent,
    regions: &RegionTable,
    find: &mut impl FnMut(&'static str, FeedProblemCode, &'static str),
) {
    let terms = &content.terms;
    if regions.municipality(terms.municipality).is_none() {
        let detail = "the loaded table has no name for this municipality; the operator imports one with `tsumugi import regions`";
        find("/municipality", FeedProblemCode::UnknownRegion, detail);
    }
    match terms.reward {
        _ if terms.is_unpaid() => {}
        None => find("/reward", FeedProblemCode::Required, "say what is paid"),
        Some(reward) if reward.min_yen.or(reward.max_yen).is_none() => {
            find("/reward/min_yen", FeedProblemCode::Required, "say how much is paid");
        }
        Some(_) => {}
    }
    if terms.categories.is_empty() {
        find("/categories", FeedProblemCode::Required, "name at least one category");
    }
}
