//! Spans of days whose ends may be open, and how many days two of them share.

use chrono::{Datelike, NaiveDate};

/// First to last day, both counted; an open end is unbounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Period {
    first: i32,
    last: i32,
}

impl Period {
    /// The span of two dates; `None` when both are blank.
    pub(crate) fn new(first: Option<NaiveDate>, last: Option<NaiveDate>) -> Option<Self> {
        let day = |date: NaiveDate| date.num_days_from_ce();
        (first.is_some() || last.is_some())
            .then(|| Self { first: first.map_or(i32::MIN, day), last: last.map_or(i32::MAX, day) })
    }

    /// From these days, as [`Self::first`] and [`Self::last`] tell them; `None` when both ends are open.
    pub(crate) fn of_days(first: i32, last: i32) -> Option<Self> {
        (first != i32::MIN || last != i32::MAX).then_some(Self { first, last })
    }

    /// The first day, counted from the beginning of the common era; the lowest number where the end is open.
    pub(crate) fn first(self) -> i32 {
        self.first
    }

    /// The last day; the highest number where the end is open.
    pub(crate) fn last(self) -> i32 {
        self.last
    }

    /// The days both have; `None` when they never meet.
    pub(crate) fn shared(self, other: Self) -> Option<Self> {
        let shared = Self { first: self.first.max(other.first), last: self.last.min(other.last) };
        (shared.first <= shared.last).then_some(shared)
    }

    /// Days, both ends counted; more than any calendar has where an end is open.
    pub(crate) fn days(self) -> u64 {
        (i64::from(self.last) - i64::from(self.first) + 1).unsigned_abs()
    }

    /// Whether neither end is open.
    pub(crate) fn is_bounded(self) -> bool {
        self.first != i32::MIN && self.last != i32::MAX
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(first: &str, last: &str) -> Period {
        let date = |text: &str| (!text.is_empty()).then(|| text.parse().unwrap());
        Period::new(date(first), date(last)).unwrap()
    }

    #[test]
    fn shared_days() {
        for (left, right, days) in [
            (("2028-02-01", "2028-03-01"), ("2028-02-28", ""), 3),
            (("2026-01-01", "2026-01-31"), ("2026-01-31", "2026-02-28"), 1),
            (("2026-01-01", "2026-01-31"), ("2026-02-01", "2026-02-28"), 0),
            (("", "2026-01-31"), ("2026-01-30", ""), 2),
        ] {
            let shared = period(left.0, left.1).shared(period(right.0, right.1));
            assert_eq!(shared.map_or(0, Period::days), days, "{left:?} and {right:?}");
        }
    }

    #[test]
    fn an_open_end_is_unbounded() {
        let shared = period("2026-01-01", "").shared(period("2026-05-01", "")).unwrap();
        assert!(!shared.is_bounded());
        assert!(shared.days() > 1_000_000);
        assert_eq!(Period::new(None, None), None);
    }
}
