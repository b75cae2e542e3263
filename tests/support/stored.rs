//! What stands in a database, asked for beside the program: the bytes of SQLite's files, or a dump of PostgreSQL.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::private_postgres::{as_user, binaries, unprivileged_user};

/// Where a word stands: files of SQLite, lines of a dump.
pub(crate) fn places_of(url: &str, word: &str) -> Vec<String> {
    match url.strip_prefix("sqlite://") {
        Some(path) => files_with(Path::new(path), word),
        None => {
            let dump = dump(url);
            dump.lines().filter(|line| line.contains(word)).map(str::to_owned).collect()
        }
    }
}

/// The files beside and of a database that hold a word.
fn files_with(path: &Path, word: &str) -> Vec<String> {
    let folder = std::fs::read_dir(path.parent().unwrap()).unwrap();
    let holds = |file: &std::path::PathBuf| {
        std::fs::read(file).unwrap().windows(word.len()).any(|window| window == word.as_bytes())
    };
    let files = folder.map(|entry| entry.unwrap().path());
    files.filter(holds).map(|file| file.display().to_string()).collect()
}

/// Every row of every table, as text.
fn dump(url: &str) -> String {
    let mut command = Command::new(binaries().unwrap().join("pg_dump"));
    command.args(["--data-only", "--dbname", url]).current_dir("/").stdin(Stdio::null());
    let dump = as_user(&mut command, unprivileged_user()).output().unwrap();
    assert!(dump.status.success(), "{}", String::from_utf8_lossy(&dump.stderr));
    String::from_utf8_lossy(&dump.stdout).into_owned()
}
