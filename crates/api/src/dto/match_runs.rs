//! Runs that rank people for many postings at once, or postings for many people, and the matches they keep.

use domain::{
    CandidateId, FaultCode, Faults, JobId, MatchRun, MatchRunId, OrganizationId, PostingId, RankedItem,
    RoundId, RunDirection, Timestamp,
};
use matching::match_runs::{KeptMatch, NewMatchRun, RunScope};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::narrow::narrow;
use super::scores::{PairScoreBody, WeightsResponse};
use super::{RequestBody, pages, vocabulary};
use crate::extract::reading::{List, Reading};

/// How many matches are kept for a posting when nothing is said.
const USUAL_PER_POSTING: u16 = 20;
/// How many matches are kept for a person when nothing is said.
const USUAL_PER_CANDIDATE: u16 = 5;

/// Which postings take part in a run: exactly one of the fields.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RunScopeRequest {
    /// These, in this order.
    #[schema(value_type = Vec<vocabulary::Uuid>, required = false, min_items = 1, max_items = 1000)]
    pub posting_ids: List<String>,
    /// The published ones of this round, as far as the body sees them.
    #[schema(value_type = vocabulary::Uuid, required = false)]
    pub round_id: Option<String>,
    /// All published ones that the body manages; only `true` can be written.
    #[schema(value_type = bool, required = false)]
    pub all: Option<bool>,
}

/// A run that is asked for.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(
    json!({"scope": {"all": true}, "per_posting": 20}),
    json!({"direction": "postings_for_candidates", "scope": {"all": true}, "per_candidate": 5}),
))]
pub struct MatchRunRequest {
    /// What is ranked for what; `candidates_for_postings` when absent.
    #[schema(value_type = Option<vocabulary::RunDirection>)]
    pub direction: Option<RunDirection>,
    /// Which postings.
    #[schema(value_type = RunScopeRequest, required)]
    pub scope: Option<RunScopeRequest>,
    /// How many people are kept for each posting; 20 when absent. Only with `candidates_for_postings`.
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 200)]
    pub per_posting: Option<i64>,
    /// How many postings are kept for each person; 5 when absent. Only with `postings_for_candidates`.
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 50)]
    pub per_candidate: Option<i64>,
}

impl RequestBody for MatchRunRequest {
    type Content = NewMatchRun;

    fn into_content(self, mut reading: Reading<'_>) -> Result<NewMatchRun, Faults> {
        let direction = self.direction.unwrap_or(RunDirection::CandidatesForPostings);
        let per_subject = self.per_subject(direction, &mut reading);
        let scope = self.scope.map_or(RunScope::All, |scope| scope.into_scope(&mut reading));
        reading.finish(Ok(NewMatchRun { direction, scope, per_subject }))
    }
}

impl MatchRunRequest {
    /// The number that belongs to the direction; the other one may not be given.
    fn per_subject(&self, direction: RunDirection, reading: &mut Reading<'_>) -> u16 {
        let (given, usual, other, pointer) = match direction {
            RunDirection::CandidatesForPostings => {
                (self.per_posting, USUAL_PER_POSTING, self.per_candidate, "/per_candidate")
            }
            RunDirection::PostingsForCandidates => {
                (self.per_candidate, USUAL_PER_CANDIDATE, self.per_posting, "/per_posting")
            }
        };
        if other.is_some() {
            let detail = format!("does not belong to the direction {direction}");
            reading.fault(pointer, FaultCode::NotAllowed, detail);
        }
        narrow(given).unwrap_or(usual)
    }
}

impl RunScopeRequest {
    fn into_scope(self, reading: &mut Reading<'_>) -> RunScope {
        if self.all == Some(false) {
            let detail = "leave it out, or name the postings in posting_ids";
            reading.fault("/scope/all", FaultCode::NotAllowed, detail);
        }
        let given = [self.all == Some(true), self.posting_ids.is_some(), self.round_id.is_some()];
        match given.iter().filter(|given| **given).count() {
            0 if self.all.is_none() => {
                reading.fault("/scope", FaultCode::Required, "name posting_ids, round_id, or all");
            }
            0 | 1 => {}
            _ => {
                let detail = "name one of posting_ids, round_id and all";
                reading.fault("/scope", FaultCode::Contradiction, detail);
            }
        }
        if let Some(round) = reading.id("/scope/round_id", self.round_id.as_deref(), RoundId::parse) {
            return RunScope::Round(round);
        }
        let ids = self.posting_ids.is_some().then(|| {
            reading.list("/scope/posting_ids", self.posting_ids, |reading, pointer, text| {
                reading.id(pointer, Some(&text), PostingId::parse)
            })
        });
        ids.map_or(RunScope::All, RunScope::Postings)
    }
}

/// A run that ranks people for many postings at once, or postings for many people, and keeps the results.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MatchRun)]
pub struct MatchRunResponse {
    /// Its id.
    #[schema(value_type = vocabulary::Uuid)]
    pub id: MatchRunId,
    /// Whose; the people visible to it take part.
    #[schema(value_type = vocabulary::Uuid)]
    pub organization_id: OrganizationId,
    /// The job that fills it.
    #[schema(value_type = vocabulary::Uuid)]
    pub job_id: JobId,
    /// What is ranked for what.
    #[schema(value_type = vocabulary::RunDirection)]
    pub direction: RunDirection,
    /// The postings that take part, in order.
    #[schema(value_type = Vec<vocabulary::Uuid>, max_items = 100000)]
    pub posting_ids: Vec<PostingId>,
    /// How many people are kept for each posting; `null` in the other direction.
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 200)]
    pub per_posting: Option<u16>,
    /// How many postings are kept for each person; `null` in the other direction.
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 50)]
    pub per_candidate: Option<u16>,
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
            direction: run.direction,
            posting_ids: run.posting_ids,
            per_posting: (run.direction == RunDirection::CandidatesForPostings).then_some(run.per_subject),
            per_candidate: (run.direction == RunDirection::PostingsForCandidates).then_some(run.per_subject),
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
    /// 1, 2, 3 …: the person's place for the posting, or the posting's for the person, as the run's direction is.
    #[schema(value_type = i32, minimum = 1, maximum = 1000000000)]
    pub rank: u32,
    /// Best and worst rank when single weights move by a fifth.
    #[schema(value_type = Option<Vec<i32>>, min_items = 2, max_items = 2)]
    pub rank_range: Option<(u32, u32)>,
    /// Within a band none is clearly better.
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
    /// A page of kept matches, posting by posting in the order of the run, or person by person; best first.
    StoredMatchPage of StoredMatchResponse;
}
