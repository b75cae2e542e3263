//! The monthly log of an engagement: minutes planned and done, days on site.

use std::fmt;

use chrono::{Datelike, Months, NaiveDate};

use crate::fault::{FaultCode, Faults};
use crate::id::EngagementId;
use crate::limits::{self, Text};
use crate::timestamp::Timestamp;

/// Minutes of a month of 31 days.
const MINUTES: std::ops::RangeInclusive<i64> = 0..=44_640;
/// Days on site in a month.
const VISIT_DAYS: std::ops::RangeInclusive<i64> = 0..=31;

/// A month of a year, such as 2021-07.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(NaiveDate);

/// Text that names no month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be a month such as 2021-07")]
pub struct NotAMonth;

impl Month {
    /// The month of a day.
    pub fn of_day(day: NaiveDate) -> Self {
        Self(day.with_day(1).expect("every month has a first day"))
    }

    /// Reads `YYYY-MM`.
    ///
    /// # Errors
    /// [`NotAMonth`] for every other text.
    pub fn parse(text: &str) -> Result<Self, NotAMonth> {
        let is_plain = text.len() == 7
            && text.bytes().enumerate().all(|(at, byte)| match at {
                4 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        let day = if is_plain { format!("{text}-01").parse().ok() } else { None };
        day.filter(|day: &NaiveDate| day.year() >= 1).map(Self).ok_or(NotAMonth)
    }

    /// Its first day.
    pub fn first_day(self) -> NaiveDate {
        self.0
    }

    /// Its last day.
    pub fn last_day(self) -> NaiveDate {
        let next = self.0.checked_add_months(Months::new(1));
        next.and_then(|day| day.pred_opt()).expect("a parsed year has four digits")
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.0.year(), self.0.month())
    }
}

impl serde::Serialize for Month {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// What a caller writes of a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EngagementLogContent {
    /// Minutes planned.
    pub minutes_planned: Option<u16>,
    /// Minutes done; `None` = not told yet.
    pub minutes_done: Option<u16>,
    /// Days on site; `None` = not told yet.
    pub visit_days: Option<u16>,
    /// What was done, in words.
    pub note: Option<String>,
}

/// A month of an engagement's log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EngagementLog {
    /// Of which engagement.
    pub engagement_id: EngagementId,
    /// Which month.
    pub month: Month,
    /// Grows by one with each change.
    pub version: i64,
    /// First written at.
    pub created_at: Timestamp,
    /// Last changed at.
    pub updated_at: Timestamp,
    /// What was written.
    pub content: EngagementLogContent,
}

impl EngagementLogContent {
    /// The content, within its limits.
    ///
    /// # Errors
    /// Every fault, with a pointer.
    pub fn checked(self) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        for (pointer, minutes) in
            [("/minutes_planned", self.minutes_planned), ("/minutes_done", self.minutes_done)]
        {
            limits::range(pointer, i64::from(minutes.unwrap_or(0)), MINUTES, &mut faults);
        }
        limits::range("/visit_days", i64::from(self.visit_days.unwrap_or(0)), VISIT_DAYS, &mut faults);
        Text::new("/note", limits::PROSE).optional(self.note.as_deref(), &mut faults);
        faults.guard(self)
    }

    /// Adds a fault for everything that is said to be done in a month that has not begun on `today`.
    pub fn check_done_by(&self, month: Month, today: NaiveDate) -> Result<(), Faults> {
        let mut faults = Faults::default();
        if today < month.first_day() {
            let told =
                [("/minutes_done", self.minutes_done.is_some()), ("/visit_days", self.visit_days.is_some())];
            for (pointer, _) in told.into_iter().filter(|(_, told)| *told) {
                let detail = format!("{month} has not begun: only what is planned can be written");
                faults.add(pointer, FaultCode::Contradiction, detail);
            }
        }
        faults.guard(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_reads_back_and_knows_its_days() {
        let month = Month::parse("2024-02").unwrap();
        assert_eq!(month.to_string(), "2024-02");
        assert_eq!(month.last_day(), NaiveDate::from_ymd_opt(2024, 2, 29).unwrap());
        assert_eq!(Month::of_day(month.last_day()), month);
        for text in ["2024-2", "2024-13", "2024-02-01", "202402", "0000-01", "+024-02", "２０２４-02"] {
            assert_eq!(Month::parse(text), Err(NotAMonth), "{text}");
        }
    }

    #[test]
    fn nothing_is_done_in_a_month_to_come() {
        let content = EngagementLogContent {
            minutes_planned: Some(1200),
            minutes_done: Some(0),
            visit_days: Some(1),
            note: None,
        };
        let month = Month::parse("2026-05").unwrap();
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(content.check_done_by(month, day("2026-05-01")), Ok(()));
        assert_eq!(content.check_done_by(month, day("2026-04-30")).unwrap_err().as_slice().len(), 2);
        let planned = EngagementLogContent { minutes_done: None, visit_days: None, ..content };
        assert_eq!(planned.check_done_by(month, day("2026-04-30")), Ok(()));
    }
}
