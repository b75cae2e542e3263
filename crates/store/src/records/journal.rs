//! The outbox of changes.

use diesel::prelude::*;
use domain::Change;

use crate::schema::changes;
use crate::transaction::on_backend;
use crate::{Changed, StoreError, Tx};

/// A line of the outbox as it is stored; the database gives it its number.
#[derive(Insertable)]
#[diesel(table_name = changes)]
pub(crate) struct ChangeRow {
    organization_id: String,
    resource: &'static str,
    resource_id: String,
    version: i64,
    kind: &'static str,
    at: i64,
}

impl From<&Change> for ChangeRow {
    fn from(change: &Change) -> Self {
        Self {
            organization_id: change.organization_id.to_string(),
            resource: change.resource,
            resource_id: change.resource_id.clone(),
            version: change.version,
            kind: domain::Word::as_str(change.kind),
            at: change.at.micros(),
        }
    }
}

impl Tx<'_> {
    /// Adds lines to the outbox, in this order.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn append_changes(&mut self, changes: &[Change]) -> Result<(), StoreError> {
        let rows: Vec<ChangeRow> = changes.iter().map(ChangeRow::from).collect();
        let changed = changes
            .iter()
            .map(|change| Changed { resource: change.resource, id: change.resource_id.clone() });
        self.changed.extend(changed);
        on_backend!(self, journal::append_changes(&rows))
    }

    /// The number of the last line of the outbox, 0 when it is empty. Not a cursor: see the table's remark.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn last_change(&mut self) -> Result<i64, StoreError> {
        on_backend!(self, journal::last_change())
    }
}
