//! Programs and rounds as they are kept, who sees which, and the postings of a round.

use domain::*;
use store::{Participant, ProgramFilter, RoundFilter, StoreError};

use crate::ground::Ground;
use crate::samples::*;

on_both! {
    a_round_comes_back_as_it_was_kept,
    amendments_are_numbered_and_come_back_in_order,
    a_round_is_seen_by_those_who_take_part,
    a_posting_knows_its_round_and_its_window,
    what_is_referred_to_stays,
}

const EVERYTHING: usize = 100;

fn all<Id>() -> PageRequest<Id> {
    PageRequest { limit: EVERYTHING, after: None }
}

fn viewer(organization: u64, agreed: &[u64]) -> Participant {
    Participant {
        organization_id: organization_id(organization),
        agreed: agreed.iter().map(|number| organization_id(*number)).collect(),
    }
}

/// Bodies 1 to 5.
fn bodies(ground: &Ground) {
    let register = |number| ground.store.write(|tx| tx.insert_organization(&organization(number)));
    (1..=5).for_each(|number| register(number).unwrap());
}

fn a_round_comes_back_as_it_was_kept(ground: &Ground) {
    bodies(ground);
    let (program, group) = (whole_program(1, 1, &[3, 2]), region_group(1, 1));
    let (whole, blank) = (whole_round(1, &program, (1, &[3, 2, 4])), round(2, &program));
    ground
        .store
        .write(|tx| {
            tx.insert_region_group(&group)?;
            tx.insert_program(&program)?;
            tx.insert_round(&whole)?;
            tx.insert_round(&blank)
        })
        .unwrap();
    let mut later = whole.clone();
    later.version = 5;
    later.content.areas.remove(0);
    later.content.stage_days = StageDays::default();
    ground
        .store
        .write(|tx| {
            assert_eq!(tx.find_region_group(group.id)?.as_ref(), Some(&group));
            assert_eq!(tx.list_region_groups(&all())?.items, std::slice::from_ref(&group));
            assert_eq!(tx.find_program(program.id)?.as_ref(), Some(&program));
            assert_eq!(tx.find_round(whole.id)?.as_ref(), Some(&whole));
            assert_eq!(tx.find_round(blank.id)?.as_ref(), Some(&blank));
            let key = whole.content.external_id.as_ref().unwrap();
            assert_eq!(tx.find_round_by_external_id(organization_id(1), key)?, Some(whole.clone()));
            assert_eq!(tx.find_round_by_external_id(organization_id(2), key)?, None);
            assert!(!tx.update_round(&later, 3)?, "another version");
            assert_eq!(tx.find_round(whole.id)?.as_ref(), Some(&whole));
            assert!(tx.update_round(&later, 4)?);
            assert_eq!(tx.find_round(whole.id)?, Some(later.clone()));
            Ok::<_, StoreError>(())
        })
        .unwrap();
}

fn amendments_are_numbered_and_come_back_in_order(ground: &Ground) {
    bodies(ground);
    let program = program(1, 1);
    let (one, other) = (round(1, &program), round(2, &program));
    let amendment = |number| Amendment {
        round_id: one.id,
        number,
        at: at(i64::from(number)),
        organization_id: organization_id(1),
        api_key_id: Some(api_key_id(9)),
        user_id: Some(user_id(8)),
        reason: ODD.to_owned(),
        application_closes_at: (number == 1).then(|| Amended { from: None, to: at(5) }),
        engagement_ends_on: (number > 1)
            .then(|| Amended { from: "2021-11-30".parse().ok(), to: "2021-12-31".parse().unwrap() }),
        seat_cap: (number == 3).then_some(Amended { from: Some(8), to: 9 }),
    };
    ground
        .store
        .write(|tx| {
            tx.insert_program(&program)?;
            tx.insert_round(&one)?;
            tx.insert_round(&other)?;
            assert_eq!(tx.last_amendment(one.id)?, 0);
            [1, 2, 3].into_iter().try_for_each(|number| tx.insert_amendment(&amendment(number)))?;
            assert_eq!((tx.last_amendment(one.id)?, tx.last_amendment(other.id)?), (3, 0));
            let page = tx.list_amendments(one.id, &PageRequest { limit: 2, after: None })?;
            assert_eq!((page.items, page.has_more), (vec![amendment(1), amendment(2)], true));
            let rest = tx.list_amendments(one.id, &PageRequest { limit: 2, after: Some(2) })?;
            assert_eq!((rest.items, rest.has_more), (vec![amendment(3)], false));
            Ok::<_, StoreError>(())
        })
        .unwrap();
}

/// Body 1 runs two programs: 2 takes part in the first as a whole, 3 in an area of its published round alone.
fn a_round_is_seen_by_those_who_take_part(ground: &Ground) {
    bodies(ground);
    let (mut first, second) = (whole_program(1, 1, &[2]), program(2, 1));
    first.content.status = ProgramStatus::Open;
    let (published, draft) = (whole_round(1, &first, (1, &[3, 4])), round(2, &first));
    let elsewhere = round(3, &second);
    ground
        .store
        .write(|tx| {
            tx.insert_region_group(&region_group(1, 1))?;
            tx.insert_program(&first)?;
            tx.insert_program(&second)?;
            [&published, &draft, &elsewhere].into_iter().try_for_each(|round| tx.insert_round(round))
        })
        .unwrap();
    let seen = |viewer: Participant| {
        ground
            .store
            .read(|tx| {
                let programs = ProgramFilter {
                    viewer: viewer.clone(),
                    id: None,
                    organization_id: None,
                    external_id: None,
                    fiscal_year: None,
                    status: None,
                };
                let programs = tx.list_programs(&programs, &all())?.items;
                let rounds =
                    RoundFilter { viewer, id: None, program_id: None, external_id: None, status: None };
                let rounds = tx.list_rounds(&rounds, &all())?.items;
                let programs: Vec<ProgramId> = programs.iter().map(|program| program.id).collect();
                Ok::<_, StoreError>((programs, rounds.iter().map(|round| round.id).collect::<Vec<_>>()))
            })
            .unwrap()
    };
    let (programs, rounds) = (vec![first.id, second.id], vec![published.id, draft.id, elsewhere.id]);
    assert_eq!(seen(viewer(1, &[])), (programs.clone(), rounds.clone()), "its own");
    assert_eq!(seen(viewer(2, &[])), (programs[..1].to_vec(), rounds[..2].to_vec()), "a partner");
    assert_eq!(seen(viewer(3, &[])), (programs[..1].to_vec(), rounds[..1].to_vec()), "of an area");
    assert_eq!(seen(viewer(5, &[1])), (programs, rounds[..1].to_vec()), "by agreement");
    assert_eq!(seen(viewer(5, &[])), (Vec::new(), Vec::new()), "anybody else");
    let keyed = |organization| {
        let filter = RoundFilter {
            viewer: viewer(organization, &[]),
            id: None,
            program_id: Some(first.id),
            external_id: published.content.external_id.clone(),
            status: Some(RoundStatus::Published),
        };
        ground.store.read(|tx| tx.list_rounds(&filter, &all())).unwrap().items.len()
    };
    assert_eq!((keyed(1), keyed(2)), (1, 0), "a key is its body's own");
}

fn a_posting_knows_its_round_and_its_window(ground: &Ground) {
    bodies(ground);
    let program = program(1, 1);
    let (one, other) = (round(1, &program), round(2, &program));
    let in_round = |number, round: &Round| {
        let mut posting = posting(number, 2);
        posting.round_window = ApplicationWindow { opens_at: Some(at(1)), closes_at: None };
        posting.content.round_id = Some(round.id);
        posting.content.application_closes_at = Some(at(9));
        posting
    };
    let postings = [in_round(1, &one), in_round(2, &other), in_round(3, &one), posting(4, 2)];
    ground
        .store
        .write(|tx| {
            tx.insert_program(&program)?;
            tx.insert_round(&one)?;
            tx.insert_round(&other)?;
            postings.iter().try_for_each(|posting| tx.insert_posting(posting))?;
            let theirs = tx.list_postings_of_round(one.id)?;
            assert_eq!(theirs, [postings[0].clone(), postings[2].clone()]);
            let window = theirs[0].window();
            assert_eq!(window, ApplicationWindow { opens_at: Some(at(1)), closes_at: Some(at(9)) });
            Ok::<_, StoreError>(())
        })
        .unwrap();
}

fn what_is_referred_to_stays(ground: &Ground) {
    bodies(ground);
    let program = program(1, 1);
    let round = whole_round(1, &program, (1, &[]));
    let mut within = posting(1, 1);
    within.content.round_id = Some(round.id);
    ground
        .store
        .write(|tx| {
            tx.insert_region_group(&region_group(1, 1))?;
            tx.insert_program(&program)?;
            tx.insert_round(&round)?;
            tx.insert_posting(&within)
        })
        .unwrap();
    let store = &ground.store;
    assert_eq!(store.write(|tx| tx.delete_region_group(region_group_id(1), 1)), Err(StoreError::Dangling));
    assert_eq!(store.write(|tx| tx.delete_program(program.id, 1)), Err(StoreError::Dangling));
    assert_eq!(store.write(|tx| tx.delete_round(round.id, 4)), Err(StoreError::Dangling));
    assert_eq!(store.write(|tx| tx.delete_posting(within.id, 1)), Ok(true));
    assert_eq!(store.write(|tx| tx.delete_round(round.id, 3)), Ok(false));
    assert_eq!(store.write(|tx| tx.delete_round(round.id, 4)), Ok(true));
    assert_eq!(store.write(|tx| tx.delete_region_group(region_group_id(1), 1)), Ok(true));
    assert_eq!(store.write(|tx| tx.delete_program(program.id, 1)), Ok(true));
}
