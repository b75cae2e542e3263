//! What every activity ends with: the report of a fiscal year, as the body reads it that closes the activity.

use serde_json::{Value, json};

use crate::client::Client;

/// The report of a fiscal year.
pub(crate) fn report(by: &Client, year: i32) -> Value {
    by.get(&format!("/reports/fiscal-years/{year}")).expect(200)
}

/// The same figures as a sheet, line by line.
pub(crate) fn sheet(by: &Client, year: i32) -> Vec<String> {
    let answer = by.get(&format!("/reports/fiscal-years/{year}?format=csv"));
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("text/csv; charset=utf-8")));
    answer.text.trim_start_matches('\u{FEFF}').split("\r\n").map(str::to_owned).collect()
}

/// A count that is told.
pub(crate) fn told(count: &Value) -> u64 {
    assert_eq!(count["suppressed"], false, "{count}");
    count["value"].as_u64().unwrap()
}

/// Matches, their people, and the bodies they work for.
pub(crate) fn figures(report: &Value) -> [u64; 3] {
    [told(&report["matches"]), told(&report["people"]), report["host_bodies"].as_u64().unwrap()]
}

/// Applications, applicants, postings, seats, and applications for each seat.
pub(crate) fn applying(report: &Value) -> Value {
    let of = &report["applications"];
    let ratio = &of["applications_per_seat"]["two_decimals"];
    json!([told(&of["applications"]), told(&of["applicants"]), of["postings"], of["seats"], ratio])
}

/// 関係人口 of the first year of a report: people, days on site, and both by kind.
pub(crate) fn ledger(report: &Value) -> Value {
    let year = &report["ledger"][0];
    let kinds = year["kinds"].as_array().unwrap().iter();
    let kinds: Vec<Value> =
        kinds.map(|kind| json!([kind["kind"], told(&kind["people"]), kind["visit_days"]])).collect();
    json!([told(&year["people"]), year["visit_days"], kinds])
}

/// Gathers a year into the ledger: entries made, and doings of people where they live, which make none.
pub(crate) fn gather(by: &Client, year: i32) -> [u64; 2] {
    let done = by.post("/ledger-entries/gather", &json!({"fiscal_year": year})).expect(200);
    ["created", "residents"].map(|name| done[name].as_u64().unwrap())
}

/// A key that reads reports and nothing else: whoever has it sees aggregates only.
pub(crate) fn aggregates_only(by: &Client) -> Client {
    let key = by.post("/api-keys", &json!({"name": "議会への報告", "scopes": ["reports:read"]})).expect(201);
    by.with_key(key["secret"].as_str().unwrap())
}

/// A count that is too small to be told, or by which such a one could be computed.
pub(crate) fn hidden() -> Value {
    json!({"value": null, "suppressed": true})
}
