//! Tables of notices: templates, batches, and what each applicant was told.

use diesel::{allow_tables_to_appear_in_same_query, joinable, table};

use super::{posting_terms, postings};

table! {
    notice_templates (id) {
        id -> Text,
        organization_id -> Text,
        outcome -> Text,
        language -> Text,
        version -> BigInt,
        subject -> Text,
        body -> Text,
        created_at -> BigInt,
        updated_at -> BigInt,
    }
}

table! {
    notice_batches (id) {
        id -> Text,
        posting_id -> Text,
        decision_id -> Text,
        organization_id -> Text,
        author -> Text,
        digest -> Text,
        notices -> BigInt,
        created_at -> BigInt,
    }
}

table! {
    notices (id) {
        id -> Text,
        batch_id -> Text,
        number -> BigInt,
        application_id -> Text,
        candidate_id -> Text,
        corrects -> Nullable<Text>,
        correction_reason -> Nullable<Text>,
        outcome -> Text,
        category -> Nullable<Text>,
        reason -> Nullable<Text>,
        language -> Text,
        recipient_name -> Text,
        recipient_email -> Nullable<Text>,
        subject -> Text,
        body -> Text,
        alternatives -> Text,
        no_alternative -> Nullable<Text>,
        created_at -> BigInt,
        state -> Text,
        attempts -> BigInt,
        next_attempt_at -> Nullable<BigInt>,
        message_id -> Nullable<Text>,
        failure -> Nullable<Text>,
        updated_at -> BigInt,
    }
}

joinable!(notice_batches -> postings (posting_id));
allow_tables_to_appear_in_same_query!(notice_batches, postings);
allow_tables_to_appear_in_same_query!(notice_batches, posting_terms);
joinable!(notices -> notice_batches (batch_id));
allow_tables_to_appear_in_same_query!(notices, notice_batches);
