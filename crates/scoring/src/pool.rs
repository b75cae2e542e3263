//! The live pool: everybody who may be ranked, compiled, behind one type.
//!
//! Readers take a [`Snapshot`] and keep it as long as they like; writers copy only the piece they touch, and only
//! while somebody still reads it. Knows nothing of where people are stored or who asks.

use std::sync::Arc;

use domain::{CandidateId, CandidateProfile, OrganizationId, Reference};

use crate::plain::PlainScan;

mod among;
mod members;

pub use among::{Among, Grant, Viewer};
pub(crate) use members::Member;
use members::Members;

/// Everybody who may be ranked.
#[derive(Debug)]
pub struct Pool {
    reference: Arc<Reference>,
    members: Arc<Members>,
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
    members: Arc<Members>,
}

impl Pool {
    /// An empty pool over these tables.
    pub fn new(reference: Arc<Reference>) -> Self {
        Self { reference, members: Arc::default() }
    }

    /// Enters a person, or replaces them by a newer version; an entry that is not newer changes nothing.
    ///
    /// Answers whether the pool changed.
    pub fn put(&mut self, entry: PoolEntry<'_>) -> bool {
        if self.members.find(entry.id).is_some_and(|known| known.version >= entry.version) {
            return false;
        }
        Arc::make_mut(&mut self.members).put(Member::new(&self.reference, entry));
        true
    }

    /// Enters many people at once, each as [`Pool::put`] would; answers how many changed the pool.
    pub fn put_all<'a>(&mut self, entries: impl IntoIterator<Item = PoolEntry<'a>>) -> usize {
        entries.into_iter().filter_map(|entry| self.put(entry).then_some(())).count()
    }

    /// Takes a person out; answers whether they were in.
    pub fn remove(&mut self, id: CandidateId) -> bool {
        self.members.find(id).is_some() && Arc::make_mut(&mut self.members).remove(id)
    }

    /// The pool as it is now.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot { reference: Arc::clone(&self.reference), members: Arc::clone(&self.members) }
    }

    /// How many people.
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Whether nobody is in.
    pub fn is_empty(&self) -> bool {
        self.members.len() == 0
    }
}

impl Snapshot {
    /// Everybody of it as a plain list, for comparing.
    pub fn plain(&self) -> PlainScan {
        PlainScan::of_members(
            &self.reference,
            self.members.chunks().flatten().map(|member| Member::clone(member)).collect(),
        )
    }

    /// The tables its people were compiled with; postings have to be compiled with the same.
    pub fn reference(&self) -> &Arc<Reference> {
        &self.reference
    }

    /// How many people.
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Whether nobody is in.
    pub fn is_empty(&self) -> bool {
        self.members.len() == 0
    }

    /// The stored version of a person.
    pub fn version_of(&self, id: CandidateId) -> Option<i64> {
        self.members.find(id).map(|member| member.version)
    }
}
