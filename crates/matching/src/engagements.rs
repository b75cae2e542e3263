//! Engagements: the work that an accepted application has become, on which terms, and how it ends.
//!
//! They are written by the posting's body and those who coordinate it; the person's body reads along. What the rules
//! have to say of the terms is kept with them as warnings; refused is only what would break a rule by its very act.

use chrono::NaiveDate;
use domain::{
    Actor, Application, ApplicationId, ApplicationStatus, Candidate, CandidateId, ChangeKind,
    DirectEngagement, Engagement, EngagementId, EngagementOrigin, EngagementStatus, EngagementTerms,
    EngagementWarning, FaultCode, Faults, OrganizationId, Page, PageRequest, Posting, PostingId, Scope,
    Shown, WordSet,
};
use domain::{MainJobPermission, engagement::MainJobFacts, engagement::warnings};
use store::{EngagementFilter, Tx};

use crate::candidates::find_named_within;
use crate::disclosures::record_parts;
use crate::engine::Engine;
use crate::error::{Conflict, ConflictCode, MatchingError, Replacement, changed_meanwhile, check_version};
use crate::journal::Touched;
use crate::once::Once;
use crate::permissions::{Coordination, require};
use crate::stages::{self, Move};

mod check_ins;
mod ending;
mod erasure;
mod logs;
mod overlaps;

pub use check_ins::{create_check_in, get_check_in, list_check_ins};
pub use ending::{Renewal, end_engagement, renew_engagement};
pub(crate) use erasure::{leave_figures, leave_figures_of_application};
pub use logs::{delete_log, get_log, list_logs, put_log};
pub use overlaps::{Overlap, Overlaps, SeenOverlap, find_overlaps};

/// What an engagement is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EngagementBasis {
    /// An application, which moves to `engaged`.
    Application(ApplicationId),
    /// A posting and a person.
    Direct(DirectEngagement),
}

/// An engagement to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEngagement {
    /// What it is made of.
    pub basis: EngagementBasis,
    /// On which terms.
    pub terms: EngagementTerms,
}

impl NewEngagement {
    /// The engagement, within its limits and without contradictions.
    ///
    /// # Errors
    /// Every fault, with a pointer.
    pub fn checked(self) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        if let EngagementBasis::Direct(direct) = &self.basis {
            direct.check(&mut faults);
        }
        if let Err(found) = self.terms.clone().checked() {
            faults.extend_below("/terms", found);
        }
        faults.guard(self)
    }
}

/// Which engagements a list shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ListEngagements {
    /// Only for this posting.
    pub posting_id: Option<PostingId>,
    /// Only of this person.
    pub candidate_id: Option<CandidateId>,
    /// Only for postings of this body.
    pub organization_id: Option<OrganizationId>,
    /// Only in this status.
    pub status: Option<EngagementStatus>,
    /// Only with work on this day.
    pub running_on: Option<NaiveDate>,
}

/// Makes an engagement: of an application, which moves to `engaged`, or directly.
///
/// # Errors
/// Faults of the terms; an application, posting or person that is not there, or that the actor does not manage; an
/// application that cannot move, or has an engagement; paid work of a public employee without what shows permission.
pub fn create_engagement(
    engine: &Engine,
    actor: &Actor,
    new: NewEngagement,
    once: &Once<'_, Engagement>,
) -> Result<Engagement, MatchingError> {
    require(actor, Scope::EngagementsWrite)?;
    let new = new.checked()?;
    let engagement = engine.write(|tx| {
        let found = find_basis(engine, tx, actor, &new.basis)?;
        let engagement = insert((engine, actor), tx, found, new.terms.clone())?;
        once.keep((engine, tx, actor), &engagement, Some(engagement.candidate_id))?;
        Ok(engagement)
    })?;
    engine.pool.touch();
    Ok(engagement)
}

/// The engagement of an application that has just moved to `engaged`, on the terms of its posting, until others are
/// written.
///
/// # Errors
/// Paid work of a public employee without permission.
pub(crate) fn begin_on_posting_terms(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    (posting, application): (Posting, &Application),
) -> Result<(), MatchingError> {
    let Some(candidate) = tx.find_candidate(application.candidate_id)? else {
        return Err(MatchingError::not_found("candidate"));
    };
    let terms = EngagementTerms::of_posting(&posting.content.terms, engine.now().day_in_japan());
    let basis = Basis { origin: EngagementOrigin::Application(application.id), posting, candidate };
    insert((engine, actor), tx, basis, terms).map(drop)
}

/// One engagement.
///
/// # Errors
/// None such, or none visible.
pub fn get_engagement(engine: &Engine, actor: &Actor, id: EngagementId) -> Result<Engagement, MatchingError> {
    require(actor, Scope::EngagementsRead)?;
    let engagement = engine.store.read(|tx| find_seen(engine, tx, actor, id))?;
    note_shown(engine, actor, std::slice::from_ref(&engagement))?;
    Ok(engagement)
}

/// Puts on record whose engagements, or parts of them, are shown.
fn note_shown(engine: &Engine, actor: &Actor, engagements: &[Engagement]) -> Result<(), MatchingError> {
    let whom: Vec<CandidateId> = engagements.iter().map(|engagement| engagement.candidate_id).collect();
    record_parts(engine, actor, Shown::Engagement, &whom)
}

/// The engagements that the actor may see: for postings it manages, and of people it registered.
///
/// # Errors
/// A missing scope.
pub fn list_engagements(
    engine: &Engine,
    actor: &Actor,
    list: ListEngagements,
    page: &PageRequest<EngagementId>,
) -> Result<Page<Engagement>, MatchingError> {
    require(actor, Scope::EngagementsRead)?;
    let found = engine.store.read(|tx| {
        let coordination = Coordination::of(tx, actor, engine.now(), &engine.reference.regions)?;
        let filter = EngagementFilter {
            viewer: coordination.viewer(),
            posting_id: list.posting_id,
            candidate_id: list.candidate_id,
            organization_id: list.organization_id,
            status: list.status,
            running_on: list.running_on,
        };
        Ok::<_, MatchingError>(tx.list_engagements(&filter, page)?)
    })?;
    note_shown(engine, actor, &found.items)?;
    Ok(found)
}

/// Replaces the terms of a running engagement.
///
/// # Errors
/// Faults, none such, not the actor's to change, ended, another version; as [`create_engagement`] of permission.
pub fn replace_terms(
    engine: &Engine,
    actor: &Actor,
    id: EngagementId,
    replacement: Replacement<EngagementTerms>,
) -> Result<Engagement, MatchingError> {
    require(actor, Scope::EngagementsWrite)?;
    let terms = replacement.content.checked()?;
    engine.write(|tx| {
        let before = find_managed(engine, tx, actor, id)?;
        check_version(replacement.expected, before.version)?;
        check_running(&before)?;
        let first_on = match before.renews_id {
            None => terms.starts_on,
            Some(_) => first_day(tx, &before)?,
        };
        let warnings = warnings(&terms, first_on, main_job_of(tx, before.candidate_id)?);
        check_permission(engine, (&before.origin, &terms), warnings)?;
        let after = Engagement { terms: terms.clone(), warnings, ..before };
        save((engine, actor), tx, after, "terms_changed")
    })
}

/// Where an engagement comes from, and between whom it is.
struct Basis {
    origin: EngagementOrigin,
    posting: Posting,
    candidate: Candidate,
}

fn find_basis(
    engine: &Engine,
    tx: &mut Tx<'_>,
    actor: &Actor,
    basis: &EngagementBasis,
) -> Result<Basis, MatchingError> {
    let coordination = Coordination::of(tx, actor, engine.now(), &engine.reference.regions)?;
    match basis {
        EngagementBasis::Application(id) => find_applied(engine, tx, &coordination, (actor, *id)),
        EngagementBasis::Direct(direct) => find_direct(engine, tx, &coordination, direct),
    }
}

fn find_applied(
    engine: &Engine,
    tx: &mut Tx<'_>,
    coordination: &Coordination<'_>,
    (actor, id): (&Actor, ApplicationId),
) -> Result<Basis, MatchingError> {
    let none = || {
        let detail = "no such application to a posting that you manage";
        Faults::one("/application_id", FaultCode::UnknownReference, detail)
    };
    // The posting is held first, as everybody does who moves applications.
    let posting_id = tx.find_posting_of_application(id)?.ok_or_else(none)?;
    let posting = tx.find_posting(posting_id)?.ok_or_else(none)?;
    if !coordination.manages(&posting) {
        return Err(none().into());
    }
    let application = tx.find_application(id)?.ok_or_else(none)?;
    let candidate = tx.find_candidate(application.candidate_id)?.ok_or_else(none)?;
    // A second engagement of it is refused by the store.
    if application.status != ApplicationStatus::Engaged {
        stages::move_within((engine, actor), tx, application, Move::to(ApplicationStatus::Engaged))?;
    }
    Ok(Basis { origin: EngagementOrigin::Application(id), posting, candidate })
}

/// A posting that is managed, and a person whose identity is open: nobody engages people whose names they may not know.
fn find_direct(
    engine: &Engine,
    tx: &mut Tx<'_>,
    coordination: &Coordination<'_>,
    direct: &DirectEngagement,
) -> Result<Basis, MatchingError> {
    let mut faults = Faults::default();
    let posting = tx.find_posting(direct.posting_id)?.filter(|posting| coordination.manages(posting));
    if posting.is_none() {
        faults.add("/posting_id", FaultCode::UnknownReference, "no such posting that you manage");
    }
    let candidate = find_named_within(tx, coordination, direct.candidate_id, engine.now())?;
    if candidate.is_none() {
        let detail = "no such person, or their name is not open to you";
        faults.add("/candidate_id", FaultCode::UnknownReference, detail);
    }
    faults.guard(())?;
    let (Some(posting), Some(candidate)) = (posting, candidate) else {
        return Err(MatchingError::not_found("engagement"));
    };
    Ok(Basis { origin: EngagementOrigin::Direct { reason: direct.reason.clone() }, posting, candidate })
}

fn insert(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    Basis { origin, posting, candidate }: Basis,
    terms: EngagementTerms,
) -> Result<Engagement, MatchingError> {
    let at = engine.now();
    let warnings = warnings(&terms, terms.starts_on, main_job(&candidate));
    check_permission(engine, (&origin, &terms), warnings)?;
    let engagement = Engagement {
        id: engine.new_id(EngagementId::from_parts),
        posting_id: posting.id,
        candidate_id: candidate.id,
        organization_id: posting.organization_id,
        version: 1,
        created_at: at,
        updated_at: at,
        origin,
        renews_id: None,
        renewed_by_id: None,
        terms,
        status: EngagementStatus::Running,
        end: None,
        warnings,
    };
    tx.insert_engagement(&engagement)?;
    engine.record(tx, actor, touched(&engagement, "created", ChangeKind::Created))?;
    tell_the_persons_body(engine, tx, &engagement, ChangeKind::Created)?;
    Ok(engagement)
}

/// Paid work of a public employee begins with what shows the permission (地方公務員法 38条); work without an application
/// that was over before today is history, and is warned of only.
fn check_permission(
    engine: &Engine,
    (origin, terms): (&EngagementOrigin, &EngagementTerms),
    warnings: WordSet<EngagementWarning>,
) -> Result<(), MatchingError> {
    let today = engine.now().day_in_japan();
    let is_history =
        matches!(origin, EngagementOrigin::Direct { .. }) && terms.ends_on.is_some_and(|last| last < today);
    if is_history || !warnings.contains(EngagementWarning::PermissionMissing) {
        return Ok(());
    }
    Err(MatchingError::Conflict(Conflict {
        code: ConflictCode::PermissionMissing,
        detail: "a public employee needs permission for paid work: write what shows it, or note in the person's main job that it is permitted".to_owned(),
        pointer: Some("/terms/permission_evidence"),
    }))
}

fn main_job(candidate: &Candidate) -> MainJobFacts {
    let main_job = candidate.content.profile.main_job;
    MainJobFacts {
        is_public_employee: main_job.public_employee,
        is_permitted: main_job.permission == Some(MainJobPermission::Permitted),
    }
}

fn main_job_of(tx: &mut Tx<'_>, id: CandidateId) -> Result<MainJobFacts, MatchingError> {
    Ok(tx.find_candidate(id)?.map(|candidate| main_job(&candidate)).unwrap_or_default())
}

/// The first day of the work, that of what was renewed included.
pub(crate) fn first_day(tx: &mut Tx<'_>, engagement: &Engagement) -> Result<NaiveDate, MatchingError> {
    let mut first_on = engagement.terms.starts_on;
    let mut before = engagement.renews_id;
    while let Some(id) = before {
        let Some(renewed) = tx.find_engagement(id)? else { break };
        first_on = first_on.min(renewed.terms.starts_on);
        before = renewed.renews_id;
    }
    Ok(first_on)
}

fn check_running(engagement: &Engagement) -> Result<(), MatchingError> {
    match engagement.status {
        EngagementStatus::Running => Ok(()),
        ended => {
            let detail = format!("the engagement is {ended}, and its terms stay as they were");
            Err(MatchingError::conflict(ConflictCode::AlreadyEnded, detail))
        }
    }
}

/// An engagement that the actor may see.
fn find_seen(
    engine: &Engine,
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: EngagementId,
) -> Result<Engagement, MatchingError> {
    let (engagement, sight) = find(engine, tx, actor, id)?;
    match sight {
        Sight::Managed | Sight::OwnPerson => Ok(engagement),
        Sight::Nothing => Err(MatchingError::not_found("engagement")),
    }
}

/// An engagement that the actor may change.
fn find_managed(
    engine: &Engine,
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: EngagementId,
) -> Result<Engagement, MatchingError> {
    let (engagement, sight) = find(engine, tx, actor, id)?;
    match sight {
        Sight::Managed => Ok(engagement),
        Sight::OwnPerson => Err(MatchingError::forbidden(
            "an engagement is written by the posting's body and those who coordinate it",
        )),
        Sight::Nothing => Err(MatchingError::not_found("engagement")),
    }
}

/// Why an engagement is visible, if it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sight {
    Managed,
    OwnPerson,
    Nothing,
}

fn find(
    engine: &Engine,
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: EngagementId,
) -> Result<(Engagement, Sight), MatchingError> {
    let none = || MatchingError::not_found("engagement");
    let engagement = tx.find_engagement(id)?.ok_or_else(none)?;
    let coordination = Coordination::of(tx, actor, engine.now(), &engine.reference.regions)?;
    let posting = tx.find_posting(engagement.posting_id)?.ok_or_else(none)?;
    if coordination.manages(&posting) {
        return Ok((engagement, Sight::Managed));
    }
    let person = tx.find_candidate(engagement.candidate_id)?;
    let is_own = person.is_some_and(|person| person.organization_id == actor.organization_id);
    Ok((engagement, if is_own { Sight::OwnPerson } else { Sight::Nothing }))
}

/// Writes a changed engagement down, as its next version.
fn save(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    changed: Engagement,
    act: &str,
) -> Result<Engagement, MatchingError> {
    let after = Engagement { version: changed.version + 1, updated_at: engine.now(), ..changed };
    if !tx.update_engagement(&after, after.version - 1)? {
        return Err(changed_meanwhile());
    }
    engine.record(tx, actor, touched(&after, act, ChangeKind::Updated))?;
    tell_the_persons_body(engine, tx, &after, ChangeKind::Updated)?;
    Ok(after)
}

fn tell_the_persons_body(
    engine: &Engine,
    tx: &mut Tx<'_>,
    engagement: &Engagement,
    kind: ChangeKind,
) -> Result<(), MatchingError> {
    let person = tx.find_candidate(engagement.candidate_id)?;
    let body = person.map(|person| person.organization_id).filter(|body| *body != engagement.organization_id);
    match body {
        Some(body) => engine.tell(tx, body, &touched(engagement, "", kind)),
        None => Ok(()),
    }
}

fn touched<'a>(engagement: &Engagement, act: &'a str, kind: ChangeKind) -> Touched<'a> {
    Touched {
        resource: "engagement",
        id: engagement.id.to_string(),
        owner: engagement.organization_id,
        version: engagement.version,
        act,
        kind,
        at: engagement.updated_at,
    }
}
