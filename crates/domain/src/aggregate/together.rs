//! Counts that are told together: a total and the groups that it is split into, once by body, once by year.
//!
//! A single small count would be the total less the others, and five bodies with five people in all have one each. So of a
//! split whose small counts could be computed the next smallest is withheld too, and of equals all of them; where nothing
//! is left to withhold the total is, and with it every count of every split. Which of them are small is not told. Whoever
//! knows all that is told, and this rule, can compute none of what is withheld.

use super::{Audience, Count, SMALLEST_SHOWN};

/// Which counts of a total and its splits are withheld.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withheld {
    total: bool,
    splits: Vec<Vec<bool>>,
}

impl Withheld {
    /// For a total and its splits, told to an audience. A split need not sum to the total: people who work for two bodies
    /// are one person.
    pub fn of(total: u64, splits: &[Vec<u64>], audience: Audience) -> Self {
        let nothing = splits.iter().map(|split| vec![false; split.len()]).collect();
        if audience == Audience::Insiders {
            return Self { total: false, splits: nothing };
        }
        if is_small(total) {
            let small = splits.iter().map(|split| split.iter().map(|count| is_small(*count)).collect());
            return Self { total: true, splits: small.collect() };
        }
        match splits.iter().map(|split| guarded(split)).collect::<Option<Vec<_>>>() {
            Some(splits) => Self { total: false, splits },
            None => {
                let all = splits.iter().map(|split| split.iter().map(|count| *count > 0).collect());
                Self { total: true, splits: all.collect() }
            }
        }
    }

    /// What is withheld by either of two, of the same splits.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        let either = |(one, other): (&Vec<bool>, &Vec<bool>)| {
            one.iter().zip(other).map(|(one, other)| *one || *other).collect()
        };
        Self {
            total: self.total || other.total,
            splits: self.splits.iter().zip(&other.splits).map(either).collect(),
        }
    }

    /// The total, as it is told.
    pub fn total(&self, count: u64) -> Count {
        told(count, self.total)
    }

    /// A count of a split, as it is told.
    pub fn part(&self, split: usize, place: usize, count: u64) -> Count {
        let is_withheld = self.splits.get(split).and_then(|split| split.get(place));
        told(count, is_withheld.copied().unwrap_or(true))
    }
}

fn told(count: u64, is_withheld: bool) -> Count {
    if is_withheld { Count::Suppressed } else { Count::Shown(count) }
}

fn is_small(count: u64) -> bool {
    (1..SMALLEST_SHOWN).contains(&count)
}

/// What is withheld of a split whose sum is told; `None` where a small count could be computed all the same.
fn guarded(split: &[u64]) -> Option<Vec<bool>> {
    let mut withheld: Vec<bool> = split.iter().map(|count| is_small(*count)).collect();
    let small: Vec<u64> = split.iter().copied().filter(|count| is_small(*count)).collect();
    if !can_be_computed(&small) {
        return Some(withheld);
    }
    let next = split.iter().copied().filter(|count| *count >= SMALLEST_SHOWN).min()?;
    for (withheld, count) in withheld.iter_mut().zip(split) {
        *withheld |= *count == next;
    }
    Some(withheld)
}

/// Whether small counts follow from their sum: one alone, or all as small or as large as can be.
fn can_be_computed(small: &[u64]) -> bool {
    let (many, sum) = (small.len() as u64, small.iter().sum::<u64>());
    many == 1 || (many > 1 && (sum == many || sum == many * (SMALLEST_SHOWN - 1)))
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    fn outside(splits: &[&[u64]]) -> (Option<u64>, Vec<Vec<Option<u64>>>) {
        let splits: Vec<Vec<u64>> = splits.iter().map(|split| split.to_vec()).collect();
        let total = splits.first().map_or(0, |split| split.iter().sum());
        let withheld = Withheld::of(total, &splits, Audience::Outsiders);
        let part = |split: usize, place: usize, count: u64| withheld.part(split, place, count).value();
        let told = splits.iter().enumerate().map(|(split, counts)| {
            counts.iter().enumerate().map(|(place, count)| part(split, place, *count)).collect()
        });
        (withheld.total(total).value(), told.collect())
    }

    #[test]
    fn one_small_count_takes_a_second_along() {
        assert_eq!(outside(&[&[3, 20, 9, 0]]), (Some(32), vec![vec![None, Some(20), None, Some(0)]]));
        assert_eq!(outside(&[&[2, 3, 20]]), (Some(25), vec![vec![None, None, Some(20)]]));
        assert_eq!(outside(&[&[1, 1, 20]]), (Some(22), vec![vec![None, None, None]]), "two of one each");
        assert_eq!(outside(&[&[4, 9, 9]]), (Some(22), vec![vec![None; 3]]), "of equals all");
        assert_eq!(outside(&[&[7, 20]]), (Some(27), vec![vec![Some(7), Some(20)]]));
    }

    #[test]
    fn where_no_second_is_left_the_total_is_withheld_everywhere() {
        assert_eq!(outside(&[&[1, 1, 1, 1, 1], &[5, 0]]), (None, vec![vec![None; 5], vec![None, Some(0)]]));
        assert_eq!(outside(&[&[3], &[3]]), (None, vec![vec![None], vec![None]]));
    }

    #[test]
    fn insiders_are_told_everything() {
        let withheld = Withheld::of(3, &[vec![1, 2]], Audience::Insiders);
        assert_eq!((withheld.total(3), withheld.part(0, 0, 1)), (Count::Shown(3), Count::Shown(1)));
    }

    /// Every way to write a sum as so many counts.
    fn ways(sum: u64, many: usize) -> Vec<Vec<u64>> {
        if many == 1 {
            return vec![vec![sum]];
        }
        let first = |count: u64| {
            ways(sum - count, many - 1).into_iter().map(move |rest| [vec![count], rest].concat())
        };
        (0..=sum).flat_map(first).collect()
    }

    type Told = (Option<u64>, Vec<Vec<Option<u64>>>);

    /// All tables up to a sum, by what is told of them.
    fn by_what_is_told(shape: [usize; 2], most: u64) -> BTreeMap<Told, Vec<[Vec<u64>; 2]>> {
        let mut all: BTreeMap<Told, Vec<[Vec<u64>; 2]>> = BTreeMap::new();
        for sum in 0..=most {
            for one in ways(sum, shape[0]) {
                for other in ways(sum, shape[1]) {
                    all.entry(outside(&[&one, &other])).or_default().push([one.clone(), other]);
                }
            }
        }
        all
    }

    /// Looked at all at once: whatever is withheld has at least two values that lead to the very same answer. Sums near
    /// the largest that is looked at are left out, for the tables that would answer for them are not there.
    #[test]
    fn nothing_that_is_withheld_can_be_computed() {
        for (shape, most, looked_at) in
            [([3, 1], 26, 18), ([4, 1], 20, 14), ([2, 2], 18, 12), ([3, 2], 14, 11)]
        {
            for ((total, splits), tables) in by_what_is_told(shape, most) {
                if tables.iter().all(|[one, _]| one.iter().sum::<u64>() > looked_at) {
                    continue;
                }
                let differs = |value: &dyn Fn(&[Vec<u64>; 2]) -> u64| {
                    tables.iter().map(value).collect::<BTreeSet<u64>>().len() > 1
                };
                assert!(total.is_some() || differs(&|table| table[0].iter().sum()), "{splits:?}: the total");
                for (split, counts) in splits.iter().enumerate() {
                    for (place, _) in counts.iter().enumerate().filter(|(_, count)| count.is_none()) {
                        let is_open = differs(&|table| table[split][place]);
                        assert!(is_open, "{total:?} {splits:?}: {split}/{place} is one of {tables:?}");
                    }
                }
            }
        }
    }

    /// What is told is never small, whatever is split how.
    #[test]
    fn no_small_count_is_told() {
        for sum in 0..=16 {
            for split in ways(sum, 4) {
                let (total, told) = outside(&[&split]);
                assert!(told[0].iter().chain([&total]).flatten().all(|count| !is_small(*count)), "{split:?}");
            }
        }
    }
}
