//! B, who listens: a job board with two people, a published posting, a draft, and one record of every other kind.

use std::collections::BTreeMap;

use serde_json::json;

use super::{Kind, World, imported, made, outcome};
use crate::app::TestApp;
use crate::{crowd, samples};

impl World {
    /// Makes B's records, the webhook first.
    pub(super) fn listen(&mut self, app: &TestApp) {
        let b = app.board();
        let organization = b.get("").expect(200)["organization_id"].as_str().unwrap().to_owned();
        let hook = json!({"url": self.receiver_of_b.url(), "description": null, "event_types": []});
        let webhook = made(&b.post("/webhooks", &hook));
        let person = made(&b.post("/candidates", &samples::candidate("Bの人")));
        made(&b.post("/candidates", &samples::candidate("Bのもう一人")));
        let posting = app.published(&b, &samples::posting("Bの案件"));
        made(&b.post("/postings", &samples::posting("Bの下書き")));
        let consent =
            json!({"recipient": self.third_id, "items": ["profile"], "purpose": "紹介", "until": null});
        let consent = made(&b.post(&format!("/candidates/{person}/consents"), &consent));
        let agreement = json!({
            "coordinator_id": self.third_id, "organization_id": organization, "kind": "coordination",
            "items": [], "regions": ["20"], "starts_on": null, "ends_on": null,
        });
        let agreement = made(&b.post("/agreements", &agreement));
        let pair = json!({"posting_id": posting, "candidate_id": person});
        let application = made(&b.post("/applications", &pair));
        let outcome = made(&b.post("/events/outcomes", &outcome("b-1", (&posting, &person), "日程")));
        let job = crowd::started(&b, &json!({"scope": {"posting_ids": [posting]}, "per_posting": 5}));
        let run = crowd::ended(&b, &job)["result"]["match_run_id"].as_str().unwrap().to_owned();
        let key = made(&b.post("/api-keys", &json!({"name": "Bの鍵", "scopes": ["postings:read"]})));
        let delivery = made(&b.post(&format!("/webhooks/{webhook}/ping"), &json!({})));
        let alliance = super::alliance::ally_b(&b);
        let (_, import) = imported(&b, "candidates", "管理番号,氏名\r\nb-sheet,Bの表の人\r\n");
        let applied = application.clone();
        self.own = BTreeMap::from([
            (Kind::Import, import),
            (Kind::Organization, organization),
            (Kind::Agreement, agreement),
            (Kind::Alliance, alliance),
            (Kind::ApiKey, key),
            (Kind::Posting, posting),
            (Kind::Candidate, person),
            (Kind::Consent, consent),
            (Kind::Application, application),
            (Kind::Outcome, outcome),
            (Kind::Job, job.rsplit('/').next().unwrap().to_owned()),
            (Kind::MatchRun, run),
            (Kind::Webhook, webhook),
            (Kind::Delivery, delivery),
            (Kind::ExternalId, "b-own".to_owned()),
        ]);
        self.pass_b(&b);
        self.users_of_b(&b);
        self.stages_of_b(&b, &applied);
        let person = self.own[&Kind::Candidate].clone();
        self.own.extend(super::preparation::own(&b, &person));
        let own = [Kind::Posting, Kind::Candidate].map(|kind| self.own[&kind].clone());
        self.own_engagements(&b, (&own[0], &own[1]));
    }
}
