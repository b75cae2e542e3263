//! Ranking people for a posting: one scan over those who are looked at, then the best in order.

use domain::{CandidateId, PartialWeights, RankedItem, Ranking, SortKey};

use crate::constraint;
use crate::exclusion::Tally;
use crate::executor::Executor;
use crate::pair::Pair;
use crate::person::CompiledPerson;
use crate::pool::{Among, Part, Snapshot, size_of};
use crate::posting::CompiledPosting;
use crate::score::WeightNumbers;
use crate::standing::{Contenders, Listing, Reach, Standing, list};
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
    pub fn rank(
        &self,
        posting: &CompiledPosting,
        call: &RankCall<'_>,
        executor: &Executor,
    ) -> Ranking<CandidateId> {
        let parts = self.parts(call.among);
        let panel = Panel { posting, weighing: Weighing::new(posting, call.weights) };
        let Scan { tally, standings } = panel.scan(&parts, call.sort, executor);
        let listing = Listing { sort: call.sort, limit: call.limit, reach: call.among.reach() };
        Ranking {
            preferred: panel.weighing.preferred,
            applied: panel.weighing.applied,
            totals: tally.totals(),
            exclusions: tally.exclusions(),
            items: list(standings, listing, &panel),
        }
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

/// What a scan found.
#[derive(Default)]
pub(crate) struct Scan<'a> {
    pub(crate) tally: Tally,
    /// Everybody eligible, in no order yet.
    pub(crate) standings: Vec<Standing<&'a CompiledPerson>>,
}

impl Panel<'_> {
    /// Looks at everybody once.
    pub(crate) fn scan<'p>(&self, parts: &'p [Part<'_>], sort: SortKey, executor: &Executor) -> Scan<'p> {
        let weights = self.weighing.numbers();
        let found = executor.map(parts, size_of(parts), |part| self.scan_part(part, (&weights, sort)));
        let mut whole = Scan::default();
        whole.standings.reserve_exact(found.iter().map(|part| part.standings.len()).sum());
        for part in found {
            whole.tally.add(&part.tally);
            whole.standings.extend(part.standings);
        }
        whole
    }

    fn scan_part<'p>(&self, part: &'p Part<'_>, rule: (&WeightNumbers, SortKey)) -> Scan<'p> {
        let mut scan = Scan::default();
        for person in part.people() {
            let pair = Pair::new(self.posting, person);
            let failed = constraint::screen(&pair).failed;
            scan.tally.count(failed);
            if failed.is_empty() {
                scan.standings.push(Standing::new(person, pair.points(), rule));
            }
        }
        scan
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
