//! 補欠: who waits for a seat of a posting, in which order.

use diesel::prelude::*;
use domain::{ApplicationId, PostingId};

use crate::schema::waiting_list_entries;
use crate::transaction::on_backend;
use crate::vocabulary::parsed;
use crate::{StoreError, Tx};

/// An entry as it is stored.
#[derive(Insertable)]
#[diesel(table_name = waiting_list_entries)]
pub(crate) struct WaitingRow {
    posting_id: String,
    application_id: String,
    position: i32,
}

impl Tx<'_> {
    /// Sets who waits for a seat of a posting, the first to move up first.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] when one is named twice, [`StoreError::Dangling`] when one is not there.
    pub fn replace_waiting_list(
        &mut self,
        posting_id: PostingId,
        application_ids: &[ApplicationId],
    ) -> Result<(), StoreError> {
        let posting = posting_id.to_string();
        let row = |(position, id): (i32, &ApplicationId)| WaitingRow {
            posting_id: posting.clone(),
            application_id: id.to_string(),
            position,
        };
        let rows: Vec<WaitingRow> = (1..).zip(application_ids).map(row).collect();
        on_backend!(self, waiting_list::clear(&posting))?;
        on_backend!(self, waiting_list::insert(&rows))
    }

    /// Who waits for a seat of a posting, the first to move up first.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_waiting(&mut self, posting_id: PostingId) -> Result<Vec<ApplicationId>, StoreError> {
        let ids = on_backend!(self, waiting_list::list(&posting_id.to_string()))?;
        ids.iter().map(|id| parsed("waiting_list_entries.application_id", id, ApplicationId::parse)).collect()
    }

    /// Takes an application off every waiting list.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn remove_waiting(&mut self, id: ApplicationId) -> Result<(), StoreError> {
        on_backend!(self, waiting_list::remove(&id.to_string()))
    }
}
