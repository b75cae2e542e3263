//! The hard constraints (scoring version 1, §2) decided for a whole block at once, word by word.

use domain::{ConstraintCode, ContractForm, Residency, Word, WorkStyle};

use super::Homes;
use crate::constraint::asked_visits;
use crate::pool::slots::{WORDS, remove_range};
use crate::pool::{Block, Flag, NOWHERE};
use crate::posting::CompiledPosting;

/// A set of the places of a block.
pub(super) type Words = [u64; WORDS];

/// A posting's constraints, ready to be put to blocks.
#[derive(Clone, Copy)]
pub(super) struct Sieve<'a> {
    pub(super) posting: &'a CompiledPosting,
    pub(super) homes: &'a Homes,
}

/// Cheap ones that keep many out first; those by home last, which may be left to the records.
pub(super) const BEFORE_HOME: [ConstraintCode; 9] = [
    ConstraintCode::SkillRequired,
    ConstraintCode::WorkStyle,
    ConstraintCode::ContractForm,
    ConstraintCode::MainJob,
    ConstraintCode::Hours,
    ConstraintCode::Visits,
    ConstraintCode::Reward,
    ConstraintCode::Period,
    ConstraintCode::Slots,
];

/// Those by home.
pub(super) const BY_HOME: [ConstraintCode; 2] = [ConstraintCode::Residency, ConstraintCode::Travel];

impl Sieve<'_> {
    /// Keeps in `words` those whom the constraint does not exclude.
    #[inline(always)]
    pub(super) fn keep(&self, code: ConstraintCode, block: &Block, words: &mut [u64]) {
        let terms = &self.posting.terms;
        match code {
            ConstraintCode::SkillRequired => self.keep_skilled(block, words),
            ConstraintCode::Hours => {
                if let Some(min) = terms.hours_per_week.and_then(|hours| hours.min) {
                    block.hours.keep_at_least(min.into(), words);
                }
            }
            ConstraintCode::Slots => self.keep_shared_slots(block, words),
            ConstraintCode::Period => self.keep_shared_days(block, words),
            ConstraintCode::WorkStyle => {
                keep_flag(block, Flag::Style(WorkStyle::index(terms.work_style)), words)
            }
            ConstraintCode::Visits => {
                if let Some(visits) = asked_visits(terms) {
                    block.visits.keep_at_least(visits.into(), words);
                }
            }
            ConstraintCode::Travel => self.keep_travellers(block, words),
            ConstraintCode::Residency => self.keep_residents(block, words),
            ConstraintCode::ContractForm => {
                keep_flag(block, Flag::Form(ContractForm::index(terms.contract_form)), words);
            }
            ConstraintCode::Reward => {
                if let Some(offer) = self.posting.offer {
                    block.firm_wish.keep_at_most(i64::try_from(offer).unwrap_or(i64::MAX), words);
                }
            }
            ConstraintCode::MainJob => keep_flag(block, Flag::Allowed, words),
        }
    }

    /// Whether somebody from this home who travels at most so far passes what [`BY_HOME`] asks.
    #[inline(always)]
    pub(super) fn passes_by_home(&self, home: u16, travel_km: u16) -> bool {
        let km = self.homes.km.get(usize::from(home));
        km.is_none_or(|km| *km <= travel_km) && self.residency_admits(home)
    }

    #[inline(always)]
    fn residency_admits(&self, home: u16) -> bool {
        let inside = || self.homes.inside.get(usize::from(home)).copied();
        match &self.posting.terms.residency {
            None => true,
            Some(Residency::Within(_)) => inside() == Some(true),
            Some(Residency::Outside(_)) => inside() != Some(true),
        }
    }

    #[inline(always)]
    fn keep_skilled(&self, block: &Block, words: &mut [u64]) {
        let required =
            || self.posting.wanted.iter().filter_map(|wanted| Some((wanted.skill, wanted.min_proficiency?)));
        let (rare, common) = (|skill| block.skills.is_listed(skill), |skill| !block.skills.is_listed(skill));
        for (skill, min) in required().filter(|(skill, _)| rare(*skill)) {
            block.skills.keep(skill, min, words);
        }
        if words.iter().all(|word| *word == 0) {
            return;
        }
        for (skill, min) in required().filter(|(skill, _)| common(*skill)) {
            block.skills.keep(skill, min, words);
        }
    }

    #[inline(always)]
    fn keep_shared_slots(&self, block: &Block, words: &mut [u64]) {
        let (asked, least) = (self.posting.terms.slots, self.posting.terms.min_shared_slots);
        if asked.is_empty() {
            return;
        }
        let blank = block.flag(Flag::NoSlots);
        for (chunk, start) in words.chunks_mut(LANES).zip((0..).step_by(LANES)) {
            let span = start..start + chunk.len();
            // How many slots are shared, as numbers of five bits, the lowest bit first.
            let mut counts = [[0u64; LANES]; 5];
            for slot in asked.iter() {
                let mut carry = [0; LANES];
                carry[..chunk.len()]
                    .copy_from_slice(&block.flag(Flag::Slot(slot.index() as u32))[span.clone()]);
                for bit in &mut counts {
                    for (bit, carry) in bit.iter_mut().zip(&mut carry) {
                        (*bit, *carry) = (*bit ^ *carry, *bit & *carry);
                    }
                }
            }
            let mut enough = [u64::MAX; LANES];
            for (bit, count) in counts.iter().enumerate() {
                let is_set = least >> bit & 1 == 1;
                for (enough, count) in enough.iter_mut().zip(count) {
                    *enough = if is_set { *enough & count } else { *enough | count };
                }
            }
            for ((word, enough), blank) in chunk.iter_mut().zip(enough).zip(&blank[span]) {
                *word &= enough | blank;
            }
        }
    }

    /// The shared days are `min(lasts) − max(firsts) + 1`; they are enough when each of the four differences is.
    #[inline(always)]
    fn keep_shared_days(&self, block: &Block, words: &mut [u64]) {
        let Some(asked) = self.posting.period else { return };
        let least = i64::from(self.posting.terms.min_days);
        let (first, last) = (i64::from(asked.first()), i64::from(asked.last()));
        if least == 0 {
            return;
        }
        if last - first + 1 < least {
            let stated = block.flag(Flag::Period);
            words.iter_mut().zip(stated).for_each(|(word, stated)| *word &= !stated);
            return;
        }
        block.last_day.keep_at_least(first + least - 1, words);
        block.first_day.keep_at_most(last - least + 1, words);
        block.days.keep_at_least(least, words);
    }

    #[inline(always)]
    fn keep_travellers(&self, block: &Block, words: &mut [u64]) {
        if self.posting.terms.work_style == WorkStyle::Remote {
            return;
        }
        let mut start = 0;
        for household in &block.homes {
            let end = usize::from(household.end);
            if household.home != NOWHERE {
                let km = self.homes.km[usize::from(household.home)];
                let travel = &block.travel_km[start..end];
                // Within a household they stand by how far they would travel.
                let stay = if travel[0] >= km { 0 } else { travel.partition_point(|most| *most < km) };
                remove_range(words, start, start + stay);
            }
            start = end;
        }
    }

    #[inline(always)]
    fn keep_residents(&self, block: &Block, words: &mut [u64]) {
        if self.posting.terms.residency.is_none() {
            return;
        }
        let mut start = 0;
        for household in &block.homes {
            let end = usize::from(household.end);
            if !self.residency_admits(household.home) {
                remove_range(words, start, end);
            }
            start = end;
        }
    }
}

/// Words that are worked on together.
const LANES: usize = 8;

#[inline(always)]
fn keep_flag(block: &Block, flag: Flag, words: &mut [u64]) {
    words.iter_mut().zip(block.flag(flag)).for_each(|(word, bits)| *word &= bits);
}
