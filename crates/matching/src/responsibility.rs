//! Who answers for a programme at an instant.

use domain::{ProgramId, Timestamp, UserId};
use store::Tx;

use crate::error::MatchingError;

/// The user who is responsible for a programme at an instant; `None` where nobody is named.
pub(crate) fn user_at(
    tx: &mut Tx<'_>,
    program: ProgramId,
    _at: Timestamp,
) -> Result<Option<UserId>, MatchingError> {
    Ok(tx.find_program(program)?.and_then(|program| program.content.responsible_user_id))
}
