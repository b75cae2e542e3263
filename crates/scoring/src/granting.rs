//! What a course would change: a skill granted to a person, or to everybody of a pool who may take it.
//!
//! Whether somebody becomes eligible depends on the required skills alone, so the pool is asked once for a posting: who
//! would be eligible if it did not ask for what the course teaches. The answer is that of looking at each pair before
//! and after. Knows nothing of hours, places, or who offers a course.

use domain::{CandidateId, PartialWeights, Proficiency, Reference, RegionCode, SkillId, SortKey};

use crate::constraint;
use crate::pair::Pair;
use crate::person::CompiledPerson;
use crate::place::Bounds;
use crate::pool::{Snapshot, Viewer};
use crate::posting::CompiledPosting;
use crate::query::{Everybody, Grader, Query};
use crate::score;
use crate::similarity::SATISFIES;
use crate::weighing::Weighing;

/// A skill that is granted, and to whom.
#[derive(Debug, Clone)]
pub struct CourseGrant {
    skill: u16,
    level: u8,
    /// `None`: to anybody.
    within: Option<Bounds>,
}

/// A pair at a glance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glance {
    /// Whether no constraint fails.
    pub eligible: bool,
    /// Parts per million.
    pub score: u32,
}

/// The pair at a glance: what [`crate::explain_pair`] says of it, without the reasons.
pub fn glance(posting: &CompiledPosting, person: &CompiledPerson, weights: PartialWeights) -> Glance {
    let pair = Pair::new(posting, person);
    Glance {
        eligible: constraint::screen(&pair).failed.is_empty(),
        score: score::score(&pair.points(), &Weighing::new(posting, weights).numbers()),
    }
}

impl CourseGrant {
    /// The grant of a skill to residents of these regions (none = to anybody); `None` for a skill that the tables lack.
    pub fn new(
        reference: &Reference,
        (skill, level): (&SkillId, Proficiency),
        within: &[RegionCode],
    ) -> Option<Self> {
        Some(Self {
            skill: reference.skills.get(skill)?.index,
            level: level.level(),
            within: (!within.is_empty()).then(|| Bounds::new(within)),
        })
    }

    /// Whether somebody may have it: a blank home is in none of the regions.
    pub fn reaches(&self, person: &CompiledPerson) -> bool {
        let Some(within) = &self.within else { return true };
        person.home.is_some_and(|home| within.contain(&home))
    }

    /// The person after it; a level that is higher already stays.
    pub fn given_to(&self, person: &CompiledPerson) -> CompiledPerson {
        person.with_skill(self.skill, self.level)
    }

    /// The posting without the required skills that this one satisfies; `None` when there are none.
    fn taken_from(&self, posting: &CompiledPosting) -> Option<CompiledPosting> {
        let taught = posting.wanted.iter().filter(|wanted| {
            let is_enough = wanted.min_proficiency.is_some_and(|min| min <= self.level);
            is_enough && wanted.sim(self.skill) == SATISFIES
        });
        let taught: Vec<&SkillId> =
            taught.map(|wanted| &posting.reference.skills.at(wanted.skill).id).collect();
        let mut terms = posting.terms.clone();
        terms.required_skills.retain(|required| !taught.contains(&&required.skill));
        (!taught.is_empty()).then(|| posting.with_terms(terms))
    }
}

impl Snapshot {
    /// Who of those visible is not eligible for the posting now and would be with the grant; by id.
    pub fn opened_by(
        &self,
        posting: &CompiledPosting,
        grant: &CourseGrant,
        viewer: Viewer,
    ) -> Vec<CandidateId> {
        let Some(wider) = grant.taken_from(posting) else { return Vec::new() };
        let weighing = Weighing::new(&wider, PartialWeights::default());
        let query = Query::new(&wider, self, viewer);
        let everybody = Everybody::of(&Grader::new(&query, &weighing, SortKey::Score));
        let is_new = |person: &CompiledPerson| {
            grant.reaches(person) && !constraint::screen(&Pair::new(posting, person)).failed.is_empty()
        };
        let mut opened: Vec<CandidateId> = everybody
            .into_iter()
            .filter(|standing| is_new(&query.unpack(&standing.who)))
            .map(|standing| standing.who.id)
            .collect();
        opened.sort_unstable();
        opened
    }
}
