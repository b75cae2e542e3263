//! 関係人口創出事業: a call for local-resource projects, seven of them adopted in two years, people recruited for them, and
//! all of that told as 関係人口.
//!
//! The city calls for projects that make something of what the place has; local bodies hand in postings, and the city
//! adopts some by publishing them. People from elsewhere take part and visit; who lives in the city does too, but makes no
//! 関係人口. At the end of each fiscal year the ledger is gathered from the logs of the work.

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::client::Client;
use crate::samples;

crate::on_both!(seven_projects_in_two_years);

/// A fiscal year: proposals, how many of them are adopted, and people from elsewhere for each project.
const YEARS: [(i32, usize, usize, usize); 2] = [(2021, 6, 3, 2), (2022, 7, 4, 2)];

fn seven_projects_in_two_years(app: &TestApp) {
    app.turn_clock_to("2021-04-01T09:00:00+09:00");
    let city = app.city();
    let mut adopted = 0;
    let mut of_before: Option<String> = None;
    for (year, proposals, adopts, people) in YEARS {
        app.turn_clock_to(&format!("{year}-05-01T09:00:00+09:00"));
        let projects = call_for_projects(&city, (year, proposals, adopts));
        adopted += projects.len();
        let mut joined = Vec::new();
        for project in &projects {
            for number in 1..=people {
                joined.push(join(&city, (project, year), &stranger(&city, &format!("{year}-{number}"))));
            }
        }
        // Somebody of the first year goes on with a project of the second.
        match &of_before {
            None => of_before = Some(joined[0].0.clone()),
            Some(person) => joined.push(join(&city, (&projects[0], year), person)),
        }
        let resident = resident(&city, year);
        joined.push(join(&city, (&projects[0], year), &resident));
        app.turn_clock_to(&format!("{}-03-31T18:00:00+09:00", year + 1));
        joined.iter().for_each(|(_, engagement)| visit_twice_and_finish(&city, engagement, year));
        gather(&city, year, joined.len() as u64 - 1);
    }
    assert_eq!(adopted, 7);
    close(&city);
    a_person_who_is_erased_is_still_counted(&city, &of_before.unwrap());
}

/// Proposals come in as drafts; the adopted ones are published, the others withdrawn with the reason.
fn call_for_projects(city: &Client, (year, proposals, adopts): (i32, usize, usize)) -> Vec<String> {
    let propose = |number: usize| {
        let mut posting = samples::posting(&format!("{year}年度の提案 {number}: 地域資源を生かす"));
        posting["contract_form"] = json!("pro_bono");
        posting["reward"] = json!({"kind": "none"});
        posting["seats"] = json!(5);
        posting["starts_on"] = json!(format!("{year}-07-01"));
        posting["ends_on"] = json!(format!("{}-03-31", year + 1));
        posting["application_opens_at"] = json!(format!("{year}-05-01"));
        posting["application_closes_at"] = json!(format!("{year}-06-30"));
        city.post("/postings", &posting).id()
    };
    let drafts: Vec<String> = (1..=proposals).map(propose).collect();
    for (number, draft) in drafts.iter().enumerate() {
        let step = match number < adopts {
            true => json!({"to": "published"}),
            false => json!({"to": "withdrawn", "reason": "今回は採択しない"}),
        };
        city.post(&format!("/postings/{draft}/transitions"), &step).expect(200);
    }
    drafts.into_iter().take(adopts).collect()
}

fn stranger(city: &Client, name: &str) -> String {
    let mut person = samples::candidate(name);
    person["available_from"] = json!(null);
    city.post("/candidates", &person).id()
}

fn resident(city: &Client, year: i32) -> String {
    let mut person = samples::candidate(&format!("{year}年度の市民"));
    person["home_municipality"] = json!("202151");
    person["available_from"] = json!(null);
    city.post("/candidates", &person).id()
}

/// A person takes part in a project; person and engagement.
fn join(city: &Client, (project, year): (&str, i32), person: &str) -> (String, String) {
    let application =
        city.post("/applications", &json!({"posting_id": project, "candidate_id": person})).id();
    for to in ["screening", "offered", "accepted"] {
        city.post(&format!("/applications/{application}/transitions"), &json!({"to": to})).expect(200);
    }
    let terms = json!({
        "contract_form": "pro_bono", "starts_on": format!("{year}-07-01"),
        "ends_on": format!("{}-03-31", year + 1), "reward": {"kind": "none"},
    });
    let engagement = city.post("/engagements", &json!({"application_id": application, "terms": terms})).id();
    (person.to_owned(), engagement)
}

fn visit_twice_and_finish(city: &Client, engagement: &str, year: i32) {
    for (month, days) in [("08", 2), ("10", 1)] {
        let path = format!("/engagements/{engagement}/logs/{year}-{month}");
        city.put(&path, &json!({"visit_days": days})).expect(201);
    }
    let end = json!({"kind": "completed", "on": format!("{}-03-31", year + 1)});
    city.post(&format!("/engagements/{engagement}/end"), &end).expect(200);
}

/// Gathering twice enters nobody twice; the resident is left out.
fn gather(city: &Client, year: i32, people_from_elsewhere: u64) {
    let asked = json!({"fiscal_year": year, "kind": "project"});
    let first = city.post("/ledger-entries/gather", &asked).expect(200);
    assert_eq!((&first["created"], &first["residents"]), (&json!(people_from_elsewhere), &json!(1)));
    let again = city.post("/ledger-entries/gather", &asked).expect(200);
    assert_eq!((&again["created"], &again["unchanged"]), (&json!(0), &json!(people_from_elsewhere)));
}

fn report(city: &Client) -> Value {
    city.get("/reports?from=2021-04-01&until=2023-03-31").expect(200)
}

/// 6 people in the first year; 8 new ones and one of before in the second; each was there on 3 days.
fn close(city: &Client) {
    let report = report(city);
    assert_eq!(report["applications"]["postings"], 7, "what was not adopted was open to nobody");
    let ledger = report["ledger"].as_array().unwrap();
    for (year, people, days) in [(&ledger[0], 6, 18), (&ledger[1], 9, 27)] {
        assert_eq!(year["people"]["value"], people, "{year}");
        assert_eq!(year["visit_days"], days, "{year}");
        assert_eq!(year["kinds"].as_array().unwrap().len(), 1);
        assert_eq!(year["kinds"][0]["kind"], "project");
    }
    // With the two residents: 14 people from elsewhere, one of them twice.
    assert_eq!((&report["matches"]["value"], &report["people"]["value"]), (&json!(17), &json!(16)));
}

/// Somebody who took part in both years wants to be forgotten: the record is gone, the figures stay.
fn a_person_who_is_erased_is_still_counted(city: &Client, person: &str) {
    let before = report(city);
    assert_eq!(city.delete(&format!("/candidates/{person}")).status, 204);
    assert_eq!(city.get(&format!("/engagements?candidate_id={person}")).expect(200)["items"], json!([]));
    assert_eq!(city.get(&format!("/ledger-entries?candidate_id={person}")).expect(200)["items"], json!([]));
    let after = report(city);
    for field in [
        "matches",
        "people",
        "host_bodies",
        "people_per_host_body",
        "years",
        "hosts",
        "running",
        "outcomes",
        "ledger",
    ] {
        assert_eq!(after[field], before[field], "{field}");
    }
    assert_eq!(after["applications"], before["applications"]);
}
