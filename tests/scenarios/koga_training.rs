//! 古賀市 デジタル人材育成: residents learn, are assigned to a posting, and find a way of working.
//!
//! For residents only. One course takes a month at 8 hours a day, and three months at 2 or 3 hours a day; nothing is paid
//! in training, and the work is from the assignment on. What became of each is one of three: employed, side-job, none.

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::client::Client;
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

    let (full_time, evenings) =
        (somebody_of(&city, "専念する人", KOGA), somebody_of(&city, "夜に学ぶ人", KOGA));
    let whole_days = enroll(&city, (&course, &full_time), &json!({"min": 8})).expect(201);
    let few_hours = enroll(&city, (&course, &evenings), &json!({"min": 2, "max": 3})).expect(201);
    assert_eq!((&whole_days["estimated_months"], &whole_days["soonest_months"]), (&json!(1), &json!(1)));
    assert_eq!((&few_hours["estimated_months"], &few_hours["soonest_months"]), (&json!(3), &json!(3)));
    assert_eq!(whole_days["paid_in_training"], false);

    // Before the course nobody is eligible; afterwards whoever has completed it is, and the city is told so.
    let told = city.get(&format!("/candidates/{full_time}/preparations")).expect(200);
    assert_eq!(
        (&told["courses"][0]["course_id"], &told["courses"][0]["opened"]),
        (&json!(course), &json!(1))
    );
    for (enrollment, who, ends) in
        [(&whole_days, &full_time, "2021-07-28"), (&few_hours, &evenings, "2021-10-02")]
    {
        assert_eq!(eligible(&city, &posting, who), json!(false));
        app.turn_clock_to(&format!("{ends}T18:00:00+09:00"));
        let done = study_and_complete(&city, enrollment);
        assert_eq!(done["proficiency_after"], 3);
        assert_eq!(done["postings"][0]["posting_id"], posting.as_str());
        assert_eq!(done["postings"][0]["newly_eligible"], true);
        assert_eq!(eligible(&city, &posting, who), json!(true));
    }

    // Assigned: the work is paid from here on. What became of them is reported once each.
    for (who, outcome) in [(&full_time, "converted"), (&evenings, "engaged")] {
        city.post("/applications", &json!({"posting_id": posting, "candidate_id": who})).expect(201);
        let report = json!({
            "event_id": format!("koga-{outcome}"), "kind": outcome, "posting_id": posting, "candidate_id": who,
            "happened_at": "2021-10-02T00:00:00Z", "reason": null,
        });
        city.post("/events/outcomes", &report).expect(201);
    }
    let reward =
        city.get(&format!("/postings/{posting}")).expect(200)["reward_yen_per_hour"].as_i64().unwrap();
    assert!(reward > 0, "paid from the assignment on");
    let branch = |kind: &str| {
        let listed = city.get(&format!("/events/outcomes?posting_id={posting}&kind={kind}")).expect(200);
        listed["items"].as_array().unwrap().len()
    };
    assert_eq!((branch("converted"), branch("engaged"), branch("declined")), (1, 1, 0));
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

fn enroll(city: &Client, (course, who): (&str, &str), hours: &Value) -> crate::client::Answer {
    let body =
        json!({"course_id": course, "candidate_id": who, "hours_per_day": hours, "starts_on": "2021-07-05"});
    city.post("/enrollments", &body)
}

/// 130 hours, noted as 13 days of ten.
fn study_and_complete(city: &Client, enrollment: &Value) -> Value {
    let path = format!("/enrollments/{}", enrollment["id"].as_str().unwrap());
    for day in 5..18 {
        let log = json!({"studied_on": format!("2021-07-{day:02}"), "minutes": 600});
        city.post(&format!("{path}/study-logs"), &log).expect(201);
    }
    let done = city.post(&format!("{path}/complete"), &json!({"move_readiness_to": "ready"})).expect(200);
    assert_eq!((&done["enrollment"]["minutes_done"], &done["readiness"]), (&json!(7800), &json!("ready")));
    done
}

fn eligible(city: &Client, posting: &str, who: &str) -> Value {
    let pair = format!("/matches/explain?posting_id={posting}&candidate_id={who}");
    city.get(&pair).expect(200)["eligible"].clone()
}
