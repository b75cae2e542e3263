//! A person's path in the order of time.

use domain::{
    ApplicationId, ApplicationStatus, AttendanceId, AttendanceRole, AttendanceStatus, EngagementId,
    EngagementStatus, EnrollmentId, EnrollmentStatus, EventId, EventKind, PostingId, Timestamp,
};
use matching::events::{TouchPoint, TouchPointKind, TouchedBy};
use serde::Serialize;
use utoipa::ToSchema;

use super::{pages, vocabulary};

/// A step of a person's path. What belongs to another kind is `null`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TouchPoint)]
pub struct TouchPointResponse {
    /// What it was.
    #[schema(value_type = vocabulary::TouchPointKind)]
    pub kind: TouchPointKind,
    /// When: when the event begins, when the application, engagement or enrollment was made.
    #[schema(value_type = vocabulary::Instant)]
    pub at: Timestamp,
    /// 題 of the event, the posting or the course.
    #[schema(max_length = 200)]
    pub title: String,
    /// The attendance.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub attendance_id: Option<AttendanceId>,
    /// At which event.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub event_id: Option<EventId>,
    /// Of which kind.
    #[schema(value_type = Option<vocabulary::EventKind>)]
    pub event_kind: Option<EventKind>,
    /// As what.
    #[schema(value_type = Option<vocabulary::AttendanceRole>)]
    pub role: Option<AttendanceRole>,
    /// Whether the person came.
    #[schema(value_type = Option<vocabulary::AttendanceStatus>)]
    pub attendance_status: Option<AttendanceStatus>,
    /// Days of a visit to the place.
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 366)]
    pub visit_days: Option<u16>,
    /// The application.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub application_id: Option<ApplicationId>,
    /// To which posting.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub posting_id: Option<PostingId>,
    /// 段階 of the application.
    #[schema(value_type = Option<vocabulary::ApplicationStatus>)]
    pub application_status: Option<ApplicationStatus>,
    /// The engagement; its posting is `posting_id`.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub engagement_id: Option<EngagementId>,
    /// Where the engagement stands.
    #[schema(value_type = Option<vocabulary::EngagementStatus>)]
    pub engagement_status: Option<EngagementStatus>,
    /// The enrollment.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub enrollment_id: Option<EnrollmentId>,
    /// The state of the enrollment.
    #[schema(value_type = Option<vocabulary::EnrollmentStatus>)]
    pub enrollment_status: Option<EnrollmentStatus>,
}

impl From<TouchPoint> for TouchPointResponse {
    fn from(step: TouchPoint) -> Self {
        let blank = Self {
            kind: step.kind(),
            at: step.at,
            title: step.title,
            attendance_id: None,
            event_id: None,
            event_kind: None,
            role: None,
            attendance_status: None,
            visit_days: None,
            application_id: None,
            posting_id: None,
            application_status: None,
            engagement_id: None,
            engagement_status: None,
            enrollment_id: None,
            enrollment_status: None,
        };
        match step.touched {
            TouchedBy::Attendance { id, event_id, event_kind, content } => Self {
                attendance_id: Some(id),
                event_id: Some(event_id),
                event_kind: Some(event_kind),
                role: Some(content.role),
                attendance_status: Some(content.status),
                visit_days: Some(content.visit_days),
                ..blank
            },
            TouchedBy::Application { id, posting_id, status } => Self {
                application_id: Some(id),
                posting_id: Some(posting_id),
                application_status: Some(status),
                ..blank
            },
            TouchedBy::Engagement { id, posting_id, status } => Self {
                engagement_id: Some(id),
                posting_id: Some(posting_id),
                engagement_status: Some(status),
                ..blank
            },
            TouchedBy::Enrollment { id, status } => {
                Self { enrollment_id: Some(id), enrollment_status: Some(status), ..blank }
            }
        }
    }
}

pages! {
    /// A person's path, the earliest step first.
    TouchPointPage of TouchPointResponse;
}
