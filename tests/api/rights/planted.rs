//! A person with a word of its own in every text and every field about them, in whatever record can tell of a person.

use serde_json::{Value, json};

use crate::app::TestApp;
use crate::client::Client;
use crate::samples;

/// Somebody of the city of whom everything is told that can be, each text ending in the mark, and a second applicant
/// beside them in everything that tells of several.
pub(super) struct Planted {
    /// The marked person.
    pub(super) person: String,
    /// Creations about several people, with their keys: sent again, they must not answer as before.
    pub(super) repeatable: Vec<(String, String, Value)>,
}

/// How often the mark was written, at least: fewer means that something above was not reached.
const PLACES: usize = 45;

struct Planting<'a> {
    app: &'a TestApp,
    city: Client,
    mark: &'a str,
    planted: usize,
}

impl Planting<'_> {
    fn word(&mut self, of: &str) -> Value {
        self.planted += 1;
        json!(format!("{of}-{}", self.mark))
    }

    /// A creation with a key, that can be repeated.
    fn once(&self, path: &str, body: &Value) -> (String, (String, String, Value)) {
        let key = format!("{}-{}", path.replace('/', "-"), self.planted);
        let made = self.city.json(("POST", path), &[("Idempotency-Key", &key)], body);
        assert_eq!(made.status, 201, "{path}: {}", made.text);
        (made.id(), (path.to_owned(), key, body.clone()))
    }

    fn people(&mut self) -> [String; 2] {
        let mut person = samples::candidate(&format!("name-{}", self.mark));
        person["external_id"] = self.word("key");
        person["email"] = json!(format!("mail-{}@example.jp", self.mark));
        person["phone"] = self.word("tel");
        person["statement"] = self.word("statement");
        person["skills"][0]["evidence"] = self.word("evidence");
        person["region_ties"][0]["note"] = self.word("tie");
        let (person, _) = self.once("/candidates", &person);
        let other = self.city.post("/candidates", &samples::candidate("もう一人")).id();
        let consent = json!({
            "recipient": "any", "items": ["profile", "identity"], "purpose": self.word("purpose"), "until": null,
        });
        self.city.post(&format!("/candidates/{person}/consents"), &consent).expect(201);
        [person, other]
    }

    /// What prepares them: a cohort, a talk, a step, a course, a survey, events and the ledger.
    fn prepared(&mut self, person: &str) {
        let city = self.city.clone();
        let cohort = city.post("/cohorts", &json!({"name": "準備室"})).id();
        let left =
            json!({"joined_on": "2021-06-21", "left_on": "2021-11-30", "left_reason": self.word("left")});
        city.put(&format!("/cohorts/{cohort}/members/{person}"), &left).expect(201);
        let talk = json!({
            "candidate_id": person, "held_on": "2021-07-05", "topic": self.word("topic"),
            "next_step": self.word("next"),
        });
        city.post(&format!("/cohorts/{cohort}/one-on-ones"), &talk).expect(201);
        let step = json!({"to": "engaged", "reason": self.word("step")});
        city.post(&format!("/candidates/{person}/readiness"), &step).expect(201);
        let course = json!({"title": "講座", "skill": "seo", "proficiency": 3, "hours": 130});
        let course = city.post("/courses", &course).id();
        let enrollment = json!({
            "course_id": course, "candidate_id": person, "hours_per_day": {"min": 8}, "starts_on": "2021-07-05",
        });
        let enrollment = city.post("/enrollments", &enrollment).id();
        let study = json!({"studied_on": "2021-07-05", "minutes": 60, "note": self.word("study")});
        city.post(&format!("/enrollments/{enrollment}/study-logs"), &study).expect(201);
        let dropped = json!({"reason": self.word("dropped")});
        city.post(&format!("/enrollments/{enrollment}/drop"), &dropped).expect(200);
        let survey = city.post("/surveys", &json!({"title": "調査"})).id();
        let element = json!({"key": "e", "label_ja": "ひとこと", "kind": "text"});
        let concepts = json!({"concepts": [{
            "key": "c", "label_ja": "概念", "items": [{"key": "i", "label_ja": "項目", "elements": [element]}],
        }]});
        city.post(&format!("/surveys/{survey}/versions"), &concepts).expect(201);
        let wave = json!({"instrument": 1, "kind": "before"});
        let wave = city.post(&format!("/surveys/{survey}/waves"), &wave).id();
        let answer =
            json!({"candidate_id": person, "answers": [{"element": "e", "words": self.word("words")}]});
        city.post(&format!("/waves/{wave}/answers"), &answer).expect(201);
        let event = json!({
            "kind": "session", "title": "会", "starts_at": "2026-07-29T10:00:00Z", "audience": "members",
            "speakers": [{
                "name": self.word("speaker"), "affiliation": self.word("affiliation"), "candidate_id": person,
            }],
        });
        let event = city.post("/events", &event).id();
        let put = json!({"role": "speaker", "note": self.word("attendance")});
        city.put(&format!("/events/{event}/attendances/{person}"), &put).expect(201);
        let entry = json!({
            "candidate_id": person, "kind": "alumni", "region": "20", "from_on": "2021-04-01",
            "note": self.word("ledger"),
        });
        city.post("/ledger-entries", &entry).expect(201);
    }

    /// What others are told of them: a referral, a proposal, a promise.
    fn passed(&mut self, person: &str) {
        let city = self.city.clone();
        let agreement = json!({
            "coordinator_id": self.app.coordinator_id, "organization_id": self.app.city_id,
            "kind": "coordination", "items": ["紹介"], "regions": ["20"], "starts_on": null, "ends_on": null,
        });
        city.post("/agreements", &agreement).expect(201);
        let referral = json!({
            "candidate_id": person, "to_organization_id": self.app.coordinator_id, "items": ["profile"],
            "reason": self.word("referral"), "message": self.word("referred"),
        });
        let referral = city.post("/referrals", &referral).id();
        let accepted = json!({"reason": self.word("accepted")});
        self.app.coordinator().post(&format!("/referrals/{referral}/accept"), &accepted).expect(200);
        let ended = json!({"reason": self.word("ended")});
        city.post(&format!("/referrals/{referral}/end"), &ended).expect(200);
        let about = self.app.published(&city, &samples::posting("約束の案件"));
        let promise = json!({"to_candidate_id": person, "posting_id": about, "what": self.word("promise")});
        let promise = city.post("/promises", &promise).id();
        let released = json!({"reason": self.word("released")});
        city.post(&format!("/promises/{promise}/release"), &released).expect(200);
    }

    /// What those who choose write while they read: marks, notes, reveals, meetings, moves.
    fn read(&mut self, posting: &str, (person, application): (&str, &str)) {
        let city = self.city.clone();
        let step = json!({"to": "screening", "reason": self.word("move")});
        city.post(&format!("/applications/{application}/transitions"), &step).expect(200);
        let more = json!({"due_at": "2099-01-01T00:00:00Z", "reason": self.word("more")});
        city.post(&format!("/applications/{application}/extend"), &more).expect(200);
        let meeting = json!({
            "application_id": application, "kind": "field_work", "mode": "on_site", "status": "held",
            "scheduled_at": "2020-01-01T00:00:00Z", "place": self.word("place"),
            "attendees": [self.word("attendee")], "travel_cost_paid_by": "shared",
            "posting_side": self.word("posting-side"), "candidate_side": self.word("candidate-side"),
        });
        city.post("/encounters", &meeting).expect(201);
        let held = json!({"mark": "held", "reason": self.word("mark")});
        city.put(&format!("/postings/{posting}/marks/{person}"), &held).expect(200);
        let note = json!({"candidate_id": person, "text": self.word("note"), "mentions": []});
        let note = city.post(&format!("/postings/{posting}/notes"), &note).id();
        let later = json!({"text": self.word("later-note"), "mentions": []});
        city.put(&format!("/notes/{note}"), &later).expect(200);
        let reveal = json!({"candidate_id": person, "reason": self.word("reveal")});
        city.post(&format!("/postings/{posting}/reveals"), &reveal).expect(201);
        let outcome = json!({
            "event_id": format!("event-{}", self.mark), "kind": "declined", "posting_id": posting,
            "candidate_id": person, "happened_at": "2026-07-20T05:00:00Z", "reason": self.word("outcome"),
        });
        city.post("/events/outcomes", &outcome).expect(201);
    }

    /// They are chosen and told, and their letter is put right.
    fn chosen(&mut self, posting: &str, application: &str) {
        let city = self.city.clone();
        let decision =
            json!({"selected": [application], "default_reason": "seats_filled", "reason": "経験による"});
        let decision = city.post(&format!("/postings/{posting}/decisions"), &decision).id();
        let path = format!("/postings/{posting}/notices");
        let preview = city.post(&format!("{path}/preview"), &json!({"decision_id": decision})).expect(200);
        let order = json!({"decision_id": decision, "digest": preview["digest"]});
        let batch = city.post(&path, &order).id();
        let notices = city.get(&format!("/notice-batches/{batch}/notices")).expect(200);
        let theirs = notices["items"].as_array().unwrap().iter();
        let mut theirs = theirs.filter(|notice| notice["application_id"] == application);
        let notice = theirs.next().unwrap()["id"].as_str().unwrap().to_owned();
        let body = json!({"body": self.word("letter"), "reason": self.word("correction")});
        city.post(&format!("/notices/{notice}/correction"), &body).expect(201);
        city.post(&format!("/applications/{application}/access-token"), &json!({})).expect(201);
    }

    /// They work: terms, a month of the log, a check-in, the end.
    fn worked(&mut self, (posting, person): (&str, &str)) {
        let city = self.city.clone();
        let body = json!({
            "posting_id": posting, "candidate_id": person, "reason": self.word("engaged"),
            "terms": {
                "contract_form": "quasi_mandate", "starts_on": "2021-09-01", "ends_on": "2021-11-30",
                "work": self.word("work"), "permission_evidence": self.word("permission"),
                "undecided": [{"item": "hours", "reason": self.word("open"), "expected_on": "2021-09-10"}],
            },
        });
        let work = city.post("/engagements", &body).id();
        let log = json!({"minutes_done": 600, "visit_days": 2, "note": self.word("log")});
        city.put(&format!("/engagements/{work}/logs/2021-09"), &log).expect(201);
        let talk = json!({
            "held_on": "2021-10-01", "kind": "month_1", "going_well": self.word("well"),
            "worries": self.word("worries"), "held_by": self.word("held-by"),
        });
        city.post(&format!("/engagements/{work}/check-ins"), &talk).expect(201);
        let end = json!({"kind": "ended_early", "on": "2021-11-01", "reason": self.word("end")});
        city.post(&format!("/engagements/{work}/end"), &end).expect(200);
    }
}

/// Plants the mark everywhere.
pub(super) fn planted(app: &TestApp, mark: &str) -> Planted {
    let mut planting = Planting { app, city: app.city(), mark, planted: 0 };
    let city = planting.city.clone();
    let user = |email: &str| {
        let body =
            json!({"email": email, "display_name": "担当", "roles": ["coordinator"], "password": null});
        city.post("/users", &body).id()
    };
    let [from, to] = ["from", "to"].map(|name| user(&format!("{name}-{}@example.jp", mark.len())));
    let program = city.post("/programs", &json!({"name": "事業"})).id();
    let round = city.post("/rounds", &json!({"program_id": program, "name": "第1回"})).id();
    city.post(&format!("/rounds/{round}/transitions"), &json!({"to": "published"})).expect(200);
    let mut posting = samples::posting("案件");
    posting["round_id"] = json!(round);
    posting["seats"] = json!(1);
    let posting = app.published(&city, &posting);
    let proposed_for = app.published(&city, &samples::posting("別の案件"));
    let [person, other] = planting.people();
    planting.prepared(&person);
    planting.passed(&person);
    let mut repeatable = Vec::new();
    // The other one first: the answer hangs on nobody whom it names second.
    let proposal = json!({"posting_id": proposed_for, "people": [
        {"candidate_id": other}, {"candidate_id": person, "role": planting.word("role")},
    ]});
    repeatable.push(planting.once("/proposals", &proposal).1);
    let apply = |who: &str, message: Value| {
        let body = json!({"posting_id": posting, "candidate_id": who, "message": message});
        city.post("/applications", &body).id()
    };
    apply(&other, json!("わたしも"));
    let application = apply(&person, planting.word("message"));
    planting.read(&posting, (&person, &application));
    let look = planting.once(&format!("/postings/{posting}/second-looks"), &json!({"seed": 1}));
    let picks = city.get(&format!("/second-looks/{}", look.0)).expect(200)["picks"].clone();
    for pick in picks.as_array().unwrap() {
        let finding = json!({
            "candidate_id": pick["candidate_id"], "worth_a_look": true,
            "note": if pick["candidate_id"] == json!(person) { planting.word("finding") } else { Value::Null },
        });
        city.put(&format!("/second-looks/{}/findings", look.0), &finding).expect(200);
    }
    repeatable.push(look.1);
    let handover = json!({
        "program_id": program, "from_user_id": from, "to_user_id": to, "moves_at": "2099-01-01T00:00:00Z",
        "note": null,
    });
    repeatable.push(planting.once("/handovers", &handover).1);
    planting.chosen(&posting, &application);
    planting.worked((&posting, &person));
    // Changed once, so that an older state has stood in the files too.
    city.patch(&format!("/candidates/{person}"), &json!({"statement": planting.word("later")})).expect(200);
    assert!(planting.planted >= PLACES, "only {} places", planting.planted);
    Planted { person, repeatable }
}
