//! Preparing people: cohorts with as many members as places, readiness that is no filter, courses that open postings.

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::client::Client;
use crate::samples;

mod courses;
mod opening;
pub(crate) mod surveys;

crate::on_both!(
    a_cohort_has_as_many_members_as_places,
    what_a_cohort_tells_of_its_members,
    readiness_moves_step_by_step_and_every_step_is_kept,
    no_ranking_changes_by_readiness,
    every_fault_of_preparing_is_told_at_once,
    what_names_a_person_goes_with_the_person,
);

/// An id that no record has.
const NOBODY: &str = "01980f3e-9c00-7000-8000-5f3a6f0b1c2d";

fn person(client: &Client, name: &str) -> String {
    client.post("/candidates", &samples::candidate(name)).id()
}

fn cohort(client: &Client, capacity: Option<u32>) -> String {
    let body = json!({
        "name": "準備室", "purpose": "備える", "starts_on": "2021-06-21", "ends_on": "2021-11-30",
        "capacity": capacity,
    });
    client.post("/cohorts", &body).id()
}

fn items(client: &Client, path: &str) -> Vec<Value> {
    client.get(path).expect(200)["items"].as_array().unwrap().clone()
}

fn a_cohort_has_as_many_members_as_places(app: &TestApp) {
    let city = app.city();
    let cohort = cohort(&city, Some(2));
    let people = ["一人目", "二人目", "三人目"].map(|name| person(&city, name));
    let member = |who: &str| format!("/cohorts/{cohort}/members/{who}");
    let joins = json!({"joined_on": "2021-06-21"});
    for who in &people[..2] {
        let answer = city.put(&member(who), &joins);
        assert_eq!(answer.status, 201, "{}", answer.text);
        assert_eq!(answer.header("location"), Some(format!("/api/v1{}", member(who)).as_str()));
    }
    city.put(&member(&people[2]), &joins).problem(409, "full");
    // Who is a member already takes no further place.
    city.put(&member(&people[0]), &json!({"joined_on": "2021-06-22"})).expect(200);
    let fewer = city.patch(&format!("/cohorts/{cohort}"), &json!({"capacity": 1}));
    fewer.problem(422, "validation_failed");
    assert_eq!(fewer.pointers(), ["/capacity"]);
    // A place that was left is free, until the one who left comes back.
    assert_eq!(city.delete(&member(&people[0])).status, 204);
    city.put(&member(&people[2]), &joins).expect(201);
    city.put(&member(&people[0]), &joins).problem(409, "full");
    let gone = json!({"joined_on": "2021-06-21", "left_on": "2021-07-31", "left_reason": "転居のため"});
    city.put(&member(&people[2]), &gone).expect(200);
    let back = city.put(&member(&people[0]), &joins).expect(200);
    assert_eq!((&back["left_on"], &back["version"]), (&json!(null), &json!(4)));
    let members = items(&city, &format!("/cohorts/{cohort}/members"));
    let standing = members.iter().filter(|member| member["left_on"].is_null()).count();
    assert_eq!((members.len(), standing), (3, 2));
    // Over another version nothing is written; ending what has ended changes nothing.
    let tag = [("If-Match", "\"1\"")];
    city.json(("PUT", &member(&people[0])), &tag, &joins).problem(412, "version_mismatch");
    assert_eq!(city.delete(&member(&people[2])).status, 204);
    assert_eq!(city.get(&member(&people[2])).expect(200)["left_reason"], "転居のため");
    city.delete(&member(NOBODY)).problem(404, "not_found");
}

fn what_a_cohort_tells_of_its_members(app: &TestApp) {
    let city = app.city();
    let (cohort, who) = (cohort(&city, None), person(&city, "山口 理沙"));
    city.put(&format!("/cohorts/{cohort}/members/{who}"), &json!({"joined_on": "2021-06-21"})).expect(201);
    let talks = format!("/cohorts/{cohort}/one-on-ones");
    for (day, topic) in [("2021-07-05", "これから"), ("2021-07-19", "案件を読む")] {
        let talk = json!({"candidate_id": who, "held_on": day, "topic": topic, "next_step": "書き出す"});
        let made = city.post(&talks, &talk).expect(201);
        assert!(made["api_key_id"].is_string(), "{made}");
    }
    let stranger = person(&city, "部外者");
    let refused =
        city.post(&talks, &json!({"candidate_id": stranger, "held_on": "2021-07-05", "topic": "x"}));
    refused.problem(422, "validation_failed");
    assert_eq!(refused.pointers(), ["/candidate_id"]);
    assert_eq!(items(&city, &format!("{talks}?candidate_id={who}")).len(), 2);
    assert_eq!(items(&city, &format!("{talks}?candidate_id={stranger}")).len(), 0);
    // Back to preparing, which is where the next sight of the progress finds them.
    let step = json!({"to": "preparing", "reason": "もう一度学ぶ"});
    city.post(&format!("/candidates/{who}/readiness"), &step).expect(201);
    let progress = items(&city, &format!("/cohorts/{cohort}/progress"));
    assert_eq!(progress.len(), 1);
    let only = &progress[0];
    assert_eq!(
        (&only["display_name"], &only["readiness_before"], &only["readiness_now"], &only["one_on_ones"]),
        (&json!("山口 理沙"), &json!("ready"), &json!("preparing"), &json!(2))
    );
    assert_eq!(only["courses"], json!([]));
}

fn readiness_moves_step_by_step_and_every_step_is_kept(app: &TestApp) {
    let city = app.city();
    let mut newcomer = samples::candidate("新しい人");
    newcomer["readiness"] = json!(null);
    let who = city.post("/candidates", &newcomer).id();
    let path = format!("/candidates/{who}/readiness");
    let step = |to: &str| city.post(&path, &json!({"to": to, "reason": format!("{to}へ")}));
    assert_eq!(step("exploring").expect(201)["from"], json!(null));
    let refused = step("ready").problem(409, "illegal_transition");
    assert_eq!(refused["legal"], json!(["preparing"]));
    for to in ["preparing", "ready", "engaged", "alumni", "exploring", "preparing"] {
        let made = step(to).expect(201);
        assert_eq!((&made["to"], &made["reason"]), (&json!(to), &json!(format!("{to}へ"))));
        assert_eq!(city.get(&format!("/candidates/{who}")).expect(200)["readiness"], to);
    }
    assert_eq!(step("preparing").problem(409, "illegal_transition")["legal"], json!(["exploring", "ready"]));
    // A person who is replaced, in whatever way, has made a step too; one whose stage stays has not.
    city.patch(&format!("/candidates/{who}"), &json!({"readiness": "alumni"})).expect(200);
    city.patch(&format!("/candidates/{who}"), &json!({"hours_per_week": 3})).expect(200);
    city.patch(&format!("/candidates/{who}"), &json!({"readiness": null})).expect(200);
    let keyed = json!({"display_name": "鍵の人", "external_id": "k-1", "readiness": "ready"});
    let other = city.post("/candidates", &keyed).id();
    let line = json!({"display_name": "鍵の人", "external_id": "k-1", "readiness": "engaged"}).to_string();
    let lines = [("Content-Type", "application/x-ndjson")];
    let sent = city.send(("POST", "/candidates/bulk"), &lines, line.as_bytes());
    assert!(sent.text.contains("\"status\":200"), "{}", sent.text);
    let steps = items(&city, &path);
    let tos: Vec<&Value> = steps.iter().map(|step| &step["to"]).collect();
    let mut expected: Vec<Value> =
        ["exploring", "preparing", "ready", "engaged", "alumni", "exploring", "preparing", "alumni"]
            .map(|word| json!(word))
            .to_vec();
    expected.push(json!(null));
    assert_eq!(tos, expected.iter().collect::<Vec<_>>());
    assert!(steps.windows(2).all(|pair| pair[0]["to"] == pair[1]["from"]), "{steps:?}");
    let steps = items(&city, &format!("/candidates/{other}/readiness"));
    assert_eq!((&steps[0]["from"], &steps[0]["to"]), (&json!("ready"), &json!("engaged")));
}

fn no_ranking_changes_by_readiness(app: &TestApp) {
    let city = app.city();
    let posting = app.published(&city, &samples::posting("案件"));
    let people: Vec<String> = (0..6).map(|number| person(&city, &format!("人 {number}"))).collect();
    let seen = || {
        let mut answer = city.get(&format!("/postings/{posting}/matches?limit=50")).expect(200);
        answer["as_of"] = json!(null);
        answer.to_string()
    };
    let before = seen();
    for (who, to) in people.iter().zip(["exploring", "preparing", "engaged", "preparing", "exploring"]) {
        city.post(&format!("/candidates/{who}/readiness"), &json!({"to": to})).expect(201);
        assert_eq!(seen(), before, "{to}");
    }
    city.patch(&format!("/candidates/{}", people[5]), &json!({"readiness": null})).expect(200);
    assert_eq!(seen(), before);
}

fn every_fault_of_preparing_is_told_at_once(app: &TestApp) {
    let city = app.city();
    let refused = city.post(
        "/cohorts",
        &json!({"nam": "x", "starts_on": "2021-06-21", "ends_on": "2021-06-20", "capacity": 0}),
    );
    refused.problem(422, "validation_failed");
    let mut pointers = refused.pointers();
    pointers.sort();
    assert_eq!(pointers, ["/capacity", "/ends_on", "/nam", "/name"]);
    let refused =
        city.post("/courses", &json!({"title": "", "skill": "instagrm", "hours": 0, "within": ["99"]}));
    refused.problem(422, "validation_failed");
    let mut pointers = refused.pointers();
    pointers.sort();
    assert_eq!(pointers, ["/hours", "/proficiency", "/skill", "/title", "/within/0"]);
    let refused = city.post(
        "/enrollments",
        &json!({
            "course_id": NOBODY, "candidate_id": NOBODY, "hours_per_day": {"min": 3, "max": 2},
            "starts_on": "2021-07-32",
        }),
    );
    refused.problem(422, "validation_failed");
    let mut pointers = refused.pointers();
    pointers.sort();
    assert_eq!(pointers, ["/hours_per_day/max", "/starts_on"]);
}

fn what_names_a_person_goes_with_the_person(app: &TestApp) {
    let city = app.city();
    let (cohort, who) = (cohort(&city, None), person(&city, "消える人"));
    city.put(&format!("/cohorts/{cohort}/members/{who}"), &json!({"joined_on": "2021-06-21"})).expect(201);
    let talk = json!({"candidate_id": who, "held_on": "2021-07-05", "topic": "これから"});
    city.post(&format!("/cohorts/{cohort}/one-on-ones"), &talk).expect(201);
    let course = json!({"title": "講座", "skill": "seo", "proficiency": 3, "hours": 10});
    let course = city.post("/courses", &course).id();
    let enrollment = json!({
        "course_id": course, "candidate_id": who, "hours_per_day": {"min": 8}, "starts_on": "2021-07-05",
    });
    let enrollment = city.post("/enrollments", &enrollment).id();
    assert_eq!(city.delete(&format!("/candidates/{who}")).status, 204);
    for path in ["members", "one-on-ones", "progress"] {
        assert_eq!(items(&city, &format!("/cohorts/{cohort}/{path}")), Vec::<Value>::new(), "{path}");
    }
    city.get(&format!("/enrollments/{enrollment}")).problem(404, "not_found");
}
