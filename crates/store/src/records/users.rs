//! Users, the hashes of their passwords, and their sessions.

use diesel::prelude::*;
use domain::{OrganizationId, Page, PageRequest, Timestamp, User, UserContent, UserId, mail_key};

use super::{Part, page};
use crate::schema::{sessions, users};
use crate::transaction::on_backend;
use crate::vocabulary::{instant, instant_if, parsed, words};
use crate::{StoreError, Tx};

/// A user as one who wants to log in is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credentials {
    /// The user.
    pub user: User,
    /// The hash of the password in its PHC form; `None` until one is set.
    pub password_hash: Option<String>,
}

/// A log-in of a user. The token itself is never kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// SHA-256 of the token, lower-case hex.
    pub token_hash: String,
    /// Whose.
    pub user_id: UserId,
    /// Made at.
    pub created_at: Timestamp,
    /// From this instant on it is refused.
    pub expires_at: Timestamp,
}

/// A user as they are stored, without the password.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = users, treat_none_as_null = true, treat_none_as_default_value = false)]
pub(crate) struct UserRow {
    pub(crate) id: String,
    organization_id: String,
    version: i64,
    created_at: i64,
    updated_at: i64,
    disabled_at: Option<i64>,
    email: String,
    email_key: String,
    display_name: String,
    roles: String,
}

/// A session as it is stored.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = sessions)]
pub(crate) struct SessionRow {
    token_hash: String,
    user_id: String,
    created_at: i64,
    expires_at: i64,
}

impl From<&User> for UserRow {
    fn from(user: &User) -> Self {
        let content = &user.content;
        Self {
            id: user.id.to_string(),
            organization_id: user.organization_id.to_string(),
            version: user.version,
            created_at: user.created_at.micros(),
            updated_at: user.updated_at.micros(),
            disabled_at: user.disabled_at.map(Timestamp::micros),
            email: content.email.clone(),
            email_key: mail_key(&content.email),
            display_name: content.display_name.clone(),
            roles: content.roles.to_list(),
        }
    }
}

impl TryFrom<UserRow> for User {
    type Error = StoreError;

    fn try_from(row: UserRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: parsed("users.id", &row.id, UserId::parse)?,
            organization_id: parsed("users.organization_id", &row.organization_id, OrganizationId::parse)?,
            version: row.version,
            created_at: instant("users.created_at", row.created_at)?,
            updated_at: instant("users.updated_at", row.updated_at)?,
            disabled_at: instant_if("users.disabled_at", row.disabled_at)?,
            content: UserContent {
                email: row.email,
                display_name: row.display_name,
                roles: words("users.roles", &row.roles)?,
            },
        })
    }
}

impl TryFrom<(UserRow, Option<String>)> for Credentials {
    type Error = StoreError;

    fn try_from((row, password_hash): (UserRow, Option<String>)) -> Result<Self, StoreError> {
        Ok(Self { user: row.try_into()?, password_hash })
    }
}

impl From<&Session> for SessionRow {
    fn from(session: &Session) -> Self {
        Self {
            token_hash: session.token_hash.clone(),
            user_id: session.user_id.to_string(),
            created_at: session.created_at.micros(),
            expires_at: session.expires_at.micros(),
        }
    }
}

impl TryFrom<SessionRow> for Session {
    type Error = StoreError;

    fn try_from(row: SessionRow) -> Result<Self, StoreError> {
        Ok(Self {
            user_id: parsed("sessions.user_id", &row.user_id, UserId::parse)?,
            created_at: instant("sessions.created_at", row.created_at)?,
            expires_at: instant("sessions.expires_at", row.expires_at)?,
            token_hash: row.token_hash,
        })
    }
}

impl Tx<'_> {
    /// Keeps a new user; without a hash they cannot log in yet.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] when the mail address is taken, [`StoreError::Dangling`] without the organization.
    pub fn insert_user(&mut self, user: &User, password_hash: Option<&str>) -> Result<(), StoreError> {
        let row = UserRow::from(user);
        on_backend!(self, users::insert(&row, password_hash))
    }

    /// Replaces a user but for the password; `false` when they are not there in the expected version.
    ///
    /// # Errors
    /// As [`Tx::insert_user`].
    pub fn update_user(&mut self, user: &User, expected_version: i64) -> Result<bool, StoreError> {
        let row = UserRow::from(user);
        on_backend!(self, users::update(&row, expected_version))
    }

    /// Sets the hash of a user's password.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn set_password_hash(&mut self, id: UserId, password_hash: &str) -> Result<(), StoreError> {
        on_backend!(self, users::set_password(&id.to_string(), password_hash))
    }

    /// The user of an id.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_user(&mut self, id: UserId) -> Result<Option<User>, StoreError> {
        let row = on_backend!(self, users::find(&id.to_string(), self.hold))?;
        row.map(User::try_from).transpose()
    }

    /// The user of an id with the hash of their password.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_credentials(&mut self, id: UserId) -> Result<Option<Credentials>, StoreError> {
        let known = on_backend!(self, users::find_known(&id.to_string(), self.hold))?;
        known.map(Credentials::try_from).transpose()
    }

    /// The user of a mail address with the hash of their password.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_credentials_by_mail(&mut self, email: &str) -> Result<Option<Credentials>, StoreError> {
        let known = on_backend!(self, users::find_by_email(&mail_key(email), self.hold))?;
        known.map(Credentials::try_from).transpose()
    }

    /// The users of an organization, disabled ones too.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_users(
        &mut self,
        organization_id: OrganizationId,
        request: &PageRequest<UserId>,
    ) -> Result<Page<User>, StoreError> {
        let whose = organization_id.to_string();
        let rows = on_backend!(self, users::list(&whose, &Part::of(request)))?;
        page(rows, request, User::try_from)
    }

    /// Keeps a new session.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] when its token is taken, [`StoreError::Dangling`] without the user.
    pub fn insert_session(&mut self, session: &Session) -> Result<(), StoreError> {
        let row = SessionRow::from(session);
        on_backend!(self, sessions::insert(&row))
    }

    /// The session of a token's hash, expired or not, and its user, disabled or not.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_session(&mut self, token_hash: &str) -> Result<Option<(Session, User)>, StoreError> {
        let found = on_backend!(self, sessions::find(token_hash))?;
        found.map(|(session, user)| Ok((session.try_into()?, user.try_into()?))).transpose()
    }

    /// Forgets a session; `false` when there was none.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn delete_session(&mut self, token_hash: &str) -> Result<bool, StoreError> {
        on_backend!(self, sessions::delete(token_hash))
    }

    /// Forgets every session of a user, and says how many there were.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn delete_sessions_of(&mut self, id: UserId) -> Result<usize, StoreError> {
        on_backend!(self, sessions::delete_of(&id.to_string()))
    }

    /// Forgets the sessions that have expired by an instant, and says how many there were.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn delete_expired_sessions(&mut self, at: Timestamp) -> Result<usize, StoreError> {
        on_backend!(self, sessions::delete_expired(at.micros()))
    }
}
