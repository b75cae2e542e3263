//! The live pool: everybody who may be ranked and every posting that is published, in memory.
//!
//! Use cases put what they have committed here before they answer, so the next ranking sees it. Two writers of
//! one record may arrive in another order than they committed; the record's version decides, the newer one stays.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use domain::{Candidate, CandidateId, Consent, Posting, PostingId, PostingStatus, Reference, Timestamp};
use scoring::{CompiledPosting, Grant, Pool, PoolEntry, Snapshot};

mod doubts;
mod loading;

/// A published posting, ready to be ranked.
pub(crate) struct PooledPosting {
    pub(crate) posting: Posting,
    pub(crate) compiled: CompiledPosting,
}

/// A posting as last seen: `None` while it is not published.
struct PostingSlot {
    version: i64,
    published: Option<Arc<PooledPosting>>,
}

struct People {
    pool: Pool,
    /// Ids are never used again, so somebody deleted stays away whatever arrives late.
    deleted: HashSet<CandidateId>,
}

pub(crate) struct LivePool {
    reference: Arc<Reference>,
    people: Mutex<People>,
    snapshot: RwLock<Snapshot>,
    postings: RwLock<BTreeMap<PostingId, PostingSlot>>,
    /// The last instants of consents; after each of them fewer people are visible.
    expiries: Mutex<BTreeSet<Timestamp>>,
    /// What may have changed without the pool having been told.
    doubts: Mutex<Vec<store::Changed>>,
    /// Whether there are any.
    in_doubt: AtomicBool,
    revision: AtomicU64,
    boot: u64,
    ready: AtomicBool,
}

impl LivePool {
    /// An empty pool; `boot` tells this run's revisions from those of another.
    pub(crate) fn new(reference: Arc<Reference>, boot: u64) -> Self {
        let pool = Pool::new(Arc::clone(&reference));
        Self {
            snapshot: RwLock::new(pool.snapshot()),
            people: Mutex::new(People { pool, deleted: HashSet::new() }),
            reference,
            postings: RwLock::default(),
            expiries: Mutex::default(),
            doubts: Mutex::default(),
            in_doubt: AtomicBool::new(false),
            revision: AtomicU64::new(0),
            boot,
            ready: AtomicBool::new(false),
        }
    }

    pub(crate) fn is_ready(&self) -> bool {
        self.ready.load(Ordering::Acquire)
    }

    pub(crate) fn len(&self) -> usize {
        self.snapshot().len()
    }

    /// Everybody as of the last write; what is written later does not show in it.
    pub(crate) fn snapshot(&self) -> Snapshot {
        self.snapshot.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The published postings, in the order of their ids.
    pub(crate) fn published(&self) -> Vec<Arc<PooledPosting>> {
        let postings = self.postings.read().unwrap_or_else(PoisonError::into_inner);
        postings.values().filter_map(|slot| slot.published.clone()).collect()
    }

    /// A posting, when it is published.
    pub(crate) fn find_published(&self, id: PostingId) -> Option<Arc<PooledPosting>> {
        let postings = self.postings.read().unwrap_or_else(PoisonError::into_inner);
        postings.get(&id)?.published.clone()
    }

    /// Takes a person as committed, with the consents that stand.
    pub(crate) fn put_candidate(&self, candidate: &Candidate, consents: &[Consent]) {
        self.put_candidates(std::iter::once((candidate, consents)));
    }

    /// Takes many people as committed, at once.
    pub(crate) fn put_candidates<'a>(&self, members: impl Iterator<Item = (&'a Candidate, &'a [Consent])>) {
        let People { pool, deleted } = &mut *self.lock_people();
        let mut expiries = self.expiries.lock().unwrap_or_else(PoisonError::into_inner);
        let standing = members.filter(|(candidate, _)| !deleted.contains(&candidate.id));
        pool.put_all(standing.map(|(candidate, consents)| {
            let entry = entry_of(candidate, consents);
            expiries.extend(entry.grants.iter().filter_map(|grant| grant.until));
            entry
        }));
        drop(expiries);
        self.publish(pool);
    }

    /// Forgets a person whose deletion was committed.
    pub(crate) fn remove_candidate(&self, id: CandidateId) {
        let mut people = self.lock_people();
        people.deleted.insert(id);
        people.pool.remove(id);
        self.publish(&people.pool);
    }

    /// Takes a posting as committed, in whatever status.
    pub(crate) fn put_posting(&self, posting: Posting) {
        let mut postings = self.postings.write().unwrap_or_else(PoisonError::into_inner);
        if postings.get(&posting.id).is_some_and(|slot| slot.version >= posting.version) {
            return;
        }
        let (id, version) = (posting.id, posting.version);
        let published = (posting.status == PostingStatus::Published).then(|| {
            let compiled = CompiledPosting::new(&self.reference, Some(id), &posting.content.terms);
            Arc::new(PooledPosting { posting, compiled })
        });
        postings.insert(id, PostingSlot { version, published });
        self.touch();
    }

    /// Notes that something beside people and postings changed what rankings show.
    pub(crate) fn touch(&self) {
        self.revision.fetch_add(1, Ordering::AcqRel);
    }

    /// A text that differs whenever a ranking at `at` might.
    pub(crate) fn revision_at(&self, at: Timestamp) -> String {
        let expiries = self.expiries.lock().unwrap_or_else(PoisonError::into_inner);
        let expired = expiries.range(..at).next_back().map_or(0, |last| last.micros());
        format!("{:x}-{:x}-{expired:x}", self.boot, self.revision.load(Ordering::Acquire))
    }

    fn lock_people(&self) -> MutexGuard<'_, People> {
        self.people.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn publish(&self, pool: &Pool) {
        *self.snapshot.write().unwrap_or_else(PoisonError::into_inner) = pool.snapshot();
        self.touch();
    }
}

fn entry_of<'a>(candidate: &'a Candidate, consents: &[Consent]) -> PoolEntry<'a> {
    let standing = consents.iter().filter(|consent| consent.withdrawn_at.is_none());
    let grant =
        |consent: &Consent| Grant { recipient: consent.content.recipient, until: consent.content.until };
    PoolEntry {
        id: candidate.id,
        owner: candidate.organization_id,
        version: candidate.version,
        grants: standing.map(grant).collect(),
        profile: &candidate.content.profile,
    }
}
