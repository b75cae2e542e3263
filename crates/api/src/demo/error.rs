//! Why the demo could not be made: sentences that say what to do.

use std::path::{Path, PathBuf};

use domain::Faults;
use matching::MatchingError;

/// Why the demo could not be made or started.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// Too few or too many people are asked for.
    #[error("--people must be from {least} to {most}, not {asked}")]
    People {
        /// What was asked.
        asked: usize,
        /// The demo's own people.
        least: usize,
        /// The most it makes.
        most: usize,
    },
    /// The folder cannot be made, read or written.
    #[error("cannot use {}: {source}. Name another folder with --data-dir", path.display())]
    Folder {
        /// What was touched.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// There is a database, but no word that the demo in it was finished.
    #[error(
        "{} holds a database, but not a finished demo: it was interrupted, or is something else. Delete the folder to make the demo again, or name another with --data-dir", .0.display()
    )]
    Unfinished(PathBuf),
    /// There is a demo, but another one.
    #[error(
        "{} holds another demo ({found}), and {wanted} was asked for. Ask for that one, name another folder with --data-dir, or delete this one", path.display()
    )]
    Another {
        /// The folder.
        path: PathBuf,
        /// What it holds.
        found: String,
        /// What was asked.
        wanted: String,
    },
    /// The demo's own data contradict each other; the tests keep this from happening.
    #[error("the demo's data are not right: {0}")]
    Content(String),
    /// A use case refused.
    #[error("{what} was refused: {reason}")]
    Refused {
        /// What was being made.
        what: String,
        /// Why.
        reason: String,
    },
    /// The page could not be printed.
    #[error("cannot print: {0}")]
    Print(#[from] std::io::Error),
}

impl DemoError {
    /// For use with `map_err` on whatever touches a file.
    pub(super) fn at(path: &Path) -> impl FnOnce(std::io::Error) -> Self + '_ {
        |source| Self::Folder { path: path.to_owned(), source }
    }

    /// For use with `map_err` on a use case.
    pub(super) fn refused(what: impl Into<String>) -> impl FnOnce(MatchingError) -> Self {
        |error| {
            let reason = match error {
                MatchingError::Invalid(faults) => in_words(&faults),
                other => other.to_string(),
            };
            Self::Refused { what: what.into(), reason }
        }
    }
}

/// All faults in one line.
pub(super) fn in_words(faults: &Faults) -> String {
    let lines = faults.as_slice().iter().map(|fault| format!("{} {}", fault.pointer, fault.detail));
    lines.collect::<Vec<_>>().join("; ")
}
