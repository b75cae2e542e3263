//! Bodies of programs, rounds and events.

use serde_json::{Value, json};

/// The body of a schema, where it is one of these.
pub(super) fn template(schema: &str) -> Option<Value> {
    Some(match schema {
        "RegionGroupRequest" => json!({"name": "Bの圏域", "regions": ["20"]}),
        "RegionGroupPatch" => json!({"description": "変更"}),
        "ProgramRequest" => {
            json!({"external_id": "§external_id?", "name": "Bの事業", "partner_ids": ["§third"]})
        }
        "ProgramPatch" => json!({"purpose": "変更", "external_id": "§external_id?"}),
        "RoundRequest" => json!({
            "external_id": "§external_id?", "program_id": "§program", "name": "Bの回",
            "areas": [{
                "name": "Bの地域", "regions": ["20"], "region_group_id": "§region_group",
                "partner_ids": ["§third"],
            }],
        }),
        "RoundPatch" => json!({"name": "変更", "external_id": "§external_id?"}),
        "RoundTransitionRequest" => json!({"to": "published", "reason": "試験"}),
        "AmendmentRequest" => json!({"seat_cap": 9, "reason": "試験"}),
        "EventRequest" => json!({
            "external_id": "§external_id?", "kind": "talk", "title": "Bの催し",
            "starts_at": "2026-07-29T10:00:00Z", "program_id": "§program", "round_id": "§round",
            "speakers": [{"name": "Bの人", "candidate_id": "§candidate"}], "posting_ids": ["§posting"],
        }),
        "EventPatch" => json!({"title": "変更", "external_id": "§external_id?"}),
        "AttendanceRequest" => json!({"role": "staff", "status": "registered"}),
        _ => return None,
    })
}
