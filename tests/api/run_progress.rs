//! Match runs in the middle: how far they are, cancelled, cut off, and with people who go away meanwhile.

use std::collections::HashSet;

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::crowd::{ended, kept, pages, people, postings, run_of, started};

crate::on_both!(
    progress_grows_and_ends_at_the_total,
    a_run_that_is_cancelled_keeps_what_it_had,
    a_waiting_run_is_cancelled_at_once,
    somebody_deleted_meanwhile_is_left_out,
);

/// More than one batch of one thread in either direction.
const POSTINGS: u32 = 70;
const PEOPLE: u32 = 1100;

fn both_directions() -> [Value; 2] {
    [
        json!({"scope": {"all": true}, "per_posting": 5}),
        json!({"direction": "postings_for_candidates", "scope": {"all": true}, "per_candidate": 3}),
    ]
}

fn progress(job: &Value) -> (i64, i64) {
    (job["progress"]["done"].as_i64().unwrap(), job["progress"]["total"].as_i64().unwrap())
}

fn progress_grows_and_ends_at_the_total(app: &TestApp) {
    postings(app, POSTINGS);
    people(app, PEOPLE);
    let city = app.city();
    app.rest();
    for (run, total) in both_directions().iter().zip([i64::from(POSTINGS), i64::from(PEOPLE)]) {
        let path = started(&city, run);
        let queued = city.get(&path).expect(200);
        assert_eq!((&queued["state"], progress(&queued)), (&json!("queued"), (0, total)));
        let mut before = 0;
        let last = loop {
            app.work_a_batch();
            let job = city.get(&path).expect(200);
            if job["state"] != "running" {
                break job;
            }
            let (done, all) = progress(&job);
            assert!(before < done && done <= total && all == total, "{job}");
            before = done;
        };
        assert!(before > 0, "it was seen on its way");
        assert_eq!((&last["state"], progress(&last)), (&json!("succeeded"), (total, total)));
    }
}

fn a_run_that_is_cancelled_keeps_what_it_had(app: &TestApp) {
    postings(app, POSTINGS);
    people(app, PEOPLE);
    let city = app.city();
    app.rest();
    for run in both_directions() {
        let path = started(&city, &run);
        app.work_a_batch();
        let (done, total) = progress(&city.get(&path).expect(200));
        assert!(0 < done && done < total);
        let before = kept(&city, &path);
        assert!(!before.is_empty());
        let asked = city.post(&format!("{path}/cancel"), &json!({})).expect(200);
        assert_eq!(asked["state"], "cancelling");
        app.work_a_batch();
        let job = city.get(&path).expect(200);
        assert_eq!((&job["state"], progress(&job)), (&json!("cancelled"), (done, total)));
        assert_eq!(kept(&city, &path), before);
        city.post(&format!("{path}/cancel"), &json!({})).problem(409, "already_ended");
    }
}

fn a_waiting_run_is_cancelled_at_once(app: &TestApp) {
    postings(app, 1);
    people(app, 1);
    let city = app.city();
    app.rest();
    let [first, second] = both_directions().map(|run| started(&city, &run));
    assert_eq!(city.post(&format!("{first}/cancel"), &json!({})).expect(200)["state"], "cancelled");
    app.work_on();
    assert_eq!(ended(&city, &second)["state"], "succeeded");
    let first = city.get(&first).expect(200);
    assert_eq!((&first["state"], progress(&first)), (&json!("cancelled"), (0, 1)));
}

fn somebody_deleted_meanwhile_is_left_out(app: &TestApp) {
    postings(app, POSTINGS);
    let all = people(app, PEOPLE);
    let city = app.city();
    app.rest();
    let mut gone: HashSet<String> = HashSet::new();
    for (run, turn) in both_directions().iter().zip(0..) {
        let path = started(&city, run);
        app.work_a_batch();
        let before = pages(&city, &run_of(&city, &path), "");
        // One who was kept already, and two who are yet to come where people are the subjects.
        let done = before.iter().map(|item| item["candidate_id"].as_str().unwrap()).next().unwrap();
        let leaving = [done, &all[PEOPLE as usize - 2 - turn * 10], &all[PEOPLE as usize - 3 - turn * 10]];
        for person in leaving {
            assert_eq!(city.delete(&format!("/candidates/{person}")).status, 204);
            gone.insert(person.to_owned());
        }
        app.work_on();
        let job = ended(&city, &path);
        app.rest();
        assert_eq!(job["state"], "succeeded");
        assert_eq!(progress(&job).0, progress(&job).1, "{job}");
        let after = pages(&city, &run_of(&city, &path), "");
        let shown = |id: &str| after.iter().any(|item| item["candidate_id"] == id);
        assert!(!gone.iter().any(|person| shown(person)));
        let after: HashSet<String> = after.iter().map(Value::to_string).collect();
        let has_gone = |item: &Value| gone.contains(item["candidate_id"].as_str().unwrap());
        assert!(before.iter().all(|item| after.contains(&item.to_string()) != has_gone(item)));
        assert!(after.len() > before.len());
    }
}

#[test]
fn sqlite_keeps_the_same_on_any_threads_and_after_a_restart() {
    same_rows(TestApp::sqlite());
}

#[test]
fn postgres_keeps_the_same_on_any_threads_and_after_a_restart() {
    if let Some(app) = TestApp::postgres() {
        same_rows(app);
    }
}

fn same_rows(mut app: TestApp) {
    postings(&app, POSTINGS);
    people(&app, PEOPLE);
    let whole = |app: &TestApp, run: &Value| {
        let path = started(&app.city(), run);
        assert_eq!(ended(&app.city(), &path)["state"], "succeeded");
        kept(&app.city(), &path)
    };
    let first = both_directions().map(|run| whole(&app, &run));
    assert!(first[0].len() > 300 && first[1].len() > 1000, "{} {}", first[0].len(), first[1].len());
    for ranking_threads in [2, 4, 1] {
        app.restart(ranking_threads);
        assert!(both_directions().map(|run| whole(&app, &run)) == first, "on {ranking_threads} threads");
    }
    for (run, expected) in both_directions().iter().zip(&first) {
        app.rest();
        let path = started(&app.city(), run);
        app.work_a_batch();
        let (done, total) = progress(&app.city().get(&path).expect(200));
        assert!(0 < done && done < total, "{done} of {total}");
        app.restart(1);
        let job = ended(&app.city(), &path);
        assert_eq!((&job["state"], progress(&job)), (&json!("succeeded"), (total, total)));
        assert!(kept(&app.city(), &path) == *expected, "cut off after {done}");
    }
}
