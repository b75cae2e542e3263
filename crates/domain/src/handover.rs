//! 引き継ぎ: everything that a successor must know of a programme, put together in one document that stays as it is.
//!
//! What tells of people is kept apart from the document, person by person, so that it goes with them.

use serde::{Deserialize, Serialize};

use crate::application::DeclineReason;
use crate::decision::DecisionState;
use crate::fault::{FaultCode, Faults};
use crate::id::{
    CandidateId, DecisionId, HandoverId, NoteId, OrganizationId, PostingId, ProgramId, PromiseId, UserId,
};
use crate::limits::{self, Text};
use crate::posting::PostingStatus;
use crate::promise::{PromiseState, TaskKind};
use crate::timestamp::Timestamp;
use crate::words;

mod person;

pub use person::{
    FrozenPlace, HandoverApplication, HandoverEngagement, HandoverMeeting, HandoverPerson, HandoverVerdict,
    PersonFacts, PromiseToPerson,
};

words! {
    /// How far a hand-over has come.
    pub enum HandoverState {
        /// 準備中: the predecessor may still add remarks.
        Draft = "draft",
        /// 送付ずみ
        Sent = "sent",
        /// 受領ずみ
        Acknowledged = "acknowledged",
    }
}

words! {
    /// Why a successor reads something first.
    pub enum ReadFirstReason {
        /// 期限を過ぎている
        Overdue = "overdue",
        /// 期限が近い: within two weeks.
        DueSoon = "due_soon",
        /// 決めた理由を知っておく
        Decided = "decided",
        /// 約束している
        Promised = "promised",
        /// まだ終わっていない
        Open = "open",
    }
}

words! {
    /// What happens on a day ahead.
    pub enum DateKind {
        /// 募集開始
        ApplicationsOpen = "applications_open",
        /// 募集締切
        ApplicationsClose = "applications_close",
        /// 業務開始
        WorkStarts = "work_starts",
        /// 業務終了
        WorkEnds = "work_ends",
        /// 面談・フィールドワークの予定
        Meeting = "meeting",
        /// 参画の月次記録の期限
        LogDue = "log_due",
        /// 参画の振り返り面談の目安
        CheckInDue = "check_in_due",
        /// 終了・不更新の予告の期限
        NoticeBy = "notice_by",
        /// 参画の最終日
        EngagementEnds = "engagement_ends",
        /// 事業終了
        ProgramEnds = "program_ends",
        /// 担当の交代
        RightsMove = "rights_move",
    }
}

/// What a caller writes of a hand-over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewHandover {
    /// Of which programme.
    pub program_id: ProgramId,
    /// The predecessor.
    pub from_user_id: UserId,
    /// The successor.
    pub to_user_id: UserId,
    /// When the rights move.
    pub moves_at: Timestamp,
    /// 申し送り.
    pub note: Option<String>,
}

/// A remark of the predecessor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// When, in microseconds since 1970.
    pub at_micros: i64,
    /// By whom, where somebody was logged in.
    pub user_id: Option<UserId>,
    /// What.
    pub text: String,
}

/// One of the five things to read first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadFirst {
    /// Why.
    pub reason: ReadFirstReason,
    /// The kind of record: `promise`, `application`, `posting`…
    pub resource: String,
    /// Its id.
    pub resource_id: String,
    /// The person whom it is about.
    pub candidate_id: Option<CandidateId>,
    /// What it is, without names of people.
    pub about: String,
    /// Until when, in microseconds since 1970.
    pub due_micros: Option<i64>,
}

/// Something that is to be done, as it was then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandoverTask {
    /// What.
    pub kind: TaskKind,
    /// Until when, in microseconds since 1970.
    pub due_micros: Option<i64>,
    /// The kind of record.
    pub resource: String,
    /// Its id.
    pub resource_id: String,
    /// The title of the posting, where there is one.
    pub about: String,
    /// The person whom it is about.
    #[serde(default)]
    pub candidate_id: Option<CandidateId>,
}

/// A promise to a body, as it was then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromiseToBody {
    /// The promise.
    pub promise_id: PromiseId,
    /// To whom.
    pub organization_id: OrganizationId,
    /// How the body is called.
    pub name: String,
    /// What.
    pub what: String,
    /// The last day.
    pub due_on: Option<String>,
    /// What had become of it.
    #[serde(default = "still_open")]
    pub state: PromiseState,
    /// Kept or released at, in microseconds since 1970.
    #[serde(default)]
    pub closed_micros: Option<i64>,
    /// About which posting or programme, by its title.
    #[serde(default)]
    pub about: String,
}

/// A note on the programme or on a person, as it was then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandoverNote {
    /// The note.
    pub note_id: NoteId,
    /// In view of which posting.
    pub posting_id: PostingId,
    /// Written at, in microseconds since 1970.
    pub at_micros: i64,
    /// By whom, in words.
    pub by: String,
    /// What is written.
    pub text: String,
}

/// A decision on a posting of the programme: why these and not others, by whom and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandoverDecision {
    /// The decision.
    pub decision_id: DecisionId,
    /// On which posting.
    pub posting_id: PostingId,
    /// Its title.
    pub title: String,
    /// How far it had come.
    pub state: DecisionState,
    /// Why these and not others, in the words of those who decided.
    pub reason: String,
    /// Who proposed it.
    pub decided_by: String,
    /// When, in microseconds since 1970.
    pub decided_micros: i64,
    /// Who was asked to approve it.
    pub asked: Option<String>,
    /// Who approved or refused it.
    pub settled_by: Option<String>,
    /// When, in microseconds since 1970.
    pub settled_micros: Option<i64>,
    /// What they wrote.
    pub settled_note: Option<String>,
    /// Applicants in the ranking that was kept with it.
    pub ranked: u32,
    /// 採択
    pub selected: u32,
    /// 補欠
    pub waiting: u32,
    /// 見送り
    pub not_selected: u32,
    /// Why not, by reason, the most frequent first.
    pub reasons: Vec<(DeclineReason, u32)>,
    /// When the applicants were told, in microseconds since 1970.
    pub told_micros: Option<i64>,
    /// How many notices went out.
    pub notices: Option<i64>,
}

/// A posting of the programme, as it was then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandoverPosting {
    /// The posting.
    pub posting_id: PostingId,
    /// 題.
    pub title: String,
    /// 段階.
    pub status: PostingStatus,
    /// 枠.
    pub seats: u16,
    /// Seats that people hold.
    pub seated: u32,
    /// Standing applications.
    pub applications: u32,
    /// Notes on the posting itself, the oldest first.
    #[serde(default)]
    pub notes: Vec<HandoverNote>,
}

/// A day ahead.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DateAhead {
    /// When, in microseconds since 1970.
    pub at_micros: i64,
    /// What happens.
    pub kind: DateKind,
    /// Of what: a title, the programme's name.
    pub about: String,
    /// The person whom it is about.
    #[serde(default)]
    pub candidate_id: Option<CandidateId>,
}

/// The document, without what tells of people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandoverDocument {
    /// The programme's name.
    pub program_name: String,
    /// 目的.
    pub purpose: Option<String>,
    /// The predecessor's name.
    pub from_name: String,
    /// The successor's name.
    pub to_name: String,
    /// At most five things.
    pub read_first: Vec<ReadFirst>,
    /// What was decided, the oldest first; what a later decision took the place of is left out.
    #[serde(default)]
    pub decisions: Vec<HandoverDecision>,
    /// Its postings.
    pub postings: Vec<HandoverPosting>,
    /// What was promised to bodies.
    pub promises: Vec<PromiseToBody>,
    /// What is to be done.
    pub tasks: Vec<HandoverTask>,
    /// Days ahead, the next one first.
    pub dates: Vec<DateAhead>,
}

/// 引き継ぎ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handover {
    /// Id.
    pub id: HandoverId,
    /// Whose programme it is.
    pub organization_id: OrganizationId,
    /// Grows by one with each change.
    pub version: i64,
    /// Put together at.
    pub created_at: Timestamp,
    /// Last changed at.
    pub updated_at: Timestamp,
    /// What was written.
    pub content: NewHandover,
    /// How far it has come.
    pub state: HandoverState,
    /// Sent at.
    pub sent_at: Option<Timestamp>,
    /// Acknowledged at.
    pub acknowledged_at: Option<Timestamp>,
    /// When it was first noted that the rights have moved.
    pub moved_at: Option<Timestamp>,
    /// Remarks of the predecessor, oldest first.
    pub remarks: Vec<Remark>,
    /// The document.
    pub document: HandoverDocument,
    /// The people.
    pub people: Vec<HandoverPerson>,
}

/// Documents of before told of open promises alone.
fn still_open() -> PromiseState {
    PromiseState::Open
}

impl NewHandover {
    /// The content, within its limits and without contradictions.
    ///
    /// # Errors
    /// Every fault, with a pointer.
    pub fn checked(self) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        if self.from_user_id == self.to_user_id {
            faults.add("/to_user_id", FaultCode::Contradiction, "a hand-over is from one user to another");
        }
        Text::new("/note", limits::PROSE).optional(self.note.as_deref(), &mut faults);
        faults.guard(self)
    }
}

impl Handover {
    /// Whether the rights have moved by an instant: it was sent, and the time has come.
    pub fn has_moved_at(&self, at: Timestamp) -> bool {
        self.state != HandoverState::Draft && self.content.moves_at <= at
    }
}
