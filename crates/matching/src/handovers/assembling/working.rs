//! Work that runs or ran for a posting: on which terms, what was done, and what is due next.

use domain::{
    CandidateId, CheckInKind, Engagement, HandoverEngagement, Month, PageRequest, Posting, Timestamp,
};
use store::Tx;

use crate::engagements::first_day;
use crate::error::MatchingError;

/// The engagements for a posting, by id, each with whose it is.
pub(super) fn engagements(
    tx: &mut Tx<'_>,
    posting: &Posting,
    at: Timestamp,
) -> Result<Vec<(CandidateId, HandoverEngagement)>, MatchingError> {
    let mut found = tx.list_engagements_for(&[posting.id])?;
    found.sort_by_key(|engagement| engagement.id);
    let mut told = Vec::with_capacity(found.len());
    for engagement in &found {
        told.push((engagement.candidate_id, told_of(tx, (engagement, posting), at)?));
    }
    Ok(told)
}

fn told_of(
    tx: &mut Tx<'_>,
    (engagement, posting): (&Engagement, &Posting),
    at: Timestamp,
) -> Result<HandoverEngagement, MatchingError> {
    let logs = tx.list_engagement_logs_of(&[engagement.id])?;
    let told: Vec<Month> =
        logs.iter().filter(|log| log.content.minutes_done.is_some()).map(|log| log.month).collect();
    let all = PageRequest { limit: usize::MAX - 1, after: None };
    let held: Vec<CheckInKind> = tx
        .list_check_ins(engagement.id, &all)?
        .items
        .into_iter()
        .map(|check_in| check_in.content.kind)
        .collect();
    let first_on = first_day(tx, engagement)?;
    let terms = &engagement.terms;
    Ok(HandoverEngagement {
        engagement_id: engagement.id,
        posting_id: posting.id,
        title: posting.content.title.clone(),
        status: engagement.status,
        contract_form: terms.contract_form,
        starts_on: terms.starts_on,
        ends_on: engagement.last_on(),
        hours_per_month: terms.hours_per_month,
        conditions: terms.conditions.clone(),
        minutes_done: logs.iter().filter_map(|log| log.content.minutes_done).map(u64::from).sum(),
        visit_days: logs.iter().filter_map(|log| log.content.visit_days).map(u64::from).sum(),
        next_log: engagement.next_log_month(&told, at.day_in_japan()).map(|month| month.to_string()),
        next_check_in: engagement.next_check_in(&held),
        notice_by: engagement.notice_by(first_on),
    })
}
