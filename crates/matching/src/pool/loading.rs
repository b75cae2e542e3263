//! The live pool at start: everybody and every published posting, from the database.
//!
//! People are read and compiled on several threads and enter on the caller's, in large groups; only a group and what
//! the readers have in hand stand in memory beside the pool. Batches are of different moments. Nothing is lost by
//! that: a use case that commits meanwhile puts what it has committed here itself, and the version decides.

use std::num::NonZeroUsize;
use std::sync::PoisonError;
use std::sync::atomic::Ordering;

use scoring::{CompiledEntry, Executor, Grant, PoolEntry};
use store::{PoolMember, Store};

use super::{LivePool, People};
use crate::error::MatchingError;

/// People that enter together: the pool lays out a large group better than many small ones.
const PEOPLE_A_GROUP: usize = 65_536;

impl LivePool {
    /// Fills the pool; it is ready afterwards.
    pub(crate) fn load(
        &self,
        store: &Store,
        (readers, executor): (NonZeroUsize, &Executor),
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<(), MatchingError> {
        let total = store.read(|tx| tx.count_candidates())?;
        let (mut done, mut group) = (0, Vec::new());
        let compile = |member: &PoolMember| CompiledEntry::new(&self.reference, entry_of(member));
        store.for_each_person(readers, compile, |people| {
            done += people.len() as u64;
            group.extend(people);
            if group.len() >= PEOPLE_A_GROUP {
                self.put_compiled(group.drain(..));
            }
            progress(done, total.max(done));
            Ok::<(), MatchingError>(())
        })?;
        self.put_compiled(group.drain(..));
        store.read(|tx| {
            tx.for_each_published_posting(|postings| {
                postings.into_iter().for_each(|posting| self.put_posting(posting));
                Ok::<(), MatchingError>(())
            })
        })?;
        let mut people = self.lock_people();
        // Groups came by id; who lives together is brought together, for the sake of questions about a place.
        people.pool.tidy(executor);
        self.publish(&people.pool);
        drop(people);
        self.ready.store(true, Ordering::Release);
        Ok(())
    }

    fn put_compiled(&self, group: impl Iterator<Item = CompiledEntry>) {
        let People { pool, deleted } = &mut *self.lock_people();
        let mut expiries = self.expiries.lock().unwrap_or_else(PoisonError::into_inner);
        pool.put_compiled(group.filter(|entry| !deleted.contains(&entry.id())).inspect(|entry| {
            expiries.extend(entry.grants().iter().filter_map(|grant| grant.until));
        }));
    }
}

fn entry_of(member: &PoolMember) -> PoolEntry<'_> {
    let grants = member.consents.iter();
    PoolEntry {
        id: member.id,
        owner: member.organization_id,
        version: member.version,
        grants: grants.map(|consent| Grant { recipient: consent.recipient, until: consent.until }).collect(),
        profile: &member.profile,
    }
}
