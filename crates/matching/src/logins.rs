//! Logging in to the console: a key is shown once, a token stands for it from then on.

use domain::{Actor, Timestamp};
use store::Login;

use crate::api_keys::find_valid;
use crate::engine::Engine;
use crate::error::MatchingError;
use crate::secret;

/// Twelve hours: a working day.
const LASTS_SECONDS: i64 = 12 * 3600;

/// A log-in just made; the token goes into the cookie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogIn {
    /// `tsl_` and 52 characters.
    pub token: String,
    /// From when on it is refused.
    pub expires_at: Timestamp,
}

/// Logs in with a key.
///
/// # Errors
/// [`MatchingError::Unauthenticated`] when the key is unknown, expired or revoked.
pub fn log_in(engine: &Engine, key: &str) -> Result<LogIn, MatchingError> {
    let key = find_valid(engine, key)?;
    let token = secret::make("tsl", engine.entropy.as_ref());
    let at = engine.now();
    let expires_at = at.plus_seconds(LASTS_SECONDS);
    engine.write(|tx| {
        tx.delete_expired_logins(at)?;
        tx.insert_login(&Login {
            token_hash: secret::hash(&token),
            api_key_id: key.id,
            created_at: at,
            expires_at,
        })?;
        Ok::<_, MatchingError>(())
    })?;
    Ok(LogIn { token, expires_at })
}

/// Who a token is; revoking the key ends it too.
///
/// # Errors
/// [`MatchingError::Unauthenticated`].
pub fn find_login(engine: &Engine, token: &str, request_id: String) -> Result<Actor, MatchingError> {
    let refused = || MatchingError::Unauthenticated { detail: "please log in again" };
    let hash = secret::hash(token);
    let now = engine.now();
    let key = engine.store.read(|tx| {
        let login = tx.find_login(&hash)?.filter(|login| secret::same(&login.token_hash, &hash));
        match login.filter(|login| now < login.expires_at) {
            Some(login) => Ok::<_, MatchingError>(tx.find_api_key(login.api_key_id)?),
            None => Ok(None),
        }
    })?;
    let key = key.filter(|key| key.is_valid_at(now)).ok_or_else(refused)?;
    Ok(Actor {
        organization_id: key.organization_id,
        api_key_id: Some(key.id),
        user_id: None,
        scopes: key.scopes,
        request_id,
    })
}

/// Logs out; an unknown token changes nothing.
///
/// # Errors
/// The database failed.
pub fn log_out(engine: &Engine, token: &str) -> Result<(), MatchingError> {
    let hash = secret::hash(token);
    engine.write(|tx| Ok(tx.delete_login(&hash).map(|_| ())?))
}
