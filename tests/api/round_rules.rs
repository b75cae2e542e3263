//! What a round sets for the applications to its postings: the order of the meetings, the days of the stages, how many
//! applications a person may have open, and the seats over all of its postings.

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::client::Client;
use crate::samples;

mod seats;

crate::on_both! {
    a_round_sets_the_order_of_its_meetings,
    nobody_is_led_on_before_an_encounter_was_held,
    nobody_is_chosen_or_waits_before_an_encounter_was_held,
    who_waits_unmet_is_passed_over_and_goes_on_waiting,
    a_round_gives_each_stage_its_days,
    a_person_has_so_many_applications_open_in_a_round,
    one_who_applies_everywhere_at_once_gets_no_further,
}

/// A published round with these rules.
fn round(by: &Client, rules: &Value) -> String {
    let program = by.post("/programs", &json!({"name": "地方短期副業"})).id();
    let mut round = json!({"program_id": program, "name": "第2弾"});
    for (rule, value) in rules.as_object().unwrap() {
        round[rule] = value.clone();
    }
    let id = by.post("/rounds", &round).id();
    by.post(&format!("/rounds/{id}/transitions"), &json!({"to": "published"})).expect(200);
    id
}

/// A published posting of a round.
fn posting(app: &TestApp, round: &str, seats: u16) -> String {
    let mut posting = samples::posting("みそ蔵の新商品を首都圏に届ける");
    posting["round_id"] = json!(round);
    posting["seats"] = json!(seats);
    app.published(&app.city(), &posting)
}

fn person(by: &Client, name: &str) -> String {
    by.post("/candidates", &samples::candidate(name)).id()
}

/// Applies with a new person.
fn apply(by: &Client, posting: &str, name: &str) -> String {
    let person = person(by, name);
    by.post("/applications", &json!({"posting_id": posting, "candidate_id": person})).id()
}

fn step(by: &Client, application: &str, to: &str) -> crate::client::Answer {
    by.post(&format!("/applications/{application}/transitions"), &json!({"to": to}))
}

fn lead(by: &Client, application: &str, stages: &[&str]) {
    stages.iter().for_each(|to| drop(step(by, application, to).expect(200)));
}

fn status(by: &Client, application: &str) -> Value {
    by.get(&format!("/applications/{application}")).expect(200)["status"].clone()
}

fn legal(problem: &Value) -> Vec<&str> {
    let words = problem["legal"].as_array().unwrap().iter().map(|word| word.as_str().unwrap());
    words.filter(|word| !["declined", "expired", "redirected"].contains(word)).collect()
}

fn a_round_sets_the_order_of_its_meetings(app: &TestApp) {
    let city = app.city();
    let refused = |application: &str, to: &str| {
        let problem = step(&city, application, to).problem(409, "illegal_transition");
        legal(&problem).iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    // The interview first, on paper of whoever is then met.
    let interview_first = posting(app, &round(&city, &json!({"stage_order": ["interview", "encounter"]})), 2);
    let application = apply(&city, &interview_first, "一人目");
    lead(&city, &application, &["screening"]);
    for to in ["encounter", "offered"] {
        assert_eq!(refused(&application, to), ["interview"], "{to}");
    }
    lead(&city, &application, &["interview"]);
    assert_eq!(refused(&application, "offered"), ["encounter"]);
    lead(&city, &application, &["encounter"]);
    assert_eq!(refused(&application, "interview"), ["offered"], "no way back");
    // The other way round.
    let encounter_first = posting(app, &round(&city, &json!({"stage_order": ["encounter", "interview"]})), 2);
    let application = apply(&city, &encounter_first, "二人目");
    lead(&city, &application, &["screening"]);
    for to in ["interview", "offered"] {
        assert_eq!(refused(&application, to), ["encounter"], "{to}");
    }
    let history = city.get(&format!("/applications/{application}/history")).expect(200);
    assert_eq!(history["legal"][0], "encounter", "and the history says what comes next");
    // A round with one meeting, and one with none.
    let only_interview = posting(app, &round(&city, &json!({"stage_order": ["interview"]})), 2);
    let application = apply(&city, &only_interview, "三人目");
    lead(&city, &application, &["screening"]);
    assert_eq!(refused(&application, "encounter"), ["interview"]);
    lead(&city, &application, &["interview", "offered"]);
    let none = posting(app, &round(&city, &json!({"stage_order": []})), 2);
    let application = apply(&city, &none, "四人目");
    lead(&city, &application, &["screening"]);
    assert_eq!(refused(&application, "interview"), ["offered"]);
    lead(&city, &application, &["offered"]);
}

fn nobody_is_led_on_before_an_encounter_was_held(app: &TestApp) {
    app.turn_clock_to("2026-09-01T09:00:00+09:00");
    let city = app.city();
    let posting = posting(app, &round(&city, &json!({"stage_order": ["encounter", "interview"]})), 2);
    let [met, leaves, out] = ["会う人", "辞退する人", "見送る人"].map(|name| apply(&city, &posting, name));
    for one in [&met, &leaves, &out] {
        lead(&city, one, &["screening", "encounter"]);
        step(&city, one, "interview").problem(409, "meeting_not_held");
    }
    let meeting = |status: &str| {
        json!({
            "application_id": met, "kind": "field_work", "mode": "on_site", "status": status,
            "scheduled_at": "2026-08-20T10:00:00+09:00",
        })
    };
    // One that is planned, or was called off, is none.
    let planned = city.post("/encounters", &meeting("planned")).id();
    step(&city, &met, "interview").problem(409, "meeting_not_held");
    let path = format!("/encounters/{planned}");
    city.patch(&path, &json!({"status": "cancelled"})).expect(200);
    step(&city, &met, "interview").problem(409, "meeting_not_held");
    // Nor is one of somebody else.
    let mut of_another = meeting("held");
    of_another["application_id"] = json!(out);
    city.post("/encounters", &of_another).expect(201);
    step(&city, &met, "interview").problem(409, "meeting_not_held");
    assert_eq!(status(&city, &met), "encounter");
    city.post("/encounters", &meeting("held")).expect(201);
    lead(&city, &met, &["interview", "offered"]);
    // Who leaves, or is not chosen, need not be met.
    city.post(&format!("/applications/{leaves}/withdraw"), &json!({})).expect(200);
    let decline = json!({"to": "declined", "reason_category": "hours"});
    city.post(&format!("/applications/{out}/transitions"), &decline).expect(200);
    // Nobody waits past a meeting: an offer from before it would skip it.
    let before = apply(&city, &posting, "まだ会っていない人");
    lead(&city, &before, &["screening"]);
    let waiting =
        city.put(&format!("/postings/{posting}/waiting-list"), &json!({"application_ids": [before]}));
    assert_eq!(waiting.pointers(), ["/application_ids/0"], "{}", waiting.text);
}

fn nobody_is_chosen_or_waits_before_an_encounter_was_held(app: &TestApp) {
    app.turn_clock_to("2026-09-01T09:00:00+09:00");
    let city = app.city();
    let posting = posting(app, &round(&city, &json!({"stage_order": ["encounter"]})), 1);
    let [taken, one] = ["選ばれる人", "まだ会っていない人"].map(|name| apply(&city, &posting, name));
    lead(&city, &one, &["screening", "encounter"]);
    lead(&city, &taken, &["screening", "encounter"]);
    let path = format!("/postings/{posting}/waiting-list");
    let wait = |ids: &[&String]| city.put(&path, &json!({"application_ids": ids}));
    assert_eq!(wait(&[&one]).pointers(), ["/application_ids/0"]);
    let decide = |chosen: &str| {
        let body = json!({
            "selected": [chosen], "waiting": [], "reasons": [], "default_reason": "hours", "reason": "会った",
        });
        city.post(&format!("/postings/{posting}/decisions"), &body)
    };
    let refused = decide(&one);
    assert_eq!(refused.pointers(), ["/selected/0"], "{}", refused.text);
    let meet = |application: &str| {
        let meeting = json!({
            "application_id": application, "kind": "field_work", "mode": "on_site", "status": "held",
            "scheduled_at": "2026-08-20T10:00:00+09:00",
        });
        city.post("/encounters", &meeting).id()
    };
    meet(&taken);
    meet(&one);
    lead(&city, &taken, &["offered"]);
    wait(&[&one]).expect(200);
    let decline = json!({"to": "declined", "reason_category": "person_declined"});
    city.post(&format!("/applications/{taken}/transitions"), &decline).expect(200);
    assert_eq!(status(&city, &one), "offered");
}

fn who_waits_unmet_is_passed_over_and_goes_on_waiting(app: &TestApp) {
    app.turn_clock_to("2026-09-01T09:00:00+09:00");
    let city = app.city();
    // Without a round nobody asks for a meeting; then the posting comes into one that does.
    let mut plain = samples::posting("回の外の案件");
    plain["seats"] = json!(1);
    let posting = app.published(&city, &plain);
    let [taken, unmet, next] = ["選ばれる人", "まだ会っていない人", "次の人"].map(|name| {
        let one = apply(&city, &posting, name);
        lead(&city, &one, &["screening", "encounter"]);
        one
    });
    let path = format!("/postings/{posting}/waiting-list");
    city.put(&path, &json!({"application_ids": [unmet, next]})).expect(200);
    lead(&city, &taken, &["offered"]);
    let meeting = json!({
        "application_id": next, "kind": "field_work", "mode": "on_site", "status": "held",
        "scheduled_at": "2026-08-20T10:00:00+09:00",
    });
    city.post("/encounters", &meeting).expect(201);
    let round = round(&city, &json!({"stage_order": ["encounter"]}));
    city.patch(&format!("/postings/{posting}"), &json!({"round_id": round})).expect(200);
    let decline = json!({"to": "declined", "reason_category": "person_declined"});
    city.post(&format!("/applications/{taken}/transitions"), &decline).expect(200);
    assert_eq!((status(&city, &unmet), status(&city, &next)), (json!("encounter"), json!("offered")));
    assert_eq!(city.get(&path).expect(200)["application_ids"], json!([unmet]));
}

fn a_round_gives_each_stage_its_days(app: &TestApp) {
    app.hold_clock_at("2026-07-20T09:00:00+09:00");
    let city = app.city();
    let days = json!({"submitted": 3, "screening": 14, "offered": 7});
    let rules = json!({"stage_order": ["interview"], "stage_days": days});
    let posting = posting(app, &round(&city, &rules), 2);
    let application = apply(&city, &posting, "山口 理沙");
    let due = || city.get(&format!("/applications/{application}")).expect(200)["due_at"].clone();
    assert_eq!(due(), "2026-07-23T00:00:00.000000Z", "three days, to the hour");
    app.hold_clock_at("2026-07-22T18:00:00+09:00");
    lead(&city, &application, &["screening"]);
    assert_eq!(due(), "2026-08-05T09:00:00.000000Z", "from the entry into the stage");
    // Late, and left to people: only an offer ends by itself.
    app.hold_clock_at("2026-08-06T18:00:00+09:00");
    let overdue = city.get("/applications?overdue=true").expect(200);
    assert_eq!(overdue["items"][0]["id"], json!(application));
    assert_eq!(status(&city, &application), "screening");
    lead(&city, &application, &["interview"]);
    assert_eq!(due(), json!(null), "the round gives the interview no days");
    lead(&city, &application, &["offered"]);
    assert_eq!(due(), "2026-08-13T09:00:00.000000Z");
    app.hold_clock_at("2026-08-13T18:00:00+09:00");
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert_eq!(status(&city, &application), "offered", "the last instant is still in time");
    app.hold_clock_at("2026-08-13T18:00:01+09:00");
    until(&city, &application, "expired");
    assert_eq!(due(), json!(null));
    // Without a round no stage has a clock.
    let plain = app.published(&city, &samples::posting("回の外の案件"));
    let plain = apply(&city, &plain, "佐藤 健");
    assert_eq!(city.get(&format!("/applications/{plain}")).expect(200)["due_at"], json!(null));
}

/// Waits until an application is in a status: the clocks are watched by a thread of their own.
fn until(by: &Client, application: &str, wanted: &str) {
    for _ in 0..200 {
        if status(by, application) == wanted {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    panic!("{application} is not {wanted} after ten seconds");
}

fn a_person_has_so_many_applications_open_in_a_round(app: &TestApp) {
    let (city, board) = (app.city(), app.board());
    let round_id = round(&city, &json!({"pending_cap": 2, "stage_order": []}));
    let postings: Vec<String> = (0..4).map(|_| posting(app, &round_id, 2)).collect();
    let who = person(&board, "山口 理沙");
    let apply = |posting: &str, who: &str| {
        board.post("/applications", &json!({"posting_id": posting, "candidate_id": who}))
    };
    let first = apply(&postings[0], &who).id();
    let second = apply(&postings[1], &who).id();
    let refused = apply(&postings[2], &who).problem(409, "pending_cap_reached");
    assert!(refused["detail"].as_str().unwrap().contains('2'), "{refused}");
    // Somebody else, and a posting outside the round, are counted by themselves.
    apply(&postings[2], &person(&board, "佐藤 健")).expect(201);
    apply(&app.published(&city, &samples::posting("回の外の案件")), &who).expect(201);
    // An offer is open; a work that has begun, or an application that has ended, is not.
    lead(&city, &first, &["screening", "offered"]);
    apply(&postings[2], &who).problem(409, "pending_cap_reached");
    lead(&city, &first, &["accepted", "engaged"]);
    let third = apply(&postings[2], &who).id();
    apply(&postings[3], &who).problem(409, "pending_cap_reached");
    let decline = json!({"to": "declined", "reason_category": "hours"});
    city.post(&format!("/applications/{second}/transitions"), &decline).expect(200);
    apply(&postings[3], &who).expect(201);
    board.post(&format!("/applications/{third}/withdraw"), &json!({})).expect(200);
    apply(&postings[2], &who).expect(201);
}

fn one_who_applies_everywhere_at_once_gets_no_further(app: &TestApp) {
    let (city, board) = (app.city(), app.board());
    let round_id = round(&city, &json!({"pending_cap": 2}));
    let postings: Vec<String> = (0..8).map(|_| posting(app, &round_id, 2)).collect();
    let who = person(&board, "急ぐ人");
    let apply = |posting: &String| loop {
        let body = json!({"posting_id": posting, "candidate_id": who});
        let answer = board.post("/applications", &body);
        // A server that is busy has done nothing: the caller asks again.
        if answer.status != 503 {
            break answer;
        }
    };
    let answers: Vec<_> = std::thread::scope(|scope| {
        let racing: Vec<_> = postings.iter().map(|one| scope.spawn(move || apply(one))).collect();
        racing.into_iter().map(|racer| racer.join().unwrap()).collect()
    });
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 2);
    for refused in answers.iter().filter(|answer| answer.status != 201) {
        refused.problem(409, "pending_cap_reached");
    }
}
