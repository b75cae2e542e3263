//! The running work of both: an engagement, a month of its log, a check-in, an entry of the ledger.

use serde_json::{Value, json};

use super::{Kind, World, made};
use crate::client::Client;

impl World {
    /// A's, with a canary in every text.
    pub(super) fn mark_engagements(&mut self, a: &Client, (posting, person): (&str, &str)) {
        let mut word = |of: &str| json!(self.canaries.word(&format!("the {of} of an engagement")));
        let body = json!({
            "posting_id": posting, "candidate_id": person, "reason": word("reason"),
            "terms": {
                "contract_form": "quasi_mandate", "starts_on": "2021-09-01", "ends_on": "2021-11-30",
                "work": word("work"), "place": word("place"), "pay_day": word("day of payment"),
                "pay_method": word("way of payment"), "harassment_contact": word("contact"),
                "permission_evidence": word("permission"),
                "undecided": [{"item": "hours", "reason": word("open item"), "expected_on": "2021-09-10"}],
            },
        });
        let log = json!({"minutes_done": 600, "visit_days": 2, "note": word("log")});
        let check_in = json!({
            "held_on": "2021-10-01", "kind": "month_1", "going_well": word("good side"),
            "worries": word("worries"), "held_by": word("talk"),
        });
        let end = json!({"kind": "ended_early", "on": "2021-11-01", "reason": word("end")});
        let entry = json!({
            "candidate_id": person, "kind": "alumni", "region": "20", "from_on": "2021-04-01", "visit_days": 5,
            "note": word("entry in the ledger"),
        });
        let engagement = made(&a.post("/engagements", &body));
        self.hide(Kind::Engagement, &engagement);
        let check_in = worked_on(a, &engagement, (&log, &check_in));
        self.hide(Kind::CheckIn, &check_in);
        a.post(&format!("/engagements/{engagement}/end"), &end).expect(200);
        let entry = made(&a.post("/ledger-entries", &entry));
        self.hide(Kind::LedgerEntry, &entry);
    }

    /// B's own.
    pub(super) fn own_engagements(&mut self, b: &Client, (posting, person): (&str, &str)) {
        let body = json!({
            "posting_id": posting, "candidate_id": person, "reason": "実績",
            "terms": {"contract_form": "quasi_mandate", "starts_on": "2021-09-01", "ends_on": "2026-11-30"},
        });
        let engagement = made(&b.post("/engagements", &body));
        let check_in = json!({"held_on": "2021-10-01", "kind": "month_1", "going_well": "順調"});
        let check_in = worked_on(b, &engagement, (&json!({"visit_days": 1}), &check_in));
        let entry =
            json!({"candidate_id": person, "kind": "alumni", "region": "20", "from_on": "2021-04-01"});
        let entry = made(&b.post("/ledger-entries", &entry));
        let own = [(Kind::Engagement, engagement), (Kind::CheckIn, check_in), (Kind::LedgerEntry, entry)];
        self.own.extend(own);
    }
}

/// A month and a check-in; the latter's id.
fn worked_on(by: &Client, engagement: &str, (log, check_in): (&Value, &Value)) -> String {
    by.put(&format!("/engagements/{engagement}/logs/2021-09"), log).expect(201);
    made(&by.post(&format!("/engagements/{engagement}/check-ins"), check_in))
}
