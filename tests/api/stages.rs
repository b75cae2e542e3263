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
    the_history_has_every_move_and_each_side_its_own_reasons,
    an_offer_that_nobody_answers_expires_and_the_next_in_line_moves_up,
    what_is_overdue_is_listed_and_left_to_people,
    a_waiting_list_has_only_those_to_whom_an_offer_can_be_made,
    many_seats_that_fall_free_at_once_go_to_as_many_in_their_order,
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
    // Nobody is pointed to where the window has closed, or where they have applied already.
    let mut over = samples::posting("締め切った案件");
    over["application_closes_at"] = json!("2035-01-01T00:00:00+09:00");
    let over = app.published(&city, &over);
    let who = city.get(&format!("/applications/{application}")).expect(200)["candidate_id"].clone();
    let known = app.published(&city, &samples::posting("応募ずみの案件"));
    city.post("/applications", &json!({"posting_id": known, "candidate_id": who})).expect(201);
    app.turn_clock_to("2035-01-01T00:00:00+09:00");
    for nowhere in [&posting, &draft, &application, &over, &known] {
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
    // Each of them is told to the posting's body; the feed waits for transactions that began before.
    let told = || {
        let changes = city.get("/changes?limit=200").expect(200);
        changes["items"].as_array().unwrap().iter().filter(|change| change["id"] == application).count()
    };
    for _ in 0..100 {
        if told() == 5 {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    panic!("applied, three moves, withdrawn: {} changes", told());
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

/// The statuses of a posting's applications, by id.
fn statuses(by: &Client, posting: &str) -> std::collections::BTreeMap<String, String> {
    let listed = by.get(&format!("/applications?posting_id={posting}&limit=200")).expect(200);
    let word = |value: &Value| value.as_str().unwrap().to_owned();
    listed["items"].as_array().unwrap().iter().map(|one| (word(&one["id"]), word(&one["status"]))).collect()
}

/// Waits until an application is in a status: the clocks are watched by a thread of their own.
fn until_in(by: &Client, application: &str, status: &str) -> Value {
    let path = format!("/applications/{application}");
    for _ in 0..200 {
        let now = by.get(&path).expect(200);
        if now["status"] == status {
            return now;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    panic!("{application} is not {status} after ten seconds: {}", by.get(&path).text);
}

fn the_history_has_every_move_and_each_side_its_own_reasons(app: &TestApp) {
    app.turn_clock_to("2026-09-01T09:00:00+09:00");
    let (city, board) = (app.city(), app.board());
    let posting = app.published(&city, &samples::posting("案件"));
    let application = apply(&board, &posting, "山口 理沙");
    app.turn_clock_to("2026-09-03T09:00:00+09:00");
    let path = format!("/applications/{application}");
    city.post(&format!("{path}/transitions"), &json!({"to": "screening", "reason": "経歴がよく合う"}))
        .expect(200);
    let more = json!({"due_at": "2026-09-20T09:00:00+09:00", "reason": "日程の調整"});
    let extended = city.post(&format!("{path}/extend"), &more).expect(200);
    assert_eq!(
        (&extended["status"], &extended["due_at"]),
        (&json!("screening"), &json!("2026-09-20T00:00:00.000000Z"))
    );
    app.turn_clock_to("2026-09-04T09:00:00+09:00");
    let decline = json!({"to": "declined", "reason": "他の方に決めた", "reason_category": "other_fit"});
    city.post(&format!("{path}/transitions"), &decline).expect(200);
    let history = city.get(&format!("{path}/history")).expect(200);
    let told = |history: &Value, field: &str| -> Vec<Value> {
        history["moves"].as_array().unwrap().iter().map(|step| step[field].clone()).collect()
    };
    assert_eq!(told(&history, "to"), ["submitted", "screening", "screening", "declined"]);
    assert_eq!(told(&history, "by"), ["applicant_body", "manager", "manager", "manager"]);
    assert_eq!(
        told(&history, "reason"),
        [json!(null), json!("経歴がよく合う"), json!("日程の調整"), json!("他の方に決めた")]
    );
    let seconds: Vec<i64> =
        history["stages"].as_array().unwrap().iter().map(|span| span["seconds"].as_i64().unwrap()).collect();
    assert_eq!(seconds.len(), 3, "more time is no new stage: {history}");
    assert!((seconds[0] - 2 * 86_400).abs() < 60 && (seconds[1] - 86_400).abs() < 60, "{seconds:?}");
    assert!(history["legal"].as_array().unwrap().is_empty());
    // The person's body sees the category, and neither the words nor who wrote them.
    let theirs = board.get(&format!("{path}/history")).expect(200);
    assert_eq!(told(&theirs, "reason"), vec![json!(null); 4]);
    assert_eq!(told(&theirs, "reason_category"), [json!(null), json!(null), json!(null), json!("other_fit")]);
    assert_eq!(told(&theirs, "api_key_id")[1], json!(null));
    assert!(told(&theirs, "api_key_id")[0].is_string());
    assert_eq!(theirs["legal"], json!(["withdrawn"]));
    app.coordinator().get(&format!("{path}/history")).problem(404, "not_found");
    city.post(&format!("{path}/extend"), &json!({"due_at": "2027-01-01T00:00:00Z", "reason": "x"}))
        .problem(409, "illegal_transition");
}

fn an_offer_that_nobody_answers_expires_and_the_next_in_line_moves_up(app: &TestApp) {
    app.turn_clock_to("2026-09-01T09:00:00+09:00");
    let city = app.city();
    let mut wanted = samples::posting("1枠の案件");
    wanted["seats"] = json!(1);
    let posting = app.published(&city, &wanted);
    let [first, second, third] = ["一人目", "二人目", "三人目"].map(|name| apply(&city, &posting, name));
    for one in [&first, &second, &third] {
        lead(&city, one, &["screening"]);
    }
    lead(&city, &first, &["offered"]);
    let waiting = format!("/postings/{posting}/waiting-list");
    let set = city.put(&waiting, &json!({"application_ids": [second, third]})).expect(200);
    assert_eq!((&set["seats"], &set["offered"], &set["taken"]), (&json!(1), &json!(1), &json!(0)));
    assert_eq!(statuses(&city, &posting)[&second], "screening", "nobody moves up by being put on the list");
    let due = json!({"due_at": "2026-09-08T09:00:00+09:00", "reason": "一週間で返事をもらう"});
    city.post(&format!("/applications/{first}/extend"), &due).expect(200);
    let due_before = |at: &str| {
        let page = city.get(&format!("/applications?due_before={at}")).expect(200);
        page["items"].as_array().unwrap().len()
    };
    assert_eq!((due_before("2026-09-07T00:00:00Z"), due_before("2026-09-08T00:00:00Z")), (0, 1));
    // A day before, those in charge are reminded, once.
    app.turn_clock_to("2026-09-07T10:00:00+09:00");
    let reminded = || {
        for _ in 0..200 {
            let now = city.get(&format!("/applications/{first}")).expect(200);
            if now["reminded_at"].is_string() {
                return now;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        panic!("nobody was reminded");
    };
    let version = reminded()["version"].clone();
    let events = |action: &str| {
        let page = city.get("/audit-events?limit=200").expect(200);
        page["items"].as_array().unwrap().iter().filter(|event| event["action"] == action).count()
    };
    assert_eq!(events("application.reminded"), 1);
    assert_eq!(city.get("/applications?overdue=true").expect(200)["items"], json!([]));
    app.turn_clock_to("2026-09-08T09:00:10+09:00");
    let expired = until_in(&city, &first, "expired");
    assert_eq!(
        expired["version"].as_i64().unwrap(),
        version.as_i64().unwrap() + 1,
        "one reminder, one expiry"
    );
    // In the same transaction.
    assert_eq!(statuses(&city, &posting)[&second], "offered");
    assert_eq!(city.get(&waiting).expect(200)["application_ids"], json!([third]));
    let history = city.get(&format!("/applications/{second}/history")).expect(200);
    let last = history["moves"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(
        (&last["to"], &last["by"], &last["organization_id"]),
        (&json!("offered"), &json!("system"), &json!(null))
    );
    // A seat is added, and the next moves up; nobody is left to move up when the last one declines.
    let seats = city.patch(&format!("/postings/{posting}"), &json!({"seats": 2}));
    seats.expect(200);
    assert_eq!(statuses(&city, &posting)[&third], "offered");
    let decline = json!({"to": "declined", "reason_category": "person_declined"});
    city.post(&format!("/applications/{third}/transitions"), &decline).expect(200);
    assert_eq!(city.get(&waiting).expect(200)["application_ids"], json!([]));
}

fn what_is_overdue_is_listed_and_left_to_people(app: &TestApp) {
    app.turn_clock_to("2026-09-01T09:00:00+09:00");
    let city = app.city();
    let posting = app.published(&city, &samples::posting("案件"));
    let [late, soon] = ["遅れている人", "まだの人"].map(|name| apply(&city, &posting, name));
    for (one, due) in [(&late, "2026-09-02T09:00:00+09:00"), (&soon, "2026-10-02T09:00:00+09:00")] {
        let body = json!({"due_at": due, "reason": "書類の確認"});
        city.post(&format!("/applications/{one}/extend"), &body).expect(200);
    }
    let refused = city.post(
        &format!("/applications/{soon}/extend"),
        &json!({"due_at": "2026-08-01T00:00:00Z", "reason": "過ぎた日"}),
    );
    refused.problem(422, "validation_failed");
    assert_eq!(refused.pointers(), ["/due_at"]);
    app.turn_clock_to("2026-09-03T09:00:00+09:00");
    let overdue = city.get("/applications?overdue=true").expect(200);
    let ids: Vec<&Value> = overdue["items"].as_array().unwrap().iter().map(|one| &one["id"]).collect();
    assert_eq!(ids, [&json!(late)]);
    lead(&city, &late, &["screening"]);
    assert_eq!(
        city.get("/applications?overdue=true").expect(200)["items"],
        json!([]),
        "a new stage has no clock yet"
    );
}

fn a_waiting_list_has_only_those_to_whom_an_offer_can_be_made(app: &TestApp) {
    let (city, board) = (app.city(), app.board());
    let (posting, other) =
        (app.published(&city, &samples::posting("案件")), app.published(&city, &samples::posting("別")));
    let waiting = format!("/postings/{posting}/waiting-list");
    let [fit, fresh] = ["一人目", "二人目"].map(|name| apply(&city, &posting, name));
    lead(&city, &fit, &["screening"]);
    let elsewhere = apply(&city, &other, "三人目");
    let refused = city.put(&waiting, &json!({"application_ids": [fit, fresh, elsewhere]}));
    refused.problem(422, "validation_failed");
    assert_eq!(refused.pointers(), ["/application_ids/1", "/application_ids/2"]);
    let refused = city.put(&waiting, &json!({"application_ids": [fit, fit, "x"]}));
    assert_eq!(refused.pointers(), ["/application_ids/1", "/application_ids/2"]);
    assert_eq!(city.get(&waiting).expect(200)["application_ids"], json!([]));
    city.put(&waiting, &json!({"application_ids": [fit]})).expect(200);
    board.get(&waiting).problem(403, "forbidden");
    // Who is out is off the list.
    let decline = json!({"to": "declined", "reason_category": "hours"});
    city.post(&format!("/applications/{fit}/transitions"), &decline).expect(200);
    assert_eq!(city.get(&waiting).expect(200)["application_ids"], json!([]));
}

fn many_seats_that_fall_free_at_once_go_to_as_many_in_their_order(app: &TestApp) {
    let city = app.city();
    let mut wanted = samples::posting("8枠の案件");
    wanted["seats"] = json!(8);
    let posting = app.published(&city, &wanted);
    let all: Vec<String> =
        (0..24).map(|number| apply(&city, &posting, &format!("応募者 {number}"))).collect();
    all.iter().for_each(|one| lead(&city, one, &["screening"]));
    let (offered, waiting) = all.split_at(8);
    offered.iter().for_each(|one| lead(&city, one, &["offered"]));
    city.put(&format!("/postings/{posting}/waiting-list"), &json!({"application_ids": waiting})).expect(200);
    let decline = |application: &String| {
        let body = json!({"to": "declined", "reason_category": "person_declined"});
        while city.post(&format!("/applications/{application}/transitions"), &body).status == 503 {}
    };
    std::thread::scope(|scope| offered.iter().for_each(|one| drop(scope.spawn(move || decline(one)))));
    let now = statuses(&city, &posting);
    let up: Vec<bool> = waiting.iter().map(|one| now[one] == "offered").collect();
    assert_eq!(up, [vec![true; 8], vec![false; 8]].concat());
    assert!(offered.iter().all(|one| now[one] == "declined"));
}
