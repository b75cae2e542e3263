//! How a use case's failure reaches a reader: the one place of the console that looks into [`MatchingError`].

use matching::MatchingError;

use crate::pages::failure::Failure;

/// What a reader gets instead of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The login page, and back afterwards.
    LogIn {
        /// Whether there was a login before.
        expired: bool,
    },
    /// A page that tells what went wrong.
    Failed(Failure),
}

impl Refusal {
    /// The refusal of a failure; what broke is logged here, once.
    pub(crate) fn of(error: MatchingError, request_id: &str) -> Self {
        match error {
            MatchingError::Unauthenticated { .. } => Self::LogIn { expired: true },
            MatchingError::NotFound { .. } => Self::Failed(Failure::NotFound),
            MatchingError::MissingScope(_) | MatchingError::Forbidden { .. } => {
                Self::Failed(Failure::Forbidden)
            }
            MatchingError::NotReady | MatchingError::TooManyAttempts { .. } => Self::Failed(Failure::Busy),
            // The pages only read, so these cannot be but a query that is not understood.
            MatchingError::Invalid(_)
            | MatchingError::VersionMismatch { .. }
            | MatchingError::IllegalTransition { .. }
            | MatchingError::Conflict(_) => Self::Failed(Failure::Unclear),
            MatchingError::Store(error) => Self::broken(&error, request_id),
        }
    }

    /// The refusal of something that broke.
    pub(crate) fn broken(error: &dyn std::error::Error, request_id: &str) -> Self {
        tracing::error!(request_id, error = %error, "a page could not be made");
        Self::Failed(Failure::Broken { number: request_id.to_owned() })
    }
}
