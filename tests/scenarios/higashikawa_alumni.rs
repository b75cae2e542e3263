//! HITOLAB × 東川町: people who left stay connected.
//!
//! Higashikawa has 8,581 people. Those who once studied or worked there and have moved away are kept in touch with: the
//! ledger has them as alumni, year by year, with the days on which they came back. The town looks at itself together with
//! 旭川都市圏, a named group of municipalities, which a report takes as a region.

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::client::Client;
use crate::samples;

crate::on_both!(people_who_left_stay_connected);

const HIGASHIKAWA: &str = "014583";
const ASAHIKAWA: &str = "012041";
const RESIDENTS: u64 = 8_581;

fn people_who_left_stay_connected(app: &TestApp) {
    app.turn_clock_to("2023-04-01T09:00:00+09:00");
    let town = app.city();
    let area = name_the_area(&town);
    let people: Vec<String> = (1..=12).map(|number| alumnus(&town, number)).collect();
    // All twelve are in touch in the first year, and each comes back for a day or two; two of them to Asahikawa.
    for (number, person) in people.iter().enumerate() {
        let place = if number < 2 { ASAHIKAWA } else { HIGASHIKAWA };
        stays_connected(&town, person, (2023, place, 1 + number as u64 % 2));
    }
    // In the second year ten are; one of them supports the town with a donation too.
    app.turn_clock_to("2024-04-01T09:00:00+09:00");
    for person in &people[2..] {
        stays_connected(&town, person, (2024, HIGASHIKAWA, 1));
    }
    let mut donation = entry(&people[2], (2024, HIGASHIKAWA, 0));
    donation["kind"] = json!("donor_supporter");
    town.post("/ledger-entries", &donation).expect(201);
    // An engagement of somebody who left is work under way in the town, told by the same report.
    work_from_afar(&town, &people[5]);
    report_on_the_area(&town, &area);
    whoever_comes_home_is_a_resident_again(&town, &people[5]);
}

fn name_the_area(town: &Client) -> String {
    let group = json!({
        "name": "旭川都市圏", "description": "旭川市と周辺の町", "regions": [ASAHIKAWA, HIGASHIKAWA],
    });
    town.post("/region-groups", &group).id()
}

/// Somebody who studied there, lives elsewhere now, and wants to hear of the town.
fn alumnus(town: &Client, number: u64) -> String {
    let mut person = samples::candidate(&format!("卒業生 {number}"));
    person["region_ties"] = json!([{"region": HIGASHIKAWA, "kind": "studied", "note": "写真の学校に通った"}]);
    person["region_interests"] = json!([HIGASHIKAWA]);
    person["readiness"] = json!("alumni");
    person["available_from"] = json!(null);
    town.post("/candidates", &person).id()
}

fn entry(person: &str, (year, place, days): (i32, &str, u64)) -> Value {
    json!({
        "candidate_id": person, "kind": "alumni", "region": place, "from_on": format!("{year}-04-01"),
        "until_on": format!("{}-03-31", year + 1), "visit_days": days, "note": "季節の催しに帰る",
    })
}

fn stays_connected(town: &Client, person: &str, told: (i32, &str, u64)) {
    let made = town.post("/ledger-entries", &entry(person, told)).expect(201);
    assert_eq!((&made["fiscal_year"], &made["source"]), (&json!(told.0), &json!("manual")));
}

fn work_from_afar(town: &Client, person: &str) {
    let mut posting = samples::posting("町の写真を世界に届ける");
    posting["municipality"] = json!(HIGASHIKAWA);
    let posting = town.post("/postings", &posting).id();
    let body = json!({
        "posting_id": posting, "candidate_id": person, "reason": "卒業生との委託",
        "terms": {"contract_form": "quasi_mandate", "starts_on": "2024-06-01", "ends_on": "2024-09-30"},
    });
    let engagement = town.post("/engagements", &body).id();
    town.put(&format!("/engagements/{engagement}/logs/2024-06"), &json!({"minutes_planned": 600}))
        .expect(201);
}

fn report_on_the_area(town: &Client, area: &str) {
    let report =
        |query: &str| town.get(&format!("/reports?from=2023-04-01&until=2025-03-31&{query}")).expect(200);
    let ledger = |query: &str| {
        let report = report(query);
        let years = report["ledger"].as_array().unwrap();
        years.iter().map(|year| json!([year["people"]["value"], year["visit_days"]])).collect::<Vec<_>>()
    };
    // 6 come for one day and 6 for two; in the second year ten for one.
    assert_eq!(ledger(&format!("region_group_id={area}")), [json!([12, 18]), json!([10, 10])]);
    assert_eq!(ledger(&format!("region={HIGASHIKAWA}")), [json!([10, 15]), json!([10, 10])]);
    assert_eq!(ledger(&format!("region={ASAHIKAWA}")), [json!([2, 3]), json!([0, 0])]);
    assert_eq!(ledger("region=01"), ledger(&format!("region_group_id={area}")));
    assert_eq!(ledger("region=202151"), [json!([0, 0]), json!([0, 0])]);
    let of_area = report(&format!("region_group_id={area}"));
    assert_eq!((&of_area["people"]["value"], &of_area["host_bodies"]), (&json!(1), &json!(1)));
    assert_eq!(report("region=202151")["people"]["value"], 0);
    // Who is alumnus and donor at once counts once.
    let kinds = of_area["ledger"][1]["kinds"].as_array().unwrap();
    let told: Vec<_> = kinds.iter().map(|kind| json!([kind["kind"], kind["people"]["value"]])).collect();
    assert_eq!(told, [json!(["donor_supporter", 1]), json!(["alumni", 10])]);
    // For 8,581 residents, 12 people who left are connected: 1.40 for each 1,000 of them. How many live in a municipality
    // is no part of Tsumugi, neither of its table of municipalities nor of a report: the town reckons this itself, from
    // its own figure and the report's.
    let connected = of_area["ledger"][0]["people"]["value"].as_u64().unwrap();
    assert_eq!((connected * 1000 * 100 + RESIDENTS / 2) / RESIDENTS, 140);
}

/// 関係人口 are those who live elsewhere: the work of somebody who has moved back is gathered no more.
fn whoever_comes_home_is_a_resident_again(town: &Client, person: &str) {
    let gather = || town.post("/ledger-entries/gather", &json!({"fiscal_year": 2024})).expect(200);
    assert_eq!(gather()["created"], 1);
    town.patch(&format!("/candidates/{person}"), &json!({"home_municipality": HIGASHIKAWA})).expect(200);
    let again = gather();
    assert_eq!((&again["residents"], &again["deleted"]), (&json!(1), &json!(1)));
}
