//! Tables of what bodies do together.

use diesel::{allow_tables_to_appear_in_same_query, joinable, table};

use super::organizations;

table! {
    alliances (id) {
        id -> Text,
        organization_id -> Text,
        version -> BigInt,
        created_at -> BigInt,
        updated_at -> BigInt,
        ended_at -> Nullable<BigInt>,
        name -> Text,
        purpose -> Text,
    }
}

table! {
    alliance_members (alliance_id, organization_id) {
        alliance_id -> Text,
        organization_id -> Text,
        position -> Integer,
        state -> Text,
        invited_by -> Nullable<Text>,
        invited_at -> BigInt,
        joined_at -> Nullable<BigInt>,
        left_at -> Nullable<BigInt>,
    }
}

table! {
    directory_entries (organization_id) {
        organization_id -> Text,
        version -> BigInt,
        created_at -> BigInt,
        updated_at -> BigInt,
        skills -> Text,
        specialities -> Text,
        categories -> Text,
        regions -> Text,
        takes_on -> Nullable<Text>,
        languages -> Text,
        contact -> Nullable<Text>,
        speciality_text -> Text,
        search_text -> Text,
    }
}

joinable!(directory_entries -> organizations (organization_id));
allow_tables_to_appear_in_same_query!(directory_entries, organizations);
allow_tables_to_appear_in_same_query!(alliances, alliance_members);
