//! Applications: a body applies with a person it registered; the posting's body and its coordinator see it.

use std::collections::HashMap;

use domain::posting::Window;
use domain::{
    Actor, Application, ApplicationId, ApplicationStatus, Candidate, CandidateId, ChangeKind, ExternalId,
    FaultCode, Faults, Mover, Page, PageRequest, Posting, PostingId, PostingOrder, PostingSearch,
    PostingStatus, Scope, Shown, Timestamp, WordSet,
};
use store::{ApplicationFilter, PostingFilter, Tx};

use crate::candidates::find_own;
use crate::disclosures::{PeopleShown, record_shown};
use crate::engine::Engine;
use crate::error::{ConflictCode, Expected, MatchingError, check_version};
use crate::journal::Touched;
use crate::once::Once;
use crate::permissions::{Coordination, require};
use crate::postings::find_visible;
use crate::stages::{self, Move};

mod bulk;
mod messages;

pub use bulk::submit_applications;
use messages::close_messages;

/// A record by its id, or by the key under which those who manage it keep it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named<Id> {
    /// By id.
    Id(Id),
    /// By key.
    ExternalId(ExternalId),
}

/// An application to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewApplication {
    /// To which posting.
    pub posting: Named<PostingId>,
    /// Who.
    pub candidate: Named<CandidateId>,
    /// 応募の言葉.
    pub message: Option<String>,
}

/// Which applications a list shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ListApplications {
    /// Only to this posting.
    pub posting_id: Option<PostingId>,
    /// Only of this person.
    pub candidate_id: Option<CandidateId>,
    /// Only in one of these statuses; in any when there are none.
    pub statuses: WordSet<ApplicationStatus>,
    /// Only open ones that are due at this instant or earlier.
    pub due_until: Option<Timestamp>,
}

/// Applies. While it stands, the application opens the person, name and contact too, to the posting's body.
///
/// # Errors
/// An unknown posting or person, a posting that is not published or outside its window, a standing application.
pub fn create_application(
    engine: &Engine,
    actor: &Actor,
    new: NewApplication,
    once: &Once<'_, Application>,
) -> Result<Application, MatchingError> {
    require(actor, Scope::ApplicationsWrite)?;
    checked(&new)?;
    let application = engine.write(|tx| {
        let application = submit_within(engine, tx, actor, &new)?;
        once.keep((engine, tx, actor), &application, Some(application.candidate_id))?;
        Ok(application)
    })?;
    engine.pool.touch();
    Ok(application)
}

fn checked(new: &NewApplication) -> Result<(), Faults> {
    let mut faults = Faults::default();
    domain::limits::Text::new("/message", domain::limits::PROSE)
        .optional(new.message.as_deref(), &mut faults);
    faults.guard(())
}

pub(crate) fn submit_within(
    engine: &Engine,
    tx: &mut Tx<'_>,
    actor: &Actor,
    new: &NewApplication,
) -> Result<Application, MatchingError> {
    let both = find_both(engine, tx, actor, new)?;
    submit_found((engine, actor), tx, &both, new)
}

fn submit_found(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    (posting, candidate): &(Posting, Candidate),
    new: &NewApplication,
) -> Result<Application, MatchingError> {
    let at = engine.now();
    check_takes_applications(posting, at)?;
    if tx.find_standing_application(posting.id, candidate.id)?.is_some() {
        let detail = "the person has already applied to this posting";
        return Err(MatchingError::conflict(ConflictCode::AlreadyApplied, detail));
    }
    stages::check_pending_cap(tx, posting, candidate.id)?;
    let application = Application {
        id: engine.new_id(ApplicationId::from_parts),
        posting_id: posting.id,
        candidate_id: candidate.id,
        organization_id: actor.organization_id,
        version: 1,
        status: ApplicationStatus::Submitted,
        message: new.message.clone(),
        stage_entered_at: at,
        due_at: stages::due_at(tx, posting, (ApplicationStatus::Submitted, at))?,
        reminded_at: None,
        reason_category: None,
        redirected_to: None,
        created_at: at,
        updated_at: at,
    };
    tx.insert_application(&application)?;
    stages::begin(tx, actor, &application)?;
    engine.record(tx, actor, touched(&application, "submitted", ChangeKind::Created))?;
    tell_posting_body(engine, tx, &application, ChangeKind::Created)?;
    Ok(application)
}

/// Tells the bodies of the postings that applications of somebody who is being deleted are gone.
pub(crate) fn tell_of_deletion(
    engine: &Engine,
    tx: &mut Tx<'_>,
    candidate_id: CandidateId,
) -> Result<(), MatchingError> {
    for application in tx.list_applications_of(candidate_id)? {
        tell_gone(engine, tx, application)?;
    }
    Ok(())
}

/// Tells both sides that an application is gone.
pub(crate) fn tell_gone(
    engine: &Engine,
    tx: &mut Tx<'_>,
    application: Application,
) -> Result<(), MatchingError> {
    let version = application.version + 1;
    let gone = Application { version, updated_at: engine.now(), ..application };
    engine.tell(tx, gone.organization_id, &touched(&gone, "deleted", ChangeKind::Deleted))?;
    tell_posting_body(engine, tx, &gone, ChangeKind::Deleted)
}

pub(crate) fn tell_posting_body(
    engine: &Engine,
    tx: &mut Tx<'_>,
    application: &Application,
    kind: ChangeKind,
) -> Result<(), MatchingError> {
    let posting = tx.find_posting(application.posting_id)?;
    let other =
        posting.map(|posting| posting.organization_id).filter(|body| *body != application.organization_id);
    match other {
        Some(body) => engine.tell(tx, body, &touched(application, "", kind)),
        None => Ok(()),
    }
}

/// One application.
///
/// # Errors
/// None such, or none visible.
pub fn get_application(
    engine: &Engine,
    actor: &Actor,
    id: ApplicationId,
) -> Result<Application, MatchingError> {
    require(actor, Scope::ApplicationsRead)?;
    let found = engine.store.read(|tx| {
        let mut found = [find(engine, tx, actor, id)?];
        close_messages((engine, actor), tx, &mut found)?;
        Ok::<_, MatchingError>(found)
    })?;
    note_shown(engine, actor, &found)?;
    let [found] = found;
    Ok(found)
}

/// Puts on record whose applications are shown.
fn note_shown(engine: &Engine, actor: &Actor, applications: &[Application]) -> Result<(), MatchingError> {
    let whom = applications.iter().map(|one| (one.candidate_id, one.organization_id));
    record_shown(engine, actor, &PeopleShown::parts(actor.organization_id, Shown::Application, whom))
}

/// The applications that the actor may see: of people it registered, and to postings it manages.
///
/// # Errors
/// A missing scope.
pub fn list_applications(
    engine: &Engine,
    actor: &Actor,
    filter: ListApplications,
    page: &PageRequest<ApplicationId>,
) -> Result<Page<Application>, MatchingError> {
    require(actor, Scope::ApplicationsRead)?;
    let found = engine.store.read(|tx| {
        let coordination = Coordination::of(tx, actor, engine.now(), &engine.reference.regions)?;
        let filter = ApplicationFilter {
            viewer: coordination.viewer(),
            posting_id: filter.posting_id,
            candidate_id: filter.candidate_id,
            statuses: filter.statuses,
            due_until: filter.due_until,
        };
        let mut found = tx.list_applications(&filter, page)?;
        close_messages((engine, actor), tx, &mut found.items)?;
        Ok::<_, MatchingError>(found)
    })?;
    note_shown(engine, actor, &found.items)?;
    Ok(found)
}

/// How many standing applications each of the postings has; postings that the actor does not manage are left out.
///
/// # Errors
/// A missing scope.
pub fn count_applications(
    engine: &Engine,
    actor: &Actor,
    posting_ids: &[PostingId],
) -> Result<HashMap<PostingId, u64>, MatchingError> {
    require(actor, Scope::ApplicationsRead)?;
    engine.store.read(|tx| {
        let coordination = Coordination::of(tx, actor, engine.now(), &engine.reference.regions)?;
        let mut managed = tx.list_postings_by_ids(posting_ids)?;
        managed.retain(|posting| coordination.manages(posting));
        let ids: Vec<PostingId> = managed.iter().map(|posting| posting.id).collect();
        Ok(tx.count_applications(&ids)?)
    })
}

/// Withdraws an application, and with it the consent it was.
///
/// # Errors
/// None such, not the applicant's body, withdrawn already, another version.
pub fn withdraw_application(
    engine: &Engine,
    actor: &Actor,
    id: ApplicationId,
    expected: Expected,
) -> Result<Application, MatchingError> {
    require(actor, Scope::ApplicationsWrite)?;
    let application = engine.write(|tx| {
        let (_, before) = stages::find_held(engine, tx, actor, id)?;
        if before.organization_id != actor.organization_id {
            let detail = "an application is withdrawn by the body that registered the person";
            return Err(MatchingError::forbidden(detail));
        }
        check_version(expected, before.version)?;
        if before.status == ApplicationStatus::Withdrawn {
            let detail = "the application is withdrawn already";
            return Err(MatchingError::conflict(ConflictCode::AlreadyEnded, detail));
        }
        stages::move_within(
            (engine, actor),
            tx,
            before,
            Move::to(ApplicationStatus::Withdrawn).by(Mover::ApplicantBody),
        )
    })?;
    engine.pool.touch();
    note_shown(engine, actor, std::slice::from_ref(&application))?;
    Ok(application)
}

/// The posting and the person, when both exist for the actor; else a fault for each that does not.
fn find_both(
    engine: &Engine,
    tx: &mut Tx<'_>,
    actor: &Actor,
    new: &NewApplication,
) -> Result<(Posting, Candidate), MatchingError> {
    let mut faults = Faults::default();
    let posting = match &new.posting {
        Named::Id(id) => find_visible(engine, tx, actor, *id).map(|(posting, _)| posting),
        Named::ExternalId(key) => find_by_key(engine, tx, actor, key),
    };
    if matches!(posting, Err(MatchingError::NotFound { .. })) {
        let (pointer, detail) = match new.posting {
            Named::Id(_) => ("/posting_id", "no such posting"),
            Named::ExternalId(_) => (
                "/posting_external_id",
                "none, or more than one, of the postings that you manage has this key",
            ),
        };
        faults.add(pointer, FaultCode::UnknownReference, detail);
    }
    let candidate = match &new.candidate {
        Named::Id(id) => find_own(tx, actor, *id),
        Named::ExternalId(key) => tx
            .find_candidate_by_external_id(actor.organization_id, key)?
            .ok_or_else(|| MatchingError::not_found("candidate")),
    };
    if matches!(candidate, Err(MatchingError::NotFound { .. })) {
        let (pointer, detail) = match new.candidate {
            Named::Id(_) => ("/candidate_id", "no such candidate of your organization"),
            Named::ExternalId(_) => {
                ("/candidate_external_id", "no candidate of your organization has this key")
            }
        };
        faults.add(pointer, FaultCode::UnknownReference, detail);
    }
    faults.guard(())?;
    Ok((posting?, candidate?))
}

/// The one posting that the actor manages under a key; its own before those that it coordinates.
fn find_by_key(
    engine: &Engine,
    tx: &mut Tx<'_>,
    actor: &Actor,
    key: &ExternalId,
) -> Result<Posting, MatchingError> {
    if let Some(own) = tx.find_posting_by_external_id(actor.organization_id, key)? {
        return Ok(own);
    }
    let coordination = Coordination::of(tx, actor, engine.now(), &engine.reference.regions)?;
    let search = PostingSearch { external_id: Some(key.clone()), ..PostingSearch::default() };
    let filter = PostingFilter { viewer: coordination.viewer(), others: Vec::new(), search };
    let one = PageRequest { limit: 1, after: None };
    let Page { mut items, has_more } = tx.list_postings(&filter, PostingOrder::Oldest, &one)?;
    items.pop().filter(|_| !has_more).ok_or_else(|| MatchingError::not_found("posting"))
}

pub(crate) fn check_takes_applications(posting: &Posting, at: Timestamp) -> Result<(), MatchingError> {
    if posting.status != PostingStatus::Published {
        let detail = format!("only a published posting takes applications; this one is {}", posting.status);
        return Err(MatchingError::conflict(ConflictCode::PostingNotPublished, detail));
    }
    match posting.window_at(at) {
        Window::Open => Ok(()),
        Window::NotYetOpen => Err(MatchingError::conflict(
            ConflictCode::WindowNotOpen,
            "the application window is not open yet",
        )),
        Window::Closed => {
            Err(MatchingError::conflict(ConflictCode::WindowClosed, "the application window has closed"))
        }
    }
}

pub(crate) fn find(
    engine: &Engine,
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: ApplicationId,
) -> Result<Application, MatchingError> {
    let none = || MatchingError::not_found("application");
    let application = tx.find_application(id)?.ok_or_else(none)?;
    if application.organization_id == actor.organization_id {
        return Ok(application);
    }
    let coordination = Coordination::of(tx, actor, engine.now(), &engine.reference.regions)?;
    let posting = tx.find_posting(application.posting_id)?;
    posting.filter(|posting| coordination.manages(posting)).map(|_| application).ok_or_else(none)
}

pub(crate) fn touched<'a>(application: &Application, act: &'a str, kind: ChangeKind) -> Touched<'a> {
    Touched {
        resource: "application",
        id: application.id.to_string(),
        owner: application.organization_id,
        version: application.version,
        act,
        kind,
        at: application.updated_at,
    }
}
