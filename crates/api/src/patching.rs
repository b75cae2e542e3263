//! A merge patch on a record: read, merge, check as a whole, replace the very version that was read.
//!
//! Where the caller names no version, somebody else's write in between is merged over again.

use domain::{Actor, FaultCode, Faults};
use matching::{Engine, MatchingError, Replacement};
use serde_json::Value;

use crate::dto::RequestBody;
use crate::extract::body::Unread;
use crate::extract::caller::Caller;
use crate::patch::merge;
use crate::problem::{PlainKind, Problem, ProblemKind};

/// How often somebody else may be first before the caller is told.
const MOST_ATTEMPTS: usize = 5;

/// A body whose record can be patched.
pub trait Patched: RequestBody {
    /// The record's id.
    type Id: Copy + Send + 'static;
    /// The record as it is read.
    type Read: Send + 'static;
    /// The record as it was written.
    type Written: Send + 'static;

    /// Reads the record, as somebody who may change it.
    ///
    /// # Errors
    /// As the use case.
    fn read(engine: &Engine, actor: &Actor, id: Self::Id) -> Result<Self::Read, MatchingError>;

    /// Its version, and the JSON form of what a caller writes.
    fn shown(record: Self::Read) -> (i64, Value);

    /// Replaces the record.
    ///
    /// # Errors
    /// As the use case.
    fn write(
        engine: &Engine,
        actor: &Actor,
        id: Self::Id,
        replacement: Replacement<Self::Content>,
    ) -> Result<Self::Written, MatchingError>;
}

/// Patches a record.
///
/// # Errors
/// Everything that reading a body, reading the record and replacing it can say.
pub async fn patch<B>(caller: &Caller, unread: Unread, id: B::Id) -> Result<B::Written, Problem>
where
    B: Patched,
    B::Content: Send + 'static,
{
    let stated = caller.expected()?;
    let patch = caller.patch::<B>(unread).await?;
    if !patch.is_object() {
        return Err(Faults::one("", FaultCode::WrongType, "must be an object").into());
    }
    let mut attempts = 0;
    loop {
        attempts += 1;
        let record = caller.run(move |engine, actor| B::read(engine, actor, id)).await?;
        let (version, document) = B::shown(record);
        let content = caller.read::<B>(merge(document, patch.clone()))?;
        let replacement = Replacement { content, expected: Some(stated.unwrap_or(version)) };
        let written = caller.run(move |engine, actor| B::write(engine, actor, id, replacement)).await;
        match written {
            Err(problem) if stated.is_none() && was_overtaken(&problem) => {
                if attempts == MOST_ATTEMPTS {
                    // Not 412: the version that did not match was never the caller's.
                    return Err(Problem::changed_meanwhile());
                }
            }
            outcome => return outcome,
        }
    }
}

fn was_overtaken(problem: &Problem) -> bool {
    matches!(
        problem.kind(),
        ProblemKind::Plain(PlainKind::VersionMismatch)
            | ProblemKind::Conflict(matching::ConflictCode::ChangedMeanwhile)
    )
}
