//! 匿名で読む: postings whose applicants are read without names, and whose names stay hidden from whom.
//!
//! A reader is a user or a key. A name stays hidden from a reader as long as the person's application stands to a posting
//! that is read so and that the reader's organization manages, until that reader has revealed it. Which postings are read
//! so is remembered here, so that nobody else pays for the question.

use std::collections::{BTreeSet, HashSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{PoisonError, RwLock};

use domain::{Actor, Author, CandidateId, PostingId, Review};
use store::Tx;

use crate::engine::Engine;
use crate::error::MatchingError;
use crate::permissions::{Coordination, Openness, Person};

/// The postings that are read without names.
#[derive(Debug, Default)]
pub(crate) struct BlindReading {
    postings: RwLock<BTreeSet<PostingId>>,
    /// Grows with each setting and each reveal.
    revision: AtomicU64,
}

impl BlindReading {
    /// Those that the database tells of.
    pub(crate) fn of(postings: Vec<PostingId>) -> Self {
        Self { postings: RwLock::new(postings.into_iter().collect()), revision: AtomicU64::new(0) }
    }

    /// Whether no posting is read so.
    pub(crate) fn is_empty(&self) -> bool {
        self.postings.read().unwrap_or_else(PoisonError::into_inner).is_empty()
    }

    /// A number that differs after each setting and each reveal.
    pub(crate) fn revision(&self) -> u64 {
        self.revision.load(Ordering::Acquire)
    }

    /// Something was set.
    pub(crate) fn put(&self, review: &Review) {
        let mut postings = self.postings.write().unwrap_or_else(PoisonError::into_inner);
        match review.content.blind {
            true => postings.insert(review.posting_id),
            false => postings.remove(&review.posting_id),
        };
        drop(postings);
        self.touch();
    }

    /// Something was revealed.
    pub(crate) fn touch(&self) {
        self.revision.fetch_add(1, Ordering::AcqRel);
    }

    fn contains(&self, id: PostingId) -> bool {
        self.postings.read().unwrap_or_else(PoisonError::into_inner).contains(&id)
    }
}

/// Takes the names away that are hidden from the actor, in view of a posting where they are shown in view of one.
pub(crate) fn veil(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    (coordination, in_view_of): (&Coordination<'_>, Option<PostingId>),
    people: &mut [(Person, Openness)],
) -> Result<(), MatchingError> {
    let ids: Vec<CandidateId> = people.iter().map(|(person, _)| person.id).collect();
    let hidden = hiding((engine, actor), tx, (coordination, in_view_of), &ids)?;
    let hidden: HashSet<CandidateId> = hidden.into_iter().map(|(_, id)| id).collect();
    for (person, openness) in people {
        if hidden.contains(&person.id) {
            *openness = (*openness).min(Openness::Profile);
        }
    }
    Ok(())
}

/// The postings that hide names from the actor, each with the person whose name it hides.
pub(crate) fn hiding(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    (coordination, in_view_of): (&Coordination<'_>, Option<PostingId>),
    ids: &[CandidateId],
) -> Result<Vec<(PostingId, CandidateId)>, MatchingError> {
    if engine.blind.is_empty() || ids.is_empty() {
        return Ok(Vec::new());
    }
    let revealed: HashSet<_> = tx.list_revealed_to(Author::of(actor), ids)?.into_iter().collect();
    let mut hidden: BTreeSet<_> = tx.list_veiling_applications(ids)?.into_iter().collect();
    if let Some(posting) = in_view_of.filter(|posting| engine.blind.contains(*posting)) {
        hidden.extend(ids.iter().map(|id| (posting, *id)));
    }
    hidden.retain(|pair| !revealed.contains(pair));
    let postings: BTreeSet<PostingId> = hidden.iter().map(|(posting, _)| *posting).collect();
    let mut managed = tx.list_postings_by_ids(&postings.into_iter().collect::<Vec<_>>())?;
    managed.retain(|posting| coordination.manages(posting));
    let managed: HashSet<PostingId> = managed.into_iter().map(|posting| posting.id).collect();
    Ok(hidden.into_iter().filter(|(posting, _)| managed.contains(posting)).collect())
}

/// The people whose names are hidden from the actor: they are not to be found by their names either.
pub(crate) fn list_nameless(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
) -> Result<Vec<CandidateId>, MatchingError> {
    let read_so: Vec<PostingId> =
        engine.blind.postings.read().unwrap_or_else(PoisonError::into_inner).iter().copied().collect();
    if read_so.is_empty() {
        return Ok(Vec::new());
    }
    let coordination = Coordination::of(tx, actor, engine.now(), &engine.reference.regions)?;
    let mut people = BTreeSet::new();
    for posting in tx.list_postings_by_ids(&read_so)?.iter().filter(|posting| coordination.manages(posting)) {
        let applications = tx.list_applications_to(posting.id)?;
        let ids = applications.iter().filter(|application| application.status.stands());
        people.extend(ids.map(|application| application.candidate_id));
    }
    let ids: Vec<CandidateId> = people.into_iter().collect();
    let hidden = hiding((engine, actor), tx, (&coordination, None), &ids)?;
    Ok(hidden.into_iter().map(|(_, id)| id).collect())
}
