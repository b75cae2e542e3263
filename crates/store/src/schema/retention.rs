//! Tables of what is kept for a time only, and which tables are asked together to find what is due.

use diesel::{allow_tables_to_appear_in_same_query, table};

use super::{
    applications, attendances, candidates, cohort_members, cohorts, consents, decision_lines,
    decision_rankings, decisions, encounters, engagements, enrollments, event_speakers, events,
    ledger_entries, mark_events, notes, notices, one_on_ones, outcome_events, promises, readiness_changes,
    referrals, reveals, second_look_picks, second_looks, survey_invited, survey_links, survey_submissions,
    survey_waves, surveys,
};

table! {
    retention_policies (organization_id) {
        organization_id -> Text,
        version -> BigInt,
        unsuccessful_applications -> Integer,
        notes -> Integer,
        survey_ties -> Integer,
        candidates_without_activity -> Nullable<Integer>,
        updated_at -> BigInt,
    }
}

table! {
    retention_days (day) {
        day -> Text,
        began_at -> BigInt,
        ended_at -> Nullable<BigInt>,
    }
}

table! {
    candidate_activity (candidate_id) {
        candidate_id -> Text,
        last_active_at -> BigInt,
    }
}

allow_tables_to_appear_in_same_query!(applications, engagements);
allow_tables_to_appear_in_same_query!(applications, promises);
allow_tables_to_appear_in_same_query!(applications, candidates);
allow_tables_to_appear_in_same_query!(notes, applications);
allow_tables_to_appear_in_same_query!(notes, engagements);
allow_tables_to_appear_in_same_query!(surveys, survey_links);
allow_tables_to_appear_in_same_query!(surveys, survey_waves);
allow_tables_to_appear_in_same_query!(candidates, attendances);
allow_tables_to_appear_in_same_query!(candidates, candidate_activity);
allow_tables_to_appear_in_same_query!(candidates, cohort_members);
allow_tables_to_appear_in_same_query!(candidates, consents);
allow_tables_to_appear_in_same_query!(candidates, enrollments);
allow_tables_to_appear_in_same_query!(candidates, one_on_ones);
allow_tables_to_appear_in_same_query!(candidates, promises);
allow_tables_to_appear_in_same_query!(candidates, cohorts);
allow_tables_to_appear_in_same_query!(candidates, decision_lines);
allow_tables_to_appear_in_same_query!(candidates, decisions);
allow_tables_to_appear_in_same_query!(candidates, encounters);
allow_tables_to_appear_in_same_query!(candidates, event_speakers);
allow_tables_to_appear_in_same_query!(candidates, events);
allow_tables_to_appear_in_same_query!(candidates, ledger_entries);
allow_tables_to_appear_in_same_query!(candidates, mark_events);
allow_tables_to_appear_in_same_query!(candidates, notes);
allow_tables_to_appear_in_same_query!(candidates, notices);
allow_tables_to_appear_in_same_query!(candidates, outcome_events);
allow_tables_to_appear_in_same_query!(candidates, readiness_changes);
allow_tables_to_appear_in_same_query!(candidates, referrals);
allow_tables_to_appear_in_same_query!(candidates, reveals);
allow_tables_to_appear_in_same_query!(candidates, second_look_picks);
allow_tables_to_appear_in_same_query!(candidates, second_looks);
allow_tables_to_appear_in_same_query!(candidates, survey_invited);
allow_tables_to_appear_in_same_query!(candidates, survey_links);
allow_tables_to_appear_in_same_query!(candidates, survey_submissions);
allow_tables_to_appear_in_same_query!(candidates, survey_waves);
allow_tables_to_appear_in_same_query!(cohort_members, cohorts);
allow_tables_to_appear_in_same_query!(decision_lines, decisions);
allow_tables_to_appear_in_same_query!(event_speakers, events);
allow_tables_to_appear_in_same_query!(survey_invited, survey_waves);
allow_tables_to_appear_in_same_query!(survey_links, survey_submissions, survey_waves);
allow_tables_to_appear_in_same_query!(decision_rankings, decision_lines);
allow_tables_to_appear_in_same_query!(decision_rankings, decisions);
allow_tables_to_appear_in_same_query!(second_look_picks, second_looks);
