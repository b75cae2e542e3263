//! Tables of decisions.

use diesel::table;

table! {
    decisions (id) {
        id -> Text,
        posting_id -> Text,
        organization_id -> Text,
        author -> Text,
        version -> BigInt,
        state -> Text,
        reason -> Text,
        approver_user_id -> Nullable<Text>,
        settled_for -> Nullable<Text>,
        settled_by -> Nullable<Text>,
        settled_note -> Nullable<Text>,
        settled_at -> Nullable<BigInt>,
        created_at -> BigInt,
        updated_at -> BigInt,
    }
}

table! {
    decision_lines (decision_id, position) {
        decision_id -> Text,
        position -> Integer,
        application_id -> Text,
        candidate_id -> Text,
        outcome -> Text,
        category -> Nullable<Text>,
    }
}

table! {
    decision_rankings (decision_id) {
        decision_id -> Text,
        ranking -> Text,
    }
}
