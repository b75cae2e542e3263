//! The reference tables together: skills, regions, categories, and the version they are of.

use crate::categories::CategoryTable;
use crate::regions::{Municipality, RegionTable};
use crate::skills::SkillTable;

/// Version of the built-in tables; changes whenever one of them does.
pub const REFERENCE_VERSION: &str = "2026-11-21";

/// Everything that codes and ids refer to.
#[derive(Debug, Clone)]
pub struct Reference {
    /// Skills.
    pub skills: SkillTable,
    /// Prefectures and municipalities.
    pub regions: RegionTable,
    /// Categories.
    pub categories: CategoryTable,
}

impl Reference {
    /// The built-in tables.
    pub fn built_in() -> Self {
        Self {
            skills: SkillTable::built_in(),
            regions: RegionTable::built_in(),
            categories: CategoryTable::built_in(),
        }
    }

    /// The built-in tables with an operator's municipalities laid over the starter.
    #[must_use]
    pub fn with_municipalities(mut self, municipalities: Vec<Municipality>) -> Self {
        self.regions.lay_over(municipalities);
        self
    }
}
