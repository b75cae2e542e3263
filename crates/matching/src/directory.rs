//! The directory: each body writes its own entry, and every key reads all of them.

use domain::{
    Actor, ChangeKind, DirectoryContent, DirectoryEntry, DirectorySearch, OrganizationId, Page, PageRequest,
    Reference, RegionCode, Scope, SpecialitySearch, Words, folded,
};
use store::Tx;

use crate::alliances::allied_with;
use crate::engine::Engine;
use crate::error::{Expected, MatchingError, Replacement, Upserted, changed_meanwhile, check_version};
use crate::journal::Touched;
use crate::permissions::require;
use crate::search::with_wards;

/// What is looked for, as a caller says it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListDirectory {
    /// Good at this: a skill or a category by its id or any label, or other words.
    pub speciality: Option<String>,
    /// Works there, or everywhere.
    pub region: Option<RegionCode>,
    /// Words of the name, the specialities and what is taken on.
    pub words: Words,
    /// Whose entries.
    pub among: DirectoryBodies,
}

/// Whose entries are looked through.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum DirectoryBodies {
    /// Those of all bodies.
    #[default]
    All,
    /// Those of the bodies with which the actor's is allied.
    Allied,
}

/// The entries of all bodies, as far as they are looked for. Every key may read them.
///
/// # Errors
/// Only those of the database.
pub fn list_directory(
    engine: &Engine,
    actor: &Actor,
    listed: ListDirectory,
    page: &PageRequest<OrganizationId>,
) -> Result<Page<DirectoryEntry>, MatchingError> {
    let mut search = DirectorySearch {
        speciality: listed.speciality.map(|text| meant(&engine.reference, &text)),
        regions: listed
            .region
            .map(|region| with_wards(&engine.reference.regions, region))
            .unwrap_or_default(),
        words: listed.words,
        among: None,
    };
    engine.store.read(|tx| {
        if listed.among == DirectoryBodies::Allied {
            search.among = Some(allied_with(tx, actor.organization_id, engine.now())?);
        }
        Ok(tx.list_directory(&search, page)?)
    })
}

/// The entry of a body. Every key may read it.
///
/// # Errors
/// None such.
pub fn get_directory_entry(engine: &Engine, id: OrganizationId) -> Result<DirectoryEntry, MatchingError> {
    engine.store.read(|tx| find(tx, id))
}

/// Writes or replaces the entry of the actor's own body.
///
/// # Errors
/// Faults, another body's entry, another version.
pub fn put_directory_entry(
    engine: &Engine,
    actor: &Actor,
    id: OrganizationId,
    replacement: Replacement<DirectoryContent>,
) -> Result<Upserted<DirectoryEntry>, MatchingError> {
    require(actor, Scope::AlliancesWrite)?;
    let Replacement { content, expected } = replacement;
    let content = content.checked()?;
    engine.write(|tx| {
        check_own(tx, actor, id)?;
        let at = engine.now();
        let before = tx.find_directory_entry(id)?;
        let created = before.is_none();
        let record = match before {
            Some(before) => {
                check_version(expected, before.version)?;
                let version = before.version + 1;
                let after = DirectoryEntry { version, updated_at: at, content: content.clone(), ..before };
                if !tx.update_directory_entry(&after, version - 1)? {
                    return Err(changed_meanwhile());
                }
                engine.record(tx, actor, touched(&after, "updated", ChangeKind::Updated))?;
                after
            }
            None if expected.is_some() => return Err(MatchingError::not_found("directory_entry")),
            None => {
                let body = tx.find_organization(id)?;
                let body = body.ok_or_else(|| MatchingError::not_found("directory_entry"))?;
                let entry = DirectoryEntry {
                    organization_id: id,
                    name: body.content.name,
                    version: 1,
                    created_at: at,
                    updated_at: at,
                    content: content.clone(),
                };
                tx.insert_directory_entry(&entry)?;
                engine.record(tx, actor, touched(&entry, "created", ChangeKind::Created))?;
                entry
            }
        };
        Ok(Upserted { record, created })
    })
}

/// Takes the actor's own body out of the directory.
///
/// # Errors
/// None such, another body's entry, another version.
pub fn delete_directory_entry(
    engine: &Engine,
    actor: &Actor,
    id: OrganizationId,
    expected: Expected,
) -> Result<(), MatchingError> {
    require(actor, Scope::AlliancesWrite)?;
    engine.write(|tx| {
        check_own(tx, actor, id)?;
        let before = find(tx, id)?;
        check_version(expected, before.version)?;
        if !tx.delete_directory_entry(id, before.version)? {
            return Err(changed_meanwhile());
        }
        let gone = DirectoryEntry { version: before.version + 1, updated_at: engine.now(), ..before };
        engine.record(tx, actor, touched(&gone, "deleted", ChangeKind::Deleted))
    })
}

/// After a body was renamed it is found by its new name.
pub(crate) fn rename_within(tx: &mut Tx<'_>, id: OrganizationId, name: &str) -> Result<(), MatchingError> {
    let Some(entry) = tx.find_directory_entry(id)? else { return Ok(()) };
    let version = entry.version;
    tx.update_directory_entry(&DirectoryEntry { name: name.to_owned(), ..entry }, version)?;
    Ok(())
}

fn find(tx: &mut Tx<'_>, id: OrganizationId) -> Result<DirectoryEntry, MatchingError> {
    tx.find_directory_entry(id)?.ok_or_else(|| MatchingError::not_found("directory_entry"))
}

fn check_own(tx: &mut Tx<'_>, actor: &Actor, id: OrganizationId) -> Result<(), MatchingError> {
    if id == actor.organization_id {
        return Ok(());
    }
    match tx.find_organization(id)? {
        Some(_) => Err(MatchingError::forbidden("each body writes its own entry of the directory")),
        None => Err(MatchingError::not_found("directory_entry")),
    }
}

/// The skill with all that is narrower, and the category, that the words name; and the words themselves.
fn meant(reference: &Reference, text: &str) -> SpecialitySearch {
    let narrower = |skill| reference.skills.narrower(skill).map(|skill| skill.id.clone()).collect();
    let words = folded(text.trim());
    let named = |category: &&domain::categories::Category| {
        [category.id.as_str(), category.label_ja.as_str(), category.label_en.as_str()]
            .iter()
            .any(|name| folded(name) == words)
    };
    SpecialitySearch {
        skills: reference.skills.resolve(text).map(narrower).unwrap_or_default(),
        category: reference.categories.categories().iter().find(named).map(|category| category.id.clone()),
        words,
    }
}

fn touched<'a>(entry: &DirectoryEntry, act: &'a str, kind: ChangeKind) -> Touched<'a> {
    Touched {
        resource: "directory_entry",
        id: entry.organization_id.to_string(),
        owner: entry.organization_id,
        version: entry.version,
        act,
        kind,
        at: entry.updated_at,
    }
}
