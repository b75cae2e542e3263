//! Postings for the members of some bodies: nowhere are they told of, or counted, to anybody else. Which lists and rankings
//! show them is in the tests of rounds; here is what speaks of postings in passing.

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::client::Client;
use crate::samples;

crate::on_both! {
    letters_name_it_to_members_alone,
    courses_open_it_to_members_alone,
    nobody_else_is_pointed_to_it,
}

/// A published posting of the city for the coordinator body's people.
fn for_members(app: &TestApp, wants: &str) -> String {
    let mut posting = samples::posting("準備室の会員だけに知らせる案件");
    posting["members_of"] = json!([app.coordinator_id]);
    posting["required_skills"] = json!([{"skill": wants, "min_proficiency": 3}]);
    app.published(&app.city(), &posting)
}

fn person(by: &Client, name: &str) -> String {
    by.post("/candidates", &samples::candidate(name)).id()
}

fn applied(by: &Client, posting: &str, name: &str) -> String {
    let who = person(by, name);
    by.post("/applications", &json!({"posting_id": posting, "candidate_id": who})).id()
}

/// A member, somebody of a job board and somebody of the city itself are not chosen.
fn letters_name_it_to_members_alone(app: &TestApp) {
    let city = app.city();
    let hidden = for_members(app, "instagram");
    let posting = app.published(&city, &samples::posting("応募を受けた案件"));
    let applications: Vec<String> = [app.coordinator(), app.board(), city.clone()]
        .iter()
        .map(|by| {
            let application = applied(by, &posting, "山口 理沙");
            let path = format!("/applications/{application}/transitions");
            city.post(&path, &json!({"to": "screening"})).expect(200);
            application
        })
        .collect();
    let decision =
        json!({"selected": [], "waiting": [], "reasons": [], "default_reason": "hours", "reason": "枠"});
    let decision = city.post(&format!("/postings/{posting}/decisions"), &decision).id();
    let letters = || {
        let path = format!("/postings/{posting}/notices/preview");
        let told = city.post(&path, &json!({"decision_id": decision})).expect(200);
        let notices = told["notices"].as_array().unwrap().clone();
        applications
            .iter()
            .map(|id| notices.iter().find(|one| one["application_id"] == json!(id)).unwrap().clone())
            .collect::<Vec<Value>>()
    };
    let named = |letter: &Value| {
        let ids = letter["alternatives"].as_array().unwrap().iter().map(|one| one["posting_id"].clone());
        (ids.collect::<Vec<_>>(), letter["no_alternative"].clone())
    };
    let told: Vec<_> = letters().iter().map(named).collect();
    let (it, nothing) = ((vec![json!(hidden)], json!(null)), (vec![], json!("no_open_posting")));
    assert_eq!(told, [it.clone(), nothing.clone(), it], "the body that made it and its members' body");
    let title = "準備室の会員だけに知らせる案件";
    let says: Vec<bool> = letters().iter().map(|one| one["body"].as_str().unwrap().contains(title)).collect();
    assert_eq!(says, [true, false, true]);
    // Opened to everybody, it is named to everybody.
    city.patch(&format!("/postings/{hidden}"), &json!({"members_of": []})).expect(200);
    assert_eq!(named(&letters()[1]).0, [json!(hidden)]);
}

fn courses_open_it_to_members_alone(app: &TestApp) {
    let hidden = for_members(app, "seo");
    // Of each body's own people; a course of each, for the same skill.
    let told = |by: &Client| {
        let course = json!({"title": "SEO入門", "skill": "seo", "proficiency": 3, "hours": 1});
        let course = by.post("/courses", &course).id();
        let people: Vec<String> = (0..5).map(|number| person(by, &format!("人 {number}"))).collect();
        let plan = by.get(&format!("/candidates/{}/preparations", people[0])).expect(200);
        let effects = by.get("/courses/effects").expect(200);
        let effect = effects["courses"][0].clone();
        let body = json!({
            "course_id": course, "candidate_id": people[0], "hours_per_day": {"min": 8},
            "starts_on": "2021-07-05",
        });
        let enrollment = by.post("/enrollments", &body).id();
        let path = format!("/enrollments/{enrollment}/complete");
        let done = by.post(&path, &json!({"reason": "試験に合格"})).expect(200);
        let named = |answer: &Value| answer.to_string().contains(&hidden);
        let counts =
            [&effects["postings"], &effect["postings"], &effect["people"]["value"], &done["eligible_after"]];
        (named(&plan), plan["courses"][0]["opened"].clone(), named(&done), counts.map(Clone::clone))
    };
    let [city, members, board] = [app.city(), app.coordinator(), app.board()].map(|by| told(&by));
    let all = (true, json!(1), true, [json!(1), json!(1), json!(5), json!(1)]);
    assert_eq!(members, all);
    assert_eq!(city, all);
    assert_eq!(board, (false, json!(0), false, [json!(0), json!(0), json!(0), json!(0)]));
    // The city sees the board's people too: it sees the posting, which is not for them.
    for number in 0..5 {
        let who = person(&app.board(), &format!("求人サイトの人 {number}"));
        let consent = json!({"recipient": app.city_id, "items": ["profile"], "purpose": "講座の計画"});
        app.board().post(&format!("/candidates/{who}/consents"), &consent).expect(201);
    }
    // One of the city's five has the skill by now.
    let effect = app.city().get("/courses/effects").expect(200)["courses"][0].clone();
    assert_eq!((&effect["people"], &effect["pairs"]), (&hidden_count(), &hidden_count()), "four of its own");
}

fn hidden_count() -> Value {
    json!({"value": null, "suppressed": true})
}

fn nobody_else_is_pointed_to_it(app: &TestApp) {
    let city = app.city();
    let hidden = for_members(app, "instagram");
    let posting = app.published(&city, &samples::posting("応募を受けた案件"));
    let point = |application: &str| {
        let body = json!({"to": "redirected", "redirected_to": hidden});
        city.post(&format!("/applications/{application}/transitions"), &body)
    };
    let refused = point(&applied(&app.board(), &posting, "求人サイトの人"));
    refused.problem(422, "validation_failed");
    assert_eq!(refused.pointers(), ["/redirected_to"]);
    let moved = point(&applied(&app.coordinator(), &posting, "会員")).expect(200);
    assert_eq!((&moved["status"], &moved["redirected_to"]), (&json!("redirected"), &json!(hidden)));
}
