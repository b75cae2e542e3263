//! Scoring from outside: the reference vectors, and the laws that hold for any input.

#![expect(clippy::unwrap_used, reason = "a test that meets the impossible should stop there and say where")]

mod engine;
mod facts;
mod granting;
mod laws;
mod order;
mod pool;
mod population;
mod reading;
mod vectors;
mod writing;
