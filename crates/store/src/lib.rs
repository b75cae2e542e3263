//! All SQL of Tsumugi: keeping the records of `domain` in SQLite or PostgreSQL, chosen by the database URL.
//!
//! Promises that what [`Store::write`] has answered survives power loss, and that what one [`Store::read`] or
//! [`Store::write`] sees is one state of the database. Knows nothing of who may see what: the use cases ask.
//!
//! Every query is written once, in `tables/`, and compiled twice, against each back end's own types
//! (`sqlite.rs`, `postgres.rs`); `on_backend!` in `transaction.rs` picks one. What goes in and out is in `records/`.

#![expect(
    clippy::duplicate_mod,
    reason = "each file of tables/ is compiled once for each back end, on purpose"
)]

mod audit_chain;
mod balanced;
mod cell;
mod error;
mod everybody;
mod holdings;
mod migrations;
mod postgres;
mod records;
mod schema;
mod sqlite;
mod store;
mod transaction;
mod url;
mod vocabulary;

pub use error::{Changed, StoreError, Unique};
pub use holdings::Holding;
pub use migrations::SchemaState;
pub use records::AnswerToken;
pub use records::BodyCounts;
pub use records::EnrollmentFilter;
pub use records::UndeliveredNotice;
pub use records::{
    ApplicationFilter, BatchFilter, CandidateFilter, ChangePlace, Coverage, DeliveryFilter, EncounterFilter,
    EventFilter, FollowedChange, Identity, KeptAnswer, Login, MatchFilter, MatchPlace, NoteFilter,
    OutcomeFilter, Participant, PoolMember, PostingFilter, ProgramFilter, RoundFilter, StandingConsent,
    Viewer, Visit,
};
pub use records::{AuditFilter, ReadingFilter};
pub use records::{Credentials, Session};
pub use records::{DueBefore, RetentionDay};
pub use records::{EngagementFilter, LedgerFilter};
pub use records::{EnteredStage, SubmittedApplication};
pub use records::{PromiseFilter, ProposalFilter, ReferralFilter, ReferredPosting};
pub use store::{BackEnd, Store, StoreOptions};
pub use transaction::Tx;
pub use url::DatabaseUrl;
