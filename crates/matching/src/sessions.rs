//! Logging in by mail address and password: a token stands for the user from then on, until it expires or the user is
//! disabled, changed in their roles or given another password.
//!
//! A session is looked up anew for each request, so that all of this takes effect in the next one.

use domain::{Actor, AuditEvent, Scope, Timestamp, User, UserId, WordSet};
use store::{Session, Tx};

use crate::engine::Engine;
use crate::error::MatchingError;
use crate::passwords;
use crate::roles::scopes_of;
use crate::secret;

/// Twelve hours: a working day.
const LASTS_SECONDS: i64 = 12 * 3600;
/// How the token of a session begins.
const KIND: &str = "tsl";

/// What somebody who wants to log in says. It is not shown, also not to debug.
pub struct LogInRequest {
    /// Mail address.
    pub email: String,
    /// Password.
    pub password: String,
}

/// Somebody who has logged in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedIn {
    /// Who.
    pub user: User,
    /// What their roles let them do.
    pub scopes: WordSet<Scope>,
    /// From when on the session is refused.
    pub expires_at: Timestamp,
    /// In whose name their requests are done.
    pub actor: Actor,
}

/// A session just begun; the token is shown this once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Begun {
    /// `tsl_` and 52 characters.
    pub token: String,
    /// Whose.
    pub logged_in: LoggedIn,
}

/// Logs in.
///
/// # Errors
/// [`MatchingError::Unauthenticated`], the same for a wrong password, an unknown mail address and a disabled user;
/// [`MatchingError::TooManyAttempts`].
pub fn begin_session(
    engine: &Engine,
    request: &LogInRequest,
    request_id: &str,
) -> Result<Begun, MatchingError> {
    let at = engine.now();
    let email = &request.email;
    engine.attempts.begin(email, at)?;
    let found = engine.store.read(|tx| Ok::<_, MatchingError>(tx.find_credentials_by_mail(email)?))?;
    let hash = found.as_ref().and_then(|known| known.password_hash.as_deref());
    let is_right = passwords::is_right(&request.password, hash);
    let user = found.map(|known| known.user).filter(|user| is_right && user.disabled_at.is_none());
    let refused = MatchingError::Unauthenticated { detail: "the mail address or the password is not right" };
    let Some(user) = user else {
        tracing::warn!("a log-in was refused");
        return Err(refused);
    };
    engine.attempts.forget(email);
    let token = secret::make(KIND, engine.entropy.as_ref());
    let session = Session {
        token_hash: secret::hash(&token),
        user_id: user.id,
        created_at: at,
        expires_at: at.plus_seconds(LASTS_SECONDS),
    };
    let actor = acting(&user, request_id.to_owned());
    engine.write(|tx| {
        // Read again and held: a disabling that came between ends this session too.
        let standing = tx.find_user(user.id)?.is_some_and(|now| now.version == user.version);
        if !standing {
            return Err(MatchingError::Unauthenticated {
                detail: "the user was changed meanwhile; log in again",
            });
        }
        tx.delete_expired_sessions(at)?;
        tx.insert_session(&session)?;
        note(engine, tx, (&actor, user.id), "user.logged_in")
    })?;
    Ok(Begun { token, logged_in: logged_in(user, &session, actor) })
}

/// Whose session a token is of.
///
/// # Errors
/// [`MatchingError::Unauthenticated`].
pub fn find_session(engine: &Engine, token: &str, request_id: &str) -> Result<LoggedIn, MatchingError> {
    let hash = secret::hash(token);
    let now = engine.now();
    let found = engine.store.read(|tx| Ok::<_, MatchingError>(tx.find_session(&hash)?))?;
    let found = found.filter(|(session, user)| {
        secret::same(&session.token_hash, &hash) && now < session.expires_at && user.disabled_at.is_none()
    });
    let (session, user) = found.ok_or(MatchingError::Unauthenticated {
        detail: "the session is not known, or is over; log in again",
    })?;
    let actor = acting(&user, request_id.to_owned());
    Ok(logged_in(user, &session, actor))
}

/// Logs out; a session that is over already changes nothing.
///
/// # Errors
/// The database failed.
pub fn end_session(engine: &Engine, actor: &Actor, token: &str) -> Result<(), MatchingError> {
    let hash = secret::hash(token);
    engine.write(|tx| match (tx.delete_session(&hash)?, actor.user_id) {
        (true, Some(user)) => note(engine, tx, (actor, user), "user.logged_out"),
        (true, None) | (false, _) => Ok(()),
    })
}

/// Whether a bearer text has the form of a session's token.
pub fn is_token(bearer: &str) -> bool {
    bearer.strip_prefix(KIND).is_some_and(|rest| rest.starts_with('_'))
}

/// A user as an actor, for work that goes on when they have logged out.
///
/// # Errors
/// [`MatchingError::Unauthenticated`] once they are disabled.
pub(crate) fn acting_user(engine: &Engine, id: UserId, request_id: String) -> Result<Actor, MatchingError> {
    let user = engine.store.read(|tx| Ok::<_, MatchingError>(tx.find_user(id)?))?;
    let user = user
        .filter(|user| user.disabled_at.is_none())
        .ok_or(MatchingError::Unauthenticated { detail: "the user is disabled" })?;
    Ok(acting(&user, request_id))
}

fn acting(user: &User, request_id: String) -> Actor {
    Actor {
        organization_id: user.organization_id,
        api_key_id: None,
        user_id: Some(user.id),
        scopes: scopes_of(user.content.roles),
        request_id,
    }
}

fn logged_in(user: User, session: &Session, actor: Actor) -> LoggedIn {
    LoggedIn { user, scopes: actor.scopes, expires_at: session.expires_at, actor }
}

fn note(
    engine: &Engine,
    tx: &mut Tx<'_>,
    (actor, user): (&Actor, UserId),
    action: &str,
) -> Result<(), MatchingError> {
    let event = engine.audit_event(actor, engine.now());
    Ok(tx.append_audit_events(&[AuditEvent {
        action: action.to_owned(),
        resource: "user".to_owned(),
        resource_id: user.to_string(),
        ..event
    }])?)
}
