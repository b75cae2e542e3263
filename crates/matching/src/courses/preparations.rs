//! Which course opens which postings for a person: every pair looked at before and after, most opened first.

use std::cmp::Reverse;
use std::sync::Arc;

use domain::{Actor, CandidateId, Course, PartialWeights, PostingId, Scope, Shown, Timestamp};
use scoring::{CompiledPerson, CourseGrant, Glance, glance};

use super::list_open;
use crate::candidates::find_own as find_person;
use crate::disclosures::on_record;
use crate::engine::Engine;
use crate::error::MatchingError;
use crate::permissions::require;
use crate::pool::PooledPosting;
use crate::rankings::keep_those_for;

/// Postings listed for a course at most.
const MOST_POSTINGS: usize = 50;

/// A posting that a course opens to a person, or for which it raises the score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenedPosting {
    /// The posting.
    pub posting_id: PostingId,
    /// Before.
    pub before: Glance,
    /// After.
    pub after: Glance,
}

impl OpenedPosting {
    /// Whether the person is excluded now and would not be.
    pub fn is_newly_eligible(&self) -> bool {
        self.after.eligible && !self.before.eligible
    }

    /// Parts per million.
    pub fn gained(&self) -> i64 {
        i64::from(self.after.score) - i64::from(self.before.score)
    }
}

/// What a course would do for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preparation {
    /// The course.
    pub course: Course,
    /// Whether the person may take it, by where they live.
    pub is_open_to_person: bool,
    /// Postings for which they would become eligible.
    pub opened: u64,
    /// Postings for which they are eligible, with a higher score afterwards.
    pub raised: u64,
    /// Both, newly eligible first, then by the score afterwards; at most 50.
    pub postings: Vec<OpenedPosting>,
}

/// What each open course would do for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preparations {
    /// The person.
    pub candidate_id: CandidateId,
    /// Most opened first, then most raised; those that the person may not take last.
    pub courses: Vec<Preparation>,
    /// When it was made.
    pub as_of: Timestamp,
}

/// What the own body's courses would do for one of its people, over the published postings that are for them.
///
/// # Errors
/// None such; a pool that is being loaded.
pub fn list_preparations(
    engine: &Engine,
    actor: &Actor,
    id: CandidateId,
) -> Result<Preparations, MatchingError> {
    require(actor, Scope::PreparationRead)?;
    engine.check_pool()?;
    let as_of = engine.now();
    let (candidate, courses) = engine.store.read(|tx| {
        let candidate = find_person(tx, actor, id)?;
        let courses = list_open(tx, actor, as_of.day_in_japan())?;
        Ok::<_, MatchingError>((candidate, courses))
    })?;
    let person = CompiledPerson::new(&engine.reference, id, &candidate.content.profile);
    let mut published = engine.pool.published();
    keep_those_for(engine, actor, (candidate.organization_id, as_of), &mut published)?;
    let mut found: Vec<Preparation> =
        courses.into_iter().map(|course| prepare(engine, (&published, &person), course)).collect();
    found
        .sort_by_key(|one| (!one.is_open_to_person, Reverse(one.opened), Reverse(one.raised), one.course.id));
    let found = Preparations { candidate_id: id, courses: found, as_of };
    on_record((engine, actor), Shown::Preparation, found, |found| vec![found.candidate_id])
}

fn prepare(
    engine: &Engine,
    (published, person): (&[Arc<PooledPosting>], &CompiledPerson),
    course: Course,
) -> Preparation {
    let content = &course.content;
    let taught = (&content.skill, content.proficiency);
    let grant = CourseGrant::new(&engine.reference, taught, &content.within);
    let is_open_to_person = grant.as_ref().is_some_and(|grant| grant.reaches(person));
    let mut postings = match grant {
        Some(grant) => changed(published, (person, &grant.given_to(person))),
        None => Vec::new(),
    };
    let opened = postings.iter().filter(|one| one.is_newly_eligible()).count() as u64;
    let raised = postings.len() as u64 - opened;
    postings.sort_by_key(|one| (!one.is_newly_eligible(), Reverse(one.after.score), one.posting_id));
    postings.truncate(MOST_POSTINGS);
    Preparation { course, is_open_to_person, opened, raised, postings }
}

/// The postings for which the person is eligible afterwards, and newly or with a higher score.
fn changed(
    published: &[Arc<PooledPosting>],
    (before, after): (&CompiledPerson, &CompiledPerson),
) -> Vec<OpenedPosting> {
    let weights = PartialWeights::default();
    let look = |pooled: &Arc<PooledPosting>| OpenedPosting {
        posting_id: pooled.posting.id,
        before: glance(&pooled.compiled, before, weights),
        after: glance(&pooled.compiled, after, weights),
    };
    let is_better = |one: &OpenedPosting| one.after.eligible && (!one.before.eligible || one.gained() > 0);
    published.iter().map(look).filter(is_better).collect()
}
