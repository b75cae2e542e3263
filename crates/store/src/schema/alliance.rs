//! Tables of what bodies do together.

use diesel::{allow_tables_to_appear_in_same_query, joinable, table};

use super::{candidates, organizations, posting_terms, postings};

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

table! {
    referrals (id) {
        id -> Text,
        organization_id -> Text,
        to_organization_id -> Text,
        version -> BigInt,
        created_at -> BigInt,
        updated_at -> BigInt,
        kind -> Text,
        candidate_id -> Nullable<Text>,
        posting_id -> Nullable<Text>,
        previous_id -> Nullable<Text>,
        items -> Text,
        reason -> Text,
        message -> Nullable<Text>,
        state -> Text,
        expires_at -> BigInt,
        answered_at -> Nullable<BigInt>,
        answer_reason -> Nullable<Text>,
        ended_at -> Nullable<BigInt>,
        end_reason -> Nullable<Text>,
    }
}

table! {
    proposals (id) {
        id -> Text,
        organization_id -> Text,
        posting_id -> Text,
        version -> BigInt,
        created_at -> BigInt,
        updated_at -> BigInt,
        state -> Text,
        team_name -> Nullable<Text>,
        message -> Nullable<Text>,
        history -> Text,
    }
}

table! {
    proposal_people (proposal_id, candidate_id) {
        proposal_id -> Text,
        candidate_id -> Text,
        position -> Integer,
        role -> Nullable<Text>,
        state -> Text,
        application_id -> Nullable<Text>,
    }
}

table! {
    posting_templates (id) {
        id -> Text,
        organization_id -> Text,
        version -> BigInt,
        created_at -> BigInt,
        updated_at -> BigInt,
        name -> Text,
        note -> Nullable<Text>,
        sharing -> Text,
        posting -> Text,
    }
}

table! {
    posting_template_uses (posting_id) {
        posting_id -> Text,
        template_id -> Text,
        organization_id -> Text,
        created_at -> BigInt,
    }
}

table! {
    promises (id) {
        id -> Text,
        organization_id -> Text,
        version -> BigInt,
        created_at -> BigInt,
        updated_at -> BigInt,
        user_id -> Nullable<Text>,
        api_key_id -> Nullable<Text>,
        to_candidate_id -> Nullable<Text>,
        to_organization_id -> Nullable<Text>,
        posting_id -> Nullable<Text>,
        application_id -> Nullable<Text>,
        program_id -> Nullable<Text>,
        what -> Text,
        due_on -> Nullable<Text>,
        state -> Text,
        closed_at -> Nullable<BigInt>,
        reason -> Nullable<Text>,
    }
}

allow_tables_to_appear_in_same_query!(proposals, postings);
allow_tables_to_appear_in_same_query!(proposals, posting_terms);
allow_tables_to_appear_in_same_query!(proposals, proposal_people);
allow_tables_to_appear_in_same_query!(proposals, candidates);
allow_tables_to_appear_in_same_query!(proposal_people, candidates);

table! {
    handovers (id) {
        id -> Text,
        organization_id -> Text,
        version -> BigInt,
        created_at -> BigInt,
        updated_at -> BigInt,
        program_id -> Text,
        from_user_id -> Text,
        to_user_id -> Text,
        moves_at -> BigInt,
        note -> Nullable<Text>,
        state -> Text,
        sent_at -> Nullable<BigInt>,
        acknowledged_at -> Nullable<BigInt>,
        moved_at -> Nullable<BigInt>,
        remarks -> Text,
        document -> Text,
    }
}

table! {
    handover_people (handover_id, candidate_id) {
        handover_id -> Text,
        candidate_id -> Text,
        position -> Integer,
        name -> Text,
        email -> Nullable<Text>,
        phone -> Nullable<Text>,
        facts -> Text,
    }
}

allow_tables_to_appear_in_same_query!(handover_people, candidates);
