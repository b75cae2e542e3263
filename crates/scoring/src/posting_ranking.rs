//! Ranking postings for a person: the same value of a pair, only the loop differs.
//!
//! Each posting brings its own weights, so every item says which counted for it.

use std::borrow::Borrow;

use domain::{AppliedWeights, PartialWeights, PostingId, RankedItem, Ranking, SortKey, Weights};

use crate::constraint;
use crate::exclusion::Tally;
use crate::pair::Pair;
use crate::person::CompiledPerson;
use crate::posting::CompiledPosting;
use crate::score::WeightNumbers;
use crate::standing::{Contenders, Listing, Reach, Standing, list};
use crate::weighing::Weighing;

/// What is asked of a ranking of postings.
#[derive(Debug, Clone, Copy)]
pub struct PostingsCall {
    /// Sorted by.
    pub sort: SortKey,
    /// How many are listed.
    pub limit: usize,
    /// Weights of the request, over each posting's own.
    pub weights: PartialWeights,
}

impl PostingsCall {
    /// How its ranking is listed.
    pub(crate) fn listing(&self) -> Listing {
        Listing { sort: self.sort, limit: self.limit, reach: Reach::First }
    }
}

/// The postings for which the person is eligible, in order and explained; the others counted.
///
/// Drafts without an id have no place in a ranking and are passed over. The rank range is over the first 200, each
/// run moving one weight of every posting.
pub fn rank_postings<P: Borrow<CompiledPosting>>(
    person: &CompiledPerson,
    postings: &[P],
    call: &PostingsCall,
) -> Ranking<PostingId> {
    let (tally, standings) = look(person, postings, call);
    let preferred = Weights::default().under(call.weights);
    Ranking {
        preferred,
        applied: AppliedWeights(preferred.0.map(Some)),
        totals: tally.totals(),
        exclusions: tally.exclusions(),
        items: list(standings, call.listing(), &Desk { person, request: call.weights }),
    }
}

/// A stored posting with its id.
pub(crate) type Stored<'a> = (PostingId, &'a CompiledPosting);

fn look<'p, P: Borrow<CompiledPosting>>(
    person: &CompiledPerson,
    postings: &'p [P],
    call: &PostingsCall,
) -> (Tally, Vec<Standing<Stored<'p>>>) {
    let (mut tally, mut standings) = (Tally::default(), Vec::new());
    for posting in postings.iter().map(P::borrow) {
        let Some(id) = posting.id else { continue };
        let pair = Pair::new(posting, person);
        let failed = constraint::screen(&pair).failed;
        tally.count(failed);
        if failed.is_empty() {
            let weights = Weighing::new(posting, call.weights).numbers();
            standings.push(Standing::new((id, posting), pair.points(), (&weights, call.sort)));
        }
    }
    (tally, standings)
}

/// A person with the weights of a request: what postings are held against.
pub(crate) struct Desk<'a> {
    pub(crate) person: &'a CompiledPerson,
    pub(crate) request: PartialWeights,
}

impl Contenders<Stored<'_>> for Desk<'_> {
    type Id = PostingId;

    fn id(&self, (id, _): &Stored<'_>) -> PostingId {
        *id
    }

    fn tie(&self, (id, posting): &Stored<'_>) -> (u64, PostingId) {
        (posting.tie_breaker.of(self.person.id), *id)
    }

    fn weights(&self, (_, posting): &Stored<'_>) -> WeightNumbers {
        Weighing::new(posting, self.request).numbers()
    }

    fn item(&self, (id, posting): &Stored<'_>) -> RankedItem<PostingId> {
        let pair = Pair::new(posting, self.person);
        RankedItem {
            id: *id,
            rank: 0,
            rank_range: None,
            band: 0,
            pair: pair.score(&Weighing::new(posting, self.request)),
            unknown: constraint::screen(&pair).unknown.iter().collect(),
        }
    }
}
