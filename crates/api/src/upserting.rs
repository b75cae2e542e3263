//! Making or replacing a record by the caller's own key, under whatever the request asks of what is there.
//!
//! Each precondition is decided in the transaction that writes: what is looked up before is only ever a guess at the
//! version, and a wrong guess writes nothing.

use domain::{Actor, ExternalId};
use matching::{ConflictCode, Engine, MatchingError, Replacement, Upserted};

use crate::dto::RequestBody;
use crate::etag::{NOBODYS, Precondition};
use crate::extract::body::Unread;
use crate::extract::caller::Caller;
use crate::extract::reading::check_same;
use crate::problem::{PlainKind, Problem, ProblemKind};

/// How often somebody else may be first before the caller is told.
const MOST_ATTEMPTS: usize = 5;

/// A body whose record can be named by the caller's own key.
pub trait Keyed: RequestBody {
    /// The record as it was written.
    type Record: Send + 'static;

    /// The key in what is written.
    fn key(content: &mut Self::Content) -> &mut Option<ExternalId>;

    /// Makes the record; a taken key is a conflict.
    ///
    /// # Errors
    /// As the use case.
    fn create(engine: &Engine, actor: &Actor, content: Self::Content) -> Result<Self::Record, MatchingError>;

    /// Makes or replaces the record; where a version is expected, it only replaces.
    ///
    /// # Errors
    /// As the use case.
    fn upsert(
        engine: &Engine,
        actor: &Actor,
        external_id: &ExternalId,
        replacement: Replacement<Self::Content>,
    ) -> Result<Upserted<Self::Record>, MatchingError>;
}

/// Makes or replaces the record that the path names.
///
/// # Errors
/// Everything that reading the body and writing the record can say; 412 when what is there is not what was asked for.
pub async fn upsert<B>(caller: &Caller, unread: Unread) -> Result<Upserted<B::Record>, Problem>
where
    B: Keyed,
    B::Content: Clone + Send + 'static,
{
    let (external_id, precondition) = (caller.external_id()?, caller.precondition()?);
    let mut content = caller.body::<B>(unread).await?;
    check_same(&external_id, B::key(&mut content).as_ref())?;
    let written = caller
        .run(move |engine, actor| write::<B>((engine, actor), &external_id, content, precondition))
        .await;
    written.map_err(|problem| told(precondition, problem))
}

fn write<B>(
    (engine, actor): (&Engine, &Actor),
    external_id: &ExternalId,
    mut content: B::Content,
    precondition: Precondition,
) -> Result<Upserted<B::Record>, MatchingError>
where
    B: Keyed,
    B::Content: Clone,
{
    let over = |content, expected| B::upsert(engine, actor, external_id, Replacement { content, expected });
    match precondition {
        Precondition::Unconditional => over(content, None),
        Precondition::Version(version) => over(content, Some(version)),
        Precondition::Absent => {
            *B::key(&mut content) = Some(external_id.clone());
            Ok(Upserted { record: B::create(engine, actor, content)?, created: true })
        }
        Precondition::Present => over_any(|expected| over(content.clone(), Some(expected))),
    }
}

/// Writes over whichever version is there: each refusal tells the version that the next attempt expects.
fn over_any<T>(mut write: impl FnMut(i64) -> Result<T, MatchingError>) -> Result<T, MatchingError> {
    let mut outcome = write(NOBODYS);
    for _ in 0..MOST_ATTEMPTS {
        match outcome {
            Err(MatchingError::VersionMismatch { current }) => outcome = write(current),
            done => return done,
        }
    }
    outcome
}

/// The refusals of the use cases in the words of the precondition.
fn told(precondition: Precondition, problem: Problem) -> Problem {
    const TAKEN: ProblemKind = ProblemKind::Conflict(ConflictCode::ExternalIdTaken);
    const MISSING: ProblemKind = ProblemKind::Plain(PlainKind::NotFound);
    const OTHER_VERSION: ProblemKind = ProblemKind::Plain(PlainKind::VersionMismatch);
    match (precondition, problem.kind()) {
        (Precondition::Absent, TAKEN) => Problem::precondition_failed(
            "there is a record with this external id, and If-None-Match asks for none",
        ),
        (Precondition::Version(_) | Precondition::Present, MISSING) => Problem::precondition_failed(
            "there is no record with this external id, and If-Match asks for one",
        ),
        (Precondition::Present, OTHER_VERSION) => Problem::changed_meanwhile(),
        _ => problem,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_version_is_written_over_but_not_for_ever() {
        let mut expected = Vec::new();
        let written = over_any(|version| {
            expected.push(version);
            if version == 7 { Ok("written") } else { Err(MatchingError::VersionMismatch { current: 7 }) }
        });
        assert_eq!((written.unwrap(), expected.as_slice()), ("written", [NOBODYS, 7].as_slice()));

        let mut current = 0;
        let overtaken: Result<(), MatchingError> = over_any(|_| {
            current += 1;
            Err(MatchingError::VersionMismatch { current })
        });
        let problem = told(Precondition::Present, overtaken.unwrap_err().into());
        assert_eq!(problem.kind(), ProblemKind::Conflict(ConflictCode::ChangedMeanwhile));
        assert_eq!(current, 6);
    }
}
