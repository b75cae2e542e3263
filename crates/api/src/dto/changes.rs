//! What has changed.

use domain::{ChangeKind, Timestamp};
use matching::changes::FollowedChange;
use serde::Serialize;
use utoipa::ToSchema;

use super::vocabulary;

/// A change of a record. It carries no values: read the record for those.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Change)]
pub struct ChangeResponse {
    /// The kind of record: `posting`, `candidate`, `application` ….
    #[schema(max_length = 100)]
    pub resource: String,
    /// The record's id.
    #[schema(max_length = 100)]
    pub id: String,
    /// The record's version after the change.
    #[schema(minimum = 1, maximum = 9007199254740991i64)]
    pub version: i64,
    /// What happened; `deleted` is the tombstone.
    #[schema(value_type = vocabulary::ChangeKind)]
    pub kind: ChangeKind,
    /// When.
    #[schema(value_type = vocabulary::Instant)]
    pub at: Timestamp,
}

impl From<FollowedChange> for ChangeResponse {
    fn from(change: FollowedChange) -> Self {
        Self {
            resource: change.resource,
            id: change.resource_id,
            version: change.version,
            kind: change.kind,
            at: change.at,
        }
    }
}

/// Some changes, and where to go on.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangeFeed {
    /// In the order in which they were committed.
    #[schema(max_items = 200)]
    pub items: Vec<ChangeResponse>,
    /// Behind the last of them: ask with it for what follows, at once or later. Always there.
    #[schema(value_type = vocabulary::Cursor)]
    pub next_cursor: String,
    /// Whether more follow already.
    pub has_more: bool,
}
