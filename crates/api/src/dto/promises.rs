//! 約束ごと and 課題.

use chrono::NaiveDate;
use domain::{
    ApiKeyId, ApplicationId, CandidateId, FaultCode, Faults, OrganizationId, PostingId, ProgramId, Promise,
    PromiseContent, PromiseId, PromiseState, Promisee, Reference, Task, TaskKind, Timestamp, UserId,
};
use matching::promises::ListPromises;
use matching::tasks::ListTasks;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{RequestBody, pages, vocabulary};
use crate::extract::query::optional_id;
use crate::extract::reading::Reading;
use crate::problem::Problem;

/// A promise, as a caller writes it: to a person or to a body, about at least one of posting, application, programme.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({
    "to_candidate_id": "01980f3e-9c00-7000-8000-aa3a6f0b1c2d", "posting_id": "01980f3e-9c00-7000-8000-5f3a6f0b1c2d",
    "what": "交通費の扱いを決めて知らせる", "due_on": "2026-09-10"
})))]
pub struct PromiseRequest {
    /// To whom: a person. Either this or `to_organization_id`.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub to_candidate_id: Option<String>,
    /// To whom: a body.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub to_organization_id: Option<String>,
    /// About which posting.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub posting_id: Option<String>,
    /// About which application.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub application_id: Option<String>,
    /// About which programme.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub program_id: Option<String>,
    /// What.
    #[schema(value_type = String, required, min_length = 1, max_length = 500, examples("交通費の扱いを決めて知らせる"))]
    pub what: Option<String>,
    /// The last day, in Japan.
    #[schema(value_type = Option<vocabulary::Date>)]
    pub due_on: Option<String>,
}

impl RequestBody for PromiseRequest {
    type Content = PromiseContent;

    fn into_content(self, mut reading: Reading<'_>) -> Result<PromiseContent, Faults> {
        let person = reading.id("/to_candidate_id", self.to_candidate_id.as_deref(), CandidateId::parse);
        let body =
            reading.id("/to_organization_id", self.to_organization_id.as_deref(), OrganizationId::parse);
        if self.to_candidate_id.is_some() == self.to_organization_id.is_some() {
            let detail = "exactly one is needed: this or `to_organization_id`";
            reading.fault("/to_candidate_id", FaultCode::Contradiction, detail);
        }
        let to = person.map(Promisee::Candidate).or(body.map(Promisee::Organization));
        let content = PromiseContent {
            // A fault keeps what stands in for a missing id from ever being used.
            to: to.unwrap_or(Promisee::Candidate(CandidateId::from_parts(0, [0; 10]))),
            posting_id: reading.id("/posting_id", self.posting_id.as_deref(), PostingId::parse),
            application_id: reading.id(
                "/application_id",
                self.application_id.as_deref(),
                ApplicationId::parse,
            ),
            program_id: reading.id("/program_id", self.program_id.as_deref(), ProgramId::parse),
            what: self.what.unwrap_or_default(),
            due_on: reading.date("/due_on", self.due_on.as_deref()),
        };
        reading.finish(content.checked())
    }
}

/// Why a promise is not to be kept any more.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"reason": "本人から不要との連絡があったため"})))]
pub struct ReleaseRequest {
    /// Why.
    #[schema(value_type = String, required, min_length = 1, max_length = 500, examples("本人から不要との連絡があったため"))]
    pub reason: Option<String>,
}

impl RequestBody for ReleaseRequest {
    type Content = String;

    fn into_content(self, reading: Reading<'_>) -> Result<String, Faults> {
        reading.finish(Ok(self.reason.unwrap_or_default()))
    }
}

/// Which promises.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PromiseQuery {
    /// Only in this state.
    #[param(value_type = Option<vocabulary::PromiseState>)]
    pub state: Option<PromiseState>,
    /// Only to this person.
    #[param(value_type = Option<vocabulary::Uuid>)]
    pub candidate_id: Option<String>,
    /// Only about this posting.
    #[param(value_type = Option<vocabulary::Uuid>)]
    pub posting_id: Option<String>,
    /// Only about this programme.
    #[param(value_type = Option<vocabulary::Uuid>)]
    pub program_id: Option<String>,
    /// Only due on this day or earlier.
    #[param(value_type = Option<vocabulary::Date>)]
    pub due_until: Option<String>,
}

impl PromiseQuery {
    /// The filter, as the use case takes it.
    ///
    /// # Errors
    /// 422 for a text that is no id or no day.
    pub fn read(self, reference: &Reference) -> Result<ListPromises, Problem> {
        let mut reading = Reading::new(reference, Faults::default());
        let due_until = reading.date("?due_until", self.due_until.as_deref());
        reading.finish(Ok(()))?;
        Ok(ListPromises {
            state: self.state,
            candidate_id: optional_id("?candidate_id", self.candidate_id.as_deref(), CandidateId::parse)?,
            posting_id: optional_id("?posting_id", self.posting_id.as_deref(), PostingId::parse)?,
            program_id: optional_id("?program_id", self.program_id.as_deref(), ProgramId::parse)?,
            due_until,
        })
    }
}

/// What a caller has written of a promise.
#[derive(Debug, Serialize, ToSchema)]
pub struct PromiseBody {
    /// To whom: a person.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub to_candidate_id: Option<CandidateId>,
    /// To whom: a body.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub to_organization_id: Option<OrganizationId>,
    /// About which posting.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub posting_id: Option<PostingId>,
    /// About which application.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub application_id: Option<ApplicationId>,
    /// About which programme.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub program_id: Option<ProgramId>,
    /// What.
    #[schema(max_length = 500)]
    pub what: String,
    /// The last day, in Japan.
    #[schema(value_type = Option<vocabulary::Date>)]
    pub due_on: Option<NaiveDate>,
}

/// 約束: what was promised to whom, until when.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Promise)]
pub struct PromiseResponse {
    /// Its id.
    #[schema(value_type = vocabulary::Uuid)]
    pub id: PromiseId,
    /// The body that promised.
    #[schema(value_type = vocabulary::Uuid)]
    pub organization_id: OrganizationId,
    /// What was written.
    #[serde(flatten)]
    pub body: PromiseBody,
    /// What has become of it.
    #[schema(value_type = vocabulary::PromiseState)]
    pub state: PromiseState,
    /// Kept or released at.
    #[schema(value_type = Option<vocabulary::Instant>)]
    pub closed_at: Option<Timestamp>,
    /// Why it was released.
    #[schema(max_length = 500)]
    pub reason: Option<String>,
    /// The user who wrote it down, where one was logged in.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub user_id: Option<UserId>,
    /// The key by which it was written down, otherwise.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub api_key_id: Option<ApiKeyId>,
    /// Grows by one with each change; the `ETag` is made of it.
    #[schema(minimum = 1)]
    pub version: i64,
    /// Made at.
    #[schema(value_type = vocabulary::Instant)]
    pub created_at: Timestamp,
    /// Last changed at.
    #[schema(value_type = vocabulary::Instant)]
    pub updated_at: Timestamp,
}

impl From<PromiseContent> for PromiseBody {
    fn from(content: PromiseContent) -> Self {
        let (to_candidate_id, to_organization_id) = match content.to {
            Promisee::Candidate(id) => (Some(id), None),
            Promisee::Organization(id) => (None, Some(id)),
        };
        Self {
            to_candidate_id,
            to_organization_id,
            posting_id: content.posting_id,
            application_id: content.application_id,
            program_id: content.program_id,
            what: content.what,
            due_on: content.due_on,
        }
    }
}

impl From<Promise> for PromiseResponse {
    fn from(promise: Promise) -> Self {
        Self {
            id: promise.id,
            organization_id: promise.organization_id,
            body: promise.content.into(),
            state: promise.state,
            closed_at: promise.closed_at,
            reason: promise.reason,
            user_id: promise.user_id,
            api_key_id: promise.api_key_id,
            version: promise.version,
            created_at: promise.created_at,
            updated_at: promise.updated_at,
        }
    }
}

pages! {
    /// A page of promises.
    PromisePage of PromiseResponse;
}

/// Which tasks.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TaskQuery {
    /// Only of this kind.
    #[param(value_type = Option<vocabulary::TaskKind>)]
    pub kind: Option<TaskKind>,
    /// Only of this programme.
    #[param(value_type = Option<vocabulary::Uuid>)]
    pub program_id: Option<String>,
    /// Only of programmes for which this user is responsible now.
    #[param(value_type = Option<vocabulary::Uuid>)]
    pub user_id: Option<String>,
    /// Only due at this instant or earlier.
    #[param(value_type = Option<vocabulary::Instant>)]
    pub due_before: Option<String>,
}

impl TaskQuery {
    /// The filter, as the use case takes it.
    ///
    /// # Errors
    /// 422 for a text that is no id or no instant.
    pub fn read(self, reference: &Reference) -> Result<ListTasks, Problem> {
        let mut reading = Reading::new(reference, Faults::default());
        let due_until = reading.instant("?due_before", self.due_before.as_deref());
        reading.finish(Ok(()))?;
        Ok(ListTasks {
            kind: self.kind,
            program_id: optional_id("?program_id", self.program_id.as_deref(), ProgramId::parse)?,
            user_id: optional_id("?user_id", self.user_id.as_deref(), UserId::parse)?,
            due_until,
        })
    }
}

/// Something that is to be done.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Task)]
pub struct TaskResponse {
    /// What.
    #[schema(value_type = vocabulary::TaskKind)]
    pub kind: TaskKind,
    /// Until when; `null` where nobody has set a day.
    #[schema(value_type = Option<vocabulary::Instant>)]
    pub due_at: Option<Timestamp>,
    /// Whether that has passed.
    pub is_overdue: bool,
    /// The kind of record that it is about.
    #[schema(value_type = vocabulary::StatusWord)]
    pub resource: String,
    /// The record's id.
    #[schema(value_type = vocabulary::Uuid)]
    pub resource_id: String,
    /// Of which posting.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub posting_id: Option<PostingId>,
    /// Of which programme.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub program_id: Option<ProgramId>,
    /// Whose it is, where somebody is responsible.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub user_id: Option<UserId>,
}

/// What is to be done.
#[derive(Debug, Serialize, ToSchema)]
pub struct TaskList {
    /// What is due first comes first; what has no day comes last.
    #[schema(max_items = 100_000)]
    pub items: Vec<TaskResponse>,
}

impl TaskList {
    /// The tasks, seen at an instant.
    pub fn of(tasks: Vec<Task>, at: Timestamp) -> Self {
        let items = tasks.into_iter().map(|task| TaskResponse {
            kind: task.kind,
            due_at: task.due_at,
            is_overdue: task.due_at.is_some_and(|due| due < at),
            resource: task.resource.to_owned(),
            resource_id: task.resource_id,
            posting_id: task.posting_id,
            program_id: task.program_id,
            user_id: task.user_id,
        });
        Self { items: items.collect() }
    }
}
