//! API keys: issuing, listing, revoking, and who a bearer key is.

use std::sync::Arc;

use domain::{
    Actor, ApiKey, ApiKeyId, ChangeKind, FaultCode, Faults, OrganizationId, Page, PageRequest, Scope,
    Timestamp, WordSet,
};
use store::Tx;

use crate::engine::Engine;
use crate::error::{ConflictCode, MatchingError, changed_meanwhile};
use crate::journal::Touched;
use crate::once::Once;
use crate::permissions::require;
use crate::{secret, sessions};

/// How often the use of a key is noted, in seconds.
const NOTED_SECONDS: i64 = 3600;

/// Hours that a rotated key stays valid at most: a fortnight.
const LONGEST_OVERLAP_HOURS: i64 = 336;

/// A key to be issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewApiKey {
    /// For which organization: the actor's own when absent, or one that it registered and that has no key yet.
    pub organization_id: Option<OrganizationId>,
    /// What for.
    pub name: String,
    /// What it may do.
    pub scopes: WordSet<Scope>,
    /// From when on it is refused.
    pub expires_at: Option<Timestamp>,
}

/// A key just issued; the secret is shown this once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuedApiKey {
    /// The record.
    pub key: ApiKey,
    /// `tsk_` and 52 characters.
    pub secret: String,
}

/// Who a bearer key is, or the token of a user's session.
///
/// # Errors
/// [`MatchingError::Unauthenticated`] when it is unknown, expired or revoked.
pub fn authenticate(engine: &Engine, bearer: &str, request_id: &str) -> Result<Actor, MatchingError> {
    if sessions::is_token(bearer) {
        return Ok(sessions::find_session(engine, bearer, request_id)?.actor);
    }
    Ok(acting(find_valid(engine, bearer)?.as_ref(), request_id))
}

/// Who a bearer key is, when that was looked up a moment ago: told without the database. `None` says nothing of the
/// key; [`authenticate`] does.
pub fn recognize(engine: &Engine, bearer: &str, request_id: &str) -> Option<Actor> {
    let now = engine.now();
    let key = find_known(engine, &secret::hash(bearer), now)?;
    key.is_valid_at(now).then(|| acting(&key, request_id))
}

fn acting(key: &ApiKey, request_id: &str) -> Actor {
    Actor {
        organization_id: key.organization_id,
        api_key_id: Some(key.id),
        user_id: None,
        scopes: key.scopes,
        request_id: request_id.to_owned(),
    }
}

fn find_known(engine: &Engine, hash: &str, now: Timestamp) -> Option<Arc<ApiKey>> {
    engine.known_keys.find(hash, now).filter(|key| secret::same(&key.hash, hash))
}

/// The record of a key that is valid now.
pub(crate) fn find_valid(engine: &Engine, bearer: &str) -> Result<Arc<ApiKey>, MatchingError> {
    let (hash, now) = (secret::hash(bearer), engine.now());
    let key = match find_known(engine, &hash, now) {
        Some(key) => key,
        None => look_up(engine, &hash, now)?,
    };
    if !key.is_valid_at(now) {
        return Err(MatchingError::Unauthenticated { detail: "the API key has expired or was revoked" });
    }
    Ok(key)
}

fn look_up(engine: &Engine, hash: &str, now: Timestamp) -> Result<Arc<ApiKey>, MatchingError> {
    let before = engine.known_keys.before(now);
    let found = engine.store.read(|tx| Ok::<_, MatchingError>(tx.find_api_key_by_hash(hash)?))?;
    let key = found
        .filter(|key| secret::same(&key.hash, hash))
        .map(Arc::new)
        .ok_or(MatchingError::Unauthenticated { detail: "the API key is not known" })?;
    if key.is_valid_at(now) {
        engine.known_keys.remember(&key, before);
        note_use(engine, &key, now);
    }
    Ok(key)
}

/// Notes the use of a key, once an hour. That it cannot be noted is no reason to refuse the key.
fn note_use(engine: &Engine, key: &ApiKey, now: Timestamp) {
    if key.last_used_at.is_some_and(|last| now < last.plus_seconds(NOTED_SECONDS)) {
        return;
    }
    if let Err(error) = engine.store.write(|tx| tx.note_use_of_api_key(key.id, now)) {
        tracing::warn!(api_key_id = %key.id, %error, "the use of a key could not be noted");
    }
}

/// Issues a key.
///
/// # Errors
/// Faults; no `admin` scope; an organization that the actor neither is nor registered.
pub fn create_api_key(
    engine: &Engine,
    actor: &Actor,
    new: NewApiKey,
    once: &Once<'_, IssuedApiKey>,
) -> Result<IssuedApiKey, MatchingError> {
    require(actor, Scope::Admin)?;
    let mut faults = Faults::default();
    domain::limits::Text::new("/name", domain::limits::NAME).required(&new.name, &mut faults);
    if new.scopes.is_empty() {
        faults.add(
            "/scopes",
            FaultCode::TooShort,
            format!("name at least one of: {}", <Scope as domain::Word>::choices()),
        );
    }
    if new.expires_at.is_some_and(|expires| expires <= engine.now()) {
        faults.add("/expires_at", FaultCode::OutOfRange, "must be in the future");
    }
    faults.guard(())?;
    engine.write(|tx| {
        let owner = new.organization_id.unwrap_or(actor.organization_id);
        if owner != actor.organization_id {
            check_first_key(tx, actor, owner)?;
        }
        let issued = issue(engine, tx, actor, NewApiKey { organization_id: Some(owner), ..new.clone() })?;
        once.keep((engine, tx, actor), &issued, None)?;
        Ok(issued)
    })
}

/// The keys of the actor's organization, revoked ones too.
///
/// # Errors
/// No `admin` scope.
pub fn list_api_keys(
    engine: &Engine,
    actor: &Actor,
    page: &PageRequest<ApiKeyId>,
) -> Result<Page<ApiKey>, MatchingError> {
    require(actor, Scope::Admin)?;
    engine.store.read(|tx| Ok(tx.list_api_keys(actor.organization_id, page)?))
}

/// One key of the actor's organization.
///
/// # Errors
/// None such; no `admin` scope.
pub fn get_api_key(engine: &Engine, actor: &Actor, id: ApiKeyId) -> Result<ApiKey, MatchingError> {
    require(actor, Scope::Admin)?;
    engine.store.read(|tx| find(tx, actor, id))
}

/// Revokes a key at once; revoking it again changes nothing.
///
/// # Errors
/// None such; no `admin` scope; the very key that asks.
pub fn revoke_api_key(engine: &Engine, actor: &Actor, id: ApiKeyId) -> Result<ApiKey, MatchingError> {
    require(actor, Scope::Admin)?;
    let revoked = engine.write(|tx| {
        let before = find(tx, actor, id)?;
        if actor.api_key_id == Some(id) {
            let detail =
                "this key makes the request; revoke it with another key, so that you are not locked out";
            return Err(MatchingError::conflict(ConflictCode::KeyInUse, detail));
        }
        if before.revoked_at.is_some() {
            return Ok(before);
        }
        let at = engine.now();
        let after = ApiKey { version: before.version + 1, revoked_at: Some(at), ..before };
        if !tx.update_api_key(&after, after.version - 1)? {
            return Err(changed_meanwhile());
        }
        engine.record(tx, actor, touched(&after, "revoked", at))?;
        Ok(after)
    })?;
    engine.known_keys.forget(id);
    Ok(revoked)
}

/// Issues a key in the place of another one, with the same name and scopes; the other one stays valid for the overlap,
/// so that whoever uses it can change over, and then expires. A key may rotate itself.
///
/// # Errors
/// None such; no `admin` scope where it is another key; a key that is valid no more; an overlap out of range.
pub fn rotate_api_key(
    engine: &Engine,
    actor: &Actor,
    (id, overlap_hours): (ApiKeyId, i64),
    once: &Once<'_, IssuedApiKey>,
) -> Result<IssuedApiKey, MatchingError> {
    if actor.api_key_id != Some(id) {
        require(actor, Scope::Admin)?;
    }
    let mut faults = Faults::default();
    domain::limits::range("/overlap_hours", overlap_hours, 0..=LONGEST_OVERLAP_HOURS, &mut faults);
    faults.guard(())?;
    let (issued, ends) = engine.write(|tx| {
        let before = find(tx, actor, id)?;
        let at = engine.now();
        if !before.is_valid_at(at) {
            let detail = "the key has expired or was revoked; issue a new one";
            return Err(MatchingError::conflict(ConflictCode::AlreadyEnded, detail));
        }
        let end = at.plus_seconds(overlap_hours * 3600);
        let new = NewApiKey {
            organization_id: Some(before.organization_id),
            name: before.name.clone(),
            scopes: before.scopes,
            expires_at: before.expires_at,
        };
        let issued = issue(engine, tx, actor, new)?;
        let ends = before.expires_at.map_or(end, |expires| expires.min(end));
        let after = ApiKey { version: before.version + 1, expires_at: Some(ends), ..before };
        if !tx.update_api_key(&after, after.version - 1)? {
            return Err(changed_meanwhile());
        }
        engine.record(tx, actor, touched(&after, "rotated", at))?;
        once.keep((engine, tx, actor), &issued, None)?;
        Ok((issued, ends))
    })?;
    // What is remembered of it does not know that it will expire.
    engine.known_keys.forget(id);
    tracing::info!(api_key_id = %id, until = %ends, "a key was rotated");
    Ok(issued)
}

/// A registrar hands over the first key of a body, and none after it: from then on the body issues its own.
fn check_first_key(tx: &mut Tx<'_>, actor: &Actor, owner: OrganizationId) -> Result<(), MatchingError> {
    let body = tx.find_organization(owner)?;
    if body.is_none_or(|body| body.registered_by != Some(actor.organization_id)) {
        let detail = "must be your own organization, or one that you registered";
        return Err(Faults::one("/organization_id", FaultCode::UnknownReference, detail).into());
    }
    if !tx.list_api_keys(owner, &PageRequest { limit: 1, after: None })?.items.is_empty() {
        return Err(MatchingError::forbidden(
            "the organization has its first key; it issues the others itself",
        ));
    }
    Ok(())
}

/// Makes the key and writes its record, for whoever may.
pub(crate) fn issue(
    engine: &Engine,
    tx: &mut Tx<'_>,
    actor: &Actor,
    new: NewApiKey,
) -> Result<IssuedApiKey, MatchingError> {
    let secret = secret::make("tsk", engine.entropy.as_ref());
    let at = engine.now();
    let key = ApiKey {
        id: engine.new_id(ApiKeyId::from_parts),
        organization_id: new.organization_id.unwrap_or(actor.organization_id),
        name: new.name,
        prefix: secret::prefix(&secret),
        hash: secret::hash(&secret),
        scopes: new.scopes,
        version: 1,
        created_at: at,
        expires_at: new.expires_at,
        revoked_at: None,
        last_used_at: None,
    };
    tx.insert_api_key(&key)?;
    engine.record(tx, actor, touched(&key, "created", at))?;
    Ok(IssuedApiKey { key, secret })
}

fn find(tx: &mut Tx<'_>, actor: &Actor, id: ApiKeyId) -> Result<ApiKey, MatchingError> {
    tx.find_api_key(id)?
        .filter(|key| key.organization_id == actor.organization_id)
        .ok_or_else(|| MatchingError::not_found("api key"))
}

fn touched<'a>(key: &ApiKey, act: &'a str, at: Timestamp) -> Touched<'a> {
    Touched {
        resource: "api_key",
        id: key.id.to_string(),
        owner: key.organization_id,
        version: key.version,
        act,
        kind: if act == "created" { ChangeKind::Created } else { ChangeKind::Updated },
        at,
    }
}
