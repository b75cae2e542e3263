//! 五泉ニットフェス: a visitor comes back as staff the next year, and is employed the year after.
//!
//! The festival is held yearly; the path of a person over more than two years is read from the touch-points, by the body
//! that holds the festival as far as it was there, and by the person's own body as a whole.

use domain::Timestamp;
use serde_json::{Value, json};

use crate::app::TestApp;
use crate::bodies::{Body, register};
use crate::client::Client;
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
    let second = festival(app, &city, 2022);
    put(&city, &second, &visitor, json!({"role": "staff", "status": "attended", "visit_days": 3}), 201);
    put(&city, &second, &others[0], json!({"role": "participant", "status": "absent"}), 201);
    let third = festival(app, &city, 2023);
    put(&city, &third, &visitor, json!({"role": "staff", "status": "attended", "visit_days": 3}), 201);

    employ(app, (&mill, &board), &visitor);
    path_over_two_years(&city, &visitor);
    let staff = city.get(&format!("/events/{second}/attendances")).expect(200)["counts"].clone();
    assert_eq!([&staff["staff"], &staff["participants"], &staff["absent"]], [1, 1, 1]);
    // Whoever came but once has a path of one step.
    let once = city.get(&format!("/candidates/{}/touch-points", others[1])).expect(200);
    assert_eq!(once["items"].as_array().unwrap().len(), 1);
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
    person["home_municipality"] = json!("152188");
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
