//! What was begun and is not finished: meetings to hold and to answer, decisions to approve and to tell, notices that
//! reached nobody, offers that were made by moving up.

use std::collections::{HashMap, HashSet};

use domain::{
    Application, ApplicationId, ApplicationStatus, DecisionState, Encounter, EncounterId, EncounterStatus,
    Page, PageRequest, Posting, PostingId, Task, TaskKind, Timestamp,
};
use store::{EncounterFilter, Tx};

use super::{MOST, Open};
use crate::decisions::is_undecided;
use crate::error::MatchingError;
use crate::permissions::Coordination;

/// Adds what is unfinished of the postings that the actor's body acts on.
pub(super) fn add(
    tx: &mut Tx<'_>,
    (coordination, postings): (&Coordination<'_>, &[Posting]),
    open: &Open,
    tasks: &mut Vec<Task>,
) -> Result<(), MatchingError> {
    let ids: Vec<PostingId> = postings.iter().map(|posting| posting.id).collect();
    let managed: HashSet<PostingId> = ids.iter().copied().collect();
    to_hold(tx, (coordination, &managed), open, tasks)?;
    to_answer(tx, (coordination, &managed), open, tasks)?;
    decisions(tx, &ids, open, tasks)?;
    for notice in tx.list_undelivered_notices(&ids)? {
        let id = notice.id.to_string();
        tasks.push(task(TaskKind::NoticeUndelivered, ("notice", id), notice.posting_id, None));
    }
    to_tell(tx, &managed, open, tasks)
}

/// Offers that were made by moving up, and that no letter has told: due with the answer to the offer.
fn to_tell(
    tx: &mut Tx<'_>,
    managed: &HashSet<PostingId>,
    open: &Open,
    tasks: &mut Vec<Task>,
) -> Result<(), MatchingError> {
    let offered = open.iter().filter(|(_, one)| one.status == ApplicationStatus::Offered);
    let offered = offered.filter(|(_, one)| managed.contains(&one.posting_id));
    let mut offered: Vec<ApplicationId> = offered.map(|(id, _)| *id).collect();
    offered.sort_unstable();
    for id in tx.list_untold_offers(&offered)? {
        let Some(one) = open.get(&id) else { continue };
        let of = ("application", id.to_string());
        tasks.push(task(TaskKind::OfferUntold, of, one.posting_id, one.due_at));
    }
    Ok(())
}

fn task(
    kind: TaskKind,
    (resource, resource_id): (&'static str, String),
    posting_id: PostingId,
    due_at: Option<Timestamp>,
) -> Task {
    Task {
        kind,
        due_at,
        resource,
        resource_id,
        posting_id: Some(posting_id),
        program_id: None,
        user_id: None,
    }
}

/// Planned meetings, of people who are still on the way or at work.
fn to_hold(
    tx: &mut Tx<'_>,
    (coordination, managed): (&Coordination<'_>, &HashSet<PostingId>),
    open: &Open,
    tasks: &mut Vec<Task>,
) -> Result<(), MatchingError> {
    for meeting in meetings(tx, coordination, EncounterStatus::Planned)? {
        let application = meeting.content.application_id;
        let counts = managed.contains(&meeting.posting_id)
            && (open.contains_key(&application) || is_at_work(tx.look_at_application(application)?));
        if counts {
            let (id, at) = (meeting.id.to_string(), meeting.content.scheduled_at);
            tasks.push(task(TaskKind::EncounterToHold, ("encounter", id), meeting.posting_id, Some(at)));
        }
    }
    Ok(())
}

fn is_at_work(application: Option<Application>) -> bool {
    application.is_some_and(|application| {
        matches!(application.status, ApplicationStatus::Accepted | ApplicationStatus::Engaged)
    })
}

/// Meetings that were held and after which the application has not moved: the last one of each.
fn to_answer(
    tx: &mut Tx<'_>,
    (coordination, managed): (&Coordination<'_>, &HashSet<PostingId>),
    open: &Open,
    tasks: &mut Vec<Task>,
) -> Result<(), MatchingError> {
    let mut last: HashMap<ApplicationId, (Timestamp, EncounterId)> = HashMap::new();
    for meeting in meetings(tx, coordination, EncounterStatus::Held)? {
        let (application, at) = (meeting.content.application_id, meeting.content.scheduled_at);
        let waits = managed.contains(&meeting.posting_id)
            && open.get(&application).is_some_and(|one| is_undecided(one.status) && one.since <= at);
        if waits {
            let held = (at, meeting.id);
            let known = last.entry(application).or_insert(held);
            *known = held.max(*known);
        }
    }
    for (application, (_, meeting)) in last {
        let Some(open) = open.get(&application) else { continue };
        let of = ("encounter", meeting.to_string());
        tasks.push(task(TaskKind::EncounterUnanswered, of, open.posting_id, None));
    }
    Ok(())
}

fn meetings(
    tx: &mut Tx<'_>,
    coordination: &Coordination<'_>,
    status: EncounterStatus,
) -> Result<Vec<Encounter>, MatchingError> {
    let filter = EncounterFilter {
        viewer: coordination.viewer(),
        application_id: None,
        posting_id: None,
        kind: None,
        status: Some(status),
    };
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let Page { items, has_more } = tx.list_encounters(&filter, &PageRequest { limit: MOST, after })?;
        after = items.last().map(|meeting| meeting.id);
        found.extend(items);
        if !has_more {
            return Ok(found);
        }
    }
}

/// Decisions to approve, and approved ones that nobody was told of, as long as anybody waits for them.
fn decisions(
    tx: &mut Tx<'_>,
    postings: &[PostingId],
    open: &Open,
    tasks: &mut Vec<Task>,
) -> Result<(), MatchingError> {
    let waiting: HashSet<PostingId> =
        open.values().filter(|one| is_undecided(one.status)).map(|one| one.posting_id).collect();
    for decision in tx.list_untold_decisions(postings)? {
        if !waiting.contains(&decision.posting_id) {
            continue;
        }
        let (kind, user_id) = match decision.state {
            DecisionState::Proposed => (TaskKind::DecisionUnapproved, decision.approver_user_id),
            DecisionState::Approved => (TaskKind::NoticesUnsent, None),
            DecisionState::Refused | DecisionState::Superseded => continue,
        };
        let task = task(kind, ("decision", decision.id.to_string()), decision.posting_id, None);
        tasks.push(Task { user_id, ..task });
    }
    Ok(())
}
