//! A skill that a posting wants, with how every entry of the table stands to it.

use std::sync::Arc;

use domain::{PostingTerms, SkillTable};

use crate::person::Held;
use crate::similarity::{self, SATISFIES};

/// The weight of a required skill beside the preferred ones' 1…3.
const REQUIRED_WEIGHT: u8 = 2;

/// A wanted skill, required or preferred.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    /// Its place in the table.
    pub(crate) skill: u16,
    /// What it counts in the feature.
    pub(crate) weight: u8,
    /// The least proficiency, where it is required.
    pub(crate) min_proficiency: Option<u8>,
    /// `sim` of every entry of the table.
    sims: Arc<[u8]>,
}

impl Wanted {
    /// Required skills first, then preferred, as the posting lists them; rows already known are taken over.
    pub(crate) fn of_posting(table: &SkillTable, terms: &PostingTerms, known: &[Self]) -> Vec<Self> {
        let required = terms
            .required_skills
            .iter()
            .map(|wanted| (&wanted.skill, REQUIRED_WEIGHT, Some(wanted.min_proficiency.level())));
        let preferred = terms.preferred_skills.iter().map(|wanted| (&wanted.skill, wanted.weight, None));
        required
            .chain(preferred)
            .filter_map(|(skill, weight, min_proficiency)| {
                let skill = table.get(skill)?.index;
                let row = known.iter().find(|wanted| wanted.skill == skill);
                let sims = row.map_or_else(|| row_of(table, skill), |wanted| wanted.sims.clone());
                Some(Self { skill, weight, min_proficiency, sims })
            })
            .collect()
    }

    /// `sim` of every entry of the table, in its order.
    pub(crate) fn sims(&self) -> &[u8] {
        &self.sims
    }

    /// `sim` of an entry, 0…100.
    pub(crate) fn sim(&self, held: u16) -> u8 {
        self.sims[usize::from(held)]
    }

    /// The highest proficiency among what does the wanted thing itself: `same` or `narrower`.
    pub(crate) fn level_held(&self, skills: &[Held]) -> Option<u8> {
        skills.iter().filter(|held| self.sim(held.skill) == SATISFIES).map(|held| held.level).max()
    }
}

fn row_of(table: &SkillTable, wanted: u16) -> Arc<[u8]> {
    table
        .skills()
        .iter()
        .map(|held| similarity::sim(similarity::relation(table, wanted, held.index)))
        .collect()
}
