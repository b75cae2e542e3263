//! Opening a database that cannot be opened: a sentence that says what to do, and nothing made by the way.

use std::path::Path;

use store::{BackEnd, DatabaseUrl, Store, StoreError, StoreOptions};

use crate::ground::Ground;

fn refusal(url: &str) -> StoreError {
    let url = DatabaseUrl::parse(url).unwrap();
    Store::open(&url, &StoreOptions::default()).unwrap_err()
}

fn sentence(path: &Path) -> String {
    let StoreError::Refused(sentence) = refusal(&format!("sqlite://{}", path.display())) else {
        panic!("not refused in words");
    };
    sentence
}

#[test]
fn a_folder_that_is_not_there_is_not_made() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("deep/down");
    assert!(sentence(&missing.join("test.db")).contains("is not there: make it"));
    assert!(!missing.exists());
}

#[test]
fn a_folder_is_no_database() {
    let folder = tempfile::tempdir().unwrap();
    assert!(sentence(folder.path()).contains("is a folder: name a file in it"));
}

/// Even root cannot make a file in /proc.
#[test]
#[cfg(target_os = "linux")]
fn a_folder_that_cannot_be_written_is_named() {
    let sentence = sentence(Path::new("/proc/tsumugi.db"));
    assert!(sentence.contains("cannot be made") && sentence.contains("the folder /proc"), "{sentence}");
}

#[test]
fn another_file_is_not_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("letter.txt");
    let text = "拝啓 時下ますますご清栄のこととお慶び申し上げます。";
    std::fs::write(&path, text).unwrap();
    assert!(sentence(&path).contains("is not an SQLite database"));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    std::fs::write(&path, "short").unwrap();
    assert!(sentence(&path).contains("is not an SQLite database"));
}

#[test]
fn a_server_that_does_not_answer_is_named_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let error = refusal(&format!("postgres://postgres@/x?host={}", folder.path().display()));
    assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
    assert!(error.to_string().contains("is PostgreSQL running"), "{error}");
}

/// A restart of the server costs nobody an error, once it is up again.
#[test]
fn connections_that_the_server_cut_are_replaced() {
    use diesel::Connection;
    use diesel::connection::SimpleConnection;

    let Some(ground) = Ground::postgres() else { return };
    assert_eq!(ground.store.back_end(), BackEnd::Postgres);
    ground.store.read(|tx| tx.count_candidates()).unwrap();
    let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
    diesel::PgConnection::establish(&ground.url).unwrap().batch_execute(cut).unwrap();
    assert_eq!(ground.store.read(|tx| tx.count_candidates()), Ok(0));
    let during = ground.store.write(|tx| {
        tx.count_candidates()?;
        diesel::PgConnection::establish(&ground.url).unwrap().batch_execute(cut).unwrap();
        tx.count_candidates()
    });
    assert!(matches!(during, Err(StoreError::Unavailable(_))), "{during:?}");
    ground.store.ping().unwrap();
}

#[test]
fn a_file_is_durable_and_checks_references() {
    use diesel::prelude::*;
    use diesel::sql_types::Text;

    #[derive(diesel::QueryableByName)]
    struct Answer {
        #[diesel(sql_type = Text)]
        journal_mode: String,
    }
    let ground = Ground::sqlite();
    assert_eq!(ground.store.back_end(), BackEnd::Sqlite);
    let path = ground.url.strip_prefix("sqlite://").unwrap();
    let mut connection = SqliteConnection::establish(path).unwrap();
    let answer: Answer = diesel::sql_query("PRAGMA journal_mode").get_result(&mut connection).unwrap();
    assert_eq!(answer.journal_mode, "wal");
}

/// Sixteen programs that start at once on a fresh file all get it.
#[test]
fn many_may_open_a_fresh_file_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let url = DatabaseUrl::parse(&format!("sqlite://{}", folder.path().join("test.db").display())).unwrap();
    std::thread::scope(|scope| {
        for _ in 0..16 {
            scope.spawn(|| {
                let store = Store::open(&url, &StoreOptions::default()).unwrap();
                store.migrate().unwrap();
                assert_eq!(store.read(|tx| tx.count_candidates()), Ok(0));
            });
        }
    });
}
