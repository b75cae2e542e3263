//! Queries on people with whom nothing happens any more.
//!
//! Every table that hangs on people either counts as something that happened or under way, and is asked here, or does not;
//! which does not, and why, stands beside the test that holds the two against the schema (`tests/store/activity.rs`).

use diesel::dsl::{count_star, exists, not};
use diesel::prelude::*;
use domain::{ApplicationStatus, PromiseState, ProposalState, ReferralState, Word};

use super::Conn;
use crate::records::Idle;
use crate::schema::{
    applications, attendances, candidate_activity, candidates, cohort_members, cohorts, consents,
    decision_lines, decisions, encounters, engagements, enrollments, event_speakers, events, ledger_entries,
    mark_events, notes, notices, one_on_ones, outcome_events, promises, proposal_people, proposals,
    readiness_changes, referrals, reveals, second_look_picks, second_looks, survey_invited, survey_links,
    survey_submissions, survey_waves,
};

/// The people of a body with whom nothing has happened since an instant, nothing is under way, and who never worked for
/// anybody: what must be kept of an engagement, and how long, is another matter.
macro_rules! due_candidates {
    ($idle:expr) => {{
        let Idle { body, before, day } = $idle;
        let of = candidates::id;
        let proposed = [ProposalState::Proposed, ProposalState::Interested].map(Word::as_str);
        candidates::table
            .filter(candidates::organization_id.eq(body))
            .filter(candidates::updated_at.lt(before))
            .filter(not(exists(
                applications::table.filter(applications::candidate_id.eq(of)).filter(
                    applications::updated_at
                        .ge(before)
                        .or(applications::status.ne_all(ApplicationStatus::UNSUCCESSFUL.map(Word::as_str))),
                ),
            )))
            .filter(not(exists(
                encounters::table
                    .inner_join(applications::table)
                    .filter(applications::candidate_id.eq(of))
                    .filter(encounters::updated_at.ge(before)),
            )))
            .filter(not(exists(engagements::table.filter(engagements::candidate_id.eq(of)))))
            .filter(not(exists(promises::table.filter(promises::to_candidate_id.eq(of.nullable())).filter(
                promises::updated_at.ge(before).or(promises::state.eq(PromiseState::Open.as_str())),
            ))))
            .filter(not(exists(
                attendances::table
                    .filter(attendances::candidate_id.eq(of))
                    .filter(attendances::updated_at.ge(before)),
            )))
            .filter(not(exists(
                event_speakers::table
                    .inner_join(events::table.on(events::id.eq(event_speakers::event_id)))
                    .filter(event_speakers::candidate_id.eq(of.nullable()))
                    .filter(events::starts_at.ge(before)),
            )))
            // Whoever has not left a cohort that goes on is in it, whenever they joined.
            .filter(not(exists(
                cohort_members::table
                    .inner_join(cohorts::table.on(cohorts::id.eq(cohort_members::cohort_id)))
                    .filter(cohort_members::candidate_id.eq(of))
                    .filter(
                        cohort_members::updated_at.ge(before).or(cohort_members::left_on
                            .is_null()
                            .and(cohorts::ends_on.is_null().or(cohorts::ends_on.ge(Some(day))))),
                    ),
            )))
            .filter(not(exists(
                one_on_ones::table
                    .filter(one_on_ones::candidate_id.eq(of))
                    .filter(one_on_ones::created_at.ge(before)),
            )))
            .filter(not(exists(
                readiness_changes::table
                    .filter(readiness_changes::candidate_id.eq(of))
                    .filter(readiness_changes::at.ge(before)),
            )))
            .filter(not(exists(
                enrollments::table
                    .filter(enrollments::candidate_id.eq(of))
                    .filter(enrollments::updated_at.ge(before)),
            )))
            // A consent that is in force is something under way, whenever it was given.
            .filter(not(exists(
                consents::table.filter(consents::candidate_id.eq(of)).filter(
                    consents::created_at.ge(before).or(consents::withdrawn_at.ge(Some(before))).or(
                        consents::withdrawn_at
                            .is_null()
                            .and(consents::until.is_null().or(consents::until.ge(Some(before)))),
                    ),
                ),
            )))
            .filter(not(exists(
                ledger_entries::table
                    .filter(ledger_entries::candidate_id.eq(of))
                    .filter(ledger_entries::updated_at.ge(before)),
            )))
            .filter(not(exists(
                notes::table
                    .filter(notes::candidate_id.eq(of.nullable()))
                    .filter(notes::updated_at.ge(before)),
            )))
            .filter(not(exists(
                mark_events::table
                    .filter(mark_events::candidate_id.eq(of))
                    .filter(mark_events::at.ge(before)),
            )))
            .filter(not(exists(
                reveals::table.filter(reveals::candidate_id.eq(of)).filter(reveals::at.ge(before)),
            )))
            .filter(not(exists(
                second_look_picks::table
                    .inner_join(
                        second_looks::table.on(second_looks::id.eq(second_look_picks::second_look_id)),
                    )
                    .filter(second_look_picks::candidate_id.eq(of))
                    .filter(
                        second_looks::created_at.ge(before).or(second_look_picks::found_at.ge(Some(before))),
                    ),
            )))
            .filter(not(exists(
                decision_lines::table
                    .inner_join(decisions::table.on(decisions::id.eq(decision_lines::decision_id)))
                    .filter(decision_lines::candidate_id.eq(of))
                    .filter(decisions::updated_at.ge(before)),
            )))
            .filter(not(exists(
                notices::table.filter(notices::candidate_id.eq(of)).filter(notices::created_at.ge(before)),
            )))
            .filter(not(exists(
                outcome_events::table
                    .filter(outcome_events::candidate_id.eq(of))
                    .filter(outcome_events::created_at.ge(before)),
            )))
            .filter(not(exists(referrals::table.filter(referrals::candidate_id.eq(of.nullable())).filter(
                referrals::updated_at.ge(before).or(
                    referrals::state.eq(ReferralState::Open.as_str()).and(referrals::expires_at.ge(before)),
                ),
            ))))
            .filter(not(exists(
                proposal_people::table
                    .inner_join(proposals::table.on(proposals::id.eq(proposal_people::proposal_id)))
                    .filter(proposal_people::candidate_id.eq(of))
                    .filter(proposals::updated_at.ge(before).or(proposals::state.eq_any(proposed))),
            )))
            // Nothing tells when somebody answered; that they may until a wave closes has to do.
            .filter(not(exists(
                survey_invited::table
                    .inner_join(survey_waves::table.on(survey_waves::id.eq(survey_invited::wave_id)))
                    .filter(survey_invited::candidate_id.eq(of))
                    .filter(survey_waves::closes_at.is_null().or(survey_waves::closes_at.ge(Some(before)))),
            )))
            .filter(not(exists(
                survey_links::table
                    .inner_join(
                        survey_submissions::table
                            .on(survey_submissions::respondent_id.eq(survey_links::respondent_id)),
                    )
                    .inner_join(survey_waves::table.on(survey_waves::id.eq(survey_submissions::wave_id)))
                    .filter(survey_links::candidate_id.eq(of))
                    .filter(survey_waves::closes_at.is_null().or(survey_waves::closes_at.ge(Some(before)))),
            )))
            .filter(not(exists(
                candidate_activity::table
                    .filter(candidate_activity::candidate_id.eq(of))
                    .filter(candidate_activity::last_active_at.ge(before)),
            )))
    }};
}

pub(crate) fn count_candidates(connection: &mut Conn, idle: Idle<'_>) -> QueryResult<i64> {
    due_candidates!(idle).select(count_star()).first(connection)
}

pub(crate) fn list_candidates(connection: &mut Conn, idle: Idle<'_>, rows: i64) -> QueryResult<Vec<String>> {
    let next = due_candidates!(idle).order(candidates::id);
    next.limit(rows).select(candidates::id).load(connection)
}
