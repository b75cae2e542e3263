//! Attendances: one person at one event.

use diesel::prelude::*;
use domain::{
    Attendance, AttendanceContent, AttendanceId, CandidateId, EventId, OrganizationId, Page, PageRequest,
    Timestamp,
};

use super::{Part, page};
use crate::schema::attendances;
use crate::transaction::on_backend;
use crate::vocabulary::{instant, number, parsed, word};
use crate::{StoreError, Tx};

/// An attendance with the instant at which its event begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// The attendance.
    pub attendance: Attendance,
    /// When the event begins.
    pub starts_at: Timestamp,
}

/// An attendance as it is stored.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = attendances, treat_none_as_null = true, treat_none_as_default_value = false)]
pub(crate) struct AttendanceRow {
    pub(crate) id: String,
    event_id: String,
    candidate_id: String,
    version: i64,
    created_at: i64,
    updated_at: i64,
    role: String,
    status: String,
    visit_days: i32,
    note: Option<String>,
}

impl From<&Attendance> for AttendanceRow {
    fn from(attendance: &Attendance) -> Self {
        let content = &attendance.content;
        Self {
            id: attendance.id.to_string(),
            event_id: attendance.event_id.to_string(),
            candidate_id: attendance.candidate_id.to_string(),
            version: attendance.version,
            created_at: attendance.created_at.micros(),
            updated_at: attendance.updated_at.micros(),
            role: content.role.to_string(),
            status: content.status.to_string(),
            visit_days: i32::from(content.visit_days),
            note: content.note.clone(),
        }
    }
}

impl TryFrom<AttendanceRow> for Attendance {
    type Error = StoreError;

    fn try_from(row: AttendanceRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: parsed("attendances.id", &row.id, AttendanceId::parse)?,
            event_id: parsed("attendances.event_id", &row.event_id, EventId::parse)?,
            candidate_id: parsed("attendances.candidate_id", &row.candidate_id, CandidateId::parse)?,
            version: row.version,
            created_at: instant("attendances.created_at", row.created_at)?,
            updated_at: instant("attendances.updated_at", row.updated_at)?,
            content: AttendanceContent {
                role: word("attendances.role", &row.role)?,
                status: word("attendances.status", &row.status)?,
                visit_days: number("attendances.visit_days", row.visit_days)?,
                note: row.note,
            },
        })
    }
}

impl Tx<'_> {
    /// Keeps a new attendance.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] when the person is put down for the event already, [`StoreError::Dangling`] when
    /// event or person is not there.
    pub fn insert_attendance(&mut self, attendance: &Attendance) -> Result<(), StoreError> {
        let row = AttendanceRow::from(attendance);
        on_backend!(self, attendances::insert(&row))
    }

    /// Replaces an attendance; `false` when it is not there in the expected version.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn update_attendance(
        &mut self,
        attendance: &Attendance,
        expected_version: i64,
    ) -> Result<bool, StoreError> {
        let row = AttendanceRow::from(attendance);
        on_backend!(self, attendances::update(&row, expected_version))
    }

    /// Deletes an attendance; `false` when it is not there in the expected version.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn delete_attendance(&mut self, id: AttendanceId, expected_version: i64) -> Result<bool, StoreError> {
        on_backend!(self, attendances::delete(&id.to_string(), expected_version))
    }

    /// The attendance of a person at an event.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_attendance(
        &mut self,
        event_id: EventId,
        candidate_id: CandidateId,
    ) -> Result<Option<Attendance>, StoreError> {
        let (event, person) = (event_id.to_string(), candidate_id.to_string());
        let row = on_backend!(self, attendances::find(&event, &person, self.hold))?;
        row.map(Attendance::try_from).transpose()
    }

    /// The attendances of an event, the earliest put down first.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_attendances(
        &mut self,
        event_id: EventId,
        request: &PageRequest<AttendanceId>,
    ) -> Result<Page<Attendance>, StoreError> {
        let rows = on_backend!(self, attendances::list(&event_id.to_string(), &Part::of(request)))?;
        page(rows, request, Attendance::try_from)
    }

    /// Every attendance of a person, in the order in which the events begin.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_attendances_of(&mut self, candidate_id: CandidateId) -> Result<Vec<Visit>, StoreError> {
        let rows = on_backend!(self, attendances::list_of(&candidate_id.to_string()))?;
        let visit = |(row, starts_at)| {
            let attendance = Attendance::try_from(row)?;
            Ok(Visit { attendance, starts_at: instant("events.starts_at", starts_at)? })
        };
        rows.into_iter().map(visit).collect()
    }

    /// Who came to the events of a body that began from one instant on and before another, in the order of the events.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_attended_events_of(
        &mut self,
        body: OrganizationId,
        (from, before): (Timestamp, Timestamp),
    ) -> Result<Vec<Attendance>, StoreError> {
        let span = (from.micros(), before.micros());
        let rows = on_backend!(self, attendances::list_held_by(&body.to_string(), span))?;
        rows.into_iter().map(Attendance::try_from).collect()
    }

    /// How many places of an event are taken: by participants who do not stay away.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn count_places_taken(&mut self, event_id: EventId) -> Result<u64, StoreError> {
        let count = on_backend!(self, attendances::count_places(&event_id.to_string()))?;
        number("count of attendances", count)
    }
}
