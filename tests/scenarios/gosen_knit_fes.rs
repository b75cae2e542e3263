//! 五泉ニットフェス: a visitor comes back as staff the next year, and is employed the year after.
//!
//! The festival is held yearly; the path of a person over more than two years is read from the touch-points, by the body
//! that holds the festival as far as it was there, and by the person's own body as a whole. Each fiscal year is closed with
//! a report: four people from elsewhere in the first, one in each of the two after it, and in the third a match. Once the
//! person has moved to 五泉 they are at home there, and make no 関係人口 any more.

use domain::Timestamp;
use serde_json::{Value, json};

use crate::app::TestApp;
use crate::bodies::{Body, register};
use crate::client::Client;
use crate::closing::{aggregates_only, applying, figures, gather, hidden, ledger, report, told};
use crate::samples;

crate::on_both!(from_visitor_to_staff_to_employee);

/// Two years, in microseconds.
const TWO_YEARS: i64 = 2 * 365 * 24 * 3600 * 1_000_000;

fn from_visitor_to_staff_to_employee(app: &TestApp) {
    app.turn_clock_to("2021-09-01T09:00:00+09:00");
    let (city, board) = (app.city(), app.board());
    let mill = register(&city, "五泉のニット工場", "company");
    let agreement = json!({
        "coordinator_id": app.city_id, "organization_id": mill.id, "kind": "coordination", "items": ["採用の支援"],
    });
    mill.client.post("/agreements", &agreement).expect(201);
    let visitor = register_visitor(app, &board);
    let others: Vec<String> = (0..3).map(|_| register_visitor(app, &board)).collect();

    let first = festival(app, &city, 2021);
    for person in others.iter().chain([&visitor]) {
        put(
            &city,
            &first,
            person,
            json!({"role": "participant", "status": "attended", "visit_days": 1}),
            201,
        );
    }
    close_a_year(app, &city, (2021, json!([4, 4, [["event", 4, 4]]])));
    let second = festival(app, &city, 2022);
    put(&city, &second, &visitor, json!({"role": "staff", "status": "attended", "visit_days": 3}), 201);
    put(&city, &second, &others[0], json!({"role": "participant", "status": "absent"}), 201);
    close_a_year(app, &city, (2022, json!([1, 3, [["event", 1, 3]]])));
    let third = festival(app, &city, 2023);
    put(&city, &third, &visitor, json!({"role": "staff", "status": "attended", "visit_days": 3}), 201);

    employ(app, (&mill, &board), &visitor);
    path_over_two_years(&city, &visitor);
    // Visitor, then staff: as what people came, year by year.
    let roles = [&first, &second, &third].map(|event| {
        let counts = city.get(&format!("/events/{event}/attendances")).expect(200)["counts"].clone();
        ["participants", "staff", "absent", "visit_days"].map(|name| counts[name].as_u64().unwrap())
    });
    assert_eq!(roles, [[4, 0, 0, 4], [1, 1, 1, 3], [0, 1, 0, 3]]);
    // Whoever came but once has a path of one step.
    let once = city.get(&format!("/candidates/{}/touch-points", others[1])).expect(200);
    assert_eq!(once["items"].as_array().unwrap().len(), 1);
    close_the_third_year(app, &city);
    whoever_has_moved_in_is_at_home(app, (&city, &board), &visitor);
}

/// The festival of a year: a program of its fiscal year, and the event itself, on a day in November.
fn festival(app: &TestApp, city: &Client, year: u16) -> String {
    app.turn_clock_to(&format!("{year}-10-01T09:00:00+09:00"));
    let program =
        json!({"name": format!("五泉ニットフェス {year}"), "fiscal_year": year, "regions": ["152188"]});
    let program = city.post("/programs", &program).id();
    let event = json!({
        "kind": "festival", "title": format!("五泉ニットフェス {year}"), "program_id": program,
        "starts_at": format!("{year}-11-12T09:00:00+09:00"), "ends_at": format!("{year}-11-13T17:00:00+09:00"),
        "municipality": "152188", "place": "五泉市総合会館",
    });
    let event = city.post("/events", &event).id();
    let of_year = city.get(&format!("/programs?fiscal_year={year}")).expect(200);
    assert_eq!(of_year["items"].as_array().unwrap().len(), 1);
    app.turn_clock_to(&format!("{year}-11-14T09:00:00+09:00"));
    event
}

fn register_visitor(app: &TestApp, board: &Client) -> String {
    let mut person = samples::candidate("来場した人");
    person["contract_forms"] = json!(["employment"]);
    person["available_from"] = json!("2021-04-01");
    person["home_municipality"] = json!("131016");
    person["work_styles"] = json!([]);
    let person = board.post("/candidates", &person).id();
    let consent = json!({"recipient": app.city_id, "items": ["profile"], "purpose": "ニットフェスの運営"});
    board.post(&format!("/candidates/{person}/consents"), &consent).expect(201);
    person
}

fn put(city: &Client, event: &str, person: &str, body: Value, status: u16) {
    city.put(&format!("/events/{event}/attendances/{person}"), &body).expect(status);
}

/// The mill looks for an employee after the third festival, and takes the one who knows the place.
fn employ(app: &TestApp, (mill, board): (&Body, &Client), person: &str) {
    app.turn_clock_to("2023-12-01T09:00:00+09:00");
    let mut posting = samples::posting("ニットの商品をつくり、届ける");
    for (field, value) in [
        ("contract_form", json!("employment")),
        ("municipality", json!("152188")),
        ("work_style", json!("on_site")),
        ("visits_per_month", json!(null)),
        ("starts_on", json!("2024-01-15")),
        ("ends_on", json!(null)),
        ("seats", json!(1)),
    ] {
        posting[field] = value;
    }
    let posting = app.published(&mill.client, &posting);
    let application = json!({"posting_id": posting, "candidate_id": person});
    let application = board.post("/applications", &application).id();
    for to in ["screening", "offered", "accepted", "engaged"] {
        mill.client.post(&format!("/applications/{application}/transitions"), &json!({"to": to})).expect(200);
    }
}

/// Participant, staff, staff, employee: what the city reads of it without knowing the name.
fn path_over_two_years(city: &Client, person: &str) {
    let page = city.get(&format!("/candidates/{person}/touch-points")).expect(200);
    let steps = page["items"].as_array().unwrap();
    let roles: Vec<&Value> = steps.iter().map(|step| &step["role"]).collect();
    let [participant, staff] = ["participant", "staff"].map(|role| json!(role));
    assert_eq!(roles, [&participant, &staff, &staff, &Value::Null, &Value::Null]);
    let last = &steps[3];
    assert_eq!((&last["kind"], &last["application_status"]), (&json!("application"), &json!("engaged")));
    assert_eq!(steps[4]["kind"], "engagement", "the work that the application has become");
    let at = |step: &Value| Timestamp::parse(step["at"].as_str().unwrap()).unwrap().micros();
    assert!(at(last) - at(&steps[0]) >= TWO_YEARS, "{page}");
    assert!(!page.to_string().contains("来場した人"), "no name is told by the path");
}

/// The festival's people of a year that has no match yet: the absent are not among them.
fn close_a_year(app: &TestApp, city: &Client, (year, people): (i32, Value)) {
    app.turn_clock_to(&format!("{}-03-31T18:00:00+09:00", year + 1));
    gather(city, year);
    let of_year = report(city, year);
    assert_eq!((ledger(&of_year), figures(&of_year)), (people, [0, 0, 0]), "{year}");
}

/// One applied for one seat, and is employed: at the festival and at work one person, on three days.
fn close_the_third_year(app: &TestApp, city: &Client) {
    app.turn_clock_to("2024-03-31T18:00:00+09:00");
    assert_eq!(gather(city, 2023), [2, 0]);
    let of_2023 = report(city, 2023);
    assert_eq!(ledger(&of_2023), json!([1, 3, [["side_job", 1, 0], ["event", 1, 3]]]));
    assert_eq!((figures(&of_2023), applying(&of_2023)), ([1, 1, 1], json!([1, 1, 1, 1, "1.00"])));
    assert_eq!(told(&of_2023["running"]["people"]), 1);
    // All three years side by side.
    let years = "/reports?from=2021-04-01&until=2024-03-31";
    let told_of = city.get(years).expect(200);
    let matches: Vec<u64> =
        told_of["years"].as_array().unwrap().iter().map(|year| told(&year["matches"])).collect();
    let people: Vec<Value> = told_of["ledger"]
        .as_array()
        .unwrap()
        .iter()
        .map(|year| json!([told(&year["people"]), year["visit_days"]]))
        .collect();
    assert_eq!(matches, [0, 0, 1]);
    assert_eq!(people, [json!([4, 4]), json!([1, 3]), json!([1, 3])]);
    // From one to four people, in each of the years: whoever sees aggregates only is told none of them.
    let read = aggregates_only(city).get(years).expect(200);
    let ledger = read["ledger"].as_array().unwrap();
    assert!(ledger.iter().all(|year| year["people"] == hidden() && year["visit_days"].is_null()), "{read}");
    assert_eq!(read["matches"], hidden());
}

/// The work goes on, and the person lives where it is: in the next year nothing is gathered of them.
fn whoever_has_moved_in_is_at_home(app: &TestApp, (city, board): (&Client, &Client), person: &str) {
    app.turn_clock_to("2025-03-31T18:00:00+09:00");
    board.patch(&format!("/candidates/{person}"), &json!({"home_municipality": "152188"})).expect(200);
    assert_eq!(gather(city, 2024), [0, 1]);
    let of_2024 = report(city, 2024);
    assert_eq!((ledger(&of_2024), figures(&of_2024)), (json!([0, 0, []]), [0, 0, 0]));
    assert_eq!(told(&of_2024["running"]["people"]), 1, "employed all the same");
}
