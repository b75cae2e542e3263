//! What is measured: the exact first twenty of a posting with breakdowns (`engine`), and beside it, in the same run,
//! the same twenty by looking at everybody (`plain scan`). One iteration answers twenty postings.
//!
//! Population: the first 100,000 people of the made-up country (`bench::Population`), all visible; twenty postings
//! with one to four required skills, and twenty without any. One thread.
//!
//! What it isolates: finding, ordering and explaining the first; nobody else is counted, no database, no HTTP.

use std::hint::black_box;
use std::time::Duration;

use bench::rows::{SEED, top_twenty};
use bench::{Asks, Population};
use criterion::{Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use scoring::CompiledPosting;

const PEOPLE: usize = 100_000;

fn first_twenty(criterion: &mut Criterion) {
    let population = Population::new(SEED);
    let snapshot = population.pool(PEOPLE).snapshot();
    let plain = snapshot.plain();
    let call = top_twenty();
    for (asks, asked) in [(Asks::Skills, "required skills"), (Asks::Nothing, "no required skill")] {
        let postings: Vec<CompiledPosting> =
            (0..20).map(|number| population.compiled(number, asks)).collect();
        let mut group = criterion.benchmark_group(format!("top 20 of 100,000, {asked}"));
        group.sample_size(10).sampling_mode(SamplingMode::Flat);
        group.warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(3));
        group.throughput(Throughput::Elements(postings.len() as u64 * PEOPLE as u64));
        group.bench_function("engine", |bench| {
            bench.iter(|| postings.iter().for_each(|posting| drop(black_box(snapshot.top(posting, &call)))));
        });
        group.bench_function("plain scan", |bench| {
            bench.iter(|| postings.iter().for_each(|posting| drop(black_box(plain.rank(posting, &call)))));
        });
        group.finish();
    }
}

criterion_group!(benches, first_twenty);
criterion_main!(benches);
