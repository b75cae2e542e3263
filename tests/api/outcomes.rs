//! Outcomes come back: each event once, of people and postings that the reporter may see, and of no one else's.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::samples;

crate::on_both!(
    an_event_is_counted_once,
    a_list_is_judged_by_its_outcomes,
    every_fault_of_a_report_is_told_at_once,
    outcomes_are_the_reporters_own_and_go_with_the_person,
);

fn event(id: &str, kind: &str, (posting, person): (&str, &str)) -> Value {
    json!({
        "event_id": id, "kind": kind, "posting_id": posting, "candidate_id": person,
        "happened_at": "2026-07-20T05:00:00Z",
    })
}

fn a_pair(app: &TestApp) -> (String, String) {
    let city = app.city();
    let posting = app.published(&city, &samples::posting("案件"));
    (posting, city.post("/candidates", &samples::candidate("山口 理沙")).id())
}

fn an_event_is_counted_once(app: &TestApp) {
    let city = app.city();
    let (posting, person) = a_pair(app);
    let report = event("e-1", "contacted", (&posting, &person));
    let first = city.post("/events/outcomes", &report);
    assert_eq!(first.status, 201, "{}", first.text);
    let again = city.post("/events/outcomes", &report);
    assert_eq!((again.status, &again.text), (200, &first.text));
    let place = first.header("location").unwrap().strip_prefix("/api/v1").unwrap().to_owned();
    assert_eq!(city.get(&place).expect(200), first.body());
    let other = event("e-1", "accepted", (&posting, &person));
    let refused = city.post("/events/outcomes", &other);
    refused.problem(409, "event_reported");
    assert_eq!(refused.pointers(), ["/event_id"]);
    assert_eq!(city.get("/events/outcomes").expect(200)["items"].as_array().map(Vec::len), Some(1));
}

fn a_list_is_judged_by_its_outcomes(app: &TestApp) {
    let city = app.city();
    let (posting, person) = a_pair(app);
    let ranking = city.get(&format!("/postings/{posting}/matches"));
    let etag = ranking.header("etag").unwrap().to_owned();
    let run = json!({"scope": {"posting_ids": [posting]}, "per_posting": 5});
    let job = crate::crowd::started(&city, &run);
    crate::crowd::ended(&city, &job);
    let run = crate::crowd::run_of(&city, &job).rsplit('/').next().unwrap().to_owned();
    let kinds = [
        "viewed",
        "contacted",
        "applied",
        "declined",
        "withdrawn",
        "encounter_held",
        "accepted",
        "engaged",
        "completed",
        "renewed",
        "converted",
    ];
    let mut lines = Vec::new();
    for (number, kind) in kinds.iter().enumerate() {
        let mut line = event(&format!("e-{number}"), kind, (&posting, &person));
        let (name, list) = if number % 2 == 0 { ("ranking_etag", &etag) } else { ("match_run_id", &run) };
        line[name] = json!(list);
        line["reason"] = json!("日程が合わないため");
        lines.push(line.to_string());
    }
    let kind = [("Content-Type", "application/x-ndjson")];
    let send = || city.send(("POST", "/events/outcomes/bulk"), &kind, lines.join("\n").as_bytes());
    assert_eq!(send().text.matches("\"status\":201").count(), kinds.len());
    assert_eq!(send().text.matches("\"status\":200").count(), kinds.len());
    // Reports of one instant are in no order.
    let listed = |filter: &str| -> BTreeSet<String> {
        let items = city.get(&format!("/events/outcomes?{filter}")).expect(200)["items"].clone();
        items.as_array().unwrap().iter().map(|item| item["kind"].as_str().unwrap().to_owned()).collect()
    };
    let these =
        |kinds: &[&str]| -> BTreeSet<String> { kinds.iter().map(|kind| (*kind).to_owned()).collect() };
    assert_eq!(listed(""), these(&kinds));
    assert_eq!(
        listed(&format!("match_run_id={run}")),
        these(&["contacted", "declined", "encounter_held", "engaged", "renewed"])
    );
    assert_eq!(
        listed(&format!("posting_id={posting}&candidate_id={person}&kind=accepted")),
        these(&["accepted"])
    );
    let viewed = city.get("/events/outcomes?kind=viewed").expect(200);
    assert_eq!(viewed["items"][0]["ranking_etag"], etag.as_str());
}

fn every_fault_of_a_report_is_told_at_once(app: &TestApp) {
    let city = app.city();
    let (posting, person) = a_pair(app);
    let mut report = event("e-1", "declined", (&posting, &person));
    report["happened_at"] = json!("2099-01-01T00:00:00Z");
    report["match_run_id"] = json!(posting);
    report["ranking_etag"] = json!("\"a\"");
    let refused = city.post("/events/outcomes", &report);
    refused.problem(422, "validation_failed");
    assert_eq!(refused.pointers(), ["/reason", "/ranking_etag", "/happened_at"]);
    let nobody = "01980f3e-9c00-7000-8000-5f3a6f0b1c2d";
    let mut report = event("e-1", "viewed", (nobody, nobody));
    report["match_run_id"] = json!(nobody);
    let refused = city.post("/events/outcomes", &report);
    refused.problem(422, "validation_failed");
    assert_eq!(refused.pointers(), ["/posting_id", "/candidate_id", "/match_run_id"]);
    let refused = city.post("/events/outcomes", &json!({}));
    refused.problem(422, "validation_failed");
    assert_eq!(refused.pointers().len(), 5, "{}", refused.text);
}

fn outcomes_are_the_reporters_own_and_go_with_the_person(app: &TestApp) {
    let (city, board) = (app.city(), app.board());
    let (posting, person) = a_pair(app);
    let made = city.post("/events/outcomes", &event("e-1", "viewed", (&posting, &person))).id();
    // The job board sees the posting, which is public, and not the person.
    let refused = board.post("/events/outcomes", &event("e-1", "viewed", (&posting, &person)));
    refused.problem(422, "validation_failed");
    assert_eq!(refused.pointers(), ["/candidate_id"]);
    board.get(&format!("/events/outcomes/{made}")).problem(404, "not_found");
    assert_eq!(board.get("/events/outcomes").expect(200)["items"], json!([]));
    let key = json!({"name": "読むだけ", "scopes": ["outcomes:read"]});
    let reader = city.with_key(city.post("/api-keys", &key).expect(201)["secret"].as_str().unwrap());
    reader
        .post("/events/outcomes", &event("e-2", "viewed", (&posting, &person)))
        .problem(403, "missing_scope");
    assert_eq!(reader.get("/events/outcomes").expect(200)["items"].as_array().map(Vec::len), Some(1));
    assert_eq!(city.delete(&format!("/candidates/{person}")).status, 204);
    city.get(&format!("/events/outcomes/{made}")).problem(404, "not_found");
}
