//! 保存期間: for how many months a body keeps what nobody needs for good, and from which day on it is gone.
//!
//! No law sets these periods: a body keeps personal data no longer than it needs them (個人情報保護法22条) and chooses
//! what that means, within bounds. What a law asks to be kept has no period here and is never taken: the audit log with
//! the records of what was disclosed to others (同法29条・30条, three years by 施行規則) is only ever added to.
//!
//! Months are counted as 民法 140条 and 143条 count them: the first day not counted, to the eve of the corresponding day,
//! or to the last day of a month that has none. Days are Japan's.

use std::ops::RangeInclusive;

use chrono::{Datelike, Months, NaiveDate};

use crate::fault::Faults;
use crate::id::OrganizationId;
use crate::limits;
use crate::timestamp::Timestamp;
use crate::words;

words! {
    /// What is kept for a time only.
    pub enum RetentionClass {
        /// 実を結ばなかった応募: declined, withdrawn, expired or redirected, with everything that hangs on them.
        UnsuccessfulApplications = "unsuccessful_applications",
        /// メモ about people.
        Notes = "notes",
        /// Ties between the answers of a survey and people; the answers stay.
        SurveyTies = "survey_ties",
        /// People with whom nothing has happened.
        CandidatesWithoutActivity = "candidates_without_activity",
    }
}

impl RetentionClass {
    /// The shortest and the longest period, in months: short enough for an answer to be asked back about, and no longer
    /// than one programme after the next can need it.
    pub fn bounds(self) -> RangeInclusive<u16> {
        match self {
            Self::UnsuccessfulApplications => 1..=36,
            Self::Notes | Self::SurveyTies => 1..=60,
            Self::CandidatesWithoutActivity => 12..=120,
        }
    }

    /// The months where a body has chosen none; `None` = kept until somebody erases it.
    pub fn usual(self) -> Option<u16> {
        match self {
            Self::UnsuccessfulApplications | Self::SurveyTies => Some(12),
            Self::Notes => Some(24),
            Self::CandidatesWithoutActivity => None,
        }
    }
}

/// How many months each class is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetentionPeriods {
    /// From the day on which the application ended.
    pub unsuccessful_applications: u16,
    /// From the day on which the note was last written.
    pub notes: u16,
    /// From the day on which the survey's last wave closed.
    pub survey_ties: u16,
    /// From the day on which anything last happened; `None` = kept.
    pub candidates_without_activity: Option<u16>,
}

impl RetentionPeriods {
    /// Where a body has chosen nothing.
    pub const USUAL: Self =
        Self { unsuccessful_applications: 12, notes: 24, survey_ties: 12, candidates_without_activity: None };

    /// The months of a class; `None` = kept.
    pub fn of(&self, class: RetentionClass) -> Option<u16> {
        match class {
            RetentionClass::UnsuccessfulApplications => Some(self.unsuccessful_applications),
            RetentionClass::Notes => Some(self.notes),
            RetentionClass::SurveyTies => Some(self.survey_ties),
            RetentionClass::CandidatesWithoutActivity => self.candidates_without_activity,
        }
    }

    /// The periods, within their bounds.
    ///
    /// # Errors
    /// Every fault, with a pointer.
    pub fn checked(self) -> Result<Self, Faults> {
        use crate::Word;
        let mut faults = Faults::default();
        for class in RetentionClass::ALL {
            if let Some(months) = self.of(*class) {
                let (least, most) = class.bounds().into_inner();
                let bounds = i64::from(least)..=i64::from(most);
                limits::range(&format!("/{class}"), i64::from(months), bounds, &mut faults);
            }
        }
        faults.guard(self)
    }

    /// What of a class is gone on a day; `None` = nothing ever is.
    pub fn cut_on(&self, class: RetentionClass, today: NaiveDate) -> Option<RetentionCut> {
        Some(RetentionCut::of(self.of(class)?, today))
    }
}

/// Where a class is cut on some day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetentionCut {
    /// What ended on this day or before it is gone.
    pub until: NaiveDate,
}

impl RetentionCut {
    /// The cut of a period of whole months on a day.
    pub fn of(months: u16, today: NaiveDate) -> Self {
        let is_gone = |ended_on: NaiveDate| last_kept_day(ended_on, months) < today;
        let step = |day: NaiveDate, next: Option<NaiveDate>| next.unwrap_or(day);
        // The ends of months shift it by a few days at most.
        let mut until = today.checked_sub_months(Months::new(u32::from(months))).unwrap_or(NaiveDate::MIN);
        while until > NaiveDate::MIN && !is_gone(until) {
            until = step(until, until.pred_opt());
        }
        while until.succ_opt().is_some_and(is_gone) {
            until = step(until, until.succ_opt());
        }
        Self { until }
    }

    /// The first instant that is kept: everything that ended before it is gone.
    pub fn first_kept(self) -> Timestamp {
        let next = self.until.succ_opt().unwrap_or(self.until);
        Timestamp::midnight_in_japan(next)
    }
}

/// The last day on which something is kept that ended on a day.
pub fn last_kept_day(ended_on: NaiveDate, months: u16) -> NaiveDate {
    let period = Months::new(u32::from(months));
    let end = ended_on.succ_opt().and_then(|first| Some((first, first.checked_add_months(period)?)));
    match end {
        // There is a corresponding day, on whose eve the period ends.
        Some((first, corresponding)) if first.day() == corresponding.day() => {
            corresponding.pred_opt().unwrap_or(corresponding)
        }
        Some((_, last_of_month)) => last_of_month,
        None => NaiveDate::MAX,
    }
}

/// The periods of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetentionPolicy {
    /// Whose.
    pub organization_id: OrganizationId,
    /// Grows by one with each change; 0 where nothing was ever chosen.
    pub version: i64,
    /// The periods.
    pub periods: RetentionPeriods,
    /// Last chosen at.
    pub updated_at: Option<Timestamp>,
}

impl RetentionPolicy {
    /// That of a body that has chosen nothing.
    pub fn unset(organization_id: OrganizationId) -> Self {
        Self { organization_id, version: 0, periods: RetentionPeriods::USUAL, updated_at: None }
    }
}

/// What of a class is due on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetentionDue {
    /// Which class.
    pub class: RetentionClass,
    /// Its months; `None` = kept.
    pub months: Option<u16>,
    /// What ended on this day or before it is due; `None` = nothing ever is.
    pub until: Option<NaiveDate>,
    /// Records: applications, notes, ties, people.
    pub count: u64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{FaultCode, Word};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_period_ends_as_the_civil_code_has_it() {
        for (ended_on, months, last) in [
            ("2025-01-15", 1, "2025-02-15"),
            ("2025-01-15", 12, "2026-01-15"),
            // No 30th and no 31st of February: the last day of the month.
            ("2025-01-28", 1, "2025-02-28"),
            ("2025-01-30", 1, "2025-02-28"),
            ("2025-01-31", 1, "2025-02-28"),
            // From the first of a month on, whole months.
            ("2025-02-28", 1, "2025-03-31"),
            ("2025-04-30", 1, "2025-05-31"),
            // Leap days.
            ("2024-02-29", 12, "2025-02-28"),
            ("2024-02-28", 12, "2025-02-28"),
            ("2023-02-28", 12, "2024-02-29"),
            ("2024-02-29", 48, "2028-02-29"),
            ("2023-12-31", 2, "2024-02-29"),
        ] {
            assert_eq!(last_kept_day(day(ended_on), months), day(last), "{ended_on} + {months}");
        }
    }

    #[test]
    fn the_cut_is_where_the_last_kept_days_say() {
        let mut today = day("2023-01-01");
        while today < day("2029-04-01") {
            for months in [1, 2, 11, 12, 24, 120] {
                let RetentionCut { until } = RetentionCut::of(months, today);
                assert!(last_kept_day(until, months) < today, "{until} is gone on {today}");
                let next = until.succ_opt().unwrap();
                assert!(last_kept_day(next, months) >= today, "{next} is kept on {today}");
            }
            today = today.succ_opt().unwrap();
        }
    }

    #[test]
    fn a_cut_is_at_midnight_in_japan() {
        let cut = RetentionPeriods::USUAL.cut_on(RetentionClass::UnsuccessfulApplications, day("2026-07-11"));
        let cut = cut.unwrap();
        assert_eq!(cut.until, day("2025-07-10"));
        assert_eq!(Timestamp::parse("2025-07-11T00:00:00+09:00"), Some(cut.first_kept()));
        let people = RetentionClass::CandidatesWithoutActivity;
        assert_eq!(RetentionPeriods::USUAL.cut_on(people, day("2026-07-11")), None);
    }

    #[test]
    fn all_periods_beyond_their_bounds_are_told_at_once() {
        assert_eq!(RetentionPeriods::USUAL.checked(), Ok(RetentionPeriods::USUAL));
        for class in RetentionClass::ALL {
            assert_eq!(RetentionPeriods::USUAL.of(*class), class.usual(), "{class}");
            assert!(class.usual().is_none_or(|months| class.bounds().contains(&months)), "{class}");
        }
        let periods = RetentionPeriods {
            unsuccessful_applications: 0,
            notes: 61,
            survey_ties: 60,
            candidates_without_activity: Some(11),
        };
        let faults = periods.checked().unwrap_err();
        let told: Vec<_> = faults.as_slice().iter().map(|one| (one.pointer.as_str(), one.code)).collect();
        let beyond = ["/unsuccessful_applications", "/notes", "/candidates_without_activity"];
        assert_eq!(told, beyond.map(|pointer| (pointer, FaultCode::OutOfRange)));
    }
}
