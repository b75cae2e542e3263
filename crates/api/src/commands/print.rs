//! Results on stdout.

use std::io::Write;

use super::CommandError;

/// One result and a line break. A reader that has gone away (`| head`) is no failure.
pub(super) fn line(text: &str) -> Result<(), CommandError> {
    bytes(format!("{text}\n").as_bytes())
}

/// Bytes as they are.
pub(super) fn bytes(bytes: &[u8]) -> Result<(), CommandError> {
    let mut out = std::io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(CommandError::Failed(format!("cannot print: {error}")))
        }
        _ => Ok(()),
    }
}
