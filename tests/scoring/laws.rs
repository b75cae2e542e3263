//! What holds for any pair of a posting and a person.

use std::collections::BTreeSet;

use domain::{
    CandidateProfile, ConstraintCode, Feature, Outcome, PairExplanation, PartialWeights, PostingTerms,
    Residency, SortKey, Word, WordSet,
};
use proptest::prelude::*;
use scoring::{CompiledPerson, PostingsCall, explain_pair, rank_postings};

use crate::population::{REFERENCE, compiled, held, person, profile, terms, weights};

fn explain(terms: &PostingTerms, profile: &CandidateProfile, weights: PartialWeights) -> PairExplanation {
    let person = CompiledPerson::new(&REFERENCE, person(1), profile);
    explain_pair(&compiled(terms), &person, weights)
}

/// The value of a feature, when it applies.
fn value(explained: &PairExplanation, feature: Feature) -> Option<u16> {
    explained.pair.breakdown.iter().find(|line| line.feature == feature).map(|line| line.value)
}

/// The same person without what this constraint looks at.
fn without(profile: &CandidateProfile, code: ConstraintCode) -> CandidateProfile {
    let mut blank = profile.clone();
    match code {
        ConstraintCode::SkillRequired => blank.skills.clear(),
        ConstraintCode::Hours => blank.hours_per_week = None,
        ConstraintCode::Slots => blank.slots = WordSet::default(),
        ConstraintCode::Period => (blank.available_from, blank.available_until) = (None, None),
        ConstraintCode::WorkStyle => blank.work_styles = WordSet::default(),
        ConstraintCode::Visits => blank.max_visits_per_month = None,
        ConstraintCode::Travel => blank.max_travel_km = None,
        ConstraintCode::Residency => blank.home_municipality = None,
        ConstraintCode::ContractForm => blank.contract_forms = WordSet::default(),
        ConstraintCode::Reward => (blank.min_reward_yen_per_hour, blank.reward_is_firm) = (None, false),
        ConstraintCode::MainJob => blank.main_job.permission = None,
    }
    blank
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_breakdown_sums_to_the_score(terms in terms(), profile in profile(), weights in weights()) {
        let pair = explain(&terms, &profile, weights).pair;
        prop_assert!(pair.score <= 1_000_000);
        prop_assert_eq!(pair.breakdown.iter().map(|line| line.contribution).sum::<u32>(), pair.score);
        let lines: Vec<(Feature, u8)> = pair.breakdown.iter().map(|line| (line.feature, line.weight)).collect();
        prop_assert_eq!(lines, pair.applied.iter().collect::<Vec<_>>());
        prop_assert!(pair.breakdown.iter().all(|line| line.value <= 10_000));
        let (least, most) = (pair.forward.min(pair.reverse), pair.forward.max(pair.reverse));
        prop_assert!(pair.mutual.is_none_or(|_| pair.mutual <= most));
        prop_assert!(least.is_some() == pair.mutual.is_some());
    }

    #[test]
    fn a_blank_never_excludes(terms in terms(), profile in profile(), place in 0..ConstraintCode::ALL.len()) {
        let code = ConstraintCode::ALL[place];
        let blank = explain(&terms, &without(&profile, code), PartialWeights::default());
        let may_fail = match code {
            ConstraintCode::SkillRequired => !terms.required_skills.is_empty(),
            ConstraintCode::Residency => matches!(terms.residency, Some(Residency::Within(_))),
            _ => false,
        };
        prop_assert_eq!(blank.failed().contains(&code), may_fail);
        let asked = blank.constraints.iter().any(|line| line.code == code);
        prop_assert_eq!(blank.unknown.contains(&code), asked && !may_fail);
    }

    #[test]
    fn eligibility_is_that_no_line_fails(terms in terms(), profile in profile()) {
        let explained = explain(&terms, &profile, PartialWeights::default());
        prop_assert_eq!(explained.eligible, explained.failed().is_empty());
        let unknown = explained.constraints.iter().filter(|line| line.outcome == Outcome::Unknown);
        prop_assert_eq!(unknown.map(|line| line.code).collect::<Vec<_>>(), explained.unknown.clone());
        let codes: Vec<ConstraintCode> = explained.constraints.iter().map(|line| line.code).collect();
        prop_assert!(codes.is_sorted());
    }

    #[test]
    fn more_skill_never_lowers_the_skill_feature(
        terms in terms(), profile in profile(), more in held(),
    ) {
        let before = explain(&terms, &profile, PartialWeights::default());
        let mut learnt = profile;
        learnt.skills.push(more);
        let after = explain(&terms, &learnt, PartialWeights::default());
        prop_assert!(value(&after, Feature::Skill) >= value(&before, Feature::Skill));
        let fails = |explained: &PairExplanation| explained.failed().contains(&ConstraintCode::SkillRequired);
        prop_assert!(!fails(&after) || fails(&before));
    }

    #[test]
    fn lists_are_sets(terms in terms(), profile in profile(), weights in weights()) {
        let mut turned = profile.clone();
        turned.skills.reverse();
        turned.skills.extend(profile.skills.clone());
        turned.region_ties.reverse();
        turned.region_ties.extend(profile.region_ties.clone());
        turned.region_interests.reverse();
        prop_assert_eq!(explain(&terms, &turned, weights), explain(&terms, &profile, weights));
    }

    #[test]
    fn the_persons_own_words_change_nothing(terms in terms(), profile in profile(), words in "[ぁ-ん]{0,12}") {
        let mut reworded = profile.clone();
        reworded.skills.iter_mut().for_each(|held| held.evidence = Some(words.clone()));
        reworded.region_ties.iter_mut().for_each(|tie| tie.note = Some(words.clone()));
        reworded.main_job.public_employee = true;
        let weights = PartialWeights::default();
        prop_assert_eq!(explain(&terms, &reworded, weights), explain(&terms, &profile, weights));
    }

    #[test]
    fn both_directions_give_a_pair_the_same_value(
        postings in proptest::collection::vec(terms(), 1..6), profile in profile(), weights in weights(),
    ) {
        let someone = CompiledPerson::new(&REFERENCE, person(1), &profile);
        let postings: Vec<_> = (0u8..)
            .zip(&postings)
            .map(|(number, terms)| {
                let id = domain::PostingId::from_parts(u64::from(number), [number; 10]);
                scoring::CompiledPosting::new(&REFERENCE, Some(id), terms)
            })
            .collect();
        let call = PostingsCall { sort: SortKey::Score, limit: 10, weights };
        let ranking = rank_postings(&someone, &postings, &call);
        let mut listed = BTreeSet::new();
        for item in &ranking.items {
            let posting = postings.iter().find(|posting| posting.id() == Some(item.id)).unwrap();
            let explained = explain_pair(posting, &someone, weights);
            prop_assert!(explained.eligible);
            prop_assert_eq!(&explained.pair, &item.pair);
            prop_assert_eq!(&explained.unknown, &item.unknown);
            listed.insert(item.id);
        }
        let eligible = postings.iter().filter(|posting| explain_pair(posting, &someone, weights).eligible);
        prop_assert_eq!(eligible.filter_map(|posting| posting.id()).collect::<BTreeSet<_>>(), listed);
        prop_assert_eq!(ranking.totals.considered, postings.len() as u64);
        prop_assert!(ranking.items.is_sorted_by(|left, right| left.pair.score >= right.pair.score));
    }
}
