//! 塩尻: side-job people for small firms, after field work and dialogue (April 2019 to March 2022).
//!
//! 27 companies and 51 people in three fiscal years: 1.89 people a company. A coordinator body (地域人事部) cuts the work
//! with each company and looks after it. Nobody is matched before they have met: field work at the company and a dialogue
//! come before the offer. Most companies take several people. One of the 51 works for a second company in the third year:
//! still one person, but a match of its own, so there are 52 matches.

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::bodies::{Body, register};
use crate::client::Client;
use crate::samples;

crate::on_both!(people_and_companies_of_three_fiscal_years);

/// A fiscal year: companies that begin in it, people who are new, and whether somebody of before comes back.
struct Year {
    first: i32,
    companies: usize,
    new_people: usize,
}

const YEARS: [Year; 3] = [
    Year { first: 2019, companies: 9, new_people: 17 },
    Year { first: 2020, companies: 9, new_people: 17 },
    Year { first: 2021, companies: 9, new_people: 17 },
];

fn people_and_companies_of_three_fiscal_years(app: &TestApp) {
    app.turn_clock_to("2019-04-01T09:00:00+09:00");
    let coordinator = app.coordinator();
    let program = coordinator.post("/programs", &json!({"name": "塩尻の副業", "regions": ["202151"]})).id();
    let mut first_person = None;
    for year in &YEARS {
        let mut people = register_people(&coordinator, year);
        // The first of all comes back in the third year, to another company.
        let first = first_person.get_or_insert_with(|| people[0].clone()).clone();
        if year.first == 2021 {
            people.push(first);
        }
        run_year(app, (&coordinator, &program), (year, &people));
    }
    report_on_each_year(app, &coordinator);
    report_on_three_years(app, &coordinator, &program);
    report_as_tables(&coordinator);
    who_sees_aggregates_only_is_told_no_small_count(&coordinator);
}

fn register_people(coordinator: &Client, year: &Year) -> Vec<String> {
    let person = |number: usize| {
        let mut person = samples::candidate(&format!("{}年度の人 {number}", year.first));
        person["available_from"] = json!(null);
        coordinator.post("/candidates", &person).id()
    };
    (1..=year.new_people).map(person).collect()
}

fn run_year(app: &TestApp, (coordinator, program): (&Client, &str), (year, people): (&Year, &[String])) {
    app.turn_clock_to(&format!("{}-05-01T09:00:00+09:00", year.first));
    let round = publish_round(coordinator, (program, year));
    let companies: Vec<Body> =
        (1..=year.companies).map(|number| take_in(app, coordinator, (year, number))).collect();
    let postings: Vec<String> =
        companies.iter().map(|company| publish_posting(coordinator, (company, &round, year))).collect();
    app.turn_clock_to(&format!("{}-06-10T09:00:00+09:00", year.first));
    let matches: Vec<String> = people
        .iter()
        .enumerate()
        .map(|(number, person)| {
            let posting = &postings[number % postings.len()];
            match_after_meeting(coordinator, (posting, person), year)
        })
        .collect();
    app.turn_clock_to(&format!("{}-03-31T18:00:00+09:00", year.first + 1));
    matches.iter().for_each(|engagement| finish(coordinator, engagement, year));
}

/// The meeting comes before the match: nobody is offered a place in this round without one.
fn publish_round(coordinator: &Client, (program, year): (&str, &Year)) -> String {
    let (first, next) = (year.first, year.first + 1);
    let round = json!({
        "program_id": program, "name": format!("{first}年度"), "areas": [],
        "application_opens_at": format!("{first}-05-01"), "application_closes_at": format!("{first}-06-30"),
        "engagement_starts_on": format!("{first}-07-01"), "engagement_ends_on": format!("{next}-03-31"),
        "stage_order": ["encounter"],
    });
    let round = coordinator.post("/rounds", &round).id();
    coordinator.post(&format!("/rounds/{round}/transitions"), &json!({"to": "published"})).expect(200);
    round
}

/// A company is registered, gets a key of its own and lets the coordinator act for it.
fn take_in(app: &TestApp, coordinator: &Client, (year, number): (&Year, usize)) -> Body {
    let company = register(coordinator, &format!("{}年度の企業 {number}", year.first), "company");
    let agreement = json!({
        "coordinator_id": app.coordinator_id, "organization_id": company.id, "kind": "coordination",
        "items": ["副業人材の募集と選考の支援"], "regions": ["202151"],
    });
    company.client.post("/agreements", &agreement).expect(201);
    company
}

fn publish_posting(coordinator: &Client, (company, round, year): (&Body, &str, &Year)) -> String {
    let mut posting = samples::posting("商品を首都圏に届ける");
    posting["organization_id"] = json!(company.id);
    posting["round_id"] = json!(round);
    posting["starts_on"] = json!(format!("{}-07-01", year.first));
    posting["ends_on"] = json!(format!("{}-03-31", year.first + 1));
    posting["seats"] = json!(2);
    for window in ["application_opens_at", "application_closes_at"] {
        posting[window] = json!(null);
    }
    let posting = coordinator.post("/postings", &posting).id();
    coordinator.post(&format!("/postings/{posting}/transitions"), &json!({"to": "published"})).expect(200);
    posting
}

/// A person applies, is met at the company and in a dialogue, is offered a place, accepts, and begins.
fn match_after_meeting(coordinator: &Client, (posting, person): (&str, &str), year: &Year) -> String {
    let application =
        coordinator.post("/applications", &json!({"posting_id": posting, "candidate_id": person})).id();
    let step =
        |to: &str| coordinator.post(&format!("/applications/{application}/transitions"), &json!({"to": to}));
    step("screening").expect(200);
    step("offered").problem(409, "illegal_transition");
    step("encounter").expect(200);
    for (kind, day) in [("field_work", "06-01"), ("dialogue", "06-02")] {
        let meeting = json!({
            "application_id": application, "kind": kind, "mode": "on_site", "status": "held",
            "scheduled_at": format!("{}-{day}T10:00:00+09:00", year.first), "place": "企業の工房",
        });
        coordinator.post("/encounters", &meeting).expect(201);
    }
    for to in ["offered", "accepted"] {
        step(to).expect(200);
    }
    let terms = json!({
        "contract_form": "quasi_mandate", "starts_on": format!("{}-07-01", year.first),
        "ends_on": format!("{}-03-31", year.first + 1), "hours_per_month": 20,
    });
    let body = json!({"application_id": application, "terms": terms});
    coordinator.post("/engagements", &body).id()
}

/// Each month is logged once at least, one talk is held, and the work is done at the end of the fiscal year.
fn finish(coordinator: &Client, engagement: &str, year: &Year) {
    let path = format!("/engagements/{engagement}");
    let log = json!({"minutes_planned": 1200, "minutes_done": 1200, "visit_days": 1});
    coordinator.put(&format!("{path}/logs/{}-07", year.first), &log).expect(201);
    let talk = json!({"held_on": format!("{}-08-01", year.first), "kind": "month_1", "going_well": "順調"});
    coordinator.post(&format!("{path}/check-ins"), &talk).expect(201);
    let end = json!({"kind": "completed", "on": format!("{}-03-31", year.first + 1)});
    coordinator.post(&format!("{path}/end"), &end).expect(200);
}

fn told(count: &Value) -> u64 {
    assert_eq!(count["suppressed"], false);
    count["value"].as_u64().unwrap()
}

/// Matches, people, companies.
fn figures(report: &Value) -> [u64; 3] {
    [told(&report["matches"]), told(&report["people"]), report["host_bodies"].as_u64().unwrap()]
}

fn report_on_each_year(_app: &TestApp, coordinator: &Client) {
    let of = |year: i32| coordinator.get(&format!("/reports/fiscal-years/{year}")).expect(200);
    assert_eq!(figures(&of(2018)), [0, 0, 0]);
    assert_eq!(figures(&of(2019)), [17, 17, 9]);
    assert_eq!(figures(&of(2020)), [17, 17, 9]);
    assert_eq!(figures(&of(2021)), [18, 18, 9]);
    let of_2021 = of(2021);
    assert_eq!(of_2021["people_per_host_body"]["two_decimals"], "2.00");
    assert_eq!(told(&of_2021["outcomes"]["completed"]), 18);
    let applying = &of_2021["applications"];
    assert_eq!((told(&applying["applications"]), &applying["seats"]), (18, &json!(18)));
    assert_eq!(applying["applications_per_seat"]["two_decimals"], "1.00");
    // Screening, the meeting, the offer and the acceptance were each left by all 18.
    for stage in ["submitted", "screening", "encounter", "offered", "accepted"] {
        let of_2021 = of_2021["stages"].as_array().unwrap();
        let left = of_2021.iter().find(|found| found["status"] == stage).unwrap();
        assert_eq!((told(&left["left"]), &left["median_days"]), (18, &json!(0)), "{stage}");
    }
}

fn report_on_three_years(app: &TestApp, coordinator: &Client, program: &str) {
    let path = format!("/reports?from=2019-04-01&until=2022-03-31&program_id={program}");
    let report = coordinator.get(&path).expect(200);
    assert_eq!(figures(&report), [52, 51, 27]);
    let ratio = |name: &str| {
        let ratio = &report[name];
        json!([ratio["numerator"], ratio["denominator"], ratio["two_decimals"]])
    };
    assert_eq!(ratio("people_per_host_body"), json!([51, 27, "1.89"]));
    assert_eq!(ratio("matches_per_host_body"), json!([52, 27, "1.93"]));
    let years: Vec<[u64; 3]> = report["years"].as_array().unwrap().iter().map(figures).collect();
    assert_eq!(years, [[17, 17, 9], [17, 17, 9], [18, 18, 9]]);
    let hosts = report["hosts"].as_array().unwrap();
    assert_eq!(hosts.len(), 27);
    let several = hosts.iter().filter(|host| told(&host["people"]) > 1).count();
    assert_eq!(
        several, 25,
        "8 of the 9 companies take two in each of the first years, all of them in the third"
    );
    // Another program, or somebody else's key, has none of it.
    let other = coordinator.post("/programs", &json!({"name": "別の事業"})).id();
    let path = format!("/reports?from=2019-04-01&until=2022-03-31&program_id={other}");
    assert_eq!(figures(&coordinator.get(&path).expect(200)), [0, 0, 0]);
    let board = app.board().get("/reports?from=2019-04-01&until=2022-03-31").expect(200);
    assert_eq!(figures(&board), [0, 0, 0]);
}

/// The council gets the same figures as CSV.
fn report_as_tables(coordinator: &Client) {
    let csv = coordinator.get("/reports?from=2019-04-01&until=2022-03-31&format=csv");
    assert_eq!((csv.status, csv.header("content-type")), (200, Some("text/csv; charset=utf-8")));
    let lines: Vec<&str> = csv.text.trim_start_matches('\u{FEFF}').split("\r\n").collect();
    assert_eq!(lines[0], "区分,年度,対象,項目,値");
    for line in [
        "概要,,,期間の初日,2019-04-01",
        "概要,,,マッチ数（件）,52",
        "概要,,,人数（実人数）,51",
        "概要,,,受入団体数,27",
        "概要,,,1団体あたりの人数,1.89",
        "年度別,2021,,人数（実人数）,18",
        "結果,,,完了,52",
    ] {
        assert!(lines.contains(&line), "{line}: {}", csv.text);
    }
}

fn who_sees_aggregates_only_is_told_no_small_count(coordinator: &Client) {
    let key =
        coordinator.post("/api-keys", &json!({"name": "議会報告", "scopes": ["reports:read"]})).expect(201);
    let viewer = coordinator.with_key(key["secret"].as_str().unwrap());
    viewer.get("/engagements").problem(403, "missing_scope");
    let report = viewer.get("/reports?from=2019-04-01&until=2022-03-31").expect(200);
    assert_eq!(figures(&report), [52, 51, 27]);
    let suppressed = json!({"value": null, "suppressed": true});
    let hosts = report["hosts"].as_array().unwrap();
    assert!(hosts.iter().all(|host| host["people"] == suppressed && host["matches"] == suppressed));
}
