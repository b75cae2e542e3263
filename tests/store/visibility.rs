//! Lists by viewer: own records, those a coordinator covers, those open to all, and no others.

use domain::{
    Application, ApplicationStatus, PageRequest, PostingOrder, PostingSearch, PostingStatus, WordSet,
};
use store::{ApplicationFilter, Coverage, PostingFilter, StoreError, Viewer};

use crate::ground::Ground;
use crate::samples::*;

on_both! { postings_by_viewer, applications_by_viewer }

fn viewer(organization: u64, coordinated: &[(u64, &[&str])]) -> Viewer {
    let cover = |(organization, regions): &(u64, &[&str])| Coverage {
        organization_id: organization_id(*organization),
        regions: regions.iter().map(|code| region(code)).collect(),
    };
    Viewer {
        organization_id: organization_id(organization),
        coordinated: coordinated.iter().map(cover).collect(),
        referred: Vec::new(),
    }
}

/// Six postings: 1 draft and 2 published of body 1 in Shiojiri, 3 draft of body 1 in Sapporo, 4 draft and 5 published
/// of body 2 in Shiojiri, 6 closed of body 2.
fn six_postings(ground: &Ground) {
    let made = [
        (1, 1, PostingStatus::Draft, "202151"),
        (2, 1, PostingStatus::Published, "202151"),
        (3, 1, PostingStatus::Draft, "011002"),
        (4, 2, PostingStatus::Draft, "202151"),
        (5, 2, PostingStatus::Published, "202151"),
        (6, 2, PostingStatus::Closed, "202151"),
    ];
    ground
        .store
        .write(|tx| {
            for body in 1..=3 {
                tx.insert_organization(&organization(body))?;
            }
            for (number, body, status, place) in made {
                let mut posting = posting(number, body);
                posting.status = status;
                posting.content.terms.municipality = municipality(place);
                tx.insert_posting(&posting)?;
            }
            Ok::<_, StoreError>(())
        })
        .unwrap();
}

fn postings_by_viewer(ground: &Ground) {
    six_postings(ground);
    let open = [PostingStatus::Published];
    let list = |viewer: Viewer,
                others: &[PostingStatus],
                status: Option<PostingStatus>,
                organization: Option<u64>| {
        let search = PostingSearch {
            statuses: status.into_iter().collect(),
            organization_id: organization.map(organization_id),
            ..PostingSearch::default()
        };
        let filter = PostingFilter { viewer, others: others.to_vec(), search };
        let everything = PageRequest { limit: 99, after: None };
        let page =
            ground.store.read(|tx| tx.list_postings(&filter, PostingOrder::Oldest, &everything)).unwrap();
        let number = |id| (1..=6).find(|number| posting_id(*number) == id).unwrap();
        page.items.iter().map(|posting| number(posting.id)).collect::<Vec<u64>>()
    };
    assert_eq!(list(viewer(1, &[]), &open, None, None), [1, 2, 3, 5]);
    assert_eq!(list(viewer(1, &[]), &[], None, None), [1, 2, 3]);
    assert_eq!(list(viewer(3, &[]), &open, None, None), [2, 5]);
    assert_eq!(list(viewer(3, &[]), &[], None, None), [0u64; 0]);
    let closed_too = [PostingStatus::Published, PostingStatus::Closed];
    assert_eq!(list(viewer(3, &[]), &closed_too, None, None), [2, 5, 6]);
    // A coordinator sees drafts where it coordinates, and nowhere else.
    assert_eq!(list(viewer(3, &[(1, &[])]), &open, None, None), [1, 2, 3, 5]);
    assert_eq!(list(viewer(3, &[(1, &["20"])]), &open, None, None), [1, 2, 5]);
    assert_eq!(list(viewer(3, &[(1, &["011002"])]), &open, None, None), [2, 3, 5]);
    assert_eq!(list(viewer(3, &[(1, &["02"]), (2, &["20"])]), &open, None, None), [2, 4, 5, 6]);
    // Filters narrow what is seen; they never widen it.
    assert_eq!(list(viewer(1, &[]), &open, Some(PostingStatus::Draft), None), [1, 3]);
    assert_eq!(list(viewer(3, &[]), &open, Some(PostingStatus::Draft), None), [0u64; 0]);
    assert_eq!(list(viewer(1, &[]), &open, None, Some(2)), [5]);
    assert_eq!(list(viewer(3, &[(1, &[])]), &open, Some(PostingStatus::Draft), Some(2)), [0u64; 0]);
}

fn applications_by_viewer(ground: &Ground) {
    six_postings(ground);
    // Of body 3's person to postings 2 and 5, of body 2's person to posting 2.
    let (theirs, ours) = (candidate(1, 3), candidate(2, 2));
    let withdrawn = Application { status: ApplicationStatus::Withdrawn, ..application(2, 5, &theirs) };
    ground
        .store
        .write(|tx| {
            tx.insert_candidates(&[theirs.clone(), ours.clone()])?;
            tx.insert_applications(&[application(1, 2, &theirs), withdrawn.clone(), application(3, 2, &ours)])
        })
        .unwrap();
    let everything = PageRequest { limit: 99, after: None };
    let list = |filter: ApplicationFilter| {
        let page = ground.store.read(|tx| tx.list_applications(&filter, &everything)).unwrap();
        let number = |id| (1..=3).find(|number| application_id(*number) == id).unwrap();
        page.items.iter().map(|application| number(application.id)).collect::<Vec<u64>>()
    };
    let all = |viewer| ApplicationFilter {
        viewer,
        posting_id: None,
        candidate_id: None,
        statuses: WordSet::default(),
        due_until: None,
    };
    assert_eq!(list(all(viewer(1, &[]))), [1, 3]);
    assert_eq!(list(all(viewer(2, &[]))), [2, 3]);
    assert_eq!(list(all(viewer(3, &[]))), [1, 2]);
    assert_eq!(list(all(viewer(4, &[]))), [0u64; 0]);
    assert_eq!(list(all(viewer(4, &[(1, &[])]))), [1, 3]);
    assert_eq!(list(all(viewer(4, &[(1, &["011002"])]))), [0u64; 0]);
    let of_posting = |viewer| ApplicationFilter { posting_id: Some(posting_id(2)), ..all(viewer) };
    assert_eq!(list(of_posting(viewer(3, &[]))), [1]);
    let of_person = |viewer| ApplicationFilter { candidate_id: Some(ours.id), ..all(viewer) };
    assert_eq!(list(of_person(viewer(3, &[]))), [0u64; 0]);
    assert_eq!(list(of_person(viewer(1, &[]))), [3]);
    let standing = ApplicationFilter {
        statuses: [ApplicationStatus::Submitted].into_iter().collect(),
        ..all(viewer(3, &[]))
    };
    assert_eq!(list(standing), [1]);
}
