//! Drawing lots: the same seed gives the same draws on every machine, in whole numbers only.
//!
//! SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014). Good enough for invented
//! people, and never asked for a secret.

/// The increment of SplitMix64.
const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

/// What can be drawn, each with its weight.
pub(super) type Lots<T> = Vec<(T, u64)>;

/// A stream of draws.
pub(super) struct Dice(u64);

impl Dice {
    /// The stream of a purpose: `number` tells one person or posting from another, so that what is drawn for one
    /// never depends on how many others there are.
    pub(super) fn of(seed: u64, purpose: &str, number: u64) -> Self {
        // FNV-1a, 64 bit.
        let hashed = purpose.bytes().fold(0xCBF2_9CE4_8422_2325, |hash: u64, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01B3)
        });
        Self(scramble(scramble(seed ^ hashed).wrapping_add(number.wrapping_mul(STEP))))
    }

    /// 64 bits.
    pub(super) fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        scramble(self.0)
    }

    /// 0 … `bound` − 1; 0 when `bound` is 0.
    pub(super) fn below(&mut self, bound: u64) -> u64 {
        let wide = u128::from(self.bits()) * u128::from(bound);
        u64::try_from(wide >> 64).expect("64 bits times 64 bits have 64 upper bits")
    }

    /// Whether a chance of `percent` in 100 comes true.
    pub(super) fn percent(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// A number of the range, both ends included.
    pub(super) fn within(&mut self, (from, to): (u64, u64)) -> u64 {
        from + self.below((to + 1).saturating_sub(from))
    }

    /// An entry, even chances; `None` when there is none.
    pub(super) fn even<'a, T>(&mut self, entries: &'a [T]) -> Option<&'a T> {
        let count = u64::try_from(entries.len()).unwrap_or(u64::MAX);
        entries.get(usize::try_from(self.below(count)).ok()?)
    }

    /// The place of an entry, by weight; `None` when no weight is above 0.
    pub(super) fn place<T>(&mut self, entries: &[T], weight: impl Fn(&T) -> u64) -> Option<usize> {
        let total: u64 = entries.iter().map(&weight).sum();
        if total == 0 {
            return None;
        }
        let mut left = self.below(total);
        entries.iter().position(|entry| match left.checked_sub(weight(entry)) {
            Some(rest) => {
                left = rest;
                false
            }
            None => true,
        })
    }

    /// An entry, by weight; `None` when no weight is above 0.
    pub(super) fn lot<'a, T>(&mut self, lots: &'a [(T, u64)]) -> Option<&'a T> {
        self.place(lots, |(_, weight)| *weight).map(|place| &lots[place].0)
    }
}

fn scramble(state: u64) -> u64 {
    let state = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let state = (state ^ (state >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    state ^ (state >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_splitmix64() {
        // The first numbers of the published generator from the state 0.
        let mut dice = Dice(0);
        assert_eq!([dice.bits(), dice.bits()], [0xE220_A839_7B1D_CDAF, 0x6E78_9E6A_A1B9_65F4]);
    }

    #[test]
    fn draws_stay_in_their_range_and_follow_their_weights() {
        let mut dice = Dice::of(1, "test", 0);
        let lots = vec![("never", 0), ("often", 90), ("rarely", 10)];
        let drawn: Vec<&str> = (0..1000).filter_map(|_| dice.lot(&lots).copied()).collect();
        let rarely = drawn.iter().filter(|word| **word == "rarely").count();
        assert_eq!(drawn.len(), 1000);
        assert!(!drawn.contains(&"never"));
        assert!((60..140).contains(&rarely), "{rarely}");
        assert!((0..1000).all(|_| (3..=5).contains(&dice.within((3, 5)))));
        assert_eq!(dice.even::<u8>(&[]), None);
        assert_eq!(dice.lot(&[("never", 0)]), None);
    }

    #[test]
    fn streams_of_other_purposes_or_numbers_differ() {
        let first = |seed, purpose, number| Dice::of(seed, purpose, number).bits();
        let known = first(1, "person", 7);
        assert_eq!(known, first(1, "person", 7));
        assert!(
            [first(2, "person", 7), first(1, "id", 7), first(1, "person", 8)]
                .iter()
                .all(|other| *other != known)
        );
    }
}
