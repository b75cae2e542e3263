//! Where in the pool somebody stands, by id: in pieces, each behind its own pointer.
//!
//! A copy of the whole shares every piece; a write copies the one piece it touches, when a copy still reads it.

use std::collections::HashMap;
use std::sync::Arc;

use domain::CandidateId;

use super::slots::BLOCK;

/// Pieces of the index.
const SHARDS: usize = 1024;

/// Where somebody stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spot {
    /// In the tail.
    Tail(usize),
    /// On a shelf, at a place of its block.
    Shelf(usize, usize),
}

/// A spot in four bytes: the highest bit says that it is in the tail.
#[derive(Debug, Clone, Copy)]
struct PackedSpot(u32);

const IN_TAIL: u32 = 1 << 31;

type Shard = HashMap<CandidateId, PackedSpot>;

/// Everybody's spot.
#[derive(Debug, Clone)]
pub(super) struct Index {
    shards: Vec<Arc<Shard>>,
}

impl Default for Index {
    fn default() -> Self {
        Self { shards: vec![Arc::default(); SHARDS] }
    }
}

impl Index {
    /// Where somebody stands.
    pub(super) fn find(&self, id: CandidateId) -> Option<Spot> {
        self.shards[shard_of(id)].get(&id).map(|spot| spot.unpacked())
    }

    /// Notes where somebody stands now.
    pub(super) fn put(&mut self, id: CandidateId, spot: Spot) {
        self.shard_mut(id).insert(id, PackedSpot::new(spot));
    }

    /// Forgets somebody.
    pub(super) fn remove(&mut self, id: CandidateId) {
        self.shard_mut(id).remove(&id);
    }

    /// Bytes on the heap, about.
    pub(super) fn bytes(&self) -> usize {
        let entry = size_of::<(CandidateId, PackedSpot)>() + 1;
        self.shards.iter().map(|shard| shard.capacity() * entry * 8 / 7).sum()
    }

    fn shard_mut(&mut self, id: CandidateId) -> &mut Shard {
        Arc::make_mut(&mut self.shards[shard_of(id)])
    }
}

impl PackedSpot {
    fn new(spot: Spot) -> Self {
        let number = match spot {
            Spot::Tail(place) => place,
            Spot::Shelf(shelf, place) => shelf * BLOCK + place,
        };
        let number = u32::try_from(number).ok().filter(|number| *number < IN_TAIL);
        let number = number.expect("a pool in memory has fewer than two billion people");
        Self(match spot {
            Spot::Tail(_) => number | IN_TAIL,
            Spot::Shelf(..) => number,
        })
    }

    fn unpacked(self) -> Spot {
        let number = (self.0 & !IN_TAIL) as usize;
        if self.0 & IN_TAIL != 0 { Spot::Tail(number) } else { Spot::Shelf(number / BLOCK, number % BLOCK) }
    }
}

/// By the last bytes of the id, which are random.
fn shard_of(id: CandidateId) -> usize {
    let bytes = id.as_bytes();
    usize::from(u16::from_be_bytes([bytes[14], bytes[15]])) % SHARDS
}
