//! Seats: never oversold, and never left empty while somebody waits.
//!
//! The posting's row is held by whoever counts, so that no two count at once.

use domain::{Actor, ApplicationStatus, Mover, Posting};
use store::Tx;

use super::{Course, Move, apply};
use crate::engine::Engine;
use crate::error::{ConflictCode, MatchingError};

/// Refuses where every seat of the posting is taken.
pub(super) fn check_seat_left(
    tx: &mut Tx<'_>,
    posting: &Posting,
    _course: &Course,
) -> Result<(), MatchingError> {
    let taken = count(tx, posting, &ApplicationStatus::SEATED)?;
    if taken < seats_of(posting) {
        return Ok(());
    }
    let detail = format!("all {} of the posting's seats are taken", posting.content.seats);
    Err(MatchingError::conflict(ConflictCode::NoSeatLeft, detail))
}

/// Offers what is free to those who wait, in their order. Who cannot be offered anything any more is passed over and
/// leaves the list.
pub(crate) fn fill_free_seats(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    posting: &Posting,
) -> Result<(), MatchingError> {
    let waiting = tx.list_waiting(posting.id)?;
    if waiting.is_empty() {
        return Ok(());
    }
    let course = Course::of(tx, posting)?;
    let bound = [ApplicationStatus::Offered, ApplicationStatus::Accepted, ApplicationStatus::Engaged];
    let mut taken = count(tx, posting, &bound)?;
    for id in waiting {
        if taken >= seats_of(posting) {
            break;
        }
        let next = tx.find_application(id)?;
        let fit = |status| course.path.next(status).contains(&ApplicationStatus::Offered);
        match next.filter(|next| next.posting_id == posting.id && fit(next.status)) {
            Some(next) => {
                let up = Move::to(ApplicationStatus::Offered).by(Mover::System);
                apply((engine, actor), tx, (next, &course), up)?;
                taken += 1;
            }
            None => tx.remove_waiting(id)?,
        }
    }
    Ok(())
}

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
