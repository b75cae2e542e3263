//! Tables of the stages: the moves of applications, who waits for a seat, meetings, and the keys of people's own pages.

use diesel::table;

table! {
    application_moves (application_id, version) {
        application_id -> Text,
        version -> BigInt,
        from_status -> Nullable<Text>,
        to_status -> Text,
        at -> BigInt,
        due_at -> Nullable<BigInt>,
        mover -> Text,
        organization_id -> Nullable<Text>,
        user_id -> Nullable<Text>,
        api_key_id -> Nullable<Text>,
        reason -> Nullable<Text>,
        reason_category -> Nullable<Text>,
        redirected_to -> Nullable<Text>,
    }
}

table! {
    waiting_list_entries (posting_id, application_id) {
        posting_id -> Text,
        application_id -> Text,
        position -> Integer,
    }
}

table! {
    encounters (id) {
        id -> Text,
        application_id -> Text,
        posting_id -> Text,
        organization_id -> Text,
        version -> BigInt,
        created_at -> BigInt,
        updated_at -> BigInt,
        status -> Text,
        kind -> Text,
        mode -> Text,
        scheduled_at -> BigInt,
        place -> Nullable<Text>,
        attendees -> Text,
        travel_cost_paid_by -> Nullable<Text>,
        posting_side -> Nullable<Text>,
        candidate_side -> Nullable<Text>,
    }
}

table! {
    application_access (id) {
        id -> Text,
        application_id -> Text,
        hash -> Text,
        created_at -> BigInt,
        expires_at -> BigInt,
        revoked_at -> Nullable<BigInt>,
    }
}
