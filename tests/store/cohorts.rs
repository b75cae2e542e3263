//! Cohorts as they are kept: members who stay and who leave, talks, and sessions that are counted.

use domain::*;
use store::StoreError;

use crate::ground::Ground;
use crate::samples::*;

on_both! {
    a_cohort_and_its_members_come_back_as_they_were_kept,
    talks_come_back_in_their_order,
    sessions_are_counted_where_they_belong,
    what_names_a_person_goes_with_the_person,
}

fn page<Id>(limit: usize) -> PageRequest<Id> {
    PageRequest { limit, after: None }
}

/// Two bodies, and three people of the first.
fn people(ground: &Ground) {
    let keep = |tx: &mut store::Tx<'_>| {
        tx.insert_organization(&organization(1))?;
        tx.insert_organization(&organization(2))?;
        (1..=3).try_for_each(|number| tx.insert_candidates(&[candidate(number, 1)]))
    };
    ground.store.write(keep).unwrap();
}

fn a_cohort_and_its_members_come_back_as_they_were_kept(ground: &Ground) {
    people(ground);
    let program = program(1, 1);
    let (mut set, blank, foreign) = (whole_cohort(1, &program), cohort(2, 1), cohort(3, 2));
    let (stays, left) = (member(1, 1), whole_member(1, 2));
    let keep = |tx: &mut store::Tx<'_>| {
        tx.insert_program(&program)?;
        [&set, &blank, &foreign].into_iter().try_for_each(|cohort| tx.insert_cohort(cohort))?;
        tx.insert_cohort_member(&stays)?;
        tx.insert_cohort_member(&left)
    };
    ground.store.write(keep).unwrap();
    let read = |tx: &mut store::Tx<'_>| {
        assert_eq!(tx.find_cohort(set.id)?.as_ref(), Some(&set));
        assert_eq!(tx.find_cohort(cohort_id(9))?, None);
        let first = tx.list_cohorts(organization_id(1), &page(1))?;
        assert_eq!((first.items, first.has_more), (vec![set.clone()], true));
        assert_eq!(tx.list_cohorts(organization_id(1), &page(2))?.items, [set.clone(), blank.clone()]);
        assert_eq!(tx.list_cohorts(organization_id(2), &page(2))?.items, std::slice::from_ref(&foreign));
        assert_eq!(tx.find_cohort_member(set.id, candidate_id(1))?.as_ref(), Some(&stays));
        assert_eq!(tx.find_cohort_member(set.id, candidate_id(3))?, None);
        assert_eq!(tx.find_cohort_member(blank.id, candidate_id(1))?, None);
        assert_eq!(tx.list_cohort_members(set.id, &page(5))?.items, [stays.clone(), left.clone()]);
        assert_eq!((tx.count_cohort_members(set.id)?, tx.count_cohort_members(blank.id)?), (1, 0));
        Ok::<_, StoreError>(())
    };
    ground.store.read(read).unwrap();

    set.content = blank.content.clone();
    set.version = 4;
    let back = CohortMember { version: 3, content: stays.content.clone(), ..left.clone() };
    let change = |tx: &mut store::Tx<'_>| {
        assert!(!tx.update_cohort(&set, 2)?, "another version");
        assert!(tx.update_cohort(&set, 3)?);
        assert_eq!(tx.find_cohort(set.id)?.as_ref(), Some(&set));
        assert!(!tx.update_cohort_member(&back, 1)?, "another version");
        assert!(tx.update_cohort_member(&back, 2)?);
        assert_eq!(tx.find_cohort_member(set.id, candidate_id(2))?.as_ref(), Some(&back));
        assert_eq!(tx.count_cohort_members(set.id)?, 2);
        Ok::<_, StoreError>(())
    };
    ground.store.write(change).unwrap();
    let twice = ground.store.write(|tx| tx.insert_cohort_member(&stays));
    assert!(matches!(twice, Err(StoreError::Duplicate(_))), "{twice:?}");
}

fn talks_come_back_in_their_order(ground: &Ground) {
    people(ground);
    let (by_key, by_user) = (Author::Key(api_key_id(1)), Author::User(user_id(2)));
    let talks = [talk(1, (1, 1), by_key), talk(2, (1, 2), by_user), talk(3, (1, 1), Author::Operator)];
    let keep = |tx: &mut store::Tx<'_>| {
        tx.insert_cohort(&cohort(1, 1))?;
        [1, 2].into_iter().try_for_each(|person| tx.insert_cohort_member(&member(1, person)))?;
        talks.iter().try_for_each(|talk| tx.insert_one_on_one(talk))?;
        let first = tx.list_one_on_ones(cohort_id(1), None, &page(2))?;
        assert_eq!((first.items, first.has_more), (talks[..2].to_vec(), true));
        let rest = PageRequest { limit: 2, after: Some(one_on_one_id(2)) };
        assert_eq!(tx.list_one_on_ones(cohort_id(1), None, &rest)?.items, talks[2..]);
        let of_one = tx.list_one_on_ones(cohort_id(1), Some(candidate_id(1)), &page(5))?;
        assert_eq!(of_one.items, [talks[0].clone(), talks[2].clone()]);
        let counts = tx.count_one_on_ones(cohort_id(1))?;
        assert_eq!(counts, [(candidate_id(1), 2), (candidate_id(2), 1)].into());
        Ok::<_, StoreError>(())
    };
    ground.store.write(keep).unwrap();
}

/// A session counts for the cohort that it names, when the cohort's own body holds it; who was absent has not attended.
fn sessions_are_counted_where_they_belong(ground: &Ground) {
    people(ground);
    let session = |number, organization, cohort| {
        let mut event = event(number, organization);
        event.content.kind = EventKind::Session;
        event.content.cohort_id = Some(cohort_id(cohort));
        event
    };
    let events = [session(1, 1, 1), session(2, 1, 1), session(3, 1, 2), session(4, 2, 1), event(5, 1)];
    let came = [(1, 1), (2, 1), (1, 2), (3, 2), (4, 3), (5, 3)];
    let keep = |tx: &mut store::Tx<'_>| {
        tx.insert_cohort(&cohort(1, 1))?;
        tx.insert_cohort(&cohort(2, 1))?;
        events.iter().try_for_each(|event| tx.insert_event(event))?;
        for (number, pair) in (1..).zip(came) {
            tx.insert_attendance(&attendance(number, pair, AttendanceStatus::Attended))?;
        }
        tx.insert_attendance(&attendance(9, (2, 2), AttendanceStatus::Absent))?;
        tx.insert_attendance(&attendance(10, (2, 3), AttendanceStatus::Registered))?;
        let counted = tx.count_sessions((organization_id(1), cohort_id(1)))?;
        assert_eq!(counted, (2, [(candidate_id(1), 2), (candidate_id(2), 1)].into()));
        let counted = tx.count_sessions((organization_id(1), cohort_id(2)))?;
        assert_eq!(counted, (1, [(candidate_id(2), 1)].into()));
        Ok::<_, StoreError>(())
    };
    ground.store.write(keep).unwrap();
}

fn what_names_a_person_goes_with_the_person(ground: &Ground) {
    people(ground);
    let keep = |tx: &mut store::Tx<'_>| {
        tx.insert_cohort(&cohort(1, 1))?;
        [1, 2].into_iter().try_for_each(|person| tx.insert_cohort_member(&member(1, person)))?;
        tx.insert_one_on_one(&talk(1, (1, 1), Author::Operator))?;
        tx.insert_one_on_one(&talk(2, (1, 2), Author::Operator))?;
        assert!(tx.delete_candidate(candidate_id(1), 1)?);
        assert_eq!(tx.list_cohort_members(cohort_id(1), &page(5))?.items, [member(1, 2)]);
        let left = tx.list_one_on_ones(cohort_id(1), None, &page(5))?.items;
        assert_eq!(left, [talk(2, (1, 2), Author::Operator)]);
        Ok::<_, StoreError>(())
    };
    ground.store.write(keep).unwrap();
}
