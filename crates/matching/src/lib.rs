//! The use cases of Tsumugi: one function a use case, an [`Actor`](domain::Actor) in, domain types out.
//!
//! What an actor may see and do is decided here and nowhere else. Nothing here knows HTTP or HTML; SQL is the
//! store's, arithmetic is scoring's.

pub mod agreements;
pub mod alliances;
pub mod api_keys;
pub mod applications;
pub mod audit;
mod blind;
pub mod bulk;
pub mod candidates;
pub mod changes;
pub mod cohorts;
pub mod consents;
pub mod courses;
pub mod decisions;
mod digest;
pub mod directory;
pub mod disclosures;
pub mod encounters;
pub mod engagements;
mod engine;
pub mod enrollments;
mod error;
pub mod events;
pub mod feeds;
mod frozen;
pub mod imports;
pub mod jobs;
mod journal;
mod known_keys;
pub mod ledger_entries;
pub mod logins;
pub mod marks;
pub mod match_runs;
pub mod notes;
pub mod notices;
pub mod once;
pub mod operator;
pub mod organizations;
pub mod outcomes;
mod participation;
mod passwords;
mod permissions;
mod pool;
pub mod postings;
pub mod programs;
pub mod rankings;
pub mod readiness;
pub mod region_groups;
pub mod reviews;
mod roles;
pub mod rounds;
mod search;
pub mod second_looks;
mod secret;
pub mod sessions;
pub mod skill_text;
pub mod stages;
pub mod startup;
pub mod surveys;
pub mod users;
pub mod webhooks;

pub use engine::{Clock, Engine, EngineOptions, Entropy};
pub use error::{Conflict, ConflictCode, Expected, MatchingError, Replacement, Upserted};
pub use store::{SchemaState, StoreError};
