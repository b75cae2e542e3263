//! Tables of the selection: applications, and what became of people who were shown.

use diesel::table;

table! {
    applications (id) {
        id -> Text,
        posting_id -> Text,
        candidate_id -> Text,
        organization_id -> Text,
        version -> BigInt,
        status -> Text,
        message -> Nullable<Text>,
        stage_entered_at -> BigInt,
        due_at -> Nullable<BigInt>,
        reminded_at -> Nullable<BigInt>,
        reason_category -> Nullable<Text>,
        redirected_to -> Nullable<Text>,
        created_at -> BigInt,
        updated_at -> BigInt,
    }
}

table! {
    outcome_events (id) {
        id -> Text,
        organization_id -> Text,
        event_id -> Text,
        kind -> Text,
        posting_id -> Text,
        candidate_id -> Text,
        match_run_id -> Nullable<Text>,
        ranking_tag -> Nullable<Text>,
        reason -> Nullable<Text>,
        happened_at -> BigInt,
        created_at -> BigInt,
    }
}
