//! 関係人口の台帳: each body keeps its own. Entries are written by hand, or gathered from what people have done.

use domain::{
    Actor, CandidateId, ChangeKind, FaultCode, Faults, FiscalYear, LedgerEntry, LedgerEntryContent,
    LedgerEntryId, LedgerKind, LedgerSource, LedgerSourceKind, Page, PageRequest, Scope, Shown,
};
use store::{LedgerFilter, Tx};

use crate::candidates::find_named_within;
use crate::disclosures::on_record;
use crate::engine::Engine;
use crate::error::{Expected, MatchingError, Replacement, changed_meanwhile, check_version};
use crate::journal::Touched;
use crate::once::Once;
use crate::permissions::{Coordination, open_people, require};

mod gathering;

pub use gathering::{Gathered, Gathering, gather_ledger_entries};

/// Which entries a list shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ListLedgerEntries {
    /// Only of this person.
    pub candidate_id: Option<CandidateId>,
    /// Only of this fiscal year.
    pub fiscal_year: Option<FiscalYear>,
    /// Only of this kind.
    pub kind: Option<LedgerKind>,
    /// Only from this kind of source.
    pub source: Option<LedgerSourceKind>,
}

/// Enters somebody by hand.
///
/// # Errors
/// Faults; a person who is not there, or whose name is not open to the actor.
pub fn create_ledger_entry(
    engine: &Engine,
    actor: &Actor,
    content: LedgerEntryContent,
    once: &Once<'_, LedgerEntry>,
) -> Result<LedgerEntry, MatchingError> {
    require(actor, Scope::EngagementsWrite)?;
    let content = content.checked()?;
    engine.write(|tx| {
        check_person(engine, tx, actor, content.candidate_id)?;
        let entry = insert((engine, actor), tx, LedgerSource::Manual, content.clone())?;
        once.keep((engine, tx, actor), &entry, Some(entry.content.candidate_id))?;
        Ok(entry)
    })
}

/// One entry of the actor's ledger.
///
/// # Errors
/// None such, or the person is not open to the actor any more.
pub fn get_ledger_entry(
    engine: &Engine,
    actor: &Actor,
    id: LedgerEntryId,
) -> Result<LedgerEntry, MatchingError> {
    require(actor, Scope::EngagementsRead)?;
    let entry = engine.store.read(|tx| {
        let entry = find(tx, actor, id)?;
        let open = open_ones((engine, actor), tx, vec![entry])?.pop();
        open.ok_or_else(|| MatchingError::not_found("ledger entry"))
    })?;
    on_record((engine, actor), Shown::LedgerEntry, entry, |entry| vec![entry.content.candidate_id])
}

/// The ledger of the actor's organization. People who are not open to it any more are counted in its reports, and not
/// listed.
///
/// # Errors
/// A missing scope.
pub fn list_ledger_entries(
    engine: &Engine,
    actor: &Actor,
    list: ListLedgerEntries,
    page: &PageRequest<LedgerEntryId>,
) -> Result<Page<LedgerEntry>, MatchingError> {
    require(actor, Scope::EngagementsRead)?;
    let filter = LedgerFilter {
        organization_id: actor.organization_id,
        candidate_id: list.candidate_id,
        fiscal_year: list.fiscal_year,
        kind: list.kind,
        source: list.source,
    };
    let entries = engine.store.read(|tx| {
        let (mut part, mut open) = (page.clone(), Vec::new());
        loop {
            let Page { items, has_more } = tx.list_ledger_entries(&filter, &part)?;
            part.after = items.last().map(|entry| entry.id);
            open.extend(open_ones((engine, actor), tx, items)?);
            if open.len() > page.limit || !has_more {
                return Ok::<_, MatchingError>(Page::of_rows(open, page.limit));
            }
        }
    })?;
    on_record((engine, actor), Shown::LedgerEntry, entries, |entries| {
        entries.items.iter().map(|entry| entry.content.candidate_id).collect()
    })
}

/// Replaces what an entry says. Of a gathered one the kind, the region and the note can be put right; days and person
/// are those of what it was gathered from.
///
/// # Errors
/// Faults, none such, another version, a person whose name is not open, days of a gathered entry.
pub fn replace_ledger_entry(
    engine: &Engine,
    actor: &Actor,
    id: LedgerEntryId,
    replacement: Replacement<LedgerEntryContent>,
) -> Result<LedgerEntry, MatchingError> {
    require(actor, Scope::EngagementsWrite)?;
    let content = replacement.content.checked()?;
    engine.write(|tx| {
        let before = find(tx, actor, id)?;
        check_version(replacement.expected, before.version)?;
        match before.source {
            LedgerSource::Manual => {
                if content.candidate_id != before.content.candidate_id {
                    check_person(engine, tx, actor, content.candidate_id)?;
                }
            }
            LedgerSource::Engagement(_) | LedgerSource::Attendance(_) => check_gathered(&before, &content)?,
        }
        save((engine, actor), tx, before, content.clone())
    })
}

/// Takes an entry out of the ledger. A gathered one comes back when the year is gathered again.
///
/// # Errors
/// None such, another version.
pub fn delete_ledger_entry(
    engine: &Engine,
    actor: &Actor,
    id: LedgerEntryId,
    expected: Expected,
) -> Result<(), MatchingError> {
    require(actor, Scope::EngagementsWrite)?;
    engine.write(|tx| {
        let before = find(tx, actor, id)?;
        check_version(expected, before.version)?;
        delete((engine, actor), tx, before)
    })
}

/// The entries that are from work, which is known by the posting it is for, and those of people of whom the actor's
/// organization may see something.
fn open_ones(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    entries: Vec<LedgerEntry>,
) -> Result<Vec<LedgerEntry>, MatchingError> {
    let at = engine.now();
    let coordination = Coordination::of(tx, actor, at, &engine.reference.regions)?;
    let whose = entries.iter().map(|entry| entry.content.candidate_id);
    let open = open_people(tx, &coordination, whose, at)?;
    let is_open = |entry: &LedgerEntry| {
        matches!(entry.source, LedgerSource::Engagement(_)) || open.contains(&entry.content.candidate_id)
    };
    Ok(entries.into_iter().filter(is_open).collect())
}

fn find(tx: &mut Tx<'_>, actor: &Actor, id: LedgerEntryId) -> Result<LedgerEntry, MatchingError> {
    tx.find_ledger_entry(id)?
        .filter(|entry| entry.organization_id == actor.organization_id)
        .ok_or_else(|| MatchingError::not_found("ledger entry"))
}

fn check_person(
    engine: &Engine,
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: CandidateId,
) -> Result<(), MatchingError> {
    let at = engine.now();
    let coordination = Coordination::of(tx, actor, at, &engine.reference.regions)?;
    if find_named_within(tx, &coordination, id, at)?.is_some() {
        return Ok(());
    }
    let detail = "no such person, or their name is not open to you";
    Err(Faults::one("/candidate_id", FaultCode::UnknownReference, detail).into())
}

fn check_gathered(before: &LedgerEntry, content: &LedgerEntryContent) -> Result<(), Faults> {
    let known = &before.content;
    let mut faults = Faults::default();
    for (pointer, other) in [
        ("/candidate_id", known.candidate_id != content.candidate_id),
        ("/from_on", known.from_on != content.from_on),
        ("/until_on", known.until_on != content.until_on),
        ("/visit_days", known.visit_days != content.visit_days),
    ] {
        if other {
            let detail = "was gathered: put it right where it comes from, and gather the year again";
            faults.add(pointer, FaultCode::NotAllowed, detail);
        }
    }
    faults.guard(())
}

fn insert(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    source: LedgerSource,
    content: LedgerEntryContent,
) -> Result<LedgerEntry, MatchingError> {
    let at = engine.now();
    let entry = LedgerEntry {
        id: engine.new_id(LedgerEntryId::from_parts),
        organization_id: actor.organization_id,
        version: 1,
        created_at: at,
        updated_at: at,
        source,
        content,
    };
    tx.insert_ledger_entry(&entry)?;
    engine.record(tx, actor, touched(&entry, "created", ChangeKind::Created))?;
    Ok(entry)
}

fn save(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    before: LedgerEntry,
    content: LedgerEntryContent,
) -> Result<LedgerEntry, MatchingError> {
    let after = LedgerEntry { version: before.version + 1, updated_at: engine.now(), content, ..before };
    if !tx.update_ledger_entry(&after, after.version - 1)? {
        return Err(changed_meanwhile());
    }
    engine.record(tx, actor, touched(&after, "updated", ChangeKind::Updated))?;
    Ok(after)
}

fn delete(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    before: LedgerEntry,
) -> Result<(), MatchingError> {
    if !tx.delete_ledger_entry(before.id, before.version)? {
        return Err(changed_meanwhile());
    }
    let gone = LedgerEntry { version: before.version + 1, updated_at: engine.now(), ..before };
    engine.record(tx, actor, touched(&gone, "deleted", ChangeKind::Deleted))
}

/// What a change of an entry leaves behind.
pub(crate) fn touched<'a>(entry: &LedgerEntry, act: &'a str, kind: ChangeKind) -> Touched<'a> {
    Touched {
        resource: "ledger_entry",
        id: entry.id.to_string(),
        owner: entry.organization_id,
        version: entry.version,
        act,
        kind,
        at: entry.updated_at,
    }
}
