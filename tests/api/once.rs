//! Idempotency keys: repeating a creation makes nothing twice and gets the same bytes, whatever happens in between.

use std::collections::BTreeSet;
use std::sync::Barrier;
use std::time::Duration;

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::client::{Answer, Client};
use crate::samples;

crate::on_both!(
    the_same_request_gets_the_same_answer,
    a_key_is_for_one_request_only,
    a_key_is_the_organizations_own,
    what_failed_may_be_tried_again,
    every_creation_takes_a_key,
    a_secret_is_not_told_twice,
    an_answer_goes_with_the_person_it_tells_of,
    an_answer_about_several_goes_with_each_of_them,
    after_a_day_a_key_is_forgotten,
    two_hundred_at_once_make_one,
);

/// Callers at once.
const CROWD: usize = 200;

fn create(client: &Client, path: &str, key: &str, body: &Value) -> Answer {
    client.json(("POST", path), &[("Idempotency-Key", key)], body)
}

fn people(client: &Client) -> usize {
    client.get("/candidates?limit=200").expect(200)["items"].as_array().unwrap().len()
}

fn replayed(answer: &Answer) -> bool {
    answer.header("idempotent-replayed") == Some("true")
}

fn the_same_request_gets_the_same_answer(app: &TestApp) {
    let city = app.city();
    let body = samples::candidate("山口 理沙");
    let first = create(&city, "/candidates", "import-1", &body);
    assert_eq!((first.status, replayed(&first)), (201, false), "{}", first.text);
    // What became of the person later does not change the answer.
    city.patch(&format!("/candidates/{}", first.id()), &json!({"hours_per_week": 3})).expect(200);
    for key in ["import-1", "\"import-1\""] {
        let again = create(&city, "/candidates", key, &body);
        assert_eq!((again.status, replayed(&again)), (201, true));
        assert_eq!(again.text, first.text);
        for name in ["location", "etag", "content-type", "cache-control"] {
            assert_eq!(again.header(name), first.header(name), "{name}");
        }
    }
    assert_eq!(people(&city), 1);
    let other = create(&city, "/candidates", "import-2", &body);
    assert_eq!((other.status, replayed(&other)), (201, false));
    assert_eq!(people(&city), 2);
}

fn a_key_is_for_one_request_only(app: &TestApp) {
    let city = app.city();
    assert_eq!(create(&city, "/candidates", "k", &samples::candidate("一人目")).status, 201);
    create(&city, "/candidates", "k", &samples::candidate("二人目")).problem(422, "idempotency_key_reused");
    create(&city, "/postings", "k", &samples::posting("案件")).problem(422, "idempotency_key_reused");
    assert_eq!(people(&city), 1);
    let twice = [("Idempotency-Key", "a"), ("Idempotency-Key", "b")];
    let body = samples::candidate("三人目");
    city.json(("POST", "/candidates"), &twice, &body).problem(400, "malformed_request");
    create(&city, "/candidates", &"k".repeat(256), &body).problem(400, "malformed_request");
    assert_eq!(people(&city), 1);
}

fn a_key_is_the_organizations_own(app: &TestApp) {
    let (city, board) = (app.city(), app.board());
    let body = samples::candidate("山口 理沙");
    let first = create(&city, "/candidates", "k", &body);
    let other = create(&board, "/candidates", "k", &body);
    assert_eq!((other.status, replayed(&other)), (201, false), "{}", other.text);
    assert_ne!(first.id(), other.id());
}

fn what_failed_may_be_tried_again(app: &TestApp) {
    let city = app.city();
    let mut body = samples::candidate("山口 理沙");
    body["hours_per_week"] = json!(999);
    create(&city, "/candidates", "k", &body).problem(422, "validation_failed");
    body["hours_per_week"] = json!(9);
    let repaired = create(&city, "/candidates", "k", &body);
    assert_eq!((repaired.status, replayed(&repaired)), (201, false), "{}", repaired.text);
}

fn every_creation_takes_a_key(app: &TestApp) {
    let city = app.city();
    let person = city.post("/candidates", &samples::candidate("山口 理沙")).id();
    let posting = app.published(&city, &samples::posting("案件"));
    let agreement = json!({
        "coordinator_id": app.coordinator_id, "organization_id": app.city_id, "kind": "coordination",
        "items": ["人材の紹介"], "regions": ["20"], "starts_on": null, "ends_on": null,
    });
    let consent = json!({"recipient": "any", "items": ["profile"], "purpose": "案件の紹介", "until": null});
    let run = json!({"scope": {"posting_ids": [posting]}, "per_posting": 5});
    for (path, body) in [
        ("/organizations", json!({"name": "塩尻の酒蔵", "kind": "company"})),
        ("/agreements", agreement),
        ("/postings", samples::posting("もう一つの案件")),
        (format!("/candidates/{person}/consents").as_str(), consent),
        (
            "/applications",
            json!({"posting_id": posting, "candidate_id": person, "message": "よろしくお願いします"}),
        ),
        ("/match-runs", run),
    ] {
        let first = create(&city, path, path, &body);
        assert!(matches!(first.status, 201 | 202), "{path}: {}", first.text);
        let again = create(&city, path, path, &body);
        assert!(replayed(&again), "{path}: {}", again.text);
        assert_eq!((again.status, &again.text), (first.status, &first.text), "{path}");
        assert_eq!(again.header("location"), first.header("location"), "{path}");
    }
}

fn a_secret_is_not_told_twice(app: &TestApp) {
    let city = app.city();
    let body = json!({"name": "夜間の同期", "scopes": ["candidates:read"]});
    let first = create(&city, "/api-keys", "k", &body).expect(201);
    assert!(first["secret"].as_str().unwrap().starts_with("tsk_"));
    let again = create(&city, "/api-keys", "k", &body);
    assert!(replayed(&again));
    let again = again.body();
    assert_eq!((&again["secret"], &again["id"]), (&Value::Null, &first["id"]));
}

fn an_answer_goes_with_the_person_it_tells_of(app: &TestApp) {
    let city = app.city();
    let body = samples::candidate("山口 理沙");
    let first = create(&city, "/candidates", "k", &body);
    assert_eq!(city.delete(&format!("/candidates/{}", first.id())).status, 204);
    let anew = create(&city, "/candidates", "k", &body);
    assert_eq!((anew.status, replayed(&anew)), (201, false));
    assert_ne!(anew.id(), first.id());
}

fn an_answer_about_several_goes_with_each_of_them(app: &TestApp) {
    let city = app.city();
    let mut first = samples::posting("案件");
    first["seats"] = json!(1);
    let posting = app.published(&city, &first);
    let people =
        ["一人目", "二人目", "三人目"].map(|name| city.post("/candidates", &samples::candidate(name)).id());
    let applications = people.clone().map(|person| {
        city.post("/applications", &json!({"posting_id": posting, "candidate_id": person})).id()
    });
    for application in &applications {
        let step = json!({"to": "screening"});
        city.post(&format!("/applications/{application}/transitions"), &step).expect(200);
    }
    let elsewhere = app.published(&city, &samples::posting("別の案件"));
    let team: Vec<Value> = people.iter().map(|person| json!({"candidate_id": person})).collect();
    let decision = json!({
        "selected": [applications[0]], "default_reason": "seats_filled", "reason": "経験",
    });
    let calls = [
        ("/proposals".to_owned(), json!({"posting_id": elsewhere, "people": team})),
        (format!("/postings/{posting}/second-looks"), json!({"seed": 1})),
        (format!("/postings/{posting}/decisions"), decision),
    ];
    let answers: Vec<String> = calls
        .iter()
        .map(|(path, body)| {
            let made = create(&city, path, path, body);
            assert_eq!(made.status, 201, "{path}: {}", made.text);
            assert!(replayed(&create(&city, path, path, body)), "{path}");
            made.text
        })
        .collect();
    // Not the first of them, on whom answers may hang; one of the others is looked at a second time, by lot.
    let names = |id: &&String| answers.iter().all(|answer| answer.contains(*id));
    let gone = people[1..].iter().find(names).unwrap();
    assert_eq!(city.delete(&format!("/candidates/{gone}")).status, 204);
    for (path, body) in &calls {
        let again = create(&city, path, path, body);
        assert!(!replayed(&again) && !again.text.contains(gone), "{path}: {}", again.text);
    }
}

fn after_a_day_a_key_is_forgotten(app: &TestApp) {
    let city = app.city();
    let mut body = samples::candidate("山口 理沙");
    body["external_id"] = Value::Null;
    let first = create(&city, "/candidates", "k", &body);
    app.advance(Duration::from_secs(24 * 3600 - 60));
    assert!(replayed(&create(&city, "/candidates", "k", &body)));
    app.advance(Duration::from_secs(61));
    let anew = create(&city, "/candidates", "k", &body);
    assert_eq!((anew.status, replayed(&anew)), (201, false));
    assert_ne!(anew.id(), first.id());
}

fn two_hundred_at_once_make_one(app: &TestApp) {
    let city = app.city();
    let body = samples::candidate("山口 理沙");
    let together = Barrier::new(CROWD);
    let insist = || {
        together.wait();
        loop {
            let answer = create(&city, "/candidates", "k", &body);
            if answer.status != 409 {
                return answer;
            }
            answer.problem(409, "idempotency_in_progress");
            assert!(answer.header("retry-after").is_some());
        }
    };
    let answers: Vec<Answer> = std::thread::scope(|scope| {
        let crowd: Vec<_> = (0..CROWD).map(|_| scope.spawn(insist)).collect();
        crowd.into_iter().map(|caller| caller.join().unwrap()).collect()
    });
    assert!(answers.iter().all(|answer| answer.status == 201));
    assert_eq!(answers.iter().filter(|answer| !replayed(answer)).count(), 1);
    assert_eq!(answers.iter().map(|answer| &answer.text).collect::<BTreeSet<_>>().len(), 1);
    assert_eq!(people(&city), 1);
}
