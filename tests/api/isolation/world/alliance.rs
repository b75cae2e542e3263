//! What bodies do together: A's records, marked, and B's own.

use serde_json::json;

use super::{Kind, World, made};
use crate::client::Client;

/// B's own alliance.
pub(super) fn ally_b(b: &Client) -> String {
    made(&b.post("/alliances", &json!({"name": "Bの集まり", "purpose": "学び合う"})))
}

impl World {
    /// A's, marked. What A says in the directory is said to all, so it has no mark.
    pub(super) fn ally_a(&mut self, a: &Client, a_id: &str) {
        let alliance = json!({
            "name": self.word("the name of an alliance"), "purpose": self.word("the purpose of an alliance"),
        });
        let alliance = made(&a.post("/alliances", &alliance));
        let invited = json!({"organization_id": self.third_id});
        a.post(&format!("/alliances/{alliance}/members"), &invited).expect(201);
        self.hide(Kind::Alliance, &alliance);
        let entry = json!({"specialities": ["市の得意"], "takes_on": "受け入れ"});
        a.put(&format!("/directory/{a_id}"), &entry).expect(201);
    }
}
