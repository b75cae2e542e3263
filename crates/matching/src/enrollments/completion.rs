//! Completing a course: the skill is granted, and told is what it changed for the person's postings.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::{
    Actor, Candidate, CandidateId, ChangeKind, Consent, Course, Enrollment, EnrollmentId, EnrollmentStatus,
    FaultCode, Faults, HeldSkill, PartialWeights, PostingId, Proficiency, Ranking, ReadinessMove, Scope,
    Shown, SortKey, Timestamp, limits,
};
use scoring::{CompiledPerson, CompiledPosting, PostingsCall, rank_postings};
use store::Tx;

use super::{PlannedEnrollment, check_move, check_reason, find_own, find_person, save};
use crate::candidates::touched;
use crate::disclosures::on_record;
use crate::engine::Engine;
use crate::error::{Expected, MatchingError, changed_meanwhile, check_version};
use crate::permissions::require;
use crate::pool::PooledPosting;
use crate::rankings::keep_those_for;
use crate::readiness::step_within;

/// Postings listed at most.
const MOST_POSTINGS: usize = 20;
/// Ranks are told up to this one.
const MOST_RANKS: usize = 200;

/// How an enrollment is completed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Completion {
    /// Why it is complete though fewer hours are noted than the course has.
    pub reason: Option<String>,
    /// The stage to which the person moves, where they do.
    pub readiness: Option<ReadinessMove>,
}

/// Where a posting stood for the person; absent values where they were not eligible or it stood far below.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Parts per million.
    pub score: u32,
    /// Among all published postings for which the person is eligible.
    pub rank: u32,
}

/// What the skill changed for one posting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PostingEffect {
    /// The posting.
    pub posting_id: PostingId,
    /// Before; `None` where the person was excluded, or beyond rank 200.
    pub before: Option<Standing>,
    /// After.
    pub after: Standing,
    /// Whether the person was excluded before.
    pub newly_eligible: bool,
}

/// A completed enrollment and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completed {
    /// The enrollment.
    pub planned: PlannedEnrollment,
    /// The person, with the skill.
    pub candidate: Candidate,
    /// How well the person had stated the skill before.
    pub proficiency_before: Option<Proficiency>,
    /// How well now.
    pub proficiency_after: Proficiency,
    /// Postings for which the person was eligible before.
    pub eligible_before: u64,
    /// And now.
    pub eligible_after: u64,
    /// The best postings now, at most 20, and every newly eligible one among the first 200.
    pub postings: Vec<PostingEffect>,
    /// When it was made.
    pub as_of: Timestamp,
}

/// Completes an enrollment: grants the skill, moves the readiness where it is asked, and tells the new scores.
///
/// # Errors
/// None such, another version, an enrollment that has ended; too few hours without a reason; an illegal step of
/// readiness; a pool that is being loaded.
pub fn complete_enrollment(
    engine: &Engine,
    actor: &Actor,
    (id, completion): (EnrollmentId, Completion),
    expected: Expected,
) -> Result<Completed, MatchingError> {
    require(actor, Scope::PreparationWrite)?;
    engine.check_pool()?;
    check_reason(completion.reason.as_deref())?;
    let mut published = engine.pool.published();
    keep_those_for(engine, actor, (actor.organization_id, engine.now()), &mut published)?;
    let change = engine.write(|tx| {
        let PlannedEnrollment { enrollment: before, course } = find_own(tx, actor, id)?;
        check_version(expected, before.version)?;
        check_move(&before, EnrollmentStatus::Completed)?;
        check_hours(&before, &course, &completion)?;
        let at = engine.now();
        let enrollment = Enrollment {
            version: before.version + 1,
            updated_at: at,
            status: EnrollmentStatus::Completed,
            reason: completion.reason.clone(),
            ended_on: Some(at.day_in_japan()),
            ..before
        };
        save((engine, actor), tx, &enrollment, "completed")?;
        let before = find_person(tx, actor, enrollment.content.candidate_id)?;
        let mut after = grant((engine, actor), tx, before.clone(), &course)?;
        if let Some(step) = &completion.readiness {
            (after, _) = step_within((engine, actor), tx, after, step)?;
        }
        let consents = tx.list_consents_of(&[after.id])?;
        Ok(Change { planned: PlannedEnrollment { enrollment, course }, before, after, consents })
    })?;
    engine.pool.put_candidate(&change.after, &change.consents);
    let completed = told(engine, &published, change);
    on_record((engine, actor), Shown::Preparation, completed, |completed| vec![completed.candidate.id])
}

/// What the transaction did.
struct Change {
    planned: PlannedEnrollment,
    before: Candidate,
    after: Candidate,
    consents: Vec<Consent>,
}

fn check_hours(
    enrollment: &Enrollment,
    course: &Course,
    completion: &Completion,
) -> Result<(), MatchingError> {
    let (done, whole) = (u64::from(enrollment.minutes_done), u64::from(course.content.hours) * 60);
    let is_explained = completion.reason.as_deref().is_some_and(|reason| !reason.trim().is_empty());
    if done >= whole || is_explained {
        return Ok(());
    }
    let detail =
        format!("{done} of {whole} minutes are noted; note the others, or say why it is complete without");
    Err(Faults::one("/reason", FaultCode::Needed, detail).into())
}

/// Raises the skill to what the course grants; a higher level stays as it is.
fn grant(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    before: Candidate,
    course: &Course,
) -> Result<Candidate, MatchingError> {
    let content = &course.content;
    let mut after = Candidate { version: before.version + 1, updated_at: engine.now(), ..before };
    let evidence: String = format!("講座「{}」を修了", content.title).chars().take(limits::REMARK).collect();
    let granted = HeldSkill {
        skill: content.skill.clone(),
        proficiency: content.proficiency,
        evidence: Some(evidence),
    };
    let skills = &mut after.content.profile.skills;
    let known = skills.iter().position(|held| held.skill == granted.skill);
    match known {
        Some(place) if skills[place].proficiency >= granted.proficiency => {}
        Some(place) => skills[place] = granted,
        None if skills.len() >= limits::HELD_SKILLS => {
            let detail = format!("the person states {} skills already; take one out first", skills.len());
            return Err(Faults::one("", FaultCode::TooMany, detail).into());
        }
        None => skills.push(granted),
    }
    if !tx.update_candidate(&after, after.version - 1)? {
        return Err(changed_meanwhile());
    }
    engine.record(tx, actor, touched(&after, "skill_granted", ChangeKind::Updated))?;
    Ok(after)
}

fn told(engine: &Engine, published: &[Arc<PooledPosting>], change: Change) -> Completed {
    let Change { planned, before, after, .. } = change;
    let compiled: Vec<&CompiledPosting> = published.iter().map(|pooled| &pooled.compiled).collect();
    let rank = |candidate: &Candidate| rank(engine, candidate, &compiled);
    let (earlier, later) = (rank(&before), rank(&after));
    let skill = &planned.course.content.skill;
    let level = |candidate: &Candidate| {
        let skills = &candidate.content.profile.skills;
        skills.iter().find(|held| held.skill == *skill).map(|held| held.proficiency)
    };
    Completed {
        proficiency_before: level(&before),
        proficiency_after: level(&after).unwrap_or(planned.course.content.proficiency),
        eligible_before: earlier.totals.eligible,
        eligible_after: later.totals.eligible,
        postings: effects(engine, (&before, &earlier), &later),
        as_of: engine.now(),
        planned,
        candidate: after,
    }
}

fn rank(engine: &Engine, candidate: &Candidate, postings: &[&CompiledPosting]) -> Ranking<PostingId> {
    let call = PostingsCall { sort: SortKey::Score, limit: MOST_RANKS, weights: PartialWeights::default() };
    rank_postings(&compiled(engine, candidate.id, candidate), postings, &call)
}

fn compiled(engine: &Engine, id: CandidateId, candidate: &Candidate) -> CompiledPerson {
    CompiledPerson::new(&engine.reference, id, &candidate.content.profile)
}

fn effects(
    engine: &Engine,
    (before, earlier): (&Candidate, &Ranking<PostingId>),
    later: &Ranking<PostingId>,
) -> Vec<PostingEffect> {
    let person = compiled(engine, before.id, before);
    let stood: BTreeMap<PostingId, Standing> = earlier
        .items
        .iter()
        .map(|item| (item.id, Standing { score: item.pair.score, rank: item.rank }))
        .collect();
    let was_eligible: BTreeSet<PostingId> = later
        .items
        .iter()
        .filter(|item| {
            stood.contains_key(&item.id)
                || engine.pool.find_published(item.id).is_some_and(|pooled| {
                    scoring::glance(&pooled.compiled, &person, PartialWeights::default()).eligible
                })
        })
        .map(|item| item.id)
        .collect();
    let told = later.items.iter().enumerate().map(|(place, item)| {
        let effect = PostingEffect {
            posting_id: item.id,
            before: stood.get(&item.id).copied(),
            after: Standing { score: item.pair.score, rank: item.rank },
            newly_eligible: !was_eligible.contains(&item.id),
        };
        (place, effect)
    });
    told.filter(|(place, effect)| *place < MOST_POSTINGS || effect.newly_eligible)
        .map(|(_, effect)| effect)
        .collect()
}
