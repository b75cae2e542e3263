//! The monthly log and the check-ins of engagements.

use diesel::prelude::*;
use domain::{
    ApiKeyId, CheckIn, CheckInContent, CheckInId, EngagementId, EngagementLog, EngagementLogContent, Month,
    Page, PageRequest, UserId,
};

use super::{Part, id_lists, page};
use crate::schema::{engagement_check_ins, engagement_logs};
use crate::transaction::on_backend;
use crate::vocabulary::{instant, number_if, parsed, parsed_if, word};
use crate::{StoreError, Tx};

/// A month of a log as it is stored.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = engagement_logs, primary_key(engagement_id, month), treat_none_as_null = true, treat_none_as_default_value = false)]
pub(crate) struct EngagementLogRow {
    pub(crate) engagement_id: String,
    pub(crate) month: String,
    version: i64,
    created_at: i64,
    updated_at: i64,
    minutes_planned: Option<i32>,
    minutes_done: Option<i32>,
    visit_days: Option<i32>,
    note: Option<String>,
}

/// A check-in as it is stored.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = engagement_check_ins, treat_none_as_default_value = false)]
pub(crate) struct CheckInRow {
    id: String,
    engagement_id: String,
    api_key_id: Option<String>,
    user_id: Option<String>,
    created_at: i64,
    held_on: String,
    kind: String,
    going_well: Option<String>,
    worries: Option<String>,
    held_by: Option<String>,
}

impl From<&EngagementLog> for EngagementLogRow {
    fn from(log: &EngagementLog) -> Self {
        Self {
            engagement_id: log.engagement_id.to_string(),
            month: log.month.to_string(),
            version: log.version,
            created_at: log.created_at.micros(),
            updated_at: log.updated_at.micros(),
            minutes_planned: log.content.minutes_planned.map(i32::from),
            minutes_done: log.content.minutes_done.map(i32::from),
            visit_days: log.content.visit_days.map(i32::from),
            note: log.content.note.clone(),
        }
    }
}

impl TryFrom<EngagementLogRow> for EngagementLog {
    type Error = StoreError;

    fn try_from(row: EngagementLogRow) -> Result<Self, StoreError> {
        Ok(Self {
            engagement_id: parsed("engagement_logs.engagement_id", &row.engagement_id, EngagementId::parse)?,
            month: parsed("engagement_logs.month", &row.month, Month::parse)?,
            version: row.version,
            created_at: instant("engagement_logs.created_at", row.created_at)?,
            updated_at: instant("engagement_logs.updated_at", row.updated_at)?,
            content: EngagementLogContent {
                minutes_planned: number_if("engagement_logs.minutes_planned", row.minutes_planned)?,
                minutes_done: number_if("engagement_logs.minutes_done", row.minutes_done)?,
                visit_days: number_if("engagement_logs.visit_days", row.visit_days)?,
                note: row.note,
            },
        })
    }
}

impl From<&CheckIn> for CheckInRow {
    fn from(check_in: &CheckIn) -> Self {
        let content = &check_in.content;
        Self {
            id: check_in.id.to_string(),
            engagement_id: check_in.engagement_id.to_string(),
            api_key_id: check_in.api_key_id.map(|id| id.to_string()),
            user_id: check_in.user_id.map(|id| id.to_string()),
            created_at: check_in.created_at.micros(),
            held_on: content.held_on.to_string(),
            kind: content.kind.to_string(),
            going_well: content.going_well.clone(),
            worries: content.worries.clone(),
            held_by: content.held_by.clone(),
        }
    }
}

impl TryFrom<CheckInRow> for CheckIn {
    type Error = StoreError;

    fn try_from(row: CheckInRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: parsed("engagement_check_ins.id", &row.id, CheckInId::parse)?,
            engagement_id: parsed(
                "engagement_check_ins.engagement_id",
                &row.engagement_id,
                EngagementId::parse,
            )?,
            api_key_id: parsed_if(
                "engagement_check_ins.api_key_id",
                row.api_key_id.as_deref(),
                ApiKeyId::parse,
            )?,
            user_id: parsed_if("engagement_check_ins.user_id", row.user_id.as_deref(), UserId::parse)?,
            created_at: instant("engagement_check_ins.created_at", row.created_at)?,
            content: CheckInContent {
                held_on: parsed("engagement_check_ins.held_on", &row.held_on, str::parse)?,
                kind: word("engagement_check_ins.kind", &row.kind)?,
                going_well: row.going_well,
                worries: row.worries,
                held_by: row.held_by,
            },
        })
    }
}

impl Tx<'_> {
    /// Keeps a month of a log for the first time.
    ///
    /// # Errors
    /// [`StoreError::Dangling`] when the engagement is not there.
    pub fn insert_engagement_log(&mut self, log: &EngagementLog) -> Result<(), StoreError> {
        on_backend!(self, engagements::insert_log(&EngagementLogRow::from(log)))
    }

    /// Replaces a month of a log; `false` when it is not there in the expected version.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn update_engagement_log(
        &mut self,
        log: &EngagementLog,
        expected_version: i64,
    ) -> Result<bool, StoreError> {
        on_backend!(self, engagements::update_log(&EngagementLogRow::from(log), expected_version))
    }

    /// Deletes a month of a log; `false` when it is not there in the expected version.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn delete_engagement_log(
        &mut self,
        (id, month): (EngagementId, Month),
        expected_version: i64,
    ) -> Result<bool, StoreError> {
        let (id, month) = (id.to_string(), month.to_string());
        on_backend!(self, engagements::delete_log((&id, &month), expected_version))
    }

    /// A month of an engagement's log.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_engagement_log(
        &mut self,
        id: EngagementId,
        month: Month,
    ) -> Result<Option<EngagementLog>, StoreError> {
        let (id, month) = (id.to_string(), month.to_string());
        let row = on_backend!(self, engagements::find_log((&id, &month), self.hold))?;
        row.map(EngagementLog::try_from).transpose()
    }

    /// The log of an engagement, the first month first.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_engagement_logs(
        &mut self,
        id: EngagementId,
        request: &PageRequest<Month>,
    ) -> Result<Page<EngagementLog>, StoreError> {
        let rows = on_backend!(self, engagements::list_logs(&id.to_string(), &Part::of(request)))?;
        page(rows, request, EngagementLog::try_from)
    }

    /// The whole logs of these engagements.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_engagement_logs_of(
        &mut self,
        ids: &[EngagementId],
    ) -> Result<Vec<EngagementLog>, StoreError> {
        let mut found = Vec::new();
        for list in id_lists(ids) {
            for row in on_backend!(self, engagements::list_logs_of(&list))? {
                found.push(EngagementLog::try_from(row)?);
            }
        }
        Ok(found)
    }

    /// Keeps a check-in.
    ///
    /// # Errors
    /// [`StoreError::Dangling`] when the engagement is not there.
    pub fn insert_check_in(&mut self, check_in: &CheckIn) -> Result<(), StoreError> {
        on_backend!(self, engagements::insert_check_in(&CheckInRow::from(check_in)))
    }

    /// The check-in of an id.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_check_in(&mut self, id: CheckInId) -> Result<Option<CheckIn>, StoreError> {
        let row = on_backend!(self, engagements::find_check_in(&id.to_string(), self.hold))?;
        row.map(CheckIn::try_from).transpose()
    }

    /// The check-ins of an engagement, the oldest first.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_check_ins(
        &mut self,
        id: EngagementId,
        request: &PageRequest<CheckInId>,
    ) -> Result<Page<CheckIn>, StoreError> {
        let rows = on_backend!(self, engagements::list_check_ins(&id.to_string(), &Part::of(request)))?;
        page(rows, request, CheckIn::try_from)
    }
}
