//! What the pages show, gathered before anything is drawn.
//!
//! Knows neither HTML nor where the values came from, so a page can be drawn from values made by hand.

use chrono::NaiveDate;
use domain::{
    CandidateId, CandidateProfile, Feasibility, PairExplanation, Posting, Ranking, SortKey, Timestamp,
};
pub(crate) use matching::rankings::PoolKind as Pool;

/// Seconds that Japan is ahead of UTC; it has no summer time.
const JAPAN_SECONDS: i64 = 9 * 3600;

/// An instant on the clocks of Japan.
pub(crate) fn in_japan(at: Timestamp) -> chrono::NaiveDateTime {
    at.plus_seconds(JAPAN_SECONDS).to_utc().naive_utc()
}

/// A person as far as the reader may see them.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    /// Id.
    pub id: CandidateId,
    /// `None` where the name is not open.
    pub name: Option<String>,
    /// The short reference.
    pub reference: String,
    /// What scoring reads.
    pub profile: CandidateProfile,
    /// 思い.
    pub statement: Option<String>,
}

impl Person {
    /// The name, or the reference where it is not open.
    pub(crate) fn label(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.reference)
    }
}

/// What stands above the pages of one posting.
#[derive(Debug, Clone)]
pub(crate) struct PostingHead {
    /// The posting.
    pub posting: Posting,
    /// The body that posts it; `None` when the reader may not read the directory.
    pub host: Option<String>,
    /// Now.
    pub now: Timestamp,
}

impl PostingHead {
    /// Today in Japan.
    pub(crate) fn today(&self) -> NaiveDate {
        in_japan(self.now).date()
    }
}

/// How the list was asked for; together with a person it is the page's address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Asked {
    /// Who is ranked.
    pub pool: Pool,
    /// In which order.
    pub sort: SortKey,
}

/// The ranked people of a posting, and one of them explained.
#[derive(Debug, Clone)]
pub(crate) struct RankingView {
    /// What stands above.
    pub head: PostingHead,
    /// How it was asked for.
    pub asked: Asked,
    /// The ranking.
    pub ranking: Ranking<CandidateId>,
    /// The people, in the order of its items.
    pub people: Vec<Person>,
    /// Applicants who are not in the ranking because a constraint fails, as far as they are listed.
    pub excluded: Vec<Person>,
    /// Standing applications; `None` when the reader may not see who applied.
    pub applications: Option<u64>,
    /// The person beside the list.
    pub selected: Option<Selected>,
    /// When the ranking was made.
    pub as_of: Timestamp,
}

/// Fewer people than this get no rank numbers.
pub(crate) const RANKED_FROM: u64 = 5;

impl RankingView {
    /// Whether there are enough people for rank numbers to mean anything.
    pub(crate) fn has_ranks(&self) -> bool {
        self.ranking.totals.eligible >= RANKED_FROM
    }
}

/// A person explained.
#[derive(Debug, Clone)]
pub(crate) struct Selected {
    /// Who.
    pub person: Person,
    /// Why.
    pub explanation: PairExplanation,
    /// Why, in sentences of the reader's language.
    pub reasons: Vec<String>,
    /// What the person wrote when applying.
    pub message: Option<String>,
}

/// Who a posting can reach.
#[derive(Debug, Clone)]
pub(crate) struct ReachView {
    /// What stands above.
    pub head: PostingHead,
    /// The numbers.
    pub feasibility: Feasibility,
    /// When they were counted.
    pub as_of: Timestamp,
}

/// A posting in the list.
#[derive(Debug, Clone)]
pub(crate) struct PostingLine {
    /// The posting.
    pub posting: Posting,
    /// The body that posts it; `None` when the reader may not read the directory.
    pub host: Option<String>,
    /// Standing applications; `None` when the reader may not count them.
    pub applications: Option<u64>,
}
