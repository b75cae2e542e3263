//! A folder of one's own for the time of a measurement.

use std::path::{Path, PathBuf};
use std::{fs, io};

/// A folder that is removed with what it holds.
pub(super) struct Folder(PathBuf);

impl Folder {
    /// Makes one in the system's folder for such things; `purpose` is part of its name.
    ///
    /// # Errors
    /// It cannot be made.
    pub(super) fn make(purpose: &str) -> io::Result<Self> {
        let path = std::env::temp_dir().join(format!("tsumugi-bench-{purpose}-{}", std::process::id()));
        fs::create_dir(&path)?;
        Ok(Self(path))
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What cannot be removed lies in the system's folder for such things.
        drop(fs::remove_dir_all(&self.0));
    }
}
