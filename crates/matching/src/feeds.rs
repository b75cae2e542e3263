//! What anybody may read without a key: published postings, as feeds and public pages show them.
//!
//! A posting is in a feed while it is published, its application window has not ended, and it states what the readers
//! of that feed need; [`export_readiness`] tells its managers the same rule. Nothing of any person and no caller's own
//! key leaves here. Knows no XML, no HTML and no address.

use std::collections::HashMap;
use std::sync::Arc;

use domain::{
    OrganizationId, PostingId, PostingTerms, Reference, RewardKind, SupportType, Timestamp, TravelCostPayer,
    WorkStyle,
};

use crate::pool::PooledPosting;

mod listing;
mod publication;
mod readiness;

pub use listing::{NewestPostings, Place, list_feed, list_newest};
pub use publication::{Publication, find_publication};
pub use readiness::{
    ExportReadiness, FeedProblem, FeedProblemCode, FeedReadiness, FeedState, export_readiness, readiness_of,
};

domain::words! {
    /// Who reads published postings.
    pub enum Feed {
        /// Google's search for jobs: the `JobPosting` in a posting's page.
        Google = "google",
        /// Aggregators that read XML in Indeed's shape.
        Indeed = "indeed",
        /// Readers of news.
        Atom = "atom",
        /// The sitemap: the pages that carry a `JobPosting`, and no others.
        Sitemap = "sitemap",
    }
}

/// A published posting with the name of its body.
#[derive(Debug, Clone, Copy)]
pub struct PublicPosting<'a> {
    /// Id.
    pub id: PostingId,
    /// Whether it is a job that Google's search takes: paid, open, complete.
    pub is_job: bool,
    /// The body that posts it, by name.
    pub organization: &'a str,
    /// When it was written down first, or its application window opened, whichever came later. There is no record of
    /// the moment of publication that a feed could read.
    pub posted_at: Timestamp,
    /// When anything that is shown of it changed last.
    pub changed_at: Timestamp,
    /// 題.
    pub title: &'a str,
    /// 困りごと.
    pub issue: Option<&'a str>,
    /// やること.
    pub description: Option<&'a str>,
    /// 成果物.
    pub deliverable: Option<&'a str>,
    /// 実行か助言か.
    pub support_type: Option<SupportType>,
    /// 交通費の負担者.
    pub travel_cost_paid_by: Option<TravelCostPayer>,
    /// 枠.
    pub seats: u16,
    /// First instant at which an application is taken.
    pub application_opens_at: Option<Timestamp>,
    /// Last instant at which an application is taken.
    pub application_closes_at: Option<Timestamp>,
    /// What is asked and offered.
    pub terms: &'a PostingTerms,
}

impl PublicPosting<'_> {
    /// Whether all of the work can be done from anywhere: remote, and no visits.
    pub fn is_fully_remote(&self) -> bool {
        self.terms.work_style == WorkStyle::Remote && self.terms.visits_per_month.unwrap_or(0) == 0
    }

    /// What is paid, when it is paid by a unit of time: what it counts, and the amounts in yen.
    pub fn pay_by_time(&self) -> Option<(RewardKind, Option<u32>, Option<u32>)> {
        let reward = self.terms.reward?;
        let by_time = matches!(reward.kind, RewardKind::Hourly | RewardKind::Daily | RewardKind::Monthly);
        by_time.then_some((reward.kind, reward.min_yen, reward.max_yen))
    }
}

/// A body as far as its postings show it.
struct PublicBody {
    name: String,
    version: i64,
    updated_at: Timestamp,
}

/// Published postings of one moment, in their order, with the names of their bodies.
pub struct PublicPostings {
    at: Timestamp,
    reference: Arc<Reference>,
    postings: Vec<Arc<PooledPosting>>,
    bodies: HashMap<OrganizationId, PublicBody>,
    tag: String,
}

impl PublicPostings {
    /// How many.
    pub fn len(&self) -> usize {
        self.postings.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.postings.is_empty()
    }

    /// A text that differs whenever another posting is shown or something of one has changed.
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// One of them by its place in the order.
    pub fn get(&self, index: usize) -> Option<PublicPosting<'_>> {
        let posting = &self.postings.get(index)?.posting;
        let body = self.bodies.get(&posting.organization_id)?;
        let (content, window) = (&posting.content, posting.window());
        Some(PublicPosting {
            id: posting.id,
            is_job: readiness_of(Feed::Google, posting, self.at, &self.reference.regions).state()
                == FeedState::Included,
            organization: &body.name,
            posted_at: window.opens_at.map_or(posting.created_at, |opens| opens.max(posting.created_at)),
            changed_at: posting.updated_at.max(body.updated_at),
            title: &content.title,
            issue: content.issue.as_deref(),
            description: content.description.as_deref(),
            deliverable: content.deliverable.as_deref(),
            support_type: content.support_type,
            travel_cost_paid_by: content.travel_cost_paid_by,
            seats: content.seats,
            application_opens_at: window.opens_at,
            application_closes_at: window.closes_at,
            terms: &content.terms,
        })
    }

    /// All of them in their order.
    pub fn iter(&self) -> impl Iterator<Item = PublicPosting<'_>> {
        (0..self.len()).filter_map(|index| self.get(index))
    }
}
