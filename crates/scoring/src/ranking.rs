//! Ranking people for a posting: everybody counted, the best found, put in order and explained.

use std::borrow::Borrow;

use domain::{CandidateId, PartialWeights, RankedItem, Ranking, SortKey};

use crate::constraint;
use crate::executor::Executor;
use crate::pair::Pair;
use crate::person::CompiledPerson;
use crate::plain;
use crate::pool::{Among, Snapshot};
use crate::posting::CompiledPosting;
use crate::query::{Best, Census, Found, Grader, Query, grade_all};
use crate::score::WeightNumbers;
use crate::standing::{Contenders, Listing, Reach, list};
use crate::weighing::Weighing;

/// What is asked of a ranking of people.
#[derive(Debug, Clone, Copy)]
pub struct RankCall<'a> {
    /// Who is looked at.
    pub among: Among<'a>,
    /// Sorted by.
    pub sort: SortKey,
    /// How many are listed.
    pub limit: usize,
    /// Weights of the request, over the posting's.
    pub weights: PartialWeights,
}

impl Snapshot {
    /// Everybody looked at, counted; the first of those eligible, in order and explained.
    pub fn rank(&self, posting: &CompiledPosting, call: &RankCall<'_>) -> Ranking<CandidateId> {
        let viewer = match call.among {
            Among::Listed(ids) => return plain::rank(posting, call, self.listed(ids).iter()),
            Among::Visible(viewer) => viewer,
        };
        let panel = Panel::new(posting, call);
        let query = Query::new(posting, self, viewer);
        let grader = Grader::new(&query, &panel.weighing, call.sort);
        let listing = call.listing();
        let mut census = Census::new(&[]);
        let mut best = Best::new(listing.to_order(), posting.tie_breaker);
        query.count_and_grade(&mut census, &grader, &mut best);
        Ranking {
            preferred: panel.weighing.preferred,
            applied: panel.weighing.applied,
            totals: census.tally.totals(),
            exclusions: census.tally.exclusions(),
            items: list(best.into_standings(), listing, &Finds { panel: &panel, query: &query }),
        }
    }

    /// The first of those eligible, in order, each with its breakdown; nobody is counted, and there are no rank
    /// ranges.
    pub fn top(&self, posting: &CompiledPosting, call: &RankCall<'_>) -> Vec<RankedItem<CandidateId>> {
        let listing = Listing { reach: Reach::Nobody, ..call.listing() };
        let panel = Panel::new(posting, call);
        let viewer = match call.among {
            Among::Listed(ids) => {
                let people = self.listed(ids);
                return list(Panel::scan(&panel, people.iter(), call).standings, listing, &panel);
            }
            Among::Visible(viewer) => viewer,
        };
        let query = Query::new(posting, self, viewer);
        let mut best = Best::new(listing.to_order(), posting.tie_breaker);
        grade_all(&Grader::new(&query, &panel.weighing, call.sort), &mut best);
        list(best.into_standings(), listing, &Finds { panel: &panel, query: &query })
    }

    /// For each posting what [`Self::top`] lists, in the order of the postings, which are shared out over the threads.
    pub fn top_each<P: Borrow<CompiledPosting> + Sync>(
        &self,
        postings: &[P],
        call: &RankCall<'_>,
        executor: &Executor,
    ) -> Vec<Vec<RankedItem<CandidateId>>> {
        executor.map(postings, |posting| self.top(posting.borrow(), call))
    }
}

impl RankCall<'_> {
    /// How its ranking is listed.
    pub(crate) fn listing(&self) -> Listing {
        Listing { sort: self.sort, limit: self.limit, reach: self.among.reach() }
    }
}

impl Among<'_> {
    /// The rank range is over everybody who applied, but over the first of a pool.
    pub(crate) fn reach(self) -> Reach {
        match self {
            Self::Listed(_) => Reach::Everybody,
            Self::Visible(_) => Reach::First,
        }
    }
}

/// A posting with the weights of a call: what people are held against.
pub(crate) struct Panel<'a> {
    pub(crate) posting: &'a CompiledPosting,
    pub(crate) weighing: Weighing,
}

impl<'a> Panel<'a> {
    /// The posting under the weights of a call.
    pub(crate) fn new(posting: &'a CompiledPosting, call: &RankCall<'_>) -> Self {
        Self { posting, weighing: Weighing::new(posting, call.weights) }
    }
}

impl Contenders<&CompiledPerson> for Panel<'_> {
    type Id = CandidateId;

    fn id(&self, person: &&CompiledPerson) -> CandidateId {
        person.id
    }

    fn tie(&self, person: &&CompiledPerson) -> (u64, CandidateId) {
        (self.posting.tie_breaker.of(person.id), person.id)
    }

    fn weights(&self, _: &&CompiledPerson) -> WeightNumbers {
        self.weighing.numbers()
    }

    fn item(&self, person: &&CompiledPerson) -> RankedItem<CandidateId> {
        let pair = Pair::new(self.posting, person);
        RankedItem {
            id: person.id,
            rank: 0,
            rank_range: None,
            band: 0,
            pair: pair.score(&self.weighing),
            unknown: constraint::screen(&pair).unknown.iter().collect(),
        }
    }
}

/// Those whom a query found, unpacked when they are listed.
pub(crate) struct Finds<'a> {
    pub(crate) panel: &'a Panel<'a>,
    pub(crate) query: &'a Query<'a>,
}

impl Contenders<Found> for Finds<'_> {
    type Id = CandidateId;

    fn id(&self, found: &Found) -> CandidateId {
        found.id
    }

    fn tie(&self, found: &Found) -> (u64, CandidateId) {
        (self.panel.posting.tie_breaker.of(found.id), found.id)
    }

    fn weights(&self, _: &Found) -> WeightNumbers {
        self.panel.weighing.numbers()
    }

    fn item(&self, found: &Found) -> RankedItem<CandidateId> {
        self.panel.item(&&self.query.unpack(found))
    }
}
