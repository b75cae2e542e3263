//! 年度: from 1 April to 31 March, named by its first year. Days are Japan's.

use std::fmt;

use chrono::{Datelike, NaiveDate};

use crate::timestamp::Timestamp;

/// The first month of a fiscal year.
const APRIL: u32 = 4;
/// The years that a fiscal year is named by.
const YEARS: std::ops::RangeInclusive<i32> = 1..=9998;

/// 年度 of the years 1 to 9998: 2021 is 2021-04-01 to 2022-03-31.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FiscalYear(i32);

/// Text that names no fiscal year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "must be a fiscal year named by its first year in four digits, such as 2021 (2021-04-01 to 2022-03-31)"
)]
pub struct NotAFiscalYear;

impl FiscalYear {
    /// The fiscal year that begins in this year's April; `None` outside the years 1 to 9998.
    pub fn new(first_year: i32) -> Option<Self> {
        YEARS.contains(&first_year).then_some(Self(first_year))
    }

    /// Reads four digits.
    ///
    /// # Errors
    /// [`NotAFiscalYear`] for every other text.
    pub fn parse(text: &str) -> Result<Self, NotAFiscalYear> {
        let is_plain = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
        let year = if is_plain { text.parse().ok() } else { None };
        year.and_then(Self::new).ok_or(NotAFiscalYear)
    }

    /// The fiscal year of a day; days outside its years belong to the first or last one.
    pub fn of_day(day: NaiveDate) -> Self {
        let year = if day.month() < APRIL { day.year() - 1 } else { day.year() };
        Self(year.clamp(*YEARS.start(), *YEARS.end()))
    }

    /// The fiscal year of an instant, by the day it is in Japan.
    pub fn at(at: Timestamp) -> Self {
        Self::of_day(at.day_in_japan())
    }

    /// The year it is named by.
    pub fn first_year(self) -> i32 {
        self.0
    }

    /// 1 April.
    pub fn first_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.0, APRIL, 1).expect("every year has a 1 April")
    }

    /// 31 March of the next year.
    pub fn last_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.0 + 1, APRIL - 1, 31).expect("every year has a 31 March")
    }

    /// Whether a day lies in it.
    pub fn contains(self, day: NaiveDate) -> bool {
        (self.first_day()..=self.last_day()).contains(&day)
    }

    /// The fiscal years that days from `from` to `until` touch, both ends included; none when they are reversed.
    pub fn touched(from: NaiveDate, until: NaiveDate) -> Vec<Self> {
        let (first, last) = (Self::of_day(from), Self::of_day(until));
        if until < from { Vec::new() } else { (first.0..=last.0).map(Self).collect() }
    }
}

impl fmt::Display for FiscalYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn it_begins_in_april_and_ends_in_march() {
        let year = FiscalYear::parse("2021").unwrap();
        assert_eq!((year.first_day(), year.last_day()), (day("2021-04-01"), day("2022-03-31")));
        assert_eq!(FiscalYear::of_day(day("2022-03-31")), year);
        assert_ne!(FiscalYear::of_day(day("2022-04-01")), year);
        assert_ne!(FiscalYear::of_day(day("2021-03-31")), year);
        assert!(year.contains(day("2021-04-01")) && !year.contains(day("2021-03-31")));
        assert_eq!(year.to_string(), "2021");
    }

    #[test]
    fn an_instant_belongs_to_the_year_of_its_day_in_japan() {
        let at = |text| FiscalYear::at(Timestamp::parse(text).unwrap()).first_year();
        assert_eq!(at("2022-03-31T14:59:59Z"), 2021);
        assert_eq!(at("2022-03-31T15:00:00Z"), 2022);
    }

    #[test]
    fn other_texts_are_refused() {
        for text in ["", "21", "02021", "2021年度", "+021", "0000", "9999", "20 1"] {
            assert_eq!(FiscalYear::parse(text), Err(NotAFiscalYear), "{text}");
        }
    }

    #[test]
    fn days_touch_every_year_they_reach_into() {
        let touched = |from, until| FiscalYear::touched(day(from), day(until)).len();
        assert_eq!(touched("2019-04-01", "2022-03-31"), 3);
        assert_eq!(touched("2020-03-31", "2020-04-01"), 2);
        assert_eq!(touched("2020-04-01", "2020-03-31"), 0);
    }
}
