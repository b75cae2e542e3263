//! Label keys, and which labels are near or begin alike.

use unicode_normalization::UnicodeNormalization;

use super::{Skill, SkillTable};

/// The key by which labels are compared: NFKC, lower case, then separators and brackets removed.
///
/// `&`, `+`, `#` and `@` stay, because `C#` is not `C`.
pub fn label_key(label: &str) -> String {
    label
        .nfkc()
        .collect::<String>()
        .to_lowercase()
        .nfkc()
        .filter(|letter| !letter.is_whitespace() && !"・/-_.,()「」!?:;*'\"’‘“”".contains(*letter))
        .collect()
}

/// Dice coefficient over pairs of letters decides; ties go by the order of the table.
pub(super) fn nearest<'a>(table: &'a SkillTable, key: &str, limit: usize) -> Vec<&'a Skill> {
    let wanted = letter_pairs(key);
    let mut scored: Vec<(u64, &Skill)> = table
        .skills()
        .iter()
        .filter_map(|skill| {
            let best = skill.names().map(|name| alike(&wanted, &letter_pairs(&label_key(name)))).max()?;
            (best > 0).then_some((best, skill))
        })
        .collect();
    scored.sort_by(|left, right| right.0.cmp(&left.0).then(left.1.index.cmp(&right.1.index)));
    scored.into_iter().take(limit).map(|(_, skill)| skill).collect()
}

/// Whole names first, then beginnings, then the rest that contain the key; each in the order of the table.
pub(super) fn complete<'a>(table: &'a SkillTable, key: &str, limit: usize) -> Vec<&'a Skill> {
    let closeness = |name: &str| {
        let name = label_key(name);
        name.find(key).map(|position| (position > 0, name.len() > key.len()))
    };
    let place = |skill: &Skill| skill.names().filter_map(closeness).min();
    let mut found: Vec<_> = table.skills().iter().filter_map(|skill| Some((place(skill)?, skill))).collect();
    found.sort_by_key(|(place, skill)| (*place, skill.index));
    found.into_iter().take(limit).map(|(_, skill)| skill).collect()
}

fn letter_pairs(key: &str) -> Vec<(char, char)> {
    let letters: Vec<char> = std::iter::once('^').chain(key.chars()).chain(std::iter::once('$')).collect();
    let mut pairs: Vec<(char, char)> = letters.windows(2).map(|pair| (pair[0], pair[1])).collect();
    pairs.sort_unstable();
    pairs
}

/// Dice coefficient in parts per million.
fn alike(left: &[(char, char)], right: &[(char, char)]) -> u64 {
    let (mut i, mut j, mut shared) = (0, 0, 0u64);
    while i < left.len() && j < right.len() {
        match left[i].cmp(&right[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                shared += 1;
                i += 1;
                j += 1;
            }
        }
    }
    2_000_000 * shared / (left.len() + right.len()) as u64
}
