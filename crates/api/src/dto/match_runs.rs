//! Runs that rank many postings at once, and the matches they keep.

use domain::{
    CandidateId, FaultCode, Faults, JobId, MatchRun, MatchRunId, OrganizationId, PostingId, RankedItem,
    Timestamp,
};
use matching::match_runs::{KeptMatch, NewMatchRun, RunScope};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::narrow::narrow;
use super::scores::{PairScoreBody, WeightsResponse};
use super::{RequestBody, pages, vocabulary};
use crate::extract::reading::{List, Reading};

/// Which postings a run ranks: exactly one of the fields.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RunScopeRequest {
    /// These, in this order.
    #[schema(value_type = Vec<vocabulary::Uuid>, required = false, min_items = 1, max_items = 1000)]
    pub posting_ids: List<String>,
    /// All published ones that the body manages; only `true` can be written.
    #[schema(value_type = bool, required = false)]
    pub all: Option<bool>,
}

/// A run that is asked for.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"scope": {"all": true}, "per_posting": 20})))]
pub struct MatchRunRequest {
    /// Which postings.
    #[schema(value_type = RunScopeRequest, required)]
    pub scope: Option<RunScopeRequest>,
    /// How many matches are kept for each; 20 when absent.
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 200)]
    pub per_posting: Option<i64>,
}

impl RequestBody for MatchRunRequest {
    type Content = NewMatchRun;

    fn into_content(self, mut reading: Reading<'_>) -> Result<NewMatchRun, Faults> {
        let scope = self.scope.unwrap_or_default();
        if scope.all == Some(false) {
            let detail = "leave it out, or name the postings in posting_ids";
            reading.fault("/scope/all", FaultCode::NotAllowed, detail);
        }
        let ids = scope.posting_ids.is_some().then(|| {
            reading.list("/scope/posting_ids", scope.posting_ids, |reading, pointer, text| {
                reading.id(pointer, Some(&text), PostingId::parse)
            })
        });
        let new = NewMatchRun {
            scope: ids.map_or(RunScope::All, RunScope::Postings),
            per_posting: narrow(self.per_posting).unwrap_or(20),
        };
        reading.finish(Ok(new))
    }
}

/// A run that ranks many postings at once and keeps the results.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MatchRun)]
pub struct MatchRunResponse {
    /// Its id.
    #[schema(value_type = vocabulary::Uuid)]
    pub id: MatchRunId,
    /// Whose; the people visible to it are ranked.
    #[schema(value_type = vocabulary::Uuid)]
    pub organization_id: OrganizationId,
    /// The job that fills it.
    #[schema(value_type = vocabulary::Uuid)]
    pub job_id: JobId,
    /// The postings, in order.
    #[schema(value_type = Vec<vocabulary::Uuid>, max_items = 100000)]
    pub posting_ids: Vec<PostingId>,
    /// How many matches are kept for each.
    #[schema(value_type = i32, minimum = 1, maximum = 200)]
    pub per_posting: u16,
    /// The scoring version it was made with.
    #[schema(value_type = i32, minimum = 1, maximum = 1000)]
    pub scoring_version: u16,
    /// The version of the reference tables it was made with.
    #[schema(value_type = vocabulary::ReferenceVersion)]
    pub reference_version: String,
    /// The instant whose consents counted.
    #[schema(value_type = vocabulary::Instant)]
    pub as_of: Timestamp,
    /// Made at.
    #[schema(value_type = vocabulary::Instant)]
    pub created_at: Timestamp,
}

impl From<MatchRun> for MatchRunResponse {
    fn from(run: MatchRun) -> Self {
        Self {
            id: run.id,
            organization_id: run.organization_id,
            job_id: run.job_id,
            posting_ids: run.posting_ids,
            per_posting: run.per_posting,
            scoring_version: run.scoring_version,
            reference_version: run.reference_version,
            as_of: run.as_of,
            created_at: run.created_at,
        }
    }
}

/// マッチ結果: a kept pair, frozen as it was.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = StoredMatch)]
pub struct StoredMatchResponse {
    /// The run.
    #[schema(value_type = vocabulary::Uuid)]
    pub match_run_id: MatchRunId,
    /// The posting.
    #[schema(value_type = vocabulary::Uuid)]
    pub posting_id: PostingId,
    /// Its version when it was ranked.
    #[schema(minimum = 1)]
    pub posting_version: i64,
    /// The person.
    #[schema(value_type = vocabulary::Uuid)]
    pub candidate_id: CandidateId,
    /// 1, 2, 3 ….
    #[schema(value_type = i32, minimum = 1, maximum = 1000000000)]
    pub rank: u32,
    /// Best and worst rank when single weights move by a fifth.
    #[schema(value_type = Option<Vec<i32>>, min_items = 2, max_items = 2)]
    pub rank_range: Option<(u32, u32)>,
    /// Within a band nobody is clearly better.
    #[schema(value_type = i32, minimum = 1, maximum = 1000000000)]
    pub band: u32,
    /// The score and its parts.
    #[serde(flatten)]
    pub pair: PairScoreBody,
    /// What was asked for, and what counted.
    pub weights: WeightsResponse,
    /// Constraints to confirm.
    #[schema(value_type = Vec<vocabulary::ConstraintCode>, max_items = 11)]
    pub unknown: Vec<domain::ConstraintCode>,
}

impl From<KeptMatch> for StoredMatchResponse {
    fn from(kept: KeptMatch) -> Self {
        let RankedItem { id, rank, rank_range, band, pair, unknown } = kept.item;
        let (pair, weights) = PairScoreBody::of(pair);
        Self {
            match_run_id: kept.stored.match_run_id,
            posting_id: kept.stored.posting_id,
            posting_version: kept.stored.posting_version,
            candidate_id: id,
            rank,
            rank_range,
            band,
            pair,
            weights,
            unknown,
        }
    }
}

pages! {
    /// A page of runs.
    MatchRunPage of MatchRunResponse;
    /// A page of kept matches, posting by posting in the order of the run, best first.
    StoredMatchPage of StoredMatchResponse;
}
