//! What a hand-over tells of the programme: decisions, promises, tasks, days ahead, postings.

use domain::{
    CandidateId, DateAhead, DateKind, DecisionId, DecisionState, DeclineReason, Handover, HandoverDecision,
    HandoverPosting, HandoverTask, OrganizationId, PostingId, PostingStatus, PromiseId, PromiseState,
    ReadFirst, ReadFirstReason, Remark, TaskKind, Timestamp, UserId,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::super::vocabulary;
use super::people::HandoverNoteResponse;

pub(super) fn at(micros: i64) -> Option<Timestamp> {
    Timestamp::from_micros(micros)
}

/// One of the five things to read first.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReadFirst)]
pub struct ReadFirstResponse {
    /// Why.
    #[schema(value_type = vocabulary::ReadFirstReason)]
    pub reason: ReadFirstReason,
    /// The kind of record.
    #[schema(value_type = vocabulary::StatusWord)]
    pub resource: String,
    /// Its id.
    #[schema(value_type = vocabulary::Uuid)]
    pub resource_id: String,
    /// The person whom it is about.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub candidate_id: Option<CandidateId>,
    /// What it is.
    #[schema(max_length = 200)]
    pub about: String,
    /// Until when.
    #[schema(value_type = Option<vocabulary::Instant>)]
    pub due_at: Option<Timestamp>,
}

/// A promise, as it was then.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = HandoverPromise)]
pub struct HandoverPromiseResponse {
    /// The promise.
    #[schema(value_type = vocabulary::Uuid)]
    pub promise_id: PromiseId,
    /// To whom: a person.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub to_candidate_id: Option<CandidateId>,
    /// To whom: a body.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub to_organization_id: Option<OrganizationId>,
    /// How they are called; a short reference where the name is not open.
    #[schema(max_length = 100)]
    pub to_name: String,
    /// What.
    #[schema(max_length = 500)]
    pub what: String,
    /// The last day, in Japan.
    #[schema(value_type = Option<vocabulary::Date>)]
    pub due_on: Option<String>,
    /// What had become of it.
    #[schema(value_type = vocabulary::PromiseState)]
    pub state: PromiseState,
    /// Kept at.
    #[schema(value_type = Option<vocabulary::Instant>)]
    pub closed_at: Option<Timestamp>,
    /// About which posting or programme, by its title.
    #[schema(max_length = 200)]
    pub about: String,
}

/// How many were not chosen for a reason.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = HandoverReasonCount)]
pub struct HandoverReasonCountResponse {
    /// Why not.
    #[schema(value_type = vocabulary::DeclineReason)]
    pub category: DeclineReason,
    /// How many.
    pub people: u32,
}

/// A decision, as it was then: why these and not others, by whom and when.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = HandoverDecision)]
pub struct HandoverDecisionResponse {
    /// The decision; what it was made on is at `/decisions/{id}/ranking`.
    #[schema(value_type = vocabulary::Uuid)]
    pub decision_id: DecisionId,
    /// On which posting.
    #[schema(value_type = vocabulary::Uuid)]
    pub posting_id: PostingId,
    /// Its title.
    #[schema(max_length = 200)]
    pub title: String,
    /// How far it had come.
    #[schema(value_type = vocabulary::DecisionState)]
    pub state: DecisionState,
    /// Why these and not others, in the words of those who decided.
    #[schema(max_length = 4000)]
    pub reason: String,
    /// Who proposed it: a user by name, or what a key is for.
    #[schema(max_length = 100)]
    pub decided_by: String,
    /// When.
    #[schema(value_type = vocabulary::Instant)]
    pub decided_at: Option<Timestamp>,
    /// Who was asked to approve it.
    #[schema(max_length = 100)]
    pub asked: Option<String>,
    /// Who approved or refused it; `null` while nobody has, and where nobody needs to.
    #[schema(max_length = 100)]
    pub settled_by: Option<String>,
    /// When.
    #[schema(value_type = Option<vocabulary::Instant>)]
    pub settled_at: Option<Timestamp>,
    /// What they wrote.
    #[schema(max_length = 500)]
    pub settled_note: Option<String>,
    /// Applicants in the ranking that was kept with it.
    pub ranked: u32,
    /// 採択.
    pub selected: u32,
    /// 補欠.
    pub waiting: u32,
    /// 見送り.
    pub not_selected: u32,
    /// Why not, the most frequent reason first.
    #[schema(max_items = 20)]
    pub reasons: Vec<HandoverReasonCountResponse>,
    /// When the applicants were told; `null` = not yet.
    #[schema(value_type = Option<vocabulary::Instant>)]
    pub told_at: Option<Timestamp>,
    /// How many notices went out.
    #[schema(value_type = Option<i64>, minimum = 0)]
    pub notices: Option<i64>,
}

impl From<HandoverDecision> for HandoverDecisionResponse {
    fn from(decision: HandoverDecision) -> Self {
        let reason = |(category, people)| HandoverReasonCountResponse { category, people };
        Self {
            decision_id: decision.decision_id,
            posting_id: decision.posting_id,
            title: decision.title,
            state: decision.state,
            reason: decision.reason,
            decided_by: decision.decided_by,
            decided_at: at(decision.decided_micros),
            asked: decision.asked,
            settled_by: decision.settled_by,
            settled_at: decision.settled_micros.and_then(at),
            settled_note: decision.settled_note,
            ranked: decision.ranked,
            selected: decision.selected,
            waiting: decision.waiting,
            not_selected: decision.not_selected,
            reasons: decision.reasons.into_iter().map(reason).collect(),
            told_at: decision.told_micros.and_then(at),
            notices: decision.notices,
        }
    }
}

/// Something that is to be done, as it was then.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = HandoverTask)]
pub struct HandoverTaskResponse {
    /// What.
    #[schema(value_type = vocabulary::TaskKind)]
    pub kind: TaskKind,
    /// Until when.
    #[schema(value_type = Option<vocabulary::Instant>)]
    pub due_at: Option<Timestamp>,
    /// The kind of record.
    #[schema(value_type = vocabulary::StatusWord)]
    pub resource: String,
    /// Its id.
    #[schema(value_type = vocabulary::Uuid)]
    pub resource_id: String,
    /// Of which posting, by its title; else the programme's name.
    #[schema(max_length = 200)]
    pub about: String,
    /// The person whom it is about.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub candidate_id: Option<CandidateId>,
}

/// A day ahead.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DateAhead)]
pub struct DateAheadResponse {
    /// When.
    #[schema(value_type = vocabulary::Instant)]
    pub at: Option<Timestamp>,
    /// What happens.
    #[schema(value_type = vocabulary::DateKind)]
    pub kind: DateKind,
    /// Of what.
    #[schema(max_length = 200)]
    pub about: String,
    /// The person whom it is about.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub candidate_id: Option<CandidateId>,
}

/// A posting of the programme, as it was then.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = HandoverPosting)]
pub struct HandoverPostingResponse {
    /// The posting.
    #[schema(value_type = vocabulary::Uuid)]
    pub posting_id: PostingId,
    /// 題.
    #[schema(max_length = 200)]
    pub title: String,
    /// 段階.
    #[schema(value_type = vocabulary::PostingStatus)]
    pub status: PostingStatus,
    /// 枠.
    #[schema(minimum = 1, maximum = 1000)]
    pub seats: u16,
    /// Seats that people hold.
    pub seated: u32,
    /// Standing applications.
    pub applications: u32,
    /// Notes on the posting itself, the oldest first.
    #[schema(max_items = 10_000)]
    pub notes: Vec<HandoverNoteResponse>,
}

/// A remark of the predecessor.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Remark)]
pub struct RemarkResponse {
    /// When.
    #[schema(value_type = vocabulary::Instant)]
    pub at: Option<Timestamp>,
    /// By whom, where somebody was logged in.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub user_id: Option<UserId>,
    /// What.
    #[schema(max_length = 4000)]
    pub text: String,
}

impl From<ReadFirst> for ReadFirstResponse {
    fn from(read: ReadFirst) -> Self {
        Self {
            reason: read.reason,
            resource: read.resource,
            resource_id: read.resource_id,
            candidate_id: read.candidate_id,
            about: read.about,
            due_at: read.due_micros.and_then(at),
        }
    }
}

impl From<HandoverTask> for HandoverTaskResponse {
    fn from(task: HandoverTask) -> Self {
        Self {
            kind: task.kind,
            due_at: task.due_micros.and_then(at),
            resource: task.resource,
            resource_id: task.resource_id,
            about: task.about,
            candidate_id: task.candidate_id,
        }
    }
}

impl From<DateAhead> for DateAheadResponse {
    fn from(date: DateAhead) -> Self {
        Self { at: at(date.at_micros), kind: date.kind, about: date.about, candidate_id: date.candidate_id }
    }
}

impl From<HandoverPosting> for HandoverPostingResponse {
    fn from(posting: HandoverPosting) -> Self {
        Self {
            posting_id: posting.posting_id,
            title: posting.title,
            status: posting.status,
            seats: posting.seats,
            seated: posting.seated,
            applications: posting.applications,
            notes: posting.notes.into_iter().map(HandoverNoteResponse::from).collect(),
        }
    }
}

impl From<Remark> for RemarkResponse {
    fn from(remark: Remark) -> Self {
        Self { at: at(remark.at_micros), user_id: remark.user_id, text: remark.text }
    }
}

/// Every promise, those to people first.
pub(super) fn promises(handover: &Handover) -> Vec<HandoverPromiseResponse> {
    let to_people = handover.people.iter().flat_map(|person| {
        person.facts.promises.iter().map(|promise| HandoverPromiseResponse {
            promise_id: promise.promise_id,
            to_candidate_id: Some(person.candidate_id),
            to_organization_id: None,
            to_name: person.name.clone(),
            what: promise.what.clone(),
            due_on: promise.due_on.clone(),
            state: promise.state,
            closed_at: promise.closed_micros.and_then(at),
            about: promise.about.clone(),
        })
    });
    let to_bodies = handover.document.promises.iter().map(|promise| HandoverPromiseResponse {
        promise_id: promise.promise_id,
        to_candidate_id: None,
        to_organization_id: Some(promise.organization_id),
        to_name: promise.name.clone(),
        what: promise.what.clone(),
        due_on: promise.due_on.clone(),
        state: promise.state,
        closed_at: promise.closed_micros.and_then(at),
        about: promise.about.clone(),
    });
    to_people.chain(to_bodies).collect()
}
