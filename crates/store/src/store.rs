//! The database as a whole: opening it, and running transactions on it.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::transaction::{Connection, Hold};
use crate::url::Location;
use crate::vocabulary::Vocabulary;
use crate::{Changed, DatabaseUrl, StoreError, Tx, postgres, sqlite};

/// The database. A clone is another handle of the same one.
#[derive(Clone)]
pub struct Store {
    pub(crate) pools: Pools,
    vocabulary: Arc<Vocabulary>,
}

/// The connections of one back end or the other.
#[derive(Clone)]
pub(crate) enum Pools {
    /// SQLite's.
    Sqlite(sqlite::Pools),
    /// PostgreSQL's.
    Postgres(postgres::Pools),
}

/// How to open a database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreOptions {
    /// Connections at most; SQLite has one more, for the writer.
    pub connections: u32,
    /// How long to wait for a connection or a lock before answering [`StoreError::Busy`].
    pub wait: Duration,
    /// How long one statement may take (PostgreSQL).
    pub statement_timeout: Duration,
}

impl Default for StoreOptions {
    /// 8 connections, 5 seconds, 30 seconds.
    fn default() -> Self {
        Self { connections: 8, wait: Duration::from_secs(5), statement_timeout: Duration::from_secs(30) }
    }
}

/// What keeps the records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BackEnd {
    /// SQLite.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

impl fmt::Display for BackEnd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        })
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Store({})", self.back_end())
    }
}

/// How a transaction ended that is not kept.
pub(crate) enum Ended<E> {
    /// The caller's own answer.
    Stopped(E),
    /// A statement failed, and the caller went on.
    Failed(StoreError),
    /// No connection, or no beginning or end of the transaction.
    Database(StoreError),
}

impl<E> From<diesel::result::Error> for Ended<E> {
    fn from(error: diesel::result::Error) -> Self {
        Self::Database(error.into())
    }
}

impl<E> Ended<E> {
    /// Every connection is in use, or none can be made.
    pub(crate) fn no_connection(error: diesel::r2d2::PoolError) -> Self {
        let told = crate::error::one_line(&error.to_string());
        // r2d2 adds the last failure of connecting after a colon; without one, the connections are all in use.
        match told.split_once(": ") {
            Some((_, cause)) => Self::Database(StoreError::Unavailable(cause.to_owned())),
            None => Self::Database(StoreError::Busy),
        }
    }
}

/// How often a transaction is run again after a deadlock or a lost race.
const RUNS: u32 = 6;

/// How long to keep away before the second run, so that the one who won gets past; longer before each further one.
const STEP_ASIDE: Duration = Duration::from_millis(5);

impl Store {
    /// Opens a database. The schema is not touched: see [`Store::migrate`].
    ///
    /// # Errors
    /// [`StoreError::Refused`] when a file cannot be used, [`StoreError::Unavailable`] when a server does not answer;
    /// both say what to do.
    pub fn open(url: &DatabaseUrl, options: &StoreOptions) -> Result<Self, StoreError> {
        let pools = match &url.0 {
            Location::File(path) => Pools::Sqlite(sqlite::open(path, options)?),
            Location::Server(url) => Pools::Postgres(postgres::open(url, options)?),
        };
        Ok(Self { pools, vocabulary: Arc::new(Vocabulary::built_in()) })
    }

    /// What keeps the records.
    pub fn back_end(&self) -> BackEnd {
        match self.pools {
            Pools::Sqlite(_) => BackEnd::Sqlite,
            Pools::Postgres(_) => BackEnd::Postgres,
        }
    }

    /// Runs `work` on one state of the database; nothing can be written.
    ///
    /// # Errors
    /// Those of `work`; [`StoreError::Busy`] and [`StoreError::Unavailable`] when it could not be run.
    pub fn read<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let vocabulary = self.vocabulary.as_ref();
        let ended = match &self.pools {
            Pools::Sqlite(pools) => pools.read(|connection| {
                attempt(&mut Tx::new(Connection::Sqlite(connection), vocabulary, Hold::Free), work)
            }),
            Pools::Postgres(pools) => pools.read(|connection| {
                attempt(&mut Tx::new(Connection::Postgres(connection), vocabulary, Hold::Free), work)
            }),
        };
        ended.map_err(Ended::into_error)
    }

    /// Runs `work` as one transaction and keeps all of it, or nothing when it answers an error.
    ///
    /// `work` may be run again from the start after a deadlock, so it must do nothing outside the transaction.
    ///
    /// # Errors
    /// Those of `work`; every [`StoreError`] when it could not be run or kept.
    pub fn write<T, E: From<StoreError>>(
        &self,
        mut work: impl FnMut(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let vocabulary = self.vocabulary.as_ref();
        let mut run = 1;
        loop {
            let (mut failure, mut lost_a_race, mut changed) = (None, false, None);
            let mut remember = |connection: Connection<'_>| {
                let mut tx = Tx::new(connection, vocabulary, Hold::Held);
                let answer = attempt(&mut tx, |tx| {
                    let answer = work(tx)?;
                    if tx.failure().is_none() {
                        tx.chain_audit_events()?;
                    }
                    Ok(answer)
                });
                failure = tx.failure().cloned();
                lost_a_race = tx.lost_a_race();
                changed = answer.is_ok().then_some(tx.changed);
                answer
            };
            let ended = match &self.pools {
                Pools::Sqlite(pools) => pools.write(|connection| remember(Connection::Sqlite(connection))),
                Pools::Postgres(pools) => {
                    pools.write(|connection| remember(Connection::Postgres(connection)))
                }
            };
            if !lost_a_race || run == RUNS {
                return ended.map_err(|ended| ended.because_of(failure).or_in_doubt(changed).into_error());
            }
            tracing::debug!(run, "a transaction lost a race and is run again");
            std::thread::sleep(STEP_ASIDE * run);
            run += 1;
        }
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// Why it does not.
    pub fn ping(&self) -> Result<(), StoreError> {
        self.read(|tx| tx.last_change().map(|_| ()))
    }
}

fn attempt<T, E>(tx: &mut Tx<'_>, work: impl FnOnce(&mut Tx<'_>) -> Result<T, E>) -> Result<T, Ended<E>> {
    let answer = work(tx).map_err(Ended::Stopped)?;
    match tx.failure() {
        Some(failure) => Err(Ended::Failed(failure.clone())),
        None => Ok(answer),
    }
}

impl<E: From<StoreError>> Ended<E> {
    /// A statement that fails badly (a full disk) ends SQLite's transaction by itself, and then the rollback fails too:
    /// what counts is the first failure.
    fn because_of(self, failure: Option<StoreError>) -> Self {
        match (self, failure) {
            (Self::Database(_), Some(failure)) => Self::Failed(failure),
            (ended, _) => ended,
        }
    }

    /// A connection lost while committing leaves open whether these were changed.
    fn or_in_doubt(self, changed: Option<Vec<Changed>>) -> Self {
        match (self, changed) {
            (Self::Database(StoreError::Unavailable(why) | StoreError::Failed(why)), Some(changed)) => {
                Self::Database(StoreError::InDoubt { changed, why })
            }
            (ended, _) => ended,
        }
    }

    /// As the caller knows it.
    pub(crate) fn into_error(self) -> E {
        match self {
            Self::Stopped(error) => error,
            Self::Failed(error) | Self::Database(error) => error.into(),
        }
    }
}
