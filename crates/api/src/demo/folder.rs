//! The demo's folder: its database, what is in it, and its key. Nothing in it is ever deleted.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use domain::{OrganizationId, PostingId};
use serde::{Deserialize, Serialize};

use super::content::fingerprint;
use super::error::DemoError;

/// Which demo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Edition {
    pub(super) seed: u64,
    pub(super) people: usize,
    /// Of the files it is made from.
    content: u64,
}

/// What a finished demo holds; written last, so that its presence says "finished".
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Finished {
    pub(super) edition: Edition,
    pub(super) organizations: usize,
    pub(super) postings: usize,
    pub(super) applications: usize,
    /// The body whose key is given out.
    pub(super) coordinator: OrganizationId,
    /// The posting that is shown first.
    pub(super) shown_posting: PostingId,
}

/// A folder for one demo.
pub(super) struct Folder(PathBuf);

impl Edition {
    /// The demo of a seed and a number of people, made from the files of this program.
    pub(super) fn new(seed: u64, people: usize) -> Self {
        Self { seed, people, content: fingerprint() }
    }

    fn in_words(self, other: Self) -> String {
        let text = format!("seed {}, {} people", self.seed, self.people);
        if self.content == other.content { text } else { format!("{text}, data {:08x}", self.content >> 32) }
    }
}

impl Folder {
    /// The folder, made when it is not there.
    ///
    /// # Errors
    /// It cannot be made.
    pub(super) fn open(path: &Path) -> Result<Self, DemoError> {
        fs::create_dir_all(path).map_err(DemoError::at(path))?;
        Ok(Self(path.to_owned()))
    }

    /// The database in it.
    pub(super) fn database(&self) -> PathBuf {
        self.0.join("tsumugi.db")
    }

    /// The key's file.
    pub(super) fn key_file(&self) -> PathBuf {
        self.0.join("demo-key.txt")
    }

    fn finished_file(&self) -> PathBuf {
        self.0.join("demo.json")
    }

    /// The URL of the database.
    ///
    /// # Errors
    /// A path that is no text.
    pub(super) fn database_url(&self) -> Result<String, DemoError> {
        let path = self.database();
        let no_text = || std::io::Error::new(std::io::ErrorKind::InvalidInput, "the path is not UTF-8");
        let text = path.to_str().ok_or_else(no_text).map_err(DemoError::at(&path))?;
        Ok(format!("sqlite://{text}"))
    }

    /// The finished demo in it; `None` when there is nothing yet.
    ///
    /// # Errors
    /// There is a database, but not of the demo asked for, or it was never finished.
    pub(super) fn find_finished(&self, wanted: Edition) -> Result<Option<Finished>, DemoError> {
        let database = self.database();
        if !database.try_exists().map_err(DemoError::at(&database))? {
            return Ok(None);
        }
        let file = self.finished_file();
        let text = match fs::read_to_string(&file) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(DemoError::Unfinished(self.0.clone()));
            }
            Err(error) => return Err(DemoError::at(&file)(error)),
        };
        let Ok(found) = serde_json::from_str::<Finished>(&text) else {
            return Err(DemoError::Unfinished(self.0.clone()));
        };
        if found.edition == wanted {
            return Ok(Some(found));
        }
        let path = self.0.clone();
        let (found, wanted) = (found.edition.in_words(wanted), wanted.in_words(found.edition));
        Err(DemoError::Another { path, found, wanted })
    }

    /// Notes that the demo is finished.
    ///
    /// # Errors
    /// The note cannot be written.
    pub(super) fn finish(&self, finished: &Finished) -> Result<(), DemoError> {
        let text = serde_json::to_string_pretty(finished).expect("numbers and ids always become JSON") + "\n";
        let (draft, file) = (self.0.join("demo.json.part"), self.finished_file());
        fs::write(&draft, text).map_err(DemoError::at(&draft))?;
        fs::rename(&draft, &file).map_err(DemoError::at(&file))
    }

    /// The key kept from the first start.
    pub(super) fn find_key(&self) -> Option<String> {
        let key = fs::read_to_string(self.key_file()).ok()?.trim().to_owned();
        (!key.is_empty()).then_some(key)
    }

    /// Keeps the key for later starts, readable for its owner alone, whatever was there before.
    ///
    /// # Errors
    /// It cannot be written.
    pub(super) fn keep_key(&self, key: &str) -> Result<(), DemoError> {
        let file = self.key_file();
        let mut options = fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut opened = options.open(&file).map_err(DemoError::at(&file))?;
        #[cfg(unix)]
        opened
            .set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))
            .map_err(DemoError::at(&file))?;
        writeln!(opened, "{key}").map_err(DemoError::at(&file))
    }
}
