//! What is kept beside the records: audit events, the outbox of changes, jobs, match runs and their matches.

use crate::id::{
    ApiKeyId, AuditEventId, CandidateId, ImportId, JobId, MatchRunId, OrganizationId, PostingId, UserId,
};
use crate::timestamp::Timestamp;
use crate::words;

words! {
    /// What happened to a record.
    pub enum ChangeKind {
        /// Made.
        Created = "created",
        /// Changed.
        Updated = "updated",
        /// Gone; the change is its tombstone.
        Deleted = "deleted",
    }
}

/// A line of the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The organization the record belongs to.
    pub organization_id: OrganizationId,
    /// `posting`, `candidate`, `application`…
    pub resource: &'static str,
    /// The record's id.
    pub resource_id: String,
    /// The record's version after the change.
    pub version: i64,
    /// What happened.
    pub kind: ChangeKind,
    /// When.
    pub at: Timestamp,
}

/// A line of the audit log: who did or saw what, and when. Never updated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEvent {
    /// Id.
    pub id: AuditEventId,
    /// The organization that acted.
    pub organization_id: OrganizationId,
    /// The key that acted; `None` for a user and for the operator.
    pub api_key_id: Option<ApiKeyId>,
    /// The user who acted; `None` for a key and for the operator.
    pub user_id: Option<UserId>,
    /// The request.
    pub request_id: String,
    /// `posting.created`, `candidate.identity_disclosed`…
    pub action: String,
    /// The kind of record.
    pub resource: String,
    /// The record's id.
    pub resource_id: String,
    /// The organization the record belongs to.
    pub subject_organization_id: OrganizationId,
    /// Further facts as JSON, without personal data.
    pub detail: JsonText,
    /// When.
    pub at: Timestamp,
}

/// A line of the audit log as it is kept: chained to the line before, of the same organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditLine {
    /// What happened.
    pub event: AuditEvent,
    /// 1, 2, 3 … for each organization that acted.
    pub seq: i64,
    /// SHA-256 over the line and the hash of the line before, lower-case hex.
    pub hash: String,
}

/// The end of an organization's chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditHead {
    /// Whose, as it is stored.
    pub organization_id: String,
    /// The number of its last line.
    pub seq: i64,
    /// The hash of that line, lower-case hex.
    pub hash: String,
}

words! {
    /// What is wrong with a chain of the audit log.
    pub enum ChainFault {
        /// The line is not what it was when it was written.
        Altered = "altered",
        /// A line is not there.
        Missing = "missing",
        /// The line was written, but in another place.
        Reordered = "reordered",
        /// The chain does not end where it is noted to end.
        HeadDiffers = "head_differs",
    }
}

/// The first place of a chain where something is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainBreak {
    /// Whose chain, as it is stored.
    pub organization_id: String,
    /// The number of the line.
    pub seq: i64,
    /// The id of the line, as it is stored; none where the line is missing.
    pub id: Option<String>,
    /// What is wrong.
    pub fault: ChainFault,
}

/// What was found of all chains.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChainReport {
    /// How many chains there are.
    pub chains: usize,
    /// How many lines were looked at.
    pub lines: u64,
    /// The first break of each chain that has one.
    pub breaks: Vec<ChainBreak>,
}

/// A JSON text; whoever makes one vouches for its form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct JsonText(pub String);

words! {
    /// What a job does.
    pub enum JobKind {
        /// Ranks many postings and keeps the results.
        MatchRun = "match_run",
        /// Takes a sheet in.
        Import = "import",
    }
}

words! {
    /// The state of a job.
    pub enum JobState {
        /// Waits.
        Queued = "queued",
        /// Runs.
        Running = "running",
        /// Is asked to stop.
        Cancelling = "cancelling",
        /// Done.
        Succeeded = "succeeded",
        /// Gave up.
        Failed = "failed",
        /// Stopped on request.
        Cancelled = "cancelled",
    }
}

impl JobState {
    /// Whether nothing more will happen.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Succeeded | Self::Failed | Self::Cancelled)
    }
}

/// Work that outlives a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Id.
    pub id: JobId,
    /// Whose.
    pub organization_id: OrganizationId,
    /// What it does.
    pub kind: JobKind,
    /// State.
    pub state: JobState,
    /// Steps done.
    pub done: i64,
    /// Steps in all.
    pub total: i64,
    /// Why it failed, in a sentence for the caller.
    pub failure: Option<String>,
    /// Grows by one with each change.
    pub version: i64,
    /// Made at.
    pub created_at: Timestamp,
    /// Last changed at.
    pub updated_at: Timestamp,
    /// The match run it fills.
    pub match_run_id: Option<MatchRunId>,
    /// The last person done, of a run that goes through people: it goes on behind them.
    pub last_candidate_id: Option<CandidateId>,
    /// The import it does.
    pub import_id: Option<ImportId>,
}

words! {
    /// Which side of a match run is ranked for which.
    pub enum RunDirection {
        /// The best people for each posting.
        CandidatesForPostings = "candidates_for_postings",
        /// The best postings for each person.
        PostingsForCandidates = "postings_for_candidates",
    }
}

/// A run that ranks for many postings or people at once and keeps the results. Those it ranks for, one after the
/// other, are its subjects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatchRun {
    /// Id.
    pub id: MatchRunId,
    /// Whose; the people visible to it take part.
    pub organization_id: OrganizationId,
    /// The job that fills it.
    pub job_id: JobId,
    /// What is ranked for what.
    pub direction: RunDirection,
    /// The postings that take part, in order, each once.
    pub posting_ids: Vec<PostingId>,
    /// How many matches are kept for each subject.
    pub per_subject: u16,
    /// The scoring version it was made with.
    pub scoring_version: u16,
    /// The version of the reference tables it was made with.
    pub reference_version: String,
    /// The instant whose consents counted.
    pub as_of: Timestamp,
    /// Made at.
    pub created_at: Timestamp,
}

/// マッチ結果: a stored pair, frozen with the versions it was made with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredMatch {
    /// The run.
    pub match_run_id: MatchRunId,
    /// The subject's place among those of the run, from 0.
    pub subject_place: u32,
    /// 1, 2, 3 … for that subject.
    pub rank: u32,
    /// The posting.
    pub posting_id: PostingId,
    /// The posting's version when it was ranked.
    pub posting_version: i64,
    /// The person.
    pub candidate_id: CandidateId,
    /// Parts per million.
    pub score: u32,
    /// The rest of the item as JSON: breakdown, weights, unknown constraints.
    pub item: JsonText,
}
