//! All or nothing: uniqueness, references, rollback, and one state for everything a reader sees.

use domain::Application;
use store::{MatchFilter, StoreError, Tx, Unique};

use crate::ground::Ground;
use crate::samples::*;

on_both! {
    what_must_be_unique_is, what_is_referred_to_must_be_there, an_error_keeps_nothing,
    a_failed_statement_cannot_be_overlooked, a_reader_sees_one_state, a_reader_cannot_write,
    erasing_a_person_leaves_nothing_of_them,
}

/// The error of a write that must not pass.
fn refusal<T: std::fmt::Debug>(
    ground: &Ground,
    work: impl FnMut(&mut Tx<'_>) -> Result<T, StoreError>,
) -> StoreError {
    ground.store.write(work).unwrap_err()
}

fn what_must_be_unique_is(ground: &Ground) {
    let person = whole_candidate(1, 1);
    let standing = application(1, 1, &person);
    ground
        .store
        .write(|tx| {
            tx.insert_organization(&organization(1))?;
            tx.insert_organization(&whole_organization(2, 1))?;
            tx.insert_api_key(&api_key(1, 1))?;
            tx.insert_posting(&whole_posting(1, 1))?;
            tx.insert_candidate(&person)?;
            tx.insert_application(&standing)
        })
        .unwrap();
    let duplicate = |unique| StoreError::Duplicate(unique);
    assert_eq!(
        refusal(ground, |tx| tx.insert_organization(&whole_organization(3, 1))),
        duplicate(Unique::ExternalId)
    );
    assert_eq!(refusal(ground, |tx| tx.insert_posting(&whole_posting(2, 1))), duplicate(Unique::ExternalId));
    let same_key = domain::Candidate { id: candidate_id(2), ..person.clone() };
    assert_eq!(refusal(ground, |tx| tx.insert_candidate(&same_key)), duplicate(Unique::ExternalId));
    assert_eq!(refusal(ground, |tx| tx.insert_candidate(&candidate(1, 1))), duplicate(Unique::Id));
    let mut same_hash = api_key(2, 1);
    same_hash.hash = api_key(1, 1).hash;
    assert_eq!(refusal(ground, |tx| tx.insert_api_key(&same_hash)), duplicate(Unique::Hash));
    let again = Application { id: application_id(2), ..standing.clone() };
    assert_eq!(refusal(ground, |tx| tx.insert_application(&again)), duplicate(Unique::StandingApplication));
    // The same key of another organization, and no key at all, are no duplicates.
    ground
        .store
        .write(|tx| {
            tx.insert_posting(&whole_posting(2, 2))?;
            tx.insert_candidate(&domain::Candidate {
                organization_id: organization_id(2),
                ..same_key.clone()
            })?;
            tx.insert_candidates(&[candidate(3, 1), candidate(4, 1)])
        })
        .unwrap();
    // Taking a key by an update.
    let mut thief = candidate(3, 1);
    thief.content.external_id = person.content.external_id.clone();
    assert_eq!(refusal(ground, |tx| tx.update_candidate(&thief, 1)), duplicate(Unique::ExternalId));
}

fn what_is_referred_to_must_be_there(ground: &Ground) {
    assert_eq!(refusal(ground, |tx| tx.insert_candidate(&candidate(1, 1))), StoreError::Dangling);
    assert_eq!(refusal(ground, |tx| tx.insert_api_key(&api_key(1, 1))), StoreError::Dangling);
    ground
        .store
        .write(|tx| {
            tx.insert_organization(&organization(1))?;
            tx.insert_candidate(&candidate(1, 1))?;
            tx.insert_job(&job(1, 1))?;
            tx.insert_match_run(&match_run(1, 1, 1))
        })
        .unwrap();
    assert_eq!(refusal(ground, |tx| tx.insert_consent(&consent(1, 2))), StoreError::Dangling);
    assert_eq!(refusal(ground, |tx| tx.insert_consent(&whole_consent(1, 1, 9))), StoreError::Dangling);
    let nowhere = application(1, 1, &candidate(1, 1));
    assert_eq!(refusal(ground, |tx| tx.insert_application(&nowhere)), StoreError::Dangling);
    // A run has no matches for a posting it does not name.
    let unasked = [stored_match(1, (0, 1), 1, 1)];
    assert_eq!(refusal(ground, |tx| tx.insert_matches(&unasked)), StoreError::Dangling);
}

#[derive(Debug, PartialEq)]
enum Refused {
    Rule,
    Store(StoreError),
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

fn an_error_keeps_nothing(ground: &Ground) {
    let answer: Result<(), Refused> = ground.store.write(|tx| {
        tx.insert_organization(&organization(1))?;
        tx.insert_candidates(&[candidate(1, 1), whole_candidate(2, 1)])?;
        tx.append_changes(&[change(1, 1)])?;
        tx.append_audit_events(&[audit_event(1, 1, 1)])?;
        assert_eq!(tx.count_candidates()?, 2);
        Err(Refused::Rule)
    });
    assert_eq!(answer, Err(Refused::Rule));
    ground
        .store
        .read(|tx| {
            assert_eq!(tx.find_organization(organization_id(1))?, None);
            assert_eq!(tx.count_candidates()?, 0);
            tx.last_change().map(|last| assert_eq!(last, 0))
        })
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
    // The connection is as good as new.
    ground.store.write(|tx| tx.insert_organization(&organization(1))).unwrap();
}

fn a_failed_statement_cannot_be_overlooked(ground: &Ground) {
    ground.store.write(|tx| tx.insert_organization(&organization(1))).unwrap();
    let taken = StoreError::Duplicate(Unique::Id);
    let answer = ground.store.write(|tx| {
        tx.insert_organization(&organization(2))?;
        assert_eq!(tx.insert_organization(&organization(1)), Err(taken.clone()));
        assert_eq!(tx.find_organization(organization_id(2)), Err(taken.clone()));
        Ok::<_, StoreError>("nothing happened")
    });
    assert_eq!(answer, Err(taken.clone()));
    let second = ground.store.read(|tx| tx.find_organization(organization_id(2))).unwrap();
    assert_eq!(second, None);
}

fn a_reader_sees_one_state(ground: &Ground) {
    ground.store.write(|tx| tx.insert_organization(&organization(1))).unwrap();
    ground
        .store
        .read(|tx| {
            assert_eq!(tx.count_candidates()?, 0);
            // Somebody else writes meanwhile, and is not kept waiting.
            ground.store.write(|other| other.insert_candidate(&candidate(1, 1)))?;
            assert_eq!(tx.find_candidate(candidate_id(1))?, None);
            tx.count_candidates().map(|count| assert_eq!(count, 0))
        })
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
    assert_eq!(ground.store.read(|tx| tx.count_candidates()).unwrap(), 1);
}

fn a_reader_cannot_write(ground: &Ground) {
    let answer = ground.store.read(|tx| tx.insert_organization(&organization(1)));
    assert!(matches!(answer, Err(StoreError::Failed(_))), "{answer:?}");
    assert_eq!(ground.store.read(|tx| tx.find_organization(organization_id(1))).unwrap(), None);
}

fn erasing_a_person_leaves_nothing_of_them(ground: &Ground) {
    let (gone, stays) = (whole_candidate(1, 1), whole_candidate(2, 1));
    let mut run = match_run(1, 1, 1);
    run.posting_ids = vec![posting_id(1)];
    ground
        .store
        .write(|tx| {
            tx.insert_organization(&organization(1))?;
            tx.insert_posting(&posting(1, 1))?;
            tx.insert_candidates(&[gone.clone(), stays.clone()])?;
            tx.insert_consents(&[consent(1, 1), consent(2, 2)])?;
            tx.insert_applications(&[application(1, 1, &gone), application(2, 1, &stays)])?;
            tx.insert_job(&job(1, 1))?;
            tx.insert_match_run(&run)?;
            tx.insert_matches(&[stored_match(1, (0, 1), 1, 1), stored_match(1, (0, 1), 2, 2)])?;
            tx.delete_candidate(gone.id, gone.version)
        })
        .unwrap();
    ground
        .store
        .read(|tx| {
            assert_eq!(tx.list_consents_of(&[gone.id, stays.id])?, [consent(2, 2)]);
            assert_eq!(tx.list_applicant_ids(posting_id(1))?, [stays.id]);
            let whole = MatchFilter { match_run_id: run.id, posting_id: None, candidate_id: None };
            let everything = domain::PageRequest { limit: 9, after: None };
            let matches = tx.list_matches(&whole, &everything)?.items;
            assert_eq!(matches.len(), 1);
            assert_eq!(matches[0].candidate_id, stays.id);
            // A person of the same id would have none of the old skills.
            tx.find_candidate(gone.id).map(|found| assert_eq!(found, None))
        })
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
    ground.store.write(|tx| tx.insert_candidate(&candidate(1, 1))).unwrap();
    let fresh = ground.store.read(|tx| tx.find_candidate(gone.id)).unwrap();
    assert_eq!(fresh, Some(candidate(1, 1)));
}
