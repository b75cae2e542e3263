//! Tables of programs: region groups, programs, rounds with their areas and amendments, events and who came.

use diesel::{allow_tables_to_appear_in_same_query, table};

table! {
    region_groups (id) {
        id -> Text,
        organization_id -> Text,
        version -> BigInt,
        created_at -> BigInt,
        updated_at -> BigInt,
        name -> Text,
        description -> Nullable<Text>,
        regions -> Text,
    }
}

table! {
    programs (id) {
        id -> Text,
        organization_id -> Text,
        version -> BigInt,
        created_at -> BigInt,
        updated_at -> BigInt,
        external_id -> Nullable<Text>,
        name -> Text,
        purpose -> Nullable<Text>,
        fiscal_year -> Nullable<Integer>,
        starts_on -> Nullable<Text>,
        ends_on -> Nullable<Text>,
        regions -> Text,
        responsible_user_id -> Nullable<Text>,
        status -> Text,
    }
}

table! {
    program_partners (program_id, position) {
        program_id -> Text,
        position -> Integer,
        organization_id -> Text,
    }
}

table! {
    rounds (id) {
        id -> Text,
        organization_id -> Text,
        program_id -> Text,
        version -> BigInt,
        status -> Text,
        created_at -> BigInt,
        updated_at -> BigInt,
        external_id -> Nullable<Text>,
        name -> Text,
        application_opens_at -> Nullable<BigInt>,
        application_closes_at -> Nullable<BigInt>,
        engagement_starts_on -> Nullable<Text>,
        engagement_ends_on -> Nullable<Text>,
        seat_cap -> Nullable<Integer>,
        pending_cap -> Nullable<Integer>,
        stage_order -> Text,
        stage_days -> Text,
    }
}

table! {
    round_areas (round_id, position) {
        round_id -> Text,
        position -> Integer,
        name -> Text,
        regions -> Text,
        region_group_id -> Nullable<Text>,
    }
}

table! {
    round_area_partners (round_id, area_position, position) {
        round_id -> Text,
        area_position -> Integer,
        position -> Integer,
        organization_id -> Text,
    }
}

table! {
    round_amendments (round_id, number) {
        round_id -> Text,
        number -> BigInt,
        at -> BigInt,
        organization_id -> Text,
        api_key_id -> Nullable<Text>,
        user_id -> Nullable<Text>,
        reason -> Text,
        closes_at_before -> Nullable<BigInt>,
        closes_at_after -> Nullable<BigInt>,
        ends_on_before -> Nullable<Text>,
        ends_on_after -> Nullable<Text>,
        seat_cap_before -> Nullable<Integer>,
        seat_cap_after -> Nullable<Integer>,
    }
}

table! {
    events (id) {
        id -> Text,
        organization_id -> Text,
        version -> BigInt,
        created_at -> BigInt,
        updated_at -> BigInt,
        external_id -> Nullable<Text>,
        kind -> Text,
        title -> Text,
        description -> Nullable<Text>,
        program_id -> Nullable<Text>,
        round_id -> Nullable<Text>,
        cohort_id -> Nullable<Text>,
        starts_at -> BigInt,
        ends_at -> Nullable<BigInt>,
        municipality -> Nullable<Text>,
        place -> Nullable<Text>,
        online_url -> Nullable<Text>,
        capacity -> Nullable<BigInt>,
        archive_url -> Nullable<Text>,
        audience -> Text,
    }
}

table! {
    event_speakers (event_id, position) {
        event_id -> Text,
        position -> Integer,
        name -> Text,
        affiliation -> Nullable<Text>,
        candidate_id -> Nullable<Text>,
    }
}

table! {
    event_postings (event_id, position) {
        event_id -> Text,
        position -> Integer,
        posting_id -> Text,
    }
}

table! {
    attendances (id) {
        id -> Text,
        event_id -> Text,
        candidate_id -> Text,
        version -> BigInt,
        created_at -> BigInt,
        updated_at -> BigInt,
        role -> Text,
        status -> Text,
        visit_days -> Integer,
        note -> Nullable<Text>,
    }
}

allow_tables_to_appear_in_same_query!(
    programs,
    program_partners,
    rounds,
    round_area_partners,
    events,
    event_postings,
    attendances
);
