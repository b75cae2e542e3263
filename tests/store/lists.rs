//! Paging: every record once, in order, whatever is written meanwhile.

use domain::{
    AuditEvent, AuditLine, Candidate, CandidateOrder, Job, JobKind, Organization, Page, PageRequest, Word,
};
use store::{AuditFilter, MatchFilter, MatchPlace, StoreError, Tx};

use crate::ground::Ground;
use crate::samples::*;

on_both! { every_record_comes_once, records_made_meanwhile_do_not_shift_a_page, many_ids_are_asked_for_in_parts }

/// All items of a list read in pages of `limit`.
fn all<T, Id: Clone>(
    ground: &Ground,
    limit: usize,
    id: impl Fn(&T) -> Id,
    list: impl Fn(&mut Tx<'_>, &PageRequest<Id>) -> Result<Page<T>, StoreError>,
) -> Vec<T> {
    let mut items = Vec::new();
    loop {
        let request = PageRequest { limit, after: items.last().map(&id) };
        let page = ground.store.read(|tx| list(tx, &request)).unwrap();
        assert!(page.items.len() == limit || !page.has_more);
        items.extend(page.items);
        if !page.has_more {
            return items;
        }
    }
}

fn every_record_comes_once(ground: &Ground) {
    // Kept in an order that is not that of the ids.
    let scrambled = || (0..50u64).map(|number| number * 37 % 50);
    ground
        .store
        .write(|tx| {
            tx.insert_organization(&organization(0))?;
            for number in scrambled().filter(|number| *number > 0) {
                tx.insert_organization(&organization(number))?;
            }
            for number in scrambled() {
                tx.insert_candidate(&candidate(number, number % 2))?;
                tx.insert_job(&job(number, 0))?;
                tx.append_audit_events(&[audit_event(number, 0, 1)])?;
            }
            Ok::<_, StoreError>(())
        })
        .unwrap();
    let even: Vec<_> = (0..50).step_by(2).map(|number| candidate(number, 0)).collect();
    for limit in [1, 7, 24, 25, 26, 200] {
        let people = all(
            ground,
            limit,
            |person: &Candidate| CandidateOrder::Oldest.place(person),
            |tx, page| tx.list_candidates(&registered_by(0), CandidateOrder::Oldest, page),
        );
        assert_eq!(people, even, "{limit}");
    }
    let bodies = all(ground, 7, |body: &Organization| body.id, |tx, page| tx.list_organizations(page));
    assert_eq!(bodies, (0..50).map(organization).collect::<Vec<_>>());
    let jobs =
        all(ground, 7, |job: &Job| job.id, |tx, page| tx.list_jobs((organization_id(0), JobKind::ALL), page));
    assert_eq!(jobs, (0..50).map(|number| job(number, 0)).collect::<Vec<_>>());
    let events = all(
        ground,
        7,
        |line: &AuditLine| line.event.id,
        |tx, page| tx.list_audit_events(&AuditFilter::of(organization_id(1)), page),
    );
    let events: Vec<AuditEvent> = events.into_iter().map(|line| line.event).collect();
    assert_eq!(events, (0..50).map(|number| audit_event(number, 0, 1)).collect::<Vec<_>>());
}

fn records_made_meanwhile_do_not_shift_a_page(ground: &Ground) {
    let mut run = match_run(1, 1, 1);
    run.posting_ids = vec![posting_id(2), posting_id(1)];
    ground
        .store
        .write(|tx| {
            tx.insert_organization(&organization(1))?;
            tx.insert_posting(&posting(1, 1))?;
            tx.insert_posting(&posting(2, 1))?;
            tx.insert_candidate(&candidate(1, 1))?;
            tx.insert_job(&job(1, 1))?;
            tx.insert_match_run(&run)?;
            let of = |subject| (1..=10).map(move |rank| stored_match(1, subject, rank, 1));
            tx.insert_matches(&of((0, 2)).chain(of((1, 1))).collect::<Vec<_>>())
        })
        .unwrap();
    let whole = MatchFilter { match_run_id: run.id, posting_id: None, candidate_id: None };
    let matches = all(ground, 3, MatchPlace::of, |tx, page| tx.list_matches(&whole, page));
    let places: Vec<(u32, u32)> = matches.iter().map(|kept| (kept.subject_place, kept.rank)).collect();
    let expected: Vec<(u32, u32)> =
        [0, 1].into_iter().flat_map(|subject| (1..=10).map(move |rank| (subject, rank))).collect();
    assert_eq!(places, expected);

    let first = PageRequest { limit: 1, after: None };
    ground.store.write(|tx| tx.insert_job(&job(3, 1))).unwrap();
    let page = ground.store.read(|tx| tx.list_jobs((organization_id(1), JobKind::ALL), &first)).unwrap();
    ground.store.write(|tx| tx.insert_job(&job(2, 1))).unwrap();
    let next = PageRequest { limit: 9, after: page.items.last().map(|job| job.id) };
    let rest = ground.store.read(|tx| tx.list_jobs((organization_id(1), JobKind::ALL), &next)).unwrap();
    assert_eq!(rest.items, [job(2, 1), job(3, 1)]);
}

fn many_ids_are_asked_for_in_parts(ground: &Ground) {
    let people: Vec<_> = (0..1201).map(|number| whole_candidate(number, 1)).collect();
    ground
        .store
        .write(|tx| {
            tx.insert_organization(&organization(1))?;
            tx.insert_candidates(&people)
        })
        .unwrap();
    let ids: Vec<_> = people.iter().rev().map(|person| person.id).collect();
    let found = ground.store.read(|tx| tx.list_candidates_by_ids(&ids)).unwrap();
    assert!(found == people);
    let names = ground.store.read(|tx| tx.list_identities(&ids)).unwrap();
    assert_eq!(names.len(), people.len());
    assert!(names.windows(2).all(|pair| pair[0].candidate_id < pair[1].candidate_id));
}
