//! 古賀市 ワーケーション×拠点フリー採用: who has stayed meets firms that employ from anywhere.
//!
//! Since 16 April 2023. A stay is an event of some days; the postings are employment, and location-free: `remote`. Of
//! three who stay two apply, and one is employed and works from home in Tokyo, without an end that was agreed on. The
//! fiscal year closes with three people who had to do with the city, on ten days, and one match.

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::bodies::register;
use crate::client::Client;
use crate::closing::{aggregates_only, applying, figures, gather, hidden, ledger, report, sheet, told};
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
    let apply = |person: &String| {
        board.post("/applications", &json!({"posting_id": posting, "candidate_id": person})).id()
    };
    let applications: Vec<String> = people[..2].iter().map(apply).collect();
    let list = city.get(&format!("/events/{stay}/attendances")).expect(200);
    let counts = &list["counts"];
    assert_eq!([&counts["attended"], &counts["visit_days"], &counts["applicants"]], [3, 10, 2]);
    a_home_far_away_does_not_exclude(&city, &posting);
    let path = city.get(&format!("/candidates/{}/touch-points", people[0])).expect(200);
    let steps: Vec<&Value> = path["items"].as_array().unwrap().iter().collect();
    assert_eq!((&steps[0]["event_kind"], &steps[0]["visit_days"]), (&json!("stay"), &json!(4)));
    assert_eq!((&steps[1]["kind"], &steps[1]["posting_id"]), (&json!("application"), &json!(posting)));

    one_is_employed(app, &firm.client, (&posting, &applications));
    close_the_year(app, (&city, &firm.client), &people[0]);
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

/// Both are interviewed online. One is employed, on the terms of the posting; the other is told why not.
fn one_is_employed(app: &TestApp, firm: &Client, (posting, applications): (&str, &[String])) {
    let step = |application: &String, to: Value| {
        firm.post(&format!("/applications/{application}/transitions"), &to).expect(200)
    };
    app.turn_clock_to("2023-05-10T09:00:00+09:00");
    for application in applications {
        step(application, json!({"to": "screening"}));
        step(application, json!({"to": "interview"}));
    }
    let declined = step(&applications[1], json!({"to": "declined", "reason_category": "other_fit"}));
    assert_eq!(
        (&declined["status"], &declined["reason_category"]),
        (&json!("declined"), &json!("other_fit"))
    );
    step(&applications[0], json!({"to": "offered"}));
    step(&applications[0], json!({"to": "accepted"}));
    assert_eq!(step(&applications[0], json!({"to": "engaged"}))["status"], "engaged");

    let works = firm.get(&format!("/engagements?posting_id={posting}")).expect(200)["items"].clone();
    let [work] = works.as_array().unwrap().as_slice() else { panic!("{works}") };
    let terms = ["contract_form", "starts_on", "ends_on"].map(|field| work["terms"][field].clone());
    assert_eq!(terms, [json!("employment"), json!("2023-07-01"), json!(null)]);
    let path = format!("/engagements/{}", work["id"].as_str().unwrap());
    firm.post(&format!("{path}/renew"), &json!({})).problem(409, "no_last_day");
    // From July on, and next year still.
    let at_work = |day: &str| {
        let running = firm.get(&format!("/engagements?running_on={day}")).expect(200);
        running["items"].as_array().unwrap().len()
    };
    assert_eq!(["2023-06-30", "2023-07-01", "2024-03-31", "2025-04-01"].map(at_work), [0, 1, 1, 1]);
    // Work from anywhere: the months are logged without a day on site.
    app.turn_clock_to("2023-08-01T09:00:00+09:00");
    let log = json!({"minutes_planned": 9600, "minutes_done": 9600, "visit_days": 0});
    firm.put(&format!("{path}/logs/2023-07"), &log).expect(201);
}

/// The city closes the fiscal year: three people stayed on ten days, one of whom works for a firm of the city and lives
/// elsewhere, so that nobody is left out as a resident.
fn close_the_year(app: &TestApp, (city, firm): (&Client, &Client), employed: &str) {
    app.turn_clock_to("2024-03-31T18:00:00+09:00");
    assert_eq!(gather(city, 2023), [4, 0]);
    let of_2023 = report(city, 2023);
    assert_eq!(ledger(&of_2023), json!([3, 10, [["side_job", 1, 0], ["stay", 3, 10]]]));
    assert_eq!((figures(&of_2023), applying(&of_2023)), ([1, 1, 1], json!([2, 2, 1, 2, "1.00"])));
    assert_eq!(of_2023["people_per_host_body"]["two_decimals"], "1.00");
    assert_eq!(told(&of_2023["running"]["people"]), 1);
    assert_eq!(told(&of_2023["outcomes"]["completed"]), 0, "the employment goes on");
    let of_one = city.get(&format!("/ledger-entries?candidate_id={employed}")).expect(200);
    let kinds: Vec<&Value> = of_one["items"].as_array().unwrap().iter().map(|entry| &entry["kind"]).collect();
    assert!(
        kinds.len() == 2 && kinds.contains(&&json!("stay")) && kinds.contains(&&json!("side_job")),
        "{of_one}"
    );
    // The firm reads the match that is its own; 関係人口 are the city's.
    let of_firm = report(firm, 2023);
    assert_eq!((figures(&of_firm), ledger(&of_firm)), ([1, 1, 1], json!([0, 0, []])));
    assert_eq!(figures(&report(city, 2022)), [0, 0, 0]);
    // One, two and three people are too few to be told of to whoever sees aggregates only.
    let council = aggregates_only(city);
    let read = report(&council, 2023);
    for count in [&read["people"], &read["applications"]["applicants"], &read["ledger"][0]["people"]] {
        assert_eq!(count, &hidden());
    }
    let line = "関係人口,2023,滞在,来訪日数,10";
    assert!(sheet(city, 2023).iter().any(|found| found == line));
    let line = "関係人口,2023,滞在,来訪日数,非公表";
    assert!(sheet(&council, 2023).iter().any(|found| found == line));
}
