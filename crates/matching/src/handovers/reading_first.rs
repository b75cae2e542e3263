//! The five things that a successor reads first: what is overdue, what is due soon, why people were chosen, what was
//! promised, and what else is open, in this order; of equals what is due first, and then by id. The same programme gives
//! the same five.

use domain::{
    ApplicationStatus, CandidateId, HandoverPerson, ReadFirst, ReadFirstReason, Task, TaskKind, Timestamp,
    Word,
};

/// Things at most.
const FIVE: usize = 5;
/// What is due within so many seconds is due soon.
const SOON_SECONDS: i64 = 14 * 24 * 3600;
/// Of chosen people so many at most, so that other things have a place.
const CHOSEN: usize = 2;

/// The five.
pub(super) fn choose(
    tasks: &[Task],
    people: &[HandoverPerson],
    (at, about): (Timestamp, &dyn Fn(&Task) -> String),
) -> Vec<ReadFirst> {
    let whose = |task: &Task| person_of(people, task);
    let of_task = |task: &Task| ReadFirst {
        reason: reason_of(task, at),
        resource: task.resource.to_owned(),
        resource_id: task.resource_id.clone(),
        candidate_id: whose(task),
        about: about(task),
        due_micros: task.due_at.map(Timestamp::micros),
    };
    let mut all: Vec<ReadFirst> = tasks.iter().map(of_task).collect();
    all.extend(late_work(people, at));
    all.extend(chosen(people));
    all.sort_by_key(|read| {
        let due = read.due_micros.unwrap_or(i64::MAX);
        (read.reason.index(), due, read.resource_id.clone())
    });
    all.truncate(FIVE);
    all
}

fn reason_of(task: &Task, at: Timestamp) -> ReadFirstReason {
    match task.due_at {
        Some(due) if due < at => ReadFirstReason::Overdue,
        Some(due) if due <= at.plus_seconds(SOON_SECONDS) => ReadFirstReason::DueSoon,
        _ if task.kind == TaskKind::PromiseDue => ReadFirstReason::Promised,
        _ => ReadFirstReason::Open,
    }
}

/// Work of which a log or a check-in should have been written down by now.
fn late_work(people: &[HandoverPerson], at: Timestamp) -> impl Iterator<Item = ReadFirst> {
    people.iter().flat_map(move |person| {
        person.facts.engagements.iter().filter_map(move |work| {
            Some(ReadFirst {
                reason: ReadFirstReason::Overdue,
                resource: "engagement".to_owned(),
                resource_id: work.engagement_id.to_string(),
                candidate_id: Some(person.candidate_id),
                about: work.title.clone(),
                due_micros: Some(work.late_since(at.day_in_japan())?.micros()),
            })
        })
    })
}

/// The person whom a task is about, as far as the hand-over tells of them.
pub(super) fn person_of(people: &[HandoverPerson], task: &Task) -> Option<CandidateId> {
    let is_meant = |person: &&HandoverPerson| {
        let facts = &person.facts;
        facts.applications.iter().any(|line| line.application_id.to_string() == task.resource_id)
            || facts.promises.iter().any(|line| line.promise_id.to_string() == task.resource_id)
            || facts.meetings.iter().any(|line| line.encounter_id.to_string() == task.resource_id)
    };
    people.iter().find(is_meant).map(|person| person.candidate_id)
}

/// People who hold a seat, whose choice the successor may have to explain.
fn chosen(people: &[HandoverPerson]) -> Vec<ReadFirst> {
    let is_seated = |status: ApplicationStatus| status.is_seated();
    let lines = people.iter().flat_map(|person| {
        let seated = person.facts.applications.iter().filter(move |line| is_seated(line.status));
        seated.map(move |line| ReadFirst {
            reason: ReadFirstReason::Decided,
            resource: "application".to_owned(),
            resource_id: line.application_id.to_string(),
            candidate_id: Some(person.candidate_id),
            about: line.title.clone(),
            due_micros: None,
        })
    });
    lines.take(CHOSEN).collect()
}
