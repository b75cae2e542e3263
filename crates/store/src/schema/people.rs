//! Tables of the people who log in.

use diesel::{allow_tables_to_appear_in_same_query, joinable, table};

table! {
    users (id) {
        id -> Text,
        organization_id -> Text,
        version -> BigInt,
        created_at -> BigInt,
        updated_at -> BigInt,
        disabled_at -> Nullable<BigInt>,
        email -> Text,
        email_key -> Text,
        display_name -> Text,
        roles -> Text,
        password_hash -> Nullable<Text>,
    }
}

table! {
    sessions (token_hash) {
        token_hash -> Text,
        user_id -> Text,
        created_at -> BigInt,
        expires_at -> BigInt,
    }
}

joinable!(sessions -> users (user_id));
allow_tables_to_appear_in_same_query!(sessions, users);
