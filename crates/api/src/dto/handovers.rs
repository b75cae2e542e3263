//! 引き継ぎ.

use domain::{
    ApplicationId, ApplicationStatus, CandidateId, DateKind, DeclineReason, Faults, Handover, HandoverId,
    HandoverPerson, HandoverState, NewHandover, OrganizationId, PostingId, PostingStatus, ProgramId,
    PromiseId, ReadFirstReason, TaskKind, Timestamp, UserId,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{RequestBody, pages, vocabulary};
use crate::extract::reading::Reading;

/// A hand-over, as a caller writes it.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({
    "program_id": "01980f3e-9c00-7000-8000-5f3a6f0b1c2d", "from_user_id": "01980f3e-9c00-7000-8000-aa3a6f0b1c2d",
    "to_user_id": "01980f3e-9c00-7000-8000-bb3a6f0b1c2d", "moves_at": "2027-04-01T00:00:00+09:00",
    "note": "受入先の蔵元には、電話より訪問が喜ばれます。"
})))]
pub struct HandoverRequest {
    /// Of which programme of the caller's body.
    #[schema(value_type = vocabulary::Uuid, required)]
    pub program_id: Option<String>,
    /// The predecessor: who is responsible for the programme now.
    #[schema(value_type = vocabulary::Uuid, required)]
    pub from_user_id: Option<String>,
    /// The successor.
    #[schema(value_type = vocabulary::Uuid, required)]
    pub to_user_id: Option<String>,
    /// When the rights move.
    #[schema(value_type = vocabulary::Instant, required)]
    pub moves_at: Option<String>,
    /// 申し送り.
    #[schema(max_length = 4000)]
    pub note: Option<String>,
}

impl RequestBody for HandoverRequest {
    type Content = NewHandover;

    fn into_content(self, mut reading: Reading<'_>) -> Result<NewHandover, Faults> {
        let program = reading.id("/program_id", self.program_id.as_deref(), ProgramId::parse);
        let from = reading.id("/from_user_id", self.from_user_id.as_deref(), UserId::parse);
        let to = reading.id("/to_user_id", self.to_user_id.as_deref(), UserId::parse);
        let moves_at = reading.instant("/moves_at", self.moves_at.as_deref());
        let content = NewHandover {
            // A fault keeps what stands in for a missing value from ever being used; the users differ, so that nobody is
            // told of a contradiction that is not there.
            program_id: program.unwrap_or(ProgramId::from_parts(0, [0; 10])),
            from_user_id: from.unwrap_or(UserId::from_parts(0, [0; 10])),
            to_user_id: to.unwrap_or(UserId::from_parts(0, [1; 10])),
            moves_at: moves_at.unwrap_or(Timestamp::FIRST),
            note: self.note,
        };
        reading.finish(content.checked())
    }
}

/// A remark, as the predecessor writes it.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"text": "面談の記録は、次の会議の前に読み返してください。"})))]
pub struct RemarkRequest {
    /// What the successor should know.
    #[schema(value_type = String, required, min_length = 1, max_length = 4000, examples("面談の記録は読み返してください。"))]
    pub text: Option<String>,
}

impl RequestBody for RemarkRequest {
    type Content = String;

    fn into_content(self, reading: Reading<'_>) -> Result<String, Faults> {
        reading.finish(Ok(self.text.unwrap_or_default()))
    }
}

domain::words! {
    /// The form of a hand-over.
    pub enum HandoverForm {
        /// JSON.
        Json = "json",
        /// A letter in plain text.
        Text = "text",
    }
}

/// In which form.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct HandoverQuery {
    /// `text` is a letter, in Japanese and then in English; `json` when absent.
    #[param(value_type = Option<vocabulary::HandoverForm>)]
    pub format: Option<HandoverForm>,
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

/// An application, as it was then, and why it came so far.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = HandoverApplication)]
pub struct HandoverApplicationResponse {
    /// The application.
    #[schema(value_type = vocabulary::Uuid)]
    pub application_id: ApplicationId,
    /// To which posting.
    #[schema(value_type = vocabulary::Uuid)]
    pub posting_id: PostingId,
    /// Its title.
    #[schema(max_length = 200)]
    pub title: String,
    /// 段階.
    #[schema(value_type = vocabulary::ApplicationStatus)]
    pub status: ApplicationStatus,
    /// In this stage since.
    #[schema(value_type = vocabulary::Instant)]
    pub since: Option<Timestamp>,
    /// When the stage is to end.
    #[schema(value_type = Option<vocabulary::Instant>)]
    pub due_at: Option<Timestamp>,
    /// Why, in the words of those who decided.
    #[schema(max_length = 4000)]
    pub reason: Option<String>,
    /// The same in a word.
    #[schema(value_type = Option<vocabulary::DeclineReason>)]
    pub reason_category: Option<DeclineReason>,
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
}

/// A person of the programme.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = HandoverPerson)]
pub struct HandoverPersonResponse {
    /// Who.
    #[schema(value_type = vocabulary::Uuid)]
    pub candidate_id: CandidateId,
    /// The name, as it was then; a short reference where it is not open now.
    #[schema(max_length = 100)]
    pub name: String,
    /// Mail address, as it was then; `null` where it is not open now.
    #[schema(value_type = Option<vocabulary::MailAddress>)]
    pub email: Option<String>,
    /// Telephone number, likewise.
    #[schema(max_length = 30)]
    pub phone: Option<String>,
    /// Applications to the programme's postings.
    #[schema(max_items = 1000)]
    pub applications: Vec<HandoverApplicationResponse>,
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

/// What a list of hand-overs shows of one.
#[derive(Debug, Serialize, ToSchema)]
pub struct HandoverSummary {
    /// Its id.
    #[schema(value_type = vocabulary::Uuid)]
    pub id: HandoverId,
    /// Whose programme it is.
    #[schema(value_type = vocabulary::Uuid)]
    pub organization_id: OrganizationId,
    /// Of which programme.
    #[schema(value_type = vocabulary::Uuid)]
    pub program_id: ProgramId,
    /// The programme's name, as it was then.
    #[schema(max_length = 100)]
    pub program_name: String,
    /// The predecessor.
    #[schema(value_type = vocabulary::Uuid)]
    pub from_user_id: UserId,
    /// The predecessor's name.
    #[schema(max_length = 100)]
    pub from_name: String,
    /// The successor.
    #[schema(value_type = vocabulary::Uuid)]
    pub to_user_id: UserId,
    /// The successor's name.
    #[schema(max_length = 100)]
    pub to_name: String,
    /// When the rights move.
    #[schema(value_type = vocabulary::Instant)]
    pub moves_at: Timestamp,
    /// How far it has come.
    #[schema(value_type = vocabulary::HandoverState)]
    pub state: HandoverState,
    /// Sent at.
    #[schema(value_type = Option<vocabulary::Instant>)]
    pub sent_at: Option<Timestamp>,
    /// Acknowledged at.
    #[schema(value_type = Option<vocabulary::Instant>)]
    pub acknowledged_at: Option<Timestamp>,
    /// When it was first noted that the rights have moved; they move at `moves_at` all the same.
    #[schema(value_type = Option<vocabulary::Instant>)]
    pub moved_at: Option<Timestamp>,
    /// Grows by one with each change; the `ETag` is made of it.
    #[schema(minimum = 1)]
    pub version: i64,
    /// Put together at: the document tells of this moment.
    #[schema(value_type = vocabulary::Instant)]
    pub created_at: Timestamp,
    /// Last changed at.
    #[schema(value_type = vocabulary::Instant)]
    pub updated_at: Timestamp,
}

/// 引き継ぎ: everything that a successor must know of a programme.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Handover)]
pub struct HandoverResponse {
    /// Who hands what over to whom, and when.
    #[serde(flatten)]
    pub summary: HandoverSummary,
    /// 目的.
    #[schema(max_length = 4000)]
    pub purpose: Option<String>,
    /// 申し送り.
    #[schema(max_length = 4000)]
    pub note: Option<String>,
    /// Read these five first, each with its reason.
    #[schema(max_items = 5)]
    pub read_first: Vec<ReadFirstResponse>,
    /// People of the programme: on the way, with a seat, or told no; each with the reason.
    #[schema(max_items = 100_000)]
    pub people: Vec<HandoverPersonResponse>,
    /// What was promised to whom.
    #[schema(max_items = 100_000)]
    pub promises: Vec<HandoverPromiseResponse>,
    /// What is to be done, what is due first at the top.
    #[schema(max_items = 100_000)]
    pub tasks: Vec<HandoverTaskResponse>,
    /// Days ahead, the next one first.
    #[schema(max_items = 10_000)]
    pub dates: Vec<DateAheadResponse>,
    /// The programme's postings.
    #[schema(max_items = 10_000)]
    pub postings: Vec<HandoverPostingResponse>,
    /// Remarks of the predecessor, oldest first.
    #[schema(max_items = 100)]
    pub remarks: Vec<RemarkResponse>,
}

fn at(micros: i64) -> Option<Timestamp> {
    Timestamp::from_micros(micros)
}

impl From<Handover> for HandoverSummary {
    fn from(handover: Handover) -> Self {
        Self::of(&handover)
    }
}

impl HandoverSummary {
    fn of(handover: &Handover) -> Self {
        Self {
            id: handover.id,
            organization_id: handover.organization_id,
            program_id: handover.content.program_id,
            program_name: handover.document.program_name.clone(),
            from_user_id: handover.content.from_user_id,
            from_name: handover.document.from_name.clone(),
            to_user_id: handover.content.to_user_id,
            to_name: handover.document.to_name.clone(),
            moves_at: handover.content.moves_at,
            state: handover.state,
            sent_at: handover.sent_at,
            acknowledged_at: handover.acknowledged_at,
            moved_at: handover.moved_at,
            version: handover.version,
            created_at: handover.created_at,
            updated_at: handover.updated_at,
        }
    }
}

fn promises(handover: &Handover) -> Vec<HandoverPromiseResponse> {
    let to_people = handover.people.iter().flat_map(|person| {
        person.facts.promises.iter().map(|promise| HandoverPromiseResponse {
            promise_id: promise.promise_id,
            to_candidate_id: Some(person.candidate_id),
            to_organization_id: None,
            to_name: person.name.clone(),
            what: promise.what.clone(),
            due_on: promise.due_on.clone(),
        })
    });
    let to_bodies = handover.document.promises.iter().map(|promise| HandoverPromiseResponse {
        promise_id: promise.promise_id,
        to_candidate_id: None,
        to_organization_id: Some(promise.organization_id),
        to_name: promise.name.clone(),
        what: promise.what.clone(),
        due_on: promise.due_on.clone(),
    });
    to_people.chain(to_bodies).collect()
}

impl From<HandoverPerson> for HandoverPersonResponse {
    fn from(person: HandoverPerson) -> Self {
        let applications = person.facts.applications.into_iter().map(|line| HandoverApplicationResponse {
            application_id: line.application_id,
            posting_id: line.posting_id,
            title: line.title,
            status: line.status,
            since: at(line.since_micros),
            due_at: line.due_micros.and_then(at),
            reason: line.reason,
            reason_category: line.reason_category,
        });
        Self {
            candidate_id: person.candidate_id,
            name: person.name,
            email: person.email,
            phone: person.phone,
            applications: applications.collect(),
        }
    }
}

impl From<Handover> for HandoverResponse {
    fn from(handover: Handover) -> Self {
        let (summary, promises) = (HandoverSummary::of(&handover), promises(&handover));
        let document = handover.document;
        let read_first = document.read_first.into_iter().map(|read| ReadFirstResponse {
            reason: read.reason,
            resource: read.resource,
            resource_id: read.resource_id,
            candidate_id: read.candidate_id,
            about: read.about,
            due_at: read.due_micros.and_then(at),
        });
        let tasks = document.tasks.into_iter().map(|task| HandoverTaskResponse {
            kind: task.kind,
            due_at: task.due_micros.and_then(at),
            resource: task.resource,
            resource_id: task.resource_id,
            about: task.about,
        });
        let dates = document.dates.into_iter().map(|date| DateAheadResponse {
            at: at(date.at_micros),
            kind: date.kind,
            about: date.about,
        });
        let postings = document.postings.into_iter().map(|posting| HandoverPostingResponse {
            posting_id: posting.posting_id,
            title: posting.title,
            status: posting.status,
            seats: posting.seats,
            seated: posting.seated,
            applications: posting.applications,
        });
        let remarks = handover.remarks.into_iter().map(|remark| RemarkResponse {
            at: at(remark.at_micros),
            user_id: remark.user_id,
            text: remark.text,
        });
        Self {
            summary,
            purpose: document.purpose,
            note: handover.content.note,
            read_first: read_first.collect(),
            people: handover.people.into_iter().map(HandoverPersonResponse::from).collect(),
            promises,
            tasks: tasks.collect(),
            dates: dates.collect(),
            postings: postings.collect(),
            remarks: remarks.collect(),
        }
    }
}

pages! {
    /// A page of hand-overs, without their documents.
    HandoverPage of HandoverSummary;
}
