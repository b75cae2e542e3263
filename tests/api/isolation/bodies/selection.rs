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
        "NoteWordingRequest" => json!({"text": "Bの書き直し"}),
        _ => return None,
    })
}
