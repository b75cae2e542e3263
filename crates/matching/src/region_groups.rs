//! Groups of regions: written by any body, read by all, for their names are public words.

use domain::{
    Actor, ChangeKind, FaultCode, Faults, Page, PageRequest, RegionCode, RegionGroup, RegionGroupContent,
    RegionGroupId, Scope,
};
use store::{StoreError, Tx};

use crate::engine::Engine;
use crate::error::{ConflictCode, Expected, MatchingError, Replacement, changed_meanwhile, check_version};
use crate::journal::Touched;
use crate::once::Once;
use crate::permissions::require;

/// Writes a group down.
///
/// # Errors
/// Faults of the content.
pub fn create_region_group(
    engine: &Engine,
    actor: &Actor,
    content: RegionGroupContent,
    once: &Once<'_, RegionGroup>,
) -> Result<RegionGroup, MatchingError> {
    require(actor, Scope::ProgramsWrite)?;
    let content = content.checked()?;
    engine.write(|tx| {
        let at = engine.now();
        let group = RegionGroup {
            id: engine.new_id(RegionGroupId::from_parts),
            organization_id: actor.organization_id,
            version: 1,
            created_at: at,
            updated_at: at,
            content: content.clone(),
        };
        tx.insert_region_group(&group)?;
        engine.record(tx, actor, touched(&group, "created", ChangeKind::Created))?;
        once.keep((engine, tx, actor), &group, None)?;
        Ok(group)
    })
}

/// One group.
///
/// # Errors
/// None such.
pub fn get_region_group(
    engine: &Engine,
    actor: &Actor,
    id: RegionGroupId,
) -> Result<RegionGroup, MatchingError> {
    require(actor, Scope::ProgramsRead)?;
    engine.store.read(|tx| find(tx, id))
}

/// The groups of all bodies.
///
/// # Errors
/// A missing scope.
pub fn list_region_groups(
    engine: &Engine,
    actor: &Actor,
    page: &PageRequest<RegionGroupId>,
) -> Result<Page<RegionGroup>, MatchingError> {
    require(actor, Scope::ProgramsRead)?;
    engine.store.read(|tx| Ok(tx.list_region_groups(page)?))
}

/// Replaces what is written of a group. Searches by it mean its new regions at once.
///
/// # Errors
/// Faults, none such, not the actor's, another version.
pub fn replace_region_group(
    engine: &Engine,
    actor: &Actor,
    id: RegionGroupId,
    replacement: Replacement<RegionGroupContent>,
) -> Result<RegionGroup, MatchingError> {
    require(actor, Scope::ProgramsWrite)?;
    let Replacement { content, expected } = replacement;
    let content = content.checked()?;
    engine.write(|tx| {
        let before = find_writable(tx, actor, id)?;
        check_version(expected, before.version)?;
        let after = RegionGroup {
            version: before.version + 1,
            updated_at: engine.now(),
            content: content.clone(),
            ..before
        };
        if !tx.update_region_group(&after, after.version - 1)? {
            return Err(changed_meanwhile());
        }
        engine.record(tx, actor, touched(&after, "updated", ChangeKind::Updated))?;
        Ok(after)
    })
}

/// Deletes a group that no area of a round names.
///
/// # Errors
/// None such, not the actor's, still named, another version.
pub fn delete_region_group(
    engine: &Engine,
    actor: &Actor,
    id: RegionGroupId,
    expected: Expected,
) -> Result<(), MatchingError> {
    require(actor, Scope::ProgramsWrite)?;
    engine.write(|tx| {
        let before = find_writable(tx, actor, id)?;
        check_version(expected, before.version)?;
        match tx.delete_region_group(id, before.version) {
            Ok(true) => {}
            Ok(false) => return Err(changed_meanwhile()),
            Err(StoreError::Dangling) => {
                let detail = "an area of a round names the group";
                return Err(MatchingError::conflict(ConflictCode::InUse, detail));
            }
            Err(error) => return Err(error.into()),
        }
        let gone = RegionGroup { version: before.version + 1, updated_at: engine.now(), ..before };
        engine.record(tx, actor, touched(&gone, "deleted", ChangeKind::Deleted))
    })
}

/// The regions of a group that a search or an area names.
///
/// # Errors
/// A fault at `pointer` when there is no such group.
pub(crate) fn regions_of(
    tx: &mut Tx<'_>,
    pointer: &str,
    id: RegionGroupId,
) -> Result<Vec<RegionCode>, MatchingError> {
    match tx.find_region_group(id)? {
        Some(group) => Ok(group.content.regions),
        None => Err(Faults::one(pointer, FaultCode::UnknownReference, "no such group of regions").into()),
    }
}

fn find(tx: &mut Tx<'_>, id: RegionGroupId) -> Result<RegionGroup, MatchingError> {
    tx.find_region_group(id)?.ok_or_else(|| MatchingError::not_found("region group"))
}

fn find_writable(tx: &mut Tx<'_>, actor: &Actor, id: RegionGroupId) -> Result<RegionGroup, MatchingError> {
    let group = find(tx, id)?;
    if group.organization_id == actor.organization_id {
        return Ok(group);
    }
    Err(MatchingError::forbidden("a group of regions is changed by the body that wrote it down"))
}

fn touched<'a>(group: &RegionGroup, act: &'a str, kind: ChangeKind) -> Touched<'a> {
    Touched {
        resource: "region_group",
        id: group.id.to_string(),
        owner: group.organization_id,
        version: group.version,
        act,
        kind,
        at: group.updated_at,
    }
}
