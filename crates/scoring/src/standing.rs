//! The order of a ranking: merit first, then the tie-break, then the id.
//!
//! Generic over who stands there, because ranking people for a posting and postings for a person differ in the
//! loop only.

use std::cmp::Reverse;

use domain::{RankedItem, SortKey};

use crate::band;
use crate::rank_range;
use crate::score::{Merit, Points, WeightNumbers};

/// How many of a pool are ranked again under moved weights.
const REACH: usize = 200;

/// Somebody eligible, with what decides their place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Standing<T> {
    /// Decides first.
    pub(crate) merit: Merit,
    /// What the merit came from.
    pub(crate) points: Points,
    /// Who.
    pub(crate) who: T,
}

impl<T> Standing<T> {
    /// Puts these values under these weights.
    pub(crate) fn new(who: T, points: Points, rule: (&WeightNumbers, SortKey)) -> Self {
        Self { merit: Merit::new(&points, rule.0, rule.1), points, who }
    }
}

/// Whose weights are moved for the rank range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Everybody's: they have applied.
    Everybody,
    /// Those of the first 200, among themselves.
    First,
    /// Nobody's.
    Nobody,
}

impl Reach {
    /// How many of so many standing there.
    pub(crate) fn of(self, standing: usize) -> usize {
        match self {
            Self::Everybody => standing,
            Self::First => standing.min(REACH),
            Self::Nobody => 0,
        }
    }

    /// How many must be put in order so that the first `limit` can be listed with their ranges.
    fn to_order(self, limit: usize) -> usize {
        match self {
            Self::Everybody => usize::MAX,
            Self::First => limit.max(REACH),
            Self::Nobody => limit,
        }
    }
}

/// How a ranking is listed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Listing {
    /// Sorted by.
    pub(crate) sort: SortKey,
    /// How many.
    pub(crate) limit: usize,
    /// For the rank range.
    pub(crate) reach: Reach,
}

impl Listing {
    /// How many must be put in order for it.
    pub(crate) fn to_order(self) -> usize {
        self.reach.to_order(self.limit)
    }
}

/// What is needed of those who stand there.
pub(crate) trait Contenders<T> {
    /// Their ids.
    type Id: Ord + Copy;

    /// Their id.
    fn id(&self, who: &T) -> Self::Id;

    /// Tie-break and id: different for each, so the order is total.
    fn tie(&self, who: &T) -> (u64, Self::Id);

    /// The weights that count for them.
    fn weights(&self, who: &T) -> WeightNumbers;

    /// Their line of the ranking, still without its place.
    fn item(&self, who: &T) -> RankedItem<Self::Id>;
}

/// The first of a ranking in order, with rank, range and band.
pub(crate) fn list<T, C: Contenders<T>>(
    mut standings: Vec<Standing<T>>,
    listing: Listing,
    contenders: &C,
) -> Vec<RankedItem<C::Id>> {
    keep_best(&mut standings, listing.to_order(), contenders);
    let reached = &standings[..listing.reach.of(standings.len())];
    let ranges = rank_range::ranges(reached, listing.sort, contenders);
    let bands = band::bands(standings.iter().map(|standing| standing.merit));
    let places = standings.iter().zip(1..).zip(bands).take(listing.limit);
    places
        .map(|((standing, rank), band)| RankedItem {
            rank,
            rank_range: ranges.get(rank as usize - 1).copied(),
            band,
            ..contenders.item(&standing.who)
        })
        .collect()
}

/// Keeps the best in full order; the tie-break is worked out only for those whose merit is good enough.
pub(crate) fn keep_best<T, C: Contenders<T>>(standings: &mut Vec<Standing<T>>, most: usize, contenders: &C) {
    if most > 0 && most < standings.len() {
        let (_, last, _) = standings.select_nth_unstable_by_key(most - 1, |standing| Reverse(standing.merit));
        let least = last.merit;
        standings.retain(|standing| standing.merit >= least);
    }
    standings.sort_by_cached_key(|standing| (Reverse(standing.merit), contenders.tie(&standing.who)));
    standings.truncate(most);
}
