//! The score of those who got through, from their records alone: the soft features (scoring version 1, §3) by
//! look-up in tables made once for the posting, the dear ones only for those who can still matter.

use std::cell::OnceCell;

use domain::{SortKey, WorkStyle};

use super::ceiling::Ceiling;
use super::sieve::{Sieve, Words};
use super::{Found, Query};
use crate::feature::commitment;
use crate::feature::tie;
use crate::feature::{FULL, NEUTRAL, place, share_of};
use crate::pair::Pair;
use crate::period::Period;
use crate::pool::slots::count;
use crate::pool::{Block, NO_HOURS, NOWHERE, Record};
use crate::score::{Merit, Points, WeightNumbers};
use crate::weighing::Weighing;

mod skills;

use skills::Strengths;

/// Takes those who got through.
pub(crate) trait Jury {
    /// Whoever has a lower merit does not matter any more; nobody yet when `None`.
    fn bar(&self) -> Option<Merit>;

    /// Whether there will be a bar.
    fn is_choosy(&self) -> bool;

    /// Takes somebody at or above the bar.
    fn take(&mut self, found: Found, points: Points, merit: Merit);
}

/// Whether the constraints by home have been decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Home {
    Passed,
    Unasked,
}

/// Records that are fetched together.
const GROUP: usize = 32;

/// Some of a block who got through.
struct Group {
    places: [usize; GROUP],
    records: [Record; GROUP],
    length: usize,
}

/// The applied weight of each feature.
pub(super) type Weights = WeightNumbers;

/// From so many on, it pays to find those of a block who cannot reach the bar.
const MANY: u64 = 640;

/// So many are graded before there is a bar.
const FIRST: u64 = 512;

/// Everything of a posting and its weights that grading reads.
pub(crate) struct Grader<'a> {
    query: &'a Query<'a>,
    weights: WeightNumbers,
    /// All of them together.
    whole: u64,
    sort: SortKey,
    /// For each number of hours, the last for those who stated none.
    hours: Option<Box<[u16; 256]>>,
    /// The posting's period and its days.
    period: Option<(Period, u64)>,
    /// The posting's slots, and the value for each number that is shared.
    slots: Option<(u32, [u16; 33])>,
    /// Of how many parts the commitment is the mean.
    parts: u32,
    place_applies: bool,
    place_of_nowhere: u16,
    /// The posting's categories, and the value for each number that is shared.
    theme: Option<(u32, [u16; 33])>,
    offer: Option<u64>,
    strengths: Strengths,
    /// Made when it is first wanted.
    ceiling: OnceCell<Ceiling>,
}

impl<'a> Grader<'a> {
    /// For one posting under these weights.
    pub(crate) fn new(query: &'a Query<'a>, weighing: &Weighing, sort: SortKey) -> Self {
        let posting = query.posting;
        let (weights, terms) = (weighing.numbers(), &posting.terms);
        let hours = commitment::desired_hours(posting).map(|desired| {
            let value = |hours: usize| match hours {
                hours if hours == usize::from(NO_HOURS) => NEUTRAL,
                hours => share_of(hours as u64, desired.into()),
            };
            Box::new(std::array::from_fn(value))
        });
        let period = commitment::bounded(posting).map(|period| (period, period.days()));
        let slots = shares(u32::try_from(terms.slots.bits()).expect("a week has 21 slots"));
        let parts =
            usize::from(hours.is_some()) + usize::from(period.is_some()) + usize::from(slots.is_some());
        Self {
            query,
            whole: weights.iter().sum(),
            weights,
            sort,
            hours,
            period,
            slots,
            parts: parts as u32,
            place_applies: terms.work_style != WorkStyle::Remote,
            place_of_nowhere: place::of_no_home(query.rarity),
            theme: shares(posting.categories),
            offer: posting.offer.filter(|_| !terms.is_unpaid()),
            strengths: Strengths::new(posting),
            ceiling: OnceCell::new(),
        }
    }

    /// The question whose people it grades.
    pub(super) fn query(&self) -> &'a Query<'a> {
        self.query
    }

    /// Puts those of a block who got through before a jury; `home` says whether their home is still to be asked.
    #[inline(always)]
    pub(super) fn grade_block(
        &self,
        block: (u32, &Block),
        (passed, home): (&mut Words, Home),
        jury: &mut impl Jury,
    ) {
        let words = &mut passed[..block.1.words()];
        if self.sort == SortKey::Score && jury.is_choosy() && count(words) >= MANY {
            if jury.bar().is_none() {
                let first = end_of_first(words);
                let first = &mut words[..first];
                self.grade_words(block, (first, home), jury);
                first.fill(0);
            }
            if let Some(bar) = jury.bar() {
                let most = u64::from(FULL) * self.whole - self.least_total(bar);
                self.ceiling().keep(most, (block.1, self.query), words);
            }
        }
        self.grade_words(block, (words, home), jury);
    }

    fn ceiling(&self) -> &Ceiling {
        self.ceiling.get_or_init(|| Ceiling::new(self.query.posting, &self.weights))
    }

    #[inline(always)]
    fn grade_words(&self, block: (u32, &Block), (words, home): (&[u64], Home), jury: &mut impl Jury) {
        let records = block.1.records();
        let sieve = Sieve { posting: self.query.posting, homes: &self.query.homes };
        let mut group = Group { places: [0; GROUP], records: [records[0]; GROUP], length: 0 };
        for (index, word) in words.iter().enumerate() {
            let mut rest = *word;
            while rest != 0 {
                group.places[group.length] = index * 64 + rest.trailing_zeros() as usize;
                group.length += 1;
                rest &= rest - 1;
                if group.length == GROUP {
                    self.grade_group(block, (&mut group, &sieve, home), jury);
                }
            }
        }
        self.grade_group(block, (&mut group, &sieve, home), jury);
    }

    /// The weighted total from which on a merit reaches the bar.
    #[inline(always)]
    fn least_total(&self, bar: Merit) -> u64 {
        (u64::from(bar.score_floor()) * self.whole).div_ceil(100)
    }

    #[inline(always)]
    fn grade_group(
        &self,
        block: (u32, &Block),
        (group, sieve, home): (&mut Group, &Sieve<'_>, Home),
        jury: &mut impl Jury,
    ) {
        let records = block.1.records();
        // Fetched together, so that the memory works on all of them at once: one by one, each would be waited for.
        for (record, place) in group.records.iter_mut().zip(&group.places[..group.length]) {
            *record = records[*place];
        }
        for (record, place) in group.records.iter().zip(&group.places[..group.length]) {
            if home == Home::Passed || sieve.passes_by_home(record.home, record.travel_km) {
                self.grade(block, (*place, record), jury);
            }
        }
        group.length = 0;
    }

    /// Puts somebody who stands on no shelf, and whom nothing keeps out, before a jury.
    pub(super) fn grade_pair(&self, found: Found, pair: &Pair<'_>, jury: &mut impl Jury) {
        let points = pair.points();
        let merit = Merit::new(&points, &self.weights, self.sort);
        if jury.bar().is_none_or(|bar| merit >= bar) {
            jury.take(found, points, merit);
        }
    }

    #[inline(always)]
    fn grade(&self, block: (u32, &Block), (place, record): (usize, &Record), jury: &mut impl Jury) {
        let mut points = [
            if self.strengths.is_empty() { 0 } else { FULL },
            self.commitment(record),
            if self.place_applies { self.place(record.home) } else { 0 },
            self.tie_at_most(record),
            self.theme(record),
            self.reward(record),
        ];
        let bar = jury.bar();
        // At most: with every wanted skill, and tied to the municipality when tied to its prefecture.
        if !self.reaches(&points, bar) {
            return;
        }
        points[3] = self.tie(record, block.1, place);
        points[0] = self.strengths.points(record.skills(block.1.far_skills()));
        if !self.reaches(&points, bar) {
            return;
        }
        let merit = Merit::new(&points, &self.weights, self.sort);
        if bar.is_none_or(|bar| merit >= bar) {
            jury.take(Found::at(block, place), points, merit);
        }
    }

    /// Whether these values may reach the bar; exact for the score, and `mutual` is left to be worked out.
    #[inline(always)]
    fn reaches(&self, points: &Points, bar: Option<Merit>) -> bool {
        match (bar, self.sort) {
            (Some(bar), SortKey::Score) => {
                let total: u64 =
                    points.iter().zip(self.weights).map(|(value, weight)| u64::from(*value) * weight).sum();
                total >= self.least_total(bar)
            }
            (None, _) | (_, SortKey::Mutual) => true,
        }
    }

    #[inline(always)]
    fn commitment(&self, record: &Record) -> u16 {
        let mut total = 0;
        if let Some(hours) = &self.hours {
            total += u32::from(hours[usize::from(record.hours)]);
        }
        if let Some((asked, days)) = self.period {
            total += u32::from(match Period::of_days(record.first_day, record.last_day) {
                Some(stated) => share_of(asked.shared(stated).map_or(0, Period::days), days),
                None => NEUTRAL,
            });
        }
        if let Some((asked, values)) = &self.slots {
            let shared = (asked & record.slots).count_ones() as usize;
            total += u32::from(if record.slots == 0 { NEUTRAL } else { values[shared] });
        }
        let mean = match self.parts {
            0 => 0,
            1 => total,
            2 => total / 2,
            parts => total / parts,
        };
        mean as u16
    }

    #[inline(always)]
    fn place(&self, home: u16) -> u16 {
        if home == NOWHERE { self.place_of_nowhere } else { self.query.place_points(home) }
    }

    #[inline(always)]
    fn theme(&self, record: &Record) -> u16 {
        match &self.theme {
            None => 0,
            Some(_) if record.categories == 0 => NEUTRAL,
            Some((asked, values)) => values[(asked & record.categories).count_ones() as usize],
        }
    }

    #[inline(always)]
    fn reward(&self, record: &Record) -> u16 {
        match self.offer {
            None => 0,
            Some(offer) if offer >= u64::from(record.wish) => FULL,
            Some(offer) => share_of(offer, record.wish.into()),
        }
    }

    /// What the tie is worth at most, without looking up municipalities.
    #[inline(always)]
    fn tie_at_most(&self, record: &Record) -> u16 {
        let prefecture = self.query.posting.place.prefecture_bit();
        if record.ties & prefecture != 0 {
            tie::TIE_IN_MUNICIPALITY
        } else if record.interests & prefecture != 0 {
            tie::INTEREST_IN_MUNICIPALITY
        } else if record.interests & self.query.posting.block.bits() != 0 {
            tie::INTEREST_IN_BLOCK
        } else if record.is_interested_anywhere() {
            tie::INTEREST_ANYWHERE
        } else {
            0
        }
    }

    #[inline(always)]
    fn tie(&self, record: &Record, block: &Block, place: usize) -> u16 {
        let here = &self.query.posting.place;
        if (record.ties | record.interests) & here.prefecture_bit() == 0 {
            return self.tie_at_most(record);
        }
        let (ties, interests) = block.cities(place);
        if ties.contains(&here.city()) {
            tie::TIE_IN_MUNICIPALITY
        } else if interests.contains(&here.city()) {
            tie::INTEREST_IN_MUNICIPALITY
        } else if record.ties & here.prefecture_bit() != 0 {
            tie::TIE_IN_PREFECTURE
        } else {
            tie::INTEREST_IN_PREFECTURE
        }
    }
}

/// After how many words the first few have been met.
fn end_of_first(words: &[u64]) -> usize {
    let mut met = 0;
    let enough = |word: &u64| {
        met += u64::from(word.count_ones());
        met >= FIRST
    };
    words.iter().position(enough).map_or(words.len(), |last| last + 1)
}

/// What is asked, with the value for each number of it that is shared; `None` when nothing is asked.
fn shares(asked: u32) -> Option<(u32, [u16; 33])> {
    let whole = u64::from(asked.count_ones());
    (whole > 0).then(|| (asked, std::array::from_fn(|shared| share_of(shared as u64, whole))))
}
