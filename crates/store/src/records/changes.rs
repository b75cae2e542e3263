//! The outbox, followed: what has changed, in the order of commits and never with a gap.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use domain::{ChangeKind, OrganizationId, Page, PageRequest, Timestamp};

use crate::transaction::on_backend;
use crate::vocabulary::{instant, word};
use crate::{StoreError, Tx};

/// A place in the outbox, in the order of commits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, QueryableByName)]
pub struct ChangePlace {
    /// The transaction, where several write at once; 0 where one does.
    #[diesel(sql_type = BigInt)]
    pub xid: i64,
    /// The line within it.
    #[diesel(sql_type = BigInt)]
    pub seq: i64,
}

/// A line of the outbox with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowedChange {
    /// Its place.
    pub place: ChangePlace,
    /// `posting`, `candidate`…
    pub resource: String,
    /// The record's id.
    pub resource_id: String,
    /// The record's version after the change.
    pub version: i64,
    /// What happened.
    pub kind: ChangeKind,
    /// When.
    pub at: Timestamp,
}

/// A line as it is read.
#[derive(QueryableByName)]
pub(crate) struct FollowedRow {
    #[diesel(embed)]
    place: ChangePlace,
    #[diesel(sql_type = Text)]
    resource: String,
    #[diesel(sql_type = Text)]
    resource_id: String,
    #[diesel(sql_type = BigInt)]
    version: i64,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = BigInt)]
    at: i64,
}

impl TryFrom<FollowedRow> for FollowedChange {
    type Error = StoreError;

    fn try_from(row: FollowedRow) -> Result<Self, StoreError> {
        Ok(Self {
            place: row.place,
            resource: row.resource,
            resource_id: row.resource_id,
            version: row.version,
            kind: word("changes.kind", &row.kind)?,
            at: instant("changes.at", row.at)?,
        })
    }
}

impl Tx<'_> {
    /// An organization's lines of the outbox behind a place, in the order of commits. Whatever is committed later
    /// stands behind all of them, so a reader who goes on from the last one misses nothing.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_changes(
        &mut self,
        organization_id: OrganizationId,
        request: &PageRequest<ChangePlace>,
    ) -> Result<Page<FollowedChange>, StoreError> {
        let whose = organization_id.to_string();
        let rows = i64::try_from(request.limit).unwrap_or(i64::MAX - 1) + 1;
        let after = request.after.unwrap_or_default();
        let found = on_backend!(self, changes::after(&whose, after, rows))?;
        let Page { items, has_more } = Page::of_rows(found, request.limit);
        Ok(Page {
            items: items.into_iter().map(FollowedChange::try_from).collect::<Result<_, _>>()?,
            has_more,
        })
    }

    /// The place behind which everything stands that is committed from now on.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn last_change_place(&mut self) -> Result<ChangePlace, StoreError> {
        on_backend!(self, changes::watermark())
    }
}
