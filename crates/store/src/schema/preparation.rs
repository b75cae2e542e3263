//! Tables of preparing people: cohorts, readiness, courses, surveys.

use diesel::table;

table! {
    cohorts (id) {
        id -> Text,
        organization_id -> Text,
        version -> BigInt,
        created_at -> BigInt,
        updated_at -> BigInt,
        program_id -> Nullable<Text>,
        name -> Text,
        purpose -> Nullable<Text>,
        starts_on -> Nullable<Text>,
        ends_on -> Nullable<Text>,
        capacity -> Nullable<Integer>,
    }
}

table! {
    cohort_members (cohort_id, candidate_id) {
        cohort_id -> Text,
        candidate_id -> Text,
        version -> BigInt,
        readiness_before -> Nullable<Text>,
        joined_on -> Text,
        left_on -> Nullable<Text>,
        left_reason -> Nullable<Text>,
        created_at -> BigInt,
        updated_at -> BigInt,
    }
}

table! {
    one_on_ones (id) {
        id -> Text,
        cohort_id -> Text,
        candidate_id -> Text,
        user_id -> Nullable<Text>,
        api_key_id -> Nullable<Text>,
        held_on -> Text,
        topic -> Text,
        next_step -> Nullable<Text>,
        created_at -> BigInt,
    }
}

table! {
    readiness_changes (id) {
        id -> Text,
        candidate_id -> Text,
        from_stage -> Nullable<Text>,
        to_stage -> Nullable<Text>,
        reason -> Nullable<Text>,
        user_id -> Nullable<Text>,
        api_key_id -> Nullable<Text>,
        at -> BigInt,
    }
}

table! {
    courses (id) {
        id -> Text,
        organization_id -> Text,
        version -> BigInt,
        created_at -> BigInt,
        updated_at -> BigInt,
        title -> Text,
        description -> Nullable<Text>,
        provider_id -> Nullable<Text>,
        skill -> Text,
        proficiency -> Integer,
        hours -> Integer,
        study_days_per_week -> Integer,
        within -> Text,
        paid_in_training -> Bool,
        capacity -> Nullable<Integer>,
        starts_on -> Nullable<Text>,
        ends_on -> Nullable<Text>,
    }
}

table! {
    enrollments (id) {
        id -> Text,
        organization_id -> Text,
        course_id -> Text,
        candidate_id -> Text,
        version -> BigInt,
        status -> Text,
        min_hours_per_day -> Integer,
        max_hours_per_day -> Integer,
        starts_on -> Text,
        ended_on -> Nullable<Text>,
        reason -> Nullable<Text>,
        minutes_done -> BigInt,
        created_at -> BigInt,
        updated_at -> BigInt,
    }
}

table! {
    study_logs (id) {
        id -> Text,
        enrollment_id -> Text,
        studied_on -> Text,
        minutes -> Integer,
        note -> Nullable<Text>,
        created_at -> BigInt,
    }
}

table! {
    surveys (id) {
        id -> Text,
        organization_id -> Text,
        version -> BigInt,
        created_at -> BigInt,
        updated_at -> BigInt,
        title -> Text,
        description -> Nullable<Text>,
        instruments -> Integer,
    }
}

table! {
    survey_instruments (survey_id, number) {
        survey_id -> Text,
        number -> Integer,
        version -> BigInt,
        concepts -> Text,
        created_at -> BigInt,
        updated_at -> BigInt,
    }
}

table! {
    survey_waves (id) {
        id -> Text,
        survey_id -> Text,
        organization_id -> Text,
        version -> BigInt,
        created_at -> BigInt,
        updated_at -> BigInt,
        instrument -> Integer,
        name -> Nullable<Text>,
        kind -> Text,
        is_anonymous -> Bool,
        opens_at -> Nullable<BigInt>,
        closes_at -> Nullable<BigInt>,
        cohort_id -> Nullable<Text>,
        program_id -> Nullable<Text>,
    }
}

table! {
    survey_invited (wave_id, candidate_id) {
        wave_id -> Text,
        candidate_id -> Text,
    }
}

table! {
    survey_tokens (token_hash) {
        token_hash -> Text,
        wave_id -> Text,
        candidate_id -> Nullable<Text>,
        is_used -> Bool,
    }
}

table! {
    survey_respondents (id) {
        id -> Text,
        survey_id -> Text,
    }
}

table! {
    survey_links (survey_id, candidate_id) {
        survey_id -> Text,
        candidate_id -> Text,
        respondent_id -> Text,
    }
}

table! {
    survey_submissions (wave_id, respondent_id) {
        wave_id -> Text,
        respondent_id -> Text,
    }
}

table! {
    survey_answers (wave_id, respondent_id, element) {
        wave_id -> Text,
        respondent_id -> Text,
        element -> Text,
        step -> Nullable<Integer>,
        choice -> Nullable<Text>,
        words -> Nullable<Text>,
    }
}
