//! A, whose records are marked: a city that also registers people, with a canary in every text of every record.

use serde_json::{Value, json};

use super::{Kind, Openness, World, imported, made, outcome};
use crate::app::TestApp;
use crate::client::Client;
use crate::{crowd, samples};

impl World {
    /// Makes A's records.
    pub(super) fn mark(&mut self, app: &TestApp) {
        let a = app.city();
        self.show(Kind::Organization, &app.city_id, Openness::Public);
        let webhook = self.webhook(&a);
        self.bodies(&a, &app.city_id);
        self.user(&a);
        let (published, draft) = self.postings(app, &a);
        let (hidden, applicant) = self.people(app, &a);
        self.applications(app, &a, (&published, [&hidden, &applicant]));
        self.runs(&a, (&published, &draft, &hidden));
        self.mark_preparation(&a, &hidden);
        self.mark_engagements(&a, (&draft, &hidden));
        self.sheet(&a);
        self.ally_a(&a, &app.city_id);
        self.repeated(&a);
        self.traces(&a, &webhook);
    }

    pub(super) fn word(&mut self, place: &str) -> String {
        self.canaries.word(place)
    }

    /// The endpoint, made before everything that it is told of.
    fn webhook(&mut self, a: &Client) -> String {
        let path = self.word("the address of a webhook");
        let body = json!({
            "url": format!("{}/{path}", self.receiver_of_a.url()),
            "description": self.word("the description of a webhook"), "event_types": [],
        });
        let answer = a.post("/webhooks", &body);
        let id = made(&answer);
        self.hide(Kind::Webhook, &id);
        let secret = answer.body()["secret"].as_str().unwrap().to_owned();
        // Base64 may hold a plus and a slash, which end a word; what is left of the longest piece is long enough.
        let longest = secret.split(['+', '/', '=']).max_by_key(|piece| piece.len()).unwrap();
        self.canaries.keep("the secret of a webhook", longest);
        id
    }

    /// A registered body, a key and an agreement.
    fn bodies(&mut self, a: &Client, a_id: &str) {
        let firm = json!({
            "external_id": self.external_id("a registered body"), "name": "くるみ商店", "kind": "company",
            "municipality": "202151",
        });
        let firm = made(&a.post("/organizations", &firm));
        self.show(Kind::Organization, &firm, Openness::Public);
        let key = json!({"name": self.word("the name of an API key"), "scopes": ["candidates:read"]});
        let answer = a.post("/api-keys", &key);
        let id = made(&answer);
        self.hide(Kind::ApiKey, &id);
        for part in ["secret", "prefix"] {
            let made = answer.body()[part].as_str().unwrap().to_owned();
            self.canaries.keep(&format!("the {part} of an API key"), &made);
        }
        let agreement = json!({
            "coordinator_id": self.third_id, "organization_id": a_id, "kind": "coordination",
            "items": [self.word("an item of an agreement")], "regions": ["20"], "starts_on": null,
            "ends_on": null,
        });
        let agreement = made(&a.post("/agreements", &agreement));
        self.hide(Kind::Agreement, &agreement);
    }

    /// One that is published, and drafts in every status that nobody else may see.
    fn postings(&mut self, app: &TestApp, a: &Client) -> (String, String) {
        let mut open = samples::posting("みそ蔵の新商品を首都圏に届ける");
        open["external_id"] = json!(self.external_id("a published posting"));
        let published = app.published(a, &open);
        self.show(Kind::Posting, &published, Openness::Public);
        let draft = made(&a.post("/postings", &self.marked_posting("a draft")));
        self.hide(Kind::Posting, &draft);
        for (status, name) in [("in_review", "a posting in review"), ("withdrawn", "a withdrawn posting")] {
            let id = made(&a.post("/postings", &self.marked_posting(name)));
            let step =
                json!({"to": status, "reason": self.word(&format!("the reason of a move to {status}"))});
            a.post(&format!("/postings/{id}/transitions"), &step).expect(200);
            self.hide(Kind::Posting, &id);
        }
        (published, draft)
    }

    fn marked_posting(&mut self, of: &str) -> Value {
        let title = self.word(&format!("the title of {of}"));
        let mut posting = samples::posting(&title);
        posting["external_id"] = json!(self.external_id(of));
        for field in ["issue", "description", "deliverable"] {
            posting[field] = json!(self.word(&format!("the {field} of {of}")));
        }
        posting
    }

    /// One whom nobody else sees, one who will apply, one whose profile a consent opens to B, and one who is deleted.
    fn people(&mut self, app: &TestApp, a: &Client) -> (String, String) {
        let [hidden, applicant, open, gone] =
            ["a person", "an applicant", "a person of an open profile", "a deleted person"]
                .map(|of| made(&a.post("/candidates", &self.marked_person(of))));
        for id in [&hidden, &applicant] {
            self.hide(Kind::Candidate, id);
        }
        self.show(Kind::Candidate, &open, Openness::Profile);
        self.consent(a, &hidden, &self.third_id.clone());
        self.consent(a, &open, &self.own[&Kind::Organization].clone());
        let past = json!({
            "recipient": "any", "items": ["profile", "identity"], "until": "2001-01-01T00:00:00Z",
            "purpose": self.word("the purpose of a past consent"),
        });
        let past = made(&a.post(&format!("/candidates/{applicant}/consents"), &past));
        self.hide(Kind::Consent, &past);
        assert_eq!(a.delete(&format!("/candidates/{gone}")).status, 204);
        self.hide(Kind::Candidate, &gone);
        assert_eq!(
            app.board().get(&format!("/candidates/{open}")).status,
            200,
            "the consent opens something"
        );
        (hidden, applicant)
    }

    fn consent(&mut self, a: &Client, person: &str, recipient: &str) {
        let purpose = self.word("the purpose of a consent");
        let body = json!({"recipient": recipient, "items": ["profile"], "purpose": purpose, "until": null});
        let id = made(&a.post(&format!("/candidates/{person}/consents"), &body));
        self.hide(Kind::Consent, &id);
    }

    fn marked_person(&mut self, of: &str) -> Value {
        let mut person = samples::candidate(&self.canaries.word(&format!("the name of {of}")));
        person["external_id"] = json!(self.external_id(of));
        person["email"] = json!(format!("{}@example.jp", self.word(&format!("the mail address of {of}"))));
        // Letters are no digits, but whoever leaks the number leaks them.
        person["phone"] = json!(format!("0263-{}", self.word(&format!("the number of {of}"))));
        person["statement"] = json!(self.word(&format!("the statement of {of}")));
        person["skills"][0]["evidence"] = json!(self.word(&format!("the evidence of {of}")));
        person["region_ties"][0]["note"] = json!(self.word(&format!("a note of {of}")));
        person
    }

    /// A standing one to A's own posting, one to another body's, and a withdrawn one.
    fn applications(&mut self, app: &TestApp, a: &Client, (published, people): (&str, [&str; 2])) {
        let elsewhere = app.published(&app.coordinator(), &samples::posting("Cの案件"));
        let pairs = [(published, people[0]), (&elsewhere, people[0]), (published, people[1])];
        let mut made_of = Vec::new();
        for (posting, person) in pairs {
            let message = self.word("the message of an application");
            let body = json!({"posting_id": posting, "candidate_id": person, "message": message});
            let id = made(&a.post("/applications", &body));
            self.hide(Kind::Application, &id);
            made_of.push(id);
        }
        let [first, .., last] = made_of.as_slice() else { panic!("three were made") };
        self.stages_of_a(a, first);
        a.post(&format!("/applications/{last}/withdraw"), &json!({})).expect(200);
    }

    /// A match run with its job, and an outcome of what it found.
    fn runs(&mut self, a: &Client, (published, draft, person): (&str, &str, &str)) {
        let job = crowd::started(a, &json!({"scope": {"posting_ids": [published]}, "per_posting": 5}));
        let run = crowd::ended(a, &job)["result"]["match_run_id"].as_str().unwrap().to_owned();
        self.hide(Kind::Job, job.rsplit('/').next().unwrap());
        self.hide(Kind::MatchRun, &run);
        for posting in [published, draft] {
            let event = self.external_id("an outcome");
            let reason = self.word("the reason of an outcome");
            let mut body = outcome(&event, (posting, person), &reason);
            body["match_run_id"] = json!(run);
            let id = made(&a.post("/events/outcomes", &body));
            self.hide(Kind::Outcome, &id);
        }
    }

    /// A sheet with a row that comes in and one that is refused.
    fn sheet(&mut self, a: &Client) {
        let mut row = |of: &str, skills: &str| {
            let key = self.external_id(of);
            let [name, words] =
                ["the name", "the statement"].map(|field| self.word(&format!("{field} of {of}")));
            format!("{key},{name},{skills},{words}\r\n")
        };
        let good = row("a row of a sheet", "Instagram:4");
        let wrong = row("a refused row of a sheet", "Instagram:9");
        let wrong = wrong.replace(":9", &format!(":9、{}:2", self.word("a cell of a sheet")));
        let sheet = format!("管理番号,氏名,スキル,思い\r\n{good}{wrong}");
        let (job, import) = imported(a, "candidates", &sheet);
        self.hide(Kind::Import, &import);
        self.hide(Kind::Job, &job);
        let rows = a.get(&format!("/imports/{import}/rows")).expect(200)["items"].clone();
        assert_eq!((&rows[0]["outcome"], &rows[1]["outcome"]), (&json!("created"), &json!("refused")));
        self.hide(Kind::Candidate, rows[0]["record_id"].as_str().unwrap());
    }

    /// A creation with an idempotency key; there is no canary in it, for B is to send the very same.
    fn repeated(&mut self, a: &Client) {
        let (key, body) = (self.word("an idempotency key"), json!({"display_name": "同じ名前の人"}));
        let id = made(&a.json(("POST", "/candidates"), &[("Idempotency-Key", &key)], &body));
        self.hide(Kind::Candidate, &id);
        self.once = (key, body);
    }

    /// What all of this has left behind: audit events and deliveries, once they are made.
    fn traces(&mut self, a: &Client, webhook: &str) {
        let ids = |path: &str| -> Vec<String> {
            let page = a.get(&format!("{path}?limit=200")).expect(200);
            assert_eq!(page["next_cursor"], json!(null), "{path} fits on a page");
            let items = page["items"].as_array().unwrap();
            // A line of what somebody else did with A's records is told to both, and stands behind A's first.
            let acted = |item: &&Value| item["organization_id"] == items[0]["organization_id"];
            items.iter().filter(acted).map(|item| item["id"].as_str().unwrap().to_owned()).collect()
        };
        let deliveries = format!("/webhooks/{webhook}/deliveries");
        super::settle((a, webhook), &self.receiver_of_a);
        for (kind, path) in [(Kind::AuditEvent, "/audit-events"), (Kind::Delivery, deliveries.as_str())] {
            let found = ids(path);
            assert!(found.len() >= 20, "{path}: {}", found.len());
            for (number, id) in found.iter().enumerate() {
                match number {
                    0 => self.hide(kind, id),
                    _ => self.canaries.keep(&format!("the id of a {kind:?}"), id),
                }
            }
        }
    }
}
