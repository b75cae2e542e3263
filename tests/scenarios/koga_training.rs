//! 古賀市 デジタル人材育成: residents learn, are assigned to a posting, and find a way of working.
//!
//! For residents only. One course takes a month at 8 hours a day, and three months at 2 or 3 hours a day. Nothing is paid
//! in training; whoever has completed it applies, is assigned to a posting, and the work is paid from then on: it begins
//! on the reward of its posting, and a reward that is left out is warned of. What becomes of each is one of three, and is
//! read from how the work ended: employed, a side-job that goes on, or neither.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde_json::{Value, json};

use crate::app::TestApp;
use crate::client::{Answer, Client};
use crate::closing::{aggregates_only, figures, gather, hidden, ledger, report, told};
use crate::samples;

crate::on_both!(residents_learn_and_are_assigned);

const KOGA: &str = "402231";

fn residents_learn_and_are_assigned(app: &TestApp) {
    app.turn_clock_to("2021-07-01T09:00:00+09:00");
    let city = app.city();
    let course = the_course(&city);
    let posting = a_posting_that_asks_for_what_is_taught(app, &city);

    let elsewhere = somebody_of(&city, "福岡市の人", "401307");
    let refused = enroll(&city, (&course, &elsewhere), &json!({"min": 8})).problem(409, "not_resident");
    assert!(refused["detail"].as_str().unwrap().contains("古賀市"), "{refused}");

    let people = ["専念する人", "夜に学ぶ人", "もう一人の夜の人"].map(|name| somebody_of(&city, name, KOGA));
    let [whole_days, few_hours, as_few] =
        [json!({"min": 8}), json!({"min": 2, "max": 3}), json!({"min": 2, "max": 3})];
    let enrollments = [(&people[0], &whole_days), (&people[1], &few_hours), (&people[2], &as_few)]
        .map(|(who, hours)| enroll(&city, (&course, who), hours).expect(201));
    for (enrollment, months) in enrollments.iter().zip([1, 3, 3]) {
        assert_eq!([&enrollment["estimated_months"], &enrollment["soonest_months"]], [months, months]);
        assert_eq!(enrollment["paid_in_training"], false);
    }

    // Before the course nobody is eligible; afterwards whoever has completed it is, and the city is told so.
    let told = city.get(&format!("/candidates/{}/preparations", people[0])).expect(200);
    assert_eq!(
        (&told["courses"][0]["course_id"], &told["courses"][0]["opened"]),
        (&json!(course), &json!(1))
    );
    for ((enrollment, who), (minutes, months)) in
        enrollments.iter().zip(&people).zip([(8 * 60, 1), (150, 3), (2 * 60, 3)])
    {
        assert_eq!(eligible(&city, &posting, who), json!(false));
        let done = study_and_complete(app, &city, (enrollment, minutes));
        assert_eq!(months_of(&done["enrollment"]), months, "as the plan said");
        assert_eq!(done["proficiency_after"], 3);
        assert_eq!(done["postings"][0]["posting_id"], posting.as_str());
        assert_eq!(done["postings"][0]["newly_eligible"], true);
        assert_eq!(eligible(&city, &posting, who), json!(true));
    }
    // Training is over, and nobody has worked for anything yet.
    assert_eq!(city.get("/engagements").expect(200)["items"], json!([]));

    let works = people.each_ref().map(|who| assign(&city, (&posting, who)));
    work_for_three_months(app, &city, &works);
    what_became_of_each(app, &city, &works);
    what_the_city_reports(&city);
}

/// 130 hours on 5 days a week: 17 days at 8 hours, 44 at 3 and 65 at 2.
fn the_course(city: &Client) -> String {
    let course = json!({
        "title": "デジタル人材育成", "skill": "seo", "proficiency": 3, "hours": 130, "study_days_per_week": 5,
        "within": [KOGA], "paid_in_training": false,
    });
    city.post("/courses", &course).id()
}

fn a_posting_that_asks_for_what_is_taught(app: &TestApp, city: &Client) -> String {
    let mut posting = samples::posting("市内の店の検索対策");
    posting["municipality"] = json!(KOGA);
    posting["required_skills"] = json!([{"skill": "seo", "min_proficiency": 3}]);
    posting["residency"] = json!({"within": [KOGA]});
    posting["seats"] = json!(3);
    posting["reward"] = json!({"kind": "monthly", "min_yen": 60000, "max_yen": 60000});
    posting["starts_on"] = json!("2021-10-15");
    posting["ends_on"] = json!("2022-03-31");
    app.published(city, &posting)
}

fn somebody_of(city: &Client, name: &str, home: &str) -> String {
    let mut person = samples::candidate(name);
    person["home_municipality"] = json!(home);
    person["readiness"] = json!("preparing");
    person["available_from"] = json!("2021-07-01");
    person["skills"] = json!([]);
    city.post("/candidates", &person).id()
}

fn enroll(city: &Client, (course, who): (&str, &str), hours: &Value) -> Answer {
    let body =
        json!({"course_id": course, "candidate_id": who, "hours_per_day": hours, "starts_on": "2021-07-05"});
    city.post("/enrollments", &body)
}

/// Studies from Monday to Friday, as many minutes a day. Until the last day is noted 130 hours are not reached, and the
/// course is not completed without a reason.
fn study_and_complete(app: &TestApp, city: &Client, (enrollment, minutes): (&Value, u32)) -> Value {
    let path = format!("/enrollments/{}", enrollment["id"].as_str().unwrap());
    let complete = || city.post(&format!("{path}/complete"), &json!({"move_readiness_to": "ready"}));
    let mut day: NaiveDate = enrollment["starts_on"].as_str().unwrap().parse().unwrap();
    let mut left = 130 * 60;
    while left > 0 {
        if !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
            let minutes = minutes.min(left);
            if left == minutes {
                assert_eq!(complete().pointers(), ["/reason"], "{left} minutes are left");
            }
            app.turn_clock_to(&format!("{day}T21:00:00+09:00"));
            let log = json!({"studied_on": day, "minutes": minutes});
            city.post(&format!("{path}/study-logs"), &log).expect(201);
            left -= minutes;
        }
        day = day + Days::new(1);
    }
    let done = complete().expect(200);
    assert_eq!((&done["enrollment"]["minutes_done"], &done["readiness"]), (&json!(7800), &json!("ready")));
    done
}

/// How many months an enrollment took, the last one counted whole.
fn months_of(enrollment: &Value) -> i32 {
    let day = |field: &str| enrollment[field].as_str().unwrap().parse::<NaiveDate>().unwrap();
    let (from, until) = (day("starts_on"), day("ended_on"));
    let months = (until.year() - from.year()) * 12 + until.month() as i32 - from.month() as i32;
    months + i32::from(until.day() >= from.day())
}

fn eligible(city: &Client, posting: &str, who: &str) -> Value {
    let pair = format!("/matches/explain?posting_id={posting}&candidate_id={who}");
    city.get(&pair).expect(200)["eligible"].clone()
}

/// Through the stages to the work, which begins after the training, on the reward of its posting.
fn assign(city: &Client, (posting, who): (&str, &str)) -> Value {
    let application = city.post("/applications", &json!({"posting_id": posting, "candidate_id": who})).id();
    let step = |to: &str| city.post(&format!("/applications/{application}/transitions"), &json!({"to": to}));
    // No work begins past the stages between.
    step("engaged").problem(409, "illegal_transition");
    for to in ["screening", "offered", "accepted", "engaged"] {
        assert_eq!(step(to).expect(200)["status"], to);
    }
    let begun = city.get(&format!("/engagements?candidate_id={who}")).expect(200)["items"][0].clone();
    assert_eq!(begun["terms"]["reward"], json!({"kind": "monthly", "yen": 60000}), "as the posting says");
    let ended = city.get(&format!("/enrollments?candidate_id={who}")).expect(200)["items"][0].clone();
    assert_eq!((&ended["status"], &ended["paid_in_training"]), (&json!("completed"), &json!(false)));
    let (trained, paid) =
        (ended["ended_on"].as_str().unwrap(), begun["terms"]["starts_on"].as_str().unwrap());
    assert!(trained < paid, "unpaid until {trained}, paid from {paid}");

    let path = format!("{}/terms", path_of(&begun));
    let agreed = json!({
        "ends_on": "2022-01-31", "hours_per_month": 30, "commissioned_on": "2021-10-08", "work": "市内の店の検索対策",
        "place": "遠隔", "pay_day": "月末締め翌月25日払い", "pay_within_days": 56, "harassment_contact": "古賀市 担当課",
    });
    let work = city.patch(&path, &agreed).expect(200);
    assert_eq!((&work["status"], &work["warnings"]), (&json!("running"), &json!([])));
    // Work is not unpaid by leaving the reward out, nor is it paid later than after 60 days: both are warned of.
    for (change, warning) in [
        (json!({"reward": null}), "l1_reward_missing"),
        (json!({"pay_within_days": 61}), "l2_paid_after_60_days"),
    ] {
        let warned = city.patch(&path, &change).expect(200);
        assert_eq!(warned["warnings"][0]["code"], warning, "{warned}");
        let back = json!({"reward": work["terms"]["reward"], "pay_within_days": 56});
        assert_eq!(city.patch(&path, &back).expect(200)["warnings"], json!([]));
    }
    work
}

fn path_of(work: &Value) -> String {
    format!("/engagements/{}", work["id"].as_str().unwrap())
}

/// Each month is logged when it is over.
fn work_for_three_months(app: &TestApp, city: &Client, works: &[Value]) {
    let months =
        [("2021-10", 900, "2021-11-01"), ("2021-11", 1800, "2021-12-01"), ("2021-12", 1800, "2022-01-04")];
    for (month, minutes, today) in months {
        app.turn_clock_to(&format!("{today}T09:00:00+09:00"));
        for work in works {
            let log = json!({"minutes_planned": minutes, "minutes_done": minutes, "visit_days": 0, "note": "検索対策"});
            city.put(&format!("{}/logs/{month}", path_of(work)), &log).expect(201);
        }
    }
    for work in works {
        let logs = city.get(&format!("{}/logs", path_of(work))).expect(200);
        let minutes =
            logs["items"].as_array().unwrap().iter().map(|log| log["minutes_done"].as_u64().unwrap());
        assert_eq!(minutes.collect::<Vec<_>>(), [900, 1800, 1800]);
    }
}

/// 就職・副業・なし: the first is employed, the second goes on beside the main job, the third stops before the end.
fn what_became_of_each(app: &TestApp, city: &Client, works: &[Value; 3]) {
    let [employed, side_job, neither] = works.each_ref().map(path_of);
    let stops = json!({"kind": "ended_early", "on": "2022-01-10", "reason": "本業が忙しくなったため"});
    assert_eq!(city.post(&format!("{neither}/end"), &stops).expect(200)["status"], "ended_early");
    app.turn_clock_to("2022-01-31T18:00:00+09:00");
    let hired = json!({"kind": "converted", "on": "2022-01-31", "converted_to": "hired"});
    let hired = city.post(&format!("{employed}/end"), &hired).expect(200);
    assert_eq!((&hired["status"], &hired["end"]["converted_to"]), (&json!("converted"), &json!("hired")));
    let goes_on = city.post(&format!("{side_job}/renew"), &json!({"ends_on": "2022-03-31"})).expect(201);
    assert_eq!((&goes_on["status"], &goes_on["renews_id"]), (&json!("running"), &works[1]["id"]));
    assert_eq!(goes_on["terms"]["reward"], works[1]["terms"]["reward"], "on the same terms");
    let branch = |status: &str| {
        let listed = city.get(&format!("/engagements?status={status}")).expect(200);
        listed["items"].as_array().unwrap().iter().map(|one| one["id"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(branch("converted"), [works[0]["id"].clone()]);
    assert_eq!(branch("renewed"), [works[1]["id"].clone()]);
    assert_eq!(branch("ended_early"), [works[2]["id"].clone()]);
    assert_eq!(branch("running"), [goes_on["id"].clone()]);
    assert_eq!(branch("completed"), Vec::<Value>::new());
    // What has ended has no further branch.
    let again = json!({"kind": "completed", "on": "2022-01-31"});
    city.post(&format!("{employed}/end"), &again).problem(409, "already_ended");
}

/// Three matches of three people; one of each branch. They live there, so that their work makes no 関係人口; and they are
/// too few to be told of to whoever sees aggregates only.
fn what_the_city_reports(city: &Client) {
    let of_2021 = report(city, 2021);
    assert_eq!(figures(&of_2021), [3, 3, 1]);
    let outcomes = &of_2021["outcomes"];
    let branches = ["converted", "renewed", "ended_early", "completed"].map(|kind| told(&outcomes[kind]));
    assert_eq!(branches, [1, 1, 1, 0]);
    let hired = outcomes["converted_to"].as_array().unwrap().iter().find(|one| one["to"] == "hired").unwrap();
    assert_eq!(told(&hired["engagements"]), 1);
    // The side-job that goes on is work of its own in the ledger, and no new match.
    assert_eq!(gather(city, 2021), [0, 4]);
    assert_eq!(ledger(&report(city, 2021)), json!([0, 0, []]));
    let read = report(&aggregates_only(city), 2021);
    assert_eq!((&read["people"], &read["outcomes"]["converted"]), (&hidden(), &hidden()));
}
