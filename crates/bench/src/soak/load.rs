//! The load: writers, readers and batches, each until the soak is done.

use std::sync::Arc;
use std::sync::PoisonError;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;

use domain::CandidateProfile;
use rayon::ThreadPoolBuilder;
use scoring::{Executor, Pool};

use super::ledger::Standing;
use super::question::Question;
use super::world::World;
use crate::population::dice::{Dice, Purpose};

/// Writers rest between bursts, so that there is something else to be seen too.
const REST: Duration = Duration::from_millis(4);

/// Writes in a burst, at most.
const BURST: u64 = 12;

/// Every so many bursts the pool is laid out anew, which changes no answer; early for the first time.
const TIDY_EVERY: u64 = 2_000;
const TIDY_FIRST: u64 = 100;

/// Threads of the batches.
const THREADS: usize = 2;

/// Readers and batches leave the checker its share of few cores.
const READER_REST: Duration = Duration::from_millis(2);
const BATCH_REST: Duration = Duration::from_millis(20);

/// What is written of one person.
struct Write {
    number: u64,
    standing: Standing,
    profile: CandidateProfile,
}

/// Enters, replaces and removes people and changes their consents: one of `writers`, each with its own people.
pub(super) fn write(world: &World, (writer, writers): (u64, u64)) {
    let mut dice = Dice::of(world.seed, Purpose::Writer, writer);
    let people = world.ledger().known.len() as u64;
    if people <= writer {
        return;
    }
    let own = (people - writer).div_ceil(writers);
    for turn in 0.. {
        if world.done.load(Ordering::Relaxed) {
            return;
        }
        let count = dice.within(1, BURST);
        let mut burst: Vec<Write> = Vec::new();
        for _ in 0..count {
            let number = writer + writers * dice.below(own);
            // One person is written once in a burst: the book has one entry for each.
            if burst.iter().all(|write| write.number != number) {
                burst.push(some_write(world, number, &mut dice));
            }
        }
        if dice.percent(50) {
            together(world, &burst);
        } else {
            burst.iter().for_each(|write| together(world, std::slice::from_ref(write)));
        }
        if turn % TIDY_EVERY == TIDY_FIRST {
            tidy(world);
        }
        world.writes.fetch_add(burst.len() as u64, Ordering::Relaxed);
        thread::sleep(REST);
    }
}

/// Asks one question after the other.
pub(super) fn read(world: &World, reader: u64) {
    let mut dice = Dice::of(world.seed, Purpose::Reader, reader);
    while !world.done.load(Ordering::Relaxed) {
        let question = Question::draw(world, &mut dice);
        std::hint::black_box(question.ask(world, &world.snapshot()));
        world.reads.fetch_add(1, Ordering::Relaxed);
        thread::sleep(READER_REST);
    }
}

/// Ranks all postings at once, over one snapshot.
pub(super) fn batch(world: &World) {
    let mut dice = Dice::of(world.seed, Purpose::Reader, u64::MAX);
    let executor = ThreadPoolBuilder::new()
        .num_threads(THREADS)
        .build()
        .map_or_else(|_| Executor::single(), |threads| Executor::pool(Arc::new(threads)));
    while !world.done.load(Ordering::Relaxed) {
        let question = Question::draw(world, &mut dice);
        let call = question.call();
        std::hint::black_box(world.snapshot().top_each(&world.postings, &call, &executor));
        world.batches.fetch_add(1, Ordering::Relaxed);
        thread::sleep(BATCH_REST);
    }
}

/// Somebody who is out comes in; somebody who is in gets a new profile or other consents, or goes.
fn some_write(world: &World, number: u64, dice: &mut Dice) -> Write {
    let before = world.ledger().of(number).acknowledged;
    let mut standing = Standing { version: before.version + 1, is_in: true, ..before };
    match (before.is_in, dice.below(100)) {
        (true, 0..25) => standing.is_in = false,
        (true, 25..50) => standing.granted = dice.bits(),
        _ => {
            standing.drawn = dice.bits() >> 16;
            standing.granted = dice.bits();
        }
    }
    Write { number, standing, profile: world.profile(&standing) }
}

/// Writes these at once, publishes, and only then acknowledges.
fn together(world: &World, writes: &[Write]) {
    {
        let mut ledger = world.ledger();
        writes.iter().for_each(|write| ledger.begin(write.number, write.standing.version));
    }
    let taken = {
        let mut pool = world.pool.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = take(world, &mut pool, writes);
        world.publish(&pool);
        taken
    };
    let refused = (taken != writes.len())
        .then(|| format!("the pool took {taken} of {} writes, all of them newer", writes.len()));
    world.findings().version(refused);
    let mut ledger = world.ledger();
    writes.iter().for_each(|write| ledger.acknowledge(write.number, write.standing));
}

fn tidy(world: &World) {
    let mut pool = world.pool.lock().unwrap_or_else(PoisonError::into_inner);
    pool.tidy(&Executor::single());
    world.publish(&pool);
}

fn take(world: &World, pool: &mut Pool, writes: &[Write]) -> usize {
    let (entering, leaving): (Vec<&Write>, Vec<&Write>) =
        writes.iter().partition(|write| write.standing.is_in);
    let left =
        leaving.iter().filter(|write| pool.remove(world.population.candidate_id(write.number))).count();
    let mut entries = entering.iter().map(|write| world.entry(write.number, &write.standing, &write.profile));
    let entered = match entering.len() {
        1 => entries.next().map_or(0, |entry| usize::from(pool.put(entry))),
        _ => pool.put_all(entries),
    };
    left + entered
}
