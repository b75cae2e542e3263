//! Bodies of the people who log in.

use serde_json::{Value, json};

use crate::isolation::world::{LOGIN_OF_B, PASSWORD_OF_B};

/// The body of a schema, if it is one of these.
pub(super) fn template(schema: &str) -> Option<Value> {
    Some(match schema {
        "NewUserRequest" => {
            json!({"email": "§mail", "display_name": "Bの人", "roles": ["viewer"], "password": null})
        }
        "UserRequest" => json!({"email": "§mail", "display_name": "Bの人", "roles": ["viewer"]}),
        "UserPatch" => json!({"display_name": "変更"}),
        "PasswordRequest" => json!({"password": "新しい長い合言葉を決めました"}),
        "SessionRequest" => json!({"email": LOGIN_OF_B, "password": PASSWORD_OF_B}),
        "ErasureRequest" => json!({"reason": "requested"}),
        "RetentionPolicyRequest" => json!({"unsuccessful_applications": 36, "notes": 60, "survey_ties": 60}),
        _ => return None,
    })
}
