//! 本人のページ: what a person sees and does with the key that a letter brought them, without an account.
//!
//! A key opens one application and the person's own data, and nothing of anybody else: no rank, no score, no mark, no
//! decision that was not told. An unknown, an expired and a revoked key are told alike.

use domain::{
    Actor, Application, ApplicationAccess, ApplicationAccessId, ApplicationId, ApplicationStatus, Candidate,
    CandidateContent, ChangeKind, Consent, ConsentId, Encounter, FaultCode, Faults, Mover, PageRequest,
    Posting, Recipient, Scope, WordSet, limits,
};
use store::Tx;

use crate::applications::touched;
use crate::candidates::replace_candidate;
use crate::consents::withdraw_consent;
use crate::engine::Engine;
use crate::error::{MatchingError, Replacement};
use crate::once::Once;
use crate::permissions::{bodies_that_see, require};
use crate::postings::without_key;
use crate::secret;
use crate::stages::{Move, find_held, move_within};

mod explanation;
mod wording;

pub use explanation::OwnExplanation;
pub use wording::Sentence;

/// Days for which a key opens the page when nothing else is asked.
pub const USUAL_DAYS: i64 = 60;
/// The kind of secret that a key is.
pub(crate) const KIND: &str = "tsp";
/// Consents shown at most; a person has few.
const CONSENTS: usize = 200;

domain::words! {
    /// What a person answers to an offer.
    pub enum OfferAnswer {
        /// 承諾する
        Accept = "accept",
        /// 辞退する
        Decline = "decline",
    }
}

domain::words! {
    /// What a person may do on their page now.
    pub enum OwnAct {
        /// Accept the offer.
        Accept = "accept",
        /// Decline the offer.
        Decline = "decline",
        /// Withdraw the application, and with it the consent that it is.
        Withdraw = "withdraw",
    }
}

/// A key just made; the secret is shown this once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuedAccess {
    /// The record.
    pub access: ApplicationAccess,
    /// `tsp_` and 52 characters.
    pub secret: String,
}

/// A consent of the person's, and to whom in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnConsent {
    /// The consent.
    pub consent: Consent,
    /// The body's name; `None` where every body is meant.
    pub recipient_name: Option<String>,
}

/// What the person's page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnPage {
    /// The application.
    pub application: Application,
    /// The posting, as everybody may read it.
    pub posting: Posting,
    /// The name of its body.
    pub organization_name: String,
    /// The stage in words.
    pub stage: Sentence,
    /// What happens next, in words.
    pub next: Sentence,
    /// Why it was declined, in words.
    pub reason: Option<Sentence>,
    /// What the person may do now.
    pub may: Vec<OwnAct>,
    /// Why they fit, and what would help.
    pub explanation: OwnExplanation,
    /// What is held of the person.
    pub candidate: Candidate,
    /// Who may see it besides, withdrawn ones included.
    pub consents: Vec<OwnConsent>,
    /// The bodies that see name and contact because of this application; empty once it is withdrawn.
    pub seen_by: Vec<String>,
    /// The meetings, without what the posting's side says.
    pub encounters: Vec<Encounter>,
}

/// Makes a key of the page of an application.
///
/// # Errors
/// Faults; no such application; not the body that registered the person.
pub fn create_access_token(
    engine: &Engine,
    actor: &Actor,
    (id, valid_days): (ApplicationId, Option<i64>),
    once: &Once<'_, IssuedAccess>,
) -> Result<IssuedAccess, MatchingError> {
    require(actor, Scope::ApplicationsWrite)?;
    let days = valid_days.unwrap_or(USUAL_DAYS);
    let mut faults = Faults::default();
    limits::range("/valid_days", days, limits::ACCESS_DAYS, &mut faults);
    faults.guard(())?;
    engine.write(|tx| {
        let application = find_own_applicant(engine, tx, actor, id)?;
        let issued = issue_within(engine, tx, &application, days)?;
        engine.record(tx, actor, touched(&application, "access_issued", ChangeKind::Updated))?;
        once.keep((engine, tx, actor), &issued, Some(application.candidate_id))?;
        Ok(issued)
    })
}

/// Revokes every key of the page of an application; they open nothing in the next request.
///
/// # Errors
/// No such application; not the body that registered the person.
pub fn revoke_access_tokens(engine: &Engine, actor: &Actor, id: ApplicationId) -> Result<(), MatchingError> {
    require(actor, Scope::ApplicationsWrite)?;
    engine.write(|tx| {
        let application = find_own_applicant(engine, tx, actor, id)?;
        if tx.revoke_application_access(id, engine.now())? > 0 {
            engine.record(tx, actor, touched(&application, "access_revoked", ChangeKind::Updated))?;
        }
        Ok(())
    })
}

/// Makes a key within a transaction of another use case, which has checked that the person may be written to.
///
/// # Errors
/// Only those of the database.
pub(crate) fn issue_within(
    engine: &Engine,
    tx: &mut Tx<'_>,
    application: &Application,
    days: i64,
) -> Result<IssuedAccess, MatchingError> {
    let secret = secret::make(KIND, engine.entropy.as_ref());
    open_within(engine, tx, application.id, (secret, days))
}

/// Lets a secret that was made elsewhere open the page of an application; the secret itself is not kept.
///
/// # Errors
/// Only those of the database.
pub(crate) fn open_within(
    engine: &Engine,
    tx: &mut Tx<'_>,
    application_id: ApplicationId,
    (secret, days): (String, i64),
) -> Result<IssuedAccess, MatchingError> {
    let at = engine.now();
    let access = ApplicationAccess {
        id: engine.new_id(ApplicationAccessId::from_parts),
        application_id,
        hash: secret::hash(&secret),
        created_at: at,
        expires_at: at.plus_seconds(days * 24 * 3600),
        revoked_at: None,
    };
    tx.insert_application_access(&access)?;
    Ok(IssuedAccess { access, secret })
}

/// What the page of a key shows.
///
/// # Errors
/// [`MatchingError::NotFound`] for a key that opens nothing.
pub fn show_own_page(engine: &Engine, token: &str) -> Result<OwnPage, MatchingError> {
    engine.store.read(|tx| {
        let application = find_opened(engine, tx, token)?;
        let posting = tx.find_posting(application.posting_id)?.ok_or_else(closed)?;
        let candidate = tx.find_candidate(application.candidate_id)?.ok_or_else(closed)?;
        let mut encounters = tx.list_encounters_of(application.id)?;
        encounters.iter_mut().for_each(|encounter| encounter.content.posting_side = None);
        let organization_name = name_of(tx, posting.organization_id)?;
        let regions = &engine.reference.regions;
        let bodies = bodies_that_see(tx, (&application, &posting), engine.now(), regions)?;
        let seen_by = bodies.into_iter().map(|body| name_of(tx, body)).collect::<Result<_, _>>()?;
        let everything = PageRequest { limit: CONSENTS, after: None };
        let mut consents = Vec::new();
        for consent in tx.list_consents(candidate.id, &everything)?.items {
            let recipient_name = match consent.content.recipient {
                Recipient::Any => None,
                Recipient::Organization(id) => Some(name_of(tx, id)?),
            };
            consents.push(OwnConsent { consent, recipient_name });
        }
        Ok(OwnPage {
            stage: wording::stage(application.status),
            next: wording::next(&application),
            reason: application.reason_category.map(wording::reason),
            may: acts(application.status),
            explanation: explanation::explain(engine, &posting, &candidate),
            posting: without_key(posting),
            application,
            organization_name,
            candidate,
            consents,
            seen_by,
            encounters,
        })
    })
}

/// The person withdraws.
///
/// # Errors
/// A key that opens nothing; an application that cannot be withdrawn any more.
pub fn withdraw_own_application(engine: &Engine, token: &str, request_id: &str) -> Result<(), MatchingError> {
    act(engine, token, request_id, &Move::to(ApplicationStatus::Withdrawn))
}

/// The person answers an offer.
///
/// # Errors
/// A key that opens nothing; no offer to answer (what may be done is named); no seat left.
pub fn answer_offer(
    engine: &Engine,
    token: &str,
    request_id: &str,
    answer: OfferAnswer,
) -> Result<(), MatchingError> {
    let step = match answer {
        OfferAnswer::Accept => Move::to(ApplicationStatus::Accepted),
        OfferAnswer::Decline => Move {
            reason_category: Some(domain::DeclineReason::PersonDeclined),
            ..Move::to(ApplicationStatus::Declined)
        },
    };
    act(engine, token, request_id, &step)
}

/// The person whose page a key opens, with everything that is held of them.
///
/// # Errors
/// A key that opens nothing.
pub fn get_own_data(engine: &Engine, token: &str) -> Result<Candidate, MatchingError> {
    engine.store.read(|tx| {
        let application = find_opened(engine, tx, token)?;
        tx.find_candidate(application.candidate_id)?.ok_or_else(closed)
    })
}

/// The person corrects what is held of them. The key under which their body keeps them stays that body's.
///
/// # Errors
/// A key that opens nothing; faults; somebody else changed it meanwhile.
pub fn correct_own_data(
    engine: &Engine,
    token: &str,
    request_id: &str,
    replacement: Replacement<CandidateContent>,
) -> Result<Candidate, MatchingError> {
    let before = get_own_data(engine, token)?;
    if replacement.content.external_id != before.content.external_id {
        let detail = "is the key of the body that registered you; leave it out";
        return Err(Faults::one("/external_id", FaultCode::NotAllowed, detail).into());
    }
    let application = engine.store.read(|tx| find_opened(engine, tx, token))?;
    replace_candidate(engine, &person(&application, request_id), before.id, replacement)
}

/// The person withdraws a consent; in the next request it opens nothing any more.
///
/// # Errors
/// A key that opens nothing; no such consent of theirs.
pub fn withdraw_own_consent(
    engine: &Engine,
    token: &str,
    request_id: &str,
    id: ConsentId,
) -> Result<(), MatchingError> {
    let application = engine.store.read(|tx| find_opened(engine, tx, token))?;
    let actor = person(&application, request_id);
    withdraw_consent(engine, &actor, application.candidate_id, id).map(|_| ())
}

fn act(engine: &Engine, token: &str, request_id: &str, step: &Move) -> Result<(), MatchingError> {
    engine.write(|tx| {
        let opened = find_opened(engine, tx, token)?;
        let actor = person(&opened, request_id);
        // Held in the order in which posting and application may both be changed.
        let (_, application) = find_held(engine, tx, &actor, opened.id)?;
        move_within((engine, &actor), tx, application, step.clone().by(Mover::Person))?;
        Ok(())
    })?;
    engine.pool.touch();
    Ok(())
}

/// The application that a key opens now; it is not held, for its posting is to be held first.
fn find_opened(engine: &Engine, tx: &mut Tx<'_>, token: &str) -> Result<Application, MatchingError> {
    let hash = secret::hash(token);
    let access = tx
        .find_application_access(&hash)?
        .filter(|access| secret::same(&access.hash, &hash) && access.is_valid_at(engine.now()))
        .ok_or_else(closed)?;
    tx.look_at_application(access.application_id)?.ok_or_else(closed)
}

fn closed() -> MatchingError {
    MatchingError::not_found("page")
}

fn name_of(tx: &mut Tx<'_>, id: domain::OrganizationId) -> Result<String, MatchingError> {
    Ok(tx.find_organization(id)?.map(|body| body.content.name).unwrap_or_default())
}

fn acts(status: ApplicationStatus) -> Vec<OwnAct> {
    let mut acts = Vec::new();
    if status == ApplicationStatus::Offered {
        acts.extend([OwnAct::Accept, OwnAct::Decline]);
    }
    if status.may_be_withdrawn() {
        acts.push(OwnAct::Withdraw);
    }
    acts
}

/// The person acts in the name of the body that registered them, by no key and no user.
fn person(application: &Application, request_id: &str) -> Actor {
    let scopes: WordSet<Scope> = [Scope::CandidatesWrite].into_iter().collect();
    Actor {
        organization_id: application.organization_id,
        api_key_id: None,
        user_id: None,
        scopes,
        request_id: request_id.to_owned(),
    }
}

fn find_own_applicant(
    engine: &Engine,
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: ApplicationId,
) -> Result<Application, MatchingError> {
    let (_, application) = find_held(engine, tx, actor, id)?;
    if application.organization_id == actor.organization_id {
        return Ok(application);
    }
    Err(MatchingError::forbidden("the page of a person is opened by the body that registered them"))
}
