//! Storing many records in few transactions, each record with an outcome of its own: one that is refused never spoils
//! the others.

use store::Tx;

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

/// Does something with each item in one transaction; where the database refuses one of them, each gets a transaction
/// of its own. `one` says that it cannot be done before it writes anything.
pub(crate) fn each<I, T>(
    engine: &Engine,
    items: &[I],
    one: impl Fn(&mut Tx<'_>, &I) -> Result<T, MatchingError>,
) -> Vec<Result<T, MatchingError>> {
    let together = engine.write(|tx| {
        let mut outcomes = Vec::with_capacity(items.len());
        for item in items {
            match one(tx, item) {
                Err(error @ MatchingError::Store(_)) => return Err(error),
                outcome => outcomes.push(outcome),
            }
        }
        Ok(outcomes)
    });
    together.unwrap_or_else(|_| items.iter().map(|item| engine.write(|tx| one(tx, item))).collect())
}
