//! Which course would open most in a region: people of the visible pool × published postings there, counted only.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::Arc;

use domain::aggregate::Audience;
use domain::{Actor, CandidateId, Count, Course, MunicipalityCode, RegionCode, Scope, Timestamp};
use scoring::{CourseGrant, Viewer};

use super::list_open;
use crate::engine::Engine;
use crate::error::MatchingError;
use crate::permissions::require;
use crate::pool::PooledPosting;
use crate::rankings::keep_seen;

/// Where the postings lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EffectsRegion {
    /// Anywhere.
    Everywhere,
    /// In a prefecture, a municipality, or a city with its wards.
    Region(RegionCode),
}

/// What a course would open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CourseEffect {
    /// The course.
    pub course: Course,
    /// People who would become eligible for some posting.
    pub people: Count,
    /// Postings for which somebody would.
    pub postings: u64,
    /// Pairs of both.
    pub pairs: Count,
}

/// What each course would open in a region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CourseEffects {
    /// Published postings there, as far as the body sees them.
    pub postings: u64,
    /// Most pairs first.
    pub courses: Vec<CourseEffect>,
    /// When it was made.
    pub as_of: Timestamp,
}

/// Counts what each open course of the own body would open among the people visible to it. Who they are is not told,
/// nor are counts from 1 to 4.
///
/// # Errors
/// A pool that is being loaded.
pub fn count_course_effects(
    engine: &Engine,
    actor: &Actor,
    region: &EffectsRegion,
) -> Result<CourseEffects, MatchingError> {
    require(actor, Scope::PreparationRead)?;
    engine.check_pool()?;
    let as_of = engine.now();
    let courses = engine.store.read(|tx| list_open(tx, actor, as_of.day_in_japan()))?;
    let mut postings = engine.pool.published();
    postings.retain(|pooled| lies_in(engine, pooled.posting.content.terms.municipality, region));
    keep_seen(engine, actor, as_of, &mut postings)?;
    let viewer = Viewer { organization_id: actor.organization_id, at: as_of };
    let mut found: Vec<(u64, CourseEffect)> =
        courses.into_iter().map(|course| effect(engine, course, (&postings, viewer))).collect();
    found.sort_by_key(|(pairs, effect)| (Reverse(*pairs), effect.course.id));
    let courses = found.into_iter().map(|(_, effect)| effect).collect();
    Ok(CourseEffects { postings: postings.len() as u64, courses, as_of })
}

fn lies_in(engine: &Engine, place: MunicipalityCode, region: &EffectsRegion) -> bool {
    match region {
        EffectsRegion::Everywhere => true,
        EffectsRegion::Region(region) => engine.reference.regions.lies_in(place, *region),
    }
}

/// The pairs, which the order is by, and what is told.
fn effect(
    engine: &Engine,
    course: Course,
    (postings, viewer): (&[Arc<PooledPosting>], Viewer),
) -> (u64, CourseEffect) {
    let content = &course.content;
    let taught = (&content.skill, content.proficiency);
    let grant = CourseGrant::new(&engine.reference, taught, &content.within);
    let (snapshot, mut people) = (engine.pool.snapshot(), BTreeSet::<CandidateId>::new());
    let (mut pairs, mut opening) = (0, 0);
    for pooled in postings {
        let opened = grant.iter().flat_map(|grant| snapshot.opened_by(&pooled.compiled, grant, viewer));
        // Of a posting for members it opens nothing to anybody else.
        let posting = &pooled.posting;
        let opened = opened.filter(|id| {
            posting.content.members_of.is_empty()
                || snapshot.owner_of(*id).is_some_and(|body| posting.is_for_people_of(body))
        });
        let before = pairs;
        people.extend(opened.inspect(|_| pairs += 1));
        opening += u64::from(pairs > before);
    }
    let count = Count::of(people.len() as u64, Audience::Outsiders);
    let told = match count {
        Count::Shown(_) => Count::Shown(pairs),
        Count::Suppressed => Count::Suppressed,
    };
    (pairs, CourseEffect { course, people: count, postings: opening, pairs: told })
}
