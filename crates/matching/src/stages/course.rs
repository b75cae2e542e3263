//! What a round sets for the applications to its postings; without a round the meetings may be skipped and no stage
//! has a clock.

use domain::{Posting, StageClock, StagePath};
use store::Tx;

use crate::error::MatchingError;

/// The course that applications to a posting take.
pub(crate) struct Course {
    /// Which stages follow which.
    pub(crate) path: StagePath,
    /// How long each may take.
    pub(crate) days: StageClock,
}

impl Course {
    /// Of a posting.
    pub(crate) fn of(_tx: &mut Tx<'_>, _posting: &Posting) -> Result<Self, MatchingError> {
        Ok(Self { path: StagePath::default(), days: StageClock::default() })
    }
}
