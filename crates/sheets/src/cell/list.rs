//! Lists in one cell, and words of a vocabulary among them.

use domain::{FaultCode, OrganizationId, limits};
use serde_json::Value;

use super::{AN_ID, Reading};
use crate::text::plain;
use crate::vocabulary::Vocabulary;

/// Entries of a list of words before it is said to be too long; words are then counted once each.
const WORDS: usize = 50;

/// The entries of a list: parted by `、` `,` `;` `|`, their other widths, or line breaks; empty ones passed over.
/// Those beyond the most are a fault, and are not read: a row of nothing but commas must not make a million faults.
pub(super) fn entries<'a>(text: &'a str, most: usize, reading: &mut Reading<'_>) -> Vec<&'a str> {
    let is_separator = |letter| "、､,，;；|｜\n\r".contains(letter);
    let mut entries: Vec<&str> =
        text.split(is_separator).map(str::trim).filter(|entry| !entry.is_empty()).take(most + 1).collect();
    limits::count(reading.pointer, entries.len(), most, reading.faults);
    entries.truncate(most);
    entries
}

/// An entry as a message quotes it.
pub(super) fn quoted(entry: &str) -> String {
    match entry.char_indices().nth(40) {
        Some((end, _)) => format!("`{}…`", &entry[..end]),
        None => format!("`{entry}`"),
    }
}

/// What a word may be, for messages.
pub(super) fn choices(vocabulary: &Vocabulary) -> String {
    let shown = if vocabulary.terms.len() <= 12 { vocabulary.terms.len() } else { 3 };
    let words: Vec<String> =
        vocabulary.terms.iter().take(shown).map(|term| format!("{} ({})", term.ja, term.word)).collect();
    let more = if shown < vocabulary.terms.len() { " and so on" } else { "" };
    format!("{}{more}", words.join(", "))
}

/// Ids, in their order.
pub(super) fn ids(text: &str, most: usize, reading: &mut Reading<'_>) -> Value {
    let mut ids: Vec<Value> = Vec::new();
    for (index, entry) in entries(text, most, reading).into_iter().enumerate() {
        let id = plain(entry);
        match OrganizationId::parse(&id) {
            Ok(_) => ids.push(id.into()),
            Err(_) => reading.refuse(&format!("/{index}"), FaultCode::BadFormat, AN_ID),
        }
    }
    ids.into()
}

/// Words, each once, as the API spells them.
pub(super) fn words(text: &str, vocabulary: &Vocabulary, reading: &mut Reading<'_>) -> Value {
    let mut words: Vec<Value> = Vec::new();
    for (index, entry) in entries(text, WORDS, reading).into_iter().enumerate() {
        match vocabulary.find(entry) {
            Some(word) if words.iter().any(|before| before == word) => {}
            Some(word) => words.push(word.into()),
            None => {
                let detail = format!("{} must be one of: {}", quoted(entry), choices(vocabulary));
                reading.refuse(&format!("/{index}"), FaultCode::UnknownWord, detail);
            }
        }
    }
    words.into()
}
