//! Drawing lots: the same seed gives the same draws on every machine, in whole numbers only.
//!
//! SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014); never asked for a secret.

/// The increment of SplitMix64.
const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

/// What something is drawn for; draws for one purpose never move those of another.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Purpose {
    Popularity = 1,
    Municipality,
    Person,
    PersonId,
    Posting,
    OpenPosting,
    PostingId,
    Grants,
    Writer,
    Reader,
    Checker,
}

/// A stream of draws.
#[derive(Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    /// The stream of a purpose and a number: one person's draws do not depend on how many others there are.
    pub(crate) fn of(seed: u64, purpose: Purpose, number: u64) -> Self {
        let purpose = scramble((purpose as u64).wrapping_mul(STEP));
        Self(scramble(scramble(seed ^ purpose).wrapping_add(number.wrapping_mul(STEP))))
    }

    /// 64 bits.
    pub(crate) fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        scramble(self.0)
    }

    /// 0 … `bound` − 1; 0 when `bound` is 0.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        let wide = u128::from(self.bits()) * u128::from(bound);
        u64::try_from(wide >> 64).expect("64 bits times 64 bits have 64 upper bits")
    }

    /// Whether a chance of `percent` in 100 comes true.
    pub(crate) fn percent(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// From `least` to `most`, both included.
    pub(crate) fn within(&mut self, least: u64, most: u64) -> u64 {
        least + self.below(most - least + 1)
    }

    /// One of these, even chances.
    pub(crate) fn even<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[usize::try_from(self.below(of.len() as u64)).expect("a place in a slice fits")]
    }

    /// One of these, each with its weight.
    pub(crate) fn lot<T: Copy>(&mut self, lots: &[(T, u64)]) -> T {
        let mut left = self.below(lots.iter().map(|(_, weight)| weight).sum());
        let found = lots.iter().find(|(_, weight)| {
            let is_here = left < *weight;
            left = left.saturating_sub(*weight);
            is_here
        });
        found.unwrap_or(&lots[0]).0
    }
}

/// Weights laid end to end, so that a draw among thousands takes a dozen steps.
#[derive(Debug)]
pub(crate) struct Shares(Vec<u64>);

impl Shares {
    /// Of these weights.
    pub(crate) fn new(weights: impl IntoIterator<Item = u64>) -> Self {
        let mut total = 0;
        Self(
            weights
                .into_iter()
                .map(|weight| {
                    total += weight;
                    total
                })
                .collect(),
        )
    }

    /// The place of one of them, by weight.
    pub(crate) fn draw(&self, dice: &mut Dice) -> usize {
        let lot = dice.below(self.0.last().copied().unwrap_or(0));
        self.0.partition_point(|until| *until <= lot)
    }
}

/// The weight of a rank, 1, 2, 3 …, under Zipf's law with exponent 1.
pub(crate) fn zipf(rank: u64) -> u64 {
    1_000_000 / rank
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
    fn lots_and_shares_follow_their_weights() {
        let mut dice = Dice::of(1, Purpose::Person, 0);
        let lots = [("never", 0), ("often", 90), ("rarely", 10)];
        let shares = Shares::new(lots.map(|(_, weight)| weight));
        let mut rarely = [0; 2];
        for _ in 0..1_000 {
            let (lot, share) = (dice.lot(&lots), lots[shares.draw(&mut dice)].0);
            assert!(lot != "never" && share != "never");
            rarely[0] += u32::from(lot == "rarely");
            rarely[1] += u32::from(share == "rarely");
        }
        assert!(rarely.iter().all(|count| (60..140).contains(count)), "{rarely:?}");
    }

    #[test]
    fn streams_differ_by_seed_purpose_and_number() {
        let first = |seed, purpose, number| Dice::of(seed, purpose, number).bits();
        let known = first(1, Purpose::Person, 7);
        assert_eq!(known, first(1, Purpose::Person, 7));
        let others =
            [first(2, Purpose::Person, 7), first(1, Purpose::PersonId, 7), first(1, Purpose::Person, 8)];
        assert!(others.iter().all(|other| *other != known));
    }
}
