//! 引き継ぎ.

use domain::{
    Faults, Handover, HandoverId, HandoverState, NewHandover, OrganizationId, ProgramId, Timestamp, UserId,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{RequestBody, pages, vocabulary};
use crate::extract::reading::Reading;

mod document;
mod people;

use document::{
    DateAheadResponse, HandoverDecisionResponse, HandoverPostingResponse, HandoverPromiseResponse,
    HandoverTaskResponse, ReadFirstResponse, RemarkResponse, promises,
};
use people::HandoverPersonResponse;

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
        /// A letter in plain text, in Japanese and in English.
        Text = "text",
        /// The letter in Japanese as Markdown, to be printed or kept.
        Markdown = "markdown",
    }
}

/// In which form.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct HandoverQuery {
    /// `text` is a letter, in Japanese and then in English; `markdown` the same in Japanese, to be printed; `json` when
    /// absent.
    #[param(value_type = Option<vocabulary::HandoverForm>)]
    pub format: Option<HandoverForm>,
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
    /// What was decided on its postings: why these and not others, by whom and when.
    #[schema(max_items = 10_000)]
    pub decisions: Vec<HandoverDecisionResponse>,
    /// People of the programme: on the way, with a seat, at work, or told no; each with the reason, the place in the
    /// ranking that was kept, meetings, engagements and notes.
    #[schema(max_items = 100_000)]
    pub people: Vec<HandoverPersonResponse>,
    /// What was promised to whom, and whether it was kept.
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

impl From<Handover> for HandoverResponse {
    fn from(handover: Handover) -> Self {
        let (summary, promises) = (HandoverSummary::of(&handover), promises(&handover));
        let document = handover.document;
        Self {
            summary,
            purpose: document.purpose,
            note: handover.content.note,
            read_first: document.read_first.into_iter().map(Into::into).collect(),
            decisions: document.decisions.into_iter().map(Into::into).collect(),
            people: handover.people.into_iter().map(HandoverPersonResponse::from).collect(),
            promises,
            tasks: document.tasks.into_iter().map(Into::into).collect(),
            dates: document.dates.into_iter().map(Into::into).collect(),
            postings: document.postings.into_iter().map(Into::into).collect(),
            remarks: handover.remarks.into_iter().map(Into::into).collect(),
        }
    }
}

pages! {
    /// A page of hand-overs, without their documents.
    HandoverPage of HandoverSummary;
}
