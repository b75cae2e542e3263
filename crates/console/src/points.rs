//! From parts per million to the numbers people read, so that printed parts always sum to the printed whole.
//!
//! Knows nothing of languages or drawing.

use domain::{BreakdownLine, Feature};

/// Parts per million of one whole point.
pub(crate) const WHOLE: u32 = 10_000;
/// Parts per million of a tenth of a point.
pub(crate) const TENTH: u32 = 1_000;

/// Numbers in one unit: the whole rounded half up, its parts by largest remainder.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Printed {
    /// The whole.
    pub total: u32,
    /// The parts, in the order given; they sum to the whole.
    pub parts: Vec<u32>,
}

/// Prints parts per million in a unit.
pub(crate) fn print(parts: &[u32], unit: u32) -> Printed {
    let exact: u32 = parts.iter().sum();
    let total = (exact + unit / 2) / unit;
    let mut printed: Vec<u32> = parts.iter().map(|part| part / unit).collect();
    let missing = total.saturating_sub(printed.iter().sum());
    let mut by_remainder: Vec<usize> = (0..parts.len()).collect();
    by_remainder.sort_by_key(|place| std::cmp::Reverse(parts[*place] % unit));
    for place in by_remainder.into_iter().take(missing as usize) {
        printed[place] += 1;
    }
    Printed { total, parts: printed }
}

/// Tenths as `29.8`.
pub(crate) fn tenths(number: u32) -> String {
    format!("{}.{}", number / 10, number % 10)
}

/// Parts per million as points with one decimal, rounded half up.
pub(crate) fn points(ppm: u32) -> String {
    tenths((ppm + TENTH / 2) / TENTH)
}

/// The five colours: theme and reward share the last.
pub(crate) const GROUPS: usize = 5;

/// Which of the five colours a feature has.
pub(crate) fn group(feature: Feature) -> usize {
    match feature {
        Feature::Skill => 0,
        Feature::Commitment => 1,
        Feature::Place => 2,
        Feature::Tie => 3,
        Feature::Theme | Feature::Reward => 4,
    }
}

/// Contributions by colour.
pub(crate) fn by_group(breakdown: &[BreakdownLine]) -> [u32; GROUPS] {
    let mut sums = [0; GROUPS];
    for line in breakdown {
        sums[group(line.feature)] += line.contribution;
    }
    sums
}

/// What a feature can bring at most, parts per million of the score.
pub(crate) fn most(breakdown: &[BreakdownLine], feature: Feature) -> u32 {
    let weights: u32 = breakdown.iter().map(|line| u32::from(line.weight)).sum();
    let own = breakdown.iter().find(|line| line.feature == feature).map_or(0, |line| u32::from(line.weight));
    (1_000_000 * own).checked_div(weights).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_sum_to_the_whole_for_every_score() {
        for seed in 0..5_000_u32 {
            let part = |place: u32| seed.wrapping_mul(2_654_435_761).rotate_left(place * 7) % 200_001;
            let parts: Vec<u32> = (0..5).map(part).collect();
            for unit in [WHOLE, TENTH] {
                let printed = print(&parts, unit);
                assert_eq!(printed.parts.iter().sum::<u32>(), printed.total, "{parts:?}");
                let far = parts
                    .iter()
                    .zip(&printed.parts)
                    .any(|(part, shown)| (shown * unit).abs_diff(*part) >= unit);
                assert!(!far, "{parts:?} {printed:?}");
            }
        }
    }

    #[test]
    fn a_part_of_nothing_stays_nothing() {
        let printed = print(&[0, 5_000, 0, 4_999, 0], WHOLE);
        assert_eq!(printed, Printed { total: 1, parts: vec![0, 1, 0, 0, 0] });
        assert_eq!(points(861_234), "86.1");
    }
}
