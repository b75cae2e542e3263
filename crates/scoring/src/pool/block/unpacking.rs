//! Taking people out of a block again, whole.

use domain::{MainJobPermission, Word, WordSet};

use super::super::member::Member;
use super::super::places::{NOWHERE, Places};
use super::super::record::{NO_HOURS, NO_TRAVEL_LIMIT, unpacked_skill};
use super::{Block, NO_VISIT_LIMIT};
use crate::period::Period;
use crate::person::{CompiledPerson, Held};
use crate::place::Declared;

impl Block {
    /// The person at a place, as they entered the pool.
    pub(crate) fn person(&self, place: usize, places: &Places) -> CompiledPerson {
        let (record, rest) = (&self.records[place], &self.rest[place]);
        let (ties, interests) = self.cities(place);
        let held = record.skills(&self.far_skills).iter().map(|packed| {
            let (skill, level) = unpacked_skill(*packed);
            Held { skill, level }
        });
        CompiledPerson {
            id: self.ids[place],
            skills: held.collect(),
            home: (record.home != NOWHERE).then(|| *places.at(record.home)),
            ties: Declared::of_parts(ties, record.ties),
            interests: Declared::of_parts(interests, record.interest_prefectures()),
            interested_anywhere: record.is_interested_anywhere(),
            work_styles: WordSet::of_bits(rest.work_styles.into()),
            max_travel_km: (record.travel_km != NO_TRAVEL_LIMIT).then_some(record.travel_km),
            max_visits_per_month: (rest.max_visits != NO_VISIT_LIMIT).then_some(rest.max_visits),
            hours_per_week: (record.hours != NO_HOURS).then_some(record.hours),
            slots: record.stated_slots(),
            period: Period::of_days(record.first_day, record.last_day),
            min_reward_yen_per_hour: rest.names_wish.then_some(record.wish),
            reward_is_firm: rest.reward_is_firm,
            contract_forms: WordSet::of_bits(rest.contract_forms.into()),
            categories: record.categories,
            permission: MainJobPermission::ALL.get(usize::from(rest.permission).wrapping_sub(1)).copied(),
        }
    }

    /// The member at a place, as they entered the pool.
    pub(crate) fn member(&self, place: usize, places: &Places) -> Member {
        Member {
            person: self.person(place, places),
            owner: self.audience.owner(place),
            version: self.rest[place].version,
            grants: self.audience.grants(place),
        }
    }
}
