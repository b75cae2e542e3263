//! Laying people out as a block.

use domain::{MainJobPermission, Reference, Word};

use super::super::audience::Audience;
use super::super::member::Member;
use super::super::places::{NOWHERE, Places};
use super::super::ranked::Ranked;
use super::super::record::{NO_TRAVEL_LIMIT, Record};
use super::super::skill_sets::SkillSets;
use super::super::slots::{BLOCK, SlotSet, each, insert, words_for};
use super::{Block, FLAGS, Flag, Household, NO_VISIT_LIMIT, Rest};
use crate::person::CompiledPerson;

/// Lays these members out in blocks of nearly equal size, neighbours together.
///
/// The gazetteer must know all their homes.
pub(crate) fn build(reference: &Reference, places: &Places, mut members: Vec<Member>) -> Vec<Block> {
    members.sort_by_cached_key(|member| {
        let person = &member.person;
        let home = person.home.map(|home| home.code());
        (home.is_none(), home, person.max_travel_km.unwrap_or(NO_TRAVEL_LIMIT), person.id)
    });
    let blocks = members.len().div_ceil(BLOCK);
    let size = members.len().div_ceil(blocks.max(1)).max(1);
    members.chunks(size).map(|members| lay_out(reference, places, members)).collect()
}

fn lay_out(reference: &Reference, places: &Places, members: &[Member]) -> Block {
    let people = || members.iter().map(|member| &member.person);
    let mut far_skills = Vec::new();
    let mut cities = Vec::new();
    let mut homes: Vec<Household> = Vec::new();
    let mut records = Vec::with_capacity(members.len());
    let mut rest = Vec::with_capacity(members.len());
    for (member, end) in members.iter().zip(1u16..) {
        let person = &member.person;
        let home = person.home.map(|home| places.find(&home));
        match homes.last_mut() {
            Some(last) if last.home == home.unwrap_or(NOWHERE) => last.end = end,
            _ => homes.push(Household { home: home.unwrap_or(NOWHERE), end }),
        }
        records.push(Record::new(person, home, &mut far_skills));
        rest.push(Rest::new(member, cities.len()));
        cities.extend_from_slice(person.ties.cities());
        cities.extend_from_slice(person.interests.cities());
    }
    let ranked = |number: fn(&CompiledPerson) -> i64| Ranked::new(&people().map(number).collect::<Vec<_>>());
    Block {
        ids: people().map(|person| person.id).collect(),
        records: records.into(),
        far_skills: far_skills.into(),
        rest: rest.into(),
        cities: cities.into(),
        homes: homes.into(),
        travel_km: people().map(|person| person.max_travel_km.unwrap_or(NO_TRAVEL_LIMIT)).collect(),
        skills: SkillSets::new(&reference.skills, people().map(|person| &*person.skills)),
        hours: ranked(|person| person.hours_per_week.map_or(i64::MAX, i64::from)),
        visits: ranked(|person| person.max_visits_per_month.map_or(i64::MAX, i64::from)),
        first_day: ranked(|person| first_and_last(person).0),
        last_day: ranked(|person| first_and_last(person).1),
        days: ranked(|person| first_and_last(person).1 - first_and_last(person).0 + 1),
        firm_wish: ranked(|person| {
            let wish = person.min_reward_yen_per_hour.filter(|_| person.reward_is_firm);
            wish.map_or(0, i64::from)
        }),
        flags: flags(people(), reference.categories.categories().len()),
        near: near(people()),
        audience: Audience::new(members),
    }
}

/// An open end is as far away as the numbers go; so a person without any date shares every day.
fn first_and_last(person: &CompiledPerson) -> (i64, i64) {
    let (first, last) = person.period.map_or((i32::MIN, i32::MAX), |period| (period.first(), period.last()));
    (i64::from(first), i64::from(last))
}

fn flags<'a>(people: impl ExactSizeIterator<Item = &'a CompiledPerson>, categories: usize) -> Box<[u64]> {
    let words = words_for(people.len());
    let mut flags = vec![0; (FLAGS + categories) * words];
    for (place, person) in people.enumerate() {
        let mut raise = |flag: Flag| insert(&mut flags[flag.index() * words..], place);
        person.slots.iter().for_each(|slot| raise(Flag::Slot(slot.index() as u32)));
        if person.slots.is_empty() {
            raise(Flag::NoSlots);
        }
        if person.period.is_some() {
            raise(Flag::Period);
        }
        if person.permission != Some(MainJobPermission::Forbidden) {
            raise(Flag::Allowed);
        }
        if person.categories == 0 {
            raise(Flag::NoThemes);
        }
        (0..categories as u32)
            .filter(|bit| person.categories >> bit & 1 == 1)
            .for_each(|bit| raise(Flag::Theme(bit)));
        for style in domain::WorkStyle::ALL {
            if person.work_styles.is_empty() || person.work_styles.contains(*style) {
                raise(Flag::Style(style.index()));
            }
        }
        for form in domain::ContractForm::ALL {
            if person.contract_forms.is_empty() || person.contract_forms.contains(*form) {
                raise(Flag::Form(form.index()));
            }
        }
    }
    flags.into()
}

/// Prefectures are numbered from 1 to 47.
const PREFECTURES: usize = 48;

fn near<'a>(people: impl ExactSizeIterator<Item = &'a CompiledPerson>) -> Box<[SlotSet]> {
    let size = people.len();
    let mut places: [Vec<u16>; PREFECTURES] = std::array::from_fn(|_| Vec::new());
    for (place, person) in (0..).zip(people) {
        let declared = person.ties.prefectures().bits() | person.interests.prefectures().bits();
        each(&[declared], |prefecture| places[prefecture].push(place));
    }
    places.iter().map(|places| SlotSet::new(places, size)).collect()
}

impl Rest {
    fn new(member: &Member, cities: usize) -> Self {
        let person = &member.person;
        let count = |cities: usize| u8::try_from(cities).expect("at most 50 regions can be stated");
        let bits = |bits: u128| u8::try_from(bits).expect("there are at most 8 such words");
        Self {
            version: member.version,
            cities: u32::try_from(cities).expect("a block has at most 8192 people with 100 regions each"),
            tie_cities: count(person.ties.cities().len()),
            interest_cities: count(person.interests.cities().len()),
            max_visits: person.max_visits_per_month.unwrap_or(NO_VISIT_LIMIT),
            work_styles: bits(person.work_styles.bits()),
            contract_forms: bits(person.contract_forms.bits()),
            permission: person.permission.map_or(0, |permission| permission.index() as u8 + 1),
            reward_is_firm: person.reward_is_firm,
            names_wish: person.min_reward_yen_per_hour.is_some(),
        }
    }
}
