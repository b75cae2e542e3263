//! Queries on what was begun and is not finished: decisions that nobody was told of, notices that reached nobody, offers
//! that no letter tells.

use diesel::prelude::*;
use domain::{ApplicationStatus, DecisionState, Mover, NoticeState, Word};

use super::{Conn, among};
use crate::records::DecisionRow;
use crate::schema::{application_moves as moves, decisions, notice_batches as batches, notices};

/// Notice, batch, number, application, posting.
pub(crate) type Failed = (String, String, i64, String, String);
/// Batch, application, number.
pub(crate) type Delivered = (String, String, i64);

/// Decisions on these postings that stand.
pub(crate) fn standing(connection: &mut Conn, postings: &[String]) -> QueryResult<Vec<DecisionRow>> {
    let stands = [DecisionState::Proposed.as_str(), DecisionState::Approved.as_str()];
    let theirs = decisions::table
        .filter(among(decisions::posting_id, postings))
        .filter(decisions::state.eq_any(stands));
    theirs.order(decisions::id).select(DecisionRow::as_select()).load(connection)
}

/// Those of the decisions that the applicants were told of.
pub(crate) fn told(connection: &mut Conn, ids: &[String]) -> QueryResult<Vec<String>> {
    let of = batches::table.filter(among(batches::decision_id, ids));
    of.select(batches::decision_id).load(connection)
}

/// Notices on these postings that could not be mailed.
pub(crate) fn failed(connection: &mut Conn, postings: &[String]) -> QueryResult<Vec<Failed>> {
    let theirs = notices::table
        .inner_join(batches::table)
        .filter(among(batches::posting_id, postings))
        .filter(notices::state.eq(NoticeState::Failed.as_str()));
    let row = (notices::id, notices::batch_id, notices::number, notices::application_id, batches::posting_id);
    theirs.order(notices::id).select(row).load(connection)
}

/// Corrections in these batches that did not fail.
pub(crate) fn corrected(connection: &mut Conn, batches: &[String]) -> QueryResult<Vec<Delivered>> {
    let later = notices::table
        .filter(among(notices::batch_id, batches))
        .filter(notices::corrects.is_not_null())
        .filter(notices::state.ne(NoticeState::Failed.as_str()));
    later.select((notices::batch_id, notices::application_id, notices::number)).load(connection)
}

/// Moves to an offer that nobody made by hand, of these applications: which, and when.
pub(crate) fn moved_up(connection: &mut Conn, applications: &[String]) -> QueryResult<Vec<(String, i64)>> {
    let up = moves::table
        .filter(among(moves::application_id, applications))
        .filter(moves::to_status.eq(ApplicationStatus::Offered.as_str()))
        .filter(moves::mover.eq(Mover::System.as_str()));
    up.select((moves::application_id, moves::at)).load(connection)
}

/// Notices about these applications: which, and from when.
pub(crate) fn told_since(connection: &mut Conn, applications: &[String]) -> QueryResult<Vec<(String, i64)>> {
    let about = notices::table.filter(among(notices::application_id, applications));
    about.select((notices::application_id, notices::created_at)).load(connection)
}
