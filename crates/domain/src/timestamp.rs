//! Instants: UTC, cut to the microsecond, so that every back end stores and returns the same value.

use std::fmt;

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};

/// An instant, in whole microseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

/// 0001-01-01T00:00:00Z in microseconds.
const FIRST: i64 = -62_135_596_800_000_000;
/// 9999-12-31T23:59:59.999999Z in microseconds.
const LAST: i64 = 253_402_300_799_999_999;
/// Japan's offset from UTC in seconds; it has no summer time.
const JAPAN_SECONDS: i64 = 9 * 3600;

impl Timestamp {
    /// The first instant there is.
    pub const FIRST: Self = Self(FIRST);

    /// From microseconds since 1970, when within the years 1 to 9999.
    pub fn from_micros(micros: i64) -> Option<Self> {
        (FIRST..=LAST).contains(&micros).then_some(Self(micros))
    }

    /// From a duration since 1970, cut to the microsecond (and to the year 9999).
    pub fn since_epoch(elapsed: std::time::Duration) -> Self {
        Self(i64::try_from(elapsed.as_micros()).unwrap_or(LAST).min(LAST))
    }

    /// Reads RFC 3339 with any offset; digits beyond the microsecond are cut.
    pub fn parse(text: &str) -> Option<Self> {
        let instant = DateTime::parse_from_rfc3339(text).ok()?;
        Self::from_micros(instant.timestamp_micros())
    }

    /// Microseconds since 1970.
    pub fn micros(self) -> i64 {
        self.0
    }

    /// Milliseconds since 1970, 0 for instants before it.
    pub fn unix_millis(self) -> u64 {
        u64::try_from(self.0 / 1000).unwrap_or(0)
    }

    /// This instant and `seconds` more, no later than the year 9999.
    #[must_use]
    pub fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds.saturating_mul(1_000_000)).clamp(FIRST, LAST))
    }

    /// The day it is in Japan.
    pub fn day_in_japan(self) -> NaiveDate {
        self.plus_seconds(JAPAN_SECONDS).to_utc().date_naive()
    }

    /// The first instant of a day in Japan, no earlier and no later than the years 1 to 9999 allow.
    pub fn midnight_in_japan(day: NaiveDate) -> Self {
        let midnight = day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp_micros();
        Self(midnight.clamp(FIRST, LAST)).plus_seconds(-JAPAN_SECONDS)
    }

    /// As chrono's UTC instant.
    pub fn to_utc(self) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(self.0).expect("the constructors keep the years 1 to 9999")
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_utc().to_rfc3339_opts(SecondsFormat::Micros, true))
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl serde::Serialize for Timestamp {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_turned_to_utc_and_digits_cut() {
        let instant = Timestamp::parse("2021-07-08T00:00:00.1234569+09:00").unwrap();
        assert_eq!(instant.to_string(), "2021-07-07T15:00:00.123456Z");
        assert_eq!(Timestamp::from_micros(instant.micros()), Some(instant));
    }

    #[test]
    fn a_day_begins_at_midnight_in_japan() {
        let day = NaiveDate::from_ymd_opt(2024, 2, 29).unwrap();
        let midnight = Timestamp::midnight_in_japan(day);
        assert_eq!(midnight.to_string(), "2024-02-28T15:00:00.000000Z");
        assert_eq!(midnight.day_in_japan(), day);
        assert_eq!(Timestamp::midnight_in_japan(NaiveDate::MIN), Timestamp::FIRST);
    }

    #[test]
    fn a_date_alone_is_no_instant() {
        assert_eq!(Timestamp::parse("2021-07-08"), None);
        assert_eq!(Timestamp::from_micros(i64::MAX), None);
    }
}
