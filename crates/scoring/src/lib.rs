//! Scoring version 1: who is eligible, how well a pair suits, in which order, and why.
//!
//! Pure functions over the words of `domain` and one live pool of people: the same input gives the same bytes on
//! any number of threads. Nothing here knows a clock, a database, a request, a name or a mail address.

mod band;
mod best_postings;
mod constraint;
mod counterfactual;
mod distance;
mod exclusion;
mod executor;
mod explanation;
mod feasibility;
mod feature;
mod granting;
mod pair;
mod period;
mod person;
mod place;
mod plain;
mod pool;
mod posting;
mod posting_ranking;
mod query;
mod rank_range;
mod ranking;
mod score;
mod similarity;
mod standing;
mod tiebreak;
mod wanted;
mod weighing;
mod wide;

pub use executor::Executor;
pub use explanation::explain_pair;
pub use granting::{CourseGrant, Glance, glance};
pub use person::CompiledPerson;
pub use plain::PlainScan;
pub use pool::{Among, CompiledEntry, Grant, Pool, PoolEntry, Snapshot, Viewer};
pub use posting::CompiledPosting;
pub use posting_ranking::{PostingsCall, rank_postings};
pub use ranking::RankCall;
pub use tiebreak::tiebreak;
