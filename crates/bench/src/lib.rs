//! What the engine costs: a made-up country, rows measured over it, and a soak that compares answers under load.
//!
//! Promises the same people and postings for the same seed on every machine. Knows no database, no HTTP and no
//! names; how long something takes is read from the [`Stopwatch`] that is handed in.

mod memory;
pub mod population;
pub mod rows;
pub mod soak;
mod stopwatch;

pub mod table;
mod times;

pub use memory::resident_bytes;
pub use population::{Asks, Population};
pub use rows::Row;
pub use stopwatch::{MachineStopwatch, Stopwatch};
