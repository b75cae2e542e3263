//! 準備の段階, step by step: `exploring → preparing → ready → engaged → alumni`.
//!
//! One step forward at a time, any number back, and every step is kept. Nothing here excludes anybody: readiness is a
//! state, never a filter.

use crate::author::Author;
use crate::candidate::Readiness;
use crate::fault::Faults;
use crate::id::{CandidateId, ReadinessChangeId};
use crate::limits::{self, Text};
use crate::timestamp::Timestamp;
use crate::word::Word;

/// A step that a caller asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadinessMove {
    /// Where to.
    pub to: Readiness,
    /// Why.
    pub reason: Option<String>,
}

/// A step that was made. Never changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadinessChange {
    /// Id.
    pub id: ReadinessChangeId,
    /// Whose.
    pub candidate_id: CandidateId,
    /// From where; `None` where nothing was stated.
    pub from: Option<Readiness>,
    /// Where to; `None` where nothing is stated any more.
    pub to: Option<Readiness>,
    /// Why.
    pub reason: Option<String>,
    /// Who wrote it down.
    pub author: Author,
    /// When.
    pub at: Timestamp,
}

impl Readiness {
    /// The stages that may follow this one: the next, and every earlier one.
    pub fn successors(self) -> Vec<Self> {
        let may_follow = |to: &Self| to.index() < self.index() || to.index() == self.index() + 1;
        Self::ALL.iter().copied().filter(may_follow).collect()
    }
}

impl ReadinessMove {
    /// The move, within its limits.
    ///
    /// # Errors
    /// Every fault, with a pointer.
    pub fn checked(self) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        Text::new("/reason", limits::REMARK).optional(self.reason.as_deref(), &mut faults);
        faults.guard(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_step_forward_or_any_back() {
        use Readiness::*;
        assert_eq!(Exploring.successors(), [Preparing]);
        assert_eq!(Ready.successors(), [Exploring, Preparing, Engaged]);
        assert_eq!(Alumni.successors(), [Exploring, Preparing, Ready, Engaged]);
    }
}
