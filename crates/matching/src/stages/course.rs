//! What a round sets for the applications to its postings: the meetings, the days of a stage, the seats over all of its
//! postings. Without a round the meetings may be skipped and no stage has a clock.

use domain::{Posting, Round, StageDays, StagePath};
use store::Tx;

use crate::error::MatchingError;

/// The course that applications to a posting take.
pub(crate) struct Course {
    /// Which stages follow which.
    pub(crate) path: StagePath,
    /// How long each may take.
    pub(crate) days: StageDays,
    /// The round that sets them, held like the posting.
    pub(crate) round: Option<Round>,
}

impl Course {
    /// Of a posting, which is held before its round.
    pub(crate) fn of(tx: &mut Tx<'_>, posting: &Posting) -> Result<Self, MatchingError> {
        let round = match posting.content.round_id {
            Some(id) => tx.find_round(id)?,
            None => None,
        };
        Ok(match round {
            Some(round) => Self::in_round(round),
            None => Self { path: StagePath::default(), days: StageDays::default(), round: None },
        })
    }

    /// Of every posting of a round, which is held.
    pub(super) fn in_round(round: Round) -> Self {
        Self {
            path: StagePath::of_round(round.content.stage_order.clone()),
            days: round.content.stage_days,
            round: Some(round),
        }
    }
}
