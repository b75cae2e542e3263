//! Cells of rows that are read by the million: a text is read where it lies instead of being copied out first.
//!
//! What cannot be read is kept, so that whoever knows the column can name it.

use std::hash::{Hash, Hasher};
use std::{fmt, str};

use chrono::NaiveDate;
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::pg::Pg;
use diesel::sql_types::Text;
use diesel::sqlite::Sqlite;
use domain::{
    CandidateId, Interest, MainJobPermission, MunicipalityCode, OrganizationId, RegionCode, TieKind, Word,
    WordSet,
};

use crate::StoreError;
use crate::vocabulary::corrupt;

/// What a text says, or the text where it says nothing this program knows.
#[derive(Debug, FromSqlRow)]
pub(crate) struct Cell<T>(Result<T, Box<str>>);

/// What a stored text can be read as.
pub(crate) trait Legible: Sized {
    /// `None` for what this program never stores there.
    fn read(text: &str) -> Option<Self>;
}

/// An id as it is written: enough to tell whether two are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct IdText([u8; 36]);

/// A short name of a reference table, such as `instagram`; its end is filled with zeros.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Slug([u8; Slug::LONGEST]);

/// Slugs come from our own tables, so nobody can choose them to collide.
#[derive(Debug, Default)]
pub(crate) struct SlugHasher(u64);

impl<T: Legible> Cell<T> {
    fn new(text: &str) -> Self {
        Self(T::read(text).ok_or_else(|| text.into()))
    }

    /// The value.
    pub(crate) fn value(self, column: &'static str) -> Result<T, StoreError> {
        self.0.map_err(|text| corrupt(column, text))
    }

    /// The value of a column that may be blank.
    pub(crate) fn value_if(cell: Option<Self>, column: &'static str) -> Result<Option<T>, StoreError> {
        cell.map(|cell| cell.value(column)).transpose()
    }
}

impl<T: Legible> FromSql<Text, Sqlite> for Cell<T> {
    fn from_sql(mut stored: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(Self::new(stored.read_text()))
    }
}

impl<T: Legible> FromSql<Text, Pg> for Cell<T> {
    fn from_sql(stored: <Pg as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(Self::new(str::from_utf8(stored.as_bytes())?))
    }
}

impl Slug {
    /// Bytes of the longest slug that fits.
    pub(crate) const LONGEST: usize = 32;
}

impl IdText {
    /// The text.
    pub(crate) fn as_str(&self) -> &str {
        str::from_utf8(&self.0).expect("it was copied from a text as a whole")
    }
}

impl Legible for IdText {
    fn read(text: &str) -> Option<Self> {
        text.as_bytes().try_into().ok().map(Self)
    }
}

impl Hash for Slug {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let (words, _) = self.0.as_chunks();
        words.iter().for_each(|word| state.write_u64(u64::from_le_bytes(*word)));
    }
}

impl Hasher for SlugHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64(u64::from(*byte)));
    }

    /// Both halves of a product depend on every bit of the word.
    fn write_u64(&mut self, word: u64) {
        let product = u128::from(self.0 ^ word) * 0x9E37_79B9_7F4A_7C15;
        self.0 = (product ^ (product >> 64)) as u64;
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let end = self.0.iter().position(|byte| *byte == 0).unwrap_or(Self::LONGEST);
        f.write_str(&String::from_utf8_lossy(&self.0[..end]))
    }
}

impl Legible for Slug {
    fn read(text: &str) -> Option<Self> {
        let mut bytes = [0; Self::LONGEST];
        bytes.get_mut(..text.len())?.copy_from_slice(text.as_bytes());
        Some(Self(bytes))
    }
}

/// Only looked at: how long it is.
impl Legible for usize {
    fn read(text: &str) -> Option<Self> {
        Some(text.len())
    }
}

impl<W: Word> Legible for WordSet<W> {
    fn read(text: &str) -> Option<Self> {
        Self::parse_list(text)
    }
}

impl Legible for NaiveDate {
    fn read(text: &str) -> Option<Self> {
        let parts = || {
            let (year, rest) = text.split_once('-')?;
            let (month, day) = rest.split_once('-')?;
            Self::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
        };
        // The general parser knows years of every length, and takes many times as long.
        parts().or_else(|| text.parse().ok())
    }
}

/// Types with a parser of their own.
macro_rules! legible {
    ($($read:ty = $parse:expr),+ $(,)?) => { $(
        impl Legible for $read {
            fn read(text: &str) -> Option<Self> {
                $parse(text)
            }
        }
    )+ };
}

legible! {
    CandidateId = |text| Self::parse(text).ok(),
    OrganizationId = |text| Self::parse(text).ok(),
    MunicipalityCode = |text| Self::parse(text).ok(),
    RegionCode = |text| Self::parse(text).ok(),
    Interest = |text| Self::parse(text).ok(),
    TieKind = Word::parse,
    MainJobPermission = Word::parse,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_every_year_are_read() {
        for text in ["2026-04-01", "9999-12-31", "-0044-03-15", "+12026-11-21"] {
            assert_eq!(NaiveDate::read(text), Some(text.parse().unwrap()), "{text}");
        }
        for text in ["", "2026", "2026-02-30", "2026-04-01T00:00", "1 April 2026"] {
            assert_eq!(NaiveDate::read(text), None, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_named_with_its_column() {
        let cell = Cell::<TieKind>::new("born");
        assert_eq!(cell.value("candidate_ties.kind"), Err(corrupt("candidate_ties.kind", "born")));
        assert!(Slug::read(&"x".repeat(Slug::LONGEST)).is_some());
        assert!(Slug::read(&"x".repeat(Slug::LONGEST + 1)).is_none());
    }
}
