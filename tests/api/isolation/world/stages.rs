//! Meetings, moves and keys of people's own pages: A's marked, and B's own.

use serde_json::json;

use super::{Kind, World, made};
use crate::client::Client;

impl World {
    /// B's own meeting, planned.
    pub(super) fn stages_of_b(&mut self, b: &Client, application: &str) {
        let meeting = json!({
            "application_id": application, "kind": "meeting", "mode": "online",
            "scheduled_at": "2099-01-01T00:00:00Z",
        });
        let meeting = made(&b.post("/encounters", &meeting));
        self.own.insert(Kind::Encounter, meeting);
    }

    /// A's meeting, held, with a word in each of its texts, and a move with a reason.
    pub(super) fn stages_of_a(&mut self, a: &Client, application: &str) {
        let mut word = |place: &str| self.canaries.word(place);
        let meeting = json!({
            "application_id": application, "kind": "field_work", "mode": "on_site", "status": "held",
            "scheduled_at": "2020-01-01T00:00:00Z", "place": word("the place of a meeting"),
            "attendees": [word("who came to a meeting")], "travel_cost_paid_by": "shared",
            "posting_side": word("what the posting's side says of a person"),
            "candidate_side": word("what a person says of a meeting"),
        });
        let step = json!({"to": "screening", "reason": word("the reason of a move of an application")});
        let more = json!({"due_at": "2099-01-01T00:00:00Z", "reason": word("the reason of more time")});
        let meeting = made(&a.post("/encounters", &meeting));
        self.hide(Kind::Encounter, &meeting);
        a.post(&format!("/applications/{application}/transitions"), &step).expect(200);
        a.post(&format!("/applications/{application}/extend"), &more).expect(200);
    }
}
