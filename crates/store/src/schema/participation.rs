//! Tables of the running work: engagements, the ledger of 関係人口, and what is counted of people who have been erased.

use diesel::{allow_tables_to_appear_in_same_query, joinable, table};

use super::{candidates, posting_terms, postings};

table! {
    engagements (id) {
        id -> Text,
        posting_id -> Text,
        candidate_id -> Text,
        organization_id -> Text,
        version -> BigInt,
        created_at -> BigInt,
        updated_at -> BigInt,
        application_id -> Nullable<Text>,
        reason -> Nullable<Text>,
        renews_id -> Nullable<Text>,
        renewed_by_id -> Nullable<Text>,
        contract_form -> Text,
        starts_on -> Text,
        ends_on -> Nullable<Text>,
        hours_per_month -> Nullable<Integer>,
        conditions -> Text,
        status -> Text,
        last_on -> Nullable<Text>,
        converted_to -> Nullable<Text>,
        ending -> Nullable<Text>,
        warnings -> Text,
    }
}

table! {
    engagement_logs (engagement_id, month) {
        engagement_id -> Text,
        month -> Text,
        version -> BigInt,
        created_at -> BigInt,
        updated_at -> BigInt,
        minutes_planned -> Nullable<Integer>,
        minutes_done -> Nullable<Integer>,
        visit_days -> Nullable<Integer>,
        note -> Nullable<Text>,
    }
}

table! {
    engagement_check_ins (id) {
        id -> Text,
        engagement_id -> Text,
        api_key_id -> Nullable<Text>,
        user_id -> Nullable<Text>,
        created_at -> BigInt,
        held_on -> Text,
        kind -> Text,
        going_well -> Nullable<Text>,
        worries -> Nullable<Text>,
        held_by -> Nullable<Text>,
    }
}

table! {
    ledger_entries (id) {
        id -> Text,
        organization_id -> Text,
        version -> BigInt,
        created_at -> BigInt,
        updated_at -> BigInt,
        candidate_id -> Text,
        kind -> Text,
        region -> Text,
        fiscal_year -> Integer,
        from_on -> Text,
        until_on -> Nullable<Text>,
        visit_days -> Integer,
        source -> Text,
        source_id -> Nullable<Text>,
        note -> Nullable<Text>,
    }
}

table! {
    erased_applications (id) {
        id -> Text,
        pseudonym -> Text,
        posting_id -> Text,
        submitted_in -> Text,
        again_at_body -> Nullable<Text>,
        again_anywhere -> Nullable<Text>,
    }
}

table! {
    erased_stays (id) {
        id -> Text,
        posting_id -> Text,
        status -> Text,
        left_in -> Text,
        days -> BigInt,
    }
}

table! {
    erased_engagements (id) {
        id -> Text,
        pseudonym -> Text,
        posting_id -> Text,
        is_renewal -> Bool,
        starts_in -> Text,
        lasts_until -> Nullable<Text>,
        status -> Text,
        converted_to -> Nullable<Text>,
    }
}

table! {
    erased_ledger_entries (id) {
        id -> Text,
        pseudonym -> Text,
        organization_id -> Text,
        kind -> Text,
        region -> Text,
        fiscal_year -> Integer,
        visit_days -> Integer,
    }
}

joinable!(engagements -> postings (posting_id));
joinable!(engagements -> candidates (candidate_id));
joinable!(engagement_logs -> engagements (engagement_id));
allow_tables_to_appear_in_same_query!(engagements, postings);
allow_tables_to_appear_in_same_query!(engagements, posting_terms);
allow_tables_to_appear_in_same_query!(engagements, candidates);
allow_tables_to_appear_in_same_query!(engagements, engagement_logs);
allow_tables_to_appear_in_same_query!(candidates, postings);
allow_tables_to_appear_in_same_query!(candidates, posting_terms);
