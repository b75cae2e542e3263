//! Keys that were looked up a moment ago, so that not every request asks the database who its key is.
//!
//! A revocation takes effect at once: it is told here before it is answered, and a look-up that was under way
//! meanwhile is not remembered. What another process writes into the database is noticed within
//! [`TRUSTED_SECONDS`]. Holds hashes, never keys; only keys that were valid are held.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use domain::{ApiKey, ApiKeyId, Timestamp};

/// For so long a look-up is believed.
const TRUSTED_SECONDS: i64 = 2;

/// Remembers look-ups.
#[derive(Default)]
pub(crate) struct KnownKeys {
    by_hash: RwLock<HashMap<String, Known>>,
    revocations: AtomicU64,
}

struct Known {
    key: Arc<ApiKey>,
    read_at: Timestamp,
}

/// What has to be noted before a look-up, so that it can be remembered after it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Before {
    revocations: u64,
    at: Timestamp,
}

impl KnownKeys {
    /// The key of a hash, when it was looked up a moment ago. Whether it is valid now is for the caller to see.
    pub(crate) fn find(&self, hash: &str, now: Timestamp) -> Option<Arc<ApiKey>> {
        let known = self.by_hash.read().unwrap_or_else(PoisonError::into_inner);
        let known = known.get(hash)?;
        let is_fresh = known.read_at <= now && now < known.read_at.plus_seconds(TRUSTED_SECONDS);
        is_fresh.then(|| Arc::clone(&known.key))
    }

    /// Called before the database is asked.
    pub(crate) fn before(&self, now: Timestamp) -> Before {
        Before { revocations: self.revocations.load(Ordering::Acquire), at: now }
    }

    /// Remembers a key as the database had it, unless some key was revoked since it was asked.
    pub(crate) fn remember(&self, key: &Arc<ApiKey>, before: Before) {
        let mut by_hash = self.by_hash.write().unwrap_or_else(PoisonError::into_inner);
        if self.revocations.load(Ordering::Acquire) == before.revocations {
            by_hash.insert(key.hash.clone(), Known { key: Arc::clone(key), read_at: before.at });
        }
    }

    /// Forgets a key that was revoked; called after the revocation is kept and before it is answered.
    pub(crate) fn forget(&self, id: ApiKeyId) {
        let mut by_hash = self.by_hash.write().unwrap_or_else(PoisonError::into_inner);
        self.revocations.fetch_add(1, Ordering::AcqRel);
        by_hash.retain(|_, known| known.key.id != id);
    }
}

#[cfg(test)]
mod tests {
    use domain::OrganizationId;

    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_micros(seconds * 1_000_000).unwrap()
    }

    fn key(number: u8) -> Arc<ApiKey> {
        Arc::new(ApiKey {
            id: ApiKeyId::from_parts(1, [number; 10]),
            organization_id: OrganizationId::from_parts(1, [1; 10]),
            name: "鍵".to_owned(),
            prefix: "tsk_abcde".to_owned(),
            hash: format!("{number:064x}"),
            scopes: [domain::Scope::Admin].into_iter().collect(),
            version: 1,
            created_at: at(0),
            expires_at: None,
            revoked_at: None,
            last_used_at: None,
        })
    }

    #[test]
    fn a_key_is_believed_for_a_moment_only() {
        let (known, key) = (KnownKeys::default(), key(1));
        assert!(known.find(&key.hash, at(10)).is_none());
        known.remember(&key, known.before(at(10)));
        assert!(known.find(&key.hash, at(11)).is_some());
        assert!(known.find(&key.hash, at(12)).is_none());
        assert!(known.find(&key.hash, at(9)).is_none(), "a clock that was set back is not believed");
    }

    #[test]
    fn a_revoked_key_is_forgotten_and_others_are_not() {
        let (known, one, other) = (KnownKeys::default(), key(1), key(2));
        known.remember(&one, known.before(at(10)));
        known.remember(&other, known.before(at(10)));
        known.forget(one.id);
        assert!(known.find(&one.hash, at(10)).is_none());
        assert!(known.find(&other.hash, at(10)).is_some());
    }

    #[test]
    fn a_look_up_that_a_revocation_overtook_is_not_remembered() {
        let (known, key) = (KnownKeys::default(), key(1));
        let before = known.before(at(10));
        known.forget(key.id);
        known.remember(&key, before);
        assert!(known.find(&key.hash, at(10)).is_none());
    }
}
