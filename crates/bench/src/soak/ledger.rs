//! What the writers know: how everybody stands by the last write that was begun, and by the last acknowledged one.

use std::collections::VecDeque;

/// Acknowledged writes that the checker is shown.
const RECENT: usize = 256;

/// How a person stands after a write. Profile and consents are kept as the numbers they are drawn from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Standing {
    /// Grows with each write, removals too.
    pub(super) version: i64,
    /// Whose drawn profile they have.
    pub(super) drawn: u64,
    /// What their consents are drawn from.
    pub(super) granted: u64,
    /// Whether they are in the pool.
    pub(super) is_in: bool,
}

/// A person by the writers' book.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known {
    /// The version of the last write that was begun.
    pub(super) begun: i64,
    /// As of the last write that was acknowledged.
    pub(super) acknowledged: Standing,
}

/// Everybody.
#[derive(Debug)]
pub(super) struct Ledger {
    /// By number.
    pub(super) known: Vec<Known>,
    /// Who was written last.
    pub(super) recent: VecDeque<u64>,
}

impl From<Standing> for Known {
    fn from(acknowledged: Standing) -> Self {
        Self { begun: acknowledged.version, acknowledged }
    }
}

impl Ledger {
    /// How a person stands.
    pub(super) fn of(&self, number: u64) -> Known {
        self.known[place(number)]
    }

    /// A write is begun.
    pub(super) fn begin(&mut self, number: u64, version: i64) {
        self.known[place(number)].begun = version;
    }

    /// A write was acknowledged: whoever looks from now on has to see it.
    pub(super) fn acknowledge(&mut self, number: u64, standing: Standing) {
        self.known[place(number)].acknowledged = standing;
        if self.recent.len() == RECENT {
            self.recent.pop_front();
        }
        self.recent.push_back(number);
    }

    /// Those written last, with what was acknowledged of them.
    pub(super) fn recent(&self) -> Vec<(u64, Standing)> {
        self.recent.iter().map(|number| (*number, self.of(*number).acknowledged)).collect()
    }
}

impl Known {
    /// What is wrong with a version that was seen after `seen` had been acknowledged; this is what stands in the
    /// book after the look.
    pub(super) fn refutes(&self, seen: &Standing, version: Option<i64>) -> Option<String> {
        let expected = seen.is_in.then_some(seen.version);
        let is_settled = self.begun == seen.version;
        let is_right =
            if is_settled { version == expected } else { version.is_none_or(|v| v >= seen.version) };
        (!is_right).then(|| format!("version {expected:?} was acknowledged, {version:?} is in the snapshot"))
    }
}

fn place(number: u64) -> usize {
    usize::try_from(number).expect("numbers count the people of a list in memory")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_acknowledged_write_must_be_seen_unless_another_has_begun() {
        let standing = |version, is_in| Standing { version, drawn: 0, granted: 0, is_in };
        let mut ledger = Ledger { known: vec![standing(1, true).into()], recent: VecDeque::new() };
        ledger.begin(0, 2);
        ledger.acknowledge(0, standing(2, true));
        let [(0, seen)] = ledger.recent()[..] else { panic!("{ledger:?}") };
        assert_eq!(seen, standing(2, true));
        let refuted = |ledger: &Ledger, version| ledger.of(0).refutes(&seen, version).is_some();
        assert_eq!([Some(2), Some(1), None].map(|version| refuted(&ledger, version)), [false, true, true]);
        ledger.begin(0, 3);
        let versions = [Some(3), Some(2), Some(1), None];
        assert_eq!(versions.map(|version| refuted(&ledger, version)), [false, false, true, false]);
        let removed = standing(3, false);
        ledger.acknowledge(0, removed);
        assert!(ledger.of(0).refutes(&removed, None).is_none());
        assert!(ledger.of(0).refutes(&removed, Some(2)).is_some());
    }
}
