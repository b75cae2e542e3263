//! Ranking people for a posting: one scan over those who are looked at, then the best in order.

use domain::{CandidateId, PartialWeights, RankedItem, Ranking, SortKey};

use crate::constraint;
use crate::pair::Pair;
use crate::person::CompiledPerson;
use crate::plain;
use crate::pool::{Among, Snapshot};
use crate::posting::CompiledPosting;
use crate::score::WeightNumbers;
use crate::standing::{Contenders, Listing, Reach};
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
        plain::rank(posting, call, self.people(call.among))
    }

    /// The first of those eligible, in order, each with its breakdown; nobody counted, no rank ranges.
    pub fn top(&self, posting: &CompiledPosting, call: &RankCall<'_>) -> Vec<RankedItem<CandidateId>> {
        let items = self.rank(posting, call).items;
        items.into_iter().map(|item| RankedItem { rank_range: None, ..item }).collect()
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
