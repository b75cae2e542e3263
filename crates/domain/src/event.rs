//! 説明会・対話の場・滞在・催し: what people come together for, who came, and as what.
//!
//! An attendance is personal data of the person who came. What came of it is read from applications; nothing here
//! enters a score.

use crate::fault::{FaultCode, Faults};
use crate::id::{
    AttendanceId, CandidateId, CohortId, EventId, ExternalId, OrganizationId, PostingId, ProgramId, RoundId,
};
use crate::limits::{self, Text};
use crate::region::MunicipalityCode;
use crate::region_group::each_once;
use crate::timestamp::Timestamp;
use crate::words;

words! {
    /// What kind of event.
    pub enum EventKind {
        /// 説明会
        Briefing = "briefing",
        /// 対話の場
        Dialogue = "dialogue",
        /// 講演
        Talk = "talk",
        /// 滞在
        Stay = "stay",
        /// 催し
        Festival = "festival",
        /// 集まりの回
        Session = "session",
    }
}

words! {
    /// Whom an event is for.
    #[derive(Default)]
    pub enum EventAudience {
        /// Everybody: every body may read it.
        #[default]
        Everyone = "everyone",
        /// Members: only the body itself and those that take part in its program or round may read it.
        Members = "members",
    }
}

words! {
    /// As what somebody comes to an event.
    pub enum AttendanceRole {
        /// 参加者
        Participant = "participant",
        /// 登壇者
        Speaker = "speaker",
        /// 運営
        Staff = "staff",
    }
}

words! {
    /// Whether somebody came.
    pub enum AttendanceStatus {
        /// 申込ずみ
        Registered = "registered",
        /// 参加
        Attended = "attended",
        /// 欠席
        Absent = "absent",
    }
}

/// 登壇者.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Speaker {
    /// As announced.
    pub name: String,
    /// 所属.
    pub affiliation: Option<String>,
    /// The person's record, where there is one; shown only to the event's body.
    pub candidate_id: Option<CandidateId>,
}

/// What a caller writes of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventContent {
    /// The caller's own key.
    pub external_id: Option<ExternalId>,
    /// Kind.
    pub kind: EventKind,
    /// 題.
    pub title: String,
    /// What happens there.
    pub description: Option<String>,
    /// Of this program.
    pub program_id: Option<ProgramId>,
    /// Of this round.
    pub round_id: Option<RoundId>,
    /// Of this cohort.
    pub cohort_id: Option<CohortId>,
    /// Begins at.
    pub starts_at: Timestamp,
    /// Ends at.
    pub ends_at: Option<Timestamp>,
    /// Where.
    pub municipality: Option<MunicipalityCode>,
    /// The place in words.
    pub place: Option<String>,
    /// Where it is followed online.
    pub online_url: Option<String>,
    /// Participants at most (≥ 1); speakers and staff take no place.
    pub capacity: Option<u32>,
    /// In the order of the announcement.
    pub speakers: Vec<Speaker>,
    /// Where it can be seen afterwards.
    pub archive_url: Option<String>,
    /// Whom it is for.
    pub audience: EventAudience,
    /// What it is about, each once.
    pub posting_ids: Vec<PostingId>,
}

/// 催し.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Id.
    pub id: EventId,
    /// The body that holds it.
    pub organization_id: OrganizationId,
    /// Grows by one with each change.
    pub version: i64,
    /// Made at.
    pub created_at: Timestamp,
    /// Last changed at.
    pub updated_at: Timestamp,
    /// What the caller wrote.
    pub content: EventContent,
}

/// What a caller writes of an attendance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttendanceContent {
    /// As what.
    pub role: AttendanceRole,
    /// Whether the person came.
    pub status: AttendanceStatus,
    /// Days of a visit to the place, 0 = none.
    pub visit_days: u16,
    /// A remark of the event's body.
    pub note: Option<String>,
}

/// 参加: one person at one event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attendance {
    /// Id.
    pub id: AttendanceId,
    /// At which event.
    pub event_id: EventId,
    /// Who.
    pub candidate_id: CandidateId,
    /// Grows by one with each change.
    pub version: i64,
    /// Made at.
    pub created_at: Timestamp,
    /// Last changed at.
    pub updated_at: Timestamp,
    /// What the caller wrote.
    pub content: AttendanceContent,
}

impl AttendanceContent {
    /// Whether one of the event's places is taken: by participants, unless they stayed away.
    pub fn takes_a_place(&self) -> bool {
        match self.role {
            AttendanceRole::Participant => self.status != AttendanceStatus::Absent,
            AttendanceRole::Speaker | AttendanceRole::Staff => false,
        }
    }

    /// The content, within its limits.
    ///
    /// # Errors
    /// Every fault, with a pointer.
    pub fn checked(self) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        limits::range("/visit_days", i64::from(self.visit_days), limits::VISIT_DAYS, &mut faults);
        if self.visit_days > 0 && self.status == AttendanceStatus::Absent {
            let detail = "somebody who was absent made no visit: leave it 0, or correct the status";
            faults.add("/visit_days", FaultCode::Contradiction, detail);
        }
        Text::new("/note", limits::REMARK).optional(self.note.as_deref(), &mut faults);
        faults.guard(self)
    }
}

impl EventContent {
    /// The content, within its limits and without contradictions.
    ///
    /// # Errors
    /// Every fault, with a pointer.
    pub fn checked(self) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        Text::new("/title", limits::TITLE).required(&self.title, &mut faults);
        Text::new("/description", limits::PROSE).optional(self.description.as_deref(), &mut faults);
        Text::new("/place", limits::TITLE).optional(self.place.as_deref(), &mut faults);
        if self.ends_at.is_some_and(|ends| ends < self.starts_at) {
            faults.add("/ends_at", FaultCode::Contradiction, "must not be before starts_at");
        }
        for (pointer, url) in [("/online_url", &self.online_url), ("/archive_url", &self.archive_url)] {
            check_url(pointer, url.as_deref(), &mut faults);
        }
        if let Some(capacity) = self.capacity {
            limits::range("/capacity", i64::from(capacity), limits::CAPACITY, &mut faults);
        }
        self.check_speakers(&mut faults);
        limits::count("/posting_ids", self.posting_ids.len(), limits::EVENT_POSTINGS, &mut faults);
        faults.extend(each_once("/posting_ids", &self.posting_ids));
        faults.guard(self)
    }

    fn check_speakers(&self, faults: &mut Faults) {
        limits::count("/speakers", self.speakers.len(), limits::SPEAKERS, faults);
        for (index, speaker) in self.speakers.iter().enumerate() {
            let at = |field: &str| format!("/speakers/{index}/{field}");
            Text::new(&at("name"), limits::NAME).required(&speaker.name, faults);
            Text::new(&at("affiliation"), limits::TITLE).optional(speaker.affiliation.as_deref(), faults);
            let before = self.speakers[..index].iter();
            if speaker.candidate_id.is_some()
                && before.clone().any(|before| before.candidate_id == speaker.candidate_id)
            {
                faults.add(at("candidate_id"), FaultCode::Duplicate, "the person is named twice");
            }
        }
    }
}

/// An address that a reader can open: http or https, without spaces.
fn check_url(pointer: &str, url: Option<&str>, faults: &mut Faults) {
    let Some(url) = url else { return };
    if url.chars().count() > limits::URL {
        let detail = format!("must not be longer than {} characters", limits::URL);
        faults.add(pointer, FaultCode::TooLong, detail);
    }
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let is_plain =
        |rest: &str| !rest.is_empty() && !rest.chars().any(|c| c.is_whitespace() || c.is_control());
    if !rest.is_some_and(is_plain) {
        let detail = "must be an address such as https://example.jp/archive";
        faults.add(pointer, FaultCode::BadFormat, detail);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content() -> EventContent {
        EventContent {
            external_id: None,
            kind: EventKind::Talk,
            title: "塩尻未来会議".to_owned(),
            description: None,
            program_id: None,
            round_id: None,
            cohort_id: None,
            starts_at: Timestamp::parse("2021-07-29T19:00:00+09:00").unwrap(),
            ends_at: None,
            municipality: None,
            place: None,
            online_url: Some("https://example.jp/live".to_owned()),
            capacity: None,
            speakers: Vec::new(),
            archive_url: None,
            audience: EventAudience::default(),
            posting_ids: Vec::new(),
        }
    }

    #[test]
    fn every_fault_of_an_event_is_named() {
        let speaker = |name: &str| Speaker {
            name: name.to_owned(),
            affiliation: None,
            candidate_id: Some(CandidateId::from_parts(1, [0; 10])),
        };
        let wrong = EventContent {
            ends_at: Timestamp::parse("2021-07-29T18:00:00+09:00"),
            archive_url: Some("javascript:alert(1)".to_owned()),
            capacity: Some(0),
            speakers: vec![speaker("田中"), speaker("")],
            posting_ids: vec![PostingId::from_parts(1, [0; 10]); 2],
            ..content()
        };
        let faults = wrong.checked().unwrap_err();
        let pointers: Vec<&str> = faults.as_slice().iter().map(|fault| fault.pointer.as_str()).collect();
        let expected = [
            "/ends_at",
            "/archive_url",
            "/capacity",
            "/speakers/1/name",
            "/speakers/1/candidate_id",
            "/posting_ids/1",
        ];
        assert_eq!(pointers, expected);
        assert!(content().checked().is_ok());
    }

    #[test]
    fn only_participants_who_do_not_stay_away_take_places() {
        let taking =
            |role, status| AttendanceContent { role, status, visit_days: 0, note: None }.takes_a_place();
        assert!(taking(AttendanceRole::Participant, AttendanceStatus::Registered));
        assert!(taking(AttendanceRole::Participant, AttendanceStatus::Attended));
        assert!(!taking(AttendanceRole::Participant, AttendanceStatus::Absent));
        assert!(!taking(AttendanceRole::Speaker, AttendanceStatus::Attended));
        assert!(!taking(AttendanceRole::Staff, AttendanceStatus::Attended));
    }
}
