//! 古賀市 ワーケーション×拠点フリー採用: who has stayed meets firms that employ from anywhere.
//!
//! Since 16 April 2023. A stay is an event of some days; the postings are employment, and location-free: `remote`.

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::bodies::register;
use crate::client::Client;
use crate::samples;

crate::on_both!(from_a_stay_to_an_employment_from_anywhere);

fn from_a_stay_to_an_employment_from_anywhere(app: &TestApp) {
    app.turn_clock_to("2023-03-01T09:00:00+09:00");
    let (city, board) = (app.city(), app.board());
    let firm = register(&city, "古賀の企業", "company");
    let agreement = json!({
        "coordinator_id": app.city_id, "organization_id": firm.id, "kind": "coordination",
        "items": ["拠点フリー採用の支援"], "regions": ["402231"],
    });
    firm.client.post("/agreements", &agreement).expect(201);
    let posting = publish_location_free(&firm.client);
    let program = json!({"name": "ワーケーション×拠点フリー採用", "fiscal_year": 2023, "starts_on": "2023-04-16", "regions": ["402231"]});
    let program = city.post("/programs", &program).id();
    let stay = json!({
        "kind": "stay", "title": "古賀ワーケーション", "program_id": program, "capacity": 3,
        "starts_at": "2023-04-16T13:00:00+09:00", "ends_at": "2023-04-19T12:00:00+09:00",
        "municipality": "402231", "place": "快生館", "posting_ids": [posting],
    });
    let stay = city.post("/events", &stay).id();
    assert_eq!(
        city.get("/events?from=2023-04-15T15:00:00Z&kind=stay").expect(200)["items"][0]["id"],
        json!(stay)
    );

    let people: Vec<String> = (1..=4).map(|number| register_person(app, &board, number)).collect();
    let place = |person: &String| format!("/events/{stay}/attendances/{person}");
    for person in &people[..3] {
        city.put(&place(person), &json!({})).expect(201);
    }
    city.put(&place(&people[3]), &json!({})).problem(409, "event_full");
    app.turn_clock_to("2023-04-19T15:00:00+09:00");
    for (person, days) in people.iter().zip([4, 4, 2]) {
        city.put(&place(person), &json!({"status": "attended", "visit_days": days})).expect(200);
    }

    // The firm meets them through the city, and two of the three apply.
    for person in &people[..2] {
        board.post("/applications", &json!({"posting_id": posting, "candidate_id": person})).expect(201);
    }
    let list = city.get(&format!("/events/{stay}/attendances")).expect(200);
    let counts = &list["counts"];
    assert_eq!([&counts["attended"], &counts["visit_days"], &counts["applicants"]], [3, 10, 2]);
    a_home_far_away_does_not_exclude(&city, &posting);
    let path = city.get(&format!("/candidates/{}/touch-points", people[0])).expect(200);
    let steps: Vec<&Value> = path["items"].as_array().unwrap().iter().collect();
    assert_eq!((&steps[0]["event_kind"], &steps[0]["visit_days"]), (&json!("stay"), &json!(4)));
    assert_eq!((&steps[1]["kind"], &steps[1]["posting_id"]), (&json!("application"), &json!(posting)));
}

/// 雇用, from anywhere: no visits, no residency.
fn publish_location_free(firm: &Client) -> String {
    let mut posting = samples::posting("全国どこからでも働ける商品企画");
    for (field, value) in [
        ("contract_form", json!("employment")),
        ("municipality", json!("402231")),
        ("work_style", json!("remote")),
        ("visits_per_month", json!(null)),
        ("residency", json!(null)),
        ("starts_on", json!("2023-07-01")),
        ("ends_on", json!(null)),
    ] {
        posting[field] = value;
    }
    let made = firm.post("/postings", &posting).id();
    firm.post(&format!("/postings/{made}/transitions"), &json!({"to": "published"})).expect(200);
    let found = firm.get("/postings?contract_form=employment&work_style=remote").expect(200);
    assert_eq!(found["items"][0]["id"], json!(made));
    made
}

/// People who live in Tokyo and take employment.
fn register_person(app: &TestApp, board: &Client, number: usize) -> String {
    let mut person = samples::candidate(&format!("滞在する人 {number}"));
    person["contract_forms"] = json!(["employment", "quasi_mandate"]);
    person["available_from"] = json!("2023-04-01");
    let person = board.post("/candidates", &person).id();
    let consent = json!({"recipient": app.city_id, "items": ["profile"], "purpose": "ワーケーション"});
    board.post(&format!("/candidates/{person}/consents"), &consent).expect(201);
    person
}

fn a_home_far_away_does_not_exclude(city: &Client, posting: &str) {
    let ranking = city.get(&format!("/postings/{posting}/matches?pool=applicants")).expect(200);
    let totals = &ranking["totals"];
    assert_eq!([&totals["considered"], &totals["eligible"], &totals["excluded"]], [2, 2, 0], "{ranking}");
}
