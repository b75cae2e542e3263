//! Words of programs, rounds and events.

use std::borrow::Cow;

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{PartialSchema, ToSchema};

use super::{NamedSchema, words_schema};

word_schemas! {
    /// Whether a program goes on.
    ProgramStatus = domain::ProgramStatus;
    /// The status of a round: `draft → published → closed`. A published round changes only by amendments.
    RoundStatus = domain::RoundStatus;
    /// A meeting that may stand between screening and offer: 面談・フィールドワーク・対話, 面接.
    Meeting = domain::Meeting;
    /// What kind of event: 説明会, 対話の場, 講演, 滞在, 催し, 集まりの回.
    EventKind = domain::EventKind;
    /// Whom an event is for: every body may read it, or only those that take part in its program or round.
    EventAudience = domain::EventAudience;
    /// As what somebody comes: 参加者, 登壇者, 運営.
    AttendanceRole = domain::AttendanceRole;
    /// What a person had to do with a region.
    TouchPointKind = matching::events::TouchPointKind;
    /// Whether somebody came.
    AttendanceStatus = domain::AttendanceStatus;
}
