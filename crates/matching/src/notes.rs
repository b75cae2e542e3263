//! Notes on a posting and on the people who are considered for it: seen by those who manage the posting.

use domain::{
    Actor, Author, CandidateId, ChangeKind, FaultCode, Faults, Note, NoteContent, NoteId, NoteVersion,
    OrganizationId, Page, PageRequest, Posting, PostingId, Scope, Shown, UserId,
};
use serde_json::json;
use store::{NoteFilter, Tx};

use crate::disclosures::record_parts;
use crate::engine::Engine;
use crate::error::{MatchingError, Replacement, changed_meanwhile, check_version};
use crate::journal::Touched;
use crate::once::Once;
use crate::permissions::{Coordination, find_person, require};
use crate::postings::find_managed;

/// A note to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewNote {
    /// About whom; `None` = about the posting itself.
    pub candidate_id: Option<CandidateId>,
    /// What is written.
    pub content: NoteContent,
}

/// Whom a list of notes mentions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mentioned {
    /// The user who asks.
    Me,
    /// This user.
    User(UserId),
}

/// Which notes a list shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ListNotes {
    /// Only on this posting.
    pub posting_id: Option<PostingId>,
    /// Only about this person.
    pub candidate_id: Option<CandidateId>,
    /// Only those that mention somebody.
    pub mentioned: Option<Mentioned>,
}

/// Writes a note.
///
/// # Errors
/// Faults, no such posting, not the actor's to manage, no such person, a mention of nobody who could read it.
pub fn create_note(
    engine: &Engine,
    actor: &Actor,
    (posting_id, new): (PostingId, NewNote),
    once: &Once<'_, Note>,
) -> Result<Note, MatchingError> {
    require(actor, Scope::SelectionsWrite)?;
    let content = new.content.checked()?;
    engine.write(|tx| {
        let (posting, coordination) = find_managed(engine, tx, actor, posting_id)?;
        let at = engine.now();
        check_person(tx, &coordination, new.candidate_id, at)?;
        check_mentions(tx, (actor, &posting), &content)?;
        let note = Note {
            id: engine.new_id(NoteId::from_parts),
            posting_id,
            candidate_id: new.candidate_id,
            organization_id: actor.organization_id,
            author: Author::of(actor),
            version: 1,
            content: content.clone(),
            created_at: at,
            updated_at: at,
        };
        tx.insert_note(&note)?;
        audit((engine, actor), tx, (&note, &posting), "created")?;
        once.keep((engine, tx, actor), &note, note.candidate_id)?;
        Ok(note)
    })
}

/// One note.
///
/// # Errors
/// None such, or none visible.
pub fn get_note(engine: &Engine, actor: &Actor, id: NoteId) -> Result<Note, MatchingError> {
    require(actor, Scope::SelectionsRead)?;
    let note = engine.store.read(|tx| Ok::<_, MatchingError>(find(engine, tx, actor, id)?.0))?;
    note_shown(engine, actor, std::slice::from_ref(&note))?;
    Ok(note)
}

/// Puts on record whom the notes are about that are shown.
fn note_shown(engine: &Engine, actor: &Actor, notes: &[Note]) -> Result<(), MatchingError> {
    let whom: Vec<CandidateId> = notes.iter().filter_map(|note| note.candidate_id).collect();
    record_parts(engine, actor, Shown::Note, &whom)
}

/// The notes on postings that the actor manages.
///
/// # Errors
/// `Me` asked by somebody who is no user; a posting that is named and not the actor's to manage.
pub fn list_notes(
    engine: &Engine,
    actor: &Actor,
    list: ListNotes,
    page: &PageRequest<NoteId>,
) -> Result<Page<Note>, MatchingError> {
    require(actor, Scope::SelectionsRead)?;
    let mentioned = match list.mentioned {
        None => None,
        Some(Mentioned::User(id)) => Some(id),
        Some(Mentioned::Me) => Some(actor.user_id.ok_or_else(nobody_is_me)?),
    };
    let found = engine.store.read(|tx| {
        let coordination = Coordination::of(tx, actor, engine.now(), &engine.reference.regions)?;
        let filter = NoteFilter {
            viewer: coordination.viewer(),
            posting_id: list.posting_id,
            candidate_id: list.candidate_id,
            mentioned,
        };
        Ok::<_, MatchingError>(tx.list_notes(&filter, page)?)
    })?;
    note_shown(engine, actor, &found.items)?;
    Ok(found)
}

/// The notes on one posting.
///
/// # Errors
/// No such posting, not the actor's to manage.
pub fn list_notes_on(
    engine: &Engine,
    actor: &Actor,
    (posting_id, candidate_id): (PostingId, Option<CandidateId>),
    page: &PageRequest<NoteId>,
) -> Result<Page<Note>, MatchingError> {
    require(actor, Scope::SelectionsRead)?;
    engine.store.read(|tx| find_managed(engine, tx, actor, posting_id).map(drop))?;
    let list = ListNotes { posting_id: Some(posting_id), candidate_id, mentioned: None };
    list_notes(engine, actor, list, page)
}

/// Every wording of a note, the oldest first.
///
/// # Errors
/// None such, or none visible.
pub fn list_note_versions(
    engine: &Engine,
    actor: &Actor,
    id: NoteId,
    page: &PageRequest<i64>,
) -> Result<Page<NoteVersion>, MatchingError> {
    require(actor, Scope::SelectionsRead)?;
    let (versions, note) = engine.store.read(|tx| {
        let (note, _) = find(engine, tx, actor, id)?;
        let mut versions = tx.list_note_versions(id)?;
        versions.retain(|version| page.after.is_none_or(|after| version.version > after));
        Ok::<_, MatchingError>((Page::of_rows(versions, page.limit), note))
    })?;
    note_shown(engine, actor, std::slice::from_ref(&note))?;
    Ok(versions)
}

/// Writes a note anew; the wordings before are kept.
///
/// # Errors
/// Faults, none such, not the author, another version.
pub fn replace_note(
    engine: &Engine,
    actor: &Actor,
    id: NoteId,
    replacement: Replacement<NoteContent>,
) -> Result<Note, MatchingError> {
    require(actor, Scope::SelectionsWrite)?;
    let content = replacement.content.checked()?;
    engine.write(|tx| {
        let (before, posting) = find(engine, tx, actor, id)?;
        if before.author != Author::of(actor) {
            return Err(MatchingError::forbidden(
                "a note is changed by whoever wrote it; write one of your own",
            ));
        }
        check_version(replacement.expected, before.version)?;
        check_mentions(tx, (actor, &posting), &content)?;
        let after = Note {
            version: before.version + 1,
            updated_at: engine.now(),
            content: content.clone(),
            ..before
        };
        if !tx.update_note(&after, after.version - 1)? {
            return Err(changed_meanwhile());
        }
        audit((engine, actor), tx, (&after, &posting), "updated")?;
        Ok(after)
    })
}

fn find(
    engine: &Engine,
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: NoteId,
) -> Result<(Note, Posting), MatchingError> {
    let none = || MatchingError::not_found("note");
    let note = tx.find_note(id)?.ok_or_else(none)?;
    let coordination = Coordination::of(tx, actor, engine.now(), &engine.reference.regions)?;
    let posting = tx.find_posting(note.posting_id)?.filter(|posting| coordination.manages(posting));
    posting.map(|posting| (note, posting)).ok_or_else(none)
}

fn check_person(
    tx: &mut Tx<'_>,
    coordination: &Coordination<'_>,
    id: Option<CandidateId>,
    at: domain::Timestamp,
) -> Result<(), MatchingError> {
    let Some(id) = id else { return Ok(()) };
    match find_person(tx, coordination, id, at) {
        Err(MatchingError::NotFound { .. }) => {
            Err(Faults::one("/candidate_id", FaultCode::UnknownReference, "no such candidate").into())
        }
        found => found.map(drop),
    }
}

/// Whoever is mentioned can read the note: users of the posting's body and of the one that writes it.
fn check_mentions(
    tx: &mut Tx<'_>,
    (actor, posting): (&Actor, &Posting),
    content: &NoteContent,
) -> Result<(), MatchingError> {
    let mut faults = Faults::default();
    for (index, id) in content.mentions.iter().enumerate() {
        if !is_user_of(tx, *id, [posting.organization_id, actor.organization_id])? {
            let detail = "no user of the bodies that manage the posting";
            faults.add(format!("/mentions/{index}"), FaultCode::UnknownReference, detail);
        }
    }
    Ok(faults.guard(())?)
}

/// Whether somebody logs in for one of these bodies.
pub(crate) fn is_user_of(
    tx: &mut Tx<'_>,
    id: UserId,
    bodies: [OrganizationId; 2],
) -> Result<bool, MatchingError> {
    let user = tx.find_user(id)?;
    Ok(user.is_some_and(|user| user.disabled_at.is_none() && bodies.contains(&user.organization_id)))
}

fn nobody_is_me() -> MatchingError {
    let detail = "`me` is a user who has logged in; a key names the user by id";
    Faults::one("?mentions", FaultCode::NotAllowed, detail).into()
}

fn audit(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    (note, posting): (&Note, &Posting),
    act: &str,
) -> Result<(), MatchingError> {
    let detail = json!({
        "posting_id": note.posting_id, "candidate_id": note.candidate_id, "version": note.version,
        "mentions": note.content.mentions,
    });
    let touched = Touched {
        resource: "note",
        id: note.id.to_string(),
        owner: posting.organization_id,
        version: note.version,
        act,
        kind: ChangeKind::Updated,
        at: note.updated_at,
    };
    engine.audit(tx, actor, touched, &detail)
}
