//! Passwords: kept as Argon2id hashes with a salt of their own, and how often one may be guessed.
//!
//! A guess takes as long for a mail address that nobody has as for one that somebody has. Attempts are counted in this
//! process. No password is ever logged, and none is kept but as its hash.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use domain::{Timestamp, mail_key};
use unicode_normalization::UnicodeNormalization;

use crate::engine::Entropy;
use crate::error::MatchingError;

/// Attempts in vain after which nobody is let try again for a while.
const MOST_ATTEMPTS: u32 = 5;
/// How long attempts count, in seconds, from the first one on.
const COUNTED_SECONDS: i64 = 15 * 60;
/// Mail addresses remembered at most.
const MOST_REMEMBERED: usize = 100_000;

/// The hash of a word that nobody knows, so that a guess at nobody's password takes as long as any other. Its
/// parameters are those that new hashes are made with: 19 MiB, 2 passes, 1 lane (OWASP, Password Storage Cheat Sheet).
const NOBODYS: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5cy1zYWx0IQ$MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE";

/// What is hashed: the same for the same characters, however a keyboard composes them.
fn composed(password: &str) -> String {
    password.nfkc().collect()
}

/// The hash of a password, in its PHC form.
///
/// # Errors
/// The hashing failed, which it does for want of memory alone.
pub(crate) fn hash(password: &str, entropy: &dyn Entropy) -> Result<String, MatchingError> {
    let mut salt = [0; 16];
    entropy.fill(&mut salt);
    let hash = Argon2::default().hash_password_with_salt(composed(password).as_bytes(), &salt);
    let failed = |error| store::StoreError::Unavailable(format!("a password could not be hashed: {error}"));
    Ok(hash.map_err(failed)?.to_string())
}

/// Whether a password is the one of a hash; of nobody's hash none is.
pub(crate) fn is_right(password: &str, hash: Option<&str>) -> bool {
    let verified = Argon2::default().verify_password(composed(password).as_bytes(), hash.unwrap_or(NOBODYS));
    hash.is_some() && verified.is_ok()
}

/// Attempts in vain by mail address: the first of them, and how many.
#[derive(Default)]
pub(crate) struct Attempts(Mutex<HashMap<String, (Timestamp, u32)>>);

impl Attempts {
    fn lock(&self) -> MutexGuard<'_, HashMap<String, (Timestamp, u32)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts an attempt before it is looked at, so that many at once are counted too.
    ///
    /// # Errors
    /// [`MatchingError::TooManyAttempts`].
    pub(crate) fn begin(&self, email: &str, now: Timestamp) -> Result<(), MatchingError> {
        let counts = |first: Timestamp| first <= now && now < first.plus_seconds(COUNTED_SECONDS);
        let mut all = self.lock();
        if all.len() >= MOST_REMEMBERED {
            all.retain(|_, (first, _)| counts(*first));
            if all.len() >= MOST_REMEMBERED {
                all.clear();
            }
        }
        let entry = all.entry(mail_key(email)).or_insert((now, 0));
        if !counts(entry.0) {
            *entry = (now, 0);
        }
        if entry.1 >= MOST_ATTEMPTS {
            let micros = entry.0.plus_seconds(COUNTED_SECONDS).micros() - now.micros();
            let retry_after_seconds = micros.div_euclid(1_000_000) + 1;
            return Err(MatchingError::TooManyAttempts { retry_after_seconds });
        }
        entry.1 += 1;
        Ok(())
    }

    /// Forgets the attempts at a mail address whose password was right.
    pub(crate) fn forget(&self, email: &str) {
        self.lock().remove(&mail_key(email));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fixed(u8);

    impl Entropy for Fixed {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(self.0);
        }
    }

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_micros(seconds * 1_000_000).unwrap()
    }

    #[test]
    fn a_hash_is_of_one_password_and_one_salt() {
        let (one, other) =
            (hash("正しい合言葉です", &Fixed(1)).unwrap(), hash("正しい合言葉です", &Fixed(2)).unwrap());
        assert!(one.starts_with("$argon2id$v=19$m=19456,t=2,p=1$") && one != other);
        assert!(is_right("正しい合言葉です", Some(&one)) && is_right("正しい合言葉です", Some(&other)));
        assert!(!is_right("正しい合言葉でず", Some(&one)) && !is_right("", Some(&one)));
        // が as one letter and as か with a mark, as some systems write it.
        let composed = hash("がぎぐげごがぎぐげごがぎ", &Fixed(1)).unwrap();
        assert!(is_right(&"がぎぐげごがぎぐげごがぎ".nfd().collect::<String>(), Some(&composed)));
    }

    #[test]
    fn nobodys_hash_costs_what_others_cost_and_is_nobodys() {
        let parts = |hash: &str| hash.split('$').take(4).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(parts(NOBODYS), parts(&hash("x", &Fixed(0)).unwrap()));
        assert!(argon2::password_hash::phc::PasswordHash::new(NOBODYS).is_ok(), "it is read to its end");
        assert!(!is_right("x", None));
    }

    #[test]
    fn after_five_attempts_nobody_is_let_try_for_a_while() {
        let attempts = Attempts::default();
        for _ in 0..MOST_ATTEMPTS {
            assert!(attempts.begin("risa@example.jp", at(0)).is_ok());
        }
        let refused = attempts.begin("RISA@example.jp", at(60));
        assert!(
            matches!(refused, Err(MatchingError::TooManyAttempts { retry_after_seconds: 841 })),
            "{refused:?}"
        );
        assert!(attempts.begin("other@example.jp", at(60)).is_ok());
        assert!(attempts.begin("risa@example.jp", at(COUNTED_SECONDS)).is_ok(), "they count no more");
        attempts.forget("Risa@example.jp");
        for _ in 0..MOST_ATTEMPTS {
            assert!(attempts.begin("risa@example.jp", at(COUNTED_SECONDS)).is_ok());
        }
    }
}
