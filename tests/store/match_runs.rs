//! Match runs: kept as they are in either direction, their matches listed in order and by either side.

use domain::{MatchRun, Page, PageRequest, RunDirection};
use store::{MatchFilter, MatchPlace, StoreError};

use crate::ground::Ground;
use crate::samples::*;

on_both! { runs_of_both_directions_and_their_matches }

fn page<T>(items: Vec<T>) -> Page<T> {
    Page { items, has_more: false }
}

fn runs_of_both_directions_and_their_matches(ground: &Ground) {
    let blank = match_run(1, 1, 1);
    let mut set = match_run(2, 1, 1);
    // Not in the order of their ids.
    set.posting_ids = vec![posting_id(2), posting_id(1)];
    let other_way = MatchRun {
        direction: RunDirection::PostingsForCandidates,
        per_subject: 3,
        posting_ids: vec![posting_id(1), posting_id(2)],
        ..match_run(3, 1, 1)
    };
    let of_set = [(0, 2, 1, 2), (0, 2, 2, 1), (1, 1, 1, 1)]
        .map(|(place, posting, rank, person)| stored_match(2, (place, posting), rank, person));
    let of_other = [(0, 2, 1, 1), (0, 1, 2, 1), (1, 2, 1, 2)]
        .map(|(place, posting, rank, person)| stored_match(3, (place, posting), rank, person));
    ground
        .store
        .write(|tx| {
            tx.insert_organization(&organization(1))?;
            tx.insert_posting(&posting(1, 1))?;
            tx.insert_posting(&posting(2, 1))?;
            tx.insert_candidates(&[candidate(1, 1), candidate(2, 1)])?;
            tx.insert_job(&job(1, 1))?;
            for run in [&blank, &set, &other_way] {
                tx.insert_match_run(run)?;
            }
            tx.insert_matches(&[of_set[2].clone(), of_set[0].clone(), of_set[1].clone()])?;
            tx.insert_matches(&of_other)
        })
        .unwrap();
    let of = |match_run_id| MatchFilter { match_run_id, posting_id: None, candidate_id: None };
    let after = |subject, rank| Some(MatchPlace { subject, rank });
    ground
        .store
        .read(|tx| {
            assert_eq!(tx.find_match_run(blank.id)?.as_ref(), Some(&blank));
            assert_eq!(tx.find_match_run(set.id)?.as_ref(), Some(&set));
            let runs = tx.list_match_runs(organization_id(1), &PageRequest { limit: 9, after: None })?.items;
            assert_eq!(runs, [blank.clone(), set.clone(), other_way.clone()]);
            let mut list = |filter, limit, after| tx.list_matches(&filter, &PageRequest { limit, after });
            assert_eq!(list(of(blank.id), 9, None)?.items, []);
            assert_eq!(list(of(set.id), 9, None)?, page(of_set.to_vec()));
            assert_eq!(list(of(other_way.id), 9, None)?, page(of_other.to_vec()));
            let rest = list(of(set.id), 1, after(0, 1))?;
            assert_eq!(rest, Page { items: vec![of_set[1].clone()], has_more: true });
            assert_eq!(list(of(set.id), 9, after(0, 2))?, page(of_set[2..].to_vec()));
            let of_posting = |id, number| MatchFilter { posting_id: Some(posting_id(number)), ..of(id) };
            assert_eq!(list(of_posting(set.id, 1), 9, None)?.items, of_set[2..]);
            let first = list(of_posting(other_way.id, 2), 1, None)?;
            assert_eq!(first, Page { items: vec![of_other[0].clone()], has_more: true });
            assert_eq!(list(of_posting(other_way.id, 2), 9, after(0, 1))?.items, of_other[2..]);
            let of_person = |id, number| MatchFilter { candidate_id: Some(candidate_id(number)), ..of(id) };
            assert_eq!(list(of_person(set.id, 1), 9, None)?.items, of_set[1..]);
            assert_eq!(list(of_person(other_way.id, 1), 9, None)?.items, of_other[..2]);
            let both = MatchFilter { posting_id: Some(posting_id(1)), ..of_person(other_way.id, 1) };
            list(both, 9, None).map(|pair| assert_eq!(pair.items, of_other[1..2]))
        })
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
}
