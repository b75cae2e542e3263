//! What the live pool is built from: everybody once, with everything, in batches.

use domain::{Page, PageRequest, PostingStatus};
use store::{PoolMember, StoreError};

use crate::ground::Ground;
use crate::samples::*;

on_both! { everybody_comes_once_with_their_standing_consents, published_postings_alone, the_taker_may_stop }

const PEOPLE: u64 = 1234;

fn many_people(ground: &Ground) {
    let people: Vec<_> = (0..PEOPLE)
        .map(|number| if number % 3 == 0 { candidate(number, 1) } else { whole_candidate(number, 1) })
        .collect();
    let consents: Vec<_> = (0..PEOPLE)
        .step_by(5)
        .flat_map(|number| [whole_consent(2 * number, number, 1), consent(2 * number + 1, number)])
        .collect();
    ground
        .store
        .write(|tx| {
            tx.insert_organization(&organization(1))?;
            tx.insert_candidates(&people)?;
            tx.insert_consents(&consents)
        })
        .unwrap();
}

fn everybody_comes_once_with_their_standing_consents(ground: &Ground) {
    many_people(ground);
    let mut members: Vec<PoolMember> = Vec::new();
    let mut batches = Vec::new();
    let count = ground
        .store
        .read(|tx| {
            tx.for_each_candidate(|batch| {
                batches.push(batch.len());
                members.extend(batch);
                Ok::<_, StoreError>(())
            })?;
            tx.count_candidates()
        })
        .unwrap();
    assert_eq!((count, batches), (PEOPLE, vec![500, 500, 234]));
    let Page { items, has_more } = ground
        .store
        .read(|tx| tx.list_candidates(organization_id(1), &PageRequest { limit: 2000, after: None }))
        .unwrap();
    assert!(!has_more);
    assert!(members.iter().map(|member| &member.candidate).eq(items.iter()));
    for (member, number) in members.iter().zip(0u64..) {
        // The other consent of each fifth person was withdrawn.
        let standing: Vec<_> =
            if number % 5 == 0 { vec![consent(2 * number + 1, number)] } else { Vec::new() };
        assert_eq!(member.consents, standing);
    }
}

fn published_postings_alone(ground: &Ground) {
    let postings: Vec<_> = (0..620)
        .map(|number| {
            let mut posting = if number % 2 == 0 { posting(number, 1) } else { whole_posting(number, 1) };
            posting.content.external_id = None;
            posting.status = if number % 7 == 0 { PostingStatus::Paused } else { PostingStatus::Published };
            posting
        })
        .collect();
    ground
        .store
        .write(|tx| {
            tx.insert_organization(&organization(1))?;
            postings.iter().try_for_each(|posting| tx.insert_posting(posting))
        })
        .unwrap();
    let mut taken = Vec::new();
    ground
        .store
        .read(|tx| {
            tx.for_each_published_posting(|batch| {
                taken.extend(batch);
                Ok::<_, StoreError>(())
            })
        })
        .unwrap();
    let published = postings.into_iter().filter(|posting| posting.status == PostingStatus::Published);
    assert!(taken.into_iter().eq(published));
}

fn the_taker_may_stop(ground: &Ground) {
    many_people(ground);
    let mut batches = 0;
    let stopped: Result<(), StoreError> = ground.store.read(|tx| {
        tx.for_each_candidate(|_| {
            batches += 1;
            Err(StoreError::Refused("enough".to_owned()))
        })
    });
    assert_eq!((stopped, batches), (Err(StoreError::Refused("enough".to_owned())), 1));
}
