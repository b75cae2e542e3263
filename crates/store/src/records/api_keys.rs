//! API keys, and the log-ins to the console that stand for one.

use diesel::prelude::*;
use domain::{ApiKey, ApiKeyId, OrganizationId, Page, PageRequest, Timestamp};

use super::{Part, page};
use crate::schema::{api_keys, logins};
use crate::transaction::on_backend;
use crate::vocabulary::{instant, instant_if, parsed, words};
use crate::{StoreError, Tx};

/// A log-in to the console. The token itself is never kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Login {
    /// SHA-256 of the token, lower-case hex.
    pub token_hash: String,
    /// The key it stands for.
    pub api_key_id: ApiKeyId,
    /// Made at.
    pub created_at: Timestamp,
    /// From this instant on it is refused.
    pub expires_at: Timestamp,
}

/// An API key as it is stored.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = api_keys, treat_none_as_null = true, treat_none_as_default_value = false)]
pub(crate) struct ApiKeyRow {
    pub(crate) id: String,
    organization_id: String,
    name: String,
    prefix: String,
    hash: String,
    scopes: String,
    version: i64,
    created_at: i64,
    expires_at: Option<i64>,
    revoked_at: Option<i64>,
    last_used_at: Option<i64>,
}

impl From<&ApiKey> for ApiKeyRow {
    fn from(key: &ApiKey) -> Self {
        Self {
            id: key.id.to_string(),
            organization_id: key.organization_id.to_string(),
            name: key.name.clone(),
            prefix: key.prefix.clone(),
            hash: key.hash.clone(),
            scopes: key.scopes.to_list(),
            version: key.version,
            created_at: key.created_at.micros(),
            expires_at: key.expires_at.map(Timestamp::micros),
            revoked_at: key.revoked_at.map(Timestamp::micros),
            last_used_at: key.last_used_at.map(Timestamp::micros),
        }
    }
}

impl TryFrom<ApiKeyRow> for ApiKey {
    type Error = StoreError;

    fn try_from(row: ApiKeyRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: parsed("api_keys.id", &row.id, ApiKeyId::parse)?,
            organization_id: parsed("api_keys.organization_id", &row.organization_id, OrganizationId::parse)?,
            name: row.name,
            prefix: row.prefix,
            hash: row.hash,
            scopes: words("api_keys.scopes", &row.scopes)?,
            version: row.version,
            created_at: instant("api_keys.created_at", row.created_at)?,
            expires_at: instant_if("api_keys.expires_at", row.expires_at)?,
            revoked_at: instant_if("api_keys.revoked_at", row.revoked_at)?,
            last_used_at: instant_if("api_keys.last_used_at", row.last_used_at)?,
        })
    }
}

/// A log-in as it is stored.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = logins)]
pub(crate) struct LoginRow {
    token_hash: String,
    api_key_id: String,
    created_at: i64,
    expires_at: i64,
}

impl Tx<'_> {
    /// Keeps a new key.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] when its hash is taken.
    pub fn insert_api_key(&mut self, key: &ApiKey) -> Result<(), StoreError> {
        let row = ApiKeyRow::from(key);
        on_backend!(self, api_keys::insert(&row))
    }

    /// Replaces a key; `false` when it is not there in the expected version.
    ///
    /// # Errors
    /// As [`Tx::insert_api_key`].
    pub fn update_api_key(&mut self, key: &ApiKey, expected_version: i64) -> Result<bool, StoreError> {
        let row = ApiKeyRow::from(key);
        on_backend!(self, api_keys::update(&row, expected_version))
    }

    /// Notes when a key was used last; its version stays.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn note_use_of_api_key(&mut self, id: ApiKeyId, at: Timestamp) -> Result<(), StoreError> {
        on_backend!(self, api_keys::note_use(&id.to_string(), at.micros()))
    }

    /// The key of an id.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_api_key(&mut self, id: ApiKeyId) -> Result<Option<ApiKey>, StoreError> {
        let row = on_backend!(self, api_keys::find(&id.to_string(), self.hold))?;
        row.map(ApiKey::try_from).transpose()
    }

    /// The key of a hash, valid or not.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_api_key_by_hash(&mut self, hash: &str) -> Result<Option<ApiKey>, StoreError> {
        let row = on_backend!(self, api_keys::find_by_hash(hash, self.hold))?;
        row.map(ApiKey::try_from).transpose()
    }

    /// The keys of an organization, revoked ones too.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_api_keys(
        &mut self,
        organization_id: OrganizationId,
        request: &PageRequest<ApiKeyId>,
    ) -> Result<Page<ApiKey>, StoreError> {
        let whose = organization_id.to_string();
        let rows = on_backend!(self, api_keys::list(&whose, &Part::of(request)))?;
        page(rows, request, ApiKey::try_from)
    }

    /// Keeps a new log-in.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] when its token is taken.
    pub fn insert_login(&mut self, login: &Login) -> Result<(), StoreError> {
        let row = LoginRow {
            token_hash: login.token_hash.clone(),
            api_key_id: login.api_key_id.to_string(),
            created_at: login.created_at.micros(),
            expires_at: login.expires_at.micros(),
        };
        on_backend!(self, logins::insert(&row))
    }

    /// The log-in of a token's hash, expired or not.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_login(&mut self, token_hash: &str) -> Result<Option<Login>, StoreError> {
        let row = on_backend!(self, logins::find(token_hash, self.hold))?;
        let read = |row: LoginRow| {
            Ok(Login {
                api_key_id: parsed("logins.api_key_id", &row.api_key_id, ApiKeyId::parse)?,
                created_at: instant("logins.created_at", row.created_at)?,
                expires_at: instant("logins.expires_at", row.expires_at)?,
                token_hash: row.token_hash,
            })
        };
        row.map(read).transpose()
    }

    /// Forgets a log-in; `false` when there was none.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn delete_login(&mut self, token_hash: &str) -> Result<bool, StoreError> {
        on_backend!(self, logins::delete(token_hash))
    }

    /// Forgets the log-ins that have expired by an instant, and says how many there were.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn delete_expired_logins(&mut self, at: Timestamp) -> Result<usize, StoreError> {
        on_backend!(self, logins::delete_expired(at.micros()))
    }
}
