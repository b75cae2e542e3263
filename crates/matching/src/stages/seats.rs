//! Seats: never oversold, and never left empty while somebody waits.
//!
//! The posting's row, and its round's, are held by whoever counts, so that no two count at once. Whoever moves an
//! application to a posting of a round holds the round, so where it is held its other postings are counted too.

use domain::{
    Actor, ApplicationStatus, CandidateId, EngagementOrigin, EngagementStatus, Mover, Posting, PostingId,
    PostingStatus, Round,
};
use store::Tx;

use super::legal::lacks_meeting;
use super::{Course, Move, apply};
use crate::engine::Engine;
use crate::error::{ConflictCode, MatchingError};

/// Offered, or taken.
const BOUND: [ApplicationStatus; 3] =
    [ApplicationStatus::Offered, ApplicationStatus::Accepted, ApplicationStatus::Engaged];

/// Refuses where every seat of the posting, or of its round, is taken.
pub(super) fn check_seat_left(
    tx: &mut Tx<'_>,
    posting: &Posting,
    course: &Course,
) -> Result<(), MatchingError> {
    let refused = |detail: String| Err(MatchingError::conflict(ConflictCode::NoSeatLeft, detail));
    if count(tx, posting, &ApplicationStatus::SEATED)? >= seats_of(posting) {
        return refused(format!("all {} of the posting's seats are taken", posting.content.seats));
    }
    let Some((round, cap)) = capped(course) else { return Ok(()) };
    if tx.count_applications_in_round((round, None), &ApplicationStatus::SEATED)? >= u64::from(cap) {
        return refused(format!("all {cap} of the round's seats are taken"));
    }
    Ok(())
}

/// Offers what is free to those who wait for the posting, in their order; and, where its round has so many seats over all
/// of its postings, what it has left to those who wait for another one of them.
pub(crate) fn fill_free_seats(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    posting: &Posting,
) -> Result<(), MatchingError> {
    let course = Course::of(tx, posting)?;
    fill((engine, actor), tx, posting, &course)?;
    match course.round {
        Some(round) if round.content.seat_cap.is_some() => fill_seats_of_round((engine, actor), tx, &round),
        Some(_) | None => Ok(()),
    }
}

/// Offers what is free in a round, which is held, to those who wait for its postings: the posting that was made first
/// comes first, and within it the order of its list.
pub(crate) fn fill_seats_of_round(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    round: &Round,
) -> Result<(), MatchingError> {
    let course = Course::in_round(round.clone());
    for posting in tx.list_postings_of_round(round.id)? {
        fill((engine, actor), tx, &posting, &course)?;
    }
    Ok(())
}

/// The postings of which a person holds an offer or a seat; a seat of work that has ended is given to nobody else.
pub(crate) fn list_postings_bound_by(
    tx: &mut Tx<'_>,
    candidate_id: CandidateId,
) -> Result<Vec<PostingId>, MatchingError> {
    let mut applications = tx.list_applications_of(candidate_id)?;
    applications.retain(|application| BOUND.contains(&application.status));
    let works = tx.list_engagements_of(candidate_id)?;
    applications.retain(|application| {
        let origin = EngagementOrigin::Application(application.id);
        let mut of = works.iter().filter(|work| work.origin == origin).peekable();
        of.peek().is_none() || of.any(|work| work.status == EngagementStatus::Running)
    });
    let mut postings: Vec<PostingId> =
        applications.iter().map(|application| application.posting_id).collect();
    postings.sort_unstable();
    postings.dedup();
    Ok(postings)
}

/// Who cannot be offered anything any more is passed over and leaves the list.
fn fill(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    posting: &Posting,
    course: &Course,
) -> Result<(), MatchingError> {
    // Nobody is led on towards a posting that was taken back, or that ended without anybody.
    if matches!(posting.status, PostingStatus::Withdrawn | PostingStatus::Unfilled) {
        return Ok(());
    }
    let waiting = tx.list_waiting(posting.id)?;
    if waiting.is_empty() {
        return Ok(());
    }
    let mut free = count_offers_left(tx, posting, course)?;
    for id in waiting {
        if free == 0 {
            break;
        }
        let next = tx.find_application(id)?;
        let fit = |status| course.path.next(status).contains(&ApplicationStatus::Offered);
        match next.filter(|next| next.posting_id == posting.id && fit(next.status)) {
            // A meeting may still be held.
            Some(next) if lacks_meeting(tx, course, &next)? => {}
            Some(next) => {
                let up = Move::to(ApplicationStatus::Offered).by(Mover::System);
                apply((engine, actor), tx, (next, course), up)?;
                free -= 1;
            }
            None => tx.remove_waiting(id)?,
        }
    }
    Ok(())
}

/// Seats that are neither offered nor taken, of the posting and of its round.
pub(crate) fn count_offers_left(
    tx: &mut Tx<'_>,
    posting: &Posting,
    course: &Course,
) -> Result<u64, MatchingError> {
    let free = seats_of(posting).saturating_sub(count(tx, posting, &BOUND)?);
    let Some((round, cap)) = capped(course) else { return Ok(free) };
    let bound = tx.count_applications_in_round((round, None), &BOUND)?;
    Ok(free.min(u64::from(cap).saturating_sub(bound)))
}

fn capped(course: &Course) -> Option<(domain::RoundId, u16)> {
    course.round.as_ref().and_then(|round| Some((round.id, round.content.seat_cap?)))
}

/// How many applications to the posting are in one of these statuses.
pub(super) fn count(
    tx: &mut Tx<'_>,
    posting: &Posting,
    statuses: &[ApplicationStatus],
) -> Result<u64, MatchingError> {
    let counts = tx.count_applications_by_status(&[posting.id])?;
    Ok(statuses.iter().filter_map(|status| counts.get(&(posting.id, *status))).sum())
}

pub(super) fn seats_of(posting: &Posting) -> u64 {
    u64::from(posting.content.seats)
}
