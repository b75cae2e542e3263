//! Which skills are held and asked often: Zipf's law over the table, in an order of its own.

use super::dice::{Dice, Shares, zipf};

/// The skills, most popular first.
#[derive(Debug)]
pub(super) struct Popularity {
    order: Vec<u16>,
    shares: Shares,
}

impl Popularity {
    /// An order drawn for so many skills, so that popularity is not the table's order.
    pub(super) fn new(skills: usize, dice: &mut Dice) -> Self {
        let mut order: Vec<u16> = (0..).take(skills).collect();
        for place in (1..order.len()).rev() {
            let other = dice.below(place as u64 + 1);
            order.swap(place, usize::try_from(other).expect("a place in a list fits"));
        }
        Self { shares: Shares::new((1..).take(skills).map(zipf)), order }
    }

    /// The place in the table of the skill of a rank, 0 the most popular.
    #[cfg(test)]
    pub(super) fn at(&self, rank: usize) -> u16 {
        self.order[rank]
    }

    /// So many different skills, as places in the table, in the order they were drawn.
    pub(super) fn distinct(&self, dice: &mut Dice, count: u64) -> Vec<u16> {
        let count = usize::try_from(count).map_or(self.order.len(), |count| count.min(self.order.len()));
        let mut drawn = Vec::with_capacity(count);
        while drawn.len() < count {
            let skill = self.order[self.shares.draw(dice)];
            if !drawn.contains(&skill) {
                drawn.push(skill);
            }
        }
        drawn
    }
}
