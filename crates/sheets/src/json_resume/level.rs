//! Words for how well somebody does a thing, as levels of proficiency.

use domain::skills::label_key;

/// Taken where a résumé states no level, or none that is known: the middle, and the résumé's owner is told.
pub(super) const ASSUMED: u8 = 3;

/// The level of a word in English or Japanese, or of a digit.
///
/// The scale runs from 1 (has tried it) to 5 (teaches it); JSON Resume itself has free words only.
pub(super) fn level(word: &str) -> Option<u8> {
    let key = label_key(word);
    WORDS.iter().zip(1..).find(|(words, _)| words.contains(&key.as_str())).map(|(_, level)| level)
}

/// As keys: lower case, nothing between the words.
const WORDS: [&[&str]; 5] = [
    &["1", "novice", "fundamentalawareness", "未経験", "入門", "初心者"],
    &["2", "beginner", "basic", "elementary", "junior", "初級", "基礎"],
    &["3", "intermediate", "competent", "working", "proficient", "中級"],
    &["4", "advanced", "experienced", "skilled", "senior", "上級"],
    &["5", "master", "expert", "達人", "専門家", "エキスパート", "マスター"],
];
