//! Consents: what of a person is open to whom. Giving and withdrawing takes effect in the same request.

use domain::{
    Actor, Candidate, CandidateId, ChangeKind, Consent, ConsentContent, ConsentId, FaultCode, Faults, Page,
    PageRequest, Recipient, Scope, Shown,
};
use store::Tx;

use crate::candidates::{find_own, touched};
use crate::disclosures::record_parts;
use crate::engine::Engine;
use crate::error::{ConflictCode, MatchingError};
use crate::once::Once;
use crate::permissions::require;

/// Writes down a consent of a person of the actor's organization.
///
/// # Errors
/// Faults of the content (an unknown recipient too), no such person.
pub fn create_consent(
    engine: &Engine,
    actor: &Actor,
    (candidate_id, content): (CandidateId, ConsentContent),
    once: &Once<'_, Consent>,
) -> Result<Consent, MatchingError> {
    require(actor, Scope::CandidatesWrite)?;
    let content = content.checked()?;
    let (consent, candidate, standing) = engine.write(|tx| {
        find_own(tx, actor, candidate_id)?;
        if let Recipient::Organization(recipient) = content.recipient
            && tx.find_organization(recipient)?.is_none()
        {
            let detail = "no such organization; name one of the directory, or any";
            return Err(Faults::one("/recipient", FaultCode::UnknownReference, detail).into());
        }
        let consent = Consent {
            id: engine.new_id(ConsentId::from_parts),
            candidate_id,
            created_at: engine.now(),
            withdrawn_at: None,
            content: content.clone(),
        };
        tx.insert_consent(&consent)?;
        let (candidate, standing) = touch(engine, tx, actor, (candidate_id, "consent_given"))?;
        once.keep((engine, tx, actor), &consent, Some(candidate_id))?;
        Ok::<_, MatchingError>((consent, candidate, standing))
    })?;
    engine.pool.put_candidate(&candidate, &standing);
    Ok(consent)
}

/// The consents of a person of the actor's organization, withdrawn ones too.
///
/// # Errors
/// No such person.
pub fn list_consents(
    engine: &Engine,
    actor: &Actor,
    candidate_id: CandidateId,
    page: &PageRequest<ConsentId>,
) -> Result<Page<Consent>, MatchingError> {
    require(actor, Scope::CandidatesRead)?;
    let found = engine.store.read(|tx| {
        find_own(tx, actor, candidate_id)?;
        Ok::<_, MatchingError>(tx.list_consents(candidate_id, page)?)
    })?;
    record_parts(engine, actor, Shown::Consent, &[candidate_id])?;
    Ok(found)
}

/// One consent.
///
/// # Errors
/// No such person or consent.
pub fn get_consent(
    engine: &Engine,
    actor: &Actor,
    candidate_id: CandidateId,
    id: ConsentId,
) -> Result<Consent, MatchingError> {
    require(actor, Scope::CandidatesRead)?;
    let consent = engine.store.read(|tx| find(tx, actor, candidate_id, id))?;
    record_parts(engine, actor, Shown::Consent, &[candidate_id])?;
    Ok(consent)
}

/// Withdraws a consent; doing so again changes nothing.
///
/// # Errors
/// No such person or consent.
pub fn withdraw_consent(
    engine: &Engine,
    actor: &Actor,
    candidate_id: CandidateId,
    id: ConsentId,
) -> Result<Consent, MatchingError> {
    require(actor, Scope::CandidatesWrite)?;
    let (consent, (candidate, standing)) = engine.write(|tx| {
        let before = find(tx, actor, candidate_id, id)?;
        if before.withdrawn_at.is_some() {
            // Somebody may have withdrawn it a moment ago whose change has not reached the pool yet.
            let known = (find_own(tx, actor, candidate_id)?, tx.list_consents_of(&[candidate_id])?);
            return Ok((before, known));
        }
        let at = engine.now();
        if !tx.withdraw_consent(id, at)? {
            return Err(MatchingError::conflict(
                ConflictCode::AlreadyEnded,
                "the consent is withdrawn already",
            ));
        }
        let changed = touch(engine, tx, actor, (candidate_id, "consent_withdrawn"))?;
        Ok((Consent { withdrawn_at: Some(at), ..before }, changed))
    })?;
    engine.pool.put_candidate(&candidate, &standing);
    Ok(consent)
}

fn find(
    tx: &mut Tx<'_>,
    actor: &Actor,
    candidate_id: CandidateId,
    id: ConsentId,
) -> Result<Consent, MatchingError> {
    find_own(tx, actor, candidate_id)?;
    tx.find_consent(id)?
        .filter(|consent| consent.candidate_id == candidate_id)
        .ok_or_else(|| MatchingError::not_found("consent"))
}

/// A consent is part of its person: the person's version grows, so that the pool and every cache notice.
fn touch(
    engine: &Engine,
    tx: &mut Tx<'_>,
    actor: &Actor,
    (candidate_id, act): (CandidateId, &str),
) -> Result<(Candidate, Vec<Consent>), MatchingError> {
    tx.touch_candidate(candidate_id, engine.now())?;
    let candidate = find_own(tx, actor, candidate_id)?;
    engine.record(tx, actor, touched(&candidate, act, ChangeKind::Updated))?;
    let consents = tx.list_consents_of(&[candidate_id])?;
    Ok((candidate, consents))
}
