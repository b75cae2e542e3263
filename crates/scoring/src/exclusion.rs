//! How many people each constraint kept out, counted along a scan.

use domain::{ConstraintCode, ExclusionCount, Totals, Word, WordSet};

/// Counts of one scan, or of a part of it.
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

    /// Adds the counts of another part.
    pub(crate) fn add(&mut self, other: &Self) {
        self.eligible += other.eligible;
        self.excluded += other.excluded;
        for code in 0..self.by_code.len() {
            self.by_code[code] += other.by_code[code];
            self.by_code_alone[code] += other.by_code_alone[code];
        }
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
