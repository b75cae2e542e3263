//! The tie-break: FNV-1a 64 of the posting's id and then the candidate's, so that nobody is first for having
//! registered early, and the same call gives the same order.

use domain::{CandidateId, PostingId};

const OFFSET_BASIS: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0000_0100_0000_01b3;

/// FNV-1a 64 of the two ids' text, lower case, nothing between; a draft without id has the empty one.
pub fn tiebreak(posting: Option<PostingId>, candidate: CandidateId) -> u64 {
    TieBreaker::new(posting).of(candidate)
}

/// The hash after the posting's part, so that a ranking reads that part once.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TieBreaker(u64);

impl TieBreaker {
    /// After the posting's id.
    pub(crate) fn new(posting: Option<PostingId>) -> Self {
        Self(posting.map_or(OFFSET_BASIS, |id| fnv(OFFSET_BASIS, id.encode(&mut [0; 36]))))
    }

    /// The whole hash for a person.
    pub(crate) fn of(self, candidate: CandidateId) -> u64 {
        fnv(self.0, candidate.encode(&mut [0; 36]))
    }
}

fn fnv(state: u64, text: &str) -> u64 {
    text.bytes().fold(state, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_test_values() {
        // From the FNV reference distribution.
        assert_eq!(fnv(OFFSET_BASIS, ""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv(OFFSET_BASIS, "a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(fnv(OFFSET_BASIS, "foobar"), 0x8594_4171_f739_67e8);
    }
}
