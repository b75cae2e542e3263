//! The tables as diesel knows them: the same names and types on both back ends.
//!
//! What only one back end has (`changes.xid`) is not here. Lists stored as text are read by the records.

use diesel::{allow_tables_to_appear_in_same_query, joinable, table};

mod alliance;
mod audit;
mod calls;
mod deciding;
mod marks;
mod participation;
mod people;
mod preparation;
mod reading;
mod retention;
mod selection;
mod stages;
mod telling;

pub(crate) use alliance::{alliance_members, alliances, directory_entries, promises, referrals};
pub(crate) use alliance::{handover_people, handovers};
pub(crate) use alliance::{posting_template_uses, posting_templates, proposal_people, proposals};
pub(crate) use audit::{audit_events, audit_events_unchained, audit_heads};
pub(crate) use calls::{
    attendances, event_postings, event_speakers, events, program_partners, programs, region_groups,
    round_amendments, round_area_partners, round_areas, rounds,
};
pub(crate) use deciding::{decision_lines, decision_rankings, decisions};
pub(crate) use marks::{mark_events, note_mentions, note_versions, notes};
pub(crate) use participation::{
    engagement_check_ins, engagement_logs, engagements, erased_applications, erased_engagements,
    erased_ledger_entries, erased_stays, ledger_entries,
};
pub(crate) use people::{sessions, users};
pub(crate) use preparation::{
    cohort_members, cohorts, courses, enrollments, one_on_ones, readiness_changes, study_logs,
    survey_answers, survey_instruments, survey_invited, survey_links, survey_respondents, survey_submissions,
    survey_tokens, survey_waves, surveys,
};
pub(crate) use reading::{reveals, reviews, second_look_picks, second_looks};
pub(crate) use retention::{candidate_activity, retention_days, retention_policies};
pub(crate) use selection::{applications, outcome_events};
pub(crate) use stages::{application_access, application_moves, encounters, waiting_list_entries};
pub(crate) use telling::{notice_batches, notice_templates, notices};

table! {
    organizations (id) {
        id -> Text,
        registered_by -> Nullable<Text>,
        version -> BigInt,
        created_at -> BigInt,
        updated_at -> BigInt,
        external_id -> Nullable<Text>,
        name -> Text,
        kind -> Text,
        municipality -> Nullable<Text>,
    }
}

table! {
    api_keys (id) {
        id -> Text,
        organization_id -> Text,
        name -> Text,
        prefix -> Text,
        hash -> Text,
        scopes -> Text,
        version -> BigInt,
        created_at -> BigInt,
        expires_at -> Nullable<BigInt>,
        revoked_at -> Nullable<BigInt>,
        last_used_at -> Nullable<BigInt>,
    }
}

table! {
    logins (token_hash) {
        token_hash -> Text,
        api_key_id -> Text,
        created_at -> BigInt,
        expires_at -> BigInt,
    }
}

table! {
    idempotency_keys (organization_id, key) {
        organization_id -> Text,
        key -> Text,
        fingerprint -> Text,
        candidate_id -> Nullable<Text>,
        status -> Integer,
        location -> Nullable<Text>,
        etag -> Nullable<Text>,
        body -> Text,
        created_at -> BigInt,
    }
}

table! {
    idempotency_mentions (mentioned_id, organization_id, key) {
        mentioned_id -> Text,
        organization_id -> Text,
        key -> Text,
    }
}

table! {
    agreements (id) {
        id -> Text,
        version -> BigInt,
        created_at -> BigInt,
        updated_at -> BigInt,
        ended_at -> Nullable<BigInt>,
        coordinator_id -> Text,
        organization_id -> Text,
        kind -> Text,
        items -> Text,
        regions -> Text,
        starts_on -> Nullable<Text>,
        ends_on -> Nullable<Text>,
    }
}

table! {
    postings (id) {
        id -> Text,
        organization_id -> Text,
        version -> BigInt,
        status -> Text,
        created_at -> BigInt,
        updated_at -> BigInt,
        external_id -> Nullable<Text>,
        title -> Text,
        issue -> Nullable<Text>,
        description -> Nullable<Text>,
        deliverable -> Nullable<Text>,
        support_type -> Nullable<Text>,
        travel_cost_paid_by -> Nullable<Text>,
        seats -> Integer,
        application_opens_at -> Nullable<BigInt>,
        application_closes_at -> Nullable<BigInt>,
        search_text -> Text,
        reward_yen_per_hour -> Nullable<BigInt>,
        round_id -> Nullable<Text>,
        round_opens_at -> Nullable<BigInt>,
        round_closes_at -> Nullable<BigInt>,
        members_of -> Text,
    }
}

table! {
    posting_terms (posting_id) {
        posting_id -> Text,
        contract_form -> Text,
        municipality -> Text,
        work_style -> Text,
        visits_per_month -> Nullable<Integer>,
        asks_hours -> Bool,
        min_hours_per_week -> Nullable<Integer>,
        desired_hours_per_week -> Nullable<Integer>,
        slots -> Text,
        min_shared_slots -> Integer,
        starts_on -> Nullable<Text>,
        ends_on -> Nullable<Text>,
        min_days -> Integer,
        residency -> Nullable<Text>,
        residency_regions -> Text,
        reward_kind -> Nullable<Text>,
        reward_min_yen -> Nullable<BigInt>,
        reward_max_yen -> Nullable<BigInt>,
        categories -> Text,
        skill_weight -> Nullable<Integer>,
        commitment_weight -> Nullable<Integer>,
        place_weight -> Nullable<Integer>,
        tie_weight -> Nullable<Integer>,
        theme_weight -> Nullable<Integer>,
        reward_weight -> Nullable<Integer>,
    }
}

table! {
    posting_skills (posting_id, wanted, position) {
        posting_id -> Text,
        wanted -> Text,
        position -> Integer,
        skill -> Text,
        level -> Integer,
    }
}

table! {
    candidates (id) {
        id -> Text,
        organization_id -> Text,
        version -> BigInt,
        created_at -> BigInt,
        updated_at -> BigInt,
        external_id -> Nullable<Text>,
        display_name -> Text,
        email -> Nullable<Text>,
        phone -> Nullable<Text>,
        readiness -> Nullable<Text>,
        statement -> Nullable<Text>,
        home_municipality -> Nullable<Text>,
        work_styles -> Text,
        max_travel_km -> Nullable<Integer>,
        max_visits_per_month -> Nullable<Integer>,
        hours_per_week -> Nullable<Integer>,
        slots -> Text,
        available_from -> Nullable<Text>,
        available_until -> Nullable<Text>,
        min_reward_yen_per_hour -> Nullable<BigInt>,
        reward_is_firm -> Bool,
        contract_forms -> Text,
        categories -> Text,
        main_job_permission -> Nullable<Text>,
        is_public_employee -> Bool,
        search_text -> Text,
    }
}

table! {
    candidate_skills (candidate_id, position) {
        candidate_id -> Text,
        position -> Integer,
        skill -> Text,
        proficiency -> Integer,
        evidence -> Nullable<Text>,
    }
}

table! {
    candidate_ties (candidate_id, position) {
        candidate_id -> Text,
        position -> Integer,
        region -> Text,
        kind -> Text,
        note -> Nullable<Text>,
    }
}

table! {
    candidate_interests (candidate_id, position) {
        candidate_id -> Text,
        position -> Integer,
        interest -> Text,
    }
}

table! {
    consents (id) {
        id -> Text,
        candidate_id -> Text,
        created_at -> BigInt,
        withdrawn_at -> Nullable<BigInt>,
        recipient_id -> Nullable<Text>,
        items -> Text,
        purpose -> Text,
        until -> Nullable<BigInt>,
    }
}

table! {
    jobs (id) {
        id -> Text,
        organization_id -> Text,
        kind -> Text,
        state -> Text,
        done -> BigInt,
        total -> BigInt,
        failure -> Nullable<Text>,
        version -> BigInt,
        created_at -> BigInt,
        updated_at -> BigInt,
        match_run_id -> Nullable<Text>,
        last_candidate_id -> Nullable<Text>,
        import_id -> Nullable<Text>,
    }
}

table! {
    imports (id) {
        id -> Text,
        organization_id -> Text,
        job_id -> Text,
        api_key_id -> Nullable<Text>,
        user_id -> Nullable<Text>,
        kind -> Text,
        mode -> Text,
        validate_only -> Bool,
        may_close -> Nullable<BigInt>,
        encoding -> Text,
        is_packed -> Bool,
        created -> BigInt,
        replaced -> BigInt,
        unchanged -> BigInt,
        refused -> BigInt,
        closed -> BigInt,
        created_at -> BigInt,
    }
}

table! {
    import_files (import_id) {
        import_id -> Text,
        file -> Binary,
    }
}

table! {
    import_rows (import_id, position) {
        import_id -> Text,
        position -> BigInt,
        line -> Nullable<BigInt>,
        outcome -> Text,
        external_id -> Nullable<Text>,
        record_id -> Nullable<Text>,
        faults -> Text,
    }
}

table! {
    match_runs (id) {
        id -> Text,
        organization_id -> Text,
        job_id -> Text,
        direction -> Text,
        per_subject -> Integer,
        scoring_version -> Integer,
        reference_version -> Text,
        as_of -> BigInt,
        created_at -> BigInt,
    }
}

table! {
    match_run_postings (match_run_id, position) {
        match_run_id -> Text,
        position -> Integer,
        posting_id -> Text,
    }
}

table! {
    matches (match_run_id, subject_place, rank) {
        match_run_id -> Text,
        subject_place -> Integer,
        rank -> Integer,
        posting_id -> Text,
        posting_version -> BigInt,
        candidate_id -> Text,
        score -> BigInt,
        item -> Text,
    }
}

table! {
    changes (seq) {
        seq -> BigInt,
        organization_id -> Text,
        resource -> Text,
        resource_id -> Text,
        version -> BigInt,
        kind -> Text,
        at -> BigInt,
    }
}

table! {
    municipalities (code) {
        code -> Text,
        name -> Text,
        name_en -> Text,
        name_kana -> Text,
        kind -> Text,
        parent -> Nullable<Text>,
        latitude_e6 -> Nullable<BigInt>,
        longitude_e6 -> Nullable<BigInt>,
        aliases -> Text,
    }
}

table! {
    webhooks (id) {
        id -> Text,
        organization_id -> Text,
        version -> BigInt,
        url -> Text,
        description -> Nullable<Text>,
        event_types -> Text,
        state -> Text,
        disabled_reason -> Nullable<Text>,
        secrets -> Text,
        place_xid -> BigInt,
        place_seq -> BigInt,
        created_at -> BigInt,
        updated_at -> BigInt,
    }
}

table! {
    webhook_deliveries (id) {
        id -> Text,
        webhook_id -> Text,
        resource -> Text,
        resource_id -> Text,
        resource_version -> BigInt,
        kind -> Text,
        occurred_at -> BigInt,
        state -> Text,
        attempts -> BigInt,
        tries -> BigInt,
        next_attempt_at -> BigInt,
        created_at -> BigInt,
        updated_at -> BigInt,
    }
}

table! {
    webhook_attempts (delivery_id, number) {
        delivery_id -> Text,
        number -> BigInt,
        at -> BigInt,
        duration_ms -> BigInt,
        status -> Nullable<Integer>,
        error -> Nullable<Text>,
    }
}

joinable!(posting_terms -> postings (posting_id));
joinable!(applications -> postings (posting_id));
joinable!(encounters -> applications (application_id));
allow_tables_to_appear_in_same_query!(applications, postings, posting_terms);
allow_tables_to_appear_in_same_query!(encounters, applications);
allow_tables_to_appear_in_same_query!(encounters, postings);
allow_tables_to_appear_in_same_query!(encounters, posting_terms);
allow_tables_to_appear_in_same_query!(posting_skills, postings);
allow_tables_to_appear_in_same_query!(posting_skills, posting_terms);
allow_tables_to_appear_in_same_query!(candidates, candidate_skills);
allow_tables_to_appear_in_same_query!(candidates, candidate_interests);
allow_tables_to_appear_in_same_query!(import_rows, candidates);
allow_tables_to_appear_in_same_query!(import_rows, postings);
allow_tables_to_appear_in_same_query!(imports, jobs);
