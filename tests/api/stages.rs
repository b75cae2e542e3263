//! Applications through their stages: which moves are legal, who may make them, and seats that are never given twice.

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::client::Client;
use crate::samples;

crate::on_both!(
    an_illegal_move_names_the_legal_ones,
    an_exit_says_why_or_where_to,
    only_those_who_manage_the_posting_move_and_only_the_body_of_the_person_withdraws,
    two_hundred_accepts_race_for_two_seats,
);

/// Applies with a new person of a body.
fn apply(by: &Client, posting: &str, name: &str) -> String {
    let person = by.post("/candidates", &samples::candidate(name)).id();
    by.post("/applications", &json!({"posting_id": posting, "candidate_id": person})).id()
}

/// Moves an application to each of these stages in turn.
fn lead(by: &Client, application: &str, stages: &[&str]) {
    for to in stages {
        by.post(&format!("/applications/{application}/transitions"), &json!({"to": to})).expect(200);
    }
}

fn legal(problem: &Value) -> Vec<&str> {
    problem["legal"].as_array().unwrap().iter().map(|word| word.as_str().unwrap()).collect()
}

fn an_illegal_move_names_the_legal_ones(app: &TestApp) {
    let city = app.city();
    let posting = app.published(&city, &samples::posting("案件"));
    let application = apply(&city, &posting, "山口 理沙");
    let path = format!("/applications/{application}/transitions");
    let refused = city.post(&path, &json!({"to": "offered"})).problem(409, "illegal_transition");
    assert_eq!(legal(&refused), ["screening", "declined", "expired", "redirected"]);
    // Nobody withdraws for the person by a move.
    city.post(&path, &json!({"to": "withdrawn"})).problem(409, "illegal_transition");
    lead(&city, &application, &["screening", "encounter", "interview"]);
    let refused = city.post(&path, &json!({"to": "encounter"})).problem(409, "illegal_transition");
    assert_eq!(legal(&refused), ["offered", "declined", "expired", "redirected"]);
    let stale = city.json(("POST", &path), &[("If-Match", "\"1\"")], &json!({"to": "offered"}));
    stale.problem(412, "version_mismatch");
    lead(&city, &application, &["offered", "accepted", "engaged"]);
    let refused = city.post(&path, &json!({"to": "screening"})).problem(409, "illegal_transition");
    assert!(legal(&refused).is_empty());
    city.post(&format!("/applications/{application}/withdraw"), &json!({}))
        .problem(409, "illegal_transition");
    assert_eq!(city.get(&format!("/applications/{application}")).expect(200)["status"], "engaged");
    // Engaged, the person is still an applicant: the consent stands.
    let ranking = city.get(&format!("/postings/{posting}/matches?pool=applicants")).expect(200);
    assert_eq!(ranking["totals"]["considered"], 1);
}

fn an_exit_says_why_or_where_to(app: &TestApp) {
    let city = app.city();
    let (posting, other) = (
        app.published(&city, &samples::posting("案件")),
        app.published(&city, &samples::posting("別の案件")),
    );
    let draft = city.post("/postings", &samples::posting("下書き")).id();
    let application = apply(&city, &posting, "山口 理沙");
    let path = format!("/applications/{application}/transitions");
    let refused = city.post(&path, &json!({"to": "declined", "redirected_to": other}));
    refused.problem(422, "validation_failed");
    assert_eq!(refused.pointers(), ["/reason_category", "/redirected_to"]);
    let refused = city.post(&path, &json!({"to": "screening", "reason_category": "hours"}));
    assert_eq!(refused.pointers(), ["/reason_category"]);
    for nowhere in [&posting, &draft, &application] {
        let refused = city.post(&path, &json!({"to": "redirected", "redirected_to": nowhere}));
        refused.problem(422, "validation_failed");
        assert_eq!(refused.pointers(), ["/redirected_to"]);
    }
    let moved = city.post(&path, &json!({"to": "redirected", "redirected_to": other})).expect(200);
    assert_eq!((&moved["status"], &moved["redirected_to"]), (&json!("redirected"), &json!(other)));
    let second = apply(&city, &posting, "佐藤 健");
    let path = format!("/applications/{second}/transitions");
    let moved = city
        .post(&path, &json!({"to": "declined", "reason": "枠", "reason_category": "seats_filled"}))
        .expect(200);
    assert_eq!(moved["reason_category"], "seats_filled");
    // What was declined stands as a consent until the person's body withdraws it.
    city.post(&format!("/applications/{second}/withdraw"), &json!({})).expect(200);
}

fn only_those_who_manage_the_posting_move_and_only_the_body_of_the_person_withdraws(app: &TestApp) {
    let (city, board, stranger) = (app.city(), app.board(), app.coordinator());
    let posting = app.published(&city, &samples::posting("案件"));
    let application = apply(&board, &posting, "山口 理沙");
    let path = format!("/applications/{application}/transitions");
    board.post(&path, &json!({"to": "screening"})).problem(403, "forbidden");
    stranger.post(&path, &json!({"to": "screening"})).problem(404, "not_found");
    lead(&city, &application, &["screening", "offered", "accepted"]);
    city.post(&format!("/applications/{application}/withdraw"), &json!({})).problem(403, "forbidden");
    board.post(&format!("/applications/{application}/withdraw"), &json!({})).expect(200);
    let ranking = city.get(&format!("/postings/{posting}/matches?pool=applicants")).expect(200);
    assert_eq!(ranking["totals"]["considered"], 0);
    let changes = city.get("/changes?limit=200").expect(200);
    let told = changes["items"].as_array().unwrap().iter().filter(|change| change["id"] == application);
    assert_eq!(told.count(), 5, "applied, three moves, withdrawn");
}

fn two_hundred_accepts_race_for_two_seats(app: &TestApp) {
    let city = app.city();
    let posting = app.published(&city, &samples::posting("2枠の案件"));
    let applications: Vec<String> =
        (0..200).map(|number| apply(&city, &posting, &format!("応募者 {number}"))).collect();
    for application in &applications {
        lead(&city, application, &["screening", "offered"]);
    }
    let accept = |application: &String| {
        let path = format!("/applications/{application}/transitions");
        loop {
            let answer = city.post(&path, &json!({"to": "accepted"}));
            // A server that is busy has done nothing: the caller asks again, as `Retry-After` says.
            if answer.status != 503 {
                break answer;
            }
        }
    };
    let answers: Vec<_> = std::thread::scope(|scope| {
        let racing: Vec<_> = applications.iter().map(|one| scope.spawn(move || accept(one))).collect();
        racing.into_iter().map(|racer| racer.join().unwrap()).collect()
    });
    let accepted = answers.iter().filter(|answer| answer.status == 200).count();
    assert_eq!(accepted, 2);
    for refused in answers.iter().filter(|answer| answer.status != 200) {
        refused.problem(409, "no_seat_left");
    }
    let listed = city.get(&format!("/applications?posting_id={posting}&status=accepted")).expect(200);
    assert_eq!(listed["items"].as_array().unwrap().len(), 2);
}
