//! How long it has been: a parameter, and the one that reads the machine's clock.

use std::time::{Duration, Instant};

/// Tells how long it has been running; never goes back.
pub trait Stopwatch: Sync {
    /// Since it was started.
    fn elapsed(&self) -> Duration;
}

/// The machine's own, monotonic.
#[derive(Debug, Clone, Copy)]
pub struct MachineStopwatch(Instant);

impl MachineStopwatch {
    /// Starts now.
    #[expect(clippy::disallowed_methods, reason = "measuring time is what this crate is for; read here only")]
    pub fn start() -> Self {
        Self(Instant::now())
    }
}

impl Stopwatch for MachineStopwatch {
    fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}
