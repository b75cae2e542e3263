//! What a course opens in a pool, against looking at every pair before and after.

use domain::{CandidateId, CandidateProfile, HeldSkill, PartialWeights, PostingTerms, RegionCode};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use scoring::{CompiledPerson, CourseGrant, explain_pair, glance};

use crate::population::{REFERENCE, compiled, held, open_terms, person, pool_of, profile, terms, viewer};

/// Regions in which the drawn people may live or not.
fn within() -> impl Strategy<Value = Vec<RegionCode>> {
    select(vec![vec![], vec!["20"], vec!["13"], vec!["202151", "13"]])
        .prop_map(|codes| codes.into_iter().map(|code| RegionCode::parse(code).unwrap()).collect())
}

/// The person with one skill more, as a caller would write it.
fn with_skill(profile: &CandidateProfile, granted: &HeldSkill) -> CandidateProfile {
    let mut after = profile.clone();
    after.skills.push(granted.clone());
    after
}

fn opened_one_by_one(
    terms: &PostingTerms,
    people: &[CandidateProfile],
    (granted, within): (&HeldSkill, &[RegionCode]),
) -> Vec<CandidateId> {
    let posting = compiled(terms);
    let is_eligible = |id, profile: &CandidateProfile| {
        explain_pair(&posting, &CompiledPerson::new(&REFERENCE, id, profile), PartialWeights::default())
            .eligible
    };
    let lives_there = |profile: &CandidateProfile| {
        let home = profile.home_municipality;
        within.is_empty()
            || home.is_some_and(|home| within.iter().any(|region| REFERENCE.regions.lies_in(home, *region)))
    };
    let mut opened: Vec<CandidateId> = (0..)
        .zip(people)
        .map(|(number, profile)| (person(number), profile))
        .filter(|(id, profile)| {
            lives_there(profile)
                && !is_eligible(*id, profile)
                && is_eligible(*id, &with_skill(profile, granted))
        })
        .map(|(id, _)| id)
        .collect();
    opened.sort_unstable();
    opened
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn what_a_course_opens_is_what_each_pair_says(
        all in prop_oneof![terms(), open_terms()],
        people in vec(profile(), 0..120),
        (granted, within) in (held(), within()),
    ) {
        // A posting that asks for what is taught is met seldom by chance.
        let mut asking = all.clone();
        asking.required_skills.retain(|required| required.skill != granted.skill);
        asking.required_skills.truncate(1);
        asking.required_skills.push(domain::RequiredSkill {
            skill: granted.skill.clone(), min_proficiency: granted.proficiency,
        });
        let (pool, reference) = (pool_of(&people), &REFERENCE);
        let grant = CourseGrant::new(reference, (&granted.skill, granted.proficiency), &within).unwrap();
        for terms in [&all, &asking] {
            let opened = pool.snapshot().opened_by(&compiled(terms), &grant, viewer());
            prop_assert_eq!(opened, opened_one_by_one(terms, &people, (&granted, &within)));
        }
    }

    #[test]
    fn a_glance_says_what_an_explanation_says(
        terms in open_terms(), profile in profile(), granted in held(),
    ) {
        let posting = compiled(&terms);
        let before = CompiledPerson::new(&REFERENCE, person(1), &profile);
        let grant = CourseGrant::new(&REFERENCE, (&granted.skill, granted.proficiency), &[]).unwrap();
        let after = CompiledPerson::new(&REFERENCE, person(1), &with_skill(&profile, &granted));
        for (glimpsed, whole) in [(&before, &before), (&grant.given_to(&before), &after)] {
            let seen = glance(&posting, glimpsed, PartialWeights::default());
            let told = explain_pair(&posting, whole, PartialWeights::default());
            prop_assert_eq!((seen.eligible, seen.score), (told.eligible, told.pair.score));
        }
    }
}
