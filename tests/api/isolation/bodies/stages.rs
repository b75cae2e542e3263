//! Bodies of the stages: moves, who waits, meetings, keys of people's own pages.

use serde_json::{Value, json};

/// The body of a schema, if it is one of these.
pub(super) fn template(schema: &str) -> Option<Value> {
    Some(match schema {
        "ApplicationTransitionRequest" => {
            json!({"to": "redirected", "reason": "試験", "redirected_to": "§posting"})
        }
        _ => return None,
    })
}
