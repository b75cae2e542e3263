//! Many at once: no update is lost, no application is made twice, and a deadlock is nobody's business.

use std::sync::Barrier;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

use domain::Candidate;
use store::{Store, StoreError, Unique};

use crate::ground::Ground;
use crate::samples::*;

on_both! { no_update_is_lost, of_two_that_read_the_same_one_loses, one_application_stands }

const WRITERS: u64 = 16;
const TURNS: i64 = 25;

/// The next version of a person, with the version noted in a field.
fn next(mut person: Candidate) -> Candidate {
    person.version += 1;
    person.content.profile.max_travel_km = u16::try_from(person.version).ok();
    person
}

fn one_person(ground: &Ground) {
    ground
        .store
        .write(|tx| {
            tx.insert_organization(&organization(1))?;
            tx.insert_posting(&posting(1, 1))?;
            tx.insert_candidate(&candidate(1, 1))
        })
        .unwrap();
}

fn find(store: &Store) -> Candidate {
    store.read(|tx| tx.find_candidate(candidate_id(1))).unwrap().unwrap()
}

fn no_update_is_lost(ground: &Ground) {
    one_person(ground);
    let turn = || {
        for _ in 0..TURNS {
            let changed = ground.store.write(|tx| {
                let person = tx.find_candidate(candidate_id(1))?.unwrap();
                let version = person.version;
                tx.append_changes(&[change(1, 1)])?;
                tx.update_candidate(&next(person), version)
            });
            assert_eq!(changed, Ok(true));
        }
    };
    thread::scope(|scope| (0..WRITERS).for_each(|_| drop(scope.spawn(turn))));
    let written = 16 * TURNS;
    let person = find(&ground.store);
    assert_eq!(person.version, 1 + written);
    assert_eq!(person.content.profile.max_travel_km.map(i64::from), Some(1 + written));
    let last = ground.store.read(|tx| tx.last_change()).unwrap();
    // A lost race takes a number with it.
    assert!(last >= written, "{last}");
}

fn of_two_that_read_the_same_one_loses(ground: &Ground) {
    one_person(ground);
    let won = AtomicU32::new(0);
    let turn = || {
        for _ in 0..TURNS {
            // Read in one transaction, written in another, as with an If-Match.
            let person = find(&ground.store);
            let version = person.version;
            let changed = ground.store.write(|tx| tx.update_candidate(&next(person.clone()), version));
            won.fetch_add(u32::from(changed.unwrap()), Ordering::Relaxed);
        }
    };
    thread::scope(|scope| (0..WRITERS).for_each(|_| drop(scope.spawn(turn))));
    let person = find(&ground.store);
    assert_eq!(person.version, 1 + i64::from(won.into_inner()));
    assert!(person.version > TURNS);
}

fn one_application_stands(ground: &Ground) {
    one_person(ground);
    let barrier = Barrier::new(16);
    let apply = |number| {
        barrier.wait();
        ground.store.write(|tx| tx.insert_application(&application(number, 1, &candidate(1, 1))))
    };
    let answers: Vec<Result<(), StoreError>> = thread::scope(|scope| {
        let threads: Vec<_> = (0..WRITERS).map(|number| scope.spawn(move || apply(number))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let made = answers.iter().filter(|answer| answer.is_ok()).count();
    assert_eq!(made, 1, "{answers:?}");
    let refused = StoreError::Duplicate(Unique::StandingApplication);
    assert_eq!(answers.iter().filter(|answer| **answer == Err(refused.clone())).count(), 15, "{answers:?}");
}

/// SQLite has one writer, so that two cannot wait for each other.
#[test]
fn a_deadlock_is_run_again() {
    let Some(ground) = Ground::postgres() else { return };
    one_person(&ground);
    ground.store.write(|tx| tx.insert_candidate(&candidate(2, 1))).unwrap();
    let barrier = Barrier::new(2);
    let runs = AtomicU32::new(0);
    let cross = |first: u64, second: u64| {
        let mut is_first_run = true;
        ground.store.write(|tx| {
            runs.fetch_add(1, Ordering::Relaxed);
            assert!(tx.touch_candidate(candidate_id(first), at(1))?);
            if std::mem::take(&mut is_first_run) {
                barrier.wait();
            }
            tx.touch_candidate(candidate_id(second), at(2))
        })
    };
    thread::scope(|scope| {
        let other = scope.spawn(|| cross(2, 1));
        assert_eq!(cross(1, 2), Ok(true));
        assert_eq!(other.join().unwrap(), Ok(true));
    });
    assert!(runs.into_inner() > 2);
    let both =
        ground.store.read(|tx| tx.list_candidates_by_ids(&[candidate_id(1), candidate_id(2)])).unwrap();
    assert!(both.iter().all(|person| person.version == 3));
}
