//! One cell, read by the rule of its column.
//!
//! Every fault is noted with a sentence that says what is accepted. Whether an id or a label means anything is
//! found out where the body goes; only the labels of categories are turned into ids here, because the API takes
//! ids alone.

use std::ops::RangeInclusive;

use domain::limits::Text;
use domain::{ExternalId, FaultCode, Faults, OrganizationId};
use serde_json::Value;

use crate::text::plain;
use crate::vocabulary::{self, Vocabulary};

mod category;
mod day;
mod list;
mod number;
mod region;
mod skill;

pub(crate) use number::Unit;

/// What an id looks like, for messages.
const AN_ID: &str = "must be an id of 36 characters such as 01980f3e-9c00-7000-8000-5f3a6f0b1c2d";

/// How a cell is read.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Cell {
    /// As it is, of at most so many characters.
    Text { most: usize },
    /// The same, but full-width letters and digits are made plain.
    Plain { most: usize },
    /// A caller's own key.
    Key,
    /// An id of this system.
    Id,
    /// Ids of this system, at most so many.
    Ids { most: usize },
    /// A whole number.
    Number { unit: Unit, least: i64, most: i64 },
    /// A day.
    Day,
    /// A day, or an instant.
    WindowEnd,
    /// はい or いいえ.
    Flag,
    /// One word.
    Word { vocabulary: &'static Vocabulary },
    /// Words.
    Words { vocabulary: &'static Vocabulary },
    /// The code of a municipality.
    Municipality,
    /// Codes of prefectures and municipalities.
    Regions,
    /// The same, or anywhere.
    Interests,
    /// Where, and what kind of tie.
    RegionTies,
    /// Ids or labels of categories.
    Categories,
    /// Skills with proficiency.
    HeldSkills,
    /// Skills with the least proficiency.
    RequiredSkills,
    /// Skills with a weight.
    PreferredSkills,
}

/// The faults of a cell, with pointers into the body.
pub(crate) struct Reading<'a> {
    pub(crate) pointer: &'a str,
    pub(crate) faults: &'a mut Faults,
}

impl Reading<'_> {
    /// Notes a fault at a place below the cell's own: empty, or `/2/skill`.
    pub(crate) fn refuse(&mut self, below: &str, code: FaultCode, detail: impl Into<String>) {
        self.faults.add(format!("{}{below}", self.pointer), code, detail);
    }

    /// The value, or a fault with this sentence.
    fn some_or<T>(&mut self, value: Option<T>, code: FaultCode, detail: impl Into<String>) -> Option<T> {
        if value.is_none() {
            self.refuse("", code, detail);
        }
        value
    }
}

impl Cell {
    pub(crate) const fn number(unit: Unit, range: RangeInclusive<i64>) -> Self {
        Self::Number { unit, least: *range.start(), most: *range.end() }
    }

    /// The value of a cell that holds something, trimmed. With a fault noted the value is of no use.
    pub(crate) fn read(self, text: &str, reading: &mut Reading<'_>) -> Option<Value> {
        match self {
            Self::Text { most } => checked_text(text.replace("\r\n", "\n"), most, reading),
            Self::Plain { most } => checked_text(plain(text), most, reading),
            Self::Key => match ExternalId::parse(text) {
                Ok(key) => Some(key.as_str().into()),
                Err(detail) => {
                    reading.refuse("", FaultCode::BadFormat, detail);
                    None
                }
            },
            Self::Id => {
                let id = plain(text);
                reading.some_or(OrganizationId::parse(&id).ok(), FaultCode::BadFormat, AN_ID)?;
                Some(id.into())
            }
            Self::Ids { most } => Some(list::ids(text, most, reading)),
            Self::Number { unit, least, most } => number::read(text, unit, least..=most, reading),
            Self::Day => day::read(text, reading),
            Self::WindowEnd => day::read_window_end(text, reading),
            Self::Flag => {
                let word = vocabulary::FLAGS.find(text);
                let detail = "must be はい or いいえ (also ○, ×, yes, no, true, false, 1, 0)";
                reading.some_or(word, FaultCode::UnknownWord, detail).map(|word| (word == "true").into())
            }
            Self::Word { vocabulary } => {
                let word = vocabulary.find(text);
                let detail = format!("must be one of: {}", list::choices(vocabulary));
                reading.some_or(word, FaultCode::UnknownWord, detail).map(Value::from)
            }
            Self::Words { vocabulary } => Some(list::words(text, vocabulary, reading)),
            Self::Municipality => region::municipality(text, reading),
            Self::Regions => Some(region::regions(text, reading)),
            Self::Interests => Some(region::interests(text, reading)),
            Self::RegionTies => Some(region::ties(text, reading)),
            Self::Categories => Some(category::read(text, reading)),
            Self::HeldSkills => Some(skill::held(text, reading)),
            Self::RequiredSkills => Some(skill::wanted(text, &skill::REQUIRED, reading)),
            Self::PreferredSkills => Some(skill::wanted(text, &skill::PREFERRED, reading)),
        }
    }
}

fn checked_text(text: String, most: usize, reading: &mut Reading<'_>) -> Option<Value> {
    Text::new(reading.pointer, most).optional(Some(&text), reading.faults);
    Some(text.into())
}

#[cfg(test)]
mod tests;
