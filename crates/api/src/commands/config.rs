//! `tsumugi config`: the effective settings, without secrets.

use super::{CommandError, print};
use crate::cli::ConfigArgs;
use crate::config::Settings;

/// Prints them in the form of a file.
pub(super) fn show(arguments: &ConfigArgs) -> Result<(), CommandError> {
    let settings = Settings::gather(&arguments.flags)?.without_secrets();
    let text = if arguments.json {
        serde_json::to_string_pretty(&settings).map_err(|error| CommandError::Failed(error.to_string()))?
    } else {
        toml::to_string(&settings).map_err(|error| CommandError::Failed(error.to_string()))?
    };
    print::line(text.trim_end())
}
