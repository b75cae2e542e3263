//! Many people and postings that differ, and what match runs over them say.

use std::time::Duration;

use domain::{CandidateContent, CandidateProfile, HeldSkill, OrganizationId, Proficiency, WorkStyle};
use matching::candidates::{NewCandidate, create_candidates};
use serde_json::{Value, json};

use crate::app::TestApp;
use crate::client::Client;
use crate::samples;

/// Registers so many people of the city at once; their ids, ascending.
pub(crate) fn people(app: &TestApp, count: u32) -> Vec<String> {
    let city = OrganizationId::parse(&app.city_id).unwrap();
    let reference = app.engine().reference();
    let person = |number: u32| {
        let skills = ["instagram", "writing", "seo"]
            .into_iter()
            .zip(1..)
            .filter(|(_, place)| !number.is_multiple_of(place + 1))
            .map(|(skill, place)| HeldSkill {
                skill: reference.skills.find(skill).unwrap().id.clone(),
                proficiency: Proficiency::new(i64::from(1 + (number / place) % 5)).unwrap(),
                evidence: None,
            });
        let styles = [WorkStyle::Hybrid, WorkStyle::Remote].into_iter().take(number as usize % 3);
        let profile = CandidateProfile {
            skills: skills.collect(),
            hours_per_week: (!number.is_multiple_of(7)).then_some((number % 20) as u8),
            work_styles: styles.collect(),
            ..CandidateProfile::default()
        };
        let content = CandidateContent {
            external_id: None,
            display_name: format!("人{number}"),
            email: None,
            phone: None,
            readiness: None,
            statement: None,
            profile,
        };
        NewCandidate { content, consents: Vec::new() }
    };
    let actor = matching::operator::operator(city);
    let made = create_candidates(app.engine(), &actor, (0..count).map(person).collect()).unwrap();
    let mut ids: Vec<String> = made.iter().map(|person| person.id.to_string()).collect();
    ids.sort_unstable();
    ids
}

/// Publishes so many postings of the city; their ids, in the order they were made.
pub(crate) fn postings(app: &TestApp, count: u32) -> Vec<String> {
    let city = app.city();
    let posting = |number: u32| {
        let mut posting = samples::posting(&format!("案件{number}"));
        let wanted = ["instagram", "writing", "seo", "digital-marketing"][number as usize % 4];
        posting["required_skills"] = json!([{"skill": wanted, "min_proficiency": 1 + number % 3}]);
        posting["preferred_skills"] = json!([]);
        posting["work_style"] = json!(["hybrid", "remote"][number as usize % 2]);
        posting["hours_per_week"] = json!({"min": 2 + number % 5, "desired": 10});
        app.published(&city, &posting)
    };
    (0..count).map(posting).collect()
}

/// Starts a run; the path of its job.
pub(crate) fn started(client: &Client, run: &Value) -> String {
    let answer = client.post("/match-runs", run);
    assert_eq!(answer.status, 202, "{}", answer.text);
    let job = answer.header("location").unwrap().strip_prefix("/api/v1").unwrap().to_owned();
    assert!(job.starts_with("/jobs/"), "{job}");
    job
}

/// The job once it has ended.
pub(crate) fn ended(client: &Client, job: &str) -> Value {
    for _ in 0..1500 {
        let body = client.get(job).expect(200);
        if ["succeeded", "failed", "cancelled"].contains(&body["state"].as_str().unwrap()) {
            return body;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("the job did not end");
}

/// The path of the run that a job fills.
pub(crate) fn run_of(client: &Client, job: &str) -> String {
    let job = client.get(job).expect(200);
    format!("/match-runs/{}", job["result"]["match_run_id"].as_str().unwrap())
}

/// What a run keeps, page by page, as it is sent.
pub(crate) fn pages(client: &Client, run: &str, filter: &str) -> Vec<Value> {
    let mut items = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = client.get(&format!("{run}/matches?limit=200{filter}{cursor}")).expect(200);
        items.extend(page["items"].as_array().unwrap().iter().cloned());
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return items,
        }
    }
}

/// What a run keeps, but for its own id: equal for runs that keep the same.
pub(crate) fn kept(client: &Client, job: &str) -> Vec<String> {
    let run = run_of(client, job);
    let id = run.rsplit('/').next().unwrap();
    pages(client, &run, "").iter().map(|item| item.to_string().replace(id, "")).collect()
}
