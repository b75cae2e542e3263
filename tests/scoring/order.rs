//! What holds for any ranking and feasibility: order, counts, ranges and what would change them.

use std::sync::Arc;

use domain::{
    CandidateProfile, ContractForm, CounterfactualCode, Fact, HeldSkill, PartialWeights, PostingTerms,
    Proficiency, RelaxationCode, SortKey, Word, WorkStyle,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use scoring::{Among, Executor, Pool, RankCall, Snapshot};

use crate::population::{
    REFERENCE, compiled, open_entry, open_terms, person, pool_of, profile, terms, viewer, weights,
};

fn by(sort: SortKey, weights: PartialWeights) -> RankCall<'static> {
    RankCall { among: Among::Visible(viewer()), sort, limit: usize::MAX, weights }
}

fn sort() -> impl Strategy<Value = SortKey> {
    prop_oneof![Just(SortKey::Score), Just(SortKey::Mutual)]
}

fn threads(number: usize) -> Executor {
    let threads = rayon::ThreadPoolBuilder::new().num_threads(number).build().unwrap();
    Executor::pool(Arc::new(threads))
}

/// Many people out of few profiles: ties are certain, and there are several chunks.
fn crowd(profiles: &[CandidateProfile]) -> impl DoubleEndedIterator<Item = (u32, &CandidateProfile)> {
    (0..2_500u32).zip(profiles.iter().cycle().take(2_500).collect::<Vec<_>>())
}

fn crowded(people: impl Iterator<Item = (u32, impl std::borrow::Borrow<CandidateProfile>)>) -> Snapshot {
    let mut pool = Pool::new(Arc::clone(&REFERENCE));
    for (number, profile) in people {
        pool.put(open_entry(person(number), 1, profile.borrow()));
    }
    pool.snapshot()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn neither_order_of_input_nor_threads_show(
        terms in prop_oneof![terms(), open_terms()], profiles in vec(profile(), 12..20), sort in sort(),
        weights in weights(),
    ) {
        let forwards = crowded(crowd(&profiles));
        let backwards = crowded(crowd(&profiles).rev());
        let (posting, call) = (compiled(&terms), RankCall { limit: 300, ..by(sort, weights) });
        let ranking = forwards.rank(&posting, &call);
        let feasibility = forwards.feasibility(&posting, call.among);
        let last = ranking.items.last().map_or(person(0), |item| item.id);
        let explained = forwards.explain(&posting, last, &call);
        prop_assert!(explained.is_some());
        prop_assert_eq!(&backwards.feasibility(&posting, call.among), &feasibility);
        prop_assert_eq!(&backwards.explain(&posting, last, &call), &explained);
        for executor in [Executor::single(), threads(1), threads(2), threads(4)] {
            for answer in executor.map(&[&forwards, &backwards], |pool| pool.rank(&posting, &call)) {
                prop_assert_eq!(&answer, &ranking);
            }
        }
    }

    #[test]
    fn a_short_list_is_the_beginning_of_a_long_one(
        terms in open_terms(), profiles in vec(profile(), 12..20), sort in sort(), weights in weights(),
    ) {
        let snapshot = crowded(crowd(&profiles));
        let (posting, call) = (compiled(&terms), by(sort, weights));
        let long = snapshot.rank(&posting, &call);
        for limit in [0, 1, 50, 201, 400] {
            let short = snapshot.rank(&posting, &RankCall { limit, ..call });
            prop_assert_eq!(&short.items[..], &long.items[..limit.min(long.items.len())]);
            prop_assert_eq!(short.totals, long.totals);
        }
        for item in long.items.iter().step_by(199) {
            prop_assert_eq!(item.rank_range.is_some(), item.rank <= 200);
            let explained = snapshot.explain(&posting, item.id, &call).unwrap();
            prop_assert_eq!(explained.rank, Some(item.rank));
            prop_assert_eq!(explained.rank_range, item.rank_range);
            prop_assert_eq!(explained.band, Some(item.band));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn ranks_are_never_shared_and_follow_the_value(
        terms in open_terms(), people in vec(profile(), 5..40), sort in sort(), weights in weights(),
    ) {
        let ranking = pool_of(&people).snapshot().rank(&compiled(&terms), &by(sort, weights));
        prop_assert!(ranking.items.iter().map(|item| item.rank).eq(1..=ranking.items.len() as u32));
        for pair in ranking.items.windows(2) {
            let value = |place: usize| (pair[place].pair.sorted_value(sort), pair[place].pair.score);
            let (better, worse) = (value(0), value(1));
            prop_assert!(better.0 > worse.0 || (better.0 == worse.0 && (better.0.is_some() || better.1 >= worse.1)));
            prop_assert!(pair[0].band == pair[1].band || pair[0].band + 1 == pair[1].band);
        }
        for item in &ranking.items {
            let (best, worst) = item.rank_range.unwrap();
            prop_assert!(best <= item.rank && item.rank <= worst);
        }
    }

    #[test]
    fn the_rank_range_is_what_thirteen_rankings_say(
        terms in open_terms(), people in vec(profile(), 5..30), sort in sort(), base in vec(0u8..=8, 6),
    ) {
        prop_assume!(base.iter().any(|weight| *weight > 0));
        let (snapshot, posting) = (pool_of(&people).snapshot(), compiled(&terms));
        let run = |moved: Option<(usize, u8)>| {
            let mut scaled: Vec<u8> = base.iter().map(|weight| weight * 10).collect();
            if let Some((feature, factor)) = moved {
                scaled[feature] = base[feature] * factor;
            }
            let weights = PartialWeights(std::array::from_fn(|feature| Some(scaled[feature])));
            snapshot.rank(&posting, &by(sort, weights))
        };
        let moves = (0..6).flat_map(|feature| [8, 12].map(|factor| Some((feature, factor))));
        let runs: Vec<_> = std::iter::once(None).chain(moves).map(run).collect();
        for item in &runs[0].items {
            let ranks: Vec<u32> = runs
                .iter()
                .map(|run| run.items.iter().find(|other| other.id == item.id).unwrap().rank)
                .collect();
            let range = ranks.iter().min().copied().zip(ranks.iter().max().copied());
            prop_assert_eq!(item.rank_range, range);
        }
    }

    #[test]
    fn feasibility_counts_what_the_ranking_counts(
        terms in terms(), people in vec(profile(), 5..60),
    ) {
        let (snapshot, posting) = (pool_of(&people).snapshot(), compiled(&terms));
        let call = by(SortKey::Score, PartialWeights::default());
        let ranking = snapshot.rank(&posting, &call);
        let found = snapshot.feasibility(&posting, call.among);
        prop_assert_eq!(found.totals, ranking.totals);
        prop_assert_eq!(found.totals.eligible, ranking.items.len() as u64);
        prop_assert_eq!(&found.exclusions, &ranking.exclusions);
        prop_assert!(found.relaxations.is_sorted_by(|left, right| left.eligible >= right.eligible));
        for step in &found.relaxations {
            let after = compiled(&relaxed(&terms, step));
            let eligible = snapshot.rank(&after, &call).totals.eligible;
            prop_assert_eq!(step.eligible, eligible, "{:?}", step);
            prop_assert_eq!(step.gained, eligible as i64 - found.totals.eligible as i64);
        }
    }

    #[test]
    fn a_counterfactual_is_what_the_ranking_would_say(
        terms in terms(), people in vec(profile(), 5..30), sort in sort(), weights in weights(),
    ) {
        let (mut pool, posting, call) = (pool_of(&people), compiled(&terms), by(sort, weights));
        let changes = pool.snapshot().explain(&posting, person(0), &call).unwrap();
        for (version, change) in (2..).zip(&changes.counterfactuals) {
            let mut changed = people[0].clone();
            match (change.code, &change.skill) {
                (CounterfactualCode::Skill, Some(skill)) => changed.skills.push(HeldSkill {
                    skill: skill.clone(),
                    proficiency: Proficiency::new(change.to.into()).unwrap(),
                    evidence: None,
                }),
                (CounterfactualCode::Skill, None) => panic!("a skill is changed, and none is named"),
                (CounterfactualCode::Hours, _) => changed.hours_per_week = Some(change.to),
            }
            prop_assert!(pool.put(open_entry(person(0), version, &changed)));
            let after = pool.snapshot().explain(&posting, person(0), &call).unwrap();
            prop_assert_eq!(change.eligible, after.eligible);
            prop_assert_eq!(change.score, after.pair.score);
            prop_assert_eq!(change.rank, after.rank);
        }
    }
}

#[test]
fn everybody_who_applied_has_a_rank_range() {
    let blank = CandidateProfile::default();
    let people: Vec<&CandidateProfile> = std::iter::repeat_n(&blank, 205).collect();
    let (snapshot, ids) = (pool_of(people).snapshot(), (0..205).map(person).collect::<Vec<_>>());
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let posting = compiled(&open_terms().new_tree(&mut runner).unwrap().current());
    let in_pool = by(SortKey::Score, PartialWeights::default());
    let applied = RankCall { among: Among::Listed(&ids), ..in_pool };
    for (call, ranged) in [(in_pool, 200), (applied, 205)] {
        let ranking = snapshot.rank(&posting, &call);
        assert_eq!(ranking.items.len(), 205);
        // All are alike, so no weight moves anybody.
        for item in &ranking.items {
            assert_eq!(item.rank_range, (item.rank <= ranged).then_some((item.rank, item.rank)));
            let explained = snapshot.explain(&posting, item.id, &call).unwrap();
            assert_eq!((explained.rank, explained.rank_range), (Some(item.rank), item.rank_range));
        }
    }
}

/// The terms after a step, made from what the step shows.
fn relaxed(terms: &PostingTerms, step: &domain::Relaxation) -> PostingTerms {
    let number = || match &step.to {
        Some(Fact::Number(number)) => *number,
        other => panic!("a number is expected, not {other:?}"),
    };
    let is_named = |skill: &domain::SkillId| Some(skill) == step.skill.as_ref();
    let mut after = terms.clone();
    match step.code {
        RelaxationCode::HoursMin => {
            let hours = after.hours_per_week.as_mut().unwrap();
            hours.desired = hours.desired();
            hours.min = Some(u8::try_from(number()).unwrap());
        }
        RelaxationCode::MinProficiency => {
            let lowered = after.required_skills.iter_mut().find(|wanted| is_named(&wanted.skill));
            lowered.unwrap().min_proficiency = Proficiency::new(number()).unwrap();
        }
        RelaxationCode::SkillPreferred => after.required_skills.retain(|wanted| !is_named(&wanted.skill)),
        RelaxationCode::MinSharedSlots => after.min_shared_slots = u8::try_from(number()).unwrap(),
        RelaxationCode::MinDays => after.min_days = u16::try_from(number()).unwrap(),
        RelaxationCode::WorkStyle => {
            let Some(Fact::Word(word)) = &step.to else { panic!("a word is expected") };
            after.work_style = WorkStyle::parse(word).unwrap();
        }
        RelaxationCode::VisitsPerMonth => after.visits_per_month = Some(u8::try_from(number()).unwrap()),
        RelaxationCode::Residency => after.residency = None,
        RelaxationCode::ContractForm => after.contract_form = ContractForm::Commission,
    }
    assert_ne!(after, *terms, "a step that changes nothing is left out");
    after
}
