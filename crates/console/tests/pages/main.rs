//! placeholder
mod sample;
