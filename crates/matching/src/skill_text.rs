//! Skills in running text: every label and alias of the table, Japanese and English, found leftmost-longest.
//!
//! Case, width and the kind of kana do not matter; a space beside a Japanese letter does not either. Latin names
//! are found as whole words only. Inside a stop phrase no skill is meant.

use aho_corasick::{AhoCorasick, MatchKind};
use domain::{FaultCode, Faults, SkillId, SkillTable, limits};

use crate::engine::Engine;
use crate::error::MatchingError;

mod fold;

use fold::{Folded, fold, fold_kana};

/// A skill found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundSkill {
    /// The skill.
    pub skill: SkillId,
    /// The words of the text.
    pub text: String,
    /// First character (0-based, in Unicode characters of the given text).
    pub start: usize,
    /// One past the last character.
    pub end: usize,
}

/// Finds the skills of a text.
///
/// # Errors
/// A text that is too long.
pub fn find_skills(engine: &Engine, text: &str) -> Result<Vec<FoundSkill>, MatchingError> {
    if text.chars().count() > limits::FREE_TEXT {
        let detail = format!("must not be longer than {} characters", limits::FREE_TEXT);
        return Err(Faults::one("/text", FaultCode::TooLong, detail).into());
    }
    Ok(engine.skills.find(text))
}

/// A pattern: what it stands for, and how it looks before the kinds of kana are folded.
struct Pattern {
    /// `None` for a stop phrase.
    skill: Option<SkillId>,
    plain: String,
}

/// The automaton over all names and stop phrases.
pub(crate) struct SkillFinder {
    automaton: AhoCorasick,
    patterns: Vec<Pattern>,
}

/// Below this many characters hiragana and katakana are not taken for each other: particles would become skills.
const KANA_SAFE_CHARS: usize = 4;

impl SkillFinder {
    pub(crate) fn new(table: &SkillTable) -> Self {
        let names = table.skills().iter().flat_map(|skill| {
            let safe = [&skill.label_ja, &skill.label_en].into_iter().chain(&skill.aliases);
            safe.flat_map(|name| spellings(name))
                .map(|plain| Pattern { skill: Some(skill.id.clone()), plain })
        });
        let stops =
            table.stop_phrases().iter().map(|phrase| Pattern { skill: None, plain: fold(phrase).text() });
        let mut patterns: Vec<Pattern> =
            stops.chain(names).filter(|pattern| !pattern.plain.is_empty()).collect();
        // The first of equal patterns wins: a stop phrase before a name, the table's order among names.
        let mut seen = std::collections::HashSet::new();
        patterns.retain(|pattern| seen.insert(pattern.plain.clone()));
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .build(patterns.iter().map(|pattern| fold_kana(&pattern.plain)))
            .expect("a few thousand short patterns are far below the automaton's limits");
        Self { automaton, patterns }
    }

    fn find(&self, text: &str) -> Vec<FoundSkill> {
        let folded = fold(text);
        let plain = folded.text();
        let mut hits: Vec<(usize, usize, &Pattern)> = self
            .automaton
            .find_overlapping_iter(&fold_kana(&plain))
            .map(|hit| (hit.start(), hit.end(), &self.patterns[hit.pattern().as_usize()]))
            .filter(|(start, end, pattern)| stands(&folded, &plain, (*start, *end), pattern))
            .collect();
        // Leftmost, then longest; a stop phrase before a name of the same extent.
        hits.sort_by_key(|(start, end, pattern)| (*start, std::cmp::Reverse(*end), pattern.skill.is_some()));
        let letters: Vec<char> = text.chars().collect();
        let (mut free_from, mut found) = (0, Vec::new());
        for (start, end, pattern) in hits {
            if start < free_from {
                continue;
            }
            free_from = end;
            if let Some(skill) = &pattern.skill {
                let (first, last) = folded.origin(start, end);
                let text = letters[first..last].iter().collect();
                found.push(FoundSkill { skill: skill.clone(), text, start: first, end: last });
            }
        }
        found
    }
}

/// Whether a hit is meant: whole Latin words, and kana of the pattern's own kind where the pattern is short.
fn stands(folded: &Folded, plain: &str, (start, end): (usize, usize), pattern: &Pattern) -> bool {
    let slice = &plain[start..end];
    if slice != pattern.plain && pattern.plain.chars().count() < KANA_SAFE_CHARS {
        return false;
    }
    let is_word = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_alphanumeric());
    let begins_word = is_word(slice.chars().next());
    let ends_word = is_word(slice.chars().next_back());
    let runs_on_before = begins_word && is_word(folded.before(start));
    let runs_on_after = ends_word && is_word(folded.after(end));
    !runs_on_before && !runs_on_after
}

/// A name as it stands, and with its separators removed.
fn spellings(name: &str) -> impl Iterator<Item = String> {
    let whole = fold(name).text();
    let joined: String = whole.chars().filter(|letter| !" ・-/_.".contains(*letter)).collect();
    std::iter::once(whole).chain(std::iter::once(joined))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(String, String)> {
        let reference = domain::Reference::built_in();
        let finder = SkillFinder::new(&reference.skills);
        finder.find(text).into_iter().map(|found| (found.skill.to_string(), found.text)).collect()
    }

    fn ids(text: &str) -> Vec<String> {
        found(text).into_iter().map(|(id, _)| id).collect()
    }

    #[test]
    fn both_languages_any_width_and_case_with_spans() {
        let reference = domain::Reference::built_in();
        let text = "ＳＥＯ対策とｉｎｓｔａｇｒａｍ、ﾘｽﾃｨﾝｸﾞ広告の経験";
        let found = SkillFinder::new(&reference.skills).find(text);
        let spans: Vec<_> =
            found.iter().map(|found| (found.skill.as_str(), found.start, found.end)).collect();
        assert_eq!(spans, [("seo", 0, 5), ("instagram", 6, 15), ("search-ads", 16, 25)]);
        assert_eq!(found[2].text, "ﾘｽﾃｨﾝｸﾞ広告");
    }

    #[test]
    fn the_longest_name_wins() {
        assert_eq!(ids("Instagram広告の運用"), ["social-ads"]);
        assert_eq!(ids("アクセス解析"), ["web-analytics"]);
    }

    #[test]
    fn latin_names_are_whole_words() {
        assert_eq!(ids("Seoul"), Vec::<String>::new());
        assert_eq!(ids("SEO/MEO"), ["seo", "meo"]);
    }

    #[test]
    fn stop_phrases_hold() {
        assert_eq!(ids("個人事業主として人事異動を経験"), Vec::<String>::new());
        assert_eq!(ids("公式SNSはこちら。営業時間は9時から"), Vec::<String>::new());
    }

    #[test]
    fn a_space_beside_japanese_does_not_matter_but_between_latin_words_it_does() {
        assert_eq!(ids("Googleアナリティクス"), ids("Google アナリティクス"));
        assert_eq!(ids("go to market"), ["product-marketing"]);
        assert!(ids("gotom arket").is_empty());
    }
}
