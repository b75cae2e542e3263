//! What the live pool is built from: everybody once, with everything, in batches.

use std::num::NonZeroUsize;

use domain::{CandidateOrder, CandidateProfile, Page, PageRequest, PostingStatus};
use store::{PoolMember, StoreError};

use crate::ground::Ground;
use crate::samples::*;

on_both! { everybody_comes_once_with_their_standing_consents, published_postings_alone, the_taker_may_stop }

/// More than one batch.
const PEOPLE: u64 = 4096 + 234;

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

/// Everybody by id, and how many came at once.
fn read_everybody(ground: &Ground, readers: usize) -> (Vec<PoolMember>, Vec<usize>) {
    let (mut members, mut batches) = (Vec::new(), Vec::new());
    let readers = NonZeroUsize::new(readers).unwrap();
    let read = ground.store.for_each_person(readers, PoolMember::clone, |batch| {
        assert!(batch.is_sorted_by_key(|member| member.id));
        batches.push(batch.len());
        members.extend(batch);
        Ok::<_, StoreError>(())
    });
    read.unwrap();
    members.sort_by_key(|member| member.id);
    batches.sort_unstable();
    (members, batches)
}

fn everybody_comes_once_with_their_standing_consents(ground: &Ground) {
    many_people(ground);
    let (members, batches) = read_everybody(ground, 1);
    assert_eq!(batches, [PEOPLE as usize % 4096, 4096]);
    assert_eq!(read_everybody(ground, 2), (members.clone(), batches));
    let page = PageRequest { limit: 2 * PEOPLE as usize, after: None };
    let Page { items, has_more } =
        ground.store.read(|tx| tx.list_candidates(&registered_by(1), CandidateOrder::Oldest, &page)).unwrap();
    assert!(!has_more);
    assert_eq!(members.len(), items.len());
    for ((member, whole), number) in members.into_iter().zip(items).zip(0u64..) {
        // The other consent of each fifth person was withdrawn.
        let standing: Vec<_> =
            if number % 5 == 0 { vec![consent(2 * number + 1, number)] } else { Vec::new() };
        let standing = standing.iter().map(|consent| (consent.content.recipient, consent.content.until));
        let open = member.consents.iter().map(|consent| (consent.recipient, consent.until));
        assert!(open.eq(standing), "person {number}");
        assert_eq!((member.id, member.organization_id), (whole.id, whole.organization_id));
        assert_eq!(member.version, whole.version);
        assert_eq!(member.profile, without_words(whole.content.profile), "person {number}");
    }
}

/// The profile without the person's own words, which are never scored.
fn without_words(mut profile: CandidateProfile) -> CandidateProfile {
    profile.skills.iter_mut().for_each(|held| held.evidence = None);
    profile.region_ties.iter_mut().for_each(|tie| tie.note = None);
    profile
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
    let readers = NonZeroUsize::new(2).unwrap();
    let stopped: Result<(), StoreError> = ground.store.for_each_person(
        readers,
        |member| member.id,
        |_| {
            batches += 1;
            Err(StoreError::Refused("enough".to_owned()))
        },
    );
    assert_eq!((stopped, batches), (Err(StoreError::Refused("enough".to_owned())), 1));
}
