//! The keys of people's own pages.

use diesel::prelude::*;
use domain::{ApplicationAccess, ApplicationAccessId, ApplicationId, Timestamp};

use crate::schema::application_access;
use crate::transaction::on_backend;
use crate::vocabulary::{instant, instant_if, parsed};
use crate::{StoreError, Tx};

/// A key as it is stored: never the key itself.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = application_access, treat_none_as_default_value = false)]
pub(crate) struct AccessRow {
    id: String,
    application_id: String,
    hash: String,
    created_at: i64,
    expires_at: i64,
    revoked_at: Option<i64>,
}

impl From<&ApplicationAccess> for AccessRow {
    fn from(access: &ApplicationAccess) -> Self {
        Self {
            id: access.id.to_string(),
            application_id: access.application_id.to_string(),
            hash: access.hash.clone(),
            created_at: access.created_at.micros(),
            expires_at: access.expires_at.micros(),
            revoked_at: access.revoked_at.map(Timestamp::micros),
        }
    }
}

impl TryFrom<AccessRow> for ApplicationAccess {
    type Error = StoreError;

    fn try_from(row: AccessRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: parsed("application_access.id", &row.id, ApplicationAccessId::parse)?,
            application_id: parsed(
                "application_access.application_id",
                &row.application_id,
                ApplicationId::parse,
            )?,
            hash: row.hash,
            created_at: instant("application_access.created_at", row.created_at)?,
            expires_at: instant("application_access.expires_at", row.expires_at)?,
            revoked_at: instant_if("application_access.revoked_at", row.revoked_at)?,
        })
    }
}

impl Tx<'_> {
    /// Keeps a new key.
    ///
    /// # Errors
    /// [`StoreError::Dangling`] when the application is not there.
    pub fn insert_application_access(&mut self, access: &ApplicationAccess) -> Result<(), StoreError> {
        let row = AccessRow::from(access);
        on_backend!(self, application_access::insert(&row))
    }

    /// The key of a hash, whether it still opens anything or not.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_application_access(&mut self, hash: &str) -> Result<Option<ApplicationAccess>, StoreError> {
        let row = on_backend!(self, application_access::find_by_hash(hash))?;
        row.map(ApplicationAccess::try_from).transpose()
    }

    /// Revokes every key of an application at an instant; how many opened something until then.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn revoke_application_access(
        &mut self,
        id: ApplicationId,
        at: Timestamp,
    ) -> Result<usize, StoreError> {
        on_backend!(self, application_access::revoke_all(&id.to_string(), at.micros()))
    }
}
