//! `tsumugi migrate`: the database brought to this version, or taken back.

use matching::operator::{migrate, revert};

use super::{CommandError, log, print};
use crate::cli::MigrateArgs;
use crate::config::Settings;

/// Prints the names of the migrations that ran, one a line.
pub(super) fn run(arguments: &MigrateArgs) -> Result<(), CommandError> {
    let settings = Settings::gather(&arguments.flags)?;
    log(&settings);
    let ran = match arguments.down {
        None => migrate(&settings.database_url)?,
        Some(steps) => revert(&settings.database_url, steps)?,
    };
    if ran.is_empty() {
        eprintln!("nothing to do: the database is of this version");
        return Ok(());
    }
    ran.iter().try_for_each(|name| print::line(name))
}
