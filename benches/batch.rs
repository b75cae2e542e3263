//! What is measured: the first twenty of 200 postings, one posting after the other on one thread (`one thread`) and
//! shared out over every core (`every core`).
//!
//! Population: the first 100,000 people of the made-up country (`bench::Population`), all visible; postings with one
//! to four required skills.
//!
//! What it isolates: what is gained by sharing postings out; the answers are the same.

use std::hint::black_box;
use std::sync::Arc;
use std::thread::available_parallelism;
use std::time::Duration;

use bench::rows::{SEED, top_twenty};
use bench::{Asks, Population};
use criterion::{Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use rayon::ThreadPoolBuilder;
use scoring::{CompiledPosting, Executor};

const PEOPLE: usize = 100_000;

fn batch(criterion: &mut Criterion) {
    let population = Population::new(SEED);
    let snapshot = population.pool(PEOPLE).snapshot();
    let call = top_twenty();
    let postings: Vec<CompiledPosting> =
        (0..200).map(|number| population.compiled(number, Asks::Skills)).collect();
    let cores = available_parallelism().map_or(1, std::num::NonZero::get);
    let threads = ThreadPoolBuilder::new().num_threads(cores).build().expect("a machine starts its threads");
    let mut group = criterion.benchmark_group("200 postings over 100,000");
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    group.warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(3));
    group.throughput(Throughput::Elements(postings.len() as u64 * PEOPLE as u64));
    for (name, executor) in
        [("one thread", Executor::single()), ("every core", Executor::pool(Arc::new(threads)))]
    {
        group.bench_function(name, |bench| {
            bench.iter(|| black_box(snapshot.top_each(&postings, &call, &executor)));
        });
    }
    group.finish();
}

criterion_group!(benches, batch);
criterion_main!(benches);
