//! Batches of a run that ranks postings for people: a person is a subject.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use domain::{
    CandidateId, MatchRun, OrganizationId, PartialWeights, PostingId, RankedItem, SortKey, StoredMatch,
};
use scoring::{CompiledPosting, PostingsCall, Snapshot, Viewer};

use super::batch::{Batch, Place, Step, Subject, subjects_a_batch};
use crate::engine::Engine;
use crate::frozen::freeze;
use crate::pool::PooledPosting;

/// People in a batch for each thread: many are ranked for together, which is much faster than one after the other.
const PEOPLE_A_THREAD: usize = 1024;

/// A run with the people and postings as they were when it began or went on; postings that are not published then
/// are left out.
pub(super) struct PostingsForCandidates<'a> {
    engine: &'a Engine,
    run: &'a MatchRun,
    snapshot: Snapshot,
    /// Ascending.
    people: Vec<CandidateId>,
    /// In the order of their ids.
    postings: Vec<Arc<PooledPosting>>,
}

impl<'a> PostingsForCandidates<'a> {
    pub(super) fn new(engine: &'a Engine, run: &'a MatchRun) -> Self {
        let snapshot = engine.pool.snapshot();
        let people = snapshot.visible(&Viewer { organization_id: run.organization_id, at: run.as_of });
        let named: HashSet<PostingId> = run.posting_ids.iter().copied().collect();
        let mut postings = engine.pool.published();
        postings.retain(|pooled| named.contains(&pooled.posting.id));
        Self { engine, run, snapshot, people, postings }
    }

    /// Ranks for the people behind the last one that is done.
    pub(super) fn next(&self, place: Place, stop: &AtomicBool) -> Step {
        let done = place.last_candidate_id.map_or(0, |last| self.people.partition_point(|id| *id <= last));
        let rest = &self.people[done..];
        let people = &rest[..rest.len().min(subjects_a_batch(self.engine, self.run, PEOPLE_A_THREAD))];
        if people.is_empty() {
            return Step::NothingLeft;
        }
        let Some(best) = self.best_postings(people, stop) else { return Step::Stopped };
        let first = u32::try_from(place.done).unwrap_or(u32::MAX);
        let ranked: Vec<_> = (first..).zip(best).collect();
        let subjects = self.engine.executor.map(&ranked, |(place, (person, items))| Subject {
            candidate_id: Some(*person),
            matches: items.iter().map(|item| self.stored((*place, *person), item)).collect(),
        });
        Step::Batch(Batch { subjects, left: rest.len() - people.len() })
    }

    /// The best postings of each of these people, in their order; `None` when it was stopped.
    fn best_postings(&self, people: &[CandidateId], stop: &AtomicBool) -> Option<Vec<Best>> {
        let compiled: Vec<&CompiledPosting> = self.postings.iter().map(|pooled| &pooled.compiled).collect();
        let call = PostingsCall {
            sort: SortKey::Score,
            limit: usize::from(self.run.per_subject),
            weights: PartialWeights::default(),
        };
        let groups: Vec<&[CandidateId]> =
            people.chunks(people.len().div_ceil(self.engine.executor.threads())).collect();
        let best = self.engine.executor.map(&groups, |group| {
            let goes_on = !stop.load(Ordering::Acquire);
            goes_on.then(|| self.best_of(group, &compiled, &call))
        });
        Some(best.into_iter().collect::<Option<Vec<_>>>()?.into_iter().flatten().collect())
    }

    /// Postings for the members of some bodies are put to these people alone.
    fn best_of(&self, group: &[CandidateId], all: &[&CompiledPosting], call: &PostingsCall) -> Vec<Best> {
        if self.postings.iter().all(|pooled| pooled.posting.content.members_of.is_empty()) {
            return self.snapshot.best_postings(group, all, call);
        }
        let mut by_body: HashMap<OrganizationId, Vec<CandidateId>> = HashMap::new();
        for id in group {
            if let Some(body) = self.snapshot.owner_of(*id) {
                by_body.entry(body).or_default().push(*id);
            }
        }
        let mut best: Vec<Best> = Vec::with_capacity(group.len());
        for (body, people) in by_body {
            let theirs = self.postings.iter().filter(|pooled| pooled.posting.is_for_people_of(body));
            let theirs: Vec<&CompiledPosting> = theirs.map(|pooled| &pooled.compiled).collect();
            best.extend(self.snapshot.best_postings(&people, &theirs, call));
        }
        best.sort_unstable_by_key(|(id, _)| *id);
        best
    }

    fn stored(&self, (place, person): (u32, CandidateId), item: &RankedItem<PostingId>) -> StoredMatch {
        let found = self.postings.binary_search_by_key(&item.id, |pooled| pooled.posting.id);
        let pooled = &self.postings[found.expect("what is ranked is one of these postings")];
        StoredMatch {
            match_run_id: self.run.id,
            subject_place: place,
            rank: item.rank,
            posting_id: item.id,
            posting_version: pooled.posting.version,
            candidate_id: person,
            score: item.pair.score,
            item: freeze(item),
        }
    }
}

/// A person and their best postings.
type Best = (CandidateId, Vec<RankedItem<PostingId>>);
