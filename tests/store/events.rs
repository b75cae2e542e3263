//! Events as they are kept, who sees which, and who comes to them.

use domain::*;
use store::{EventFilter, Participant, StoreError};

use crate::ground::Ground;
use crate::samples::*;

on_both! {
    an_event_comes_back_as_it_was_kept,
    an_event_for_members_is_seen_by_those_who_take_part,
    a_list_is_narrowed_by_each_filter,
    attendances_come_back_as_they_were_kept,
    what_is_referred_to_stays,
}

fn page<Id>(limit: usize) -> PageRequest<Id> {
    PageRequest { limit, after: None }
}

/// Bodies 1 to 3, a round of the first in which the second works, two people and two postings of the first.
fn ground_with_a_round(ground: &Ground) -> Round {
    let program = program(1, 1);
    let mut round = round(1, &program);
    round.status = RoundStatus::Published;
    round.content.areas = vec![RoundArea {
        name: "塩尻".to_owned(),
        regions: Vec::new(),
        region_group_id: None,
        partner_ids: vec![organization_id(2)],
    }];
    let keep = |tx: &mut store::Tx<'_>| {
        (1..=3).try_for_each(|number| tx.insert_organization(&organization(number)))?;
        tx.insert_program(&program)?;
        tx.insert_round(&round)?;
        tx.insert_candidates(&[candidate(1, 1), candidate(2, 1)])?;
        [1, 2].into_iter().try_for_each(|number| tx.insert_posting(&posting(number, 1)))
    };
    ground.store.write(keep).unwrap();
    round
}

fn an_event_comes_back_as_it_was_kept(ground: &Ground) {
    let round = ground_with_a_round(ground);
    let (mut set, blank) = (whole_event(1, &round, (2, &[2, 1])), event(2, 1));
    let keep = |tx: &mut store::Tx<'_>| {
        tx.insert_event(&set)?;
        tx.insert_event(&blank)
    };
    ground.store.write(keep).unwrap();
    let key = set.content.external_id.clone().unwrap();
    let read = |tx: &mut store::Tx<'_>| {
        assert_eq!(tx.find_event(set.id)?.as_ref(), Some(&set));
        assert_eq!(tx.find_event(blank.id)?.as_ref(), Some(&blank));
        assert_eq!(tx.find_event(event_id(9))?, None);
        assert_eq!(tx.find_event_by_external_id(organization_id(1), &key)?.as_ref(), Some(&set));
        assert_eq!(tx.find_event_by_external_id(organization_id(2), &key)?, None);
        let found = tx.list_events_by_ids(&[blank.id, event_id(9), set.id])?;
        assert_eq!(found, [set.clone(), blank.clone()]);
        Ok::<_, StoreError>(())
    };
    ground.store.read(read).unwrap();
    set.content = blank.content.clone();
    set.version = 7;
    let change = |tx: &mut store::Tx<'_>| {
        assert!(!tx.update_event(&set, 5)?, "another version");
        assert_eq!(tx.find_event(set.id)?.map(|kept| kept.content.speakers.len()), Some(2));
        assert!(tx.update_event(&set, 6)?);
        assert_eq!(tx.find_event(set.id)?.as_ref(), Some(&set), "speakers and postings are gone with it");
        Ok::<_, StoreError>(())
    };
    ground.store.write(change).unwrap();
    let mut twins = [event(3, 1), event(4, 1)];
    twins.iter_mut().for_each(|one| one.content.external_id = external_id("E-1"));
    let twice = ground.store.write(|tx| twins.iter().try_for_each(|event| tx.insert_event(event)));
    assert!(matches!(twice, Err(StoreError::Duplicate(_))), "{twice:?}");
}

fn viewer(organization: u64, agreed: &[u64]) -> Participant {
    Participant {
        organization_id: organization_id(organization),
        agreed: agreed.iter().map(|number| organization_id(*number)).collect(),
    }
}

fn ids(ground: &Ground, filter: &EventFilter) -> Vec<EventId> {
    let listed = ground.store.read(|tx| tx.list_events(filter, &page(50))).unwrap();
    listed.items.iter().map(|event| event.id).collect()
}

fn an_event_for_members_is_seen_by_those_who_take_part(ground: &Ground) {
    let round = ground_with_a_round(ground);
    let of_round = whole_event(1, &round, (1, &[]));
    let mut of_nobody = event(2, 1);
    of_nobody.content.audience = EventAudience::Members;
    let open = event(3, 1);
    let keep = |tx: &mut store::Tx<'_>| {
        [&of_round, &of_nobody, &open].into_iter().try_for_each(|event| tx.insert_event(event))
    };
    ground.store.write(keep).unwrap();
    let seen = |organization| ids(ground, &EventFilter::of(viewer(organization, &[])));
    assert_eq!(seen(1), [of_round.id, of_nobody.id, open.id], "its own");
    assert_eq!(seen(2), [of_round.id, open.id], "of the round that it works in");
    assert_eq!(seen(3), [open.id], "anybody else");
}

fn a_list_is_narrowed_by_each_filter(ground: &Ground) {
    let round = ground_with_a_round(ground);
    let mut set = whole_event(1, &round, (1, &[2]));
    set.content.cohort_id = Some(cohort_id(1));
    let (blank, foreign) = (event(2, 1), event(3, 2));
    let keep = |tx: &mut store::Tx<'_>| {
        tx.insert_cohort(&cohort(1, 1))?;
        [&set, &blank, &foreign].into_iter().try_for_each(|event| tx.insert_event(event))
    };
    ground.store.write(keep).unwrap();
    let all = || EventFilter::of(viewer(1, &[]));
    let own = Some(organization_id(1));
    let of_one = [
        EventFilter { id: Some(set.id), ..all() },
        EventFilter { external_id: external_id("E-1"), ..all() },
        EventFilter { kind: Some(EventKind::Stay), ..all() },
        EventFilter { program_id: Some(round.content.program_id), ..all() },
        EventFilter { round_id: Some(round.id), ..all() },
        EventFilter { cohort_id: Some(cohort_id(1)), ..all() },
        EventFilter { posting_id: Some(posting_id(2)), ..all() },
        EventFilter { from: Some(at(200)), ..all() },
        EventFilter { organization_id: own, until: Some(at(200)), from: Some(at(101)), ..all() },
    ];
    for (number, filter) in of_one.iter().enumerate() {
        assert_eq!(ids(ground, filter), [set.id], "{number}");
    }
    assert_eq!(ids(ground, &EventFilter { organization_id: own, ..all() }), [set.id, blank.id]);
    assert_eq!(ids(ground, &EventFilter { until: Some(at(100)), ..all() }), [blank.id, foreign.id]);
    let nothing = [
        EventFilter { posting_id: Some(posting_id(1)), ..all() },
        EventFilter { cohort_id: Some(cohort_id(2)), ..all() },
        EventFilter { external_id: external_id("E-1"), ..EventFilter::of(viewer(2, &[])) },
        EventFilter { from: Some(at(201)), ..all() },
        EventFilter { until: Some(at(99)), ..all() },
    ];
    for (number, filter) in nothing.iter().enumerate() {
        assert!(ids(ground, filter).is_empty(), "{number}");
    }
    let first = ground.store.read(|tx| tx.list_events(&all(), &page(2))).unwrap();
    assert_eq!((first.items, first.has_more), (vec![set, blank], true));
}

fn attendances_come_back_as_they_were_kept(ground: &Ground) {
    let round = ground_with_a_round(ground);
    let (earlier, later) = (event(1, 1), whole_event(2, &round, (1, &[])));
    let blank = attendance(1, (2, 1), AttendanceStatus::Registered);
    let mut set = attendance(2, (2, 2), AttendanceStatus::Attended);
    set.version = 3;
    set.content.role = AttendanceRole::Speaker;
    set.content.visit_days = 366;
    set.content.note = Some(ODD.to_owned());
    let before = attendance(3, (1, 1), AttendanceStatus::Absent);
    let keep = |tx: &mut store::Tx<'_>| {
        tx.insert_event(&earlier)?;
        tx.insert_event(&later)?;
        [&blank, &set, &before].into_iter().try_for_each(|one| tx.insert_attendance(one))?;
        assert_eq!(tx.find_attendance(later.id, candidate_id(2))?.as_ref(), Some(&set));
        assert_eq!(tx.find_attendance(earlier.id, candidate_id(2))?, None);
        let first = tx.list_attendances(later.id, &page(1))?;
        assert_eq!((first.items, first.has_more), (vec![blank.clone()], true));
        let rest = PageRequest { limit: 1, after: Some(blank.id) };
        assert_eq!(tx.list_attendances(later.id, &rest)?.items, std::slice::from_ref(&set));
        // In the order in which the events begin, which is not that of the lines.
        let visits = tx.list_attendances_of(candidate_id(1))?;
        let visits: Vec<_> = visits.into_iter().map(|visit| (visit.attendance, visit.starts_at)).collect();
        assert_eq!(visits, [(before.clone(), at(100)), (blank.clone(), at(200))]);
        // A speaker takes no place, nor does who stays away.
        assert_eq!((tx.count_places_taken(later.id)?, tx.count_places_taken(earlier.id)?), (1, 0));
        Ok::<_, StoreError>(())
    };
    ground.store.write(keep).unwrap();
    let changed = Attendance { version: 4, content: blank.content.clone(), ..set.clone() };
    let change = |tx: &mut store::Tx<'_>| {
        assert!(!tx.update_attendance(&changed, 2)?, "another version");
        assert!(tx.update_attendance(&changed, 3)?);
        assert_eq!(tx.find_attendance(later.id, candidate_id(2))?.as_ref(), Some(&changed));
        assert_eq!(tx.count_places_taken(later.id)?, 2);
        assert!(!tx.delete_attendance(blank.id, 9)?, "another version");
        assert!(tx.delete_attendance(blank.id, 1)?);
        assert_eq!(tx.find_attendance(later.id, candidate_id(1))?, None);
        Ok::<_, StoreError>(())
    };
    ground.store.write(change).unwrap();
}

fn what_is_referred_to_stays(ground: &Ground) {
    let round = ground_with_a_round(ground);
    let held = whole_event(1, &round, (1, &[2]));
    let keep = |tx: &mut store::Tx<'_>| {
        tx.insert_event(&held)?;
        tx.insert_attendance(&attendance(1, (1, 2), AttendanceStatus::Registered))
    };
    ground.store.write(keep).unwrap();
    let store = &ground.store;
    assert_eq!(store.write(|tx| tx.delete_event(held.id, 6)), Err(StoreError::Dangling));
    assert_eq!(store.write(|tx| tx.delete_round(round.id, 1)), Err(StoreError::Dangling));
    // Whoever is erased leaves the event, and what was announced of them is no tie any more.
    assert_eq!(store.write(|tx| tx.delete_candidate(candidate_id(2), 1)), Ok(true));
    assert_eq!(store.write(|tx| tx.delete_candidate(candidate_id(1), 1)), Ok(true));
    let speakers = store.read(|tx| tx.find_event(held.id)).unwrap().unwrap().content.speakers;
    assert!(speakers.iter().all(|speaker| speaker.candidate_id.is_none()), "{speakers:?}");
    assert_eq!(store.write(|tx| tx.delete_event(held.id, 5)), Ok(false));
    assert_eq!(store.write(|tx| tx.delete_event(held.id, 6)), Ok(true));
}
