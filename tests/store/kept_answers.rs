//! Kept answers: they go with any person and any application that they name.

use domain::ApplicationStatus;
use store::{KeptAnswer, StoreError};

use crate::ground::Ground;
use crate::samples::*;

on_both! { an_answer_goes_with_whoever_it_names, an_answer_goes_with_an_application, old_answers_are_dropped }

fn answer(key: &str, body: String) -> KeptAnswer {
    KeptAnswer {
        organization_id: organization_id(9),
        key: key.to_owned(),
        fingerprint: "f".to_owned(),
        candidate_id: None,
        status: 201,
        location: None,
        etag: None,
        body,
        created_at: at(5),
    }
}

/// Two people, each with an application, and the answers. No two ids here are one text.
fn keep(ground: &Ground, answers: &[KeptAnswer]) {
    ground
        .store
        .write(|tx| {
            tx.insert_organization(&organization(9))?;
            tx.insert_posting(&posting(8, 9))?;
            tx.insert_candidates(&[candidate(1, 9), candidate(2, 9)])?;
            for number in [1, 2] {
                let application = domain::Application {
                    status: ApplicationStatus::Declined,
                    ..application(10 + number, 8, &candidate(number, 9))
                };
                tx.insert_application(&application)?;
            }
            answers.iter().try_for_each(|answer| tx.insert_kept_answer(answer))
        })
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
}

fn kept(ground: &Ground, keys: &[&str]) -> Vec<String> {
    let find =
        |key: &&&str| ground.store.read(|tx| tx.find_kept_answer(organization_id(9), key)).unwrap().is_some();
    keys.iter().filter(find).map(|key| (*key).to_owned()).collect()
}

fn an_answer_goes_with_whoever_it_names(ground: &Ground) {
    let many = (0..700).map(|number| candidate_id(1000 + number).to_string());
    let many: Vec<String> = many.chain([candidate_id(1).to_string()]).collect();
    let answers = [
        answer("both", format!(r#"{{"people":["{}","{}"]}}"#, candidate_id(1), candidate_id(2))),
        answer("by application", format!(r#"{{"lines":[{{"application_id":"{}"}}]}}"#, application_id(11))),
        answer("many", many.join(" ")),
        answer("other", format!(r#"{{"id":"{}"}}"#, candidate_id(2))),
        answer("nobody", format!(r#"{{"organization_id":"{}"}}"#, organization_id(9))),
    ];
    keep(ground, &answers);
    let all = ["both", "by application", "many", "other", "nobody"];
    assert_eq!(kept(ground, &all), all);
    assert_eq!(
        ground.store.write(|tx| tx.delete_candidate(candidate_id(1), 9)),
        Ok(false),
        "a stale version"
    );
    assert_eq!(kept(ground, &all), all);
    assert_eq!(ground.store.write(|tx| tx.delete_candidate(candidate_id(1), 1)), Ok(true));
    assert_eq!(kept(ground, &all), ["other", "nobody"]);
}

fn an_answer_goes_with_an_application(ground: &Ground) {
    let answers = [
        answer("first", format!(r#"{{"application_id":"{}"}}"#, application_id(11))),
        answer("person", format!(r#"{{"candidate_id":"{}"}}"#, candidate_id(1))),
    ];
    keep(ground, &answers);
    let gone =
        domain::Application { status: ApplicationStatus::Declined, ..application(11, 8, &candidate(1, 9)) };
    assert_eq!(ground.store.write(|tx| tx.delete_application(&gone)), Ok(true));
    assert_eq!(kept(ground, &["first", "person"]), ["person"]);
}

fn old_answers_are_dropped(ground: &Ground) {
    let named = candidate_id(1).to_string();
    keep(ground, &[answer("old", named.clone()), KeptAnswer { created_at: at(6), ..answer("new", named) }]);
    assert_eq!(ground.store.write(|tx| tx.delete_kept_answers_until(at(5))), Ok(1));
    assert_eq!(kept(ground, &["old", "new"]), ["new"]);
    // The key is free again, with what it names.
    ground.store.write(|tx| tx.insert_kept_answer(&answer("old", candidate_id(2).to_string()))).unwrap();
}
