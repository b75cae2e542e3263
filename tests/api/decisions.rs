//! Decisions: everybody undecided is decided on, on a ranking that is kept; a second person approves where one is asked.

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::client::Client;
use crate::samples;

crate::on_both!(
    everybody_undecided_gets_an_outcome,
    what_cannot_be_decided_is_told_at_once,
    a_second_person_approves_and_nobody_else,
    the_ranking_is_kept_byte_for_byte,
    a_later_decision_takes_the_place_of_an_untold_one,
);

fn another_key(client: &Client, scopes: &[&str]) -> Client {
    let made = client.post("/api-keys", &json!({"name": "もう一人", "scopes": scopes})).expect(201);
    client.with_key(made["secret"].as_str().unwrap())
}

/// A posting with applications: the posting's id, and the applications' with their people's.
fn call_for(app: &TestApp, applicants: usize) -> (String, Vec<(String, String)>) {
    let city = app.city();
    let posting = app.published(&city, &samples::posting("市の魅力を届ける"));
    let apply = |number: usize| {
        let mut person = samples::candidate(&format!("応募者 {number}"));
        person["hours_per_week"] = json!(5 + number);
        let person = city.post("/candidates", &person).id();
        let body = json!({"posting_id": posting, "candidate_id": person});
        (city.post("/applications", &body).id(), person)
    };
    let applications = (0..applicants).map(apply).collect();
    (posting, applications)
}

fn screened(client: &Client, application: &str) {
    let step = json!({"to": "screening"});
    client.post(&format!("/applications/{application}/transitions"), &step).expect(200);
}

fn body(selected: &[&str], waiting: &[&str]) -> Value {
    json!({
        "selected": selected, "waiting": waiting, "reasons": [], "default_reason": "seats_filled",
        "reason": "地域への理解と稼働がそろうため", "approver_user_id": null,
    })
}

fn decide(client: &Client, posting: &str, body: &Value) -> crate::client::Answer {
    client.post(&format!("/postings/{posting}/decisions"), body)
}

fn everybody_undecided_gets_an_outcome(app: &TestApp) {
    let (posting, applied) = call_for(app, 5);
    let city = app.city();
    for (application, _) in &applied[..3] {
        screened(&city, application);
    }
    // One is out already, and one has withdrawn: they are not decided on.
    let step = json!({"to": "declined", "reason_category": "hours"});
    city.post(&format!("/applications/{}/transitions", applied[4].0), &step).expect(200);
    let mut wanted = body(&[&applied[1].0], &[&applied[0].0]);
    wanted["reasons"] = json!([{"application_id": applied[3].0, "category": "period"}]);
    let decided = decide(&city, &posting, &wanted).expect(201);
    assert_eq!((&decided["state"], &decided["version"]), (&json!("approved"), &json!(1)));
    let line = |of: &(String, String), outcome: &str, category: Value| json!({"application_id": of.0, "candidate_id": of.1, "outcome": outcome, "category": category});
    let expected = [
        line(&applied[1], "selected", Value::Null),
        line(&applied[0], "waiting", Value::Null),
        line(&applied[2], "not_selected", json!("seats_filled")),
        line(&applied[3], "not_selected", json!("period")),
    ];
    assert_eq!(decided["lines"], json!(expected));
    // Nobody was moved, and nobody hears of it.
    let statuses = |client: &Client| -> Vec<Value> {
        let page = client.get(&format!("/applications?posting_id={posting}")).expect(200);
        page["items"].as_array().unwrap().iter().map(|one| one["status"].clone()).collect()
    };
    assert_eq!(statuses(&city), ["screening", "screening", "screening", "submitted", "declined"]);
    let path = format!("/decisions/{}", decided["id"].as_str().unwrap());
    assert_eq!(city.get(&path).expect(200), decided);
    app.board().get(&path).problem(404, "not_found");
    app.board().get(&format!("{path}/ranking")).problem(404, "not_found");
}

fn what_cannot_be_decided_is_told_at_once(app: &TestApp) {
    let (posting, applied) = call_for(app, 4);
    let city = app.city();
    screened(&city, &applied[0].0);
    screened(&city, &applied[1].0);
    let (_, elsewhere) = call_for(app, 1);
    let stranger = elsewhere[0].0.as_str();
    let mut wrong = body(&[&applied[0].0, &applied[1].0, &applied[2].0], &[stranger]);
    wrong["default_reason"] = Value::Null;
    let answer = decide(&city, &posting, &wrong);
    let mut told = answer.pointers();
    told.sort();
    // An offer is not legal from `submitted`; three for two places; another posting's; and one without a reason.
    assert_eq!(told, ["/default_reason", "/selected", "/selected/2", "/waiting/0"], "{}", answer.text);
    let mut unsaid = body(&[], &[]);
    unsaid["reason"] = json!("");
    assert_eq!(decide(&city, &posting, &unsaid).pointers(), ["/reason"]);
    decide(&app.board(), &posting, &body(&[], &[])).problem(403, "forbidden");
    // Nobody chosen at all is a decision too.
    let nobody = decide(&city, &posting, &body(&[], &[])).expect(201);
    assert_eq!(nobody["lines"].as_array().unwrap().len(), 4);
    let (empty, _) = call_for(app, 0);
    assert_eq!(decide(&city, &empty, &body(&[], &[])).expect(201)["lines"], json!([]));
}

fn a_second_person_approves_and_nobody_else(app: &TestApp) {
    let (posting, applied) = call_for(app, 2);
    let city = app.city();
    let second = another_key(&city, &["selections:read", "decisions:approve"]);
    let settings = json!({"blind": true, "second_approver": true});
    city.put(&format!("/postings/{posting}/review"), &settings).expect(200);
    screened(&city, &applied[0].0);
    let decided = decide(&city, &posting, &body(&[&applied[0].0], &[])).expect(201);
    assert_eq!(decided["state"], "proposed");
    let path = format!("/decisions/{}", decided["id"].as_str().unwrap());
    let approve = |client: &Client| client.post(&format!("{path}/approve"), &json!({"note": "確認した"}));
    approve(&city).problem(403, "forbidden");
    approve(&another_key(&city, &["selections:write"])).problem(403, "missing_scope");
    let old = second.json(("POST", &format!("{path}/approve")), &[("If-Match", "\"7\"")], &json!({}));
    old.problem(412, "version_mismatch");
    let approved = approve(&second).expect(200);
    assert_eq!((&approved["state"], &approved["version"]), (&json!("approved"), &json!(2)));
    assert_eq!(approved["settlement"]["note"], "確認した");
    approve(&second).problem(409, "decision_settled");
    // From now on the names are needed.
    assert_eq!(city.get(&format!("/postings/{posting}/review")).expect(200)["blind"], false);
    let again = decide(&city, &posting, &body(&[], &[])).expect(201);
    let path = format!("/decisions/{}", again["id"].as_str().unwrap());
    assert_eq!(second.post(&format!("{path}/refuse"), &json!({})).expect(200)["state"], "refused");
    second.post(&format!("{path}/approve"), &json!({})).problem(409, "decision_settled");
}

fn the_ranking_is_kept_byte_for_byte(app: &TestApp) {
    let (posting, applied) = call_for(app, 4);
    let city = app.city();
    let ranking = city.get(&format!("/postings/{posting}/matches?pool=applicants")).expect(200);
    screened(&city, &applied[0].0);
    let decided = decide(&city, &posting, &body(&[&applied[0].0], &[])).expect(201);
    let path = format!("/decisions/{}/ranking", decided["id"].as_str().unwrap());
    let kept = city.get(&path);
    let frozen = kept.body();
    for (item, now) in frozen["items"].as_array().unwrap().iter().zip(ranking["items"].as_array().unwrap()) {
        for field in ["rank", "rank_range", "band", "candidate_id", "score", "breakdown", "unknown"] {
            assert_eq!(item[field], now[field], "{field}");
        }
    }
    assert_eq!(frozen["items"].as_array().unwrap().len(), 4);
    assert_eq!((&frozen["posting_version"], &frozen["weights"]), (&json!(2), &ranking["weights"]));
    assert!(!kept.text.contains("応募者"), "no name is kept with it");
    // The posting changes, a person changes, one is gone: the ranking does not.
    city.patch(&format!("/postings/{posting}"), &json!({"weights": {"skill": 1, "commitment": 90}}))
        .expect(200);
    city.patch(&format!("/candidates/{}", applied[3].1), &json!({"hours_per_week": 40})).expect(200);
    assert_eq!(city.delete(&format!("/candidates/{}", applied[2].1)).status, 204);
    assert_ne!(
        city.get(&format!("/postings/{posting}/matches?pool=applicants")).expect(200)["items"],
        ranking["items"]
    );
    assert_eq!(city.get(&path).text, kept.text);
    assert_eq!(city.get(path.trim_end_matches("/ranking")).expect(200)["lines"].as_array().unwrap().len(), 3);
}

fn a_later_decision_takes_the_place_of_an_untold_one(app: &TestApp) {
    let (posting, applied) = call_for(app, 2);
    let city = app.city();
    screened(&city, &applied[0].0);
    screened(&city, &applied[1].0);
    decide(&city, &posting, &body(&[&applied[0].0], &[])).expect(201);
    decide(&city, &posting, &body(&[&applied[1].0], &[])).expect(201);
    let page = city.get(&format!("/postings/{posting}/decisions")).expect(200);
    let states: Vec<&Value> = page["items"].as_array().unwrap().iter().map(|one| &one["state"]).collect();
    assert_eq!(states, ["superseded", "approved"]);
    let first = page["items"][0]["id"].as_str().unwrap();
    let preview = json!({"decision_id": first});
    city.post(&format!("/postings/{posting}/notices/preview"), &preview)
        .problem(409, "decision_not_approved");
}
