//! Match runs and the matches they keep.

use std::collections::HashMap;

use diesel::prelude::*;
use domain::{
    CandidateId, JobId, JsonText, MatchRun, MatchRunId, OrganizationId, Page, PageRequest, PostingId,
    StoredMatch,
};

use super::{Part, page, rows_of};
use crate::schema::{match_run_postings, match_runs, matches};
use crate::transaction::on_backend;
use crate::vocabulary::{corrupt, instant, number, parsed, word};
use crate::{StoreError, Tx};

/// Where a match stands in its run: matches are in the order of the run's subjects, then by rank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct MatchPlace {
    /// The subject's place among those of the run, from 0.
    pub subject: u32,
    /// Its rank for that subject, from 1.
    pub rank: u32,
}

/// Which matches of a run are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MatchFilter {
    /// The run.
    pub match_run_id: MatchRunId,
    /// Only of this posting.
    pub posting_id: Option<PostingId>,
    /// Only of this person.
    pub candidate_id: Option<CandidateId>,
}

/// A filter as queries take it.
pub(crate) struct MatchSieve {
    pub(crate) run: String,
    pub(crate) posting: Option<String>,
    pub(crate) candidate: Option<String>,
    /// Only behind this subject and rank.
    pub(crate) after: (i32, i32),
    pub(crate) rows: i64,
}

/// A run as it is stored.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = match_runs)]
pub(crate) struct MatchRunRow {
    pub(crate) id: String,
    organization_id: String,
    job_id: String,
    direction: String,
    per_subject: i32,
    scoring_version: i32,
    reference_version: String,
    as_of: i64,
    created_at: i64,
}

/// A posting of a run.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = match_run_postings)]
pub(crate) struct RunPostingRow {
    pub(crate) match_run_id: String,
    position: i32,
    posting_id: String,
}

/// A match as it is stored.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = matches)]
pub(crate) struct MatchRow {
    match_run_id: String,
    subject_place: i32,
    rank: i32,
    posting_id: String,
    posting_version: i64,
    candidate_id: String,
    score: i64,
    item: String,
}

fn small(column: &'static str, value: impl TryInto<i32> + Copy + ToString) -> Result<i32, StoreError> {
    value.try_into().map_err(|_| corrupt(column, value))
}

impl From<&MatchRun> for MatchRunRow {
    fn from(run: &MatchRun) -> Self {
        Self {
            id: run.id.to_string(),
            organization_id: run.organization_id.to_string(),
            job_id: run.job_id.to_string(),
            direction: run.direction.to_string(),
            per_subject: i32::from(run.per_subject),
            scoring_version: i32::from(run.scoring_version),
            reference_version: run.reference_version.clone(),
            as_of: run.as_of.micros(),
            created_at: run.created_at.micros(),
        }
    }
}

impl MatchRunRow {
    fn with_postings(self, posting_ids: Vec<PostingId>) -> Result<MatchRun, StoreError> {
        Ok(MatchRun {
            id: parsed("match_runs.id", &self.id, MatchRunId::parse)?,
            organization_id: parsed(
                "match_runs.organization_id",
                &self.organization_id,
                OrganizationId::parse,
            )?,
            job_id: parsed("match_runs.job_id", &self.job_id, JobId::parse)?,
            posting_ids,
            direction: word("match_runs.direction", &self.direction)?,
            per_subject: number("match_runs.per_subject", self.per_subject)?,
            scoring_version: number("match_runs.scoring_version", self.scoring_version)?,
            reference_version: self.reference_version,
            as_of: instant("match_runs.as_of", self.as_of)?,
            created_at: instant("match_runs.created_at", self.created_at)?,
        })
    }
}

impl TryFrom<&StoredMatch> for MatchRow {
    type Error = StoreError;

    fn try_from(stored: &StoredMatch) -> Result<Self, StoreError> {
        Ok(Self {
            match_run_id: stored.match_run_id.to_string(),
            subject_place: small("matches.subject_place", stored.subject_place)?,
            rank: small("matches.rank", stored.rank)?,
            posting_id: stored.posting_id.to_string(),
            posting_version: stored.posting_version,
            candidate_id: stored.candidate_id.to_string(),
            score: i64::from(stored.score),
            item: stored.item.0.clone(),
        })
    }
}

impl TryFrom<MatchRow> for StoredMatch {
    type Error = StoreError;

    fn try_from(row: MatchRow) -> Result<Self, StoreError> {
        Ok(Self {
            match_run_id: parsed("matches.match_run_id", &row.match_run_id, MatchRunId::parse)?,
            subject_place: number("matches.subject_place", row.subject_place)?,
            rank: number("matches.rank", row.rank)?,
            posting_id: parsed("matches.posting_id", &row.posting_id, PostingId::parse)?,
            posting_version: row.posting_version,
            candidate_id: parsed("matches.candidate_id", &row.candidate_id, CandidateId::parse)?,
            score: number("matches.score", row.score)?,
            item: JsonText(row.item),
        })
    }
}

impl MatchPlace {
    /// Where this match stands.
    pub fn of(stored: &StoredMatch) -> Self {
        Self { subject: stored.subject_place, rank: stored.rank }
    }
}

impl MatchSieve {
    fn new(filter: &MatchFilter, request: &PageRequest<MatchPlace>) -> Result<Self, StoreError> {
        let after = match request.after {
            None => (0, 0),
            Some(MatchPlace { subject, rank }) => {
                (small("matches.subject_place", subject)?, small("matches.rank", rank)?)
            }
        };
        Ok(Self {
            run: filter.match_run_id.to_string(),
            posting: filter.posting_id.map(|id| id.to_string()),
            candidate: filter.candidate_id.map(|id| id.to_string()),
            after,
            rows: rows_of(request),
        })
    }
}

impl Tx<'_> {
    /// Keeps a new run with its postings; its job must be there.
    ///
    /// # Errors
    /// [`StoreError::Dangling`] when the job or a posting is not there.
    pub fn insert_match_run(&mut self, run: &MatchRun) -> Result<(), StoreError> {
        let row = MatchRunRow::from(run);
        let postings = run.posting_ids.iter().zip(0..).map(|(posting, position)| RunPostingRow {
            match_run_id: row.id.clone(),
            position,
            posting_id: posting.to_string(),
        });
        let postings: Vec<RunPostingRow> = postings.collect();
        on_backend!(self, match_runs::insert(&row, &postings))
    }

    /// The run of an id.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_match_run(&mut self, id: MatchRunId) -> Result<Option<MatchRun>, StoreError> {
        let row = on_backend!(self, match_runs::find(&id.to_string(), self.hold))?;
        Ok(self.with_run_postings(row.into_iter().collect())?.pop())
    }

    /// The runs of an organization.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_match_runs(
        &mut self,
        organization_id: OrganizationId,
        request: &PageRequest<MatchRunId>,
    ) -> Result<Page<MatchRun>, StoreError> {
        let whose = organization_id.to_string();
        let rows = on_backend!(self, match_runs::list(&whose, &Part::of(request)))?;
        let Page { items, has_more } = Page::of_rows(rows, request.limit);
        Ok(Page { items: self.with_run_postings(items)?, has_more })
    }

    fn with_run_postings(&mut self, rows: Vec<MatchRunRow>) -> Result<Vec<MatchRun>, StoreError> {
        let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
        let mut postings: HashMap<String, Vec<PostingId>> = HashMap::new();
        for row in on_backend!(self, match_runs::list_postings(&ids))? {
            let posting = parsed("match_run_postings.posting_id", &row.posting_id, PostingId::parse)?;
            postings.entry(row.match_run_id).or_default().push(posting);
        }
        rows.into_iter()
            .map(|row| {
                let theirs = postings.remove(&row.id).unwrap_or_default();
                row.with_postings(theirs)
            })
            .collect()
    }

    /// Keeps matches.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] when a rank is taken, [`StoreError::Dangling`] when the run does not name a posting or
    /// a person is not there any more.
    pub fn insert_matches(&mut self, matches: &[StoredMatch]) -> Result<(), StoreError> {
        let rows = matches.iter().map(MatchRow::try_from).collect::<Result<Vec<_>, StoreError>>()?;
        on_backend!(self, match_runs::insert_matches(&rows))
    }

    /// The matches that a filter leaves.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_matches(
        &mut self,
        filter: &MatchFilter,
        request: &PageRequest<MatchPlace>,
    ) -> Result<Page<StoredMatch>, StoreError> {
        let sieve = MatchSieve::new(filter, request)?;
        let rows = on_backend!(self, match_runs::list_matches(&sieve))?;
        page(rows, request, TryInto::try_into)
    }
}
