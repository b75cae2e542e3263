//! Bodies of the stages: moves, who waits, meetings, keys of people's own pages.

use serde_json::{Value, json};

/// The body of a schema, if it is one of these.
pub(super) fn template(schema: &str) -> Option<Value> {
    Some(match schema {
        "ApplicationTransitionRequest" => {
            json!({"to": "redirected", "reason": "試験", "redirected_to": "§posting"})
        }
        "ExtensionRequest" => json!({"due_at": "2099-01-01T00:00:00Z", "reason": "日程の調整"}),
        "WaitingListRequest" => json!({"application_ids": ["§application"]}),
        "EncounterRequest" => json!({
            "application_id": "§application", "kind": "dialogue", "mode": "online", "status": "planned",
            "scheduled_at": "2099-01-01T00:00:00Z", "place": null, "attendees": ["Bの担当"],
        }),
        "EncounterPatch" => json!({"place": "変更", "application_id": "§application"}),
        "AccessTokenRequest" => json!({"valid_days": 30}),
        "OfferAnswerRequest" => json!({"answer": "decline"}),
        _ => return None,
    })
}
