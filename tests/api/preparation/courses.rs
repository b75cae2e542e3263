//! Courses: how long they take, who may take them, and what completing one grants.

use serde_json::{Value, json};

use super::{items, person};
use crate::app::TestApp;
use crate::client::Client;
use crate::samples;

crate::on_both!(
    one_course_takes_one_month_or_three,
    a_course_for_residents_takes_nobody_else,
    two_places_are_taken_by_two,
    studying_is_noted_day_by_day,
    completing_raises_a_skill_and_never_lowers_it,
    what_has_ended_stays_ended,
);

fn course(client: &Client, changes: &Value) -> String {
    let mut body = json!({
        "title": "SNS運用コース", "skill": "instagram", "proficiency": 3, "hours": 130, "study_days_per_week": 5,
    });
    for (name, value) in changes.as_object().unwrap() {
        body[name] = value.clone();
    }
    client.post("/courses", &body).id()
}

fn enrollment(course: &str, who: &str, hours: &Value) -> Value {
    json!({"course_id": course, "candidate_id": who, "hours_per_day": hours, "starts_on": "2021-07-05"})
}

fn one_course_takes_one_month_or_three(app: &TestApp) {
    let city = app.city();
    let course = course(&city, &json!({}));
    let whole_days = json!({"min": 8});
    let evenings = json!({"min": 2, "max": 3});
    let mut planned = Vec::new();
    for (name, hours) in [("専念する人", &whole_days), ("夜に学ぶ人", &evenings)] {
        planned
            .push(city.post("/enrollments", &enrollment(&course, &person(&city, name), hours)).expect(201));
    }
    let estimate = |planned: &Value| {
        ["estimated_months", "soonest_months", "estimated_ends_on", "soonest_ends_on"]
            .map(|name| planned[name].clone())
    };
    assert_eq!(estimate(&planned[0]), [json!(1), json!(1), json!("2021-07-27"), json!("2021-07-27")]);
    assert_eq!(estimate(&planned[1]), [json!(3), json!(3), json!("2021-10-01"), json!("2021-09-02")]);
    assert_eq!(planned[0]["hours_per_day"], json!({"min": 8, "max": 8}));
    assert_eq!(planned[0]["paid_in_training"], false);
}

fn a_course_for_residents_takes_nobody_else(app: &TestApp) {
    let city = app.city();
    let course =
        course(&city, &json!({"within": ["202151"], "starts_on": "2021-07-01", "ends_on": "2021-07-31"}));
    let living_in = |home: Value| {
        let mut body = samples::candidate("住民かもしれない人");
        body["home_municipality"] = home;
        city.post("/candidates", &body).id()
    };
    let enroll = |who: &str| city.post("/enrollments", &enrollment(&course, who, &json!({"min": 8})));
    let refused = enroll(&living_in(json!("131016"))).problem(409, "not_resident");
    let detail = refused["detail"].as_str().unwrap();
    assert!(detail.contains("塩尻市") && detail.contains("千代田区"), "{detail}");
    enroll(&living_in(json!(null))).problem(409, "not_resident");
    let resident = living_in(json!("202151"));
    enroll(&resident).expect(201);
    enroll(&resident).problem(409, "already_enrolled");
    let mut late = enrollment(&course, &living_in(json!("202151")), &json!({"min": 8}));
    late["starts_on"] = json!("2021-08-01");
    let refused = city.post("/enrollments", &late);
    refused.problem(422, "validation_failed");
    assert_eq!(refused.pointers(), ["/starts_on"]);
}

fn two_places_are_taken_by_two(app: &TestApp) {
    let city = app.city();
    let course = course(&city, &json!({"capacity": 2}));
    let people: Vec<String> = (0..8).map(|number| person(&city, &format!("人 {number}"))).collect();
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let racing: Vec<_> = people
            .iter()
            .map(|who| {
                let (city, body) = (city.clone(), enrollment(&course, who, &json!({"min": 8})));
                scope.spawn(move || city.post("/enrollments", &body).status)
            })
            .collect();
        racing.into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert_eq!(statuses.iter().filter(|status| **status == 201).count(), 2, "{statuses:?}");
    assert_eq!(statuses.iter().filter(|status| **status == 409).count(), 6, "{statuses:?}");
    let taken = items(&city, &format!("/enrollments?course_id={course}"));
    assert_eq!(taken.len(), 2);
    let fewer = city.patch(&format!("/courses/{course}"), &json!({"capacity": 1}));
    fewer.problem(422, "validation_failed");
    // Who drops it leaves a place.
    let one = taken[0]["id"].as_str().unwrap();
    city.post(&format!("/enrollments/{one}/drop"), &json!({"reason": "本業"})).expect(200);
    let late = people.iter().zip(&statuses).find(|(_, status)| **status == 409).unwrap().0;
    city.post("/enrollments", &enrollment(&course, late, &json!({"min": 8}))).expect(201);
    assert_eq!(items(&city, &format!("/enrollments?course_id={course}&status=dropped")).len(), 1);
}

fn studying_is_noted_day_by_day(app: &TestApp) {
    let city = app.city();
    let course = course(&city, &json!({"hours": 2}));
    let id =
        city.post("/enrollments", &enrollment(&course, &person(&city, "学ぶ人"), &json!({"min": 1}))).id();
    let logs = format!("/enrollments/{id}/study-logs");
    let study = |day: &str, minutes: u32| city.post(&logs, &json!({"studied_on": day, "minutes": minutes}));
    let too_early = study("2021-07-04", 10);
    too_early.problem(422, "validation_failed");
    assert_eq!(too_early.pointers(), ["/studied_on"]);
    study("2999-01-01", 10).problem(422, "validation_failed");
    study("2021-07-05", 45).expect(201);
    study("2021-07-05", 1395).expect(201);
    let too_much = study("2021-07-05", 1);
    assert_eq!(too_much.pointers(), ["/minutes"]);
    study("2021-07-06", 1).expect(201);
    let now = city.get(&format!("/enrollments/{id}")).expect(200);
    assert_eq!((&now["minutes_done"], &now["version"]), (&json!(1441), &json!(4)));
    let noted: u64 = items(&city, &logs).iter().map(|log| log["minutes"].as_u64().unwrap()).sum();
    assert_eq!(noted, 1441);
}

fn completing_raises_a_skill_and_never_lowers_it(app: &TestApp) {
    let city = app.city();
    let seo = course(&city, &json!({"title": "SEO入門", "skill": "seo", "proficiency": 3, "hours": 1}));
    let mut asked = samples::posting("検索から選ばれる店にする");
    asked["required_skills"] = json!([{"skill": "seo", "min_proficiency": 3}]);
    let posting = app.published(&city, &asked);
    let complete = |who: &str, body: &Value| {
        let id = city.post("/enrollments", &enrollment(&seo, who, &json!({"min": 8}))).id();
        (city.post(&format!("/enrollments/{id}/complete"), body), id)
    };
    let held = |who: &str| {
        let person = city.get(&format!("/candidates/{who}")).expect(200);
        let skills = person["skills"].as_array().unwrap().clone();
        skills.into_iter().find(|held| held["skill"] == "seo").unwrap_or_default()
    };
    // Fewer hours than the course has need a reason; with the hours none is needed.
    let beginner = person(&city, "はじめての人");
    let (refused, id) = complete(&beginner, &json!({}));
    refused.problem(422, "validation_failed");
    assert_eq!(refused.pointers(), ["/reason"]);
    assert_eq!(held(&beginner), Value::Null);
    city.post(&format!("/enrollments/{id}/study-logs"), &json!({"studied_on": "2021-07-05", "minutes": 60}))
        .expect(201);
    let done = city
        .post(&format!("/enrollments/{id}/complete"), &json!({"move_readiness_to": "engaged"}))
        .expect(200);
    assert_eq!((&done["proficiency_before"], &done["proficiency_after"]), (&json!(null), &json!(3)));
    assert_eq!((&done["readiness"], &done["enrollment"]["status"]), (&json!("engaged"), &json!("completed")));
    assert_eq!((&done["eligible_before"], &done["eligible_after"]), (&json!(0), &json!(1)));
    let effect = &done["postings"][0];
    assert_eq!((&effect["posting_id"], &effect["newly_eligible"]), (&json!(posting), &json!(true)));
    assert_eq!((&effect["before"], &effect["after"]["rank"]), (&json!(null), &json!(1)));
    let ranked = city.get(&format!("/candidates/{beginner}/matches")).expect(200);
    assert_eq!(ranked["items"][0]["score"], effect["after"]["score"]);
    let skill = held(&beginner);
    assert_eq!(skill["proficiency"], 3);
    assert!(skill["evidence"].as_str().unwrap().contains("SEO入門"), "{skill}");
    let steps = items(&city, &format!("/candidates/{beginner}/readiness"));
    assert_eq!(steps.last().unwrap()["to"], "engaged");
    // Who does it better already keeps what they have stated.
    let mut expert = samples::candidate("得意な人");
    expert["skills"] = json!([{"skill": "seo", "proficiency": 5, "evidence": "10年"}]);
    let expert = city.post("/candidates", &expert).id();
    let (done, _) = complete(&expert, &json!({"reason": "試験に合格"}));
    let done = done.expect(200);
    assert_eq!((&done["proficiency_before"], &done["proficiency_after"]), (&json!(5), &json!(5)));
    assert_eq!(held(&expert), json!({"skill": "seo", "proficiency": 5, "evidence": "10年"}));
    assert_eq!(done["postings"][0]["newly_eligible"], false);
    assert_eq!(done["postings"][0]["before"], done["postings"][0]["after"]);
    // A lower one is raised.
    let mut novice = samples::candidate("少しできる人");
    novice["skills"] = json!([{"skill": "seo", "proficiency": 1, "evidence": null}]);
    let novice = city.post("/candidates", &novice).id();
    let (done, _) = complete(&novice, &json!({"reason": "試験に合格"}));
    assert_eq!(done.expect(200)["proficiency_before"], 1);
    assert_eq!(held(&novice)["proficiency"], 3);
    // An illegal step of readiness takes all of it back.
    let other = person(&city, "急ぎすぎる人");
    let (refused, id) = complete(&other, &json!({"reason": "合格", "move_readiness_to": "alumni"}));
    refused.problem(409, "illegal_transition");
    assert_eq!(held(&other), Value::Null);
    assert_eq!(city.get(&format!("/enrollments/{id}")).expect(200)["status"], "enrolled");
}

fn what_has_ended_stays_ended(app: &TestApp) {
    let city = app.city();
    let course = course(&city, &json!({}));
    let id =
        city.post("/enrollments", &enrollment(&course, &person(&city, "終えた人"), &json!({"min": 8}))).id();
    let path = |part: &str| format!("/enrollments/{id}/{part}");
    let tag = [("If-Match", "\"9\"")];
    city.json(("POST", &path("drop")), &tag, &json!({})).problem(412, "version_mismatch");
    city.post(&path("complete"), &json!({"reason": "合格"})).expect(200);
    for part in ["complete", "drop"] {
        let refused = city.post(&path(part), &json!({"reason": "合格"})).problem(409, "illegal_transition");
        assert_eq!(refused["legal"], json!([]));
    }
    let study = json!({"studied_on": "2021-07-05", "minutes": 1});
    city.post(&path("study-logs"), &study).problem(409, "already_ended");
}
