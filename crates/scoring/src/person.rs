//! A person made ready for many comparisons: codes, bits and places instead of words.

use domain::{
    CandidateId, CandidateProfile, ContractForm, Interest, MainJobPermission, Reference, Slot, WordSet,
    WorkStyle,
};

use crate::period::Period;
use crate::place::{Declared, Place};

/// A skill the person holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Held {
    /// Its place in the table.
    pub(crate) skill: u16,
    /// 1…5.
    pub(crate) level: u8,
}

/// A person, compiled once; everything that scoring reads, and nothing else.
#[derive(Debug, Clone)]
pub struct CompiledPerson {
    pub(crate) id: CandidateId,
    /// Ascending by place, none twice.
    pub(crate) skills: Box<[Held]>,
    pub(crate) home: Option<Place>,
    pub(crate) ties: Declared,
    pub(crate) interests: Declared,
    pub(crate) interested_anywhere: bool,
    pub(crate) work_styles: WordSet<WorkStyle>,
    pub(crate) max_travel_km: Option<u16>,
    pub(crate) max_visits_per_month: Option<u8>,
    pub(crate) hours_per_week: Option<u8>,
    pub(crate) slots: WordSet<Slot>,
    pub(crate) period: Option<Period>,
    pub(crate) min_reward_yen_per_hour: Option<u32>,
    pub(crate) reward_is_firm: bool,
    pub(crate) contract_forms: WordSet<ContractForm>,
    /// One bit a category, in the order of the table.
    pub(crate) categories: u32,
    pub(crate) permission: Option<MainJobPermission>,
}

impl CompiledPerson {
    /// Compiles a profile whose ids come from these tables.
    pub fn new(reference: &Reference, id: CandidateId, profile: &CandidateProfile) -> Self {
        let regions = &reference.regions;
        let interests = profile.region_interests.iter().filter_map(|interest| match interest {
            Interest::Region(region) => Some(*region),
            Interest::Anywhere => None,
        });
        let categories = profile.categories.iter().filter_map(|id| reference.categories.place(id));
        Self {
            id,
            skills: compiled_skills(reference, profile),
            home: profile.home_municipality.map(|home| Place::new(regions, home)),
            ties: Declared::new(regions, profile.region_ties.iter().map(|tie| tie.region)),
            interests: Declared::new(regions, interests),
            interested_anywhere: profile.region_interests.contains(&Interest::Anywhere),
            work_styles: profile.work_styles,
            max_travel_km: profile.max_travel_km,
            max_visits_per_month: profile.max_visits_per_month,
            hours_per_week: profile.hours_per_week,
            slots: profile.slots,
            period: Period::new(profile.available_from, profile.available_until),
            min_reward_yen_per_hour: profile.min_reward_yen_per_hour,
            reward_is_firm: profile.reward_is_firm,
            contract_forms: profile.contract_forms,
            categories: categories.fold(0, |bits, place| bits | 1 << place),
            permission: profile.main_job.permission,
        }
    }

    /// Whose profile it is.
    pub fn id(&self) -> CandidateId {
        self.id
    }

    /// The level at which the person states this very skill.
    pub(crate) fn level_of(&self, skill: u16) -> Option<u8> {
        let place = self.skills.binary_search_by_key(&skill, |held| held.skill).ok()?;
        Some(self.skills[place].level)
    }

    /// The same person with other hours.
    pub(crate) fn with_hours(&self, hours: u8) -> Self {
        Self { hours_per_week: Some(hours), ..self.clone() }
    }

    /// The same person with one skill stated at this level, at least.
    pub(crate) fn with_skill(&self, skill: u16, level: u8) -> Self {
        let mut skills = self.skills.to_vec();
        skills.push(Held { skill, level });
        Self { skills: merged(skills), ..self.clone() }
    }
}

fn compiled_skills(reference: &Reference, profile: &CandidateProfile) -> Box<[Held]> {
    let held = profile.skills.iter().filter_map(|held| {
        let skill = reference.skills.get(&held.skill)?.index;
        Some(Held { skill, level: held.proficiency.level() })
    });
    merged(held.collect())
}

/// A skill stated twice counts with the higher proficiency.
fn merged(mut skills: Vec<Held>) -> Box<[Held]> {
    skills.sort_unstable_by_key(|held| (held.skill, std::cmp::Reverse(held.level)));
    skills.dedup_by_key(|held| held.skill);
    skills.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_skill_stated_twice_counts_with_the_higher_proficiency() {
        let held = |skill, level| Held { skill, level };
        let skills = merged(vec![held(7, 2), held(3, 1), held(7, 4), held(7, 3)]);
        assert_eq!(*skills, [held(3, 1), held(7, 4)]);
    }
}
