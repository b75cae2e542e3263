//! Bodies of reading the applicants and of deciding.

use serde_json::{Value, json};

/// The body of a schema, where it is one of these.
pub(super) fn template(schema: &str) -> Option<Value> {
    Some(match schema {
        "MarkRequest" => json!({"mark": "held", "reason": "Bの印"}),
        "NoteRequest" => json!({"candidate_id": "§candidate", "text": "Bのメモ", "mentions": []}),
        "ReviewRequest" => json!({"blind": false, "second_approver": false}),
        "RevealRequest" => json!({"candidate_id": "§candidate", "reason": "試験"}),
        "SecondLookRequest" => json!({"seed": 7}),
        "FindingRequest" => json!({"candidate_id": "§candidate", "worth_a_look": false, "note": "Bの所見"}),
        "DecisionRequest" => json!({
            "selected": [], "waiting": [], "reasons": [], "default_reason": "other_fit", "reason": "Bの決定",
        }),
        "SettlementRequest" => json!({"note": "Bの決裁"}),
        "NoticePreviewRequest" => json!({"decision_id": "§decision", "language": "ja"}),
        "NoticeSendRequest" => {
            json!({"decision_id": "§decision", "language": "ja", "digest": "0".repeat(64)})
        }
        "CorrectionRequest" => json!({"body": "Bの訂正", "reason": "試験"}),
        "NoticeTemplateRequest" => {
            json!({"subject": "Bの件名", "body": "{name}様 {reason} {alternatives}"})
        }
        "NoteWordingRequest" => json!({"text": "Bの書き直し"}),
        _ => return None,
    })
}
