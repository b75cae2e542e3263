//! What scoring reads of somebody who got through: 64 bytes, one line of the cache.

use domain::WordSet;

use super::places::NOWHERE;
use crate::person::CompiledPerson;

/// Skills that a record holds itself; who states more has all of them beside the records.
pub(crate) const NEAR_SKILLS: usize = 9;

/// `hours` of somebody who stated none.
pub(crate) const NO_HOURS: u8 = u8::MAX;

/// `travel_km` of somebody who named no limit; further than any two points are apart.
pub(crate) const NO_TRAVEL_LIMIT: u16 = u16::MAX;

/// The bit of `interests` that stands for anywhere; the others are prefectures by number.
const ANYWHERE: u64 = 1 << 63;

/// A person, packed.
#[derive(Debug, Clone, Copy)]
#[repr(C, align(64))]
pub(crate) struct Record {
    /// Prefectures of ties, by number.
    pub(crate) ties: u64,
    /// Prefectures of interests, by number, and [`ANYWHERE`].
    pub(crate) interests: u64,
    /// First day; the lowest number where it is open.
    pub(crate) first_day: i32,
    /// Last day; the highest number where it is open. Both open: nothing stated.
    pub(crate) last_day: i32,
    /// Yen an hour; 0 where none is named or 0 is.
    pub(crate) wish: u32,
    /// One bit a slot; 0 = nothing stated.
    pub(crate) slots: u32,
    /// One bit a category; 0 = nothing stated.
    pub(crate) categories: u32,
    /// Where `skill_count` exceeds [`NEAR_SKILLS`]: where the skills begin beside the records.
    pub(crate) far_skills: u32,
    /// Place of the home in the gazetteer, or [`NOWHERE`].
    pub(crate) home: u16,
    /// Kilometres, or [`NO_TRAVEL_LIMIT`].
    pub(crate) travel_km: u16,
    /// The first skills, packed.
    pub(crate) skills: [u16; NEAR_SKILLS],
    /// Hours a week, or [`NO_HOURS`].
    pub(crate) hours: u8,
    /// How many skills; at most 100 can be stated.
    pub(crate) skill_count: u8,
}

/// A skill and its level in one number: the level (1…5) in the lowest three bits.
pub(crate) fn packed_skill(skill: u16, level: u8) -> u16 {
    skill << 3 | u16::from(level)
}

/// The skill and the level of a packed number.
#[inline(always)]
pub(crate) fn unpacked_skill(packed: u16) -> (u16, u8) {
    (packed >> 3, (packed & 7) as u8)
}

impl Record {
    /// Packs a person who lives at this place; skills that find no room are added to `far_skills`.
    pub(crate) fn new(person: &CompiledPerson, home: Option<u16>, far_skills: &mut Vec<u16>) -> Self {
        let count = person.skills.len();
        let packed = person.skills.iter().map(|held| packed_skill(held.skill, held.level));
        let mut skills = [0; NEAR_SKILLS];
        let beside =
            u32::try_from(far_skills.len()).expect("a block has at most 8192 people with 100 skills each");
        if count > NEAR_SKILLS {
            far_skills.extend(packed);
        } else {
            skills.iter_mut().zip(packed).for_each(|(place, skill)| *place = skill);
        }
        let (first_day, last_day) =
            person.period.map_or((i32::MIN, i32::MAX), |period| (period.first(), period.last()));
        Self {
            ties: person.ties.prefectures().bits(),
            interests: person.interests.prefectures().bits()
                | if person.interested_anywhere { ANYWHERE } else { 0 },
            first_day,
            last_day,
            wish: person.min_reward_yen_per_hour.unwrap_or(0),
            slots: u32::try_from(person.slots.bits()).expect("a week has 21 slots"),
            categories: person.categories,
            far_skills: beside,
            home: home.unwrap_or(NOWHERE),
            travel_km: person.max_travel_km.unwrap_or(NO_TRAVEL_LIMIT),
            skills,
            hours: person.hours_per_week.unwrap_or(NO_HOURS),
            skill_count: u8::try_from(count).expect("at most 100 skills can be stated"),
        }
    }

    /// The person's skills, packed.
    #[inline(always)]
    pub(crate) fn skills<'a>(&'a self, far_skills: &'a [u16]) -> &'a [u16] {
        let count = usize::from(self.skill_count);
        if count <= NEAR_SKILLS {
            &self.skills[..count]
        } else {
            &far_skills[self.far_skills as usize..][..count]
        }
    }

    /// Whether anywhere would do.
    #[inline(always)]
    pub(crate) fn is_interested_anywhere(&self) -> bool {
        self.interests & ANYWHERE != 0
    }

    /// The prefectures of the interests.
    pub(crate) fn interest_prefectures(&self) -> u64 {
        self.interests & !ANYWHERE
    }

    /// The slots as they were stated.
    pub(crate) fn stated_slots(&self) -> WordSet<domain::Slot> {
        WordSet::of_bits(self.slots.into())
    }
}

const _: () = assert!(size_of::<Record>() == 64);
