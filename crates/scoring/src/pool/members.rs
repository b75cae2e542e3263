//! Where the pool keeps its members: chunks and an index, each behind its own pointer.
//!
//! A copy of the whole shares every piece; a write copies the one chunk and the one shard it touches, when a copy
//! still reads them. Chunks are dense: a removed member's place is taken by the last one.

use std::collections::HashMap;
use std::sync::Arc;

use domain::{CandidateId, OrganizationId, Reference};

use super::{Grant, PoolEntry};
use crate::person::CompiledPerson;

/// Members in a chunk: small enough to copy within microseconds, large enough that a million need few.
pub(super) const CHUNK: usize = 1024;

/// Pieces of the index.
const SHARDS: usize = 1024;

/// Somebody in the pool.
#[derive(Debug, Clone)]
pub(crate) struct Member {
    pub(crate) person: CompiledPerson,
    pub(super) owner: OrganizationId,
    pub(super) version: i64,
    pub(super) grants: Box<[Grant]>,
}

impl Member {
    /// Compiles an entry.
    pub(crate) fn new(reference: &Reference, entry: PoolEntry<'_>) -> Self {
        Self {
            person: CompiledPerson::new(reference, entry.id, entry.profile),
            owner: entry.owner,
            version: entry.version,
            grants: entry.grants.into_boxed_slice(),
        }
    }
}

type Chunk = Vec<Arc<Member>>;
type Shard = HashMap<CandidateId, usize>;

/// All members.
#[derive(Debug, Clone)]
pub(super) struct Members {
    chunks: Vec<Arc<Chunk>>,
    index: Vec<Arc<Shard>>,
    len: usize,
}

impl Default for Members {
    fn default() -> Self {
        Self { chunks: Vec::new(), index: vec![Arc::default(); SHARDS], len: 0 }
    }
}

impl Members {
    /// How many.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// The members in chunks, in no order that means anything.
    pub(super) fn chunks(&self) -> impl Iterator<Item = &[Arc<Member>]> {
        self.chunks.iter().map(|chunk| chunk.as_slice())
    }

    /// The member of an id.
    pub(super) fn find(&self, id: CandidateId) -> Option<&Arc<Member>> {
        let place = *self.index[shard_of(id)].get(&id)?;
        Some(&self.chunks[place / CHUNK][place % CHUNK])
    }

    /// Enters a member, or replaces the one with the same id.
    pub(super) fn put(&mut self, member: Member) {
        let id = member.person.id;
        if let Some(place) = self.index[shard_of(id)].get(&id).copied() {
            self.chunk_mut(place)[place % CHUNK] = Arc::new(member);
            return;
        }
        if self.len.is_multiple_of(CHUNK) {
            self.chunks.push(Arc::default());
        }
        let place = self.len;
        self.chunk_mut(place).push(Arc::new(member));
        self.shard_mut(id).insert(id, place);
        self.len += 1;
    }

    /// Takes a member out; answers whether they were in.
    pub(super) fn remove(&mut self, id: CandidateId) -> bool {
        let Some(place) = self.shard_mut(id).remove(&id) else { return false };
        let last = self.len - 1;
        let moved = self.chunk_mut(last).pop().expect("the last place of a dense list is filled");
        if place != last {
            self.shard_mut(moved.person.id).insert(moved.person.id, place);
            self.chunk_mut(place)[place % CHUNK] = moved;
        }
        if last.is_multiple_of(CHUNK) {
            self.chunks.pop();
        }
        self.len = last;
        true
    }

    fn chunk_mut(&mut self, place: usize) -> &mut Chunk {
        Arc::make_mut(&mut self.chunks[place / CHUNK])
    }

    fn shard_mut(&mut self, id: CandidateId) -> &mut Shard {
        Arc::make_mut(&mut self.index[shard_of(id)])
    }
}

/// By the last bytes of the id, which are random.
fn shard_of(id: CandidateId) -> usize {
    let bytes = id.as_bytes();
    usize::from(u16::from_be_bytes([bytes[14], bytes[15]])) % SHARDS
}
