//! Values and weights to one number: score, sides, contributions (scoring version 1, §4). Whole numbers only.

use std::cmp::Reverse;

use domain::SortKey;

/// The value of each feature, 0…10000, in the order of the table; 0 where it does not apply.
pub(crate) type Points = [u16; 6];

/// The applied weight of each feature; 0 where it does not apply.
pub(crate) type WeightNumbers = [u64; 6];

/// The posting's features come first in the table, then the candidate's.
const POSTING_SIDE: usize = 3;

/// Parts per million; 0 when nothing weighs.
pub(crate) fn score(points: &Points, weights: &WeightNumbers) -> u32 {
    quotient(points, weights).unwrap_or(0)
}

/// The posting's side and the candidate's side alone, each `None` when nothing weighs there.
pub(crate) fn sides(points: &Points, weights: &WeightNumbers) -> (Option<u32>, Option<u32>) {
    let forward = quotient(&points[..POSTING_SIDE], &weights[..POSTING_SIDE]);
    let reverse = quotient(&points[POSTING_SIDE..], &weights[POSTING_SIDE..]);
    (forward, reverse)
}

/// `2·forward·reverse div (forward + reverse)`; 0 when both are 0, `None` when a side is.
pub(crate) fn mutual(forward: Option<u32>, reverse: Option<u32>) -> Option<u32> {
    let (forward, reverse) = (u64::from(forward?), u64::from(reverse?));
    Some(ppm((2 * forward * reverse).checked_div(forward + reverse).unwrap_or(0)))
}

/// Each feature's part of the score; they sum to it: what flooring lost goes to the largest remainders.
pub(crate) fn contributions(points: &Points, weights: &WeightNumbers) -> [u32; 6] {
    let whole: u64 = weights.iter().sum();
    if whole == 0 {
        return [0; 6];
    }
    let mut parts = [0; 6];
    let mut remainders: [(u64, usize); 6] = [(0, 0); 6];
    for feature in 0..parts.len() {
        let dividend = 100 * weights[feature] * u64::from(points[feature]);
        parts[feature] = ppm(dividend / whole);
        remainders[feature] = (dividend % whole, feature);
    }
    remainders.sort_by_key(|(remainder, _)| Reverse(*remainder));
    let missing = score(points, weights) - parts.iter().sum::<u32>();
    for (_, feature) in remainders.iter().take(missing as usize) {
        parts[*feature] += 1;
    }
    parts
}

/// What a ranking is sorted by, higher first: above all values of `mutual` stands none without one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Merit(u64);

/// Lifts every `mutual` above every score that stands in for a missing one, and further than a band is wide.
const HAS_VALUE: u64 = 1 << 32;

/// How far below the first of a band its last may be, in parts per million.
const BAND_WIDTH: u64 = 30_000;

impl Merit {
    /// The merit of these values under these weights.
    pub(crate) fn new(points: &Points, weights: &WeightNumbers, sort: SortKey) -> Self {
        let by_score = || u64::from(score(points, weights));
        match sort {
            SortKey::Score => Self(HAS_VALUE + by_score()),
            SortKey::Mutual => {
                let (forward, reverse) = sides(points, weights);
                let value = mutual(forward, reverse);
                Self(value.map_or_else(by_score, |value| HAS_VALUE + u64::from(value)))
            }
        }
    }

    /// The least score of a merit that is one of scores.
    #[inline(always)]
    pub(crate) fn score_floor(self) -> u32 {
        (self.0 - HAS_VALUE) as u32
    }

    /// Whether this may stand in the band that `first` opened.
    pub(crate) fn is_in_band_of(self, first: Self) -> bool {
        first.0.saturating_sub(self.0) <= BAND_WIDTH
    }
}

/// `100·Σ w·f div Σ w`, `None` when nothing weighs.
fn quotient(points: &[u16], weights: &[u64]) -> Option<u32> {
    let total: u64 = points.iter().zip(weights).map(|(value, weight)| u64::from(*value) * weight).sum();
    let whole: u64 = weights.iter().sum();
    (100 * total).checked_div(whole).map(ppm)
}

fn ppm(value: u64) -> u32 {
    u32::try_from(value).expect("values are at most 10000, so no quotient exceeds a million")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contributions_sum_to_the_score() {
        for (points, weights) in [
            ([3333, 3333, 3333, 3333, 3333, 3333], [1, 1, 1, 0, 0, 0]),
            ([9999, 1, 7, 4999, 10_000, 123], [37, 23, 19, 11, 7, 3]),
            ([0; 6], [40, 20, 15, 10, 10, 5]),
            ([10_000; 6], [0; 6]),
        ] {
            let parts = contributions(&points, &weights);
            assert_eq!(parts.iter().sum::<u32>(), score(&points, &weights), "{points:?} {weights:?}");
        }
    }

    #[test]
    fn equal_remainders_go_by_the_order_of_the_table() {
        // 100·1 div 3 = 33, remainder 1, three times; the score is 100.
        assert_eq!(contributions(&[1, 1, 1, 0, 0, 0], &[1, 1, 1, 0, 0, 0]), [34, 33, 33, 0, 0, 0]);
    }

    #[test]
    fn a_side_without_weight_has_no_value_and_stands_last() {
        let weights = [40, 0, 0, 0, 0, 0];
        assert_eq!(sides(&[10_000; 6], &weights), (Some(1_000_000), None));
        let without = Merit::new(&[10_000; 6], &weights, SortKey::Mutual);
        let nothing = Merit::new(&[0; 6], &[1; 6], SortKey::Mutual);
        assert!(nothing > without);
        assert!(!without.is_in_band_of(nothing));
        assert_eq!(mutual(Some(0), Some(0)), Some(0));
    }
}
