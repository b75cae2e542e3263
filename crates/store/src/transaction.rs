//! One transaction, whichever back end it runs on; the records add their methods to [`Tx`], one file each.

use diesel::QueryResult;

use crate::records::AuditEventRow;
use crate::vocabulary::Vocabulary;
use crate::{Changed, StoreError, error, postgres, sqlite};

/// Runs the same query function of the back end at hand: `on_backend!(tx, postings::find(id, tx.hold))`.
///
/// The answer's diesel error becomes a [`StoreError`], which the transaction remembers.
macro_rules! on_backend {
    ($tx:expr, $table:ident :: $query:ident ( $($argument:expr),* $(,)? )) => {{
        let answer = match &mut $tx.connection {
            $crate::transaction::Connection::Sqlite(connection) => {
                $crate::sqlite::$table::$query(connection, $($argument),*)
            }
            $crate::transaction::Connection::Postgres(connection) => {
                $crate::postgres::$table::$query(connection, $($argument),*)
            }
        };
        $tx.remember(answer)
    }};
}
pub(crate) use on_backend;

/// Whether a row that is found may be changed by others before the transaction ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hold {
    /// It may: the transaction only reads.
    Free,
    /// It may not: something may be written because of what was read.
    Held,
}

/// The connection of one back end or the other.
pub(crate) enum Connection<'c> {
    /// SQLite's.
    Sqlite(&'c mut sqlite::Conn),
    /// PostgreSQL's.
    Postgres(&'c mut postgres::Conn),
}

/// A transaction: what it reads is one state of the database, what it writes is kept whole or not at all.
///
/// In one that writes, a row that a `find_…` answered stays as it is until the end. Once a statement has failed,
/// the transaction cannot be kept any more, even if the error was dealt with.
pub struct Tx<'c> {
    pub(crate) connection: Connection<'c>,
    pub(crate) vocabulary: &'c Vocabulary,
    pub(crate) hold: Hold,
    failure: Option<StoreError>,
    lost_a_race: bool,
    /// What its lines of the outbox name.
    pub(crate) changed: Vec<Changed>,
    /// Lines of the audit log that are chained at the very end, so that whoever else writes to the chain waits briefly.
    pub(crate) audit: Vec<AuditEventRow>,
}

impl<'c> Tx<'c> {
    pub(crate) fn new(connection: Connection<'c>, vocabulary: &'c Vocabulary, hold: Hold) -> Self {
        Self {
            connection,
            vocabulary,
            hold,
            failure: None,
            lost_a_race: false,
            changed: Vec::new(),
            audit: Vec::new(),
        }
    }

    /// PostgreSQL lets nothing follow a failed statement; SQLite would, and the two must not differ.
    pub(crate) fn remember<T>(&mut self, answer: QueryResult<T>) -> Result<T, StoreError> {
        if let Some(failure) = &self.failure {
            return Err(failure.clone());
        }
        answer.map_err(|error| {
            self.lost_a_race = error::lost_a_race(&error);
            let failure = StoreError::from(error);
            self.failure = Some(failure.clone());
            failure
        })
    }

    /// Whether the failure is one that may not happen again.
    pub(crate) fn lost_a_race(&self) -> bool {
        self.lost_a_race
    }

    /// The first failure of a statement, if any.
    pub(crate) fn failure(&self) -> Option<&StoreError> {
        self.failure.as_ref()
    }
}
