//! The outbox followed while many write: slow transactions, whose lines have lower numbers than those of quick ones
//! that end before them, are not passed over.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use domain::{Change, PageRequest};
use store::{ChangePlace, FollowedChange, StoreError};

use crate::ground::Ground;
use crate::samples::*;

on_both! { a_reader_passes_nobody_over, a_place_is_where_it_was_left }

const WRITERS: u64 = 16;
const TURNS: u64 = 8;

fn line(number: u64) -> Change {
    Change { resource_id: number.to_string(), ..change(1, 1) }
}

fn page(ground: &Ground, after: Option<ChangePlace>, limit: usize) -> (Vec<FollowedChange>, bool) {
    let request = PageRequest { limit, after };
    let page = ground.store.read(|tx| tx.list_changes(organization_id(1), &request)).unwrap();
    (page.items, page.has_more)
}

fn a_reader_passes_nobody_over(ground: &Ground) {
    let over = AtomicBool::new(false);
    let write = |writer: u64| {
        for turn in 0..TURNS {
            let number = 2 * (writer * TURNS + turn);
            let written = ground.store.write(|tx| {
                tx.append_changes(&[line(number)])?;
                thread::sleep(Duration::from_millis((number * 7) % 13));
                tx.append_changes(&[line(number + 1)])
            });
            assert_eq!(written, Ok::<(), StoreError>(()));
        }
    };
    let follow = || {
        let (mut seen, mut place) = (Vec::new(), None);
        loop {
            let is_last = over.load(Ordering::SeqCst);
            let (some, _) = page(ground, place, 5);
            place = some.last().map(|change| change.place).or(place);
            if is_last && some.is_empty() {
                return seen;
            }
            seen.extend(some);
        }
    };
    let seen: Vec<FollowedChange> = thread::scope(|scope| {
        let following = scope.spawn(follow);
        let writing: Vec<_> = (0..WRITERS)
            .map(|writer| {
                scope.spawn({
                    let write = &write;
                    move || write(writer)
                })
            })
            .collect();
        writing.into_iter().for_each(|writer| writer.join().unwrap());
        // Transactions of other tests in the same cluster hold the end of the feed back for a moment.
        thread::sleep(Duration::from_millis(300));
        over.store(true, Ordering::SeqCst);
        following.join().unwrap()
    });
    assert!(seen.is_sorted_by_key(|change| change.place));
    let ids: BTreeSet<u64> = seen.iter().map(|change| change.resource_id.parse().unwrap()).collect();
    assert_eq!((seen.len(), ids), ((2 * WRITERS * TURNS) as usize, (0..2 * WRITERS * TURNS).collect()));
}

fn a_place_is_where_it_was_left(ground: &Ground) {
    let others = Change { organization_id: organization_id(2), ..line(9) };
    let written = [line(1), others, line(2), line(3)];
    ground.store.write(|tx| tx.append_changes(&written)).unwrap();
    let wait = || {
        (0..100).find_map(|_| {
            let (items, has_more) = page(ground, None, 2);
            thread::sleep(Duration::from_millis(20));
            (items.len() == 2).then_some((items, has_more))
        })
    };
    let (first, has_more) = wait().unwrap();
    let ids = |items: &[FollowedChange]| -> Vec<String> {
        items.iter().map(|change| change.resource_id.clone()).collect()
    };
    assert_eq!((ids(&first), has_more), (vec!["1".to_owned(), "2".to_owned()], true));
    let (rest, has_more) = page(ground, Some(first[1].place), 2);
    assert_eq!((ids(&rest), has_more), (vec!["3".to_owned()], false));
    let end = ground.store.read(|tx| tx.last_change_place()).unwrap();
    assert!(end >= rest[0].place);
    assert_eq!(page(ground, Some(end), 2), (Vec::new(), false));
}
