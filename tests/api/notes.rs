//! Notes: read by those who manage the posting, changed by their author alone and never without a trace.

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::samples;

crate::on_both!(
    a_note_keeps_every_wording,
    notes_are_for_those_who_manage_the_posting,
    a_note_goes_with_the_person
);

fn a_note_keeps_every_wording(app: &TestApp) {
    let city = app.city();
    let posting = app.published(&city, &samples::posting("案件"));
    let person = city.post("/candidates", &samples::candidate("山口 理沙")).id();
    let body = json!({"candidate_id": person, "text": "火曜の夜に話せる", "mentions": []});
    let made = city.post(&format!("/postings/{posting}/notes"), &body);
    assert_eq!(made.header("location"), Some(format!("/api/v1/notes/{}", made.id()).as_str()));
    let note = made.expect(201);
    assert_eq!((&note["is_personal_data"], &note["version"]), (&json!(true), &json!(1)));
    let path = format!("/notes/{}", note["id"].as_str().unwrap());
    let again = city.json(("PUT", &path), &[("If-Match", "\"1\"")], &json!({"text": "木曜になった"}));
    assert_eq!(again.expect(200)["version"], 2);
    city.json(("PUT", &path), &[("If-Match", "\"1\"")], &json!({"text": "古い"}))
        .problem(412, "version_mismatch");
    let versions = city.get(&format!("{path}/versions")).expect(200);
    let texts: Vec<&Value> = versions["items"].as_array().unwrap().iter().map(|one| &one["text"]).collect();
    assert_eq!(texts, ["火曜の夜に話せる", "木曜になった"]);
    assert_eq!(city.get(&format!("{path}/versions?limit=1")).expect(200)["items"][0]["version"], 1);
    // Another key is another author.
    let key = city.post("/api-keys", &json!({"name": "別の人", "scopes": ["admin"]})).expect(201);
    let other = city.with_key(key["secret"].as_str().unwrap());
    other.put(&path, &json!({"text": "書きかえ"})).problem(403, "forbidden");
    assert_eq!(other.get(&path).expect(200)["text"], "木曜になった");
    let wrong = city.post(
        &format!("/postings/{posting}/notes"),
        &json!({"text": " ", "candidate_id": "x", "mentions": ["y"]}),
    );
    assert_eq!(wrong.pointers(), ["/text", "/candidate_id", "/mentions/0"], "{}", wrong.text);
}

fn notes_are_for_those_who_manage_the_posting(app: &TestApp) {
    let (city, coordinator, board) = (app.city(), app.coordinator(), app.board());
    let posting = app.published(&city, &samples::posting("案件"));
    let elsewhere = app.published(&coordinator, &samples::posting("ほかの案件"));
    let person = city.post("/candidates", &samples::candidate("山口 理沙")).id();
    let about = |id: &Value| json!({"candidate_id": id, "text": "覚え書き"});
    let of_city = city.post(&format!("/postings/{posting}/notes"), &about(&json!(person))).id();
    city.post(&format!("/postings/{posting}/notes"), &about(&Value::Null)).expect(201);
    coordinator.post(&format!("/postings/{elsewhere}/notes"), &about(&Value::Null)).expect(201);
    let unknown = coordinator.post(&format!("/postings/{elsewhere}/notes"), &about(&json!(person)));
    assert_eq!(unknown.pointers(), ["/candidate_id"], "{}", unknown.text);
    board.get(&format!("/notes/{of_city}")).problem(404, "not_found");
    board.get(&format!("/postings/{posting}/notes")).problem(403, "forbidden");
    let count = |client: &crate::client::Client, path: &str| {
        client.get(path).expect(200)["items"].as_array().unwrap().len()
    };
    assert_eq!((count(&city, "/notes"), count(&coordinator, "/notes"), count(&board, "/notes")), (2, 1, 0));
    assert_eq!(count(&city, &format!("/notes?candidate_id={person}")), 1);
    assert_eq!(count(&city, &format!("/postings/{posting}/notes?candidate_id={person}")), 1);
    let agreement = json!({
        "coordinator_id": app.coordinator_id, "organization_id": app.city_id, "kind": "coordination",
        "items": [], "regions": ["20"], "starts_on": null, "ends_on": null,
    });
    city.post("/agreements", &agreement).expect(201);
    assert_eq!(count(&coordinator, "/notes"), 3);
    assert_eq!(count(&coordinator, &format!("/notes?posting_id={posting}")), 2);
    let me = city.get("/notes?mentions=me");
    assert_eq!(me.pointers(), ["?mentions"], "a key is nobody: {}", me.text);
    assert_eq!(count(&city, "/notes?mentions=019a7c00-0000-7000-8000-00000000dead"), 0);
}

fn a_note_goes_with_the_person(app: &TestApp) {
    let city = app.city();
    let posting = app.published(&city, &samples::posting("案件"));
    let person = city.post("/candidates", &samples::candidate("山口 理沙")).id();
    let note = json!({"candidate_id": person, "text": "覚え書き"});
    let note = city.post(&format!("/postings/{posting}/notes"), &note).id();
    assert_eq!(city.delete(&format!("/candidates/{person}")).status, 204);
    city.get(&format!("/notes/{note}")).problem(404, "not_found");
}
