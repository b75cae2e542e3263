//! The categories of postings (テーマ): marketing, e-commerce, tourism…

use std::fmt;
use std::sync::Arc;

use serde::Deserialize;

/// The id of a category, e.g. `pr-sns`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CategoryId(Arc<str>);

impl CategoryId {
    /// The slug.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CategoryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for CategoryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl serde::Serialize for CategoryId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// An entry of the table.
#[derive(Debug, Clone)]
pub struct Category {
    /// Slug.
    pub id: CategoryId,
    /// Japanese label.
    pub label_ja: String,
    /// English label.
    pub label_en: String,
    /// Ids of the skills that postings of this category usually ask for.
    pub usual_skills: Vec<String>,
    /// How often the demo draws it, relative to the others.
    pub demo_weight: u32,
}

/// The whole table, at most 32 entries.
#[derive(Debug, Clone)]
pub struct CategoryTable(Vec<Category>);

#[derive(Deserialize)]
struct CategoryLine {
    id: String,
    label_ja: String,
    label_en: String,
    demo_weight: u32,
    skill_ids: String,
}

impl CategoryTable {
    pub(crate) fn built_in() -> Self {
        let lines = csv::Reader::from_reader(include_bytes!("../data/posting_categories.csv").as_slice())
            .into_deserialize::<CategoryLine>()
            .collect::<Result<Vec<_>, _>>()
            .expect("the built-in table is read by a test");
        let read = |line: CategoryLine| Category {
            id: CategoryId(line.id.into()),
            label_ja: line.label_ja,
            label_en: line.label_en,
            usual_skills: line.skill_ids.split('|').map(str::to_owned).collect(),
            demo_weight: line.demo_weight,
        };
        Self(lines.into_iter().map(read).collect())
    }

    /// The entries, in the order of the table.
    pub fn categories(&self) -> &[Category] {
        &self.0
    }

    /// The entry with this id.
    pub fn find(&self, id: &str) -> Option<&Category> {
        self.0.iter().find(|category| category.id.as_str() == id)
    }

    /// The place of a category in the table, below 32.
    pub fn place(&self, id: &CategoryId) -> Option<usize> {
        self.0.iter().position(|category| category.id == *id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_table_names_known_skills_only() {
        let skills = crate::SkillTable::built_in();
        let table = CategoryTable::built_in();
        assert_eq!(table.categories().len(), 14);
        for category in table.categories() {
            assert!(
                category.usual_skills.iter().all(|skill| skills.find(skill).is_some()),
                "{}",
                category.id
            );
        }
    }
}
