//! Agreements: written by the body that opens its postings, seen by both.

use domain::{
    Actor, Agreement, AgreementContent, AgreementId, ChangeKind, FaultCode, Faults, Page, PageRequest, Scope,
};
use store::Tx;

use crate::engine::Engine;
use crate::error::{ConflictCode, MatchingError, Replacement, changed_meanwhile, check_version};
use crate::journal::Touched;
use crate::once::Once;
use crate::permissions::require;

/// Writes an agreement down.
///
/// # Errors
/// Faults; bodies that do not exist; an agreement that would open another body's postings.
pub fn create_agreement(
    engine: &Engine,
    actor: &Actor,
    content: AgreementContent,
    once: &Once<'_, Agreement>,
) -> Result<Agreement, MatchingError> {
    require(actor, Scope::AgreementsWrite)?;
    let content = content.checked()?;
    let agreement = engine.write(|tx| {
        check_parties(tx, actor, &content)?;
        let at = engine.now();
        let agreement = Agreement {
            id: engine.new_id(AgreementId::from_parts),
            version: 1,
            created_at: at,
            updated_at: at,
            ended_at: None,
            content: content.clone(),
        };
        tx.insert_agreement(&agreement)?;
        engine.record(tx, actor, touched(&agreement, "created", ChangeKind::Created))?;
        once.keep((engine, tx, actor), &agreement, None)?;
        Ok::<_, MatchingError>(agreement)
    })?;
    engine.pool.touch();
    Ok(agreement)
}

/// One agreement of the actor's organization.
///
/// # Errors
/// None such.
pub fn get_agreement(engine: &Engine, actor: &Actor, id: AgreementId) -> Result<Agreement, MatchingError> {
    require(actor, Scope::AgreementsRead)?;
    engine.store.read(|tx| find(tx, actor, id))
}

/// The agreements of the actor's organization, on either side.
///
/// # Errors
/// A missing scope.
pub fn list_agreements(
    engine: &Engine,
    actor: &Actor,
    page: &PageRequest<AgreementId>,
) -> Result<Page<Agreement>, MatchingError> {
    require(actor, Scope::AgreementsRead)?;
    engine.store.read(|tx| Ok(tx.list_agreements(actor.organization_id, page)?))
}

/// Replaces what is written of an agreement; its two parties stay.
///
/// # Errors
/// Faults, none such, another version, other parties, ended.
pub fn replace_agreement(
    engine: &Engine,
    actor: &Actor,
    id: AgreementId,
    replacement: Replacement<AgreementContent>,
) -> Result<Agreement, MatchingError> {
    require(actor, Scope::AgreementsWrite)?;
    let Replacement { content, expected } = replacement;
    let content = content.checked()?;
    let agreement = engine.write(|tx| {
        let before = find_writable(tx, actor, id)?;
        check_version(expected, before.version)?;
        let parties = [
            ("/coordinator_id", before.content.coordinator_id != content.coordinator_id),
            ("/organization_id", before.content.organization_id != content.organization_id),
        ];
        let mut faults = Faults::default();
        for (pointer, _) in parties.into_iter().filter(|(_, other)| *other) {
            faults.add(pointer, FaultCode::NotAllowed, "the parties stay; make another agreement");
        }
        faults.guard(())?;
        let after = Agreement {
            version: before.version + 1,
            updated_at: engine.now(),
            content: content.clone(),
            ..before
        };
        save((engine, actor), tx, after, "updated")
    })?;
    engine.pool.touch();
    Ok(agreement)
}

/// Ends an agreement at once, for either side; ending it again changes nothing.
///
/// # Errors
/// None such.
pub fn end_agreement(engine: &Engine, actor: &Actor, id: AgreementId) -> Result<Agreement, MatchingError> {
    require(actor, Scope::AgreementsWrite)?;
    let agreement = engine.write(|tx| {
        let before = find(tx, actor, id)?;
        if before.ended_at.is_some() {
            return Ok(before);
        }
        let at = engine.now();
        let after = Agreement { version: before.version + 1, updated_at: at, ended_at: Some(at), ..before };
        save((engine, actor), tx, after, "ended")
    })?;
    engine.pool.touch();
    Ok(agreement)
}

fn find(tx: &mut Tx<'_>, actor: &Actor, id: AgreementId) -> Result<Agreement, MatchingError> {
    let involved = |agreement: &Agreement| {
        [agreement.content.coordinator_id, agreement.content.organization_id].contains(&actor.organization_id)
    };
    tx.find_agreement(id)?.filter(involved).ok_or_else(|| MatchingError::not_found("agreement"))
}

fn find_writable(tx: &mut Tx<'_>, actor: &Actor, id: AgreementId) -> Result<Agreement, MatchingError> {
    let agreement = find(tx, actor, id)?;
    if agreement.content.organization_id != actor.organization_id {
        return Err(MatchingError::forbidden("an agreement is changed by the body whose postings it opens"));
    }
    if agreement.ended_at.is_some() {
        return Err(MatchingError::conflict(ConflictCode::AlreadyEnded, "the agreement has ended"));
    }
    Ok(agreement)
}

fn check_parties(tx: &mut Tx<'_>, actor: &Actor, content: &AgreementContent) -> Result<(), MatchingError> {
    let mut faults = Faults::default();
    if tx.find_organization(content.coordinator_id)?.is_none() {
        faults.add("/coordinator_id", FaultCode::UnknownReference, "no such organization");
    }
    if content.organization_id != actor.organization_id {
        let detail =
            "must be your own organization: only the body whose postings are opened writes the agreement";
        faults.add("/organization_id", FaultCode::NotAllowed, detail);
    }
    Ok(faults.guard(())?)
}

fn save(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    after: Agreement,
    act: &str,
) -> Result<Agreement, MatchingError> {
    if !tx.update_agreement(&after, after.version - 1)? {
        return Err(changed_meanwhile());
    }
    engine.record(tx, actor, touched(&after, act, ChangeKind::Updated))?;
    Ok(after)
}

fn touched<'a>(agreement: &Agreement, act: &'a str, kind: ChangeKind) -> Touched<'a> {
    Touched {
        resource: "agreement",
        id: agreement.id.to_string(),
        owner: agreement.content.organization_id,
        version: agreement.version,
        act,
        kind,
        at: agreement.updated_at,
    }
}
