//! Postings: writing, finding, and moving them along their statuses.
//!
//! A posting is written by the body that posts it or by one that coordinates it; once published it is public, so
//! every key may read it.

use domain::{
    Actor, ApplicationWindow, ChangeKind, ExternalId, FaultCode, Faults, OrganizationId, Posting,
    PostingContent, PostingId, PostingStatus, Scope, limits,
};
use serde_json::json;
use store::{StoreError, Tx};

use crate::engine::Engine;
use crate::error::{
    ConflictCode, Expected, MatchingError, Replacement, Upserted, changed_meanwhile, check_version,
    despite_race,
};
use crate::journal::Touched;
use crate::once::Once;
use crate::organizations::external_id_taken;
use crate::permissions::{Coordination, require};
use crate::stages::{fill_free_seats, fill_seats_of_round};

mod belonging;
mod bulk;
mod list;
mod managed;

use belonging::{check_belonging, check_round_is_published};
pub use bulk::upsert_postings;
pub use list::{ListPostings, count_postings_by_facet, list_postings};
pub(crate) use managed::list_managed;

/// A posting to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPosting {
    /// The body that posts it; the actor's own when absent.
    pub organization_id: Option<OrganizationId>,
    /// What is written.
    pub content: PostingContent,
}

/// A move along the statuses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transition {
    /// Where to.
    pub to: PostingStatus,
    /// Why, for the audit log.
    pub reason: Option<String>,
    /// From which version.
    pub expected: Expected,
}

/// Makes a draft.
///
/// # Errors
/// Faults of the content, a body that the actor may not post for, a taken external id.
pub fn create_posting(
    engine: &Engine,
    actor: &Actor,
    new: NewPosting,
    once: &Once<'_, Posting>,
) -> Result<Posting, MatchingError> {
    require(actor, Scope::PostingsWrite)?;
    let new = NewPosting { content: new.content.checked()?, ..new };
    let posting = engine.write(|tx| {
        let posting = draft_within(engine, tx, actor, &new)?;
        once.keep((engine, tx, actor), &posting, None)?;
        Ok(posting)
    })?;
    engine.pool.put_posting(posting.clone());
    Ok(posting)
}

/// Makes a draft of a content that was checked, within a transaction.
pub(crate) fn draft_within(
    engine: &Engine,
    tx: &mut Tx<'_>,
    actor: &Actor,
    new: &NewPosting,
) -> Result<Posting, MatchingError> {
    let owner = new.organization_id.unwrap_or(actor.organization_id);
    let coordination = Coordination::of(tx, actor, engine.now(), &engine.reference.regions)?;
    insert((engine, actor), tx, &coordination, (owner, new.content.clone()))
}

/// One posting.
///
/// # Errors
/// None such, or none visible.
pub fn get_posting(engine: &Engine, actor: &Actor, id: PostingId) -> Result<Posting, MatchingError> {
    require(actor, Scope::PostingsRead)?;
    engine.store.read(|tx| Ok(find_visible(engine, tx, actor, id)?.0))
}

/// Replaces what is written of a posting.
///
/// # Errors
/// Faults, none such, not the actor's to change, ended, another version, a taken external id.
pub fn replace_posting(
    engine: &Engine,
    actor: &Actor,
    id: PostingId,
    replacement: Replacement<PostingContent>,
) -> Result<Posting, MatchingError> {
    require(actor, Scope::PostingsWrite)?;
    let content = replacement.content.checked()?;
    let posting = engine.write(|tx| {
        let (before, coordination) = find_managed(engine, tx, actor, id)?;
        let replacement = Replacement { content: content.clone(), expected: replacement.expected };
        update((engine, actor), tx, (before, &coordination), replacement)
    })?;
    engine.pool.put_posting(posting.clone());
    Ok(posting)
}

/// Makes or replaces a posting by the posting body's own key.
///
/// # Errors
/// As creating and replacing.
pub fn upsert_posting(
    engine: &Engine,
    actor: &Actor,
    external_id: &ExternalId,
    replacement: Replacement<NewPosting>,
) -> Result<Upserted<Posting>, MatchingError> {
    require(actor, Scope::PostingsWrite)?;
    let Replacement { content: new, expected } = replacement;
    let owner = new.organization_id.unwrap_or(actor.organization_id);
    let content = PostingContent { external_id: Some(external_id.clone()), ..new.content }.checked()?;
    let upsert = || {
        engine.write(|tx| {
            let coordination = Coordination::of(tx, actor, engine.now(), &engine.reference.regions)?;
            let replacement = Replacement { content: content.clone(), expected };
            upsert_within((engine, actor), tx, &coordination, ((owner, external_id), replacement))
        })
    };
    let upserted = despite_race(upsert)?;
    engine.pool.put_posting(upserted.record.clone());
    Ok(upserted)
}

/// Deletes a draft. What was once published stays: withdraw it instead.
///
/// # Errors
/// None such, not the actor's, not a draft, another version.
pub fn delete_posting(
    engine: &Engine,
    actor: &Actor,
    id: PostingId,
    expected: Expected,
) -> Result<(), MatchingError> {
    require(actor, Scope::PostingsWrite)?;
    engine.write(|tx| {
        let (before, _) = find_managed(engine, tx, actor, id)?;
        check_version(expected, before.version)?;
        if before.status != PostingStatus::Draft {
            let detail = format!(
                "only a draft can be deleted; this posting is {}. Withdraw it instead",
                before.status
            );
            return Err(MatchingError::conflict(ConflictCode::InUse, detail));
        }
        match tx.delete_posting(id, before.version) {
            Ok(true) => {}
            Ok(false) => return Err(changed_meanwhile()),
            Err(StoreError::Dangling) => {
                let detail = "a match run ranked this draft; withdraw it instead";
                return Err(MatchingError::conflict(ConflictCode::InUse, detail));
            }
            Err(error) => return Err(error.into()),
        }
        let gone = Posting { version: before.version + 1, updated_at: engine.now(), ..before };
        engine.record(tx, actor, touched(&gone, "deleted", ChangeKind::Deleted))
    })
}

/// Moves a posting along its statuses.
///
/// # Errors
/// None such, not the actor's, an illegal move (the legal ones are named), another version.
pub fn transition_posting(
    engine: &Engine,
    actor: &Actor,
    id: PostingId,
    transition: Transition,
) -> Result<Posting, MatchingError> {
    require(actor, Scope::PostingsWrite)?;
    let mut faults = Faults::default();
    limits::Text::new("/reason", limits::REMARK).optional(transition.reason.as_deref(), &mut faults);
    faults.guard(())?;
    let posting = engine.write(|tx| {
        let (before, _) = find_managed(engine, tx, actor, id)?;
        check_version(transition.expected, before.version)?;
        let (from, to) = (before.status, transition.to);
        if !from.may_become(to) {
            return Err(MatchingError::illegal_transition("posting", (from, to), from.next()));
        }
        if to == PostingStatus::Published {
            check_round_is_published(tx, &before)?;
        }
        let after = Posting { version: before.version + 1, updated_at: engine.now(), status: to, ..before };
        save(tx, &after)?;
        let detail = json!({"from": from, "to": to, "reason": transition.reason});
        engine.record_with(tx, actor, touched(&after, to_act(to), ChangeKind::Updated), &detail)?;
        Ok(after)
    })?;
    engine.pool.put_posting(posting.clone());
    Ok(posting)
}

/// A posting that the actor may see, and what the actor coordinates.
pub(crate) fn find_visible<'e>(
    engine: &'e Engine,
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: PostingId,
) -> Result<(Posting, Coordination<'e>), MatchingError> {
    let coordination = Coordination::of(tx, actor, engine.now(), &engine.reference.regions)?;
    let posting = tx.find_posting(id)?.filter(|posting| coordination.sees(posting));
    let posting = posting.ok_or_else(|| MatchingError::not_found("posting"))?;
    Ok((shown(&coordination, posting), coordination))
}

/// Makes or replaces the posting that a body keeps under a key.
fn upsert_within(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    coordination: &Coordination<'_>,
    ((owner, key), replacement): ((OrganizationId, &ExternalId), Replacement<PostingContent>),
) -> Result<Upserted<Posting>, MatchingError> {
    check_may_post_for(coordination, owner)?;
    match tx.find_posting_by_external_id(owner, key)? {
        Some(before) if coordination.manages(&before) => {
            let record = update((engine, actor), tx, (before, coordination), replacement)?;
            Ok(Upserted { record, created: false })
        }
        Some(before) if coordination.sees(&before) => Err(not_managed()),
        // A draft outside the agreement's regions: nothing is told of it.
        Some(_) => Err(not_covered()),
        None if replacement.expected.is_some() => Err(MatchingError::not_found("posting")),
        None => {
            let record = insert((engine, actor), tx, coordination, (owner, replacement.content))?;
            Ok(Upserted { record, created: true })
        }
    }
}

/// The posting as the actor may see it: the external id is the key of those who manage it.
pub(crate) fn shown(coordination: &Coordination<'_>, posting: Posting) -> Posting {
    if coordination.manages(&posting) { posting } else { without_key(posting) }
}

/// The posting as those see it who do not manage it.
pub(crate) fn without_key(mut posting: Posting) -> Posting {
    posting.content.external_id = None;
    posting
}

/// A posting that the actor manages: its own, or one that it coordinates.
pub(crate) fn find_managed<'e>(
    engine: &'e Engine,
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: PostingId,
) -> Result<(Posting, Coordination<'e>), MatchingError> {
    let (posting, coordination) = find_visible(engine, tx, actor, id)?;
    if coordination.manages(&posting) { Ok((posting, coordination)) } else { Err(not_managed()) }
}

fn not_managed() -> MatchingError {
    MatchingError::forbidden(
        "the posting belongs to another organization and no coordination agreement covers it",
    )
}

/// A coordinator writes where its agreement reaches, and nowhere else.
fn check_covers(coordination: &Coordination<'_>, posting: &Posting) -> Result<(), MatchingError> {
    if coordination.manages(posting) { Ok(()) } else { Err(not_covered()) }
}

fn not_covered() -> MatchingError {
    let detail = "the coordination agreement does not cover this municipality";
    Faults::one("/municipality", FaultCode::NotAllowed, detail).into()
}

fn check_may_post_for(coordination: &Coordination<'_>, owner: OrganizationId) -> Result<(), MatchingError> {
    if coordination.may_post_for(owner) {
        return Ok(());
    }
    let detail =
        "must be your own organization, or one whose postings you coordinate by an agreement in force";
    Err(Faults::one("/organization_id", FaultCode::UnknownReference, detail).into())
}

fn insert(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    coordination: &Coordination<'_>,
    (owner, content): (OrganizationId, PostingContent),
) -> Result<Posting, MatchingError> {
    check_may_post_for(coordination, owner)?;
    let at = engine.now();
    let mut posting = Posting {
        id: engine.new_id(PostingId::from_parts),
        organization_id: owner,
        version: 1,
        status: PostingStatus::Draft,
        created_at: at,
        updated_at: at,
        round_window: ApplicationWindow::default(),
        content,
    };
    check_covers(coordination, &posting)?;
    check_belonging(engine, tx, actor, &mut posting)?;
    if let Some(external_id) = &posting.content.external_id
        && tx.find_posting_by_external_id(owner, external_id)?.is_some()
    {
        return Err(external_id_taken(external_id));
    }
    tx.insert_posting(&posting)?;
    engine.record(tx, actor, touched(&posting, "created", ChangeKind::Created))?;
    Ok(posting)
}

fn update(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    (before, coordination): (Posting, &Coordination<'_>),
    Replacement { content, expected }: Replacement<PostingContent>,
) -> Result<Posting, MatchingError> {
    check_version(expected, before.version)?;
    if before.status.next().is_empty() {
        let detail = format!("the posting is {}; it cannot be changed any more", before.status);
        return Err(MatchingError::conflict(ConflictCode::AlreadyEnded, detail));
    }
    if let Some(external_id) = &content.external_id
        && tx
            .find_posting_by_external_id(before.organization_id, external_id)?
            .is_some_and(|other| other.id != before.id)
    {
        return Err(external_id_taken(external_id));
    }
    let (seats, round_id) = (before.content.seats, before.content.round_id);
    let stays = before.content.round_id == content.round_id
        && before.content.members_of == content.members_of
        && before.content.terms.municipality == content.terms.municipality
        && before.content.application_opens_at == content.application_opens_at
        && before.content.application_closes_at == content.application_closes_at;
    let mut after = Posting { version: before.version + 1, updated_at: engine.now(), content, ..before };
    check_covers(coordination, &after)?;
    if !stays {
        check_belonging(engine, tx, actor, &mut after)?;
    }
    save(tx, &after)?;
    engine.record(tx, actor, touched(&after, "updated", ChangeKind::Updated))?;
    let is_moved = after.content.round_id != round_id;
    if after.content.seats > seats || is_moved {
        fill_free_seats((engine, actor), tx, &after)?;
    }
    // The seats that it takes are free in the round that it leaves.
    if let Some(left) = round_id.filter(|_| is_moved)
        && let Some(round) = tx.find_round(left)?
    {
        fill_seats_of_round((engine, actor), tx, &round)?;
    }
    Ok(after)
}

fn save(tx: &mut Tx<'_>, after: &Posting) -> Result<(), MatchingError> {
    if tx.update_posting(after, after.version - 1)? { Ok(()) } else { Err(changed_meanwhile()) }
}

fn to_act(status: PostingStatus) -> &'static str {
    use domain::Word;
    status.as_str()
}

pub(crate) fn touched<'a>(posting: &Posting, act: &'a str, kind: ChangeKind) -> Touched<'a> {
    Touched {
        resource: "posting",
        id: posting.id.to_string(),
        owner: posting.organization_id,
        version: posting.version,
        act,
        kind,
        at: posting.updated_at,
    }
}
