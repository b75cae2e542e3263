//! Cohorts, readiness, courses: A's with a canary in every text, and B's own.

use serde_json::{Value, json};

use super::{Kind, World, made};
use crate::client::Client;

impl World {
    /// A's records of preparing one of its people.
    pub(super) fn mark_preparation(&mut self, a: &Client, person: &str) {
        let mut word = |place: &str| json!(self.canaries.word(place));
        let cohort =
            json!({"name": word("the name of a cohort"), "purpose": word("the purpose of a cohort")});
        let member = json!({
            "joined_on": "2021-06-21", "left_on": "2021-11-30", "left_reason": word("the reason of a leave"),
        });
        let talk = json!({
            "candidate_id": person, "held_on": "2021-07-05", "topic": word("the topic of a talk"),
            "next_step": word("the next step of a talk"),
        });
        let step = json!({"to": "engaged", "reason": word("the reason of a step of readiness")});
        let mut course = course(&word("the title of a course"));
        course["description"] = word("the description of a course");
        let study =
            json!({"studied_on": "2021-07-05", "minutes": 60, "note": word("the note of a study log")});
        let complete = json!({"reason": word("the reason of a completion")});

        let cohort = made(&a.post("/cohorts", &cohort));
        made_by_put(a, &format!("/cohorts/{cohort}/members/{person}"), &member);
        a.post(&format!("/cohorts/{cohort}/one-on-ones"), &talk).expect(201);
        a.post(&format!("/candidates/{person}/readiness"), &step).expect(201);
        let course = made(&a.post("/courses", &course));
        let enrollment = made(&a.post("/enrollments", &enrollment(&course, person)));
        a.post(&format!("/enrollments/{enrollment}/study-logs"), &study).expect(201);
        a.post(&format!("/enrollments/{enrollment}/complete"), &complete).expect(200);
        for (kind, id) in [(Kind::Cohort, cohort), (Kind::Course, course), (Kind::Enrollment, enrollment)] {
            self.hide(kind, &id);
        }
        self.mark_survey(a, person);
    }

    /// A survey of A with a wave, an invitation and answers in words.
    fn mark_survey(&mut self, a: &Client, person: &str) {
        let mut word = |place: &str| json!(self.canaries.word(place));
        let survey = json!({
            "title": word("the title of a survey"), "description": word("the description of a survey"),
        });
        let element = json!({"key": "e", "label_ja": word("the label of an element"), "kind": "text"});
        let item = json!({"key": "i", "label_ja": word("the label of an item"), "elements": [element]});
        let concept = json!({"key": "c", "label_ja": word("the label of a concept"), "items": [item]});
        let wave = json!({"instrument": 1, "name": word("the name of a wave"), "kind": "before"});
        let answers = json!({"answers": [{"element": "e", "words": word("an answer in words")}]});

        let survey = made(&a.post("/surveys", &survey));
        a.post(&format!("/surveys/{survey}/versions"), &json!({"concepts": [concept]})).expect(201);
        let wave = made(&a.post(&format!("/surveys/{survey}/waves"), &wave));
        let invited = a.post(&format!("/waves/{wave}/invitations"), &json!({"candidate_ids": [person]}));
        let token = invited.expect(201)["invitations"][0]["token"].as_str().unwrap().to_owned();
        assert_eq!(a.post(&format!("/answers/{token}"), &answers).status, 204);
        self.canaries.keep("the token of an invitation", &token);
        self.hide(Kind::Survey, &survey);
        self.hide(Kind::Wave, &wave);
    }
}

/// B's own records of these kinds.
pub(super) fn own(b: &Client, person: &str) -> [(Kind, String); 5] {
    let cohort = made(&b.post("/cohorts", &json!({"name": "Bの準備室"})));
    made_by_put(b, &format!("/cohorts/{cohort}/members/{person}"), &json!({"joined_on": "2021-06-21"}));
    let course = made(&b.post("/courses", &course(&json!("Bの講座"))));
    let enrollment = made(&b.post("/enrollments", &enrollment(&course, person)));
    let survey = made(&b.post("/surveys", &json!({"title": "Bの調査"})));
    let version = crate::preparation::surveys::one_scale();
    b.post(&format!("/surveys/{survey}/versions"), &version).expect(201);
    let wave = json!({"instrument": 1, "kind": "before"});
    let wave = made(&b.post(&format!("/surveys/{survey}/waves"), &wave));
    [
        (Kind::Cohort, cohort),
        (Kind::Course, course),
        (Kind::Enrollment, enrollment),
        (Kind::Survey, survey),
        (Kind::Wave, wave),
    ]
}

fn course(title: &Value) -> Value {
    json!({"title": title, "skill": "seo", "proficiency": 3, "hours": 130})
}

fn enrollment(course: &str, person: &str) -> Value {
    json!({"course_id": course, "candidate_id": person, "hours_per_day": {"min": 8}, "starts_on": "2021-07-05"})
}

fn made_by_put(client: &Client, path: &str, body: &Value) {
    client.put(path, body).expect(201);
}
