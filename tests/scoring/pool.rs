//! The live pool: what it holds after any writes, who is visible in it, and that a snapshot never moves.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::{
    CandidateId, CandidateProfile, MunicipalityCode, PartialWeights, PostingTerms, Recipient, SortKey,
    Timestamp, WorkStyle,
};
use proptest::collection::vec;
use proptest::prelude::*;
use scoring::{Among, Grant, Pool, PoolEntry, PostingsCall, RankCall, Snapshot, Viewer};

use crate::population::{REFERENCE, compiled, open_entry, organization, person, profile, terms, viewer};

fn everybody() -> RankCall<'static> {
    RankCall {
        among: Among::Visible(viewer()),
        sort: SortKey::Score,
        limit: usize::MAX,
        weights: PartialWeights::default(),
    }
}

/// All that can be asked of a pool.
fn seen(snapshot: &Snapshot, terms: &PostingTerms) -> String {
    let posting = compiled(terms);
    let ranking = snapshot.rank(&posting, &everybody());
    let feasibility = snapshot.feasibility(&posting, everybody().among);
    format!("{} {ranking:?} {feasibility:?}", snapshot.len())
}

#[derive(Debug, Clone)]
enum Write {
    Put(u32, i64, CandidateProfile),
    Remove(u32),
}

fn write() -> impl Strategy<Value = Write> {
    prop_oneof![
        3 => (0u32..12, 1i64..6, profile()).prop_map(|(who, version, profile)| Write::Put(who, version, profile)),
        1 => (0u32..12).prop_map(Write::Remove),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn writes_leave_what_a_pool_from_scratch_would_hold(
        terms in terms(), writes in vec(write(), 1..40), watched in 0usize..40,
    ) {
        let mut pool = Pool::new(Arc::clone(&REFERENCE));
        let mut model: BTreeMap<u32, (i64, CandidateProfile)> = BTreeMap::new();
        let mut before = None;
        for (step, write) in writes.into_iter().enumerate() {
            if step == watched {
                before = Some((pool.snapshot(), seen(&pool.snapshot(), &terms)));
            }
            match write {
                Write::Put(who, version, profile) => {
                    let is_newer = model.get(&who).is_none_or(|(known, _)| version > *known);
                    prop_assert_eq!(pool.put(open_entry(person(who), version, &profile)), is_newer);
                    if is_newer {
                        model.insert(who, (version, profile));
                    }
                }
                Write::Remove(who) => {
                    prop_assert_eq!(pool.remove(person(who)), model.remove(&who).is_some());
                }
            }
        }
        let mut scratch = Pool::new(Arc::clone(&REFERENCE));
        for (who, (version, profile)) in &model {
            scratch.put(open_entry(person(*who), *version, profile));
        }
        prop_assert_eq!(pool.len(), model.len());
        prop_assert_eq!(pool.is_empty(), model.is_empty());
        prop_assert_eq!(seen(&pool.snapshot(), &terms), seen(&scratch.snapshot(), &terms));
        for (who, (version, _)) in &model {
            prop_assert_eq!(pool.snapshot().version_of(person(*who)), Some(*version));
        }
        if let Some((snapshot, answer)) = before {
            prop_assert_eq!(seen(&snapshot, &terms), answer);
        }
    }
}

/// A posting that asks nothing and keeps nobody out.
fn bare() -> PostingTerms {
    PostingTerms {
        contract_form: domain::ContractForm::QuasiMandate,
        municipality: domain::MunicipalityCode::parse("202151").unwrap(),
        work_style: domain::WorkStyle::Remote,
        required_skills: Vec::new(),
        preferred_skills: Vec::new(),
        visits_per_month: None,
        hours_per_week: None,
        slots: domain::WordSet::default(),
        min_shared_slots: 1,
        starts_on: None,
        ends_on: None,
        min_days: 1,
        residency: None,
        reward: None,
        categories: Vec::new(),
        weights: PartialWeights::default(),
    }
}

fn listed(snapshot: &Snapshot, among: Among<'_>) -> Vec<domain::CandidateId> {
    let call = RankCall { among, ..everybody() };
    let ranking = snapshot.rank(&compiled(&bare()), &call);
    assert_eq!(ranking.totals.considered, ranking.items.len() as u64);
    let mut ids: Vec<_> = ranking.items.iter().map(|item| item.id).collect();
    ids.sort();
    ids
}

#[test]
fn chunks_stay_dense_and_shared_ones_are_not_written() {
    let blank = CandidateProfile::default();
    let mut pool = Pool::new(Arc::clone(&REFERENCE));
    for who in 0..3_000 {
        pool.put(open_entry(person(who), 1, &blank));
    }
    let full = pool.snapshot();
    for who in (0..3_000).filter(|who| who % 7 != 0) {
        assert!(pool.remove(person(who)));
    }
    let mut left: Vec<_> = (0..3_000).filter(|who| who % 7 == 0).map(person).collect();
    left.sort();
    assert_eq!(listed(&pool.snapshot(), everybody().among), left);
    assert_eq!(listed(&full, everybody().among).len(), 3_000);
    assert!(left.iter().all(|id| pool.remove(*id)));
    assert!(pool.is_empty());
    assert!(!pool.remove(person(0)));
    assert!(pool.put(open_entry(person(0), 1, &blank)));
    assert_eq!(listed(&pool.snapshot(), everybody().among), [person(0)]);
}

#[test]
fn who_is_visible() {
    let instant = |text: &str| Timestamp::parse(text).unwrap();
    let last = instant("2026-06-30T15:00:00Z");
    let (own, other) = (Recipient::Organization(organization(2)), Recipient::Organization(organization(3)));
    let blank = CandidateProfile::default();
    let mut pool = Pool::new(Arc::clone(&REFERENCE));
    for (who, owner, grants) in [
        (1, 2, vec![]),
        (2, 1, vec![]),
        (3, 1, vec![Grant { recipient: own, until: None }]),
        (4, 1, vec![Grant { recipient: other, until: None }]),
        (5, 1, vec![Grant { recipient: other, until: None }, Grant { recipient: own, until: Some(last) }]),
        (6, 1, vec![Grant { recipient: Recipient::Any, until: Some(last) }]),
    ] {
        let entry =
            PoolEntry { id: person(who), owner: organization(owner), version: 1, grants, profile: &blank };
        assert!(pool.put(entry));
    }
    let snapshot = pool.snapshot();
    for (organization_id, at, expected) in [
        (organization(2), last, vec![1, 3, 5, 6]),
        (organization(2), instant("2026-06-30T15:00:00.000001Z"), vec![1, 3]),
        (organization(1), last, vec![2, 3, 4, 5, 6]),
        (organization(3), last, vec![4, 5, 6]),
    ] {
        let among = Among::Visible(Viewer { organization_id, at });
        let mut expected_ids: Vec<_> = expected.iter().map(|who| person(*who)).collect();
        expected_ids.sort();
        assert_eq!(listed(&snapshot, among), expected_ids, "{organization_id} at {at}");
        let call = RankCall { among, ..everybody() };
        for who in 1..=7 {
            let explained = snapshot.explain(&compiled(&bare()), person(who), &call);
            assert_eq!(explained.is_some(), expected.contains(&who), "{who} for {organization_id} at {at}");
        }
    }
}

#[test]
fn a_list_is_ranked_whoever_they_are_open_to() {
    let blank = CandidateProfile::default();
    let hours = CandidateProfile { hours_per_week: Some(1), ..CandidateProfile::default() };
    let mut pool = Pool::new(Arc::clone(&REFERENCE));
    for (who, profile) in [(1, &blank), (2, &blank), (3, &hours)] {
        let entry =
            PoolEntry { id: person(who), owner: organization(1), version: 1, grants: Vec::new(), profile };
        assert!(pool.put(entry));
    }
    let snapshot = pool.snapshot();
    let ids = [person(2), person(9), person(2), person(1)];
    let mut expected = [person(1), person(2)];
    expected.sort();
    assert_eq!(listed(&snapshot, Among::Listed(&ids)), expected);

    let asked = domain::AskedHours { min: None, desired: Some(5) };
    let posting = compiled(&PostingTerms { hours_per_week: Some(asked), ..bare() });
    let call = RankCall { among: Among::Listed(&ids), ..everybody() };
    let explain = |who| snapshot.explain(&posting, person(who), &call);
    let outside = explain(3).unwrap();
    assert!(outside.eligible);
    assert_eq!((outside.rank, outside.rank_range, outside.band), (None, None, None));
    assert_eq!(outside.counterfactuals.len(), 1);
    assert_eq!(outside.counterfactuals[0].rank, None);
    assert!(explain(1).unwrap().rank.is_some());
    assert_eq!(explain(9), None);
}

/// Numbers of homes are given as people come; a batch that lays some of them out alone gives its own.
#[test]
fn a_batch_over_homes_new_to_the_pool_leaves_its_distances_alone() {
    let lives_in = |code: &str| CandidateProfile {
        home_municipality: Some(MunicipalityCode::parse(code).unwrap()),
        max_travel_km: Some(100),
        ..CandidateProfile::default()
    };
    let (chiyoda, sapporo, shinjuku) = (lives_in("131016"), lives_in("011002"), lives_in("131041"));
    let terms = PostingTerms {
        municipality: chiyoda.home_municipality.unwrap(),
        work_style: WorkStyle::Hybrid,
        visits_per_month: Some(1),
        ..bare()
    };
    let mut pool = Pool::new(Arc::clone(&REFERENCE));
    let settled: Vec<u32> = (0..130).collect();
    pool.put_all(settled.iter().map(|number| open_entry(person(*number), 1, &chiyoda)));
    pool.put(open_entry(person(200), 1, &sapporo));
    pool.put(open_entry(person(201), 1, &shinjuku));

    let without_sapporo: Vec<CandidateId> = settled.iter().copied().chain([201]).map(person).collect();
    let call = PostingsCall { sort: SortKey::Score, limit: 5, weights: PartialWeights::default() };
    let best = pool.snapshot().best_postings(&without_sapporo, &[compiled(&terms)], &call);
    assert_eq!(best.len(), 131);

    for number in 300..430 {
        pool.put(open_entry(person(number), 1, &sapporo));
    }
    let snapshot = pool.snapshot();
    let ranking = snapshot.rank(&compiled(&terms), &everybody());
    assert_eq!(ranking.totals.eligible, 131, "nobody of Sapporo lives within 100 km");
    assert_eq!(ranking, snapshot.plain().rank(&compiled(&terms), &everybody()));
}
