//! Some thousands of people, laid out for the question "who passes, and how well": columns and sets of bits for the
//! constraints, one short record each for the score, and beside them what is needed to unpack a person again.
//!
//! A block never changes; who has left it is noted outside. People stand in the order of their homes, so that what
//! depends on the home is worked out once for all who share it.

use domain::{CandidateId, MunicipalityCode};

use super::audience::Audience;
use super::places::{NOWHERE, Places};
use super::ranked::Ranked;
use super::record::Record;
use super::skill_sets::SkillSets;
use super::slots::{SlotSet, words_for};

mod building;
mod unpacking;

pub(crate) use building::build;

/// `max_visits` of somebody who named no limit.
const NO_VISIT_LIMIT: u8 = u8::MAX;

/// People in their columns.
#[derive(Debug)]
pub(crate) struct Block {
    ids: Box<[CandidateId]>,
    records: Box<[Record]>,
    far_skills: Box<[u16]>,
    rest: Box<[Rest]>,
    /// Municipalities of ties, then of interests, person by person.
    cities: Box<[MunicipalityCode]>,
    /// Those who share a home stand together, by how far they would travel; those without one come last.
    pub(crate) homes: Box<[Household]>,
    /// Kilometres that each would travel at most, or the number of no limit.
    pub(crate) travel_km: Box<[u16]>,
    pub(crate) skills: SkillSets,
    pub(crate) hours: Ranked,
    pub(crate) visits: Ranked,
    pub(crate) first_day: Ranked,
    pub(crate) last_day: Ranked,
    pub(crate) days: Ranked,
    /// Wishes that are firm; 0 where there is none.
    pub(crate) firm_wish: Ranked,
    flags: Box<[u64]>,
    /// For each prefecture by number, who has a tie to it or an interest in it.
    near: Box<[SlotSet]>,
    pub(crate) audience: Audience,
}

/// Those of a block who live in one municipality.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Household {
    /// Its number in the gazetteer, or that of nowhere.
    pub(crate) home: u16,
    /// The place after the last of them; the first stands where the household before ends.
    pub(crate) end: u16,
}

/// What scoring a survivor does not read, and unpacking needs.
#[derive(Debug, Clone, Copy)]
struct Rest {
    version: i64,
    /// Where the person's municipalities begin.
    cities: u32,
    tie_cities: u8,
    interest_cities: u8,
    max_visits: u8,
    work_styles: u8,
    contract_forms: u8,
    /// The permission's place among the words and one; 0 = not stated.
    permission: u8,
    reward_is_firm: bool,
    names_wish: bool,
}

/// A yes or no about each person.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Flag {
    /// Has the slot of this bit.
    Slot(u32),
    /// Stated no slots.
    NoSlots,
    /// Stated a first or a last day.
    Period,
    /// Would work in the style of this place among the words, or stated none.
    Style(usize),
    /// Would take the form of this place among the words, or stated none.
    Form(usize),
    /// The main job does not forbid it.
    Allowed,
    /// Named no category.
    NoThemes,
    /// Named the category of this bit.
    Theme(u32),
}

const SLOT_FLAGS: usize = 21;
/// Without those of the categories, which come last.
const FLAGS: usize = SLOT_FLAGS + 13;

impl Flag {
    fn index(self) -> usize {
        match self {
            Self::Slot(bit) => bit as usize,
            Self::NoSlots => SLOT_FLAGS,
            Self::Period => SLOT_FLAGS + 1,
            Self::Allowed => SLOT_FLAGS + 2,
            Self::Style(style) => SLOT_FLAGS + 3 + style,
            Self::Form(form) => SLOT_FLAGS + 6 + form,
            Self::NoThemes => SLOT_FLAGS + 12,
            Self::Theme(bit) => FLAGS + bit as usize,
        }
    }
}

impl Block {
    /// How many places it has.
    pub(crate) fn size(&self) -> usize {
        self.ids.len()
    }

    /// Words of a set of its places.
    #[inline(always)]
    pub(crate) fn words(&self) -> usize {
        words_for(self.ids.len())
    }

    /// The home of those who come first; `None`, and so the least, when nobody here named one.
    pub(crate) fn first_home(&self, places: &Places) -> Option<MunicipalityCode> {
        let first = self.homes.first().filter(|household| household.home != NOWHERE)?;
        Some(places.at(first.home).code())
    }

    /// Who stands at a place.
    #[inline(always)]
    pub(crate) fn id(&self, place: usize) -> CandidateId {
        self.ids[place]
    }

    /// The stored version of who stands at a place.
    pub(crate) fn version(&self, place: usize) -> i64 {
        self.rest[place].version
    }

    /// All records, in order.
    #[inline(always)]
    pub(crate) fn records(&self) -> &[Record] {
        &self.records
    }

    /// Skills that found no room in the records.
    #[inline(always)]
    pub(crate) fn far_skills(&self) -> &[u16] {
        &self.far_skills
    }

    /// The bits of a flag.
    #[inline(always)]
    pub(crate) fn flag(&self, flag: Flag) -> &[u64] {
        let words = self.words();
        &self.flags[flag.index() * words..][..words]
    }

    /// Who has a tie to a prefecture or an interest in it.
    #[inline(always)]
    pub(crate) fn near(&self, prefecture: u8) -> &SlotSet {
        &self.near[usize::from(prefecture)]
    }

    /// The municipalities of somebody's ties, and of their interests.
    #[inline(always)]
    pub(crate) fn cities(&self, place: usize) -> (&[MunicipalityCode], &[MunicipalityCode]) {
        let rest = &self.rest[place];
        let (ties, interests) = (usize::from(rest.tie_cities), usize::from(rest.interest_cities));
        self.cities[rest.cities as usize..][..ties + interests].split_at(ties)
    }

    /// Bytes on the heap.
    pub(crate) fn bytes(&self) -> usize {
        let ranked =
            [&self.hours, &self.visits, &self.first_day, &self.last_day, &self.days, &self.firm_wish];
        size_of_val(&*self.ids)
            + size_of_val(&*self.records)
            + size_of_val(&*self.far_skills)
            + size_of_val(&*self.rest)
            + size_of_val(&*self.cities)
            + size_of_val(&*self.homes)
            + size_of_val(&*self.travel_km)
            + size_of_val(&*self.flags)
            + size_of_val(&*self.near)
            + self.near.iter().map(SlotSet::bytes).sum::<usize>()
            + self.skills.bytes()
            + self.audience.bytes()
            + ranked.into_iter().map(Ranked::bytes).sum::<usize>()
    }
}
