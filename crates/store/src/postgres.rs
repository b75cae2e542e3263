//! The PostgreSQL back end.
//!
//! `synchronous_commit=on`: what was committed survives power loss. Readers see one snapshot (`REPEATABLE READ`);
//! writers run at `READ COMMITTED` and lock the rows they find, and a deadlock is run again.

use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::r2d2::{ConnectionManager, CustomizeConnection, Pool};
use diesel::{Connection, PgConnection};

use crate::StoreError;
use crate::error::one_line;
use crate::store::{Ended, StoreOptions};

/// The connection that the tables below are compiled for.
pub(crate) type Conn = PgConnection;
/// Its back end.
pub(crate) type Backend = diesel::pg::Pg;
type Connections = Pool<ConnectionManager<Conn>>;

/// Rows a statement inserts at once: the widest table has 26 columns, and a statement takes 65,535 values.
pub(crate) const ROWS_A_STATEMENT: usize = 1000;

/// The first row of a query, if any; locked until the end of the transaction when it is to be held.
macro_rules! first {
    ($connection:expr, $hold:expr, $query:expr) => {
        diesel::OptionalExtension::optional(match $hold {
            crate::transaction::Hold::Free => $query.first($connection),
            // Not FOR UPDATE: others may still refer to the row.
            crate::transaction::Hold::Held => $query.for_no_key_update().first($connection),
        })
    };
}

/// Whether a column has one of these texts, which PostgreSQL takes as one value.
pub(crate) fn among<Column>(column: Column, texts: &[String]) -> diesel::dsl::EqAny<Column, &[String]>
where
    Column: diesel::ExpressionMethods + diesel::Expression<SqlType = diesel::sql_types::Text>,
{
    column.eq_any(texts)
}

pub(crate) mod changes;

#[path = "tables/activity.rs"]
pub(crate) mod activity;
#[path = "tables/agreements.rs"]
pub(crate) mod agreements;
#[path = "tables/alliances.rs"]
pub(crate) mod alliances;
#[path = "tables/api_keys.rs"]
pub(crate) mod api_keys;
#[path = "tables/application_access.rs"]
pub(crate) mod application_access;
#[path = "tables/application_moves.rs"]
pub(crate) mod application_moves;
#[path = "tables/applications.rs"]
pub(crate) mod applications;
#[path = "tables/attendances.rs"]
pub(crate) mod attendances;
#[path = "tables/audit.rs"]
pub(crate) mod audit;
pub(crate) mod audit_rows;
#[path = "tables/candidate_search.rs"]
pub(crate) mod candidate_search;
#[path = "tables/candidates.rs"]
pub(crate) mod candidates;
#[path = "tables/cohorts.rs"]
pub(crate) mod cohorts;
#[path = "tables/consents.rs"]
pub(crate) mod consents;
#[path = "tables/courses.rs"]
pub(crate) mod courses;
#[path = "tables/dashboards.rs"]
pub(crate) mod dashboards;
#[path = "tables/decisions.rs"]
pub(crate) mod decisions;
#[path = "tables/directory.rs"]
pub(crate) mod directory;
#[path = "tables/encounters.rs"]
pub(crate) mod encounters;
#[path = "tables/engagements.rs"]
pub(crate) mod engagements;
#[path = "tables/enrollments.rs"]
pub(crate) mod enrollments;
#[path = "tables/erased.rs"]
pub(crate) mod erased;
#[path = "tables/events.rs"]
pub(crate) mod events;
#[path = "tables/figures.rs"]
pub(crate) mod figures;
#[path = "tables/handovers.rs"]
pub(crate) mod handovers;
pub(crate) mod holdings;
#[path = "tables/idempotency_keys.rs"]
pub(crate) mod idempotency_keys;
#[path = "tables/imports.rs"]
pub(crate) mod imports;
#[path = "tables/jobs.rs"]
pub(crate) mod jobs;
#[path = "tables/journal.rs"]
pub(crate) mod journal;
#[path = "tables/ledger_entries.rs"]
pub(crate) mod ledger_entries;
#[path = "tables/logins.rs"]
pub(crate) mod logins;
#[path = "tables/marks.rs"]
pub(crate) mod marks;
#[path = "tables/match_runs.rs"]
pub(crate) mod match_runs;
#[path = "tables/municipalities.rs"]
pub(crate) mod municipalities;
#[path = "tables/naming.rs"]
pub(crate) mod naming;
#[path = "tables/notes.rs"]
pub(crate) mod notes;
#[path = "tables/notices.rs"]
pub(crate) mod notices;
#[path = "tables/organizations.rs"]
pub(crate) mod organizations;
#[path = "tables/outcomes.rs"]
pub(crate) mod outcomes;
#[path = "tables/people_read.rs"]
pub(crate) mod people_read;
#[path = "tables/pool.rs"]
pub(crate) mod pool;
#[path = "tables/posting_search.rs"]
pub(crate) mod posting_search;
#[path = "tables/posting_templates.rs"]
pub(crate) mod posting_templates;
#[path = "tables/postings.rs"]
pub(crate) mod postings;
#[path = "tables/programs.rs"]
pub(crate) mod programs;
#[path = "tables/promises.rs"]
pub(crate) mod promises;
#[path = "tables/proposals.rs"]
pub(crate) mod proposals;
#[path = "tables/readiness.rs"]
pub(crate) mod readiness;
#[path = "tables/referrals.rs"]
pub(crate) mod referrals;
#[path = "tables/region_groups.rs"]
pub(crate) mod region_groups;
#[path = "tables/retention.rs"]
pub(crate) mod retention;
#[path = "tables/reviews.rs"]
pub(crate) mod reviews;
#[path = "tables/rounds.rs"]
pub(crate) mod rounds;
#[path = "tables/second_looks.rs"]
pub(crate) mod second_looks;
#[path = "tables/sessions.rs"]
pub(crate) mod sessions;
#[path = "tables/survey_answers.rs"]
pub(crate) mod survey_answers;
#[path = "tables/surveys.rs"]
pub(crate) mod surveys;
#[path = "tables/unfinished.rs"]
pub(crate) mod unfinished;
#[path = "tables/users.rs"]
pub(crate) mod users;
#[path = "tables/waiting_list.rs"]
pub(crate) mod waiting_list;
#[path = "tables/webhooks.rs"]
pub(crate) mod webhooks;

/// The pool of connections.
#[derive(Clone)]
pub(crate) struct Pools(Connections);

/// Settings of every connection.
#[derive(Debug, Clone, Copy)]
struct Settings {
    wait: Duration,
    statement_timeout: Duration,
}

impl CustomizeConnection<Conn, diesel::r2d2::Error> for Settings {
    fn on_acquire(&self, connection: &mut Conn) -> Result<(), diesel::r2d2::Error> {
        let settings = format!(
            "SET synchronous_commit = on; SET lock_timeout = {}; SET statement_timeout = {}; SET idle_in_transaction_session_timeout = 60000; SET client_min_messages = warning; SET application_name = 'tsumugi'",
            self.wait.as_millis(),
            self.statement_timeout.as_millis(),
        );
        connection.batch_execute(&settings).map_err(diesel::r2d2::Error::QueryError)
    }
}

/// Connects to a server.
pub(crate) fn open(url: &str, options: &StoreOptions) -> Result<Pools, StoreError> {
    // The pool would try again and again and then say only that it gave up.
    Conn::establish(url).map_err(|error| {
        let told = one_line(&error.to_string());
        StoreError::Unavailable(format!("{told} (is PostgreSQL running, and is the database URL right?)"))
    })?;
    let settings = Settings { wait: options.wait, statement_timeout: options.statement_timeout };
    let pool = Pool::builder()
        .max_size(options.connections)
        .min_idle(Some(0))
        .connection_timeout(options.wait)
        .connection_customizer(Box::new(settings))
        .build_unchecked(ConnectionManager::new(url));
    Ok(Pools(pool))
}

impl Pools {
    /// Runs `work` on one snapshot.
    pub(crate) fn read<T, E>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<T, Ended<E>>,
    ) -> Result<T, Ended<E>> {
        let mut connection = self.0.get().map_err(Ended::no_connection)?;
        connection.build_transaction().repeatable_read().read_only().run(work)
    }

    /// Runs `work` as one transaction.
    pub(crate) fn write<T, E>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<T, Ended<E>>,
    ) -> Result<T, Ended<E>> {
        let mut connection = self.0.get().map_err(Ended::no_connection)?;
        connection.build_transaction().read_committed().read_write().run(work)
    }

    /// Clears the dead rows of tables.
    pub(crate) fn scrub(&self, tables: &[String]) -> Result<(), StoreError> {
        let mut connection =
            self.0.get().map_err(Ended::<StoreError>::no_connection).map_err(Ended::into_error)?;
        for table in tables {
            connection.batch_execute(&format!("VACUUM {table}"))?;
        }
        Ok(())
    }
}
