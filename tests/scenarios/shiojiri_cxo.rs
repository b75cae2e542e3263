//! 塩尻市 CMO / CHRO: 103 people apply for 2 places, at most 4 days a month, until 31 March.
//!
//! Two people of the city read the applicants without names, each on their own; a second look is drawn below the cut;
//! seven are met and interviewed; a second person approves the decision; and 101 people are told why not, and what else
//! there is, in one batch that can be repeated byte for byte. What was decided on stays as it was. The two work on 4 days
//! a month until 31 March and no day longer (`working`), and the city closes the fiscal year with its report.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::client::{Answer, Client};
use crate::samples;

mod working;

crate::on_both!(two_of_a_hundred_and_three);

/// People who applied.
const APPLICANTS: usize = 103;
/// Days a month, at most.
const DAYS_A_MONTH: u64 = 4;
/// Hours of four days a month, told as hours a week: 4 × 8 × 12 ÷ 52, rounded down.
const HOURS_A_WEEK: i64 = 7;

/// An applicant, by the ids of application and person.
struct Applicant {
    application: String,
    person: String,
}

/// What was sent, by the id of the batch and the text of the list.
struct Batch {
    id: String,
    told: String,
}

fn two_of_a_hundred_and_three(app: &TestApp) {
    app.turn_clock_to("2026-08-20T09:00:00+09:00");
    let city = app.city();
    let colleague = another_key(&city, &["selections:read", "selections:write"]);
    let approver = another_key(&city, &["selections:read", "decisions:approve"]);
    let (round, posting) = the_call(app, &city);
    four_days_are_asked(&city, &posting);
    let applicants = everybody_applies(&city, &posting);

    app.turn_clock_to("2026-09-11T10:00:00+09:00");
    let ranking = the_same_ranking_twice(&city, &posting);
    two_read_without_names(&city, &colleague, &posting, &ranking);
    let found = a_second_look(&city, &posting);
    let seven = seven_are_met(&city, &applicants, &ranking, &found);
    let decision = two_are_chosen(&city, &posting, &seven);
    let kept = a_second_person_approves(&city, &approver, &decision, &ranking);

    app.turn_clock_to("2026-09-25T11:00:00+09:00");
    let other = another_posting_of_the_city(app, &city);
    let batch = a_hundred_and_three_are_told(&city, &posting, &decision, &other);
    the_applications_have_moved(&city, &posting, &seven);
    what_was_told_repeats_byte_for_byte(&city, &batch, &applicants);
    let works = working::two_begin(&city, (&posting, &seven[..2]));
    working::six_months(app, &city, &works);
    working::close_the_year(&city, &round);
    working::whoever_comes_later_finds_no_seat(app, &city, (&round, &posting));
    what_was_told_stays(&city, &batch);
    what_was_decided_on_stays(&city, &decision, &kept);
}

fn another_key(client: &Client, scopes: &[&str]) -> Client {
    let made = client.post("/api-keys", &json!({"name": "同僚", "scopes": scopes})).expect(201);
    client.with_key(made["secret"].as_str().unwrap())
}

/// A round of two places until 31 March, in which nobody is offered one who was not met; and its posting, read without
/// names, approved by a second person.
fn the_call(app: &TestApp, city: &Client) -> (String, String) {
    let program =
        city.post("/programs", &json!({"name": "塩尻CXO", "fiscal_year": 2026, "regions": ["202151"]})).id();
    let round = json!({
        "program_id": program, "name": "CMO・CHRO", "seat_cap": 2, "stage_order": ["encounter", "interview"],
        "application_opens_at": "2026-08-20", "application_closes_at": "2026-09-10",
        "engagement_starts_on": "2026-10-01", "engagement_ends_on": "2027-03-31",
    });
    let round = city.post("/rounds", &round).id();
    city.post(&format!("/rounds/{round}/transitions"), &json!({"to": "published"})).expect(200);
    let mut posting = samples::posting("市の魅力を全国に届ける仕組みをつくる（CMO）");
    posting["round_id"] = json!(round);
    posting["hours_per_week"] = json!({"min": 4, "desired": HOURS_A_WEEK});
    posting["visits_per_month"] = json!(DAYS_A_MONTH);
    posting["starts_on"] = json!("2026-10-01");
    posting["ends_on"] = json!("2027-03-31");
    posting["seats"] = json!(2);
    let posting = app.published(city, &posting);
    let settings = json!({"blind": true, "second_approver": true});
    city.put(&format!("/postings/{posting}/review"), &settings).expect(200);
    (round, posting)
}

/// Whoever has 4 days a month is asked no more than that; whoever has 3 is told that it is the days.
fn four_days_are_asked(city: &Client, posting: &str) {
    let explained = |days: u64| {
        let who = city.post("/candidates", &applicant("問い合わせた人", days)).id();
        let pair = format!("/matches/explain?posting_id={posting}&candidate_id={who}");
        let explained = city.get(&pair).expect(200);
        let lines = explained["constraints"].as_array().unwrap().clone();
        let visits = lines.into_iter().find(|line| line["code"] == "visits").unwrap();
        (explained["eligible"].clone(), visits)
    };
    for (days, is_eligible, outcome) in [(DAYS_A_MONTH, true, "pass"), (DAYS_A_MONTH - 1, false, "fail")] {
        let (eligible, visits) = explained(days);
        assert_eq!((eligible, &visits["outcome"]), (json!(is_eligible), &json!(outcome)), "{visits}");
        assert_eq!([&visits["posting_value"], &visits["candidate_value"]], [DAYS_A_MONTH, days]);
    }
}

/// Somebody who has so many days a month for the city.
fn applicant(name: &str, days: u64) -> Value {
    let mut person = samples::candidate(name);
    person["max_visits_per_month"] = json!(days);
    person["available_from"] = json!("2026-09-01");
    person
}

fn everybody_applies(city: &Client, posting: &str) -> Vec<Applicant> {
    (1..=APPLICANTS)
        .map(|number| {
            let mut person = applicant(&format!("応募者 {number}"), DAYS_A_MONTH);
            person["email"] = json!(format!("applicant{number}@example.jp"));
            person["skills"][0]["proficiency"] = json!(3 + number % 3);
            person["hours_per_week"] = json!(6 + number % 5);
            let person = city.post("/candidates", &person).id();
            let body = json!({"posting_id": posting, "candidate_id": person});
            let application = city.post("/applications", &body);
            assert_eq!(application.status, 201, "{}", application.text);
            Applicant { application: application.id(), person }
        })
        .collect()
}

/// The people in order; the same bytes when asked again, and no name while the posting is read without.
fn the_same_ranking_twice(city: &Client, posting: &str) -> Vec<String> {
    let path = format!("/postings/{posting}/matches?pool=applicants&limit=200");
    let first = city.get(&path);
    assert_eq!(city.get(&path).text, first.text);
    let ranking = first.expect(200);
    assert_eq!(ranking["totals"]["considered"], APPLICANTS);
    let items = ranking["items"].as_array().unwrap();
    assert!(items.iter().all(|item| item["display_name"].is_null()));
    items.iter().map(|item| item["candidate_id"].as_str().unwrap().to_owned()).collect()
}

/// Each marks the best ten on their own; they agree on some, differ on others, and one takes a mark back.
fn two_read_without_names(city: &Client, colleague: &Client, posting: &str, ranking: &[String]) {
    let mark = |who: &Client, person: &str, word: &str| {
        who.put(&format!("/postings/{posting}/marks/{person}"), &json!({"mark": word})).expect(200);
    };
    for (place, person) in ranking.iter().take(10).enumerate() {
        mark(city, person, if place < 6 { "shortlisted" } else { "held" });
        mark(colleague, person, if place < 5 { "shortlisted" } else { "declined" });
    }
    mark(city, &ranking[10], "declined");
    city.post(&format!("/postings/{posting}/marks/undo"), &json!({})).expect(200);
    let split = city.get(&format!("/postings/{posting}/marks?split=true")).expect(200);
    assert_eq!(
        split["items"].as_array().unwrap().len(),
        5,
        "one shortlisted here and declined there, four held"
    );
    let counts = json!({"unreviewed": 93, "shortlisted": 6, "held": 4, "declined": 0});
    assert_eq!(split["counts"], counts);
    let note = json!({"candidate_id": ranking[5], "text": "稼働できる曜日を確かめる"});
    city.post(&format!("/postings/{posting}/notes"), &note).expect(201);
}

/// Three from below the cut; one of them deserves a look.
fn a_second_look(city: &Client, posting: &str) -> String {
    let look =
        city.post(&format!("/postings/{posting}/second-looks"), &json!({"seed": 20260911})).expect(201);
    assert_eq!(look["picks"].as_array().unwrap().len(), 3);
    // 103 but for the two places and the six who are shortlisted, who have the first six ranks.
    assert_eq!(look["drawn_from"], APPLICANTS - 6);
    let found = look["picks"][0]["candidate_id"].as_str().unwrap().to_owned();
    let finding =
        json!({"candidate_id": found, "worth_a_look": true, "note": "同じ課題を自分の町で解いている"});
    city.put(&format!("/second-looks/{}/findings", look["id"].as_str().unwrap()), &finding).expect(200);
    found
}

/// The six and the one of the second look are revealed, met and interviewed: their applications, the chosen two first.
fn seven_are_met(city: &Client, applicants: &[Applicant], ranking: &[String], found: &str) -> Vec<String> {
    let people: Vec<&str> = ranking[..6].iter().map(String::as_str).chain([found]).collect();
    assert_eq!(people.iter().collect::<BTreeSet<_>>().len(), 7);
    people
        .iter()
        .map(|person| {
            let applicant = applicants.iter().find(|applicant| applicant.person == **person).unwrap();
            let path = format!("/applications/{}", applicant.application);
            let posting = city.get(&path).expect(200)["posting_id"].as_str().unwrap().to_owned();
            let reveal = json!({"candidate_id": person, "reason": "面談の日程を調整するため"});
            city.post(&format!("/postings/{posting}/reveals"), &reveal).expect(201);
            meet(city, &applicant.application, "2026-09-10T19:00:00+09:00");
            applicant.application.clone()
        })
        .collect()
}

fn step(city: &Client, application: &str, to: &str) -> Answer {
    city.post(&format!("/applications/{application}/transitions"), &json!({"to": to}))
}

/// To the interview; there is none before a dialogue was held.
fn meet(city: &Client, application: &str, day: &str) {
    step(city, application, "screening").expect(200);
    step(city, application, "encounter").expect(200);
    step(city, application, "interview").problem(409, "meeting_not_held");
    let dialogue = json!({
        "application_id": application, "kind": "dialogue", "mode": "online", "status": "held", "scheduled_at": day,
    });
    city.post("/encounters", &dialogue).expect(201);
    step(city, application, "interview").expect(200);
}

/// Three would be one more than there are places; the two are proposed.
fn two_are_chosen(city: &Client, posting: &str, seven: &[String]) -> String {
    let three = json!({
        "selected": &seven[..3], "waiting": [], "reasons": [], "default_reason": "seats_filled", "reason": "三人とも",
    });
    let refused = city.post(&format!("/postings/{posting}/decisions"), &three);
    refused.problem(422, "validation_failed");
    assert_eq!(refused.pointers(), ["/selected"], "{}", refused.text);
    let met: Vec<Value> = seven[2..]
        .iter()
        .map(|application| json!({"application_id": application, "category": "other_fit"}))
        .collect();
    let decision = json!({
        "selected": &seven[..2], "waiting": [], "reasons": met, "default_reason": "seats_filled",
        "reason": "市の課題への理解が深く、月4日の稼働と二人の組み合わせがよいため。",
    });
    let decided = city.post(&format!("/postings/{posting}/decisions"), &decision).expect(201);
    assert_eq!(
        (&decided["state"], decided["lines"].as_array().unwrap().len()),
        (&json!("proposed"), APPLICANTS)
    );
    decided["id"].as_str().unwrap().to_owned()
}

/// Who proposed it cannot approve it. The ranking it was made on is the one that was read.
fn a_second_person_approves(city: &Client, approver: &Client, decision: &str, ranking: &[String]) -> String {
    let path = format!("/decisions/{decision}");
    city.post(&format!("{path}/approve"), &json!({})).problem(403, "forbidden");
    let approved = approver.post(&format!("{path}/approve"), &json!({"note": "確認しました"})).expect(200);
    assert_eq!(approved["state"], "approved");
    let kept = city.get(&format!("{path}/ranking"));
    let frozen = kept.body();
    let order: Vec<&str> = frozen["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["candidate_id"].as_str().unwrap())
        .collect();
    assert_eq!(order, ranking);
    kept.text
}

/// Something else to try for those whose skills fit it.
fn another_posting_of_the_city(app: &TestApp, city: &Client) -> String {
    let mut posting = samples::posting("ワインの産地を首都圏に紹介する");
    posting["required_skills"] = json!([{"skill": "instagram", "min_proficiency": 4}]);
    posting["hours_per_week"] = json!({"min": 7, "desired": 8});
    app.published(city, &posting)
}

/// Previewed, looked at, and sent as one batch.
fn a_hundred_and_three_are_told(city: &Client, posting: &str, decision: &str, other: &str) -> Batch {
    let path = format!("/postings/{posting}/notices");
    let previewed = city.post(&format!("{path}/preview"), &json!({"decision_id": decision})).expect(200);
    let notices = previewed["notices"].as_array().unwrap();
    let unselected: Vec<&Value> = notices.iter().filter(|one| one["outcome"] == "not_selected").collect();
    assert_eq!((notices.len(), unselected.len()), (APPLICANTS, 101));
    let (mut with, mut without) = (0, 0);
    for notice in &unselected {
        let body = notice["body"].as_str().unwrap();
        assert!(
            notice["category"].is_string() && body.contains(notice["reason"].as_str().unwrap()),
            "{notice}"
        );
        assert!(!["不合格", "落選", "却下"].iter().any(|word| body.contains(word)), "{body}");
        match notice["alternatives"].as_array().unwrap().as_slice() {
            [] => {
                assert_eq!(notice["no_alternative"], "none_fits", "{notice}");
                without += 1;
            }
            [one] => {
                assert_eq!(one["posting_id"], other);
                assert!(body.contains("ワインの産地を首都圏に紹介する"), "{body}");
                with += 1;
            }
            more => panic!("{more:?}"),
        }
    }
    assert!(with > 0 && without > 0, "{with} have something else to try, {without} are told why not");
    let order = json!({"decision_id": decision, "digest": previewed["digest"]});
    let key = [("Idempotency-Key", "shiojiri-cxo-results")];
    let sent = city.json(("POST", &path), &key, &order);
    let again = city.json(("POST", &path), &key, &order);
    assert_eq!((again.status, &again.text), (201, &sent.text), "sent once, and answered with the same bytes");
    let notices = sent.expect(201);
    assert_eq!(notices["notices"], APPLICANTS);
    let path_of_batch = format!("/notice-batches/{}/notices?limit=200", notices["id"].as_str().unwrap());
    let batch = Batch { id: notices["id"].as_str().unwrap().to_owned(), told: city.get(&path_of_batch).text };
    city.post(&path, &order).problem(409, "notices_sent");
    city.post(&format!("/postings/{posting}/marks/undo"), &json!({})).problem(409, "notices_sent");
    batch
}

fn the_applications_have_moved(city: &Client, posting: &str, seven: &[String]) {
    let page = city.get(&format!("/applications?posting_id={posting}&limit=200")).expect(200);
    let of = |status: &str| -> Vec<&str> {
        let all = page["items"].as_array().unwrap().iter();
        all.filter(|one| one["status"] == status).map(|one| one["id"].as_str().unwrap()).collect()
    };
    let offered: BTreeSet<&str> = of("offered").into_iter().collect();
    assert_eq!(offered, seven[..2].iter().map(String::as_str).collect());
    assert_eq!(of("declined").len(), 101);
}

fn what_was_told_repeats_byte_for_byte(city: &Client, batch: &Batch, applicants: &[Applicant]) {
    let told: Value = serde_json::from_str(&batch.told).unwrap();
    assert_eq!(told["items"].as_array().unwrap().len(), APPLICANTS);
    let changed = json!({"display_name": "改名した人", "hours_per_week": 3});
    city.patch(&format!("/candidates/{}", applicants[50].person), &changed).expect(200);
    what_was_told_stays(city, batch);
    let sheet = city.get(&format!("/notice-batches/{}/export", batch.id));
    assert_eq!(sheet.text.matches("@example.jp").count(), APPLICANTS);
    assert_eq!(city.get(&format!("/notice-batches/{}/export", batch.id)).text, sheet.text);
}

/// The letters as they were sent, in the same bytes.
fn what_was_told_stays(city: &Client, batch: &Batch) {
    assert_eq!(city.get(&format!("/notice-batches/{}/notices?limit=200", batch.id)).text, batch.told);
}

fn what_was_decided_on_stays(city: &Client, decision: &str, kept: &str) {
    assert_eq!(city.get(&format!("/decisions/{decision}/ranking")).text, kept);
}
