//! Work that outlives a request.

use domain::{ImportId, Job, JobId, JobKind, JobState, MatchRunId, OrganizationId, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;

use super::{pages, vocabulary};

/// How far a job is.
#[derive(Debug, Serialize, ToSchema)]
pub struct JobProgress {
    /// Steps done: postings or people of a match run, rows of an import.
    #[schema(minimum = 0, maximum = 1000000000)]
    pub done: i64,
    /// Steps in all.
    #[schema(minimum = 0, maximum = 1000000000)]
    pub total: i64,
}

/// What a job has made.
#[derive(Debug, Serialize, ToSchema)]
pub struct JobResult {
    /// The match run that it fills.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub match_run_id: Option<MatchRunId>,
    /// The import that it does.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub import_id: Option<ImportId>,
}

/// Work that outlives a request.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Job)]
pub struct JobResponse {
    /// Its id.
    #[schema(value_type = vocabulary::Uuid)]
    pub id: JobId,
    /// Whose.
    #[schema(value_type = vocabulary::Uuid)]
    pub organization_id: OrganizationId,
    /// What it does.
    #[schema(value_type = vocabulary::JobKind)]
    pub kind: JobKind,
    /// Its state.
    #[schema(value_type = vocabulary::JobState)]
    pub state: JobState,
    /// How far it is.
    pub progress: JobProgress,
    /// What it makes; complete once it has succeeded.
    pub result: Option<JobResult>,
    /// Why it failed, in a sentence.
    #[schema(max_length = 1000)]
    pub failure: Option<String>,
    /// Grows by one with each change.
    #[schema(minimum = 1)]
    pub version: i64,
    /// Made at.
    #[schema(value_type = vocabulary::Instant)]
    pub created_at: Timestamp,
    /// Last changed at.
    #[schema(value_type = vocabulary::Instant)]
    pub updated_at: Timestamp,
}

impl From<Job> for JobResponse {
    fn from(job: Job) -> Self {
        Self {
            id: job.id,
            organization_id: job.organization_id,
            kind: job.kind,
            state: job.state,
            progress: JobProgress { done: job.done, total: job.total },
            result: (job.match_run_id.is_some() || job.import_id.is_some())
                .then_some(JobResult { match_run_id: job.match_run_id, import_id: job.import_id }),
            failure: job.failure,
            version: job.version,
            created_at: job.created_at,
            updated_at: job.updated_at,
        }
    }
}

pages! {
    /// A page of jobs.
    JobPage of JobResponse;
}
