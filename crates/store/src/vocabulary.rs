//! Reading stored text and numbers back into the words of the domain.
//!
//! Everything written here passed the domain's parsers once; a value that does not pass them again was changed from
//! outside, or belongs to another version of the reference tables, and is reported as corrupt with its column.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use chrono::NaiveDate;
use domain::{ApiKeyId, Author, CategoryId, Reference, SkillId, Timestamp, UserId, Word, WordSet};

use crate::StoreError;
use crate::cell::{Legible, Slug, SlugHasher};

/// The skills and categories that stored slugs stand for.
pub(crate) struct Vocabulary {
    reference: Reference,
    skills: HashMap<Slug, SkillId, BuildHasherDefault<SlugHasher>>,
}

impl Vocabulary {
    /// The tables built into the program.
    pub(crate) fn built_in() -> Self {
        let reference = Reference::built_in();
        let skills = reference.skills.skills().iter();
        let skills = skills.filter_map(|skill| Some((Slug::read(skill.id.as_str())?, skill.id.clone())));
        Self { skills: skills.collect(), reference }
    }

    /// The skill of a slug.
    pub(crate) fn skill(&self, column: &'static str, slug: &str) -> Result<SkillId, StoreError> {
        Slug::read(slug).and_then(|slug| self.skills.get(&slug).cloned()).ok_or_else(|| corrupt(column, slug))
    }

    /// The skill of a slug.
    pub(crate) fn skill_of(&self, column: &'static str, slug: Slug) -> Result<SkillId, StoreError> {
        self.skills.get(&slug).cloned().ok_or_else(|| corrupt(column, slug))
    }

    /// The categories of slugs joined with commas.
    pub(crate) fn categories(&self, column: &'static str, list: &str) -> Result<Vec<CategoryId>, StoreError> {
        let find = |slug: &str| {
            let category = self.reference.categories.find(slug).ok_or_else(|| corrupt(column, slug))?;
            Ok(category.id.clone())
        };
        parts(list).map(find).collect()
    }
}

/// The error that names the column.
pub(crate) fn corrupt(column: &'static str, value: impl ToString) -> StoreError {
    StoreError::Corrupt { column, value: value.to_string() }
}

/// The non-empty parts of a list joined with commas.
pub(crate) fn parts(list: &str) -> impl Iterator<Item = &str> {
    list.split(',').filter(|part| !part.is_empty())
}

/// The stored form of a list.
pub(crate) fn joined<T: ToString>(items: impl IntoIterator<Item = T>) -> String {
    items.into_iter().map(|item| item.to_string()).collect::<Vec<_>>().join(",")
}

/// A value by its own parser, whatever the parser says when it fails.
pub(crate) fn parsed<T, E>(
    column: &'static str,
    text: &str,
    parse: impl FnOnce(&str) -> Result<T, E>,
) -> Result<T, StoreError> {
    parse(text).map_err(|_| corrupt(column, text))
}

/// Like [`parsed`], for a column that may be blank.
pub(crate) fn parsed_if<T, E>(
    column: &'static str,
    text: Option<&str>,
    parse: impl FnOnce(&str) -> Result<T, E>,
) -> Result<Option<T>, StoreError> {
    text.map(|text| parsed(column, text, parse)).transpose()
}

/// A list joined with commas, each part by its own parser.
pub(crate) fn parsed_list<T, E>(
    column: &'static str,
    list: &str,
    parse: impl Fn(&str) -> Result<T, E>,
) -> Result<Vec<T>, StoreError> {
    parts(list).map(|part| parsed(column, part, &parse)).collect()
}

/// A word of a closed vocabulary.
pub(crate) fn word<W: Word>(column: &'static str, text: &str) -> Result<W, StoreError> {
    W::parse(text).ok_or_else(|| corrupt(column, text))
}

/// A word that may be blank.
pub(crate) fn word_if<W: Word>(column: &'static str, text: Option<&str>) -> Result<Option<W>, StoreError> {
    text.map(|text| word(column, text)).transpose()
}

/// A set of words.
pub(crate) fn words<W: Word>(column: &'static str, list: &str) -> Result<WordSet<W>, StoreError> {
    WordSet::parse_list(list).ok_or_else(|| corrupt(column, list))
}

/// An instant.
pub(crate) fn instant(column: &'static str, micros: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_micros(micros).ok_or_else(|| corrupt(column, micros))
}

/// An instant that may be blank.
pub(crate) fn instant_if(column: &'static str, micros: Option<i64>) -> Result<Option<Timestamp>, StoreError> {
    micros.map(|micros| instant(column, micros)).transpose()
}

/// A day.
pub(crate) fn day(column: &'static str, text: &str) -> Result<NaiveDate, StoreError> {
    parsed(column, text, str::parse)
}

/// A day that may be blank.
pub(crate) fn day_if(column: &'static str, text: Option<&str>) -> Result<Option<NaiveDate>, StoreError> {
    parsed_if(column, text, str::parse)
}

/// Who wrote something down, of a column for users and one for keys.
pub(crate) fn author(
    (of_user, of_key): (&'static str, &'static str),
    user: Option<&str>,
    key: Option<&str>,
) -> Result<Author, StoreError> {
    let user = parsed_if(of_user, user, UserId::parse)?;
    let key = parsed_if(of_key, key, ApiKeyId::parse)?;
    Ok(user.map(Author::User).or(key.map(Author::Key)).unwrap_or(Author::Operator))
}

/// A number in the domain's narrower type.
pub(crate) fn number<From, To>(column: &'static str, value: From) -> Result<To, StoreError>
where
    From: Copy + ToString,
    To: TryFrom<From>,
{
    To::try_from(value).map_err(|_| corrupt(column, value))
}

/// A number that may be blank.
pub(crate) fn number_if<From, To>(column: &'static str, value: Option<From>) -> Result<Option<To>, StoreError>
where
    From: Copy + ToString,
    To: TryFrom<From>,
{
    value.map(|value| number(column, value)).transpose()
}

/// Texts kept as a JSON list.
pub(crate) fn texts(column: &'static str, json: &str) -> Result<Vec<String>, StoreError> {
    serde_json::from_str(json).map_err(|_| corrupt(column, json))
}

/// The stored form of texts.
pub(crate) fn json_list(texts: &[String]) -> String {
    serde_json::Value::from(texts.to_vec()).to_string()
}
