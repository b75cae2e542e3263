//! What is kept for a time only: periods, days, and exactly what is due.

use domain::erased::{CountedAgain, ErasedApplication, ErasedFigures, ErasedStay, Pseudonym};
use domain::{
    Application, ApplicationStatus, Author, Month, Note, NoteContent, NoteId, RetentionPeriods,
    RetentionPolicy, UserId,
};
use store::{DueBefore, RetentionDay, StoreError};

use crate::ground::Ground;
use crate::samples::*;

on_both! {
    periods_are_kept_in_versions,
    a_day_is_begun_once_and_ended,
    applications_that_led_nowhere_are_due_and_no_others,
    what_hangs_on_an_application_goes_with_the_last_of_a_pair,
    erased_lines_read_back,
    people_are_due_when_nothing_happened_since,
}

fn before(seconds: i64) -> DueBefore {
    DueBefore { organization_id: organization_id(1), first_kept: at(seconds) }
}

/// Two bodies with a posting each, and three people of the second one.
fn fill(ground: &Ground) {
    ground
        .store
        .write(|tx| {
            for number in [1, 2] {
                tx.insert_organization(&organization(number))?;
                tx.insert_posting(&posting(number, number))?;
            }
            tx.insert_candidates(&[candidate(1, 2), candidate(2, 2), candidate(3, 2)])
        })
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
}

fn ended(number: u64, posting: u64, person: u64, status: ApplicationStatus) -> Application {
    let seconds = i64::try_from(number).unwrap();
    Application {
        status,
        stage_entered_at: at(seconds),
        ..application(number, posting, &candidate(person, 2))
    }
}

fn note(number: u64, posting: u64, person: u64) -> Note {
    Note {
        id: NoteId::from_parts(number, [1; 10]),
        posting_id: posting_id(posting),
        organization_id: organization_id(1),
        author: Author::User(UserId::from_parts(1, [1; 10])),
        version: 1,
        candidate_id: Some(candidate_id(person)),
        content: NoteContent { text: "覚え書き".to_owned(), mentions: Vec::new() },
        created_at: at(0),
        updated_at: at(0),
    }
}

fn periods_are_kept_in_versions(ground: &Ground) {
    fill(ground);
    let store = &ground.store;
    let body = organization_id(1);
    assert_eq!(store.read(|tx| tx.find_retention_policy(body)), Ok(None));
    let periods = RetentionPeriods { candidates_without_activity: Some(36), ..RetentionPeriods::USUAL };
    let first =
        RetentionPolicy { version: 1, periods, updated_at: Some(at(1)), ..RetentionPolicy::unset(body) };
    assert_eq!(store.write(|tx| tx.put_retention_policy(&first, at(1))), Ok(true));
    assert!(matches!(
        store.write(|tx| tx.put_retention_policy(&first, at(1))),
        Err(StoreError::Duplicate(_))
    ));
    let second = RetentionPolicy {
        version: 2,
        periods: RetentionPeriods::USUAL,
        updated_at: Some(at(2)),
        organization_id: body,
    };
    assert_eq!(store.write(|tx| tx.put_retention_policy(&second, at(2))), Ok(true));
    assert_eq!(store.write(|tx| tx.put_retention_policy(&second, at(2))), Ok(false), "a stale version");
    assert_eq!(store.read(|tx| tx.find_retention_policy(body)), Ok(Some(second)), "a blank is kept as one");
    assert_eq!(store.read(|tx| tx.find_retention_policy(organization_id(2))), Ok(None));
}

fn a_day_is_begun_once_and_ended(ground: &Ground) {
    let store = &ground.store;
    let day = "2024-02-29".parse().unwrap();
    let state = || store.read(|tx| tx.find_retention_day(day));
    assert_eq!(state(), Ok(RetentionDay::NotBegun));
    store.write(|tx| tx.begin_retention_day(day, at(0))).unwrap();
    assert_eq!(state(), Ok(RetentionDay::Begun));
    assert!(matches!(store.write(|tx| tx.begin_retention_day(day, at(1))), Err(StoreError::Duplicate(_))));
    store.write(|tx| tx.end_retention_day(day, at(2))).unwrap();
    assert_eq!(state(), Ok(RetentionDay::Ended));
}

fn applications_that_led_nowhere_are_due_and_no_others(ground: &Ground) {
    use ApplicationStatus as S;
    fill(ground);
    let applications = [
        ended(1, 1, 1, S::Declined),
        ended(2, 1, 2, S::Withdrawn),
        ended(3, 1, 3, S::Engaged),
        // To the other body's posting.
        ended(4, 2, 1, S::Expired),
        ended(5, 2, 2, S::Submitted),
        ended(9, 1, 2, S::Redirected),
    ];
    ground.store.write(|tx| tx.insert_applications(&applications)).unwrap();
    let due = |seconds: i64| {
        let (ids, count) = ground
            .store
            .read(|tx| {
                let ids = tx.list_applications_to_erase(&before(seconds), 10)?;
                Ok::<_, StoreError>((ids, tx.count_applications_to_erase(&before(seconds))?))
            })
            .unwrap();
        assert_eq!(ids.len() as u64, count);
        ids
    };
    assert_eq!(due(1), []);
    assert_eq!(due(2), [application_id(1)]);
    assert_eq!(due(9), [application_id(1), application_id(2)]);
    assert_eq!(due(10), [application_id(1), application_id(2), application_id(9)]);
    let some = ground.store.read(|tx| tx.list_applications_to_erase(&before(10), 2));
    assert_eq!(some.map(|ids| ids.len()), Ok(2));
}

fn what_hangs_on_an_application_goes_with_the_last_of_a_pair(ground: &Ground) {
    use ApplicationStatus as S;
    fill(ground);
    let (first, again) = (ended(1, 1, 1, S::Withdrawn), ended(2, 1, 1, S::Declined));
    let of_other = ended(3, 1, 2, S::Declined);
    ground
        .store
        .write(|tx| {
            tx.insert_applications(&[first.clone(), again.clone(), of_other.clone()])?;
            tx.insert_note(&note(1, 1, 1))?;
            tx.insert_note(&note(2, 1, 2))
        })
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
    let notes = || {
        ground
            .store
            .read(|tx| {
                let found = [1, 2].map(|number| tx.find_note(NoteId::from_parts(number, [1; 10])));
                let [one, two] = found;
                Ok::<_, StoreError>([one?.is_some(), two?.is_some()])
            })
            .unwrap()
    };
    let erase = |application: &Application| ground.store.write(|tx| tx.delete_application(application));
    let stale = Application { version: 7, ..first.clone() };
    assert_eq!(erase(&stale), Ok(false));
    assert_eq!(erase(&first), Ok(true));
    assert_eq!(notes(), [true, true], "the person applied again");
    assert_eq!(erase(&again), Ok(true));
    assert_eq!(notes(), [false, true]);
    assert_eq!(ground.store.read(|tx| tx.find_application(first.id)), Ok(None));
    assert_eq!(ground.store.read(|tx| tx.find_application(of_other.id)), Ok(Some(of_other)));
}

fn erased_lines_read_back(ground: &Ground) {
    fill(ground);
    let month = Month::parse("2024-02").unwrap();
    let line = ErasedApplication {
        posting_id: posting_id(1),
        submitted_in: month,
        again_at_body: Some(CountedAgain::Year),
        again_anywhere: Some(CountedAgain::Round),
    };
    let stay = ErasedStay {
        posting_id: posting_id(1),
        status: ApplicationStatus::Screening,
        left_in: month,
        days: 12,
    };
    let whose = Pseudonym::drawn([9; 16]);
    let figures =
        ErasedFigures { applications: vec![line], stays: vec![stay, stay], ..ErasedFigures::default() };
    ground.store.write(|tx| tx.insert_erased_figures(&whose, &figures)).unwrap();
    let postings = [posting_id(1), posting_id(2)];
    assert_eq!(ground.store.read(|tx| tx.list_erased_applications(&postings)), Ok(vec![(whose, line)]));
    assert_eq!(ground.store.read(|tx| tx.list_erased_stays(&postings)), Ok(vec![stay, stay]));
    assert_eq!(ground.store.read(|tx| tx.list_erased_stays(&postings[1..])), Ok(Vec::new()));
}

fn people_are_due_when_nothing_happened_since(ground: &Ground) {
    fill(ground);
    let application = Application { updated_at: at(50), ..ended(1, 1, 1, ApplicationStatus::Declined) };
    ground
        .store
        .write(|tx| {
            tx.insert_application(&application)?;
            tx.insert_application(&ended(2, 1, 2, ApplicationStatus::Screening))
        })
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
    let due = |seconds: i64| {
        let of_second = DueBefore { organization_id: organization_id(2), ..before(seconds) };
        ground.store.read(|tx| tx.list_candidates_to_erase(&of_second, 10)).unwrap()
    };
    assert_eq!(due(0), []);
    assert_eq!(due(50), [candidate_id(3)]);
    assert_eq!(due(51), [candidate_id(1), candidate_id(3)], "an open application is something under way");
    ground
        .store
        .write(|tx| {
            tx.remember_activity(application.candidate_id, at(80))?;
            // What happened before does not take it back.
            tx.remember_activity(application.candidate_id, at(50))
        })
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
    assert_eq!(due(80), [candidate_id(3)]);
    assert_eq!(due(81), [candidate_id(1), candidate_id(3)]);
}
