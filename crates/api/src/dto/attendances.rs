//! 参加: who is put down for an event, who came, and what followed.

use domain::{
    ApplicationId, ApplicationStatus, Attendance, AttendanceContent, AttendanceId, AttendanceRole,
    AttendanceStatus, CandidateId, EventId, Faults, PostingId, Timestamp,
};
use matching::events::{AttendanceCounts, Attendee, Following};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::narrow::narrow;
use super::{RequestBody, vocabulary};
use crate::extract::reading::Reading;

/// An attendance, as a caller writes it.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"role": "participant", "status": "attended", "visit_days": 2, "note": null})))]
pub struct AttendanceRequest {
    /// As what; `participant` when absent.
    #[schema(value_type = Option<vocabulary::AttendanceRole>)]
    pub role: Option<AttendanceRole>,
    /// Whether the person came; `registered` when absent.
    #[schema(value_type = Option<vocabulary::AttendanceStatus>)]
    pub status: Option<AttendanceStatus>,
    /// Days of a visit to the place; 0 when absent.
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 366)]
    pub visit_days: Option<i64>,
    /// A remark, for the event's body alone.
    #[schema(max_length = 500)]
    pub note: Option<String>,
}

impl RequestBody for AttendanceRequest {
    type Content = AttendanceContent;

    fn into_content(self, reading: Reading<'_>) -> Result<AttendanceContent, Faults> {
        let content = AttendanceContent {
            role: self.role.unwrap_or(AttendanceRole::Participant),
            status: self.status.unwrap_or(AttendanceStatus::Registered),
            visit_days: narrow(self.visit_days).unwrap_or(0),
            note: self.note,
        };
        reading.finish(content.checked())
    }
}

/// 参加: one person at one event.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Attendance)]
pub struct AttendanceResponse {
    /// Its id.
    #[schema(value_type = vocabulary::Uuid)]
    pub id: AttendanceId,
    /// At which event.
    #[schema(value_type = vocabulary::Uuid)]
    pub event_id: EventId,
    /// Who.
    #[schema(value_type = vocabulary::Uuid)]
    pub candidate_id: CandidateId,
    /// By which the person is called where the name is not open.
    #[schema(value_type = vocabulary::Reference)]
    pub reference: String,
    /// As what.
    #[schema(value_type = vocabulary::AttendanceRole)]
    pub role: AttendanceRole,
    /// Whether the person came.
    #[schema(value_type = vocabulary::AttendanceStatus)]
    pub status: AttendanceStatus,
    /// Days of a visit to the place.
    #[schema(value_type = i32, minimum = 0, maximum = 366)]
    pub visit_days: u16,
    /// A remark of the event's body.
    #[schema(max_length = 500)]
    pub note: Option<String>,
    /// Grows by one with each change; the `ETag` is made of it.
    #[schema(minimum = 1)]
    pub version: i64,
    /// Made at.
    #[schema(value_type = vocabulary::Instant)]
    pub created_at: Timestamp,
    /// Last changed at.
    #[schema(value_type = vocabulary::Instant)]
    pub updated_at: Timestamp,
}

/// An application of somebody who was put down for an event.
#[derive(Debug, Serialize, ToSchema)]
pub struct FollowingApplication {
    /// Which.
    #[schema(value_type = vocabulary::Uuid)]
    pub application_id: ApplicationId,
    /// To which posting of the event or of its round.
    #[schema(value_type = vocabulary::Uuid)]
    pub posting_id: PostingId,
    /// 段階.
    #[schema(value_type = vocabulary::ApplicationStatus)]
    pub status: ApplicationStatus,
    /// Applied at.
    #[schema(value_type = vocabulary::Instant)]
    pub created_at: Timestamp,
}

/// Somebody who is put down for an event, and what followed.
#[derive(Debug, Serialize, ToSchema)]
pub struct AttendeeResponse {
    /// The attendance.
    #[serde(flatten)]
    pub attendance: AttendanceResponse,
    /// The person's applications to postings of the event or of its round, as far as the caller sees them; withdrawn
    /// ones are left out.
    #[schema(max_items = 1000)]
    pub applications: Vec<FollowingApplication>,
}

/// How many of all pages together.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AttendanceCounts)]
pub struct AttendanceCountsResponse {
    /// Put down in all.
    #[schema(value_type = i64, minimum = 0, maximum = 9007199254740991i64)]
    pub total: u64,
    /// 申込ずみ.
    #[schema(value_type = i64, minimum = 0, maximum = 9007199254740991i64)]
    pub registered: u64,
    /// 参加.
    #[schema(value_type = i64, minimum = 0, maximum = 9007199254740991i64)]
    pub attended: u64,
    /// 欠席.
    #[schema(value_type = i64, minimum = 0, maximum = 9007199254740991i64)]
    pub absent: u64,
    /// 参加者.
    #[schema(value_type = i64, minimum = 0, maximum = 9007199254740991i64)]
    pub participants: u64,
    /// 登壇者.
    #[schema(value_type = i64, minimum = 0, maximum = 9007199254740991i64)]
    pub speakers: u64,
    /// 運営.
    #[schema(value_type = i64, minimum = 0, maximum = 9007199254740991i64)]
    pub staff: u64,
    /// Days of visits together.
    #[schema(value_type = i64, minimum = 0, maximum = 9007199254740991i64)]
    pub visit_days: u64,
    /// Who applied to a posting of the event or of its round.
    #[schema(value_type = i64, minimum = 0, maximum = 9007199254740991i64)]
    pub applicants: u64,
}

/// A page of attendances, the earliest put down first, with counts of all pages.
#[derive(Debug, Serialize, ToSchema)]
pub struct AttendancePage {
    /// Who is put down.
    #[schema(max_items = 200)]
    pub items: Vec<AttendeeResponse>,
    /// Opens the next page; `null` on the last one.
    #[schema(value_type = Option<vocabulary::Cursor>)]
    pub next_cursor: Option<String>,
    /// Of all pages together.
    pub counts: AttendanceCountsResponse,
}

impl From<Attendance> for AttendanceResponse {
    fn from(attendance: Attendance) -> Self {
        Self {
            id: attendance.id,
            event_id: attendance.event_id,
            candidate_id: attendance.candidate_id,
            reference: attendance.candidate_id.short_reference(),
            role: attendance.content.role,
            status: attendance.content.status,
            visit_days: attendance.content.visit_days,
            note: attendance.content.note,
            version: attendance.version,
            created_at: attendance.created_at,
            updated_at: attendance.updated_at,
        }
    }
}

impl From<Attendee> for AttendeeResponse {
    fn from(attendee: Attendee) -> Self {
        let following = |Following { posting_id, application }| FollowingApplication {
            application_id: application.id,
            posting_id,
            status: application.status,
            created_at: application.created_at,
        };
        Self {
            attendance: attendee.attendance.into(),
            applications: attendee.applications.into_iter().map(following).collect(),
        }
    }
}

impl From<AttendanceCounts> for AttendanceCountsResponse {
    fn from(counts: AttendanceCounts) -> Self {
        Self {
            total: counts.total,
            registered: counts.registered,
            attended: counts.attended,
            absent: counts.absent,
            participants: counts.participants,
            speakers: counts.speakers,
            staff: counts.staff,
            visit_days: counts.visit_days,
            applicants: counts.applicants,
        }
    }
}
