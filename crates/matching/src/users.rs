//! Users of an organization: made, changed, disabled, given passwords.
//!
//! Nobody hands on more than they have: who writes users may give, take and rule only roles that open no scope which
//! the actor lacks.

use domain::{
    Actor, ChangeKind, FaultCode, Faults, Page, PageRequest, Role, Scope, User, UserContent, UserId, WordSet,
    user::check_password,
};
use store::Tx;

use crate::engine::Engine;
use crate::error::{Expected, MatchingError, Replacement, changed_meanwhile, check_version};
use crate::journal::Touched;
use crate::once::Once;
use crate::passwords;
use crate::permissions::require;
use crate::roles::scopes_of;

/// A user to be made. Not shown, also not to debug, because of the password.
#[derive(Clone)]
pub struct NewUser {
    /// What is written of them.
    pub content: UserContent,
    /// Their first password; without one they cannot log in yet.
    pub password: Option<String>,
}

/// A password to be set.
pub struct NewPassword {
    /// The new one.
    pub password: String,
    /// The one so far, from whoever changes their own.
    pub old_password: Option<String>,
}

/// Makes a user of the actor's organization.
///
/// # Errors
/// Faults; a mail address that is taken; roles that open more than the actor has.
pub fn create_user(
    engine: &Engine,
    actor: &Actor,
    new: NewUser,
    once: &Once<'_, User>,
) -> Result<User, MatchingError> {
    require(actor, Scope::UsersWrite)?;
    let mut faults = Faults::default();
    if let Some(password) = &new.password {
        check_password("/password", password, &mut faults);
    }
    let content = match new.content.checked() {
        Ok(content) => faults.guard(content)?,
        Err(mut found) => {
            found.extend(faults);
            return Err(found.into());
        }
    };
    check_grant(actor, content.roles)?;
    let hash =
        new.password.map(|password| passwords::hash(&password, engine.entropy.as_ref())).transpose()?;
    engine.write(|tx| {
        let at = engine.now();
        let user = User {
            id: engine.new_id(UserId::from_parts),
            organization_id: actor.organization_id,
            version: 1,
            created_at: at,
            updated_at: at,
            disabled_at: None,
            content: content.clone(),
        };
        tx.insert_user(&user, hash.as_deref())?;
        engine.record(tx, actor, touched(&user, "created", ChangeKind::Created))?;
        once.keep((engine, tx, actor), &user, None)?;
        Ok(user)
    })
}

/// One user of the actor's organization; everybody may read themselves.
///
/// # Errors
/// None such; a missing scope.
pub fn get_user(engine: &Engine, actor: &Actor, id: UserId) -> Result<User, MatchingError> {
    if actor.user_id != Some(id) {
        require(actor, Scope::UsersRead)?;
    }
    engine.store.read(|tx| find(tx, actor, id))
}

/// The users of the actor's organization, disabled ones too.
///
/// # Errors
/// A missing scope.
pub fn list_users(
    engine: &Engine,
    actor: &Actor,
    page: &PageRequest<UserId>,
) -> Result<Page<User>, MatchingError> {
    require(actor, Scope::UsersRead)?;
    engine.store.read(|tx| Ok(tx.list_users(actor.organization_id, page)?))
}

/// Replaces what is written of a user; other roles take effect in their next request.
///
/// # Errors
/// Faults, none such, another version, a mail address that is taken, roles that open more than the actor has.
pub fn replace_user(
    engine: &Engine,
    actor: &Actor,
    id: UserId,
    replacement: Replacement<UserContent>,
) -> Result<User, MatchingError> {
    require(actor, Scope::UsersWrite)?;
    let Replacement { content, expected } = replacement;
    let content = content.checked()?;
    engine.write(|tx| {
        let before = find_ruled(tx, actor, id)?;
        check_version(expected, before.version)?;
        check_grant(actor, content.roles)?;
        let after = User { content: content.clone(), ..next(engine, before) };
        save((engine, actor), tx, after, "updated")
    })
}

/// Lets a user in no more, and ends their sessions; disabling them again changes nothing.
///
/// # Errors
/// None such; a missing scope; another version; roles that open more than the actor has.
pub fn disable_user(
    engine: &Engine,
    actor: &Actor,
    (id, expected): (UserId, Expected),
) -> Result<User, MatchingError> {
    require(actor, Scope::UsersWrite)?;
    engine.write(|tx| {
        let before = find_ruled(tx, actor, id)?;
        check_version(expected, before.version)?;
        tx.delete_sessions_of(id)?;
        if before.disabled_at.is_some() {
            return Ok(before);
        }
        let after = User { disabled_at: Some(engine.now()), ..next(engine, before) };
        save((engine, actor), tx, after, "disabled")
    })
}

/// Lets a user in again; they log in anew.
///
/// # Errors
/// As [`disable_user`].
pub fn enable_user(
    engine: &Engine,
    actor: &Actor,
    (id, expected): (UserId, Expected),
) -> Result<User, MatchingError> {
    require(actor, Scope::UsersWrite)?;
    engine.write(|tx| {
        let before = find_ruled(tx, actor, id)?;
        check_version(expected, before.version)?;
        if before.disabled_at.is_none() {
            return Ok(before);
        }
        let after = User { disabled_at: None, ..next(engine, before) };
        save((engine, actor), tx, after, "enabled")
    })
}

/// Sets a user's password and ends all of their sessions. Who changes their own says the old one.
///
/// # Errors
/// Faults, a wrong old password among them; none such; a missing scope; too many attempts in vain.
pub fn set_password(
    engine: &Engine,
    actor: &Actor,
    id: UserId,
    new: NewPassword,
) -> Result<User, MatchingError> {
    let is_own = actor.user_id == Some(id);
    if !is_own {
        require(actor, Scope::UsersWrite)?;
    }
    let mut faults = Faults::default();
    check_password("/password", &new.password, &mut faults);
    match (is_own, &new.old_password) {
        (true, None) => faults.add("/old_password", FaultCode::Needed, "say your password so far"),
        (false, Some(_)) => {
            let detail = "is for those who change their own password";
            faults.add("/old_password", FaultCode::NotAllowed, detail);
        }
        (true, Some(_)) | (false, None) => {}
    }
    faults.guard(())?;
    if let Some(old) = &new.old_password {
        check_old(engine, id, old)?;
    }
    let hash = passwords::hash(&new.password, engine.entropy.as_ref())?;
    engine.write(|tx| {
        let before = if is_own { find(tx, actor, id)? } else { find_ruled(tx, actor, id)? };
        tx.set_password_hash(id, &hash)?;
        tx.delete_sessions_of(id)?;
        save((engine, actor), tx, next(engine, before), "password_set")
    })
}

fn check_old(engine: &Engine, id: UserId, old: &str) -> Result<(), MatchingError> {
    let known = engine.store.read(|tx| Ok::<_, MatchingError>(tx.find_credentials(id)?))?;
    let known = known.ok_or_else(|| MatchingError::not_found("user"))?;
    let email = &known.user.content.email;
    engine.attempts.begin(email, engine.now())?;
    if !passwords::is_right(old, known.password_hash.as_deref()) {
        return Err(Faults::one("/old_password", FaultCode::NotAllowed, "is not your password").into());
    }
    engine.attempts.forget(email);
    Ok(())
}

/// Refuses roles that open what the actor may not do.
fn check_grant(actor: &Actor, roles: WordSet<Role>) -> Result<(), MatchingError> {
    match scopes_of(roles).iter().find(|scope| !actor.may(*scope)) {
        None => Ok(()),
        Some(scope) => Err(MatchingError::MissingScope(scope)),
    }
}

fn find(tx: &mut Tx<'_>, actor: &Actor, id: UserId) -> Result<User, MatchingError> {
    tx.find_user(id)?
        .filter(|user| user.organization_id == actor.organization_id)
        .ok_or_else(|| MatchingError::not_found("user"))
}

/// A user whose roles the actor could have given.
fn find_ruled(tx: &mut Tx<'_>, actor: &Actor, id: UserId) -> Result<User, MatchingError> {
    let user = find(tx, actor, id)?;
    check_grant(actor, user.content.roles)?;
    Ok(user)
}

fn next(engine: &Engine, before: User) -> User {
    User { version: before.version + 1, updated_at: engine.now(), ..before }
}

fn save(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    after: User,
    act: &str,
) -> Result<User, MatchingError> {
    if !tx.update_user(&after, after.version - 1)? {
        return Err(changed_meanwhile());
    }
    engine.record(tx, actor, touched(&after, act, ChangeKind::Updated))?;
    Ok(after)
}

fn touched<'a>(user: &User, act: &'a str, kind: ChangeKind) -> Touched<'a> {
    Touched {
        resource: "user",
        id: user.id.to_string(),
        owner: user.organization_id,
        version: user.version,
        act,
        kind,
        at: user.updated_at,
    }
}
