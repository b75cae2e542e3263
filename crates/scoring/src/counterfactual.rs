//! What a person could change (scoring version 1, §5): hours, then each wanted skill, one at a time.

use domain::{Counterfactual, CounterfactualCode};

use crate::feature::commitment::desired_hours;
use crate::person::CompiledPerson;
use crate::posting::CompiledPosting;

/// The level a skill is raised to, unless more is required.
const TARGET_LEVEL: u8 = 4;

/// One change of a person, and the person after it.
pub(crate) struct Change {
    code: CounterfactualCode,
    /// The wanted skill's place in the table.
    skill: Option<u16>,
    from: Option<u8>,
    to: u8,
    /// The person after it.
    pub(crate) person: CompiledPerson,
}

/// What came of a change.
pub(crate) struct Effect {
    /// Whether no constraint fails then.
    pub(crate) eligible: bool,
    /// Parts per million.
    pub(crate) score: u32,
    /// `None` when still excluded, or ranked among nobody.
    pub(crate) rank: Option<u32>,
}

impl Change {
    /// The change as it is shown.
    pub(crate) fn shown(&self, posting: &CompiledPosting, effect: Effect) -> Counterfactual {
        Counterfactual {
            code: self.code,
            skill: self.skill.map(|skill| posting.reference.skills.at(skill).id.clone()),
            from: self.from,
            to: self.to,
            eligible: effect.eligible,
            score: effect.score,
            rank: effect.rank,
        }
    }
}

/// The changes that would move this person, in order; required skills before preferred ones.
pub(crate) fn changes(posting: &CompiledPosting, person: &CompiledPerson) -> Vec<Change> {
    let mut changes = Vec::new();
    if let Some(desired) = desired_hours(posting)
        && person.hours_per_week.is_none_or(|hours| hours < desired)
    {
        changes.push(Change {
            code: CounterfactualCode::Hours,
            skill: None,
            from: person.hours_per_week,
            to: desired,
            person: person.with_hours(desired),
        });
    }
    for wanted in &posting.wanted {
        let target = TARGET_LEVEL.max(wanted.min_proficiency.unwrap_or(0));
        if wanted.level_held(&person.skills).is_none_or(|level| level < target) {
            changes.push(Change {
                code: CounterfactualCode::Skill,
                skill: Some(wanted.skill),
                from: person.level_of(wanted.skill),
                to: target,
                person: person.with_skill(wanted.skill, target),
            });
        }
    }
    changes
}
