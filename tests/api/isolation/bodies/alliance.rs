//! What bodies do together.

use serde_json::{Value, json};

/// The body of a schema of this subject.
pub(super) fn template(schema: &str) -> Option<Value> {
    Some(match schema {
        "AllianceRequest" => json!({"name": "Bの集まり", "purpose": "学び合う"}),
        "AlliancePatch" => json!({"purpose": "変更"}),
        "AllianceInvitationRequest" => json!({"organization_id": "§third"}),
        "DirectoryEntryRequest" => json!({"specialities": ["Bの得意"], "takes_on": "紹介"}),
        _ => return None,
    })
}
