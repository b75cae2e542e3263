//! Bodies of the running work: engagements with what belongs to them, the ledger of 関係人口.

use serde_json::{Value, json};

/// The body of a schema, if it is one of these.
pub(super) fn template(schema: &str) -> Option<Value> {
    let terms = json!({"contract_form": "quasi_mandate", "starts_on": "2026-09-01", "ends_on": "2026-11-30"});
    Some(match schema {
        "EngagementRequest" => json!({
            "posting_id": "§posting", "candidate_id": "§candidate", "reason": "実績", "terms": terms,
        }),
        "EngagementTermsRequest" => terms,
        "EngagementTermsPatch" => json!({"hours_per_month": 10}),
        "EngagementEndRequest" => json!({"kind": "ended_early", "on": "2026-10-01", "reason": "都合"}),
        "RenewalRequest" => json!({"ends_on": "2027-01-31"}),
        "EngagementLogRequest" => json!({"minutes_planned": 600}),
        "CheckInRequest" => json!({"held_on": "2021-10-01", "kind": "other", "going_well": "順調"}),
        "LedgerEntryRequest" => json!({
            "candidate_id": "§candidate", "kind": "alumni", "region": "20", "from_on": "2026-04-01",
        }),
        "LedgerEntryPatch" => json!({"note": "変更"}),
        "GatheringRequest" => json!({"fiscal_year": 2026}),
        _ => return None,
    })
}
