//! Promises.

use chrono::NaiveDate;
use diesel::prelude::*;
use domain::{
    ApiKeyId, ApplicationId, CandidateId, OrganizationId, Page, PageRequest, PostingId, ProgramId, Promise,
    PromiseContent, PromiseId, PromiseState, Promisee, Timestamp, UserId, Word,
};

use super::{Part, page};
use crate::schema::promises;
use crate::transaction::on_backend;
use crate::vocabulary::{corrupt, day_if, instant, instant_if, parsed, parsed_if, word};
use crate::{StoreError, Tx};

/// Which promises of a body a list has; all of it must be met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PromiseFilter {
    /// The body that promised.
    pub body: OrganizationId,
    /// In this state alone.
    pub state: Option<PromiseState>,
    /// To this person alone.
    pub candidate_id: Option<CandidateId>,
    /// About this posting alone.
    pub posting_id: Option<PostingId>,
    /// About this programme alone.
    pub program_id: Option<ProgramId>,
    /// Due on this day or earlier.
    pub due_until: Option<NaiveDate>,
}

/// A filter as queries take it.
pub(crate) struct PromiseSieve {
    pub(crate) body: String,
    pub(crate) state: Option<&'static str>,
    pub(crate) candidate: Option<String>,
    pub(crate) posting: Option<String>,
    pub(crate) program: Option<String>,
    pub(crate) due_until: Option<String>,
}

/// A promise as it is stored.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = promises, treat_none_as_null = true, treat_none_as_default_value = false)]
pub(crate) struct PromiseRow {
    pub(crate) id: String,
    organization_id: String,
    version: i64,
    created_at: i64,
    updated_at: i64,
    user_id: Option<String>,
    api_key_id: Option<String>,
    to_candidate_id: Option<String>,
    to_organization_id: Option<String>,
    posting_id: Option<String>,
    application_id: Option<String>,
    program_id: Option<String>,
    what: String,
    due_on: Option<String>,
    state: String,
    closed_at: Option<i64>,
    reason: Option<String>,
}

impl From<&Promise> for PromiseRow {
    fn from(promise: &Promise) -> Self {
        let content = &promise.content;
        let (candidate, organization) = match content.to {
            Promisee::Candidate(id) => (Some(id.to_string()), None),
            Promisee::Organization(id) => (None, Some(id.to_string())),
        };
        Self {
            id: promise.id.to_string(),
            organization_id: promise.organization_id.to_string(),
            version: promise.version,
            created_at: promise.created_at.micros(),
            updated_at: promise.updated_at.micros(),
            user_id: promise.user_id.map(|id| id.to_string()),
            api_key_id: promise.api_key_id.map(|id| id.to_string()),
            to_candidate_id: candidate,
            to_organization_id: organization,
            posting_id: content.posting_id.map(|id| id.to_string()),
            application_id: content.application_id.map(|id| id.to_string()),
            program_id: content.program_id.map(|id| id.to_string()),
            what: content.what.clone(),
            due_on: content.due_on.map(|day| day.to_string()),
            state: promise.state.to_string(),
            closed_at: promise.closed_at.map(Timestamp::micros),
            reason: promise.reason.clone(),
        }
    }
}

impl TryFrom<PromiseRow> for Promise {
    type Error = StoreError;

    fn try_from(row: PromiseRow) -> Result<Self, StoreError> {
        let body = OrganizationId::parse;
        let person =
            parsed_if("promises.to_candidate_id", row.to_candidate_id.as_deref(), CandidateId::parse)?;
        let other = parsed_if("promises.to_organization_id", row.to_organization_id.as_deref(), body)?;
        let to = match (person, other) {
            (Some(id), None) => Promisee::Candidate(id),
            (None, Some(id)) => Promisee::Organization(id),
            _ => return Err(corrupt("promises.to_candidate_id", row.id)),
        };
        Ok(Self {
            id: parsed("promises.id", &row.id, PromiseId::parse)?,
            organization_id: parsed("promises.organization_id", &row.organization_id, body)?,
            version: row.version,
            created_at: instant("promises.created_at", row.created_at)?,
            updated_at: instant("promises.updated_at", row.updated_at)?,
            user_id: parsed_if("promises.user_id", row.user_id.as_deref(), UserId::parse)?,
            api_key_id: parsed_if("promises.api_key_id", row.api_key_id.as_deref(), ApiKeyId::parse)?,
            content: PromiseContent {
                to,
                posting_id: parsed_if("promises.posting_id", row.posting_id.as_deref(), PostingId::parse)?,
                application_id: parsed_if(
                    "promises.application_id",
                    row.application_id.as_deref(),
                    ApplicationId::parse,
                )?,
                program_id: parsed_if("promises.program_id", row.program_id.as_deref(), ProgramId::parse)?,
                what: row.what,
                due_on: day_if("promises.due_on", row.due_on.as_deref())?,
            },
            state: word("promises.state", &row.state)?,
            closed_at: instant_if("promises.closed_at", row.closed_at)?,
            reason: row.reason,
        })
    }
}

impl Tx<'_> {
    /// Keeps a new promise.
    ///
    /// # Errors
    /// [`StoreError::Dangling`] when something that it names is not there.
    pub fn insert_promise(&mut self, promise: &Promise) -> Result<(), StoreError> {
        let row = PromiseRow::from(promise);
        on_backend!(self, promises::insert(&row))
    }

    /// Replaces a promise; `false` when it is not there in the expected version.
    ///
    /// # Errors
    /// As [`Tx::insert_promise`].
    pub fn update_promise(&mut self, promise: &Promise, expected_version: i64) -> Result<bool, StoreError> {
        let row = PromiseRow::from(promise);
        on_backend!(self, promises::update(&row, expected_version))
    }

    /// The promise of an id.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_promise(&mut self, id: PromiseId) -> Result<Option<Promise>, StoreError> {
        let row = on_backend!(self, promises::find(&id.to_string(), self.hold))?;
        row.map(Promise::try_from).transpose()
    }

    /// Promises of a body.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_promises(
        &mut self,
        filter: &PromiseFilter,
        request: &PageRequest<PromiseId>,
    ) -> Result<Page<Promise>, StoreError> {
        let sieve = PromiseSieve {
            body: filter.body.to_string(),
            state: filter.state.map(Word::as_str),
            candidate: filter.candidate_id.map(|id| id.to_string()),
            posting: filter.posting_id.map(|id| id.to_string()),
            program: filter.program_id.map(|id| id.to_string()),
            due_until: filter.due_until.map(|day| day.to_string()),
        };
        let rows = on_backend!(self, promises::list(&sieve, &Part::of(request)))?;
        page(rows, request, Promise::try_from)
    }
}
