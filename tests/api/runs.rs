//! Match runs: long work in the background, its results frozen.

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::client::Client;
use crate::crowd::{self, ended};
use crate::samples;

crate::on_both!(
    a_run_keeps_what_the_ranking_said,
    a_run_reports_its_progress_as_it_goes,
    a_run_over_nothing_is_refused,
    runs_and_jobs_of_others_are_not_there,
);

fn started(client: &Client, scope: &Value) -> String {
    crowd::started(client, &json!({"scope": scope, "per_posting": 5}))
}

fn a_run_keeps_what_the_ranking_said(app: &TestApp) {
    let city = app.city();
    let postings: Vec<String> =
        (0..3).map(|n| app.published(&city, &samples::posting(&format!("案件{n}")))).collect();
    for n in 0..8 {
        let mut person = samples::candidate(&format!("人{n}"));
        person["hours_per_week"] = json!(n + 2);
        city.post("/candidates", &person).expect(201);
    }
    let job = ended(&city, &started(&city, &json!({"all": true})));
    assert_eq!((&job["state"], &job["progress"]), (&json!("succeeded"), &json!({"done": 3, "total": 3})));
    let run = job["result"]["match_run_id"].as_str().unwrap();
    let record = city.get(&format!("/match-runs/{run}")).expect(200);
    assert_eq!((&record["posting_ids"], &record["scoring_version"]), (&json!(postings), &json!(1)));
    let kept = city.get(&format!("/match-runs/{run}/matches?limit=200")).expect(200);
    let kept = kept["items"].as_array().unwrap();
    assert_eq!(kept.len(), 15);
    let ranking = city.get(&format!("/postings/{}/matches?limit=5", postings[1])).expect(200);
    let of_one: Vec<&Value> = kept.iter().filter(|item| item["posting_id"] == postings[1]).collect();
    for (kept, ranked) in of_one.iter().zip(ranking["items"].as_array().unwrap()) {
        for field in [
            "rank",
            "candidate_id",
            "score",
            "forward",
            "reverse",
            "mutual",
            "breakdown",
            "unknown",
            "rank_range",
        ] {
            assert_eq!(kept[field], ranked[field], "{field}");
        }
    }
    // What is kept stays as it was.
    let first = of_one[0]["candidate_id"].as_str().unwrap();
    city.patch(&format!("/candidates/{first}"), &json!({"hours_per_week": 4})).expect(200);
    let again =
        city.get(&format!("/match-runs/{run}/matches?limit=200&posting_id={}", postings[1])).expect(200);
    assert_eq!(again["items"][0]["score"], of_one[0]["score"]);
    city.post(&format!("/jobs/{}/cancel", job["id"].as_str().unwrap()), &json!({}))
        .problem(409, "already_ended");
}

fn a_run_reports_its_progress_as_it_goes(app: &TestApp) {
    let city = app.city();
    let posting = app.published(&city, &samples::posting("案件"));
    let job = started(&city, &json!({"posting_ids": [posting]}));
    let stream = city.get(&format!("{job}/events"));
    assert_eq!(stream.header("content-type"), Some("text/event-stream"));
    let last =
        stream.text.lines().rev().find_map(|line| line.strip_prefix("data: ")).expect("there are events");
    let last: Value = serde_json::from_str(last).unwrap();
    assert_eq!(last["state"], "succeeded", "{}", stream.text);
}

fn a_run_over_nothing_is_refused(app: &TestApp) {
    let city = app.city();
    let run = |scope: Value| city.post("/match-runs", &json!({"scope": scope, "per_posting": 5}));
    run(json!({"all": true})).problem(422, "validation_failed");
    run(json!({"posting_ids": []})).problem(422, "validation_failed");
    let foreign = app.board().post("/postings", &samples::posting("よその下書き")).id();
    assert_eq!(run(json!({"posting_ids": [foreign]})).pointers(), ["/scope/posting_ids/0"]);
}

fn runs_and_jobs_of_others_are_not_there(app: &TestApp) {
    let (city, board) = (app.city(), app.board());
    app.published(&city, &samples::posting("案件"));
    let path = started(&city, &json!({"all": true}));
    let job = ended(&city, &path);
    board.get(&path).problem(404, "not_found");
    board.get(&format!("{path}/events")).problem(404, "not_found");
    let run = job["result"]["match_run_id"].as_str().unwrap();
    board.get(&format!("/match-runs/{run}")).problem(404, "not_found");
    board.get(&format!("/match-runs/{run}/matches")).problem(404, "not_found");
}
