//! The rights of a person: everything held of them can be had, and can be erased down to the bytes of the files.

use std::path::Path;

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::client::Client;
use crate::samples;

crate::on_both!(
    an_export_holds_every_class_and_nothing_of_others,
    erasing_takes_everything_and_leaves_a_word,
    only_ones_own_people_are_exported_and_erased,
);

/// A person with a word of its own in every text, and something of every kind that hangs on a person. The words end in
/// `mark`, so that a search for it finds all of them.
fn marked_person(app: &TestApp, by: &Client, mark: &str) -> String {
    let posting = app.published(&app.city(), &samples::posting("案件"));
    let mut person = samples::candidate(&format!("name-{mark}"));
    person["external_id"] = json!(format!("key-{mark}"));
    person["email"] = json!(format!("mail-{mark}@example.jp"));
    person["phone"] = json!(format!("tel-{mark}"));
    person["statement"] = json!(format!("statement-{mark}"));
    person["skills"][0]["evidence"] = json!(format!("evidence-{mark}"));
    person["region_ties"][0]["note"] = json!(format!("tie-{mark}"));
    let made = by.json(("POST", "/candidates"), &[("Idempotency-Key", &format!("once-{mark}"))], &person);
    assert_eq!(made.status, 201, "{}", made.text);
    let id = made.id();
    let consent = json!({
        "recipient": "any", "items": ["profile"], "purpose": format!("purpose-{mark}"), "until": null,
    });
    by.post(&format!("/candidates/{id}/consents"), &consent).expect(201);
    let application =
        json!({"posting_id": posting, "candidate_id": id, "message": format!("message-{mark}")});
    by.post("/applications", &application).expect(201);
    let outcome = json!({
        "event_id": format!("event-{mark}"), "kind": "declined", "posting_id": posting, "candidate_id": id,
        "happened_at": "2026-07-20T05:00:00Z", "reason": format!("reason-{mark}"),
    });
    by.post("/events/outcomes", &outcome).expect(201);
    let run = crate::crowd::started(by, &json!({"scope": {"posting_ids": [posting]}, "per_posting": 50}));
    crate::crowd::ended(by, &run);
    by.get(&format!("/postings/{posting}/matches?pool=eligible")).expect(200);
    // Changed once, so that an older state has stood in the files too.
    by.patch(&format!("/candidates/{id}"), &json!({"statement": format!("later-{mark}")})).expect(200);
    let sheet = format!("管理番号,氏名,思い\r\nkey-{mark},name-{mark},sheet-{mark}\r\n");
    let sent =
        by.send(("POST", "/imports?kind=candidates"), &[("Content-Type", "text/csv")], sheet.as_bytes());
    assert_eq!(sent.status, 202, "{}", sent.text);
    let ended = crate::crowd::ended(by, &format!("/jobs/{}", sent.id()));
    assert_eq!(ended["state"], "succeeded", "{ended}");
    id
}

fn class<'a>(export: &'a Value, name: &str) -> &'a Value {
    let classes = export["classes"].as_array().unwrap();
    classes.iter().find(|class| class["name"] == name).unwrap_or_else(|| panic!("no {name}: {export}"))
}

fn an_export_holds_every_class_and_nothing_of_others(app: &TestApp) {
    let city = app.city();
    let id = marked_person(app, &city, "kanaria1");
    let other = marked_person(app, &city, "kanaria2");
    let export = city.get(&format!("/candidates/{id}/export")).expect(200);
    for (name, least) in [
        ("candidates", 1),
        ("candidate_skills", 0),
        ("consents", 1),
        ("applications", 1),
        ("application_moves", 1),
        ("outcome_events", 1),
        ("matches", 1),
        ("audit_events", 3),
    ] {
        let class = class(&export, name);
        assert!(class["count"].as_u64().unwrap() >= least, "{name}: {class}");
        assert_eq!(class["count"], json!(class["rows"].as_array().unwrap().len()), "{name}");
    }
    let text = export.to_string();
    for word in ["name", "key", "purpose", "message", "reason"] {
        assert!(text.contains(&format!("{word}-kanaria1")), "{word} is held: {text}");
    }
    assert!(!text.contains("kanaria2") && !text.contains(&other), "nothing of anybody else");
    let person = &class(&export, "candidates")["rows"][0];
    assert!(person["created_at"].as_str().unwrap().ends_with('Z') && person.get("search_text").is_none());
    // Exporting is reading.
    let key = city.get("").expect(200)["api_key_id"].clone();
    let read = city.get(&format!("/audit-events/people?api_key_id={}", key.as_str().unwrap())).expect(200);
    let mut read = read["items"].as_array().unwrap().iter();
    assert!(read.any(|one| one["candidate_id"] == json!(id) && one["shown"].to_string().contains("record")));
}

/// How often a word stands in the files beside and of the database.
fn hits(url: &str, word: &str) -> Vec<String> {
    let path = Path::new(url.strip_prefix("sqlite://").unwrap());
    let mut found = Vec::new();
    for entry in std::fs::read_dir(path.parent().unwrap()).unwrap() {
        let file = entry.unwrap().path();
        let bytes = std::fs::read(&file).unwrap();
        if bytes.windows(word.len()).any(|window| window == word.as_bytes()) {
            found.push(file.display().to_string());
        }
    }
    found
}

fn erasing_takes_everything_and_leaves_a_word(app: &TestApp) {
    let city = app.city();
    let id = marked_person(app, &city, "kanaria3");
    let other = marked_person(app, &city, "kanaria4");
    let path = format!("/candidates/{id}");
    let refused = city.post(&format!("{path}/erasure"), &json!({}));
    assert_eq!(refused.pointers(), ["/reason"]);
    city.post(&format!("{path}/erasure"), &json!({"reason": "山口さんの希望"}))
        .problem(422, "validation_failed");
    let stale = [("If-Match", "\"1\"")];
    let body = json!({"reason": "requested"});
    city.json(("POST", &format!("{path}/erasure")), &stale, &body).problem(412, "version_mismatch");
    let is_file = app.database_url().starts_with("sqlite://");
    if is_file {
        assert!(!hits(app.database_url(), "kanaria3").is_empty(), "the search finds what is there");
    }
    let erased = city.post(&format!("{path}/erasure"), &body).expect(200);
    assert_eq!((&erased["candidate_id"], &erased["reason"]), (&json!(id), &json!("requested")));
    let classes: Vec<&str> =
        erased["erased"].as_array().unwrap().iter().map(|class| class["name"].as_str().unwrap()).collect();
    for class in ["candidates", "consents", "applications", "outcome_events", "matches"] {
        assert!(classes.contains(&class), "{class}: {classes:?}");
    }
    city.get(&path).problem(404, "not_found");
    city.get(&format!("{path}/export")).problem(404, "not_found");
    city.post(&format!("{path}/erasure"), &body).problem(404, "not_found");
    if is_file {
        assert_eq!(hits(app.database_url(), "kanaria3"), Vec::<String>::new());
        assert!(!hits(app.database_url(), "kanaria4").is_empty(), "others stay");
    }
    city.get(&format!("/candidates/{other}")).expect(200);
    let log = city.get(&format!("/audit-events?resource_id={id}&limit=200")).expect(200);
    let last = log["items"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(
        (&last["action"], &last["detail"]["reason"]),
        (&json!("candidate.erased"), &json!("requested"))
    );
    assert!(!log.to_string().contains("kanaria"), "{log}");
    let is_told = |all: &[Value]| all.iter().any(|one| one["id"] == id.as_str() && one["kind"] == "deleted");
    let changes = city.changes_when(is_told);
    assert!(is_told(&changes) && !json!(changes).to_string().contains("kanaria3"));
    // The chain does not need what went.
    let report = crate::server::run(&["audit", "verify", "--database-url", app.database_url()]);
    assert_eq!(report.status.code(), Some(0), "{report:?}");
}

fn only_ones_own_people_are_exported_and_erased(app: &TestApp) {
    let (city, board) = (app.city(), app.board());
    let id = marked_person(app, &board, "kanaria5");
    // The city sees the applicant, and what it reads of them is not its to export or erase.
    city.get(&format!("/candidates/{id}")).expect(200);
    city.get(&format!("/candidates/{id}/export")).problem(404, "not_found");
    city.post(&format!("/candidates/{id}/erasure"), &json!({"reason": "requested"}))
        .problem(404, "not_found");
    board.get(&format!("/candidates/{id}")).expect(200);
}
