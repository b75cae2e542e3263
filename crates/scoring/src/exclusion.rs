//! How many people each constraint kept out, counted along the way.

use domain::{ConstraintCode, ExclusionCount, Totals, Word, WordSet};

/// Counts of one ranking.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tally {
    eligible: u64,
    excluded: u64,
    by_code: [u64; ConstraintCode::ALL.len()],
    by_code_alone: [u64; ConstraintCode::ALL.len()],
}

impl Tally {
    /// Counts a pair by the constraints that fail.
    pub(crate) fn count(&mut self, failed: WordSet<ConstraintCode>) {
        if failed.is_empty() {
            self.eligible += 1;
            return;
        }
        self.excluded += 1;
        let alone = u64::from(failed.len() == 1);
        for code in failed.iter() {
            self.by_code[code.index()] += 1;
            self.by_code_alone[code.index()] += alone;
        }
    }

    /// Counts many people at once: so many eligible, so many not.
    pub(crate) fn count_people(&mut self, eligible: u64, excluded: u64) {
        self.eligible += eligible;
        self.excluded += excluded;
    }

    /// Counts those of them whom one constraint keeps out, and whom it alone does.
    pub(crate) fn count_code(&mut self, code: ConstraintCode, excluded: u64, alone: u64) {
        self.by_code[code.index()] += excluded;
        self.by_code_alone[code.index()] += alone;
    }

    /// How many were looked at.
    pub(crate) fn totals(&self) -> Totals {
        Totals { considered: self.eligible + self.excluded, eligible: self.eligible, excluded: self.excluded }
    }

    /// Codes that excluded somebody, in the order of the table.
    pub(crate) fn exclusions(&self) -> Vec<ExclusionCount> {
        let count = |code: &ConstraintCode| ExclusionCount {
            code: *code,
            excluded: self.by_code[code.index()],
            excluded_alone: self.by_code_alone[code.index()],
        };
        ConstraintCode::ALL.iter().map(count).filter(|count| count.excluded > 0).collect()
    }
}
