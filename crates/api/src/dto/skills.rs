//! The skills table, and skills found in running text.

use domain::{CategoryId, Faults, Reference, Skill, SkillId, SkillKind};
use matching::skill_text::FoundSkill;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{RequestBody, vocabulary};
use crate::extract::reading::Reading;

/// An entry of the skills table.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Skill)]
pub struct SkillResponse {
    /// Its id.
    #[schema(value_type = vocabulary::SkillId)]
    pub id: SkillId,
    /// Japanese label.
    #[schema(max_length = 100)]
    pub label_ja: String,
    /// English label.
    #[schema(max_length = 100)]
    pub label_en: String,
    /// What kind of entry.
    #[schema(value_type = vocabulary::SkillKind)]
    pub kind: SkillKind,
    /// The entry above; `null` for a family.
    #[schema(value_type = Option<vocabulary::SkillId>)]
    pub parent: Option<SkillId>,
    /// The family it belongs to.
    #[schema(value_type = vocabulary::SkillId)]
    pub family: SkillId,
    /// Other names.
    #[schema(value_type = Vec<SkillAlias>, max_items = 100)]
    pub aliases: Vec<String>,
    /// Related entries.
    #[schema(value_type = Vec<vocabulary::SkillId>, max_items = 100)]
    pub related: Vec<SkillId>,
}

/// Another name of a skill.
#[derive(Debug, ToSchema)]
#[schema(max_length = 100)]
pub struct SkillAlias(#[expect(dead_code, reason = "names a schema; the value is a text")] String);

impl SkillResponse {
    /// The answer for an entry of the table.
    pub fn of(skill: &Skill, reference: &Reference) -> Self {
        let id = |place: &u16| reference.skills.at(*place).id.clone();
        Self {
            id: skill.id.clone(),
            label_ja: skill.label_ja.clone(),
            label_en: skill.label_en.clone(),
            kind: skill.kind,
            parent: skill.parent.as_ref().map(id),
            family: id(&skill.family),
            aliases: skill.aliases.iter().chain(&skill.label_only_aliases).cloned().collect(),
            related: skill.related.iter().map(id).collect(),
        }
    }
}

super::pages! {
    /// A page of skills, in the order of the table (of closeness, when searched).
    SkillPage of SkillResponse;
}

/// Running text in which skills are looked for.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"text": "Instagramの運用とSEO対策ができる方"})))]
pub struct SkillTextRequest {
    /// Japanese or English.
    #[schema(value_type = String, required, max_length = 20000, examples("Instagramの運用とSEO対策ができる方"))]
    pub text: Option<String>,
}

impl RequestBody for SkillTextRequest {
    type Content = String;

    fn into_content(self, reading: Reading<'_>) -> Result<String, Faults> {
        reading.finish(Ok(self.text.unwrap_or_default()))
    }
}

/// A skill found in a text.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FoundSkill)]
pub struct FoundSkillResponse {
    /// The skill.
    #[schema(value_type = vocabulary::SkillId)]
    pub skill: SkillId,
    /// The words of the text.
    #[schema(max_length = 1000)]
    pub text: String,
    /// The first character, counted from 0 in Unicode characters of the given text.
    #[schema(value_type = i32, minimum = 0, maximum = 20000)]
    pub start: usize,
    /// One past the last character.
    #[schema(value_type = i32, minimum = 0, maximum = 20000)]
    pub end: usize,
}

/// The skills of a text.
#[derive(Debug, Serialize, ToSchema)]
pub struct FoundSkills {
    /// In the order of the text.
    #[schema(max_items = 20000)]
    pub items: Vec<FoundSkillResponse>,
}

impl From<Vec<FoundSkill>> for FoundSkills {
    fn from(found: Vec<FoundSkill>) -> Self {
        let shown = |FoundSkill { skill, text, start, end }| FoundSkillResponse { skill, text, start, end };
        Self { items: found.into_iter().map(shown).collect() }
    }
}

/// テーマ.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Category)]
pub struct CategoryResponse {
    /// Its id.
    #[schema(value_type = vocabulary::CategoryId)]
    pub id: CategoryId,
    /// Japanese label.
    #[schema(max_length = 100)]
    pub label_ja: String,
    /// English label.
    #[schema(max_length = 100)]
    pub label_en: String,
}

/// All categories.
#[derive(Debug, Serialize, ToSchema)]
pub struct CategoryList {
    /// In the order of the table.
    #[schema(max_items = 32)]
    pub items: Vec<CategoryResponse>,
}

impl CategoryList {
    /// The whole table.
    pub fn of(reference: &Reference) -> Self {
        let shown = |category: &domain::categories::Category| CategoryResponse {
            id: category.id.clone(),
            label_ja: category.label_ja.clone(),
            label_en: category.label_en.clone(),
        };
        Self { items: reference.categories.categories().iter().map(shown).collect() }
    }
}
