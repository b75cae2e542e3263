//! Who carries a message to its receiver. It decides which addresses are sent to, signs, and knows the network.

use domain::{AttemptError, Timestamp};

/// A message on its way.
#[derive(Clone, PartialEq, Eq)]
pub struct Letter {
    /// Where to.
    pub url: String,
    /// The message's id, the same in every attempt.
    pub id: String,
    /// When this attempt is made.
    pub at: Timestamp,
    /// JSON.
    pub body: String,
    /// What it is signed with.
    pub secrets: Vec<String>,
}

/// What the receiver answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// `Retry-After` as it was written.
    pub retry_after: Option<String>,
}

/// Carries messages.
pub trait Carrier: Send + Sync {
    /// Whether an address may be sent to, as far as it tells by itself.
    ///
    /// # Errors
    /// Why not, as the end of a sentence that begins with the address.
    fn check(&self, url: &str) -> Result<(), String>;

    /// Sends a message and waits for the answer, for a bounded time.
    ///
    /// # Errors
    /// Why there is no answer.
    fn carry(&self, letter: &Letter) -> Result<Answer, AttemptError>;
}
