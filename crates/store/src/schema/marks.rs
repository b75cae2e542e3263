//! Tables of reading the applicants: marks and notes.

use diesel::{allow_tables_to_appear_in_same_query, joinable, table};

use super::{posting_terms, postings};

table! {
    mark_events (posting_id, number) {
        posting_id -> Text,
        number -> BigInt,
        candidate_id -> Text,
        organization_id -> Text,
        author -> Text,
        act -> Text,
        reason -> Nullable<Text>,
        undoes -> Nullable<BigInt>,
        at -> BigInt,
    }
}

table! {
    notes (id) {
        id -> Text,
        posting_id -> Text,
        candidate_id -> Nullable<Text>,
        organization_id -> Text,
        author -> Text,
        version -> BigInt,
        text -> Text,
        mentions -> Text,
        created_at -> BigInt,
        updated_at -> BigInt,
    }
}

table! {
    note_mentions (user_id, note_id) {
        user_id -> Text,
        note_id -> Text,
    }
}

table! {
    note_versions (note_id, version) {
        note_id -> Text,
        version -> BigInt,
        text -> Text,
        mentions -> Text,
        at -> BigInt,
    }
}

joinable!(notes -> postings (posting_id));
allow_tables_to_appear_in_same_query!(notes, postings);
allow_tables_to_appear_in_same_query!(notes, posting_terms);
allow_tables_to_appear_in_same_query!(notes, note_mentions);
allow_tables_to_appear_in_same_query!(note_mentions, postings);
allow_tables_to_appear_in_same_query!(note_mentions, posting_terms);
