//! How the applicants of a posting are read: settings, and names that a reader reveals.

use domain::{
    Actor, Author, CandidateId, ChangeKind, Page, PageRequest, Posting, PostingId, Reveal, RevealContent,
    Review, ReviewContent, Scope, Shown, Timestamp,
};
use serde_json::json;
use store::{StoreError, Tx};

use crate::blind::hiding;
use crate::disclosures::on_record;
use crate::engine::Engine;
use crate::error::{MatchingError, Replacement, changed_meanwhile, check_version};
use crate::journal::Touched;
use crate::once::Once;
use crate::permissions::{Coordination, find_person, require};
use crate::postings::find_managed;

/// The settings of a posting.
///
/// # Errors
/// No such posting, not the actor's to manage.
pub fn get_review(engine: &Engine, actor: &Actor, posting_id: PostingId) -> Result<Review, MatchingError> {
    require(actor, Scope::SelectionsRead)?;
    engine.store.read(|tx| {
        find_managed(engine, tx, actor, posting_id)?;
        review_of(tx, posting_id)
    })
}

/// Sets how the applicants of a posting are read.
///
/// # Errors
/// No such posting, not the actor's to manage, another version; no second approver any more, by somebody who may not
/// approve.
pub fn replace_review(
    engine: &Engine,
    actor: &Actor,
    posting_id: PostingId,
    replacement: Replacement<ReviewContent>,
) -> Result<Review, MatchingError> {
    require(actor, Scope::SelectionsWrite)?;
    let review = engine.write(|tx| {
        let (posting, _) = find_managed(engine, tx, actor, posting_id)?;
        let before = review_of(tx, posting_id)?;
        check_version(replacement.expected, before.version)?;
        // Else whoever proposes a decision could spare themselves the second person.
        if before.content.second_approver && !replacement.content.second_approver {
            require(actor, Scope::DecisionsApprove)?;
        }
        set((engine, actor), tx, &posting, Review { content: replacement.content, ..before })
    })?;
    engine.blind.put(&review);
    Ok(review)
}

/// Shows a name to the actor alone, who says why; the others go on without it. Again changes nothing.
///
/// # Errors
/// A reason that says nothing, no such posting, not the actor's to manage, no such person.
pub fn create_reveal(
    engine: &Engine,
    actor: &Actor,
    (posting_id, content): (PostingId, RevealContent),
    once: &Once<'_, Reveal>,
) -> Result<Reveal, MatchingError> {
    require(actor, Scope::SelectionsWrite)?;
    let content = content.checked()?;
    let reveal = engine.write(|tx| {
        let (posting, coordination) = find_managed(engine, tx, actor, posting_id)?;
        let at = engine.now();
        find_person(tx, &coordination, content.candidate_id, at)?;
        let author = Author::of(actor);
        let before = tx
            .list_reveals(posting_id)?
            .into_iter()
            .find(|reveal| reveal.author == author && reveal.content.candidate_id == content.candidate_id);
        let reveal = match before {
            Some(before) => before,
            None => keep_reveal((engine, actor), tx, (&posting, content.clone()), at)?,
        };
        once.keep((engine, tx, actor), &reveal, Some(reveal.content.candidate_id))?;
        Ok(reveal)
    })?;
    engine.blind.touch();
    Ok(reveal)
}

/// Whose names were shown to whom, the oldest first; a place in the list is its number from 1.
///
/// # Errors
/// No such posting, not the actor's to manage.
pub fn list_reveals(
    engine: &Engine,
    actor: &Actor,
    posting_id: PostingId,
    page: &PageRequest<usize>,
) -> Result<Page<(usize, Reveal)>, MatchingError> {
    require(actor, Scope::SelectionsRead)?;
    let reveals = engine.store.read(|tx| {
        find_managed(engine, tx, actor, posting_id)?;
        let numbered = (1..).zip(tx.list_reveals(posting_id)?);
        let rows = numbered.skip(page.after.unwrap_or(0)).take(page.limit + 1).collect();
        Ok::<_, MatchingError>(Page::of_rows(rows, page.limit))
    })?;
    on_record((engine, actor), Shown::Selection, reveals, |reveals| {
        reveals.items.iter().map(|(_, reveal)| reveal.content.candidate_id).collect()
    })
}

/// Puts on record that the actor gets to know a name that postings hide, by what is not a reveal of its own.
pub(crate) fn reveal_within(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    (id, reason): (CandidateId, &str),
) -> Result<(), MatchingError> {
    let at = engine.now();
    let coordination = Coordination::of(tx, actor, at, &engine.reference.regions)?;
    for (posting_id, candidate_id) in hiding((engine, actor), tx, (&coordination, None), &[id])? {
        let Some(posting) = tx.find_posting(posting_id)? else { continue };
        let content = RevealContent { candidate_id, reason: reason.to_owned() };
        keep_reveal((engine, actor), tx, (&posting, content), at)?;
    }
    Ok(())
}

fn keep_reveal(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    (posting, content): (&Posting, RevealContent),
    at: Timestamp,
) -> Result<Reveal, MatchingError> {
    let (organization_id, author) = (actor.organization_id, Author::of(actor));
    let reveal = Reveal { posting_id: posting.id, organization_id, author, content, at };
    tx.insert_reveal(&reveal)?;
    let detail = json!({"candidate_id": reveal.content.candidate_id});
    engine.audit(tx, actor, touched(posting, "name_revealed", at), &detail)?;
    Ok(reveal)
}

/// The settings, those of a posting without any included.
pub(crate) fn review_of(tx: &mut Tx<'_>, posting_id: PostingId) -> Result<Review, MatchingError> {
    Ok(tx.find_review(posting_id)?.unwrap_or_else(|| Review::unset(posting_id)))
}

/// Shows the names again once a decision is approved: from then on the chosen have to be spoken to. `None` where they
/// were shown already.
pub(crate) fn end_blind_reading(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    (posting, review): (&Posting, Review),
) -> Result<Option<Review>, MatchingError> {
    if !review.content.blind {
        return Ok(None);
    }
    let content = ReviewContent { blind: false, ..review.content };
    set((engine, actor), tx, posting, Review { content, ..review }).map(Some)
}

/// Keeps settings over those before them; the posting is held.
fn set(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    posting: &Posting,
    review: Review,
) -> Result<Review, MatchingError> {
    let at = engine.now();
    let review = Review { version: review.version + 1, updated_at: Some(at), ..review };
    match tx.put_review(&review, at) {
        Ok(true) => {}
        Ok(false) | Err(StoreError::Duplicate(_)) => return Err(changed_meanwhile()),
        Err(error) => return Err(error.into()),
    }
    let detail = json!({
        "blind": review.content.blind, "second_approver": review.content.second_approver,
        "version": review.version,
    });
    engine.audit(tx, actor, touched(posting, "review_set", at), &detail)?;
    Ok(review)
}

fn touched<'a>(posting: &Posting, act: &'a str, at: Timestamp) -> Touched<'a> {
    Touched {
        resource: "posting",
        id: posting.id.to_string(),
        owner: posting.organization_id,
        version: posting.version,
        act,
        kind: ChangeKind::Updated,
        at,
    }
}
