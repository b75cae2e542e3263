//! What is wrong with an input: every fault at once, each with a pointer to its field.

use crate::words;

words! {
    /// The stable code of a fault.
    pub enum FaultCode {
        /// A compulsory field is missing or null.
        Required = "required",
        /// Missing, and needed because of what else is written or of what the record is.
        Needed = "needed",
        /// The field is not known; it may be misspelt.
        UnknownField = "unknown_field",
        /// The value has another JSON type.
        WrongType = "wrong_type",
        /// The text has not the form that is asked.
        BadFormat = "bad_format",
        /// A number below its minimum or above its maximum.
        OutOfRange = "out_of_range",
        /// A text longer than allowed.
        TooLong = "too_long",
        /// A text shorter than allowed.
        TooShort = "too_short",
        /// A list longer than allowed.
        TooMany = "too_many",
        /// The word is not one of the vocabulary.
        UnknownWord = "unknown_word",
        /// No such region.
        UnknownRegion = "unknown_region",
        /// No such skill; the nearest are named.
        UnknownSkill = "unknown_skill",
        /// No such category.
        UnknownCategory = "unknown_category",
        /// What the id names does not exist, or is not visible to the caller.
        UnknownReference = "unknown_reference",
        /// Two fields contradict each other.
        Contradiction = "contradiction",
        /// The same thing is named twice.
        Duplicate = "duplicate",
        /// The value may not be set by the caller.
        NotAllowed = "not_allowed",
    }
}

/// One thing wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Fault {
    /// JSON pointer (RFC 6901) into the body, or `?name` for a query parameter.
    pub pointer: String,
    /// Stable code.
    pub code: FaultCode,
    /// A sentence the caller can act on.
    pub detail: String,
}

/// A collection of faults; an input with any is refused whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Faults(Vec<Fault>);

impl Faults {
    /// One fault.
    pub fn one(pointer: impl Into<String>, code: FaultCode, detail: impl Into<String>) -> Self {
        let mut faults = Self::default();
        faults.add(pointer, code, detail);
        faults
    }

    /// Adds a fault.
    pub fn add(&mut self, pointer: impl Into<String>, code: FaultCode, detail: impl Into<String>) {
        self.0.push(Fault { pointer: pointer.into(), code, detail: detail.into() });
    }

    /// Adds the faults of another collection.
    pub fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// The faults of what was put together from several sources: what is missing is needed because the others lack it.
    #[must_use]
    pub fn of_the_whole(self) -> Self {
        let told = |fault: Fault| match fault.code {
            FaultCode::Required => Fault { code: FaultCode::Needed, ..fault },
            _ => fault,
        };
        Self(self.0.into_iter().map(told).collect())
    }

    /// Adds the faults of a part that stands at a pointer.
    pub fn extend_below(&mut self, pointer: &str, part: Self) {
        let below =
            part.0.into_iter().map(|fault| Fault { pointer: format!("{pointer}{}", fault.pointer), ..fault });
        self.0.extend(below);
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The faults, in the order they were found.
    pub fn as_slice(&self) -> &[Fault] {
        &self.0
    }

    /// The value when nothing is wrong.
    ///
    /// # Errors
    /// The faults, when there are any.
    pub fn guard<T>(self, value: T) -> Result<T, Self> {
        if self.is_empty() { Ok(value) } else { Err(self) }
    }
}
