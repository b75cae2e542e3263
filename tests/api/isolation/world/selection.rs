//! What those who manage a posting have written while they read its applicants.

use serde_json::json;

use super::{Kind, Openness, World, made};
use crate::app::TestApp;
use crate::client::Client;

/// One place, and a second applicant to draw for a second look.
fn second_applicant(client: &Client, posting: &str, person: &str) -> String {
    client.patch(&format!("/postings/{posting}"), &json!({"seats": 1})).expect(200);
    made(&client.post("/applications", &json!({"posting_id": posting, "candidate_id": person})))
}

fn drawn(client: &Client, posting: &str) -> (String, String) {
    let look = client.post(&format!("/postings/{posting}/second-looks"), &json!({"seed": 1})).expect(201);
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    (text(&look["id"]), text(&look["picks"][0]["candidate_id"]))
}

/// These are chosen, and everybody is told: the ids of decision, batch and first notice.
fn told(client: &Client, (posting, chosen): (&str, &[String]), reason: &str) -> [String; 3] {
    let decision = json!({"selected": chosen, "default_reason": "other_fit", "reason": reason});
    let decision = made(&client.post(&format!("/postings/{posting}/decisions"), &decision));
    let path = format!("/postings/{posting}/notices");
    let previewed = client.post(&format!("{path}/preview"), &json!({"decision_id": decision})).expect(200);
    let order = json!({"decision_id": decision, "digest": previewed["digest"]});
    let batch = made(&client.post(&path, &order));
    let notices = client.get(&format!("/notice-batches/{batch}/notices")).expect(200);
    [decision, batch, notices["items"][0]["id"].as_str().unwrap().to_owned()]
}

impl World {
    /// B's own.
    pub(super) fn select_own(&mut self, app: &TestApp) {
        let b = app.board();
        let (posting, person) = (self.own[&Kind::Posting].clone(), self.own[&Kind::Candidate].clone());
        let people = b.get("/candidates").expect(200);
        let ids = people["items"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap());
        let other = ids.filter(|id| *id != person).min().unwrap().to_owned();
        second_applicant(&b, &posting, &other);
        let (look, _) = drawn(&b, &posting);
        self.own.insert(Kind::SecondLook, look);
        b.put(&format!("/postings/{posting}/marks/{person}"), &json!({"mark": "held"})).expect(200);
        let note = json!({"candidate_id": person, "text": "Bのメモ"});
        let note = made(&b.post(&format!("/postings/{posting}/notes"), &note));
        self.own.insert(Kind::Note, note);
        // Of an application that stays open more can be asked.
        let application = self.own[&Kind::Application].clone();
        let step = json!({"to": "screening"});
        b.post(&format!("/applications/{application}/transitions"), &step).expect(200);
        let [decision, batch, notice] = told(&b, (&posting, &[application]), "Bの決定");
        self.own.insert(Kind::Decision, decision);
        self.own.insert(Kind::NoticeBatch, batch);
        self.own.insert(Kind::Notice, notice);
    }

    /// A's, on its published posting about the people who have applied.
    pub(super) fn select(&mut self, app: &TestApp) {
        let a = app.city();
        let posting = self.of(Kind::Posting).find(|posting| posting.openness == Openness::Public);
        let posting = posting.unwrap().id.clone();
        let hidden = self.of(Kind::Candidate).filter(|person| person.openness == Openness::Hidden);
        let people: Vec<String> = hidden.map(|person| person.id.clone()).take(2).collect();
        let application = second_applicant(&a, &posting, &people[1]);
        self.hide(Kind::Application, &application);
        let (look, drawn) = drawn(&a, &posting);
        self.hide(Kind::SecondLook, &look);
        let note = self.canaries.word("the note of a finding");
        let finding = json!({"candidate_id": drawn, "worth_a_look": true, "note": note});
        a.put(&format!("/second-looks/{look}/findings"), &finding).expect(200);
        let reason = self.canaries.word("the reason of a mark");
        let mark = json!({"mark": "shortlisted", "reason": reason});
        a.put(&format!("/postings/{posting}/marks/{}", people[0]), &mark).expect(200);
        let text = self.canaries.word("the text of a note");
        let note = json!({"candidate_id": people[0], "text": text});
        let note = made(&a.post(&format!("/postings/{posting}/notes"), &note));
        self.hide(Kind::Note, &note);
        let reason = self.canaries.word("the reason of a reveal");
        let reveal = json!({"candidate_id": people[0], "reason": reason});
        a.post(&format!("/postings/{posting}/reveals"), &reveal).expect(201);
        let own = json!({"subject": self.canaries.word("the subject of a template"),
            "body": format!("{} {{name}} {{reason}} {{alternatives}}", self.canaries.word("the body of a template"))});
        a.put("/notice-templates/not_selected/ja", &own).expect(200);
        let reason = self.canaries.word("the reason of a decision");
        let [decision, batch, notice] = told(&a, (&posting, &[]), &reason);
        self.hide(Kind::Decision, &decision);
        self.hide(Kind::NoticeBatch, &batch);
        self.hide(Kind::Notice, &notice);
        let body = self.canaries.word("the body of a correction");
        let correction = json!({"body": body, "reason": self.canaries.word("the reason of a correction")});
        a.post(&format!("/notices/{notice}/correction"), &correction).expect(201);
        let digest = a.get(&format!("/notice-batches/{batch}")).expect(200)["digest"].clone();
        self.canaries.keep("the digest of a batch", digest.as_str().unwrap());
    }
}
