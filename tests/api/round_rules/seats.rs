//! Seats of a round over all of its postings: never oversold, and never left empty while somebody waits.

use serde_json::{Value, json};

use super::{apply, lead, person, posting, round, status, step};
use crate::app::TestApp;
use crate::client::Client;
use crate::samples;

crate::on_both! {
    a_round_has_so_many_seats_over_all_its_postings,
    accepts_across_postings_race_for_the_seats_of_the_round,
    who_waits_moves_up_when_the_round_gets_more_seats,
    who_waits_moves_up_when_somebody_with_a_seat_is_deleted_or_erased,
    a_seat_of_the_round_goes_to_another_of_its_postings,
    a_posting_that_leaves_the_round_leaves_its_seats,
    nobody_moves_up_towards_a_posting_that_was_taken_back,
    seats_of_the_round_that_fall_free_at_once_are_all_given_again,
    no_more_are_chosen_than_the_round_has_seats,
    the_seat_of_work_that_is_over_is_offered_to_nobody,
}

fn capped(by: &Client, cap: u16) -> String {
    round(by, &json!({"seat_cap": cap, "stage_order": []}))
}

fn amend(by: &Client, round: &str, cap: u16) {
    let body = json!({"seat_cap": cap, "reason": "受入先が増えたため"});
    by.post(&format!("/rounds/{round}/amendments"), &body).expect(201);
}

/// People at `screening`, waiting in this order.
fn waiting(by: &Client, posting: &str, names: &[&str]) -> Vec<String> {
    let all: Vec<String> = names.iter().map(|name| apply(by, posting, name)).collect();
    all.iter().for_each(|one| lead(by, one, &["screening"]));
    by.put(&format!("/postings/{posting}/waiting-list"), &json!({"application_ids": all})).expect(200);
    all
}

fn still_waiting(by: &Client, posting: &str) -> Value {
    by.get(&format!("/postings/{posting}/waiting-list")).expect(200)["application_ids"].clone()
}

fn decline(by: &Client, application: &str) -> u16 {
    let body = json!({"to": "declined", "reason_category": "person_declined"});
    by.post(&format!("/applications/{application}/transitions"), &body).status
}

fn a_round_has_so_many_seats_over_all_its_postings(app: &TestApp) {
    let city = app.city();
    let round = capped(&city, 2);
    let [one, other] = [(); 2].map(|()| posting(app, &round, 2));
    let [first, second, third] =
        [(&one, "一人目"), (&other, "二人目"), (&other, "三人目")].map(|(posting, name)| {
            let application = apply(&city, posting, name);
            lead(&city, &application, &["screening", "offered"]);
            application
        });
    lead(&city, &first, &["accepted"]);
    lead(&city, &second, &["accepted"]);
    // The posting has a seat left, its round has not.
    let refused = step(&city, &third, "accepted").problem(409, "no_seat_left");
    assert!(refused["detail"].as_str().unwrap().contains("all 2 of the round's seats"), "{refused}");
    assert_eq!(status(&city, &third), "offered");
    // A posting outside the round has its own.
    let plain = app.published(&city, &samples::posting("回の外の案件"));
    let outside = apply(&city, &plain, "四人目");
    lead(&city, &outside, &["screening", "offered", "accepted"]);
    // Work that has begun keeps the seat; one that is given up is free.
    lead(&city, &first, &["engaged"]);
    step(&city, &third, "accepted").problem(409, "no_seat_left");
    assert_eq!(decline(&city, &second), 200);
    lead(&city, &third, &["accepted"]);
    // A further seat is there once it is amended.
    let fourth = apply(&city, &one, "五人目");
    lead(&city, &fourth, &["screening", "offered"]);
    step(&city, &fourth, "accepted").problem(409, "no_seat_left");
    amend(&city, &round, 3);
    lead(&city, &fourth, &["accepted"]);
}

fn accepts_across_postings_race_for_the_seats_of_the_round(app: &TestApp) {
    let city = app.city();
    let round = capped(&city, 3);
    let postings: Vec<String> = (0..4).map(|_| posting(app, &round, 4)).collect();
    let all: Vec<String> = (0..16)
        .map(|number| {
            let application = apply(&city, &postings[number % 4], &format!("応募者 {number}"));
            lead(&city, &application, &["screening", "offered"]);
            application
        })
        .collect();
    let accept = |application: &String| loop {
        let answer = step(&city, application, "accepted");
        if answer.status != 503 {
            break answer;
        }
    };
    let answers: Vec<_> = std::thread::scope(|scope| {
        let racing: Vec<_> = all.iter().map(|one| scope.spawn(move || accept(one))).collect();
        racing.into_iter().map(|racer| racer.join().unwrap()).collect()
    });
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 3);
    for refused in answers.iter().filter(|answer| answer.status != 200) {
        refused.problem(409, "no_seat_left");
    }
}

fn who_waits_moves_up_when_the_round_gets_more_seats(app: &TestApp) {
    let city = app.city();
    let round = capped(&city, 1);
    let [one, other] = [(); 2].map(|()| posting(app, &round, 2));
    let seated = apply(&city, &one, "一人目");
    lead(&city, &seated, &["screening", "offered"]);
    let of_one = waiting(&city, &one, &["二人目", "三人目"]);
    let of_other = waiting(&city, &other, &["四人目"]);
    // One seat more: it goes to the earlier posting, whose second seat is free.
    amend(&city, &round, 2);
    let now = |ids: &[String]| ids.iter().map(|one| status(&city, one)).collect::<Vec<_>>();
    assert_eq!(now(&of_one), ["offered", "screening"]);
    assert_eq!(now(&of_other), ["screening"]);
    assert_eq!(still_waiting(&city, &one), json!([of_one[1]]));
    let history = city.get(&format!("/applications/{}/history", of_one[0])).expect(200);
    let last = history["moves"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((&last["to"], &last["by"]), (&json!("offered"), &json!("system")));
    // The earlier posting is full, so the rest is for the other one; fewer seats take nothing away.
    amend(&city, &round, 4);
    assert_eq!(
        (now(&of_one), now(&of_other)),
        (vec!["offered".into(), "screening".into()], vec!["offered".into()])
    );
    amend(&city, &round, 1);
    assert_eq!((status(&city, &seated), status(&city, &of_other[0])), (json!("offered"), json!("offered")));
}

fn who_waits_moves_up_when_somebody_with_a_seat_is_deleted_or_erased(app: &TestApp) {
    let (city, board) = (app.city(), app.board());
    let mut wanted = samples::posting("3枠の案件");
    wanted["seats"] = json!(3);
    let posting = app.published(&city, &wanted);
    // The people who hold the seats are another body's: one has an offer, one has accepted, one is at work.
    let holders: Vec<String> = [&["screening", "offered"][..], &["screening", "offered", "accepted"]]
        .into_iter()
        .chain([&["screening", "offered", "accepted", "engaged"][..]])
        .map(|stages| {
            let who = person(&board, "枠のある人");
            let body = json!({"posting_id": posting, "candidate_id": who});
            lead(&city, &board.post("/applications", &body).id(), stages);
            who
        })
        .collect();
    let next = waiting(&city, &posting, &["一人目", "二人目", "三人目", "四人目"]);
    // Somebody who waits is deleted too: that frees nothing.
    let who = city.get(&format!("/applications/{}", next[3])).expect(200)["candidate_id"].clone();
    assert_eq!(city.delete(&format!("/candidates/{}", who.as_str().unwrap())).status, 204);
    assert_eq!(still_waiting(&city, &posting), json!(next[..3]));
    let next = &next[..3];
    let offered_of = |count: usize| {
        let now: Vec<Value> = next.iter().map(|one| status(&city, one)).collect();
        let expected: Vec<&str> =
            (0..3).map(|place| if place < count { "offered" } else { "screening" }).collect();
        assert_eq!(now, expected);
    };
    offered_of(0);
    assert_eq!(board.delete(&format!("/candidates/{}", holders[0])).status, 204);
    offered_of(1);
    let erase = json!({"reason": "requested"});
    board.post(&format!("/candidates/{}/erasure", holders[1]), &erase).expect(200);
    offered_of(2);
    board.post(&format!("/candidates/{}/erasure", holders[2]), &erase).expect(200);
    offered_of(3);
    assert_eq!(still_waiting(&city, &posting), json!([]));
    // The city is told who moved up, as it is of every other move.
    let events = city.get("/audit-events?limit=200").expect(200);
    let moved = |id: &String| {
        let all = events["items"].as_array().unwrap().iter();
        all.filter(|event| event["action"] == "application.offered" && event["resource_id"] == json!(id))
            .count()
    };
    assert_eq!(next.iter().map(moved).collect::<Vec<_>>(), [1, 1, 1]);
}

fn a_seat_of_the_round_goes_to_another_of_its_postings(app: &TestApp) {
    let city = app.city();
    let round = capped(&city, 1);
    let [one, other] = [(); 2].map(|()| posting(app, &round, 1));
    let seated = apply(&city, &one, "一人目");
    lead(&city, &seated, &["screening", "offered", "accepted"]);
    let next = waiting(&city, &other, &["二人目", "三人目"]);
    // Nobody waits for the posting that has the seat free: it is the other one's.
    city.post(&format!("/applications/{seated}/withdraw"), &json!({})).expect(200);
    assert_eq!((status(&city, &next[0]), status(&city, &next[1])), (json!("offered"), json!("screening")));
    // And where somebody does, they come first.
    let of_one = waiting(&city, &one, &["四人目"]);
    assert_eq!(decline(&city, &next[0]), 200);
    assert_eq!((status(&city, &next[1]), status(&city, &of_one[0])), (json!("offered"), json!("screening")));
    // The person is erased, and the round's seat goes on.
    let who = city.get(&format!("/applications/{}", next[1])).expect(200)["candidate_id"].clone();
    let path = format!("/candidates/{}/erasure", who.as_str().unwrap());
    city.post(&path, &json!({"reason": "requested"})).expect(200);
    assert_eq!(status(&city, &of_one[0]), "offered");
}

fn a_posting_that_leaves_the_round_leaves_its_seats(app: &TestApp) {
    let city = app.city();
    let round = capped(&city, 1);
    let [one, other] = [(); 2].map(|()| posting(app, &round, 1));
    let seated = apply(&city, &one, "一人目");
    lead(&city, &seated, &["screening", "offered", "accepted"]);
    let next = waiting(&city, &other, &["二人目"]);
    city.patch(&format!("/postings/{one}"), &json!({"round_id": null})).expect(200);
    assert_eq!((status(&city, &seated), status(&city, &next[0])), (json!("accepted"), json!("offered")));
}

fn nobody_moves_up_towards_a_posting_that_was_taken_back(app: &TestApp) {
    let city = app.city();
    let posting = app.published(&city, &samples::posting("取り下げる案件"));
    let [first, second] = ["一人目", "二人目"].map(|name| {
        let application = apply(&city, &posting, name);
        lead(&city, &application, &["screening", "offered"]);
        application
    });
    let next = waiting(&city, &posting, &["三人目"]);
    let taken_back = json!({"to": "withdrawn", "reason": "受入先の都合"});
    city.post(&format!("/postings/{posting}/transitions"), &taken_back).expect(200);
    assert_eq!((decline(&city, &first), decline(&city, &second)), (200, 200));
    assert_eq!(status(&city, &next[0]), "screening");
}

fn seats_of_the_round_that_fall_free_at_once_are_all_given_again(app: &TestApp) {
    let city = app.city();
    let round = capped(&city, 6);
    let postings: Vec<String> = (0..3).map(|_| posting(app, &round, 4)).collect();
    let (mut offered, mut next) = (Vec::new(), Vec::new());
    for posting in &postings {
        for name in ["一人目", "二人目"] {
            let application = apply(&city, posting, name);
            lead(&city, &application, &["screening", "offered"]);
            offered.push(application);
        }
    }
    for posting in &postings {
        next.extend(waiting(&city, posting, &["補欠一", "補欠二", "補欠三"]));
    }
    let give_up = |application: &String| while decline(&city, application) == 503 {};
    std::thread::scope(|scope| offered.iter().for_each(|one| drop(scope.spawn(move || give_up(one)))));
    assert!(offered.iter().all(|one| status(&city, one) == "declined"));
    let up = next.iter().filter(|one| status(&city, one) == "offered").count();
    assert_eq!(up, 6, "as many as the round has seats, no more and no fewer");
}

fn no_more_are_chosen_than_the_round_has_seats(app: &TestApp) {
    let city = app.city();
    let round = capped(&city, 1);
    let postings = [(); 2].map(|()| posting(app, &round, 1));
    let decide = |posting: &str, name: &str| {
        let one = apply(&city, posting, name);
        lead(&city, &one, &["screening"]);
        let body = json!({
            "selected": [one], "waiting": [], "reasons": [], "default_reason": null, "reason": "経験",
        });
        city.post(&format!("/postings/{posting}/decisions"), &body)
    };
    let send = |posting: &str, decision: &str| {
        let mut order = json!({"decision_id": decision});
        let previewed = city.post(&format!("/postings/{posting}/notices/preview"), &order).expect(200);
        order["digest"] = previewed["digest"].clone();
        city.post(&format!("/postings/{posting}/notices"), &order)
    };
    // Both can be decided on while nothing is offered; only one of them can be told.
    let decisions = [decide(&postings[0], "一人目").id(), decide(&postings[1], "二人目").id()];
    send(&postings[0], &decisions[0]).expect(201);
    send(&postings[1], &decisions[1]).problem(409, "no_seat_left");
    let third = decide(&postings[1], "三人目");
    assert_eq!(third.pointers(), ["/selected", "/default_reason"], "{}", third.text);
}

fn the_seat_of_work_that_is_over_is_offered_to_nobody(app: &TestApp) {
    let city = app.city();
    let round = capped(&city, 1);
    let posting = posting(app, &round, 1);
    let who = person(&city, "終えた人");
    let application = city.post("/applications", &json!({"posting_id": posting, "candidate_id": who})).id();
    lead(&city, &application, &["screening", "offered", "accepted", "engaged"]);
    let waits = waiting(&city, &posting, &["待つ人"]);
    let work = city.get(&format!("/engagements?posting_id={posting}")).expect(200)["items"][0].clone();
    let on = work["starts_on"].as_str().or(work["terms"]["starts_on"].as_str()).unwrap().to_owned();
    let end = json!({"kind": "completed", "on": on});
    let ended = city.post(&format!("/engagements/{}/end", work["id"].as_str().unwrap()), &end);
    assert_eq!(ended.status, 200, "{}", ended.text);
    city.post(&format!("/candidates/{who}/erasure"), &json!({"reason": "requested"})).expect(200);
    assert_eq!(status(&city, &waits[0]), "screening", "the work was done; nobody is asked to do it again");
}
