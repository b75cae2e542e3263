//! Measures in whole numbers: ratios that stay exact, ranks of a list, and how unevenly something is shared out.

/// An exact ratio; nothing is rounded before it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ratio {
    numerator: u64,
    denominator: u64,
}

impl Ratio {
    /// `None` when there is nothing to divide by.
    pub fn new(numerator: u64, denominator: u64) -> Option<Self> {
        (denominator > 0).then_some(Self { numerator, denominator })
    }

    /// What is divided.
    pub fn numerator(self) -> u64 {
        self.numerator
    }

    /// By what; never 0.
    pub fn denominator(self) -> u64 {
        self.denominator
    }

    /// With two decimals, rounded half up: 51 by 27 is `1.89`.
    pub fn two_decimals(self) -> String {
        let (numerator, denominator) = (u128::from(self.numerator), u128::from(self.denominator));
        let hundredths = (numerator * 200 + denominator) / (denominator * 2);
        format!("{}.{:02}", hundredths / 100, hundredths % 100)
    }
}

/// The value that so many tenths of an ascending list do not exceed (nearest rank): 5 is the median. `None` of nothing.
pub fn nearest_rank(ascending: &[u64], tenths: usize) -> Option<u64> {
    let rank = (ascending.len() * tenths).div_ceil(10);
    ascending.get(rank.max(1) - 1).copied()
}

/// The Gini coefficient in millionths, rounded down: 0 where all have the same. `None` where nobody has anything.
///
/// With the values ascending, it is (2 Σ i·xᵢ − (n + 1) Σ xᵢ) / (n Σ xᵢ).
pub fn gini_ppm(values: &[u64]) -> Option<u32> {
    let mut ascending = values.to_vec();
    ascending.sort_unstable();
    let (n, total) =
        (ascending.len() as u128, ascending.iter().map(|value| u128::from(*value)).sum::<u128>());
    let ranked: u128 = (1..).zip(&ascending).map(|(rank, value): (u128, _)| rank * u128::from(*value)).sum();
    let above = (2 * ranked).checked_sub((n + 1) * total)?;
    u32::try_from((above * 1_000_000).checked_div(n * total)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ratio_is_rounded_only_when_it_is_shown() {
        let shown = |numerator, denominator| Ratio::new(numerator, denominator).unwrap().two_decimals();
        assert_eq!(shown(51, 27), "1.89");
        assert_eq!(shown(53, 27), "1.96");
        assert_eq!(
            (shown(1, 200), shown(1, 201), shown(0, 3)),
            ("0.01".into(), "0.00".into(), "0.00".into())
        );
        assert_eq!(Ratio::new(1, 0), None);
    }

    #[test]
    fn ranks_are_values_of_the_list() {
        assert_eq!(nearest_rank(&[], 5), None);
        assert_eq!((nearest_rank(&[7], 5), nearest_rank(&[7], 9)), (Some(7), Some(7)));
        let ten: Vec<u64> = (1..=10).collect();
        assert_eq!((nearest_rank(&ten, 5), nearest_rank(&ten, 9)), (Some(5), Some(9)));
        assert_eq!(nearest_rank(&[1, 2, 100], 9), Some(100));
    }

    #[test]
    fn the_more_uneven_the_higher() {
        assert_eq!(gini_ppm(&[]), None);
        assert_eq!(gini_ppm(&[0, 0]), None);
        assert_eq!(gini_ppm(&[3, 3, 3]), Some(0));
        // One of four has all: 1 − 1/4.
        assert_eq!(gini_ppm(&[0, 8, 0, 0]), Some(750_000));
        // 1, 2, 3: (2·14 − 4·6) / (3·6) = 4/18.
        assert_eq!(gini_ppm(&[3, 1, 2]), Some(222_222));
    }
}
