//! What is measured: replacing one person and taking the snapshot that shows it, while the snapshot before is still
//! held by a reader (`replace one`); entering a thousand new people at once and taking one snapshot (`enter 1,000`).
//!
//! Population: the first 100,000 people of the made-up country (`bench::Population`), profiles drawn beforehand.
//! One thread.
//!
//! What it isolates: compiling a profile and copying the pieces that a held snapshot shares; nobody reads meanwhile.

use std::cell::RefCell;
use std::hint::black_box;
use std::time::Duration;

use bench::Population;
use bench::population::entry;
use bench::rows::SEED;
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use domain::{CandidateId, CandidateProfile};

const PEOPLE: usize = 100_000;
const NEW: u64 = 1_000;

fn writes(criterion: &mut Criterion) {
    let population = Population::new(SEED);
    let mut group = criterion.benchmark_group("writes into 100,000");
    group.sample_size(10);
    group.warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(2));

    let others: Vec<CandidateProfile> =
        (0..NEW).map(|number| population.person(PEOPLE as u64 + number).1).collect();
    let mut pool = population.pool(PEOPLE);
    let mut held = pool.snapshot();
    let mut version = 1_i64;
    group.bench_function("replace one", |bench| {
        bench.iter(|| {
            version += 1;
            let whose = population.candidate_id(version.unsigned_abs() * 7_919 % PEOPLE as u64);
            let profile = &others[(version.unsigned_abs() % NEW) as usize];
            assert!(pool.put(entry(whose, version, profile)));
            held = pool.snapshot();
            black_box(held.len())
        });
    });

    let strangers: Vec<(CandidateId, CandidateProfile)> =
        (0..NEW).map(|number| population.person(PEOPLE as u64 + number)).collect();
    let pool = RefCell::new(pool);
    group.bench_function("enter 1,000", |bench| {
        bench.iter_batched(
            || {
                let mut pool = pool.borrow_mut();
                strangers.iter().for_each(|(id, _)| {
                    pool.remove(*id);
                });
                pool.snapshot()
            },
            |held| {
                let entries = strangers.iter().map(|(id, profile)| entry(*id, 1, profile));
                let entered = pool.borrow_mut().put_all(entries);
                (entered, pool.borrow().snapshot(), held)
            },
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

criterion_group!(benches, writes);
criterion_main!(benches);
