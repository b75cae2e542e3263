//! Carries signed messages (Standard Webhooks) to addresses that others choose, and never into the operator's own
//! network: the address that was checked is the address that is connected to.
//!
//! Knows nothing of what the messages say, of when one is due, or of who wants it.

mod address;
mod client;
mod signature;
mod target;

pub use address::{AllowList, NotACidr};
pub use client::{Answer, Client, Failure, Message};
pub use signature::{NotASecret, sign};
pub use target::{Refusal, Target};
