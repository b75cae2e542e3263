//! The two at work: on 4 days a month, until 31 March; and the report of the fiscal year.

use serde_json::{Value, json};

use super::{APPLICANTS, DAYS_A_MONTH, applicant, meet, step};
use crate::app::TestApp;
use crate::client::Client;
use crate::closing::{aggregates_only, applying, figures, gather, hidden, ledger, report, sheet, told};

/// Months from 1 October to 31 March, each with a day after it.
const MONTHS: [(&str, &str); 6] = [
    ("2026-10", "2026-11-01"),
    ("2026-11", "2026-12-01"),
    ("2026-12", "2027-01-05"),
    ("2027-01", "2027-02-01"),
    ("2027-02", "2027-03-01"),
    ("2027-03", "2027-03-31"),
];

fn path_of(work: &Value) -> String {
    format!("/engagements/{}", work["id"].as_str().unwrap())
}

/// Both accept and begin on the terms of the posting, which end on 31 March; what these leave open is agreed on, and the
/// rules ask for nothing more than notice, for the work takes six months.
pub(super) fn two_begin(city: &Client, (posting, chosen): (&str, &[String])) -> Vec<Value> {
    for application in chosen {
        for to in ["accepted", "engaged"] {
            step(city, application, to).expect(200);
        }
    }
    let begun = city.get(&format!("/engagements?posting_id={posting}")).expect(200);
    let begun = begun["items"].as_array().unwrap();
    assert_eq!(begun.len(), 2);
    let agreed = json!({
        "hours_per_month": DAYS_A_MONTH * 8, "commissioned_on": "2026-09-25", "work": "市の魅力の発信の設計",
        "place": "塩尻市役所とオンライン", "reward": {"kind": "monthly", "yen": 100_000},
        "pay_day": "月末締め翌月25日払い", "pay_within_days": 56, "harassment_contact": "塩尻市 相談窓口",
    });
    let agree = |work: &Value| {
        assert_eq!([&work["terms"]["starts_on"], &work["terms"]["ends_on"]], ["2026-10-01", "2027-03-31"]);
        let work = city.patch(&format!("{}/terms", path_of(work)), &agreed).expect(200);
        let warnings = work["warnings"].as_array().unwrap();
        let warnings: Vec<&Value> = warnings.iter().map(|warning| &warning["code"]).collect();
        assert_eq!(warnings, ["l5_notice_needed"]);
        employed_for_the_fiscal_year(city, &work);
        // Four days of eight hours, beside a main job: nothing that the person should be asked about.
        let hours = city.get(&format!("{}/overlaps", path_of(&work))).expect(200);
        assert_eq!(
            (&hours["declared_hours_per_month"], &hours["above_advisory"]),
            (&json!(32), &json!(false))
        );
        work
    };
    begun.iter().map(agree).collect()
}

/// 会計年度任用 would end on 31 March too: until then there is nothing to look at, and a day more is warned of. It stays a
/// mandate.
fn employed_for_the_fiscal_year(city: &Client, work: &Value) {
    let terms = |form: &str, ends_on: &str| {
        let change = json!({"contract_form": form, "ends_on": ends_on});
        let changed = city.patch(&format!("{}/terms", path_of(work)), &change).expect(200);
        changed["warnings"].as_array().unwrap().iter().map(|one| one["code"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(terms("fiscal_year_staff", "2027-03-31"), Vec::<Value>::new());
    assert_eq!(terms("fiscal_year_staff", "2027-04-01"), ["c2_beyond_fiscal_year"]);
    assert_eq!(terms("quasi_mandate", "2027-03-31"), ["l5_notice_needed"]);
}

/// Each month is logged when it is over. There is no April: no log of it, no later end, and nobody at work.
pub(super) fn six_months(app: &TestApp, city: &Client, works: &[Value]) {
    for (month, after) in MONTHS {
        app.turn_clock_to(&format!("{after}T18:00:00+09:00"));
        for work in works {
            let log = json!({"minutes_planned": 1920, "minutes_done": 1920, "visit_days": DAYS_A_MONTH});
            city.put(&format!("{}/logs/{month}", path_of(work)), &log).expect(201);
        }
    }
    let at_work = |day: &str| {
        let running = city.get(&format!("/engagements?running_on={day}")).expect(200);
        running["items"].as_array().unwrap().len()
    };
    assert_eq!(["2026-09-30", "2026-10-01", "2027-03-31", "2027-04-01"].map(at_work), [0, 2, 2, 0]);
    for work in works {
        let april = city.put(&format!("{}/logs/2027-04", path_of(work)), &json!({"minutes_planned": 60}));
        assert_eq!(april.pointers(), ["/month"], "{}", april.text);
        let end =
            |on: &str| city.post(&format!("{}/end", path_of(work)), &json!({"kind": "completed", "on": on}));
        assert_eq!(end("2027-04-01").pointers(), ["/on"]);
        assert_eq!(end("2027-03-31").expect(200)["status"], "completed");
    }
}

/// 103 applicants for two places, 51.50 for each; two people at work, on 2 × 6 × 4 days.
pub(super) fn close_the_year(city: &Client, round: &str) {
    assert_eq!(gather(city, 2026), [2, 0]);
    let of_the_call = city.get(&format!("/reports/fiscal-years/2026?round_id={round}")).expect(200);
    assert_eq!(figures(&of_the_call), [2, 2, 1]);
    assert_eq!(applying(&of_the_call), json!([APPLICANTS, APPLICANTS, 1, 2, "51.50"]));
    assert_eq!(ledger(&of_the_call), json!([2, 48, [["side_job", 2, 48]]]));
    assert_eq!(told(&of_the_call["outcomes"]["completed"]), 2);
    let stages = of_the_call["stages"].as_array().unwrap();
    let stages: Vec<Value> = stages
        .iter()
        .map(|stage| json!([stage["status"], told(&stage["left"]), stage["median_days"]]))
        .collect();
    let expected = [
        json!(["submitted", 103, 36]),
        json!(["screening", 7, 0]),
        json!(["encounter", 7, 0]),
        json!(["interview", 7, 14]),
        json!(["offered", 2, 0]),
        json!(["accepted", 2, 0]),
    ];
    assert_eq!(stages, expected, "five weeks from most applications to their answers");
    // With the city's other posting, of two places: the year as a whole.
    assert_eq!(applying(&report(city, 2026)), json!([APPLICANTS, APPLICANTS, 2, 4, "25.75"]));
    assert_eq!(applying(&report(city, 2025)), json!([0, 0, 0, 0, null]));

    // The council reads how many applied; two people are too few to be told of.
    let council = aggregates_only(city);
    let read = report(&council, 2026);
    assert_eq!(told(&read["applications"]["applications"]), APPLICANTS as u64);
    assert_eq!(
        (&read["matches"], &read["people"], &read["ledger"][0]["people"]),
        (&hidden(), &hidden(), &hidden())
    );
    assert_eq!(read["ledger"][0]["visit_days"], json!(null));
    let lines = sheet(&council, 2026);
    for line in
        ["概要,,,人数（実人数）,非公表", "応募,,,応募者数（実人数）,103", "応募,,,1枠あたりの応募数,25.75"]
    {
        assert!(lines.iter().any(|found| found == line), "{line}: {lines:?}");
    }
}

/// In April the window is opened once more by an amendment. Whoever comes then is met and offered a place, and cannot
/// take it: both are taken. The report of the year before stays as it was.
pub(super) fn whoever_comes_later_finds_no_seat(
    app: &TestApp,
    city: &Client,
    (round, posting): (&str, &str),
) {
    let path = format!("/reports/fiscal-years/2026?round_id={round}");
    let mut before = city.get(&path).expect(200);
    app.turn_clock_to("2027-04-05T09:00:00+09:00");
    let longer = json!({"application_closes_at": "2027-04-30", "reason": "問い合わせが続いているため"});
    city.post(&format!("/rounds/{round}/amendments"), &longer).expect(201);
    let person = city.post("/candidates", &applicant("104人目", DAYS_A_MONTH)).id();
    let body = json!({"posting_id": posting, "candidate_id": person});
    let application = city.post("/applications", &body).id();
    city.post(
        &format!("/postings/{posting}/reveals"),
        &json!({"candidate_id": person, "reason": "面談のため"}),
    )
    .expect(201);
    meet(city, &application, "2027-04-04T19:00:00+09:00");
    step(city, &application, "offered").expect(200);
    let refused = step(city, &application, "accepted").problem(409, "no_seat_left");
    assert!(refused["detail"].as_str().unwrap().contains("all 2 of the posting's seats"), "{refused}");
    let mut after = city.get(&path).expect(200);
    for report in [&mut before, &mut after] {
        report["as_of"] = json!(null);
    }
    assert_eq!(after, before);
    assert_eq!(told(&report(city, 2027)["applications"]["applications"]), 1);
}
