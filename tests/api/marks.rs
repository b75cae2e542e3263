//! Marks: each marker's own, side by side once both have marked; every act can be undone, and none is lost.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

use crate::app::TestApp;
use crate::client::Client;
use crate::samples;

crate::on_both!(
    a_mark_is_the_markers_own_until_both_have_marked,
    the_audit_log_tells_a_marker_no_more_than_the_list,
    undo_goes_back_step_by_step,
    a_list_is_filtered_and_counted_by_the_callers_own_marks,
    only_who_manages_the_posting_marks,
    a_mark_goes_with_the_person,
    two_who_mark_at_once_lose_nothing,
    what_stands_is_the_replay_of_the_audit_log,
);

/// An act that is drawn: who of two acts, on whom of four, and what; `None` undoes.
type Act = (usize, usize, Option<&'static str>);

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let what = prop::sample::select(vec![
        Some("shortlisted"),
        Some("held"),
        Some("declined"),
        Some("cleared"),
        None,
        None,
    ]);
    prop::collection::vec((0..2_usize, 0..4_usize, what), 1..40)
}

/// What the audit log alone says is left, by marker and person.
fn replayed(log: &[Value]) -> BTreeMap<(String, String), String> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    // Per marker its acts that stand, as number, person and the mark or none.
    let mut acts: BTreeMap<String, Vec<(i64, String, Option<String>)>> = BTreeMap::new();
    let of_marks = |line: &&Value| line["action"].as_str().unwrap().starts_with("posting.mark_");
    for line in log.iter().filter(of_marks) {
        let (detail, own) = (&line["detail"], acts.entry(text(&line["api_key_id"])).or_default());
        let number = detail["number"].as_i64().unwrap();
        match line["action"].as_str().unwrap() {
            "posting.mark_set" => {
                own.push((number, text(&detail["candidate_id"]), Some(text(&detail["mark"]))));
            }
            "posting.mark_cleared" => own.push((number, text(&detail["candidate_id"]), None)),
            "posting.mark_undone" => {
                let undone = detail["undoes"].as_i64().unwrap();
                own.retain(|(number, ..)| *number != undone);
            }
            other => panic!("{other}: a mark is set, cleared or undone"),
        }
    }
    let mut left = BTreeMap::new();
    for (marker, acts) in acts {
        for (_, person, mark) in acts {
            match mark {
                Some(mark) => left.insert((marker.clone(), person), mark),
                None => left.remove(&(marker.clone(), person)),
            };
        }
    }
    left
}

fn what_stands_is_the_replay_of_the_audit_log(app: &TestApp) {
    let markers = [app.city(), another_key(&app.city())];
    let keys = markers.each_ref().map(|marker| marker.get("").expect(200)["api_key_id"].clone());
    let mut runner = TestRunner::new(ProptestConfig { cases: 6, ..ProptestConfig::default() });
    let outcome = runner.run(&acts(), |acts| {
        let (posting, people) = call_for(app, 4);
        for (who, whom, what) in &acts {
            let (marker, path) = (&markers[*who], format!("/postings/{posting}/marks"));
            let status = match what {
                Some("cleared") => marker.delete(&format!("{path}/{}", people[*whom])).status,
                Some(word) => marker.put(&format!("{path}/{}", people[*whom]), &json!({"mark": word})).status,
                None => marker.post(&format!("{path}/undo"), &json!({})).status,
            };
            // With nothing left to undo, nothing is done.
            prop_assert!([200, 204].contains(&status) || (status == 409 && what.is_none()), "{status}");
        }
        let log = app.city().get(&format!("/audit-events?resource_id={posting}&limit=200")).expect(200);
        let replayed = replayed(log["items"].as_array().unwrap());
        for (marker, key) in markers.iter().zip(&keys) {
            for person in &people {
                let stands = row(marker, (&posting, person))["own"]["mark"].as_str().map(str::to_owned);
                let wanted = replayed.get(&(key.as_str().unwrap().to_owned(), person.clone()));
                prop_assert_eq!(stands.as_ref(), wanted, "{:?}", acts);
            }
        }
        Ok(())
    });
    outcome.unwrap();
}

/// Another key of the same body: another marker.
fn another_key(client: &Client) -> Client {
    let made = client.post("/api-keys", &json!({"name": "もう一人", "scopes": ["admin"]})).expect(201);
    client.with_key(made["secret"].as_str().unwrap())
}

/// A published posting with applicants.
fn call_for(app: &TestApp, applicants: usize) -> (String, Vec<String>) {
    let city = app.city();
    let posting = app.published(&city, &samples::posting("市の魅力を届ける"));
    let apply = |number: usize| {
        let person = city.post("/candidates", &samples::candidate(&format!("応募者 {number}"))).id();
        city.post("/applications", &json!({"posting_id": posting, "candidate_id": person})).expect(201);
        person
    };
    let people = (0..applicants).map(apply).collect();
    (posting, people)
}

fn mark(client: &Client, (posting, person): (&str, &str), word: &str) -> Value {
    let body = json!({"mark": word, "reason": null});
    client.put(&format!("/postings/{posting}/marks/{person}"), &body).expect(200)
}

fn row(client: &Client, (posting, person): (&str, &str)) -> Value {
    let page = client.get(&format!("/postings/{posting}/marks?limit=200")).expect(200);
    let rows = page["items"].as_array().unwrap();
    rows.iter().find(|row| row["candidate_id"] == person).cloned().unwrap_or(Value::Null)
}

fn a_mark_is_the_markers_own_until_both_have_marked(app: &TestApp) {
    let (posting, people) = call_for(app, 2);
    let pair = (posting.as_str(), people[0].as_str());
    let (first, second) = (app.city(), another_key(&app.city()));
    let body = json!({"mark": "shortlisted", "reason": "地域の食に詳しい"});
    let made = first.put(&format!("/postings/{posting}/marks/{}", people[0]), &body).expect(200);
    assert_eq!((&made["mark"], &made["reason"]), (&json!("shortlisted"), &json!("地域の食に詳しい")));
    assert_eq!(made["marker"]["organization_id"], app.city_id);
    let unread = row(&second, pair);
    assert_eq!((&unread["own"], &unread["others"]), (&Value::Null, &Value::Null), "not marked yet");
    assert_eq!(unread["display_name"], "応募者 0");
    mark(&second, pair, "declined");
    let read = row(&second, pair);
    assert_eq!(
        (&read["own"]["mark"], &read["others"][0]["mark"]),
        (&json!("declined"), &json!("shortlisted"))
    );
    assert_eq!(read["others"][0]["reason"], "地域の食に詳しい");
    assert_eq!(row(&first, pair)["others"][0]["mark"], "declined");
    // Whoever takes the own mark away sees the others' no more.
    assert_eq!(second.delete(&format!("/postings/{posting}/marks/{}", people[0])).status, 204);
    assert_eq!(row(&second, pair)["others"], Value::Null);
    assert_eq!(row(&first, pair)["others"], json!([]));
}

fn undo_goes_back_step_by_step(app: &TestApp) {
    let (posting, people) = call_for(app, 2);
    let (city, other) = (app.city(), another_key(&app.city()));
    let undo = |client: &Client| client.post(&format!("/postings/{posting}/marks/undo"), &json!({}));
    undo(&city).problem(409, "nothing_to_undo");
    for (person, word) in [(0, "held"), (1, "declined"), (0, "shortlisted"), (0, "shortlisted")] {
        mark(&city, (&posting, &people[person]), word);
    }
    mark(&other, (&posting, &people[1]), "held");
    assert_eq!(city.delete(&format!("/postings/{posting}/marks/{}", people[1])).status, 204);
    let mut told = Vec::new();
    for _ in 0..4 {
        let undone = undo(&city).expect(200);
        told.push((undone["undone"].clone(), undone["now"]["mark"].clone()));
    }
    let expected = [
        (Value::Null, json!("declined")),
        // The same mark twice was one act.
        (json!("shortlisted"), json!("held")),
        (json!("declined"), Value::Null),
        (json!("held"), Value::Null),
    ];
    assert_eq!(told, expected);
    undo(&city).problem(409, "nothing_to_undo");
    assert_eq!(row(&other, (&posting, &people[1]))["own"]["mark"], "held", "the other's stays");
    // What was done and undone is in the audit log, with the numbers of the posting's log.
    let events = city.get("/audit-events?limit=200").expect(200);
    let numbers: Vec<i64> = events["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|event| event["action"].as_str().unwrap().starts_with("posting.mark_"))
        .map(|event| event["detail"]["number"].as_i64().unwrap())
        .collect();
    assert_eq!(numbers, (1..=9).collect::<Vec<_>>());
}

fn a_list_is_filtered_and_counted_by_the_callers_own_marks(app: &TestApp) {
    let (posting, people) = call_for(app, 5);
    let (city, other) = (app.city(), another_key(&app.city()));
    for (person, word) in [(0, "shortlisted"), (1, "held"), (2, "declined")] {
        mark(&city, (&posting, &people[person]), word);
    }
    for (person, word) in [(0, "shortlisted"), (1, "declined"), (3, "held")] {
        mark(&other, (&posting, &people[person]), word);
    }
    let list = |query: &str| city.get(&format!("/postings/{posting}/marks?{query}")).expect(200);
    let ids = |page: &Value| -> Vec<String> {
        let rows = page["items"].as_array().unwrap();
        rows.iter().map(|row| row["candidate_id"].as_str().unwrap().to_owned()).collect()
    };
    let all = list("");
    assert_eq!(all["counts"], json!({"unreviewed": 2, "shortlisted": 1, "held": 1, "declined": 1}));
    assert_eq!(ids(&all), people);
    assert_eq!(ids(&list("mark=unreviewed")), people[3..]);
    assert_eq!(ids(&list("mark=held")), people[1..2]);
    // Of the one whom only the other has marked it is not told that they differ.
    assert_eq!(ids(&list("split=true")), people[1..2]);
    assert_eq!(list("split=true")["counts"], all["counts"]);
    let first = list("limit=2");
    let next = list(&format!("limit=2&cursor={}", first["next_cursor"].as_str().unwrap()));
    assert_eq!([ids(&first), ids(&next)].concat(), people[..4]);
    // Somebody who has not applied is listed once marked.
    let guest = city.post("/candidates", &samples::candidate("紹介したい人")).id();
    mark(&city, (&posting, &guest), "held");
    let row = row(&city, (&posting, &guest));
    assert_eq!((&row["application_id"], &row["own"]["mark"]), (&Value::Null, &json!("held")));
}

fn only_who_manages_the_posting_marks(app: &TestApp) {
    let (posting, people) = call_for(app, 1);
    let path = format!("/postings/{posting}/marks/{}", people[0]);
    let body = json!({"mark": "held"});
    app.board().put(&path, &body).problem(403, "forbidden");
    app.board().get(&format!("/postings/{posting}/marks")).problem(403, "forbidden");
    let agreement = json!({
        "coordinator_id": app.coordinator_id, "organization_id": app.city_id, "kind": "coordination",
        "items": [], "regions": ["20"], "starts_on": null, "ends_on": null,
    });
    app.city().post("/agreements", &agreement).expect(201);
    let made = app.coordinator().put(&path, &body).expect(200);
    assert_eq!(made["marker"]["organization_id"], app.coordinator_id);
    let stranger = app.board().post("/candidates", &samples::candidate("よその人")).id();
    app.city().put(&format!("/postings/{posting}/marks/{stranger}"), &body).problem(404, "not_found");
    let wrong = app.city().put(&path, &json!({"mark": "rejected", "reason": "x".repeat(501)}));
    assert_eq!(wrong.pointers(), ["/mark", "/reason"], "{}", wrong.text);
    let scoped = app.city().post("/api-keys", &json!({"name": "読むだけ", "scopes": ["selections:read"]}));
    let reader = app.city().with_key(scoped.expect(201)["secret"].as_str().unwrap());
    reader.get(&format!("/postings/{posting}/marks")).expect(200);
    reader.put(&path, &body).problem(403, "missing_scope");
}

fn a_mark_goes_with_the_person(app: &TestApp) {
    let (posting, people) = call_for(app, 2);
    let city = app.city();
    mark(&city, (&posting, &people[0]), "held");
    mark(&city, (&posting, &people[1]), "held");
    assert_eq!(city.delete(&format!("/candidates/{}", people[1])).status, 204);
    let page = city.get(&format!("/postings/{posting}/marks")).expect(200);
    assert_eq!(page["items"].as_array().unwrap().len(), 1);
    city.post(&format!("/postings/{posting}/marks/undo"), &json!({})).expect(200);
    city.post(&format!("/postings/{posting}/marks/undo"), &json!({})).problem(409, "nothing_to_undo");
}

/// Two markers go through the same forty people at once, each on several connections, and change their mind twice.
fn two_who_mark_at_once_lose_nothing(app: &TestApp) {
    let (posting, people) = call_for(app, 40);
    let markers = [app.city(), another_key(&app.city())];
    let words = ["shortlisted", "held", "declined"];
    std::thread::scope(|scope| {
        for (which, marker) in markers.iter().enumerate() {
            for part in 0..4 {
                let (posting, people) = (&posting, &people);
                scope.spawn(move || {
                    for (number, person) in people.iter().enumerate().filter(|(n, _)| n % 4 == part) {
                        for turn in 0..3 {
                            mark(marker, (posting, person), words[(number + turn + which) % 3]);
                        }
                    }
                });
            }
        }
    });
    for (which, marker) in markers.iter().enumerate() {
        let page = marker.get(&format!("/postings/{posting}/marks?limit=200")).expect(200);
        let rows: BTreeMap<&str, &Value> = page["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| (row["candidate_id"].as_str().unwrap(), row))
            .collect();
        for (number, person) in people.iter().enumerate() {
            let row = rows[person.as_str()];
            assert_eq!(row["own"]["mark"], words[(number + 2 + which) % 3], "{number}");
            assert_eq!(row["others"][0]["mark"], words[(number + 2 + (1 - which)) % 3], "{number}");
        }
    }
    // 240 acts, each with a number of its own: every one of them can be undone.
    for marker in &markers {
        for _ in 0..120 {
            marker.post(&format!("/postings/{posting}/marks/undo"), &json!({})).expect(200);
        }
        marker.post(&format!("/postings/{posting}/marks/undo"), &json!({})).problem(409, "nothing_to_undo");
    }
}

fn the_audit_log_tells_a_marker_no_more_than_the_list(app: &TestApp) {
    let (posting, people) = call_for(app, 1);
    let city = app.city();
    let key = |scopes: &[&str]| {
        let made = city.post("/api-keys", &json!({"name": "鍵", "scopes": scopes})).expect(201);
        city.with_key(made["secret"].as_str().unwrap())
    };
    let both = ["postings:read", "candidates:read", "selections:read", "selections:write", "audit:read"];
    let (colleague, marker) = (key(&both), key(&both));
    mark(&colleague, (&posting, &people[0]), "declined");
    let told = |client: &Client| -> Vec<Value> {
        let events = client.get("/audit-events?action=posting.mark_set").expect(200);
        events["items"].as_array().unwrap().iter().map(|event| event["detail"]["mark"].clone()).collect()
    };
    assert_eq!(told(&colleague), [json!("declined")], "one's own");
    assert_eq!(told(&marker), [json!(null)]);
    // The log is whole for whoever looks after it and does not mark.
    assert_eq!(told(&key(&["audit:read"])), [json!("declined")]);
    mark(&marker, (&posting, &people[0]), "shortlisted");
    let mut now = told(&marker);
    now.sort_by_key(Value::to_string);
    assert_eq!(now, [json!("declined"), json!("shortlisted")]);
}
