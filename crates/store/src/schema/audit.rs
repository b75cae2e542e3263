//! The audit log: a chain of lines for each organization that acted, and where each chain ends.

use diesel::table;

table! {
    audit_events (organization_id, seq) {
        organization_id -> Text,
        seq -> BigInt,
        previous_hash -> Binary,
        hash -> Binary,
        id -> Text,
        api_key_id -> Nullable<Text>,
        user_id -> Nullable<Text>,
        request_id -> Text,
        action -> Text,
        resource -> Text,
        resource_id -> Text,
        subject_organization_id -> Text,
        detail -> Text,
        at -> BigInt,
    }
}

table! {
    audit_events_unchained (id) {
        id -> Text,
        organization_id -> Text,
        api_key_id -> Nullable<Text>,
        user_id -> Nullable<Text>,
        request_id -> Text,
        action -> Text,
        resource -> Text,
        resource_id -> Text,
        subject_organization_id -> Text,
        detail -> Text,
        at -> BigInt,
    }
}

table! {
    audit_heads (organization_id) {
        organization_id -> Text,
        seq -> BigInt,
        hash -> Binary,
    }
}
