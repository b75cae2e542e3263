//! Somebody compiled and not yet in the pool: compiling needs no pool, so many threads may do it for one.

use std::sync::Arc;

use domain::{CandidateId, Reference};

use super::{Grant, Member, Pool, PoolEntry};

/// A person compiled, ready to enter.
#[derive(Debug)]
pub struct CompiledEntry(Member);

impl CompiledEntry {
    /// Compiles an entry; the tables must be those of the pool it is for.
    pub fn new(reference: &Reference, entry: PoolEntry<'_>) -> Self {
        Self(Member::new(reference, entry))
    }

    /// Whose it is.
    pub fn id(&self) -> CandidateId {
        self.0.person.id
    }

    /// To whom the profile is open.
    pub fn grants(&self) -> &[Grant] {
        &self.0.grants
    }
}

impl Pool {
    /// Enters many people as [`Pool::put_all`] does; answers how many changed the pool.
    pub fn put_compiled(&mut self, entries: impl IntoIterator<Item = CompiledEntry>) -> usize {
        let reference = &self.now.reference;
        let shelves = Arc::make_mut(&mut self.now.shelves);
        let mut changed = 0;
        for CompiledEntry(member) in entries {
            if shelves.version(member.person.id).is_none_or(|known| known < member.version) {
                shelves.put_one_of_many(reference, member);
                changed += 1;
            }
        }
        shelves.lay_out(reference);
        changed
    }
}
