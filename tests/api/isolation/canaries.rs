//! Words that stand in one organization's records and nowhere else: where one of them turns up, a record has leaked.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// How every word that is made here begins. Whatever the server folds or lowers, it stays as it is.
const STEM: &str = "kanari";
/// Letters of such a word.
const WORD: usize = STEM.len() + 5;

/// The words and where each of them was written.
#[derive(Default)]
pub(super) struct Canaries {
    /// Words, ids and keys: whole runs of letters, digits, `-` and `_`.
    words: BTreeMap<String, String>,
    /// What the other organization wrote itself: the words are its own by now.
    given: RefCell<BTreeSet<String>>,
}

impl Canaries {
    /// A new word for this place.
    pub(super) fn word(&mut self, place: &str) -> String {
        let word = format!("{STEM}{:04}x", self.words.len());
        self.words.insert(word.clone(), place.to_owned());
        word
    }

    /// What the server made for this place: an id or a key.
    pub(super) fn keep(&mut self, place: &str, made: &str) {
        assert!(made.len() >= 8 && runs(made).count() == 1, "{place}: {made} would be found anywhere");
        self.words.insert(made.to_ascii_lowercase(), place.to_owned());
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    /// From now on these words are also the other organization's, which wrote them.
    pub(super) fn give(&self, written: &str) {
        let written = written.to_ascii_lowercase();
        let words = runs(&written).filter(|run| run.starts_with(STEM)).map(str::to_owned);
        self.given.borrow_mut().extend(words);
    }

    /// The places of the words in a text, but for those that the question said.
    pub(super) fn found_in(&self, text: &str, said: &str) -> Vec<String> {
        let (text, said) = (text.to_ascii_lowercase(), said.to_ascii_lowercase());
        let given = self.given.borrow();
        let mut found: Vec<String> = runs(&text)
            .filter_map(|run| self.words.get_key_value(run))
            .filter(|(word, _)| !said.contains(word.as_str()) && !given.contains(*word))
            .map(|(word, place)| format!("{place} ({word})"))
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// The runs of letters, digits, `-` and `_`, and within each of them the words: in `x-kanari0001x` there is one.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    let is_part = |letter: u8| letter.is_ascii_alphanumeric() || letter == b'-' || letter == b'_';
    text.as_bytes()
        .chunk_by(move |one, next| is_part(*one) == is_part(*next))
        .filter(move |run| run.first().is_some_and(|first| is_part(*first)))
        .filter_map(|run| std::str::from_utf8(run).ok())
        .flat_map(|run| {
            let words = run.match_indices(STEM).filter_map(|(at, _)| run.get(at..at + WORD));
            std::iter::once(run).chain(words.filter(move |word| *word != run))
        })
}

#[test]
fn a_word_is_found_wherever_it_stands_and_not_where_it_was_said() {
    let mut canaries = Canaries::default();
    let word = canaries.word("a name");
    canaries.keep("an id", "019a0000-0000-7000-8000-00000000abcd");
    let place = vec![format!("a name ({word})")];
    for text in [
        format!("{{\"name\":\"山口 {word}\"}}"),
        format!("{word}@example.jp"),
        format!("/hooks/x-{}y", word.to_uppercase()),
    ] {
        assert_eq!(canaries.found_in(&text, ""), place, "{text}");
        assert!(canaries.found_in(&text, &format!("q={word}")).is_empty());
    }
    assert_eq!(canaries.found_in("/x/019A0000-0000-7000-8000-00000000ABCD?", "").len(), 1);
    assert!(canaries.found_in("019a0000-0000-7000-8000-00000000abce kanari0009x", "").is_empty());
    canaries.give(&word);
    assert!(canaries.found_in(&word, "").is_empty());
}
