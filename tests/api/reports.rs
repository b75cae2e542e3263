//! Reports: the same figures in JSON, CSV and a workbook; who is told what; what stays when a person is erased.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use std::net::TcpStream;

use calamine::{Data, Reader, Xlsx};
use serde_json::{Value, json};

use crate::app::TestApp;
use crate::client::Client;
use crate::{crowd, samples};

crate::on_both!(
    every_form_tells_the_same,
    small_counts_are_for_those_who_may_read_the_people,
    a_report_counts_what_is_managed_and_nothing_else,
    that_an_agreement_has_ended_takes_nothing_back,
    who_is_shown_more_often_shows,
    the_ranking_of_a_decision_counts_as_shown_and_what_is_ranked_now_does_not,
    what_is_withheld_is_withheld_in_every_form,
    parameters_are_looked_at,
    an_erased_person_is_still_counted,
);

/// The media type of a workbook.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// People of a body at work for a posting of it, entered as history of 2021.
fn at_work(by: &Client, people: usize) -> Vec<String> {
    let posting = by.post("/postings", &samples::posting("2021年度の案件")).id();
    let terms = json!({"contract_form": "quasi_mandate", "starts_on": "2021-07-01", "ends_on": "2022-03-31"});
    let person = |number: usize| {
        let person = by.post("/candidates", &samples::candidate(&format!("人 {number}"))).id();
        let body = json!({"posting_id": posting, "candidate_id": person, "reason": "実績", "terms": terms});
        by.post("/engagements", &body).expect(201);
        person
    };
    (0..people).map(person).collect()
}

fn of_2021(by: &Client) -> Value {
    by.get("/reports/fiscal-years/2021").expect(200)
}

/// The bytes of an answer that is no text.
fn bytes_of(app: &TestApp, path: &str, accept: &str) -> (String, Vec<u8>) {
    bytes_for(app, app.city_key(), path, accept)
}

/// The same with a key.
fn bytes_for(app: &TestApp, key: &str, path: &str, accept: &str) -> (String, Vec<u8>) {
    let mut stream = TcpStream::connect(app.address()).unwrap();
    let request = format!(
        "GET /api/v1{path} HTTP/1.1\r\nHost: tsumugi\r\nAuthorization: Bearer {}\r\nAccept: {accept}\r\nConnection: close\r\n\r\n",
        key
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
    (String::from_utf8(answer[..end].to_vec()).unwrap().to_lowercase(), answer[end + 4..].to_vec())
}

/// The figures of the part 概要 by their item, as text.
fn overview<'a>(rows: impl Iterator<Item = (&'a str, String, String)>) -> BTreeMap<String, String> {
    rows.filter(|(part, ..)| *part == "概要").map(|(_, item, value)| (item, value)).collect()
}

fn every_form_tells_the_same(app: &TestApp) {
    app.turn_clock_to("2022-04-01T09:00:00+09:00");
    let city = app.city();
    at_work(&city, 7);
    let told = of_2021(&city);
    assert_eq!((&told["people"]["value"], &told["host_bodies"]), (&json!(7), &json!(1)));
    assert_eq!(
        told["people_per_host_body"],
        json!({"numerator": 7, "denominator": 1, "two_decimals": "7.00"})
    );
    assert_eq!((&told["from"], &told["until"]), (&json!("2021-04-01"), &json!("2022-03-31")));
    assert_eq!(told["hosts"][0]["name"], "塩尻市");

    let csv = city.send(("GET", "/reports/fiscal-years/2021"), &[("Accept", "text/csv")], b"");
    assert_eq!(csv.header("content-type"), Some("text/csv; charset=utf-8"));
    assert_eq!(csv.header("content-disposition"), Some("attachment; filename=\"report-2021.csv\""));
    assert!(csv.text.starts_with('\u{FEFF}') && csv.text.ends_with("\r\n"));
    let mut reader = csv::Reader::from_reader(csv.text.trim_start_matches('\u{FEFF}').as_bytes());
    assert_eq!(reader.headers().unwrap(), vec!["区分", "年度", "対象", "項目", "値"]);
    let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let from_csv = overview(records.iter().map(|row| (&row[0], row[3].to_owned(), row[4].to_owned())));
    assert_eq!(from_csv["人数（実人数）"], "7");
    assert_eq!(from_csv["1団体あたりの人数"], "7.00");

    let (head, bytes) = bytes_of(app, "/reports/fiscal-years/2021?format=xlsx", "*/*");
    assert!(head.contains(XLSX) && head.contains("report-2021.xlsx"), "{head}");
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes.clone())).unwrap();
    let names = book.sheet_names().to_vec();
    let mut parts: Vec<String> = records.iter().map(|row| row[0].to_owned()).collect();
    parts.dedup();
    assert_eq!(names, parts);
    let range = book.worksheet_range("概要").unwrap();
    let mut rows = range.rows();
    let headings: Vec<String> = rows.next().unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(headings, ["年度", "対象", "項目", "値"]);
    let mut dates = 0;
    let from_book = overview(rows.map(|row| {
        let value = match &row[3] {
            Data::DateTime(day) => {
                dates += 1;
                let (year, month, day, ..) = day.to_ymd_hms_milli();
                format!("{year:04}-{month:02}-{day:02}")
            }
            Data::Float(number) if row[2].to_string().starts_with('1') => format!("{number:.2}"),
            other => other.to_string(),
        };
        ("概要", row[2].to_string(), value)
    }));
    assert_eq!(from_book, from_csv);
    assert_eq!(dates, 2, "days are days, not texts");
    // By `Accept` too, and the same bytes on the same day.
    assert_eq!(bytes_of(app, "/reports/fiscal-years/2021", XLSX).1, bytes);
}

fn small_counts_are_for_those_who_may_read_the_people(app: &TestApp) {
    let city = app.city();
    at_work(&city, 4);
    let key = |scopes: &[&str]| {
        let key = city.post("/api-keys", &json!({"name": "鍵", "scopes": scopes})).expect(201);
        city.with_key(key["secret"].as_str().unwrap())
    };
    let viewer = key(&["reports:read"]);
    let hidden = json!({"value": null, "suppressed": true});
    let report = of_2021(&viewer);
    assert_eq!((&report["people"], &report["matches"]), (&hidden, &hidden));
    assert_eq!((&report["people_per_host_body"], &report["host_bodies"]), (&json!(null), &json!(1)));
    let csv = viewer.get("/reports/fiscal-years/2021?format=csv").text;
    assert!(csv.contains("概要,,,人数（実人数）,非公表\r\n"), "{csv}");
    assert_eq!(of_2021(&key(&["reports:read", "engagements:read"]))["people"], hidden);
    let insider = key(&["reports:read", "engagements:read", "applications:read"]);
    assert_eq!(of_2021(&insider)["people"], json!({"value": 4, "suppressed": false}));
    key(&["engagements:read"]).get("/reports/fiscal-years/2021").problem(403, "missing_scope");
    at_work(&city, 1);
    assert_eq!(of_2021(&viewer)["people"], json!({"value": 5, "suppressed": false}));
}

fn a_report_counts_what_is_managed_and_nothing_else(app: &TestApp) {
    let (city, body, board) = (app.city(), app.coordinator(), app.board());
    at_work(&city, 2);
    at_work(&body, 3);
    assert_eq!(of_2021(&body)["people"]["value"], 3);
    assert_eq!(of_2021(&board)["people"]["value"], 0);
    let agreement = json!({
        "coordinator_id": app.coordinator_id, "organization_id": app.city_id, "kind": "coordination",
        "items": [], "regions": ["202151"],
    });
    city.post("/agreements", &agreement).expect(201);
    let both = of_2021(&body);
    assert_eq!((&both["people"]["value"], &both["host_bodies"]), (&json!(5), &json!(2)));
    let of_city = format!("/reports/fiscal-years/2021?organization_id={}", app.city_id);
    assert_eq!(body.get(&of_city).expect(200)["people"]["value"], 2);
    for (region, people) in [("20", 5), ("202151", 5), ("13", 0)] {
        let report = body.get(&format!("/reports/fiscal-years/2021?region={region}")).expect(200);
        assert_eq!(report["people"]["value"], people, "{region}");
    }
}

fn that_an_agreement_has_ended_takes_nothing_back(app: &TestApp) {
    app.turn_clock_to("2022-03-31T23:00:00+09:00");
    let (city, body) = (app.city(), app.coordinator());
    at_work(&city, 6);
    let agreement = json!({
        "coordinator_id": app.coordinator_id, "organization_id": app.city_id, "kind": "coordination",
        "items": [], "regions": ["202151"], "starts_on": "2021-04-01", "ends_on": "2022-03-31",
    });
    city.post("/agreements", &agreement).expect(201);
    let gather = || body.post("/ledger-entries/gather", &json!({"fiscal_year": 2021})).expect(200);
    let people = |year: u16| {
        let report = body.get(&format!("/reports/fiscal-years/{year}")).expect(200);
        report["people"]["value"].clone()
    };
    assert_eq!((people(2021), gather()["created"].clone()), (json!(6), json!(6)));
    let before = of_2021(&body);

    app.turn_clock_to("2022-04-01T09:00:00+09:00");
    let posting = city.get("/postings").expect(200)["items"][0]["id"].as_str().unwrap().to_owned();
    body.get(&format!("/postings/{posting}")).problem(404, "not_found");
    assert_eq!(people(2021), 6, "the work of that year was its own");
    assert_eq!((people(2020), people(2022)), (json!(0), json!(0)));
    let again = gather();
    assert_eq!((&again["deleted"], &again["unchanged"]), (&json!(0), &json!(6)));
    let after = of_2021(&body);
    assert_eq!((&after["hosts"], &after["ledger"]), (&before["hosts"], &before["ledger"]));
}

fn who_is_shown_more_often_shows(app: &TestApp) {
    let city = app.city();
    let postings =
        [app.published(&city, &samples::posting("案件1")), app.published(&city, &samples::posting("案件2"))];
    for name in ["一人目", "二人目"] {
        city.post("/candidates", &samples::candidate(name)).expect(201);
    }
    let year = app.engine().now().day_in_japan();
    let path = format!("/reports?from={year}&until={year}");
    let exposure = || city.get(&path).expect(200)["exposure"].clone();
    assert_eq!(
        exposure(),
        json!({"people": {"value": 0, "suppressed": false}, "shown": 0, "gini_ppm": null})
    );
    let run = |per_posting: u8, ids: &[String]| {
        let job = crowd::started(&city, &json!({"scope": {"posting_ids": ids}, "per_posting": per_posting}));
        crowd::ended(&city, &job);
    };
    run(2, &postings);
    assert_eq!(exposure(), json!({"people": {"value": 2, "suppressed": false}, "shown": 4, "gini_ppm": 0}));
    // The best alone once more: 3 and 2 times.
    run(1, &postings[..1]);
    assert_eq!(
        exposure(),
        json!({"people": {"value": 2, "suppressed": false}, "shown": 5, "gini_ppm": 100_000})
    );
}

fn the_ranking_of_a_decision_counts_as_shown_and_what_is_ranked_now_does_not(app: &TestApp) {
    let city = app.city();
    let [first, second] = ["案件1", "案件2"].map(|title| app.published(&city, &samples::posting(title)));
    for (number, postings) in [(1, vec![&first, &second]), (2, vec![&first])] {
        let person = city.post("/candidates", &samples::candidate(&format!("人 {number}"))).id();
        for posting in postings {
            city.post("/applications", &json!({"posting_id": posting, "candidate_id": person})).expect(201);
        }
    }
    let year = app.engine().now().day_in_japan();
    let exposure =
        |from: &str| city.get(&format!("/reports?from={from}&until={year}")).expect(200)["exposure"].clone();
    let today = year.to_string();
    city.get(&format!("/postings/{first}/matches?pool=applicants")).expect(200);
    assert_eq!(exposure(&today)["people"]["value"], 0, "nothing is kept of it");
    let decide = |posting: &str| {
        let body = json!({
            "selected": [], "waiting": [], "reasons": [], "default_reason": "seats_filled", "reason": "確認",
        });
        city.post(&format!("/postings/{posting}/decisions"), &body).expect(201);
    };
    decide(&first);
    decide(&second);
    // One was shown twice, the other once: (2·(1·1 + 2·2) − 3·3) / (2·3) = 1/6.
    let expected = json!({"people": {"value": 2, "suppressed": false}, "shown": 3, "gini_ppm": 166_666});
    assert_eq!(exposure(&today), expected);
    let late = city.post("/candidates", &samples::candidate("あとから来た人")).id();
    city.post("/applications", &json!({"posting_id": first, "candidate_id": late})).expect(201);
    assert_eq!(exposure(&today), expected, "it stays as it was decided on");
}

fn what_is_withheld_is_withheld_in_every_form(app: &TestApp) {
    app.turn_clock_to("2022-04-01T09:00:00+09:00");
    let (city, body) = (app.city(), app.coordinator());
    at_work(&city, 9);
    at_work(&body, 2);
    let agreement = json!({
        "coordinator_id": app.coordinator_id, "organization_id": app.city_id, "kind": "coordination",
        "items": [], "regions": ["202151"],
    });
    city.post("/agreements", &agreement).expect(201);
    let key = body.post("/api-keys", &json!({"name": "鍵", "scopes": ["reports:read"]})).expect(201);
    let secret = key["secret"].as_str().unwrap();
    let viewer = body.with_key(secret);
    let hidden = json!({"value": null, "suppressed": true});
    let report = of_2021(&viewer);
    assert_eq!(report["people"]["value"], 11, "{report}");
    // Two could be computed as 11 less 9, so that 9 is not told either.
    for host in report["hosts"].as_array().unwrap() {
        assert_eq!((&host["people"], &host["matches"]), (&hidden, &hidden), "{host}");
    }
    assert_eq!(of_2021(&body)["hosts"].to_string().matches("null").count(), 0);
    let csv = viewer.get("/reports/fiscal-years/2021?format=csv").text;
    let mut reader = csv::Reader::from_reader(csv.trim_start_matches('\u{FEFF}').as_bytes());
    let from_csv: Vec<Vec<String>> =
        reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
    let told = |part: &str| -> Vec<&str> {
        let rows = from_csv.iter().filter(|row| row[0] == part && !row[2].is_empty());
        rows.map(|row| row[4].as_str()).collect()
    };
    assert_eq!(told("受入団体別"), ["非公表"; 4]);
    let bytes = bytes_for(app, secret, "/reports/fiscal-years/2021?format=xlsx", "*/*").1;
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let mut from_book = Vec::new();
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).unwrap();
        for row in range.rows().skip(1) {
            let cell = |place: usize| row[place].to_string();
            let value = match &row[3] {
                Data::DateTime(day) => {
                    let (year, month, day, ..) = day.to_ymd_hms_milli();
                    format!("{year:04}-{month:02}-{day:02}")
                }
                Data::Float(number) if cell(2).starts_with('1') => format!("{number:.2}"),
                other => other.to_string(),
            };
            from_book.push(vec![name.clone(), cell(0), cell(1), cell(2), value]);
        }
    }
    assert_eq!(from_book, from_csv, "line by line");
    // Everything that is told as a count in one form is told in the others.
    let withheld = report.to_string().matches("\"suppressed\":true").count();
    assert!(withheld >= 4, "{report}");
    let words = from_csv.iter().filter(|row| row[4] == "非公表").count();
    let days = ["median_days", "p90_days", "visit_days", "shown"];
    let without: usize =
        days.iter().map(|name| report.to_string().matches(&format!("\"{name}\":null")).count()).sum();
    assert_eq!(words, withheld + without, "{report}");
}

fn parameters_are_looked_at(app: &TestApp) {
    let city = app.city();
    for year in ["21", "2021%E5%B9%B4%E5%BA%A6", "9999", "0000"] {
        city.get(&format!("/reports/fiscal-years/{year}")).problem(404, "not_found");
    }
    for (query, pointer) in [
        ("from=2021-04-01&until=2021-03-31", "?until"),
        ("from=1990-04-01&until=2021-03-31", "?until"),
        ("from=2021-04-31&until=2022-03-31", "?from"),
        ("from=2021-04-01&until=2022-03-31&region=99", "?region"),
        ("from=2021-04-01&until=2022-03-31&format=pdf", "?format"),
        (
            "from=2021-04-01&until=2022-03-31&region_group_id=019a7c00-0000-7000-8000-00000000dead",
            "?region_group_id",
        ),
    ] {
        let refused = city.get(&format!("/reports?{query}"));
        refused.problem(422, "validation_failed");
        assert_eq!(refused.pointers(), [pointer], "{query}");
    }
    assert_eq!(city.get("/reports").pointers(), ["?from", "?until"]);
}

fn an_erased_person_is_still_counted(app: &TestApp) {
    app.turn_clock_to("2021-06-10T09:00:00+09:00");
    let city = app.city();
    let people = at_work(&city, 2);
    let posting = app.published(&city, &samples::posting("いまの案件"));
    city.post("/applications", &json!({"posting_id": posting, "candidate_id": people[0]})).expect(201);
    let entry = json!({
        "candidate_id": people[0], "kind": "stay", "region": "202151", "from_on": "2021-05-01", "visit_days": 4,
    });
    city.post("/ledger-entries", &entry).expect(201);
    let before = of_2021(&city);
    assert_eq!(city.delete(&format!("/candidates/{}", people[0])).status, 204);
    let after = of_2021(&city);
    for field in ["matches", "people", "host_bodies", "running", "applications", "ledger"] {
        assert_eq!(after[field], before[field], "{field}");
    }
    assert_eq!(after["people"]["value"], 2);
    let deleted = |all: &[Value], resource: &str| {
        all.iter().filter(|change| change["resource"] == resource && change["kind"] == "deleted").count()
    };
    let both = |all: &[Value]| (deleted(all, "engagement"), deleted(all, "ledger_entry"));
    assert_eq!(both(&city.changes_when(|all| both(all) == (1, 1))), (1, 1));
}
