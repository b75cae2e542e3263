//! What is measured: what counting costs. The first twenty alone (`top`), the whole answer with totals, exclusions
//! and rank ranges (`rank`), and who could be reached after each single step (`feasibility`), on the same postings.
//! One iteration answers twenty postings.
//!
//! Population: the first 100,000 people of the made-up country (`bench::Population`), all visible; twenty postings
//! with one to four required skills, and twenty without any. One thread.
//!
//! What it isolates: the counts, as the difference between `rank` or `feasibility` and `top`.

use std::hint::black_box;
use std::time::Duration;

use bench::rows::{SEED, top_twenty};
use bench::{Asks, Population};
use criterion::{Criterion, SamplingMode, criterion_group, criterion_main};
use scoring::CompiledPosting;

const PEOPLE: usize = 100_000;

fn counts(criterion: &mut Criterion) {
    let population = Population::new(SEED);
    let snapshot = population.pool(PEOPLE).snapshot();
    let call = top_twenty();
    for (asks, asked) in [(Asks::Skills, "required skills"), (Asks::Nothing, "no required skill")] {
        let postings: Vec<CompiledPosting> =
            (0..20).map(|number| population.compiled(number, asks)).collect();
        let mut group = criterion.benchmark_group(format!("counts over 100,000, {asked}"));
        group.sample_size(10).sampling_mode(SamplingMode::Flat);
        group.warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(2));
        group.bench_function("top", |bench| {
            bench.iter(|| postings.iter().for_each(|posting| drop(black_box(snapshot.top(posting, &call)))));
        });
        group.bench_function("rank", |bench| {
            bench.iter(|| postings.iter().for_each(|posting| drop(black_box(snapshot.rank(posting, &call)))));
        });
        group.bench_function("feasibility", |bench| {
            bench.iter(|| {
                let answer = |posting| drop(black_box(snapshot.feasibility(posting, call.among)));
                postings.iter().for_each(answer);
            });
        });
        group.finish();
    }
}

criterion_group!(benches, counts);
criterion_main!(benches);
