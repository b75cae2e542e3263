//! The history of applications.

use diesel::prelude::*;
use domain::{ApiKeyId, ApplicationId, ApplicationMove, OrganizationId, PostingId, Timestamp, UserId};

use crate::schema::application_moves;
use crate::transaction::on_backend;
use crate::vocabulary::{instant, instant_if, parsed, parsed_if, word, word_if};
use crate::{StoreError, Tx};

/// A move as it is stored.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = application_moves, treat_none_as_default_value = false)]
pub(crate) struct MoveRow {
    application_id: String,
    version: i64,
    from_status: Option<String>,
    to_status: String,
    at: i64,
    due_at: Option<i64>,
    mover: String,
    organization_id: Option<String>,
    user_id: Option<String>,
    api_key_id: Option<String>,
    reason: Option<String>,
    reason_category: Option<String>,
    redirected_to: Option<String>,
}

impl From<&ApplicationMove> for MoveRow {
    fn from(step: &ApplicationMove) -> Self {
        Self {
            application_id: step.application_id.to_string(),
            version: step.version,
            from_status: step.from.map(|status| status.to_string()),
            to_status: step.to.to_string(),
            at: step.at.micros(),
            due_at: step.due_at.map(Timestamp::micros),
            mover: step.mover.to_string(),
            organization_id: step.organization_id.map(|id| id.to_string()),
            user_id: step.user_id.map(|id| id.to_string()),
            api_key_id: step.api_key_id.map(|id| id.to_string()),
            reason: step.reason.clone(),
            reason_category: step.reason_category.map(|word| word.to_string()),
            redirected_to: step.redirected_to.map(|id| id.to_string()),
        }
    }
}

impl TryFrom<MoveRow> for ApplicationMove {
    type Error = StoreError;

    fn try_from(row: MoveRow) -> Result<Self, StoreError> {
        let (body, user) = (row.organization_id.as_deref(), row.user_id.as_deref());
        let (key, other) = (row.api_key_id.as_deref(), row.redirected_to.as_deref());
        Ok(Self {
            application_id: parsed(
                "application_moves.application_id",
                &row.application_id,
                ApplicationId::parse,
            )?,
            version: row.version,
            from: word_if("application_moves.from_status", row.from_status.as_deref())?,
            to: word("application_moves.to_status", &row.to_status)?,
            at: instant("application_moves.at", row.at)?,
            due_at: instant_if("application_moves.due_at", row.due_at)?,
            mover: word("application_moves.mover", &row.mover)?,
            organization_id: parsed_if("application_moves.organization_id", body, OrganizationId::parse)?,
            user_id: parsed_if("application_moves.user_id", user, UserId::parse)?,
            api_key_id: parsed_if("application_moves.api_key_id", key, ApiKeyId::parse)?,
            reason: row.reason,
            reason_category: word_if("application_moves.reason_category", row.reason_category.as_deref())?,
            redirected_to: parsed_if("application_moves.redirected_to", other, PostingId::parse)?,
        })
    }
}

impl Tx<'_> {
    /// Adds moves to the history of applications.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn append_application_moves(&mut self, moves: &[ApplicationMove]) -> Result<(), StoreError> {
        let rows: Vec<MoveRow> = moves.iter().map(MoveRow::from).collect();
        on_backend!(self, application_moves::insert(&rows))
    }

    /// The history of an application, the oldest move first.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_application_moves(&mut self, id: ApplicationId) -> Result<Vec<ApplicationMove>, StoreError> {
        let rows = on_backend!(self, application_moves::list(&id.to_string()))?;
        rows.into_iter().map(ApplicationMove::try_from).collect()
    }
}
