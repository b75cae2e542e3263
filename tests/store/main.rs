//! The store from outside: every test body runs on SQLite and on PostgreSQL.

#![expect(clippy::unwrap_used, reason = "in a test, a failure is best shown where it happens")]

#[path = "../support/postgres.rs"]
mod private_postgres;

#[macro_use]
mod ground;
mod samples;

mod activity;
mod audit_chain;
mod changes;
mod cohorts;
mod events;
mod handovers;
mod holdings;
mod kept_answers;
mod lists;
mod match_runs;
mod opening;
mod pool;
mod races;
mod retention;
mod round_trips;
mod rounds;
mod schema;
mod search;
mod surveys;
mod transactions;
mod visibility;
mod webhooks;
