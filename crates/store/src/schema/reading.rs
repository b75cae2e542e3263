//! Tables of how applicants are read: settings, names revealed, second looks.

use diesel::{allow_tables_to_appear_in_same_query, table};

use super::applications;

table! {
    reviews (posting_id) {
        posting_id -> Text,
        version -> BigInt,
        blind -> Bool,
        second_approver -> Bool,
        updated_at -> BigInt,
    }
}

table! {
    reveals (posting_id, candidate_id, author) {
        posting_id -> Text,
        candidate_id -> Text,
        author -> Text,
        organization_id -> Text,
        reason -> Text,
        at -> BigInt,
    }
}

table! {
    second_looks (id) {
        id -> Text,
        posting_id -> Text,
        organization_id -> Text,
        author -> Text,
        seed -> BigInt,
        drawn_from -> BigInt,
        created_at -> BigInt,
    }
}

table! {
    second_look_picks (second_look_id, position) {
        second_look_id -> Text,
        position -> Integer,
        candidate_id -> Text,
        rank -> BigInt,
        score -> BigInt,
        worth_a_look -> Nullable<Bool>,
        note -> Nullable<Text>,
        found_for -> Nullable<Text>,
        found_by -> Nullable<Text>,
        found_at -> Nullable<BigInt>,
    }
}

allow_tables_to_appear_in_same_query!(applications, reviews);
