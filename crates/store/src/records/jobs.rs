//! Jobs.

use diesel::prelude::*;
use domain::{
    CandidateId, ImportId, Job, JobId, JobKind, MatchRunId, OrganizationId, Page, PageRequest, Word,
};

use super::{Part, page};
use crate::schema::jobs;
use crate::transaction::on_backend;
use crate::vocabulary::{instant, parsed, parsed_if, word};
use crate::{StoreError, Tx};

/// A job as it is stored.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = jobs, treat_none_as_null = true, treat_none_as_default_value = false)]
pub(crate) struct JobRow {
    pub(crate) id: String,
    organization_id: String,
    kind: String,
    state: String,
    done: i64,
    total: i64,
    failure: Option<String>,
    version: i64,
    created_at: i64,
    updated_at: i64,
    match_run_id: Option<String>,
    last_candidate_id: Option<String>,
    import_id: Option<String>,
}

impl From<&Job> for JobRow {
    fn from(job: &Job) -> Self {
        Self {
            id: job.id.to_string(),
            organization_id: job.organization_id.to_string(),
            kind: job.kind.to_string(),
            state: job.state.to_string(),
            done: job.done,
            total: job.total,
            failure: job.failure.clone(),
            version: job.version,
            created_at: job.created_at.micros(),
            updated_at: job.updated_at.micros(),
            match_run_id: job.match_run_id.map(|id| id.to_string()),
            last_candidate_id: job.last_candidate_id.map(|id| id.to_string()),
            import_id: job.import_id.map(|id| id.to_string()),
        }
    }
}

impl TryFrom<JobRow> for Job {
    type Error = StoreError;

    fn try_from(row: JobRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: parsed("jobs.id", &row.id, JobId::parse)?,
            organization_id: parsed("jobs.organization_id", &row.organization_id, OrganizationId::parse)?,
            kind: word("jobs.kind", &row.kind)?,
            state: word("jobs.state", &row.state)?,
            done: row.done,
            total: row.total,
            failure: row.failure,
            version: row.version,
            created_at: instant("jobs.created_at", row.created_at)?,
            updated_at: instant("jobs.updated_at", row.updated_at)?,
            match_run_id: parsed_if("jobs.match_run_id", row.match_run_id.as_deref(), MatchRunId::parse)?,
            last_candidate_id: parsed_if(
                "jobs.last_candidate_id",
                row.last_candidate_id.as_deref(),
                CandidateId::parse,
            )?,
            import_id: parsed_if("jobs.import_id", row.import_id.as_deref(), ImportId::parse)?,
        })
    }
}

impl Tx<'_> {
    /// Keeps a new job.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn insert_job(&mut self, job: &Job) -> Result<(), StoreError> {
        let row = JobRow::from(job);
        on_backend!(self, jobs::insert(&row))
    }

    /// Replaces a job; `false` when it is not there in the expected version.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn update_job(&mut self, job: &Job, expected_version: i64) -> Result<bool, StoreError> {
        let row = JobRow::from(job);
        on_backend!(self, jobs::update(&row, expected_version))
    }

    /// The job of an id.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_job(&mut self, id: JobId) -> Result<Option<Job>, StoreError> {
        let row = on_backend!(self, jobs::find(&id.to_string(), self.hold))?;
        row.map(Job::try_from).transpose()
    }

    /// The jobs of an organization that are of some kinds.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_jobs(
        &mut self,
        (organization_id, kinds): (OrganizationId, &[JobKind]),
        request: &PageRequest<JobId>,
    ) -> Result<Page<Job>, StoreError> {
        let kinds: Vec<&str> = kinds.iter().map(|kind| kind.as_str()).collect();
        let whose = organization_id.to_string();
        let rows = on_backend!(self, jobs::list((&whose, &kinds), &Part::of(request)))?;
        page(rows, request, Job::try_from)
    }

    /// Everybody's jobs of a kind of which more is to come, oldest first.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_unfinished_jobs(&mut self, kind: JobKind) -> Result<Vec<Job>, StoreError> {
        let rows = on_backend!(self, jobs::list_unfinished(kind.as_str()))?;
        rows.into_iter().map(Job::try_from).collect()
    }
}
