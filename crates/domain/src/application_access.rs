//! The key of a person's own page: it opens one application, for a time, and is never kept itself.

use crate::id::{ApplicationAccessId, ApplicationId};
use crate::timestamp::Timestamp;

/// A key of a person's own page, as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApplicationAccess {
    /// Id.
    pub id: ApplicationAccessId,
    /// What it opens.
    pub application_id: ApplicationId,
    /// SHA-256 of the whole key, lower-case hex.
    pub hash: String,
    /// Made at.
    pub created_at: Timestamp,
    /// From this instant on it opens nothing.
    pub expires_at: Timestamp,
    /// Revoked at.
    pub revoked_at: Option<Timestamp>,
}

impl ApplicationAccess {
    /// Whether it opens anything at an instant.
    pub fn is_valid_at(&self, at: Timestamp) -> bool {
        at < self.expires_at && self.revoked_at.is_none_or(|revoked| at < revoked)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_opens_nothing_once_it_has_expired_or_was_revoked() {
        let at = |seconds: i64| Timestamp::from_micros(seconds * 1_000_000).unwrap();
        let access = ApplicationAccess {
            id: ApplicationAccessId::from_parts(1, [1; 10]),
            application_id: ApplicationId::from_parts(1, [1; 10]),
            hash: String::new(),
            created_at: at(0),
            expires_at: at(10),
            revoked_at: None,
        };
        assert!(access.is_valid_at(at(9)) && !access.is_valid_at(at(10)));
        let revoked = ApplicationAccess { revoked_at: Some(at(5)), ..access };
        assert!(revoked.is_valid_at(at(4)) && !revoked.is_valid_at(at(5)));
    }
}
