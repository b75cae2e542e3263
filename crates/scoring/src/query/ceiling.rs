//! Who cannot reach the bar, found for a whole block at once without looking at anybody's record.
//!
//! Everybody starts from the highest total there is. Whoever is not in some set loses a known amount at least: no
//! skill near a wanted one, no tie to the prefecture, fewer hours than desired. The losses are added up bit by bit,
//! for 64 people a word; whoever has lost more than the bar leaves room for is dropped. Amounts are rounded down,
//! so nobody is dropped who could stand in the ranking.

use domain::{Reference, SkillTable, Word, WorkStyle};

use super::Query;
use super::grading::Weights;
use super::sieve::Words;
use crate::feature::{FULL, NEUTRAL, commitment, share_of, tie};
use crate::pool::slots::{WORDS, remove_range};
use crate::pool::{Block, Flag, NOWHERE};
use crate::posting::CompiledPosting;
use crate::similarity::credit;
use crate::wanted::Wanted;

/// Bits of the sums.
const BITS: usize = 7;

/// The largest number of units that may be lost; the rest of the sums' range is what one more loss can add.
const MOST_UNITS: u64 = 100;

/// What people lose who are not in some set.
pub(super) struct Ceiling {
    losses: Vec<Loss>,
}

/// A set, and what everybody outside it loses of the weighted total at least.
struct Loss {
    inside: Inside,
    amount: u64,
}

/// A set of the people of a block.
enum Inside {
    /// Does the skill at this level or above.
    Level(u16, u8),
    /// Does one of these skills.
    Doers(Vec<u16>),
    /// Has a tie to this prefecture, or an interest in it.
    Near(u8),
    /// Has at least so many hours, or stated none.
    Hours(u8),
    /// Stated hours.
    HoursStated,
    /// Has the slot, or stated none.
    Slot(u32),
    /// Stated slots.
    SlotsStated,
    /// Named the category, or none at all.
    Theme(u32),
    /// Named categories.
    ThemesStated,
    /// Lives where the place feature is worth at least this.
    Place(u16),
}

impl Ceiling {
    /// For a posting under these weights.
    pub(super) fn new(posting: &CompiledPosting, weights: &Weights) -> Self {
        let mut losses = Vec::new();
        let [skill, commitment, place, tie, theme, _] = *weights;
        if skill > 0 {
            skill_losses(posting, skill, &mut losses);
        }
        if commitment > 0 {
            commitment_losses(posting, commitment, &mut losses);
        }
        if place > 0 && posting.terms.work_style != WorkStyle::Remote {
            // A quarter of the range each.
            let quarters = [7_500, 5_000, 2_500]
                .map(|points| Loss { inside: Inside::Place(points), amount: place * 2_500 });
            losses.extend(quarters);
        }
        if tie > 0 {
            let prefecture = posting.terms.municipality.prefecture().number();
            let amount = tie * u64::from(FULL - tie::INTEREST_IN_BLOCK);
            losses.push(Loss { inside: Inside::Near(prefecture), amount });
        }
        if theme > 0 && posting.categories != 0 {
            let each = theme * u64::from(FULL) / u64::from(posting.categories.count_ones());
            let asked = (0..u32::BITS).filter(|bit| posting.categories >> bit & 1 == 1);
            losses.extend(asked.map(|bit| Loss { inside: Inside::Theme(bit), amount: each }));
            losses.push(Loss { inside: Inside::ThemesStated, amount: theme * u64::from(FULL - NEUTRAL) });
        }
        losses.retain(|loss| loss.amount > 0);
        Self { losses }
    }

    /// Drops from `words` those who lose more than this of the weighted total.
    #[inline(always)]
    pub(super) fn keep(&self, most: u64, (block, query): (&Block, &Query<'_>), words: &mut [u64]) {
        let unit = most / MOST_UNITS + 1;
        let units = most / unit;
        // The sums begin so high that one unit too many overflows them.
        let start = (1 << BITS) - 1 - units;
        let mut sums: [Words; BITS] =
            std::array::from_fn(|bit| [if start >> bit & 1 == 1 { u64::MAX } else { 0 }; WORDS]);
        let mut dropped: Words = [0; WORDS];
        let mut inside: Words = [0; WORDS];
        for loss in &self.losses {
            let amount = (loss.amount / unit).min(units + 1);
            if amount == 0 {
                continue;
            }
            let inside = &mut inside[..words.len()];
            loss.inside.fill(block, query, inside);
            for (chunk, begin) in inside.chunks(LANES).zip((0..).step_by(LANES)) {
                let mut carry = [0; LANES];
                for (bit, sum) in sums.iter_mut().enumerate() {
                    let sum = &mut sum[begin..begin + chunk.len()];
                    let is_added = amount >> bit & 1 == 1;
                    for ((sum, carry), inside) in sum.iter_mut().zip(&mut carry).zip(chunk) {
                        let added = if is_added { !inside } else { 0 };
                        let (both, either) = (*sum & added, *sum ^ added);
                        (*sum, *carry) = (either ^ *carry, both | either & *carry);
                    }
                }
                dropped[begin..].iter_mut().zip(carry).for_each(|(dropped, carry)| *dropped |= carry);
            }
        }
        words.iter_mut().zip(dropped).for_each(|(word, dropped)| *word &= !dropped);
    }
}

/// Words that are worked on together.
const LANES: usize = 8;

impl Inside {
    #[inline(always)]
    fn fill(&self, block: &Block, query: &Query<'_>, words: &mut [u64]) {
        match self {
            Self::Level(skill, level) => {
                words.fill(u64::MAX);
                block.skills.keep(*skill, *level, words);
            }
            Self::Doers(skills) => {
                words.fill(0);
                skills.iter().for_each(|skill| block.skills.add_doers(*skill, words));
            }
            Self::Near(prefecture) => {
                words.fill(0);
                block.near(*prefecture).add_to(words);
            }
            Self::Hours(hours) => {
                words.fill(u64::MAX);
                block.hours.keep_at_least((*hours).into(), words);
            }
            Self::HoursStated => {
                words.fill(u64::MAX);
                block.hours.keep_at_most(i64::MAX - 1, words);
            }
            Self::Slot(slot) => either(block, (Flag::Slot(*slot), Flag::NoSlots), words),
            Self::SlotsStated => without(block, Flag::NoSlots, words),
            Self::Theme(bit) => either(block, (Flag::Theme(*bit), Flag::NoThemes), words),
            Self::ThemesStated => without(block, Flag::NoThemes, words),
            Self::Place(points) => {
                words.fill(u64::MAX);
                let mut start = 0;
                for household in &block.homes {
                    let end = usize::from(household.end);
                    if household.home != NOWHERE && query.place_points(household.home) < *points {
                        remove_range(words, start, end);
                    }
                    start = end;
                }
            }
        }
    }
}

#[inline(always)]
fn either(block: &Block, (left, right): (Flag, Flag), words: &mut [u64]) {
    let both = block.flag(left).iter().zip(block.flag(right));
    words.iter_mut().zip(both).for_each(|(word, (left, right))| *word = left | right);
}

#[inline(always)]
fn without(block: &Block, flag: Flag, words: &mut [u64]) {
    words.iter_mut().zip(block.flag(flag)).for_each(|(word, bits)| *word = !bits);
}

/// Steps down from doing the very thing at the highest level to having nothing to do with it.
fn skill_losses(posting: &CompiledPosting, weight: u64, losses: &mut Vec<Loss>) {
    let whole: u64 = posting.wanted.iter().map(|wanted| u64::from(wanted.weight)).sum();
    for wanted in &posting.wanted {
        let amount = |points: u16| weight * u64::from(wanted.weight) * u64::from(points) / whole;
        let mut ceiling = FULL;
        for (inside, below) in steps_down(&posting.reference, wanted) {
            if below < ceiling {
                losses.push(Loss { inside, amount: amount(ceiling - below) });
                ceiling = below;
            }
        }
    }
}

/// Ever larger sets, each with the most that those outside it can be worth.
fn steps_down(reference: &Reference, wanted: &Wanted) -> Vec<(Inside, u16)> {
    let table = &reference.skills;
    let entry = table.at(wanted.skill);
    let sims = wanted.sims();
    let most = |sims: &mut dyn Iterator<Item = u8>| {
        100 * u16::from(sims.filter(|sim| *sim < 100).max().unwrap_or(0))
    };
    // Outside the very thing.
    let beside = most(&mut sims.iter().copied());
    let mut steps = Vec::new();
    for level in [4, 3] {
        if wanted.min_proficiency.is_none_or(|min| min < level) {
            steps.push((Inside::Level(wanted.skill, level), beside.max(100 * credit(level - 1))));
        }
    }
    if wanted.min_proficiency.is_some() {
        return steps;
    }
    for top in [entry.parent, Some(entry.family)].into_iter().flatten() {
        let mut skills = entry.related.clone();
        skills.push(top);
        // Whoever does none of these holds nothing that lies below one of them.
        let outside = (0..).zip(sims).filter(|(held, sim)| **sim > 0 && !lies_below(table, *held, &skills));
        let outside: Vec<u8> = outside.map(|(_, sim)| *sim).collect();
        let below = most(&mut outside.into_iter());
        steps.push((Inside::Doers(skills), below));
    }
    steps
}

fn lies_below(table: &SkillTable, held: u16, tops: &[u16]) -> bool {
    std::iter::successors(Some(held), |above| table.at(*above).parent).any(|above| tops.contains(&above))
}

fn commitment_losses(posting: &CompiledPosting, weight: u64, losses: &mut Vec<Loss>) {
    let (hours, period) = (commitment::desired_hours(posting), commitment::bounded(posting));
    let slots = posting.terms.slots;
    let parts = u64::from(hours.is_some()) + u64::from(period.is_some()) + u64::from(!slots.is_empty());
    // The mean is rounded down, so it is at most what the parts' losses leave of it.
    let amount = |points: u64| weight * points / parts.max(1);
    let blank = amount((FULL - NEUTRAL).into());
    if let Some(desired) = hours {
        let mut ceiling = FULL;
        for least in [desired, desired.div_ceil(2)] {
            let below = share_of(u64::from(least) - 1, desired.into());
            if below < ceiling {
                losses.push(Loss { inside: Inside::Hours(least), amount: amount((ceiling - below).into()) });
                ceiling = below;
            }
        }
        losses.push(Loss { inside: Inside::HoursStated, amount: blank });
    }
    if !slots.is_empty() {
        let each = amount(u64::from(FULL) / u64::from(slots.len()));
        losses.extend(
            slots.iter().map(|slot| Loss { inside: Inside::Slot(slot.index() as u32), amount: each }),
        );
        losses.push(Loss { inside: Inside::SlotsStated, amount: blank });
    }
}
