//! The live pool: everybody who may be ranked, laid out for that question, behind one type.
//!
//! Readers take a [`Snapshot`] and keep it as long as they like; they never wait for a writer, and what they hold
//! never changes. Knows nothing of where people are stored or who asks.

use std::sync::Arc;

use domain::{CandidateId, CandidateProfile, OrganizationId, Reference, Timestamp};

use crate::executor::Executor;
use crate::person::CompiledPerson;
use crate::plain::PlainScan;

mod among;
mod audience;
mod block;
mod compiled;
mod index;
mod member;
mod places;
mod ranked;
mod record;
mod shelves;
mod skill_sets;
pub(crate) mod slots;

pub use among::{Among, Grant, Viewer};
pub(crate) use block::{Block, Flag};
pub use compiled::CompiledEntry;
pub(crate) use member::Member;
pub(crate) use places::{Distances, NOWHERE, Places};
pub(crate) use record::{NO_HOURS, Record, unpacked_skill};
pub(crate) use shelves::{Shelf, Shelves};

/// Everybody who may be ranked.
#[derive(Debug)]
pub struct Pool {
    now: Snapshot,
}

/// A person as they enter the pool.
#[derive(Debug)]
pub struct PoolEntry<'a> {
    /// Whose profile.
    pub id: CandidateId,
    /// The organization that registered the person.
    pub owner: OrganizationId,
    /// Grows with each change of the person or of a consent.
    pub version: i64,
    /// To whom the profile is open.
    pub grants: Vec<Grant>,
    /// What scoring reads.
    pub profile: &'a CandidateProfile,
}

/// The pool as it was at one moment; cheap to take, and never changed by a later write.
#[derive(Debug, Clone)]
pub struct Snapshot {
    reference: Arc<Reference>,
    distances: Arc<Distances>,
    shelves: Arc<Shelves>,
}

impl Pool {
    /// An empty pool over these tables.
    pub fn new(reference: Arc<Reference>) -> Self {
        Self { now: Snapshot { reference, distances: Arc::default(), shelves: Arc::default() } }
    }

    /// Enters a person, or replaces them by a newer version; an entry that is not newer changes nothing.
    ///
    /// Answers whether the pool changed.
    pub fn put(&mut self, entry: PoolEntry<'_>) -> bool {
        if !self.is_newer(&entry) {
            return false;
        }
        let member = Member::new(&self.now.reference, entry);
        Arc::make_mut(&mut self.now.shelves).put(&self.now.reference, member);
        true
    }

    /// Enters many people, each as [`Pool::put`] would, and lays them out together: much faster than one by one.
    ///
    /// Answers how many changed the pool.
    pub fn put_all<'a>(&mut self, entries: impl IntoIterator<Item = PoolEntry<'a>>) -> usize {
        let reference = Arc::clone(&self.now.reference);
        self.put_compiled(entries.into_iter().map(|entry| CompiledEntry::new(&reference, entry)))
    }

    /// Lays neighbours out together again where writes have scattered them, so that questions about a place are
    /// answered faster; takes about two microseconds a person and thread, and changes no answer.
    pub fn tidy(&mut self, executor: &Executor) {
        Arc::make_mut(&mut self.now.shelves).tidy(&self.now.reference, executor);
    }

    /// Takes a person out; answers whether they were in.
    pub fn remove(&mut self, id: CandidateId) -> bool {
        self.now.version_of(id).is_some() && Arc::make_mut(&mut self.now.shelves).remove(id)
    }

    /// The pool as it is now.
    pub fn snapshot(&self) -> Snapshot {
        self.now.clone()
    }

    /// How many people.
    pub fn len(&self) -> usize {
        self.now.len()
    }

    /// Whether nobody is in.
    pub fn is_empty(&self) -> bool {
        self.now.is_empty()
    }

    fn is_newer(&self, entry: &PoolEntry<'_>) -> bool {
        self.now.version_of(entry.id).is_none_or(|known| known < entry.version)
    }
}

impl Snapshot {
    /// The tables its people were compiled with; postings have to be compiled with the same.
    pub fn reference(&self) -> &Arc<Reference> {
        &self.reference
    }

    /// How many people.
    pub fn len(&self) -> usize {
        self.shelves.len()
    }

    /// Whether nobody is in.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The stored version of a person.
    pub fn version_of(&self, id: CandidateId) -> Option<i64> {
        self.shelves.version(id)
    }

    /// Everybody of it as a plain list, to be held against it.
    pub fn plain(&self) -> PlainScan {
        PlainScan::of_members(&self.reference, self.shelves.members())
    }

    /// A pool of these people alone, and somebody who may see all of them.
    pub(crate) fn of_people(&self, people: Vec<CompiledPerson>) -> (Self, Viewer) {
        let owner = OrganizationId::from_parts(0, [0; 10]);
        let member = |person| Member { person, owner, version: 0, grants: Box::default() };
        let shelves = self.shelves.of_members(&self.reference, people.into_iter().map(member).collect());
        // Distances are kept by the numbers of homes, so they are shared only where these are.
        let has_same_numbers = shelves.shares_places_with(&self.shelves);
        let distances = if has_same_numbers { Arc::clone(&self.distances) } else { Arc::default() };
        let nothing_ends = Timestamp::from_micros(0).expect("1970 is within the years 1 to 9999");
        (
            Self { reference: Arc::clone(&self.reference), distances, shelves: Arc::new(shelves) },
            Viewer { organization_id: owner, at: nothing_ends },
        )
    }

    /// Bytes its people take, about.
    pub fn bytes(&self) -> usize {
        self.shelves.bytes()
    }

    pub(crate) fn shelves(&self) -> &Shelves {
        &self.shelves
    }

    pub(crate) fn distances(&self) -> &Distances {
        &self.distances
    }
}
