//! What starting costs at least: reading everybody, and doing nothing with them.
//!
//! For measuring alone; the way to start is [`Engine::open`] and [`Engine::load_pool`].

use std::num::NonZeroUsize;

use crate::engine::Engine;
use crate::error::MatchingError;

/// Reads what [`Engine::load_pool`] reads of people, by the same statements on so many connections at once, and only
/// looks at each value; answers how many rows there are.
///
/// # Errors
/// The database failed.
pub fn look_at_everybody(engine: &Engine, connections: NonZeroUsize) -> Result<u64, MatchingError> {
    Ok(engine.store.look_at_each_person(connections)?)
}

/// On how many connections [`Engine::load_pool`] reads.
pub fn connections(engine: &Engine) -> NonZeroUsize {
    engine.readers
}
