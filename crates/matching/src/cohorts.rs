//! Cohorts: a body prepares its own people together; nobody else sees who they are.

use domain::{
    Actor, Author, CandidateId, ChangeKind, Cohort, CohortContent, CohortId, CohortMember, FaultCode, Faults,
    MembershipContent, OneOnOne, OneOnOneContent, OneOnOneId, Page, PageRequest, ProgramId, Scope, Shown,
};
use serde_json::json;
use store::Tx;

use crate::candidates::find_own as find_person;
use crate::disclosures::on_record;
use crate::engine::Engine;
use crate::error::{
    ConflictCode, Expected, MatchingError, Replacement, Upserted, changed_meanwhile, check_version,
};
use crate::journal::Touched;
use crate::once::Once;
use crate::permissions::require;

mod progress;

pub use progress::{MemberProgress, TakenCourse, list_progress};

/// Makes a cohort.
///
/// # Errors
/// Faults of the content.
pub fn create_cohort(
    engine: &Engine,
    actor: &Actor,
    content: CohortContent,
    once: &Once<'_, Cohort>,
) -> Result<Cohort, MatchingError> {
    require(actor, Scope::PreparationWrite)?;
    let content = content.checked()?;
    engine.write(|tx| {
        check_program(tx, actor, content.program_id)?;
        let at = engine.now();
        let cohort = Cohort {
            id: engine.new_id(CohortId::from_parts),
            organization_id: actor.organization_id,
            version: 1,
            created_at: at,
            updated_at: at,
            content: content.clone(),
        };
        tx.insert_cohort(&cohort)?;
        engine.record(tx, actor, touched(&cohort, "created", ChangeKind::Created))?;
        once.keep((engine, tx, actor), &cohort, None)?;
        Ok(cohort)
    })
}

/// One cohort of the own body.
///
/// # Errors
/// None such.
pub fn get_cohort(engine: &Engine, actor: &Actor, id: CohortId) -> Result<Cohort, MatchingError> {
    require(actor, Scope::PreparationRead)?;
    engine.store.read(|tx| find_own(tx, actor, id))
}

/// The cohorts of the own body.
///
/// # Errors
/// A missing scope.
pub fn list_cohorts(
    engine: &Engine,
    actor: &Actor,
    page: &PageRequest<CohortId>,
) -> Result<Page<Cohort>, MatchingError> {
    require(actor, Scope::PreparationRead)?;
    engine.store.read(|tx| Ok(tx.list_cohorts(actor.organization_id, page)?))
}

/// Replaces what is written of a cohort.
///
/// # Errors
/// Faults, none such, another version, fewer places than members.
pub fn replace_cohort(
    engine: &Engine,
    actor: &Actor,
    id: CohortId,
    replacement: Replacement<CohortContent>,
) -> Result<Cohort, MatchingError> {
    require(actor, Scope::PreparationWrite)?;
    let Replacement { content, expected } = replacement;
    let content = content.checked()?;
    engine.write(|tx| {
        let before = find_own(tx, actor, id)?;
        check_version(expected, before.version)?;
        check_program(tx, actor, content.program_id)?;
        let members = tx.count_cohort_members(id)?;
        if content.capacity.is_some_and(|places| u64::from(places) < members) {
            let detail = format!("must not be below the {members} who are members now");
            return Err(Faults::one("/capacity", FaultCode::Contradiction, detail).into());
        }
        let after = Cohort {
            version: before.version + 1,
            updated_at: engine.now(),
            content: content.clone(),
            ..before
        };
        if !tx.update_cohort(&after, before.version)? {
            return Err(changed_meanwhile());
        }
        engine.record(tx, actor, touched(&after, "updated", ChangeKind::Updated))?;
        Ok(after)
    })
}

/// Takes one of the own people into a cohort, or changes their membership; who has left may come back.
///
/// # Errors
/// Faults, no such cohort or person, another version, no place left.
pub fn put_cohort_member(
    engine: &Engine,
    actor: &Actor,
    (cohort_id, candidate_id): (CohortId, CandidateId),
    replacement: Replacement<MembershipContent>,
) -> Result<Upserted<CohortMember>, MatchingError> {
    require(actor, Scope::PreparationWrite)?;
    let Replacement { content, expected } = replacement;
    let content = content.checked()?;
    let put = engine.write(|tx| {
        let cohort = find_own(tx, actor, cohort_id)?;
        let person = find_person(tx, actor, candidate_id)?;
        let before = tx.find_cohort_member(cohort_id, candidate_id)?;
        let is_standing = before.as_ref().is_some_and(|before| before.content.left_on.is_none());
        if content.left_on.is_none() && !is_standing {
            check_place(tx, &cohort)?;
        }
        let at = engine.now();
        let (member, created) = match before {
            None if expected.is_some() => return Err(MatchingError::not_found("membership")),
            None => {
                let member = CohortMember {
                    cohort_id,
                    candidate_id,
                    version: 1,
                    readiness_before: person.content.readiness,
                    content: content.clone(),
                    created_at: at,
                    updated_at: at,
                };
                tx.insert_cohort_member(&member)?;
                (member, true)
            }
            Some(before) => {
                check_version(expected, before.version)?;
                let version = before.version + 1;
                let after = CohortMember { version, updated_at: at, content: content.clone(), ..before };
                save_member(tx, &after)?;
                (after, false)
            }
        };
        note_member((engine, actor), tx, &cohort, &member)?;
        Ok(Upserted { record: member, created })
    })?;
    // Where they stood before is in the answer, and was not sent.
    on_record((engine, actor), Shown::Preparation, put, |put| vec![put.record.candidate_id])
}

/// Ends a membership today; ending it again changes nothing.
///
/// # Errors
/// No such cohort or membership, another version.
pub fn end_cohort_membership(
    engine: &Engine,
    actor: &Actor,
    (cohort_id, candidate_id): (CohortId, CandidateId),
    expected: Expected,
) -> Result<(), MatchingError> {
    require(actor, Scope::PreparationWrite)?;
    engine.write(|tx| {
        let cohort = find_own(tx, actor, cohort_id)?;
        let before = find_member(tx, (cohort_id, candidate_id))?;
        check_version(expected, before.version)?;
        if before.content.left_on.is_some() {
            return Ok(());
        }
        let (at, mut after) = (engine.now(), before);
        after.version += 1;
        after.updated_at = at;
        after.content.left_on = Some(at.day_in_japan().max(after.content.joined_on));
        save_member(tx, &after)?;
        note_member((engine, actor), tx, &cohort, &after)
    })
}

/// One membership.
///
/// # Errors
/// No such cohort or membership.
pub fn get_cohort_member(
    engine: &Engine,
    actor: &Actor,
    (cohort_id, candidate_id): (CohortId, CandidateId),
) -> Result<CohortMember, MatchingError> {
    require(actor, Scope::PreparationRead)?;
    let member = engine.store.read(|tx| {
        find_own(tx, actor, cohort_id)?;
        find_member(tx, (cohort_id, candidate_id))
    })?;
    on_record((engine, actor), Shown::Preparation, member, |member| vec![member.candidate_id])
}

/// The members of a cohort, those who left too.
///
/// # Errors
/// No such cohort.
pub fn list_cohort_members(
    engine: &Engine,
    actor: &Actor,
    id: CohortId,
    page: &PageRequest<CandidateId>,
) -> Result<Page<CohortMember>, MatchingError> {
    require(actor, Scope::PreparationRead)?;
    let members = engine.store.read(|tx| {
        find_own(tx, actor, id)?;
        Ok::<_, MatchingError>(tx.list_cohort_members(id, page)?)
    })?;
    on_record((engine, actor), Shown::Preparation, members, |members| {
        members.items.iter().map(|member| member.candidate_id).collect()
    })
}

/// Writes down a talk with a member.
///
/// # Errors
/// Faults; no such cohort; somebody who was never a member of it.
pub fn create_one_on_one(
    engine: &Engine,
    actor: &Actor,
    (cohort_id, content): (CohortId, OneOnOneContent),
    once: &Once<'_, OneOnOne>,
) -> Result<OneOnOne, MatchingError> {
    require(actor, Scope::PreparationWrite)?;
    let content = content.checked()?;
    engine.write(|tx| {
        let cohort = find_own(tx, actor, cohort_id)?;
        if tx.find_cohort_member(cohort_id, content.candidate_id)?.is_none() {
            let detail = "no such member of the cohort";
            return Err(Faults::one("/candidate_id", FaultCode::UnknownReference, detail).into());
        }
        let talk = OneOnOne {
            id: engine.new_id(OneOnOneId::from_parts),
            cohort_id,
            author: Author::of(actor),
            content: content.clone(),
            created_at: engine.now(),
        };
        tx.insert_one_on_one(&talk)?;
        let about = json!({"candidate_id": content.candidate_id, "one_on_one_id": talk.id});
        let touched = Touched { at: talk.created_at, ..touched(&cohort, "one_on_one", ChangeKind::Updated) };
        engine.record_with(tx, actor, touched, &about)?;
        once.keep((engine, tx, actor), &talk, Some(content.candidate_id))?;
        Ok(talk)
    })
}

/// The talks of a cohort, with this person alone where one is named.
///
/// # Errors
/// No such cohort.
pub fn list_one_on_ones(
    engine: &Engine,
    actor: &Actor,
    (id, candidate_id): (CohortId, Option<CandidateId>),
    page: &PageRequest<OneOnOneId>,
) -> Result<Page<OneOnOne>, MatchingError> {
    require(actor, Scope::PreparationRead)?;
    let talks = engine.store.read(|tx| {
        find_own(tx, actor, id)?;
        Ok::<_, MatchingError>(tx.list_one_on_ones(id, candidate_id, page)?)
    })?;
    on_record((engine, actor), Shown::Preparation, talks, |talks| {
        talks.items.iter().map(|talk| talk.content.candidate_id).collect()
    })
}

/// A cohort of the actor's own body.
pub(crate) fn find_own(tx: &mut Tx<'_>, actor: &Actor, id: CohortId) -> Result<Cohort, MatchingError> {
    tx.find_cohort(id)?
        .filter(|cohort| cohort.organization_id == actor.organization_id)
        .ok_or_else(|| MatchingError::not_found("cohort"))
}

/// Refuses a programme that is not the actor's own body's.
pub(crate) fn check_program(
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: Option<ProgramId>,
) -> Result<(), MatchingError> {
    let Some(id) = id else { return Ok(()) };
    let own = tx.find_program(id)?.filter(|program| program.organization_id == actor.organization_id);
    if own.is_none() {
        let detail = "no such program of your organization";
        return Err(Faults::one("/program_id", FaultCode::UnknownReference, detail).into());
    }
    Ok(())
}

fn find_member(
    tx: &mut Tx<'_>,
    (cohort_id, candidate_id): (CohortId, CandidateId),
) -> Result<CohortMember, MatchingError> {
    let found = tx.find_cohort_member(cohort_id, candidate_id)?;
    found.ok_or_else(|| MatchingError::not_found("membership"))
}

/// The cohort is held, so that two who come at once do not take the last place together.
fn check_place(tx: &mut Tx<'_>, cohort: &Cohort) -> Result<(), MatchingError> {
    let Some(places) = cohort.content.capacity else { return Ok(()) };
    if tx.count_cohort_members(cohort.id)? < u64::from(places) {
        return Ok(());
    }
    let detail = format!("all {places} places of the cohort are taken");
    Err(MatchingError::conflict(ConflictCode::Full, detail))
}

fn save_member(tx: &mut Tx<'_>, after: &CohortMember) -> Result<(), MatchingError> {
    if tx.update_cohort_member(after, after.version - 1)? { Ok(()) } else { Err(changed_meanwhile()) }
}

fn note_member(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    cohort: &Cohort,
    member: &CohortMember,
) -> Result<(), MatchingError> {
    let act = if member.content.left_on.is_some() { "member_left" } else { "member_joined" };
    let touched = Touched { at: member.updated_at, ..touched(cohort, act, ChangeKind::Updated) };
    engine.record_with(tx, actor, touched, &json!({"candidate_id": member.candidate_id}))
}

fn touched<'a>(cohort: &Cohort, act: &'a str, kind: ChangeKind) -> Touched<'a> {
    Touched {
        resource: "cohort",
        id: cohort.id.to_string(),
        owner: cohort.organization_id,
        version: cohort.version,
        act,
        kind,
        at: cohort.updated_at,
    }
}
