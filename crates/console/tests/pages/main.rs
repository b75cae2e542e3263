//! The pages over a real engine and a real database: who gets in, what is shown, and what must never be.

#![expect(clippy::unwrap_used, reason = "what a test cannot set up is to stop it")]

mod browser;
mod login;
mod markup;
mod ranking;
mod sample;
mod site;
