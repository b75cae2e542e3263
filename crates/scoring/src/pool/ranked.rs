//! A column of numbers that is asked only "who has at least so much": the numbers' places among each other, in bits.
//!
//! The distinct numbers of a block are put in order; each person keeps the place of theirs, bit by bit in planes.
//! A threshold then costs one word operation a plane, and none when everybody or nobody reaches it.

use super::slots::words_for;

/// Numbers of the people of a block.
#[derive(Debug)]
pub(crate) struct Ranked {
    /// The distinct numbers, ascending.
    numbers: Box<[i64]>,
    /// Words a plane.
    words: usize,
    /// The lowest bit of everybody's place first.
    planes: Box<[u64]>,
}

impl Ranked {
    /// The column of these numbers, in the order of the block.
    pub(crate) fn new(column: &[i64]) -> Self {
        let mut numbers = column.to_vec();
        numbers.sort_unstable();
        numbers.dedup();
        let bits = (usize::BITS - numbers.len().saturating_sub(1).leading_zeros()) as usize;
        let words = words_for(column.len());
        let mut planes = vec![0; bits * words];
        for (slot, number) in column.iter().enumerate() {
            let place = numbers.partition_point(|known| known < number);
            for bit in 0..bits {
                planes[bit * words + slot / 64] |= ((place >> bit & 1) as u64) << (slot % 64);
            }
        }
        Self { numbers: numbers.into(), words, planes: planes.into() }
    }

    /// Keeps in `words` those who have at least this number.
    #[inline(always)]
    pub(crate) fn keep_at_least(&self, number: i64, words: &mut [u64]) {
        let place = self.numbers.partition_point(|known| *known < number);
        self.keep(place, words, |word, reaches| word & reaches);
    }

    /// Keeps in `words` those who have at most this number.
    #[inline(always)]
    pub(crate) fn keep_at_most(&self, number: i64, words: &mut [u64]) {
        let place = self.numbers.partition_point(|known| *known <= number);
        self.keep(place, words, |word, exceeds| word & !exceeds);
    }

    /// Joins to each word the bits of those whose place is at least this one.
    #[inline(always)]
    fn keep(&self, place: usize, words: &mut [u64], join: impl Fn(u64, u64) -> u64) {
        if place == 0 || place == self.numbers.len() {
            let all = if place == 0 { u64::MAX } else { 0 };
            words.iter_mut().for_each(|word| *word = join(*word, all));
            return;
        }
        // From the lowest bit up: where the threshold has a 1, a place must have it too; where it has a 0, a place
        // that has a 1 is above it whatever came before.
        for (chunk, start) in words.chunks_mut(LANES).zip((0..).step_by(LANES)) {
            let mut reaches = [u64::MAX; LANES];
            for (bit, plane) in self.planes.chunks_exact(self.words).enumerate() {
                let plane = &plane[start..start + chunk.len()];
                if place >> bit & 1 == 1 {
                    reaches.iter_mut().zip(plane).for_each(|(reaches, bits)| *reaches &= bits);
                } else {
                    reaches.iter_mut().zip(plane).for_each(|(reaches, bits)| *reaches |= bits);
                }
            }
            chunk.iter_mut().zip(reaches).for_each(|(word, reaches)| *word = join(*word, reaches));
        }
    }

    /// Bytes on the heap.
    pub(crate) fn bytes(&self) -> usize {
        size_of_val(&*self.numbers) + size_of_val(&*self.planes)
    }
}

/// Words that are worked on together: two of the widest registers.
const LANES: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pool::slots::holds;

    #[test]
    fn a_threshold_keeps_those_who_reach_it() {
        let column: Vec<i64> = (0..3000).map(|place| (place * 7919) % 97 - 5).collect();
        let ranked = Ranked::new(&column);
        for number in [i64::MIN, -6, -5, -4, 0, 13, 90, 91, 92, i64::MAX] {
            let mut least = vec![u64::MAX; words_for(column.len())];
            ranked.keep_at_least(number, &mut least);
            let mut most = vec![u64::MAX; words_for(column.len())];
            ranked.keep_at_most(number, &mut most);
            for (place, held) in column.iter().enumerate() {
                assert_eq!(holds(&least, place), *held >= number, "{held} and {number}");
                assert_eq!(holds(&most, place), *held <= number, "{held} and {number}");
            }
        }
    }

    #[test]
    fn a_column_of_one_number_needs_no_planes() {
        let ranked = Ranked::new(&[4; 100]);
        assert!(ranked.planes.is_empty());
        let mut words = [u64::MAX; 2];
        ranked.keep_at_least(5, &mut words);
        assert_eq!(words, [0; 2]);
    }
}
