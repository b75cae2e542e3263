//! The country is the same everywhere, and shaped as it should be.

use std::collections::HashMap;

use domain::{ContractForm, MainJobPermission, SkillId};
use scoring::{Among, Pool};

use super::*;

const SEED: u64 = 1;

fn profiles(people: u64) -> Vec<CandidateProfile> {
    let population = Population::new(SEED);
    (0..people).map(|number| population.person(number).1).collect()
}

/// FNV-1a 64 of everything drawn, as it is shown for debugging.
fn digest(population: &Population) -> u64 {
    let people = (0..200).map(|number| format!("{:?}", population.person(number)));
    let postings =
        [Asks::Skills, Asks::Nothing].into_iter().flat_map(|asks| (0..50).map(move |number| (number, asks)));
    let postings = postings.map(|(number, asks)| format!("{:?}", population.posting(number, asks)));
    let places = population.reference().regions.municipalities().map(|place| format!("{place:?}"));
    people
        .chain(postings)
        .chain(places)
        .flat_map(String::into_bytes)
        .fold(0xCBF2_9CE4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01B3))
}

#[test]
fn a_seed_always_makes_the_same_country() {
    assert_eq!(
        digest(&Population::new(SEED)),
        0xEAD2_C3E0_8EEE_E472,
        "{:#x}",
        digest(&Population::new(SEED))
    );
    assert_ne!(digest(&Population::new(SEED)), digest(&Population::new(SEED + 1)));
}

#[test]
fn few_skills_are_held_by_many() {
    let population = Population::new(SEED);
    let people = profiles(10_000);
    assert!(people.iter().all(|profile| (1..=8).contains(&profile.skills.len())));
    let mut held: HashMap<&SkillId, u32> = HashMap::new();
    people.iter().flat_map(|profile| &profile.skills).for_each(|skill| {
        *held.entry(&skill.skill).or_default() += 1;
    });
    let of_rank = |rank| {
        let skill = &population.reference().skills.at(population.popularity.at(rank)).id;
        held.get(skill).copied().unwrap_or(0)
    };
    assert_eq!(held.values().max(), Some(&of_rank(0)));
    // Nobody holds a skill twice, which flattens the very head.
    assert!((4_600..5_100).contains(&of_rank(0)), "{}", of_rank(0));
    assert!(of_rank(0) > of_rank(1) && of_rank(1) > of_rank(2) && of_rank(2) > of_rank(9));
    let tail: u32 = (200..394).map(of_rank).sum();
    let all: u32 = held.values().sum();
    assert!((8..16).contains(&(100 * tail / all)), "{tail} of {all}");
    assert!(held.len() > 380, "{}", held.len());
}

#[test]
fn people_live_where_the_census_found_them_and_leave_blanks() {
    let people = profiles(10_000);
    let percent = |holds: &dyn Fn(&CandidateProfile) -> bool| {
        people.iter().filter(|profile| holds(profile)).count() / 100
    };
    let homes: Vec<_> = people.iter().filter_map(|profile| profile.home_municipality).collect();
    let in_tokyo = homes.iter().filter(|home| home.prefecture().number() == 13).count();
    assert!((104..120).contains(&(1_000 * in_tokyo / homes.len())), "{in_tokyo} of {}", homes.len());
    for (name, blank) in [
        ("home", percent(&|profile| profile.home_municipality.is_none())),
        ("styles", percent(&|profile| profile.work_styles.is_empty())),
        ("travel", percent(&|profile| profile.max_travel_km.is_none())),
        ("visits", percent(&|profile| profile.max_visits_per_month.is_none())),
        ("hours", percent(&|profile| profile.hours_per_week.is_none())),
        ("slots", percent(&|profile| profile.slots.is_empty())),
        ("dates", percent(&|profile| profile.available_from.or(profile.available_until).is_none())),
        ("wish", percent(&|profile| profile.min_reward_yen_per_hour.is_none())),
        ("forms", percent(&|profile| profile.contract_forms.is_empty())),
        ("categories", percent(&|profile| profile.categories.is_empty())),
        ("permission", percent(&|profile| profile.main_job.permission.is_none())),
    ] {
        assert!((18..34).contains(&blank), "{name}: {blank} of 100 blank");
    }
    let forbidden = percent(&|profile| profile.main_job.permission == Some(MainJobPermission::Forbidden));
    assert!((3..7).contains(&forbidden), "{forbidden}");
}

#[test]
fn postings_ask_what_they_should_and_reach_some_but_not_all() {
    let population = Population::new(SEED);
    let mut pool = Pool::new(Arc::clone(population.reference()));
    for number in 0..5_000 {
        let (id, profile) = population.person(number);
        assert!(pool.put(entry(id, 1, &profile)));
    }
    let snapshot = pool.snapshot();
    for (asks, required, span) in [(Asks::Skills, 1..=4, 3..25), (Asks::Nothing, 0..=0, 300..1_000)] {
        let mut reached: Vec<u64> = (0..40)
            .map(|number| {
                let posting = population.compiled(number, asks);
                assert!(required.contains(&posting.terms().required_skills.len()));
                snapshot.feasibility(&posting, Among::Visible(viewer())).totals.eligible
            })
            .collect();
        reached.sort_unstable();
        assert!(span.contains(&reached[20]) && reached[39] > 9 * reached[10], "{asks:?}: {reached:?}");
    }
    let forms = (0..500).map(|number| population.posting(number, Asks::Skills).contract_form);
    assert!(forms.filter(|form| *form == ContractForm::QuasiMandate).count() > 250);
}
