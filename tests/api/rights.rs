//! The rights of a person: everything held of them can be had, and can be erased down to the bytes of the files.

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::client::Client;
use crate::samples;
use crate::stored::places_of;

mod planted;

crate::on_both!(
    an_export_holds_every_class_and_nothing_of_others,
    an_export_holds_answers_and_places,
    erasing_takes_everything_and_leaves_a_word,
    whatever_tells_of_a_person_goes_with_them,
    deleting_takes_the_same,
    texts_that_name_somebody_are_told_of,
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
    assert!(!places_of(app.database_url(), "kanaria3").is_empty(), "the search finds what is there");
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
    assert_eq!(places_of(app.database_url(), "kanaria3"), Vec::<String>::new());
    assert!(!places_of(app.database_url(), "kanaria4").is_empty(), "others stay");
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

/// What was answered to surveys, while it is tied to the person, and their own line of the rankings that were kept.
fn an_export_holds_answers_and_places(app: &TestApp) {
    let city = app.city();
    let planted = planted::planted(app, "kanaria6");
    let export = city.get(&format!("/candidates/{}/export", planted.person)).expect(200);
    for name in ["survey_respondents", "survey_submissions", "survey_answers", "decision_rankings"] {
        assert_eq!(class(&export, name)["count"], 1, "{name}: {}", class(&export, name));
    }
    let answer = &class(&export, "survey_answers")["rows"][0];
    assert_eq!(answer["words"], "words-kanaria6");
    let place = &class(&export, "decision_rankings")["rows"][0];
    assert_eq!(place["candidate_id"], json!(planted.person));
    let frozen = city.get(&format!("/decisions/{}/ranking", place["decision_id"].as_str().unwrap()));
    let frozen = frozen.expect(200);
    let mut lines = frozen["items"].as_array().unwrap().iter();
    let line = lines.find(|line| line["candidate_id"] == json!(planted.person)).unwrap();
    assert_eq!((&place["rank"], &place["score"]), (&line["rank"], &line["score"]));
    assert_eq!(frozen["items"].as_array().unwrap().len(), 2, "there is another one, whose line is theirs");
    let survey = class(&export, "survey_respondents")["rows"][0]["survey_id"].as_str().unwrap().to_owned();
    city.post(&format!("/surveys/{survey}/unlink"), &json!({})).expect(200);
    let export = city.get(&format!("/candidates/{}/export", planted.person)).expect(200);
    assert_eq!(class(&export, "survey_answers")["count"], 0, "the tie is cut");
}

/// Everything about the person is out of the database, whatever it stood in and whoever else it told of.
fn whatever_tells_of_a_person_goes_with_them(app: &TestApp) {
    let city = app.city();
    let planted = planted::planted(app, "kanaria7");
    assert!(places_of(app.database_url(), "kanaria7").len() > if is_file(app) { 0 } else { 25 });
    let erasure = format!("/candidates/{}/erasure", planted.person);
    let erased = city.post(&erasure, &json!({"reason": "requested"})).expect(200);
    assert_eq!(places_of(app.database_url(), "kanaria7"), Vec::<String>::new());
    let classes = erased["erased"].as_array().unwrap();
    let is_erased = |name: &str| classes.iter().any(|class| class["name"] == name);
    assert!(is_erased("survey_links") && is_erased("handover_people") && is_erased("notices"), "{erased}");
    assert!(!is_erased("survey_answers"), "the answers stay, as nobody's: {erased}");
    nothing_is_repeated(&city, &planted);
}

/// Of a file that is not cleaned bytes may be left; no row tells of the person, and no answer.
fn deleting_takes_the_same(app: &TestApp) {
    let city = app.city();
    let planted = planted::planted(app, "kanaria8");
    assert_eq!(city.delete(&format!("/candidates/{}", planted.person)).status, 204);
    if !is_file(app) {
        assert_eq!(places_of(app.database_url(), "kanaria8"), Vec::<String>::new());
    }
    nothing_is_repeated(&city, &planted);
}

fn is_file(app: &TestApp) -> bool {
    app.database_url().starts_with("sqlite://")
}

fn nothing_is_repeated(city: &Client, planted: &planted::Planted) {
    for (path, key, body) in &planted.repeatable {
        let again = city.json(("POST", path), &[("Idempotency-Key", key)], body);
        // Who is drawn is the lot's to say: an answer that named the other one alone is kept.
        let may_stay = path.ends_with("/second-looks");
        assert!(may_stay || again.header("idempotent-replayed").is_none(), "{path}: {}", again.text);
        let names = again.text.contains("kanaria") || again.text.contains(&planted.person);
        assert!(!names || again.status == 422, "{path}: {}", again.text);
    }
}

/// Texts of a body's own work hang on nobody: where the name stands in them is told, and they stay.
fn texts_that_name_somebody_are_told_of(app: &TestApp) {
    let (city, board) = (app.city(), app.board());
    let person = city.post("/candidates", &samples::candidate("山口 理沙")).id();
    let other = city.post("/candidates", &samples::candidate("中村 健")).id();
    let posting = app.published(&city, &samples::posting("案件"));
    let of_board = app.published(&board, &samples::posting("ほかの団体の案件"));
    let unasked = app.published(&board, &samples::posting("応募していない案件"));
    for posting in [&posting, &of_board] {
        city.post("/applications", &json!({"posting_id": posting, "candidate_id": person})).expect(201);
    }
    let note = |by: &Client, posting: &str, about: Option<&str>, text: &str| {
        let body = json!({"candidate_id": about, "text": text, "mentions": []});
        by.post(&format!("/postings/{posting}/notes"), &body).id()
    };
    let on_posting = note(&city, &posting, None, "山口理沙さんの日程に合わせる");
    let on_other = note(&city, &posting, Some(&other), "山口 理沙さんの紹介");
    let of_theirs = note(&board, &of_board, None, "山口 理沙さんは水曜");
    note(&city, &posting, Some(&person), "山口 理沙さん本人のメモ");
    note(&city, &posting, None, "山口さん");
    note(&board, &unasked, None, "山口 理沙という別の人");
    let decision =
        json!({"selected": [], "reason": "山口 理沙さんの辞退による", "default_reason": "other_fit"});
    let decision = city.post(&format!("/postings/{posting}/decisions"), &decision).id();
    let promise = json!({
        "to_organization_id": app.coordinator_id, "posting_id": posting, "what": "山口 理沙さんを紹介する",
    });
    let promise = city.post("/promises", &promise).id();
    let proposal = json!({
        "posting_id": of_board, "people": [{"candidate_id": other}], "message": "山口理沙さんの同僚です",
        "consent": {"items": ["profile"], "purpose": "紹介", "until": null},
    });
    let proposal = city.post("/proposals", &proposal).id();
    let path = format!("/candidates/{person}/erasure");
    let erased = city.post(&path, &json!({"reason": "requested"})).expect(200);
    let found = erased["texts_to_review"].as_array().unwrap().iter().map(|text| {
        let part = |name: &str| text[name].as_str().unwrap().to_owned();
        (part("resource"), part("id"), part("field"))
    });
    let found: std::collections::BTreeSet<(String, String, String)> = found.collect();
    let expected = [
        ("note", &on_posting, "text"),
        ("note", &on_other, "text"),
        ("decision", &decision, "reason"),
        ("promise", &promise, "what"),
        ("proposal", &proposal, "message"),
    ];
    let expected = expected.map(|(of, id, field)| (of.to_owned(), id.clone(), field.to_owned()));
    assert_eq!(found, expected.into());
    // Others' texts are not looked through: whoever may erase could ask for one name after the other.
    assert!(!erased.to_string().contains(&of_theirs), "{erased}");
    assert!(!erased.to_string().contains("山口"), "where, and not what: {erased}");
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
