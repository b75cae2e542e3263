//! The skills table: a tree of at most four levels with related links, its labels and its look-up by label.
//!
//! Finding skills inside running text is a use case and not here; how alike two skills are is scoring's business.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use serde::Deserialize;

use crate::words;

mod label;

pub use label::label_key;

/// The id of an entry of the skills table, e.g. `instagram`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SkillId(Arc<str>);

impl SkillId {
    /// The slug.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SkillId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for SkillId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl serde::Serialize for SkillId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// How well somebody does a thing, 1 (has tried it) to 5 (teaches it).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct Proficiency(u8);

impl Proficiency {
    /// 1…5, or nothing.
    pub fn new(level: i64) -> Option<Self> {
        u8::try_from(level).ok().filter(|level| (1..=5).contains(level)).map(Self)
    }

    /// 1…5.
    pub fn level(self) -> u8 {
        self.0
    }
}

words! {
    /// What an entry of the table is.
    pub enum SkillKind {
        /// The top of a tree.
        Family = "family",
        /// A group of skills.
        Group = "group",
        /// A skill.
        Skill = "skill",
        /// A tool.
        Tool = "tool",
        /// A field of business.
        Domain = "domain",
        /// A personal strength.
        Soft = "soft",
        /// A language.
        Language = "language",
    }
}

/// An entry of the table.
#[derive(Debug, Clone)]
pub struct Skill {
    /// Slug.
    pub id: SkillId,
    /// Its place in [`SkillTable::skills`].
    pub index: u16,
    /// The place of its parent; `None` for a family.
    pub parent: Option<u16>,
    /// The place of the family it belongs to (a family is in itself).
    pub family: u16,
    /// Japanese label.
    pub label_ja: String,
    /// English label.
    pub label_en: String,
    /// Names that are safe to look for inside running text.
    pub aliases: Vec<String>,
    /// Names that count only when they are the whole label.
    pub label_only_aliases: Vec<String>,
    /// What kind of entry.
    pub kind: SkillKind,
    /// Places of related entries, both directions folded in, ascending.
    pub related: Vec<u16>,
}

impl Skill {
    /// Every name of the entry: labels and aliases. The id is none: `ma` is M&A, while `MA` is marketing automation.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        [self.label_ja.as_str(), &self.label_en]
            .into_iter()
            .chain(self.aliases.iter().map(String::as_str))
            .chain(self.label_only_aliases.iter().map(String::as_str))
    }
}

/// The whole table.
#[derive(Debug, Clone)]
pub struct SkillTable {
    skills: Vec<Skill>,
    by_id: HashMap<SkillId, u16>,
    by_label: HashMap<String, u16>,
    stop_phrases: Vec<String>,
}

#[derive(Deserialize)]
struct SkillLine {
    id: String,
    parent: String,
    label_ja: String,
    label_en: String,
    aliases: String,
    kind: String,
    label_only_aliases: String,
    related: String,
}

impl SkillTable {
    /// Reads the built-in table.
    pub(crate) fn built_in() -> Self {
        let lines = csv::Reader::from_reader(include_bytes!("../data/skills.csv").as_slice())
            .into_deserialize::<SkillLine>()
            .collect::<Result<Vec<_>, _>>()
            .expect("the built-in table is read by a test");
        let stop_phrases =
            csv::Reader::from_reader(include_bytes!("../data/skill_stop_phrases.csv").as_slice())
                .into_records()
                .filter_map(|record| Some(record.ok()?.get(0)?.to_owned()))
                .collect();
        Self::from_lines(lines, stop_phrases)
    }

    fn from_lines(lines: Vec<SkillLine>, stop_phrases: Vec<String>) -> Self {
        let by_id: HashMap<SkillId, u16> =
            lines.iter().zip(0..).map(|(line, index)| (SkillId(line.id.as_str().into()), index)).collect();
        let place = |id: &str| by_id.get(&SkillId(id.into())).copied();
        let split = |list: &str| {
            list.split('|').filter(|part| !part.is_empty()).map(str::to_owned).collect::<Vec<_>>()
        };
        let parents: Vec<Option<u16>> = lines.iter().map(|line| place(&line.parent)).collect();
        let mut related = vec![Vec::new(); lines.len()];
        for (line, index) in lines.iter().zip(0u16..) {
            for other in split(&line.related).iter().filter_map(|id| place(id)) {
                related[usize::from(index)].push(other);
                related[usize::from(other)].push(index);
            }
        }
        let skills: Vec<Skill> = lines
            .into_iter()
            .zip(0u16..)
            .zip(related)
            .map(|((line, index), mut related)| {
                related.sort_unstable();
                related.dedup();
                Skill {
                    index,
                    parent: parents[usize::from(index)],
                    family: top(&parents, index),
                    aliases: split(&line.aliases),
                    label_only_aliases: split(&line.label_only_aliases),
                    kind: crate::Word::parse(&line.kind).unwrap_or(SkillKind::Skill),
                    id: SkillId(line.id.into()),
                    label_ja: line.label_ja,
                    label_en: line.label_en,
                    related,
                }
            })
            .collect();
        let by_label = skills
            .iter()
            .flat_map(|skill| skill.names().map(move |name| (label_key(name), skill.index)))
            .collect();
        Self { skills, by_id, by_label, stop_phrases }
    }

    /// All entries; an entry's `index` is its place here.
    pub fn skills(&self) -> &[Skill] {
        &self.skills
    }

    /// The entry at a place.
    pub fn at(&self, index: u16) -> &Skill {
        &self.skills[usize::from(index)]
    }

    /// The entry with this id.
    pub fn find(&self, id: &str) -> Option<&Skill> {
        self.by_id.get(&SkillId(id.into())).map(|index| self.at(*index))
    }

    /// The entry of an id that came from this table.
    pub fn get(&self, id: &SkillId) -> Option<&Skill> {
        self.by_id.get(id).map(|index| self.at(*index))
    }

    /// The entry with this id, label or alias (case, width and separators do not matter).
    pub fn resolve(&self, name: &str) -> Option<&Skill> {
        self.find(name).or_else(|| self.by_label.get(&label_key(name)).map(|index| self.at(*index)))
    }

    /// The entry itself and every narrower one, in the order of the table.
    pub fn narrower(&self, skill: &Skill) -> impl Iterator<Item = &Skill> {
        let top = skill.index;
        let above = |index: u16| std::iter::successors(Some(index), |index| self.at(*index).parent);
        self.skills.iter().filter(move |other| above(other.index).any(|index| index == top))
    }

    /// The entries whose names are nearest to an unknown label, nearest first.
    pub fn nearest(&self, name: &str, limit: usize) -> Vec<&Skill> {
        label::nearest(self, &label_key(name), limit)
    }

    /// Entries with exactly this name, then those that begin with it, then those that contain it; each in the order of the table.
    pub fn complete(&self, text: &str, limit: usize) -> Vec<&Skill> {
        label::complete(self, &label_key(text), limit)
    }

    /// Phrases inside which no skill is meant (「人事異動」 is not human resources).
    pub fn stop_phrases(&self) -> &[String] {
        &self.stop_phrases
    }
}

fn top(parents: &[Option<u16>], mut index: u16) -> u16 {
    while let Some(parent) = parents[usize::from(index)] {
        index = parent;
    }
    index
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_table_is_whole() {
        let table = SkillTable::built_in();
        assert_eq!(table.skills().len(), 394);
        assert_eq!(table.stop_phrases().len(), 79);
        assert_eq!(table.skills().iter().filter(|skill| skill.parent.is_none()).count(), 21);
        assert!(
            table.skills().iter().all(|skill| (skill.parent.is_none()) == (skill.kind == SkillKind::Family))
        );
    }

    #[test]
    fn labels_are_found_in_either_language_and_any_width() {
        let table = SkillTable::built_in();
        for name in
            ["instagram", "ＩＮＳＴＡＧＲＡＭ", "Search engine optimization (SEO)", "リスティング広告"]
        {
            assert!(table.resolve(name).is_some(), "{name}");
        }
        assert_eq!(table.resolve("SEO対策").unwrap().id.as_str(), "seo");
        assert!(table.resolve("存在しない技").is_none());
    }

    #[test]
    fn no_label_belongs_to_two_skills() {
        let table = SkillTable::built_in();
        let mut owner: HashMap<String, u16> = HashMap::new();
        for skill in table.skills() {
            for name in skill.names() {
                let before = owner.insert(label_key(name), skill.index);
                assert!(before.is_none_or(|other| other == skill.index), "{name}");
            }
        }
    }

    #[test]
    fn a_misspelt_label_names_the_nearest() {
        let table = SkillTable::built_in();
        assert_eq!(table.nearest("instagrm", 3)[0].id.as_str(), "instagram");
        assert_eq!(table.nearest("販路開托", 3)[0].id.as_str(), "channel-development");
    }

    #[test]
    fn completion_puts_beginnings_first() {
        let table = SkillTable::built_in();
        let found = table.complete("インスタ", 5);
        assert_eq!(found[0].id.as_str(), "instagram");
    }
}
