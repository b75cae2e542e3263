//! What is measured: the exact top 20 of a posting with breakdowns (`rank`), and beside it, in the same run, the same
//! answer by explaining everybody in full and sorting (`explain_everybody`): what it costs not to keep the scan lean.
//!
//! Population: 10,000 people drawn by a fixed rule from the built-in tables: 1–6 skills, the first tenth of the table
//! held most; homes over all starter municipalities; a third of the fields blank. One thread.
//!
//! What it isolates: the scan, the order and the breakdowns; no database, no HTTP, no names.

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use domain::{
    AskedHours, CandidateId, CandidateProfile, ContractForm, HeldSkill, OrganizationId, PartialWeights,
    PostingTerms, Proficiency, Reference, RequiredSkill, SortKey, Timestamp, WorkStyle,
};
use scoring::{Among, CompiledPerson, CompiledPosting, Pool, PoolEntry, RankCall, Viewer, explain_pair};

const PEOPLE: u64 = 10_000;

/// A number that looks drawn, always the same for the same place (SplitMix64's mixing step).
fn drawn(place: u64, below: u64) -> u64 {
    let mut mixed = place.wrapping_add(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    (mixed ^ (mixed >> 31)) % below
}

fn profile(reference: &Reference, person: u64) -> CandidateProfile {
    let draw = |what: u64, below: u64| drawn(person * 64 + what, below);
    let table = reference.skills.skills();
    let skills = (0..=draw(0, 6)).filter_map(|place| {
        let few = if draw(place + 1, 3) > 0 { table.len() / 10 } else { table.len() };
        let skill = &table[usize::try_from(draw(place + 10, few as u64)).ok()?];
        let proficiency = Proficiency::new(1 + i64::try_from(draw(place + 20, 5)).ok()?)?;
        Some(HeldSkill { skill: skill.id.clone(), proficiency, evidence: None })
    });
    let homes: Vec<_> = reference.regions.municipalities().map(|place| place.code).collect();
    let stated = |what: u64| draw(what, 3) > 0;
    CandidateProfile {
        skills: skills.collect(),
        home_municipality: stated(30).then(|| homes[draw(31, homes.len() as u64) as usize]),
        work_styles: if stated(32) {
            [WorkStyle::Remote, WorkStyle::Hybrid].into_iter().collect()
        } else {
            Default::default()
        },
        hours_per_week: stated(33).then_some(draw(34, 30) as u8),
        max_visits_per_month: stated(35).then_some(draw(36, 4) as u8),
        contract_forms: if stated(37) {
            [ContractForm::QuasiMandate].into_iter().collect()
        } else {
            Default::default()
        },
        ..CandidateProfile::default()
    }
}

fn terms(reference: &Reference) -> PostingTerms {
    let wanted = reference.skills.find("marketing").expect("the table has the family");
    let shiojiri = domain::MunicipalityCode::parse("202151").expect("the code of Shiojiri");
    PostingTerms {
        contract_form: ContractForm::QuasiMandate,
        municipality: shiojiri,
        work_style: WorkStyle::Hybrid,
        required_skills: vec![RequiredSkill {
            skill: wanted.id.clone(),
            min_proficiency: Proficiency::new(3).expect("3 is a level"),
        }],
        preferred_skills: Vec::new(),
        visits_per_month: Some(1),
        hours_per_week: Some(AskedHours { min: Some(4), desired: Some(8) }),
        slots: Default::default(),
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

fn top_twenty(criterion: &mut Criterion) {
    let reference = Arc::new(Reference::built_in());
    let owner = OrganizationId::from_parts(1, [1; 10]);
    let people: Vec<(CandidateId, CandidateProfile)> = (0..PEOPLE)
        .map(|person| {
            (
                CandidateId::from_parts(
                    person,
                    drawn(person, u64::MAX).to_be_bytes().repeat(2)[..10]
                        .try_into()
                        .expect("ten of sixteen bytes"),
                ),
                profile(&reference, person),
            )
        })
        .collect();
    let mut pool = Pool::new(Arc::clone(&reference));
    for (id, profile) in &people {
        pool.put(PoolEntry { id: *id, owner, version: 1, grants: Vec::new(), profile });
    }
    let snapshot = pool.snapshot();
    let posting = CompiledPosting::new(&reference, None, &terms(&reference));
    let at = Timestamp::from_micros(0).expect("1970 is within the years 1 to 9999");
    let among = Among::Visible(Viewer { organization_id: owner, at });
    let call = RankCall { among, sort: SortKey::Score, limit: 20, weights: PartialWeights::default() };
    let compiled: Vec<CompiledPerson> =
        people.iter().map(|(id, profile)| CompiledPerson::new(&reference, *id, profile)).collect();

    let mut group = criterion.benchmark_group("top 20 of 10,000");
    group.sample_size(20);
    group.bench_function("rank", |bench| bench.iter(|| black_box(snapshot.rank(&posting, &call))));
    group.bench_function("explain_everybody", |bench| {
        bench.iter(|| {
            let mut scored: Vec<(u32, CandidateId)> = compiled
                .iter()
                .filter_map(|person| {
                    let explained = explain_pair(&posting, person, PartialWeights::default());
                    explained.eligible.then_some((explained.pair.score, person.id()))
                })
                .collect();
            scored.sort_unstable_by(|left, right| right.cmp(left));
            scored.truncate(20);
            black_box(scored)
        });
    });
    group.finish();
}

criterion_group!(benches, top_twenty);
criterion_main!(benches);
