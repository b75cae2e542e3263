//! The pages over a real engine and a real database: who gets in, what is shown, and what must never be.

mod browser;
mod login;
mod markup;
mod ranking;
mod sample;
mod site;
