//! Sets of places within a block, as bits: one place, one bit, 64 to a word.
//!
//! Knows nothing of people; everything here is about words of bits and how densely they are kept.

/// Places in a full block.
pub(crate) const BLOCK: usize = 8192;

/// Words that hold the bits of a full block.
pub(crate) const WORDS: usize = BLOCK / 64;

/// Words that hold so many bits.
pub(crate) fn words_for(places: usize) -> usize {
    places.div_ceil(64)
}

/// Whether the bit of a place is set.
#[inline(always)]
pub(crate) fn holds(words: &[u64], place: usize) -> bool {
    words[place / 64] >> (place % 64) & 1 == 1
}

/// Sets the bit of a place.
#[inline(always)]
pub(crate) fn insert(words: &mut [u64], place: usize) {
    words[place / 64] |= 1 << (place % 64);
}

/// Clears the bit of a place.
#[inline(always)]
pub(crate) fn remove(words: &mut [u64], place: usize) {
    words[place / 64] &= !(1 << (place % 64));
}

/// Clears the bits from `start` to before `end`.
#[inline(always)]
pub(crate) fn remove_range(words: &mut [u64], start: usize, end: usize) {
    if start >= end {
        return;
    }
    let (first, last) = (start / 64, (end - 1) / 64);
    let (keep_below, keep_above) = (!(u64::MAX << (start % 64)), !(u64::MAX >> (63 - (end - 1) % 64)));
    if first == last {
        words[first] &= keep_below | keep_above;
        return;
    }
    words[first] &= keep_below;
    words[first + 1..last].fill(0);
    words[last] &= keep_above;
}

/// How many bits are set.
#[inline(always)]
pub(crate) fn count(words: &[u64]) -> u64 {
    words.iter().map(|word| u64::from(word.count_ones())).sum()
}

/// Calls with each place whose bit is set, ascending.
#[inline(always)]
pub(crate) fn each(words: &[u64], mut visit: impl FnMut(usize)) {
    for (index, word) in words.iter().enumerate() {
        let mut rest = *word;
        while rest != 0 {
            visit(index * 64 + rest.trailing_zeros() as usize);
            rest &= rest - 1;
        }
    }
}

/// A set that never changes, kept in whatever form is smaller.
#[derive(Debug, Clone)]
pub(crate) enum SlotSet {
    /// Every place of the block.
    All,
    /// These, ascending.
    Few(Box<[u16]>),
    /// One bit a place.
    Many(Box<[u64]>),
}

impl SlotSet {
    /// The set of these places, ascending and none twice, in a block of so many.
    pub(crate) fn new(places: &[u16], block: usize) -> Self {
        if places.len() == block {
            return Self::All;
        }
        let words = words_for(block);
        if places.len() * 4 <= words * 8 {
            return Self::Few(places.into());
        }
        let mut bits = vec![0; words];
        places.iter().for_each(|place| insert(&mut bits, usize::from(*place)));
        Self::Many(bits.into())
    }

    /// Adds the set to these bits.
    pub(crate) fn add_to(&self, words: &mut [u64]) {
        match self {
            Self::All => words.fill(u64::MAX),
            Self::Few(places) => places.iter().for_each(|place| insert(words, usize::from(*place))),
            Self::Many(bits) => words.iter_mut().zip(bits).for_each(|(word, more)| *word |= more),
        }
    }

    /// Whether the place is in it.
    pub(crate) fn holds(&self, place: usize) -> bool {
        match self {
            Self::All => true,
            Self::Few(places) => places.iter().any(|held| usize::from(*held) == place),
            Self::Many(bits) => holds(bits, place),
        }
    }

    /// Bytes on the heap.
    pub(crate) fn bytes(&self) -> usize {
        match self {
            Self::All => 0,
            Self::Few(places) => size_of_val(&**places),
            Self::Many(bits) => size_of_val(&**bits),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_cleared_and_nothing_beside_it() {
        for (start, end) in
            [(0, 0), (0, 64), (3, 5), (60, 70), (0, 256), (63, 65), (64, 192), (100, 256), (255, 256)]
        {
            let mut words = [u64::MAX; 4];
            remove_range(&mut words, start, end);
            for place in 0..256 {
                assert_eq!(holds(&words, place), !(start..end).contains(&place), "{place} of {start}..{end}");
            }
        }
    }

    #[test]
    fn a_set_is_the_same_in_every_form() {
        for places in [vec![], vec![7, 64, 199], (0..200).collect::<Vec<u16>>(), (0..150).collect()] {
            let set = SlotSet::new(&places, 200);
            let mut words = [0; 4];
            set.add_to(&mut words);
            for place in 0..200u16 {
                assert_eq!(holds(&words, usize::from(place)), places.contains(&place));
                assert_eq!(set.holds(usize::from(place)), places.contains(&place));
            }
        }
    }
}
