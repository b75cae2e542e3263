//! What may go wrong with the store, as sentences; the back ends' own errors end here.

use diesel::result::{DatabaseErrorInformation, DatabaseErrorKind, Error};

/// Which uniqueness a write would have broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unique {
    /// The caller's own key is taken within its organization.
    ExternalId,
    /// The person's application to the posting stands already.
    StandingApplication,
    /// Another user has the mail address.
    Mail,
    /// The application has an engagement already, or the engagement a renewal.
    Engagement,
    /// The source has an entry in the ledger already.
    LedgerSource,
    /// The hash of a key or log-in is taken.
    Hash,
    /// An answer is kept under the idempotency key.
    IdempotencyKey,
    /// The id is taken.
    Id,
}

/// A record that was changed, as a line of the outbox names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// `candidate`, `posting`…
    pub resource: &'static str,
    /// Its id.
    pub id: String,
}

/// Why the store did not do what was asked. Nothing of the transaction is kept then, but for [`Self::InDoubt`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// A record like it is there already.
    #[error("{}", match .0 {
        Unique::ExternalId => "the external id is taken",
        Unique::StandingApplication => "this person's application to this posting stands already",
        Unique::Mail => "the mail address is taken",
        Unique::Engagement => "the application has an engagement, or the engagement a renewal, already",
        Unique::LedgerSource => "the source has an entry in the ledger already",
        Unique::Hash => "the key is taken",
        Unique::IdempotencyKey => "an answer is kept under the idempotency key",
        Unique::Id => "the id is taken",
    })]
    Duplicate(Unique),
    /// It refers to a record that is not there.
    #[error("it refers to a record that is not there")]
    Dangling,
    /// The database has migrations that this program does not know.
    #[error(
        "the database is of a newer version of Tsumugi (it has {}, which this program does not know): start the newer program, or restore a backup made before the upgrade",
        .unknown.join(", ")
    )]
    NewerDatabase {
        /// Their names.
        unknown: Vec<String>,
    },
    /// Others held what was needed for too long; trying again later is right.
    #[error("the database is busy: try again in a moment")]
    Busy,
    /// The disk is full.
    #[error("the disk of the database is full: free some space; nothing was stored ({0})")]
    Full(String),
    /// The database cannot be reached.
    #[error("the database cannot be reached: {0}")]
    Unavailable(String),
    /// The connection was lost while the transaction was being committed: it may be kept or not.
    #[error(
        "the connection to the database was lost at the very end, so the change may have been made or not: {why}"
    )]
    InDoubt {
        /// The records it changed, as its lines of the outbox name them.
        changed: Vec<Changed>,
        /// What the database said.
        why: String,
    },
    /// A stored value cannot be what this program stored.
    #[error("the database holds `{value}` in {column}, which this program cannot read")]
    Corrupt {
        /// Table and column.
        column: &'static str,
        /// What stands there.
        value: String,
    },
    /// A setting or file that cannot be used, with what to do.
    #[error("{0}")]
    Refused(String),
    /// Anything else the database said.
    #[error("the database refused: {0}")]
    Failed(String),
}

/// Whether a transaction lost a race against another one, so that it may pass when it is run again at once.
pub(crate) fn lost_a_race(error: &Error) -> bool {
    match error {
        Error::DatabaseError(DatabaseErrorKind::SerializationFailure, _) => true,
        Error::DatabaseError(_, told) => DEADLOCK.iter().any(|words| told.message().contains(words)),
        _ => false,
    }
}

/// The back end gives deadlocks no kind: PostgreSQL's words in English and Japanese.
const DEADLOCK: [&str; 2] = ["deadlock detected", "デッドロック"];

impl From<Error> for StoreError {
    fn from(error: Error) -> Self {
        match error {
            Error::DatabaseError(kind, told) => from_database(kind, told.as_ref()),
            Error::RollbackErrorOnCommit { commit_error, .. } => Self::from(*commit_error),
            Error::BrokenTransactionManager => Self::Unavailable("a transaction broke off".to_owned()),
            other => Self::Failed(other.to_string()),
        }
    }
}

fn from_database(kind: DatabaseErrorKind, told: &(dyn DatabaseErrorInformation + Send + Sync)) -> StoreError {
    match kind {
        DatabaseErrorKind::UniqueViolation => StoreError::Duplicate(broken_uniqueness(told)),
        DatabaseErrorKind::ForeignKeyViolation => StoreError::Dangling,
        DatabaseErrorKind::SerializationFailure => StoreError::Busy,
        DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand => {
            StoreError::Unavailable(one_line(told.message()))
        }
        _ => from_message(told.message()),
    }
}

/// What keeps an application or an engagement from being gone on from twice, in the words of both back ends.
const ENGAGEMENT: [&str; 4] =
    ["engagements_application", "engagements_renews", "engagements.application_id", "engagements.renews_id"];

/// PostgreSQL names the index, SQLite only the columns.
fn broken_uniqueness(told: &(dyn DatabaseErrorInformation + Send + Sync)) -> Unique {
    let broken = told.constraint_name().unwrap_or_else(|| told.message());
    if broken.contains("external_id") || broken.contains("outcome_events.event_id") {
        Unique::ExternalId
    } else if broken.contains("applications_standing") || broken.contains("applications.posting_id") {
        Unique::StandingApplication
    } else if broken.contains("users_email_key") || broken.contains("users.email_key") {
        Unique::Mail
    } else if ENGAGEMENT.iter().any(|name| broken.contains(name)) {
        Unique::Engagement
    } else if broken.contains("ledger_entries_source") || broken.contains("ledger_entries.source") {
        Unique::LedgerSource
    } else if broken.contains("idempotency_keys") {
        Unique::IdempotencyKey
    } else if broken.contains("hash") || broken.contains("logins") {
        Unique::Hash
    } else {
        Unique::Id
    }
}

/// What neither back end gives a kind to: told apart by the words of SQLite and of PostgreSQL in English or Japanese.
fn from_message(message: &str) -> StoreError {
    const BUSY: [&str; 5] = [
        "database is locked",
        "database table is locked",
        "canceling statement due to",
        "ステートメントのタイムアウト",
        "ロックのタイムアウト",
    ];
    const FULL: [&str; 3] = ["disk is full", "No space left on device", "デバイスに空き領域がありません"];
    const GONE: [&str; 5] = [
        "unable to open database file",
        "disk I/O error",
        "server closed the connection",
        "terminating connection",
        "no connection to the server",
    ];
    let has = |words: &[&str]| words.iter().any(|word| message.contains(word));
    if has(&BUSY) || has(&DEADLOCK) {
        StoreError::Busy
    } else if has(&FULL) {
        StoreError::Full(one_line(message))
    } else if has(&GONE) {
        StoreError::Unavailable(one_line(message))
    } else {
        StoreError::Failed(one_line(message))
    }
}

/// The text in one line, as a sentence wants it.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_both_back_ends_are_told_apart() {
        assert_eq!(from_message("database is locked"), StoreError::Busy);
        assert_eq!(from_message("deadlock detected"), StoreError::Busy);
        assert!(matches!(from_message("database or disk is full"), StoreError::Full(_)));
        assert!(matches!(
            from_message("could not extend file: No space left on device"),
            StoreError::Full(_)
        ));
        assert!(matches!(from_message("disk I/O error"), StoreError::Unavailable(_)));
        assert!(matches!(from_message("no such table: x"), StoreError::Failed(_)));
    }
}
