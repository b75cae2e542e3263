//! Results on stdout.

use std::io::Write;

use super::CommandError;

/// One result and a line break. A reader that has gone away (`| head`) is no failure.
pub(super) fn line(text: &str) -> Result<(), CommandError> {
    let mut out = std::io::stdout().lock();
    match writeln!(out, "{text}").and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(CommandError::Failed(format!("cannot print: {error}")))
        }
        _ => Ok(()),
    }
}
