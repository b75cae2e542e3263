//! Programs, rounds, groups of regions, events and who came.

use serde_json::json;

use super::{Kind, Openness, World, made};
use crate::app::TestApp;
use crate::client::Client;

/// A program, a round of it, and an event of the round with somebody put down for it.
fn called(client: &Client, program: &str, [round, event, person]: [&serde_json::Value; 3]) -> [String; 3] {
    let program = made(&client.post("/programs", &serde_json::from_str(program).unwrap()));
    let mut round = round.clone();
    round["program_id"] = json!(program);
    let round = made(&client.post("/rounds", &round));
    let mut event = event.clone();
    event["round_id"] = json!(round);
    let event = made(&client.post("/events", &event));
    let path = format!("/events/{event}/attendances/{}", person["id"].as_str().unwrap());
    client.put(&path, &json!({"role": "participant", "note": person["note"]})).expect(201);
    [program, round, event]
}

impl World {
    /// B's own.
    pub(super) fn call_own(&mut self, app: &TestApp) {
        let b = app.board();
        let group = made(&b.post("/region-groups", &json!({"name": "Bの圏域", "regions": ["20"]})));
        let round = json!({"name": "Bの回"});
        let event = json!({"kind": "briefing", "title": "Bの説明会", "starts_at": "2026-07-29T10:00:00Z"});
        let person = json!({"id": self.own[&Kind::Candidate], "note": null});
        let [program, round, event] = called(&b, r#"{"name": "Bの事業"}"#, [&round, &event, &person]);
        self.own.insert(Kind::RegionGroup, group);
        self.own.insert(Kind::Program, program);
        self.own.insert(Kind::Round, round);
        self.own.insert(Kind::Event, event);
    }

    /// A's: a group that is a public word, a round in preparation, an event for members and one for all.
    pub(super) fn call(&mut self, app: &TestApp) {
        let a = app.city();
        let group = made(&a.post("/region-groups", &json!({"name": "松本圏域", "regions": ["20"]})));
        self.show(Kind::RegionGroup, &group, Openness::Public);
        let program = json!({
            "external_id": self.external_id("a program"), "name": self.word("the name of a program"),
            "purpose": self.word("the purpose of a program"),
        });
        let round = json!({
            "external_id": self.external_id("a round"), "name": self.word("the name of a round"),
            "areas": [{"name": self.word("the name of an area"), "regions": ["20"], "region_group_id": group}],
        });
        let mut event = json!({
            "external_id": self.external_id("an event for members"), "kind": "session",
            "title": self.word("the title of an event"), "description": self.word("the description of an event"),
            "starts_at": "2026-07-29T10:00:00Z", "place": self.word("the place of an event"),
            "speakers": [{
                "name": self.word("the name of a speaker"),
                "affiliation": self.word("the affiliation of a speaker"),
            }],
            "audience": "members",
        });
        let person = self.of(Kind::Candidate).find(|person| person.openness == Openness::Hidden);
        let person = person.unwrap().id.clone();
        let put = json!({"id": person, "note": self.word("the note of an attendance")});
        let [program, round, members] = called(&a, &program.to_string(), [&round, &event, &put]);
        a.post(&format!("/rounds/{round}/transitions"), &json!({"to": "published"})).expect(200);
        let reason = self.word("the reason of an amendment");
        let amendment = json!({"application_closes_at": "2026-08-31", "reason": reason});
        a.post(&format!("/rounds/{round}/amendments"), &amendment).expect(201);
        self.hide(Kind::Program, &program);
        self.hide(Kind::Round, &round);
        self.hide(Kind::Event, &members);
        event["external_id"] = json!(self.external_id("an event for all"));
        event["audience"] = json!("everyone");
        for (field, text) in [("title", "だれでも来られる会"), ("description", "話を聞く"), ("place", "駅前")]
        {
            event[field] = json!(text);
        }
        event["speakers"] = json!([{"name": "登壇する人", "candidate_id": person}]);
        let open = made(&a.post("/events", &event));
        self.show(Kind::Event, &open, Openness::Public);
    }
}
