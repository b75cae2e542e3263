//! The ledger of 関係人口: entries by hand, a year gathered from what people have done, and what stays of erased people.

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::client::Client;
use crate::samples;

crate::on_both!(
    an_entry_is_of_one_fiscal_year_and_of_one_body,
    gathering_a_year_again_changes_only_what_has_changed,
    people_who_live_there_are_left_out,
    what_was_gathered_is_put_right_at_its_source,
    who_came_to_an_event_is_gathered_by_its_kind,
    who_has_closed_their_profile_is_counted_and_not_listed,
);

fn person(by: &Client, name: &str) -> String {
    by.post("/candidates", &samples::candidate(name)).id()
}

fn entry(person: &str, from: &str, until: Option<&str>) -> Value {
    json!({
        "candidate_id": person, "kind": "alumni", "region": "014583", "from_on": from, "until_on": until,
        "visit_days": 3, "note": "夏に帰る",
    })
}

/// An engagement that is entered as history.
fn engaged(city: &Client, person: &str, form: &str, (from, until): (&str, Option<&str>)) -> String {
    let posting = city.post("/postings", &samples::posting("案件")).id();
    let terms = json!({"contract_form": form, "starts_on": from, "ends_on": until});
    let body = json!({"posting_id": posting, "candidate_id": person, "reason": "実績", "terms": terms});
    city.post("/engagements", &body).id()
}

fn visited(city: &Client, engagement: &str, month: &str, days: u8) {
    let path = format!("/engagements/{engagement}/logs/{month}");
    assert!([200, 201].contains(&city.put(&path, &json!({"visit_days": days})).status));
}

fn ledger(city: &Client, query: &str) -> Vec<Value> {
    city.get(&format!("/ledger-entries?{query}")).expect(200)["items"].as_array().unwrap().clone()
}

fn an_entry_is_of_one_fiscal_year_and_of_one_body(app: &TestApp) {
    let (city, board) = (app.city(), app.board());
    let who = person(&city, "山口 理沙");
    let made = city.post("/ledger-entries", &entry(&who, "2022-03-01", Some("2022-03-31")));
    let body = made.body();
    assert_eq!(made.status, 201, "{}", made.text);
    assert_eq!(
        (&body["fiscal_year"], &body["source"], &body["source_id"]),
        (&json!(2021), &json!("manual"), &json!(null))
    );
    let refused = city.post("/ledger-entries", &entry(&who, "2022-03-01", Some("2022-04-01")));
    assert_eq!(refused.pointers(), ["/until_on"]);
    let path = format!("/ledger-entries/{}", body["id"].as_str().unwrap());
    board.get(&path).problem(404, "not_found");
    assert_eq!(ledger(&board, ""), Vec::<Value>::new());
    assert_eq!(board.post("/ledger-entries", &entry(&who, "2022-03-01", None)).pointers(), ["/candidate_id"]);
    assert_eq!(ledger(&city, "fiscal_year=2021&kind=alumni&source=manual").len(), 1);
    assert_eq!(ledger(&city, "fiscal_year=2022").len(), 0);
    let patched = city.patch(&path, &json!({"kind": "donor_supporter", "visit_days": 0})).expect(200);
    assert_eq!(
        (&patched["kind"], &patched["visit_days"], &patched["note"]),
        (&json!("donor_supporter"), &json!(0), &json!("夏に帰る"))
    );
    let stale = city.send(("DELETE", &path), &[("If-Match", "\"1\"")], b"");
    stale.problem(412, "version_mismatch");
    assert_eq!(city.delete(&path).status, 204);
    city.get(&path).problem(404, "not_found");
}

fn gathering_a_year_again_changes_only_what_has_changed(app: &TestApp) {
    app.turn_clock_to("2022-06-01T09:00:00+09:00");
    let city = app.city();
    let (one, two) = (person(&city, "山口 理沙"), person(&city, "佐藤 健"));
    let crossing = engaged(&city, &one, "quasi_mandate", ("2021-01-10", Some("2021-06-30")));
    let open = engaged(&city, &two, "pro_bono", ("2021-05-01", None));
    engaged(&city, &two, "quasi_mandate", ("2022-04-01", None));
    for (month, days) in [("2021-03", 5), ("2021-04", 2), ("2021-06", 1)] {
        visited(&city, &crossing, month, days);
    }
    let gather = |year: i32| city.post("/ledger-entries/gather", &json!({"fiscal_year": year})).expect(200);
    let counts = |answer: &Value| {
        ["created", "updated", "unchanged", "deleted", "residents"].map(|name| answer[name].as_u64().unwrap())
    };
    assert_eq!(counts(&gather(2021)), [2, 0, 0, 0, 0]);
    assert_eq!(counts(&gather(2021)), [0, 0, 2, 0, 0]);
    let mut of_2021 = ledger(&city, "fiscal_year=2021");
    of_2021.sort_by_key(|entry| entry["from_on"].to_string());
    let told: Vec<_> = of_2021
        .iter()
        .map(|entry| {
            json!([
                entry["source_id"],
                entry["kind"],
                entry["from_on"],
                entry["until_on"],
                entry["visit_days"]
            ])
        })
        .collect();
    let expected = [
        json!([crossing, "side_job", "2021-04-01", "2021-06-30", 3]),
        json!([open, "volunteer", "2021-05-01", null, 0]),
    ];
    assert_eq!(told, expected);
    assert_eq!(of_2021[0]["region"], "202151");
    assert_eq!(counts(&gather(2020)), [1, 0, 0, 0, 0]);
    assert_eq!(ledger(&city, "fiscal_year=2020")[0]["visit_days"], 5);

    visited(&city, &crossing, "2021-06", 4);
    let shorter = json!({"contract_form": "pro_bono", "starts_on": "2022-05-01", "ends_on": null});
    city.put(&format!("/engagements/{open}/terms"), &shorter).expect(200);
    assert_eq!(counts(&gather(2021)), [0, 1, 0, 1, 0]);
    assert_eq!(ledger(&city, "fiscal_year=2021")[0]["visit_days"], 6);
    // What was entered by hand is never taken out.
    city.post("/ledger-entries", &entry(&two, "2021-08-01", None)).expect(201);
    assert_eq!(counts(&gather(2021)), [0, 0, 1, 0, 0]);
    assert_eq!(city.post("/ledger-entries/gather", &json!({"fiscal_year": 0})).pointers(), ["/fiscal_year"]);
}

fn people_who_live_there_are_left_out(app: &TestApp) {
    let city = app.city();
    let mut resident = samples::candidate("塩尻の人");
    resident["home_municipality"] = json!("202151");
    let resident = city.post("/candidates", &resident).id();
    engaged(&city, &resident, "quasi_mandate", ("2021-05-01", Some("2021-06-30")));
    let answer = city.post("/ledger-entries/gather", &json!({"fiscal_year": 2021})).expect(200);
    assert_eq!((&answer["residents"], &answer["created"]), (&json!(1), &json!(0)));
}

fn what_was_gathered_is_put_right_at_its_source(app: &TestApp) {
    let city = app.city();
    let who = person(&city, "山口 理沙");
    let engagement = engaged(&city, &who, "quasi_mandate", ("2021-05-01", Some("2021-06-30")));
    let gather = json!({"fiscal_year": 2021, "kind": "project"});
    city.post("/ledger-entries/gather", &gather).expect(200);
    let entry = ledger(&city, "source=engagement")[0].clone();
    assert_eq!((&entry["kind"], &entry["source_id"]), (&json!("project"), &json!(engagement)));
    let path = format!("/ledger-entries/{}", entry["id"].as_str().unwrap());
    assert_eq!(city.patch(&path, &json!({"visit_days": 9})).pointers(), ["/visit_days"]);
    city.patch(&path, &json!({"kind": "stay", "region": "20", "note": "滞在"})).expect(200);
    visited(&city, &engagement, "2021-05", 2);
    city.post("/ledger-entries/gather", &gather).expect(200);
    let now = city.get(&path).expect(200);
    for (field, expected) in
        [("kind", json!("stay")), ("region", json!("20")), ("note", json!("滞在")), ("visit_days", json!(2))]
    {
        assert_eq!(now[field], expected, "{field}");
    }
}

fn who_came_to_an_event_is_gathered_by_its_kind(app: &TestApp) {
    app.turn_clock_to("2022-06-01T09:00:00+09:00");
    let city = app.city();
    let event = |kind: &str, municipality: Value, (starts, ends): (&str, Value)| {
        let event = json!({
            "kind": kind, "title": "集い", "starts_at": starts, "ends_at": ends, "municipality": municipality,
        });
        city.post("/events", &event).id()
    };
    let came = |event: &str, person: &str, (status, days): (&str, u8)| {
        let attendance = json!({"role": "participant", "status": status, "visit_days": days});
        let put = city.put(&format!("/events/{event}/attendances/{person}"), &attendance);
        assert!([200, 201].contains(&put.status), "{}", put.text);
    };
    let (one, two) = (person(&city, "山口 理沙"), person(&city, "佐藤 健"));
    let mut resident = samples::candidate("塩尻の人");
    resident["home_municipality"] = json!("202151");
    let resident = city.post("/candidates", &resident).id();
    let here = || json!("202151");
    let stay = event("stay", here(), ("2022-03-28T10:00:00+09:00", json!("2022-04-03T10:00:00+09:00")));
    let talk = event("talk", here(), ("2021-04-01T00:00:00+09:00", Value::Null));
    let online = event("talk", Value::Null, ("2021-07-01T19:00:00+09:00", Value::Null));
    let before = event("festival", here(), ("2021-03-31T23:00:00+09:00", Value::Null));
    came(&stay, &one, ("attended", 6));
    came(&stay, &resident, ("attended", 6));
    came(&talk, &one, ("attended", 1));
    came(&talk, &two, ("absent", 0));
    came(&online, &one, ("attended", 0));
    came(&before, &two, ("attended", 1));
    let gather = || city.post("/ledger-entries/gather", &json!({"fiscal_year": 2021})).expect(200);
    let done = gather();
    assert_eq!((&done["created"], &done["residents"]), (&json!(2), &json!(1)), "{done}");
    let mut of_2021 = ledger(&city, "fiscal_year=2021&source=attendance");
    of_2021.sort_by_key(|entry| entry["from_on"].to_string());
    let told: Vec<Value> = of_2021
        .iter()
        .map(|entry| {
            let names = ["candidate_id", "kind", "source_id", "from_on", "until_on", "visit_days", "region"];
            Value::from(names.map(|name| entry[name].clone()).to_vec())
        })
        .collect();
    let expected = [
        json!([one, "event", talk, "2021-04-01", "2021-04-01", 1, "202151"]),
        json!([one, "stay", stay, "2022-03-28", "2022-03-31", 6, "202151"]),
    ];
    assert_eq!(told, expected);
    let report = city.get("/reports/fiscal-years/2021").expect(200);
    let year = &report["ledger"][0];
    assert_eq!((&year["people"]["value"], &year["visit_days"]), (&json!(1), &json!(7)), "{year}");
    let kinds: Vec<Value> = year["kinds"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| json!([one["kind"], one["people"]["value"], one["visit_days"]]))
        .collect();
    assert_eq!(kinds, [json!(["event", 1, 1]), json!(["stay", 1, 6])]);
    // Gathered again nothing changes; who turns out to have stayed away goes.
    assert_eq!(gather()["unchanged"], 2);
    came(&talk, &one, ("absent", 0));
    assert_eq!(gather()["deleted"], 1);
}

fn who_has_closed_their_profile_is_counted_and_not_listed(app: &TestApp) {
    app.turn_clock_to("2022-06-01T09:00:00+09:00");
    let (city, board) = (app.city(), app.board());
    let who = person(&board, "山口 理沙");
    let consents = format!("/candidates/{who}/consents");
    let consent = json!({"recipient": app.city_id, "items": ["identity"], "purpose": "催し", "until": null});
    let consent = board.post(&consents, &consent).id();
    let came = |starts: &str| {
        let event = json!({"kind": "talk", "title": "集い", "starts_at": starts, "municipality": "202151"});
        let event = city.post("/events", &event).id();
        let attendance = json!({"role": "participant", "status": "attended", "visit_days": 1});
        let path = format!("/events/{event}/attendances/{who}");
        assert!([200, 201].contains(&city.put(&path, &attendance).status));
    };
    let gather = |year: u16| city.post("/ledger-entries/gather", &json!({"fiscal_year": year})).expect(200);
    came("2021-05-01T10:00:00+09:00");
    came("2020-05-01T10:00:00+09:00");
    assert_eq!(gather(2021)["created"], 1);
    let entry = ledger(&city, "fiscal_year=2021")[0].clone();
    assert_eq!(entry["candidate_id"], json!(who));

    assert_eq!(board.delete(&format!("{consents}/{consent}")).status, 204);
    assert_eq!(ledger(&city, ""), Vec::<Value>::new());
    assert_eq!(ledger(&city, &format!("candidate_id={who}")), Vec::<Value>::new());
    city.get(&format!("/ledger-entries/{}", entry["id"].as_str().unwrap())).problem(404, "not_found");
    // What was counted stays counted, and nobody new is entered.
    assert_eq!((&gather(2021)["deleted"], &gather(2020)["created"]), (&json!(0), &json!(0)));
    let report = city.get("/reports/fiscal-years/2021").expect(200);
    assert_eq!(report["ledger"][0]["people"]["value"], 1, "{report}");
}
