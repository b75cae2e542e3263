//! The SQLite back end: one file, one writer at a time, readers beside it.
//!
//! Write-ahead log with `synchronous=FULL`: what was committed survives power loss. The one writing connection
//! makes writers of this process queue up instead of failing; `BEGIN IMMEDIATE` does so between processes.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read};
use std::path::Path;
use std::time::Duration;

use diesel::RunQueryDsl;
use diesel::connection::SimpleConnection;
use diesel::r2d2::{ConnectionManager, CustomizeConnection, Pool};
use diesel::{Connection, SqliteConnection};

use crate::StoreError;
use crate::error::one_line;
use crate::store::{Ended, StoreOptions};

/// The connection that the tables below are compiled for.
pub(crate) type Conn = SqliteConnection;
/// Its back end.
pub(crate) type Backend = diesel::sqlite::Sqlite;
type Connections = Pool<ConnectionManager<Conn>>;

/// Rows a statement inserts at once: many enough to save parsing, few enough for 32,766 values.
pub(crate) const ROWS_A_STATEMENT: usize = 50;

/// The first row of a query, if any; a writing transaction has the whole database for itself.
macro_rules! first {
    ($connection:expr, $hold:expr, $query:expr) => {{
        let _: crate::transaction::Hold = $hold;
        diesel::OptionalExtension::optional($query.first($connection))
    }};
}

mod among;
pub(crate) mod changes;

pub(crate) use among::among;

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

/// The pools: many connections that read, one that writes.
#[derive(Clone)]
pub(crate) struct Pools {
    readers: Connections,
    writer: Connections,
}

/// Settings of every connection of a pool.
#[derive(Debug, Clone, Copy)]
struct Settings {
    wait: Duration,
    reads_only: &'static str,
}

impl CustomizeConnection<Conn, diesel::r2d2::Error> for Settings {
    fn on_acquire(&self, connection: &mut Conn) -> Result<(), diesel::r2d2::Error> {
        let settings = format!(
            "PRAGMA busy_timeout = {}; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16000; PRAGMA journal_size_limit = 67108864; PRAGMA query_only = {};",
            self.wait.as_millis(),
            self.reads_only,
        );
        connection.batch_execute(&settings).map_err(diesel::r2d2::Error::QueryError)
    }
}

/// Opens a file, making it when it is not there; its folder must be.
pub(crate) fn open(path: &Path, options: &StoreOptions) -> Result<Pools, StoreError> {
    check_file(path)?;
    let name = path.to_str().ok_or_else(|| {
        StoreError::Refused(format!("the path {} is not UTF-8 text: choose another name", path.display()))
    })?;
    switch_to_write_ahead_log(name, path, options)?;
    let pool = |connections: u32, reads_only| {
        Pool::builder()
            .max_size(connections)
            .min_idle(Some(0))
            .connection_timeout(options.wait)
            .test_on_check_out(false)
            .connection_customizer(Box::new(Settings { wait: options.wait, reads_only }))
            .build_unchecked(ConnectionManager::new(name))
    };
    Ok(Pools { readers: pool(options.connections, "ON"), writer: pool(1, "OFF") })
}

/// Several connections that each switch a fresh file over get in each other's way: it is done once, before the pools.
fn switch_to_write_ahead_log(name: &str, path: &Path, options: &StoreOptions) -> Result<(), StoreError> {
    let refused = |error: &dyn std::fmt::Display| {
        let folder = folder_of(path).display();
        StoreError::Refused(format!(
            "{} cannot be used as a database ({}): Tsumugi must be able to write it and make files beside it in {folder}",
            path.display(),
            one_line(&error.to_string()),
        ))
    };
    let mut connection = Conn::establish(name).map_err(|error| refused(&error))?;
    let switch = format!("PRAGMA busy_timeout = {}; PRAGMA journal_mode = WAL;", options.wait.as_millis());
    connection.batch_execute(&switch).map_err(|error| match StoreError::from(error) {
        StoreError::Busy => StoreError::Busy,
        other => refused(&other),
    })
}

/// The folder a path lies in.
fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Says in a sentence what SQLite would say in riddles.
fn check_file(path: &Path) -> Result<(), StoreError> {
    let shown = path.display();
    let folder = folder_of(path);
    let refuse = |sentence: String| Err(StoreError::Refused(sentence));
    if !folder.is_dir() {
        return refuse(format!(
            "the folder {} of the database {shown} is not there: make it, or name another file",
            folder.display()
        ));
    }
    if path.is_dir() {
        return refuse(format!(
            "{shown} is a folder: name a file in it, such as sqlite://{shown}/tsumugi.db"
        ));
    }
    match OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path) {
        Ok(file) => check_heading(file, path),
        Err(error) if error.kind() == ErrorKind::StorageFull => Err(StoreError::Full(error.to_string())),
        Err(error) if path.exists() => refuse(format!(
            "the database {shown} cannot be written ({error}): give the user that runs Tsumugi the right to write it"
        )),
        Err(error) => refuse(format!(
            "the database {shown} cannot be made ({error}): give the user that runs Tsumugi the right to write in the folder {}, or name another file",
            folder.display()
        )),
    }
}

/// Every SQLite file but an empty one begins with these bytes (SQLite, Database File Format, 1.2).
fn check_heading(mut file: File, path: &Path) -> Result<(), StoreError> {
    const HEADING: &[u8; 16] = b"SQLite format 3\0";
    let mut heading = Vec::new();
    let read = file.by_ref().take(16).read_to_end(&mut heading);
    read.map_err(|error| StoreError::Unavailable(error.to_string()))?;
    if heading.is_empty() || heading == HEADING {
        return Ok(());
    }
    Err(StoreError::Refused(format!("{} is not an SQLite database: name another file", path.display())))
}

impl Pools {
    /// Runs `work` on one snapshot.
    pub(crate) fn read<T, E>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<T, Ended<E>>,
    ) -> Result<T, Ended<E>> {
        let mut connection = self.readers.get().map_err(Ended::no_connection)?;
        Conn::transaction(&mut connection, work)
    }

    /// Runs `work` as the only writer.
    pub(crate) fn write<T, E>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<T, Ended<E>>,
    ) -> Result<T, Ended<E>> {
        let mut connection = self.writer.get().map_err(Ended::no_connection)?;
        connection.immediate_transaction(work)
    }

    /// Writes the file anew without what was deleted, and empties the write-ahead log.
    pub(crate) fn scrub(&self) -> Result<(), StoreError> {
        let mut connection =
            self.writer.get().map_err(Ended::<StoreError>::no_connection).map_err(Ended::into_error)?;
        // Readers that are still at an older state keep the log from being emptied: once more, when they are through.
        for _ in 0..EMPTYING_TRIES {
            connection.batch_execute("VACUUM")?;
            let emptied: Checkpoint =
                diesel::sql_query("PRAGMA wal_checkpoint(TRUNCATE)").get_result(&mut connection)?;
            if emptied.busy == 0 {
                return Ok(());
            }
            std::thread::sleep(EMPTYING_PAUSE);
        }
        Err(StoreError::Busy)
    }
}

/// How often emptying the write-ahead log is tried.
const EMPTYING_TRIES: u32 = 20;
/// How long readers are given in between.
const EMPTYING_PAUSE: Duration = Duration::from_millis(50);

/// What SQLite says of a checkpoint.
#[derive(diesel::QueryableByName)]
struct Checkpoint {
    #[diesel(sql_type = diesel::sql_types::Integer)]
    busy: i32,
}
