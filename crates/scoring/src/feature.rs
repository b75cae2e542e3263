//! The six soft features of a pair (scoring version 1, §3), one file each.
//!
//! Each says from the posting alone whether it applies, and from the pair what it is worth.

use domain::{Feature, Word};

use crate::pair::Pair;
use crate::posting::CompiledPosting;

pub(crate) mod commitment;
pub(crate) mod place;
mod reward;
pub(crate) mod skill;
mod theme;
pub(crate) mod tie;

/// The highest value of a feature.
pub(crate) const FULL: u16 = 10_000;

/// What stands in where a person left something blank.
pub(crate) const NEUTRAL: u16 = 5_000;

/// The value of a feature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Value {
    /// 0…10000.
    pub(crate) points: u16,
    /// Whether a neutral value stood in for something not stated.
    pub(crate) assumed: bool,
}

impl Value {
    /// Nothing at all.
    pub(crate) const ZERO: Self = Self { points: 0, assumed: false };

    fn stated(points: u16) -> Self {
        Self { points, assumed: false }
    }

    fn assumed(points: u16) -> Self {
        Self { points, assumed: true }
    }
}

/// Whether a feature applies to a posting.
pub(crate) fn applies(feature: Feature, posting: &CompiledPosting) -> bool {
    match feature {
        Feature::Skill => skill::applies(posting),
        Feature::Commitment => commitment::applies(posting),
        Feature::Place => place::applies(posting),
        Feature::Tie => true,
        Feature::Theme => theme::applies(posting),
        Feature::Reward => reward::applies(posting),
    }
}

/// The value of every feature in the order of the table; `None` for those that do not apply.
pub(crate) fn values(pair: &Pair<'_>) -> [Option<Value>; 6] {
    let mut values = [None; 6];
    for feature in Feature::ALL.iter().filter(|feature| applies(**feature, pair.posting)) {
        values[feature.index()] = Some(match feature {
            Feature::Skill => skill::value(pair),
            Feature::Commitment => commitment::value(pair),
            Feature::Place => place::value(pair),
            Feature::Tie => tie::value(pair),
            Feature::Theme => theme::value(pair),
            Feature::Reward => reward::value(pair),
        });
    }
    values
}

/// `FULL·share div whole`, for a share of a whole that is above 0.
pub(crate) fn share_of(share: u64, whole: u64) -> u16 {
    let points = u64::from(FULL) * share.min(whole) / whole;
    u16::try_from(points).expect("a share of a whole is at most 10000")
}
