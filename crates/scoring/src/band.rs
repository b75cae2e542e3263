//! Near-tie bands: within one, nobody is clearly better than another.

use crate::score::Merit;

/// The band of each place, 1, 2, …; merits come best first.
pub(crate) fn bands(merits: impl IntoIterator<Item = Merit>) -> impl Iterator<Item = u32> {
    let mut first: Option<Merit> = None;
    let mut band = 0;
    merits.into_iter().map(move |merit| {
        if !first.is_some_and(|first| merit.is_in_band_of(first)) {
            first = Some(merit);
            band += 1;
        }
        band
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::SortKey;

    #[test]
    fn a_band_is_measured_from_the_one_who_opened_it() {
        let merit = |value: u16| Merit::new(&[value, 0, 0, 0, 0, 0], &[1, 0, 0, 0, 0, 0], SortKey::Score);
        let found: Vec<u32> = bands([10_000, 9_800, 9_700, 9_699, 9_399, 9_398].map(merit)).collect();
        assert_eq!(found, [1, 1, 1, 2, 2, 3]);
    }
}
