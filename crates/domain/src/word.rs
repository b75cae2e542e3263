//! Closed vocabularies: enums whose members have one spelling in Rust, SQL, JSON, URL and log.
//!
//! Knows nothing of what the words mean; `words!` gives each enum its spelling, its order and its parser.

use std::fmt;
use std::marker::PhantomData;

/// A member of a closed vocabulary with at most 128 words.
pub trait Word: Copy + Eq + 'static {
    /// Every member, in the order of the definition.
    const ALL: &'static [Self];

    /// The one spelling.
    fn as_str(self) -> &'static str;

    /// Position in [`Word::ALL`].
    fn index(self) -> usize;

    /// The member spelt `text`, exactly.
    fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|word| word.as_str() == text)
    }

    /// All spellings joined with `, `, for messages.
    fn choices() -> String {
        Self::ALL.iter().map(|word| word.as_str()).collect::<Vec<_>>().join(", ")
    }
}

/// Defines an enum of words with its spelling, serde form and [`Word`] implementation.
#[macro_export]
macro_rules! words {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$member_meta:meta])* $member:ident = $text:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$member_meta])* $member),+ }

        impl $crate::word::Word for $name {
            const ALL: &'static [Self] = &[$(Self::$member),+];

            fn as_str(self) -> &'static str {
                match self { $(Self::$member => $text),+ }
            }

            fn index(self) -> usize {
                self as usize
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str($crate::word::Word::as_str(*self))
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str($crate::word::Word::as_str(*self))
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <::std::borrow::Cow<'de, str> as ::serde::Deserialize>::deserialize(deserializer)?;
                <Self as $crate::word::Word>::parse(&text).ok_or_else(|| {
                    ::serde::de::Error::custom(format!(
                        "`{text}` is not one of: {}", <Self as $crate::word::Word>::choices()))
                })
            }
        }
    };
}

/// A set of words of one vocabulary; order and repeats are lost on purpose. Empty means "not stated".
#[derive(PartialEq, Eq, Hash)]
pub struct WordSet<W> {
    bits: u128,
    words: PhantomData<W>,
}

impl<W> Clone for WordSet<W> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<W> Copy for WordSet<W> {}

impl<W> Default for WordSet<W> {
    fn default() -> Self {
        Self { bits: 0, words: PhantomData }
    }
}

impl<W: Word> WordSet<W> {
    /// The set of these bits, as [`WordSet::bits`] tells them; bits of no word are lost.
    pub fn of_bits(bits: u128) -> Self {
        W::ALL.iter().copied().filter(|word| bits & (1 << word.index()) != 0).collect()
    }

    /// Adds one word.
    pub fn insert(&mut self, word: W) {
        self.bits |= 1 << word.index();
    }

    /// Whether `word` is in the set.
    pub fn contains(self, word: W) -> bool {
        self.bits & (1 << word.index()) != 0
    }

    /// Whether nothing was stated.
    pub fn is_empty(self) -> bool {
        self.bits == 0
    }

    /// Number of words.
    pub fn len(self) -> u32 {
        self.bits.count_ones()
    }

    /// The words that both sets have.
    pub fn shared(self, other: Self) -> Self {
        Self { bits: self.bits & other.bits, words: PhantomData }
    }

    /// The words in the order of the vocabulary.
    pub fn iter(self) -> impl Iterator<Item = W> {
        W::ALL.iter().copied().filter(move |word| self.contains(*word))
    }

    /// One bit a word, in the order of the vocabulary.
    pub fn bits(self) -> u128 {
        self.bits
    }

    /// The words joined with commas: the stored form.
    pub fn to_list(self) -> String {
        self.iter().map(Word::as_str).collect::<Vec<_>>().join(",")
    }

    /// Reads the stored form back; `None` when a word is not of the vocabulary.
    pub fn parse_list(list: &str) -> Option<Self> {
        list.split(',').filter(|text| !text.is_empty()).map(W::parse).collect()
    }
}

impl<W: Word> FromIterator<W> for WordSet<W> {
    fn from_iter<I: IntoIterator<Item = W>>(words: I) -> Self {
        let mut set = Self::default();
        words.into_iter().for_each(|word| set.insert(word));
        set
    }
}

impl<W: Word> fmt::Debug for WordSet<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(Word::as_str)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Slot;

    #[test]
    fn a_set_forgets_order_and_repeats_and_survives_its_stored_form() {
        let set = WordSet::parse_list("sun_evening,mon_morning,sun_evening").unwrap();
        assert_eq!(set.to_list(), "mon_morning,sun_evening");
        assert_eq!(set, [Slot::SunEvening, Slot::MonMorning].into_iter().collect());
        assert_eq!(WordSet::<Slot>::parse_list("noon"), None);
    }

    #[test]
    fn every_slot_has_its_own_spelling() {
        for slot in Slot::ALL {
            assert_eq!(Slot::parse(slot.as_str()), Some(*slot));
        }
    }
}
