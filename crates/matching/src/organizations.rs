//! Organizations: registering, the directory, changing.
//!
//! The directory (name, kind, place) is open to every key, because consents and agreements name organizations by
//! id. A body is changed by itself or by the body that registered it. Its external id is the registrar's own key for
//! it: nobody else sees or sets it.

use domain::{
    Actor, ChangeKind, ExternalId, FaultCode, Faults, Organization, OrganizationContent, OrganizationId,
    Page, PageRequest, Scope,
};
use store::Tx;

use crate::directory::rename_within;
use crate::engine::Engine;
use crate::error::{
    ConflictCode, MatchingError, Replacement, Upserted, changed_meanwhile, check_version, despite_race,
};
use crate::journal::Touched;
use crate::once::Once;
use crate::permissions::require;

/// Registers a body.
///
/// # Errors
/// Faults of the content, a taken external id, a missing scope.
pub fn create_organization(
    engine: &Engine,
    actor: &Actor,
    content: OrganizationContent,
    once: &Once<'_, Organization>,
) -> Result<Organization, MatchingError> {
    require(actor, Scope::OrganizationsWrite)?;
    let content = content.checked()?;
    engine.write(|tx| {
        let organization = insert(engine, tx, actor, content.clone())?;
        once.keep((engine, tx, actor), &organization, None)?;
        Ok(organization)
    })
}

/// One body.
///
/// # Errors
/// None such, a missing scope.
pub fn get_organization(
    engine: &Engine,
    actor: &Actor,
    id: OrganizationId,
) -> Result<Organization, MatchingError> {
    require(actor, Scope::OrganizationsRead)?;
    let found = engine.store.read(|tx| Ok::<_, MatchingError>(tx.find_organization(id)?))?;
    found.map(|found| shown(actor, found)).ok_or_else(|| MatchingError::not_found("organization"))
}

/// The directory.
///
/// # Errors
/// A missing scope.
pub fn list_organizations(
    engine: &Engine,
    actor: &Actor,
    page: &PageRequest<OrganizationId>,
) -> Result<Page<Organization>, MatchingError> {
    require(actor, Scope::OrganizationsRead)?;
    engine.store.read(|tx| Ok(tx.list_organizations(page)?.map(|found| shown(actor, found))))
}

/// Replaces what is written of a body.
///
/// # Errors
/// Faults, none such, not the actor's to change, another version, a taken external id.
pub fn replace_organization(
    engine: &Engine,
    actor: &Actor,
    id: OrganizationId,
    replacement: Replacement<OrganizationContent>,
) -> Result<Organization, MatchingError> {
    require(actor, Scope::OrganizationsWrite)?;
    let Replacement { content, expected } = replacement;
    let content = content.checked()?;
    engine.write(|tx| {
        let before = tx.find_organization(id)?.ok_or_else(|| MatchingError::not_found("organization"))?;
        let after = update((engine, actor), tx, before, Replacement { content: content.clone(), expected })?;
        Ok(shown(actor, after))
    })
}

/// Makes or replaces a body by the registrar's own key for it.
///
/// # Errors
/// As creating and replacing.
pub fn upsert_organization(
    engine: &Engine,
    actor: &Actor,
    external_id: &ExternalId,
    replacement: Replacement<OrganizationContent>,
) -> Result<Upserted<Organization>, MatchingError> {
    require(actor, Scope::OrganizationsWrite)?;
    let Replacement { content, expected } = replacement;
    let content = OrganizationContent { external_id: Some(external_id.clone()), ..content }.checked()?;
    let upsert = || {
        engine.write(|tx| {
            let found = tx.find_organization_by_external_id(actor.organization_id, external_id)?;
            Ok(match found {
                Some(before) => {
                    let record = update(
                        (engine, actor),
                        tx,
                        before,
                        Replacement { content: content.clone(), expected },
                    )?;
                    Upserted { record, created: false }
                }
                None if expected.is_some() => return Err(MatchingError::not_found("organization")),
                None => Upserted { record: insert(engine, tx, actor, content.clone())?, created: true },
            })
        })
    };
    despite_race(upsert)
}

fn insert(
    engine: &Engine,
    tx: &mut Tx<'_>,
    actor: &Actor,
    content: OrganizationContent,
) -> Result<Organization, MatchingError> {
    if let Some(external_id) = &content.external_id
        && tx.find_organization_by_external_id(actor.organization_id, external_id)?.is_some()
    {
        return Err(external_id_taken(external_id));
    }
    let at = engine.now();
    let organization = Organization {
        id: engine.new_id(OrganizationId::from_parts),
        registered_by: Some(actor.organization_id),
        version: 1,
        created_at: at,
        updated_at: at,
        content,
    };
    tx.insert_organization(&organization)?;
    engine.record(tx, actor, touched(&organization, "created", ChangeKind::Created))?;
    Ok(organization)
}

fn update(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    before: Organization,
    Replacement { content, expected }: Replacement<OrganizationContent>,
) -> Result<Organization, MatchingError> {
    if before.id != actor.organization_id && before.registered_by != Some(actor.organization_id) {
        let detail = "an organization is changed by itself or by the one that registered it";
        return Err(MatchingError::forbidden(detail));
    }
    check_version(expected, before.version)?;
    let content = keep_registrars_key(actor, &before, content)?;
    if let (Some(registrar), Some(external_id)) = (before.registered_by, &content.external_id)
        && tx
            .find_organization_by_external_id(registrar, external_id)?
            .is_some_and(|other| other.id != before.id)
    {
        return Err(external_id_taken(external_id));
    }
    let after = Organization { version: before.version + 1, updated_at: engine.now(), content, ..before };
    if !tx.update_organization(&after, before.version)? {
        return Err(changed_meanwhile());
    }
    rename_within(tx, after.id, &after.content.name)?;
    engine.record(tx, actor, touched(&after, "updated", ChangeKind::Updated))?;
    Ok(after)
}

/// Whether the external id of a body is the actor's own key for it.
fn has_key_for(actor: &Actor, organization: &Organization) -> bool {
    organization.registered_by.unwrap_or(organization.id) == actor.organization_id
}

/// The body as the actor may see it.
fn shown(actor: &Actor, mut organization: Organization) -> Organization {
    if !has_key_for(actor, &organization) {
        organization.content.external_id = None;
    }
    organization
}

/// A body that changes itself keeps the key by which its registrar knows it.
fn keep_registrars_key(
    actor: &Actor,
    before: &Organization,
    content: OrganizationContent,
) -> Result<OrganizationContent, MatchingError> {
    if has_key_for(actor, before) {
        return Ok(content);
    }
    if content.external_id.is_some() {
        let detail = "is set by the organization that registered this one; leave it out";
        return Err(Faults::one("/external_id", FaultCode::NotAllowed, detail).into());
    }
    Ok(OrganizationContent { external_id: before.content.external_id.clone(), ..content })
}

/// The refusal of an external id that another record has.
pub(crate) fn external_id_taken(external_id: &ExternalId) -> MatchingError {
    MatchingError::Conflict(crate::error::Conflict {
        code: ConflictCode::ExternalIdTaken,
        detail: format!(
            "another record has the external id {external_id}; PUT …/by-external-id/ replaces it, or choose another"
        ),
        pointer: Some("/external_id"),
    })
}

fn touched<'a>(organization: &Organization, act: &'a str, kind: ChangeKind) -> Touched<'a> {
    Touched {
        resource: "organization",
        id: organization.id.to_string(),
        owner: organization.id,
        version: organization.version,
        act,
        kind,
        at: organization.updated_at,
    }
}
