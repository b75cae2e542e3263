//! Storing many records in few transactions, each record with an outcome of its own: one that is refused never spoils
//! the others.

use std::convert::Infallible;

use store::{StoreError, Tx};

use crate::engine::Engine;
use crate::error::MatchingError;

/// What storing a record did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// There was none.
    Created,
    /// It took the place of what was there.
    Replaced,
    /// The very same was there already; nothing was written.
    Unchanged,
}

/// A record that is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: i64,
    /// What storing it did.
    pub effect: Effect,
}

/// What became of each record, in the order they came.
pub type Outcomes = Vec<Result<Stored, MatchingError>>;

/// Whether what is done is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Storing {
    /// It is.
    Kept,
    /// Everything is done as if it were, and taken back: to see what would become of it.
    Rehearsed,
}

/// Why a rehearsal ends: it always does, so that nothing of it stays.
enum Taken<T> {
    Back(T),
    Failed(MatchingError),
}

impl<T> From<StoreError> for Taken<T> {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

impl Storing {
    /// Runs `work` in a transaction, and keeps what it did or takes it back.
    pub(crate) fn run<T>(
        self,
        engine: &Engine,
        mut work: impl FnMut(&mut Tx<'_>) -> Result<T, MatchingError>,
    ) -> Result<T, MatchingError> {
        match self {
            Self::Kept => engine.write(work),
            Self::Rehearsed => {
                let ended = engine.store.write(|tx| match work(tx) {
                    Ok(done) => Err::<Infallible, _>(Taken::Back(done)),
                    Err(error) => Err(Taken::Failed(error)),
                });
                match ended {
                    Ok(never) => match never {},
                    Err(Taken::Back(done)) => Ok(done),
                    Err(Taken::Failed(error)) => Err(error),
                }
            }
        }
    }
}

/// Does something with each item in one transaction; where the database refuses one of them, each gets a transaction
/// of its own. `one` says that it cannot be done before it writes anything.
pub(crate) fn each<I, T>(
    engine: &Engine,
    storing: Storing,
    items: &[I],
    one: impl Fn(&mut Tx<'_>, &I) -> Result<T, MatchingError>,
) -> Vec<Result<T, MatchingError>> {
    let together = storing.run(engine, |tx| {
        let mut outcomes = Vec::with_capacity(items.len());
        for item in items {
            match one(tx, item) {
                Err(error @ MatchingError::Store(_)) => return Err(error),
                outcome => outcomes.push(outcome),
            }
        }
        Ok(outcomes)
    });
    together.unwrap_or_else(|_| items.iter().map(|item| storing.run(engine, |tx| one(tx, item))).collect())
}
