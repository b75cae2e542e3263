//! Meetings before the match: several of an application, several people of a posting, and what each side sees.

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::client::Client;
use crate::samples;

crate::on_both!(
    a_person_is_met_more_than_once_and_a_posting_meets_more_than_one,
    each_side_sees_its_own_words,
    what_was_held_stays_held,
    a_meeting_needs_an_application_that_stands,
);

fn applied(by: &Client, posting: &str, name: &str) -> String {
    let person = by.post("/candidates", &samples::candidate(name)).id();
    by.post("/applications", &json!({"posting_id": posting, "candidate_id": person})).id()
}

fn meeting(application: &str, kind: &str) -> Value {
    json!({
        "application_id": application, "kind": kind, "mode": "on_site", "status": "held",
        "scheduled_at": "2019-08-03T10:00:00+09:00", "place": "工房", "attendees": ["代表", "商品開発の担当"],
        "travel_cost_paid_by": "organization", "posting_side": "現場をよく見てくれた",
        "candidate_side": "作り手の思いに触れた",
    })
}

fn ids(page: &Value) -> Vec<&str> {
    page["items"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect()
}

fn a_person_is_met_more_than_once_and_a_posting_meets_more_than_one(app: &TestApp) {
    let city = app.city();
    let posting = app.published(&city, &samples::posting("案件"));
    let [one, other] = ["一人目", "二人目"].map(|name| applied(&city, &posting, name));
    let field_work = city.post("/encounters", &meeting(&one, "field_work"));
    let made = field_work.body();
    assert_eq!(field_work.status, 201, "{}", field_work.text);
    assert_eq!(field_work.header("location").unwrap(), format!("/api/v1/encounters/{}", field_work.id()));
    for (field, value) in meeting(&one, "field_work").as_object().unwrap() {
        if field != "scheduled_at" {
            assert_eq!(&made[field], value, "{field}");
        }
    }
    assert_eq!(
        (&made["scheduled_at"], &made["posting_id"]),
        (&json!("2019-08-03T01:00:00.000000Z"), &json!(posting))
    );
    let dialogue = city.post("/encounters", &meeting(&one, "dialogue")).id();
    let of_other = city.post("/encounters", &meeting(&other, "field_work")).id();
    let list = |query: &str| city.get(&format!("/encounters?{query}")).expect(200);
    assert_eq!(ids(&list(&format!("posting_id={posting}"))), [&field_work.id(), &dialogue, &of_other]);
    assert_eq!(ids(&list(&format!("application_id={one}"))), [&field_work.id(), &dialogue]);
    assert_eq!(ids(&list(&format!("posting_id={posting}&kind=dialogue&status=held"))), [&dialogue]);
    assert!(ids(&list("status=planned")).is_empty());
}

fn each_side_sees_its_own_words(app: &TestApp) {
    let (city, board, stranger) = (app.city(), app.board(), app.coordinator());
    let posting = app.published(&city, &samples::posting("案件"));
    let application = applied(&board, &posting, "山口 理沙");
    let id = city.post("/encounters", &meeting(&application, "dialogue")).id();
    let path = format!("/encounters/{id}");
    let said = |by: &Client| {
        let one = by.get(&path).expect(200);
        let listed = by.get("/encounters").expect(200)["items"][0].clone();
        assert_eq!(one, listed);
        (one["posting_side"].clone(), one["candidate_side"].clone())
    };
    assert_eq!(said(&city), (json!("現場をよく見てくれた"), json!("作り手の思いに触れた")));
    assert_eq!(said(&board), (json!(null), json!("作り手の思いに触れた")));
    stranger.get(&path).problem(404, "not_found");
    assert_eq!(stranger.get("/encounters").expect(200)["items"], json!([]));
    board.patch(&path, &json!({"place": "別の場所"})).problem(403, "forbidden");
    board.delete(&path).problem(403, "forbidden");
    stranger.delete(&path).problem(404, "not_found");
    // Withdrawn, the person's words are closed with the rest; the body that registered them still reads them.
    board.post(&format!("/applications/{application}/withdraw"), &json!({})).expect(200);
    assert_eq!(said(&city), (json!("現場をよく見てくれた"), json!(null)));
    assert_eq!(said(&board).1, "作り手の思いに触れた");
}

fn what_was_held_stays_held(app: &TestApp) {
    let city = app.city();
    let posting = app.published(&city, &samples::posting("案件"));
    let application = applied(&city, &posting, "山口 理沙");
    let mut plan = meeting(&application, "meeting");
    plan["status"] = json!("planned");
    let refused = city.post("/encounters", &plan);
    refused.problem(422, "validation_failed");
    assert_eq!(refused.pointers(), ["/posting_side", "/candidate_side"]);
    for side in ["posting_side", "candidate_side"] {
        plan[side] = json!(null);
    }
    let planned = city.post("/encounters", &plan).id();
    let path = format!("/encounters/{planned}");
    city.patch(&path, &json!({"status": "cancelled"})).expect(200);
    let refused = city.patch(&path, &json!({"status": "held"})).problem(409, "illegal_transition");
    assert_eq!(refused["legal"], json!(["planned"]));
    city.patch(&path, &json!({"status": "planned"})).expect(200);
    let held = city.patch(&path, &json!({"status": "held", "posting_side": "また会いたい"})).expect(200);
    assert_eq!((&held["status"], &held["version"]), (&json!("held"), &json!(4)));
    city.patch(&path, &json!({"status": "cancelled", "posting_side": null, "candidate_side": null}))
        .problem(409, "illegal_transition");
    city.delete(&path).problem(409, "already_ended");
    let stale = city.json(("PUT", &path), &[("If-Match", "\"1\"")], &meeting(&application, "meeting"));
    stale.problem(412, "version_mismatch");
    let mut later = meeting(&application, "meeting");
    later["scheduled_at"] = json!("2099-01-01T00:00:00Z");
    assert_eq!(city.post("/encounters", &later).pointers(), ["/status"]);
    let other = city.post("/encounters", &plan).id();
    assert_eq!(city.delete(&format!("/encounters/{other}")).status, 204);
    city.get(&format!("/encounters/{other}")).problem(404, "not_found");
}

fn a_meeting_needs_an_application_that_stands(app: &TestApp) {
    let (city, board) = (app.city(), app.board());
    let posting = app.published(&city, &samples::posting("案件"));
    let application = applied(&board, &posting, "山口 理沙");
    let refused = app.coordinator().post("/encounters", &meeting(&application, "meeting"));
    refused.problem(422, "validation_failed");
    assert_eq!(refused.pointers(), ["/application_id"]);
    board.post("/encounters", &meeting(&application, "meeting")).problem(403, "forbidden");
    board.post(&format!("/applications/{application}/withdraw"), &json!({})).expect(200);
    city.post("/encounters", &meeting(&application, "meeting")).problem(409, "already_ended");
    let other = applied(&city, &posting, "佐藤 健");
    let made = city.post("/encounters", &meeting(&other, "meeting")).id();
    let mut moved = meeting(&application, "meeting");
    moved["posting_side"] = json!("別の人");
    assert_eq!(city.put(&format!("/encounters/{made}"), &moved).pointers(), ["/application_id"]);
}
