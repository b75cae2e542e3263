//! Batches of a run that ranks people for postings: a posting is a subject.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use domain::{CandidateId, MatchRun, PartialWeights, Posting, PostingId, RankedItem, SortKey, StoredMatch};
use scoring::{Among, CompiledPosting, RankCall, Snapshot, Viewer};

use super::batch::{Batch, Place, Step, Subject, subjects_a_batch};
use crate::engine::Engine;
use crate::error::MatchingError;
use crate::frozen::freeze;
use crate::pool::PooledPosting;
use crate::rankings::members;

/// Postings in a batch for each thread: enough that threads end together and that a transaction is worth its
/// price, few enough that a cancelled run stops soon.
const POSTINGS_A_THREAD: usize = 64;

/// A run with the people and postings as they were when it began or went on.
pub(super) struct CandidatesForPostings<'a> {
    engine: &'a Engine,
    run: &'a MatchRun,
    snapshot: Snapshot,
    /// In the order of their ids.
    published: Vec<Arc<PooledPosting>>,
}

impl<'a> CandidatesForPostings<'a> {
    pub(super) fn new(engine: &'a Engine, run: &'a MatchRun) -> Self {
        Self { engine, run, snapshot: engine.pool.snapshot(), published: engine.pool.published() }
    }

    /// Ranks the postings behind those that are done.
    pub(super) fn next(&self, place: Place, stop: &AtomicBool) -> Result<Step, MatchingError> {
        let done = usize::try_from(place.done).unwrap_or(usize::MAX).min(self.run.posting_ids.len());
        let rest = &self.run.posting_ids[done..];
        let ids = &rest[..rest.len().min(subjects_a_batch(self.engine, self.run, POSTINGS_A_THREAD))];
        if ids.is_empty() {
            return Ok(Step::NothingLeft);
        }
        let postings = self.engine.store.read(|tx| tx.list_postings_by_ids(ids))?;
        let places: Vec<(u32, PostingId)> =
            (u32::try_from(done).unwrap_or(u32::MAX)..).zip(ids.iter().copied()).collect();
        let subjects = self.engine.executor.map(&places, |(place, id)| {
            if stop.load(Ordering::Acquire) {
                return None;
            }
            let posting = postings.binary_search_by_key(id, |posting| posting.id).ok();
            let matches = posting.map_or_else(Vec::new, |found| self.rank(*place, &postings[found]));
            Some(Subject { candidate_id: None, matches })
        });
        let left = rest.len() - ids.len();
        let subjects = subjects.into_iter().collect::<Option<_>>();
        Ok(subjects.map_or(Step::Stopped, |subjects| Step::Batch(Batch { subjects, left })))
    }

    fn rank(&self, place: u32, posting: &Posting) -> Vec<StoredMatch> {
        let fresh;
        let compiled = match self.find_compiled(posting) {
            Some(compiled) => compiled,
            None => {
                fresh =
                    CompiledPosting::new(&self.engine.reference, Some(posting.id), &posting.content.terms);
                &fresh
            }
        };
        let viewer = Viewer { organization_id: self.run.organization_id, at: self.run.as_of };
        let bodies = (posting.organization_id, posting.content.members_of.as_slice());
        let members = members(&self.snapshot, &viewer, bodies);
        let call = RankCall {
            among: members.as_deref().map_or(Among::Visible(viewer), Among::Listed),
            sort: SortKey::Score,
            limit: usize::from(self.run.per_subject),
            weights: PartialWeights::default(),
        };
        let stored = |item: &RankedItem<CandidateId>| StoredMatch {
            match_run_id: self.run.id,
            subject_place: place,
            rank: item.rank,
            posting_id: posting.id,
            posting_version: posting.version,
            candidate_id: item.id,
            score: item.pair.score,
            item: freeze(item),
        };
        self.snapshot.rank(compiled, &call).items.iter().map(stored).collect()
    }

    /// What the live pool has compiled, if it is of this very version.
    fn find_compiled(&self, posting: &Posting) -> Option<&CompiledPosting> {
        let place = self.published.binary_search_by_key(&posting.id, |pooled| pooled.posting.id).ok()?;
        let pooled = &self.published[place];
        (pooled.posting.version == posting.version).then_some(&pooled.compiled)
    }
}
