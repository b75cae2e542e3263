//! 面談・フィールドワーク・対話: a meeting between a person and those who have the work, before the match.
//!
//! What either side says of it is one line and personal data of the person.

use crate::fault::{FaultCode, Faults};
use crate::id::{ApplicationId, EncounterId, OrganizationId, PostingId};
use crate::limits::{self, Text};
use crate::posting::TravelCostPayer;
use crate::timestamp::Timestamp;
use crate::words;

words! {
    /// What kind of meeting.
    pub enum EncounterKind {
        /// フィールドワーク
        FieldWork = "field_work",
        /// 対話
        Dialogue = "dialogue",
        /// 面談
        Meeting = "meeting",
    }
}

words! {
    /// Where it takes place.
    pub enum EncounterMode {
        /// 現地
        OnSite = "on_site",
        /// オンライン
        Online = "online",
    }
}

words! {
    /// 段階 of a meeting.
    pub enum EncounterStatus {
        /// 予定
        Planned = "planned",
        /// 実施ずみ
        Held = "held",
        /// 中止
        Cancelled = "cancelled",
    }
}

impl EncounterStatus {
    /// The statuses that may follow this one: what was held stays held.
    pub fn next(self) -> &'static [Self] {
        match self {
            Self::Planned => &[Self::Held, Self::Cancelled],
            Self::Cancelled => &[Self::Planned],
            Self::Held => &[],
        }
    }
}

/// What a caller writes of a meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EncounterContent {
    /// Of which application.
    pub application_id: ApplicationId,
    /// What kind.
    pub kind: EncounterKind,
    /// Where.
    pub mode: EncounterMode,
    /// 段階.
    pub status: EncounterStatus,
    /// When.
    pub scheduled_at: Timestamp,
    /// The place, or how to join.
    pub place: Option<String>,
    /// Who came, or is to come, from the side of the work.
    pub attendees: Vec<String>,
    /// Who pays for the way.
    pub travel_cost_paid_by: Option<TravelCostPayer>,
    /// 受入側のひとこと: one line, once it was held.
    pub posting_side: Option<String>,
    /// 本人のひとこと: one line, once it was held.
    pub candidate_side: Option<String>,
}

/// 面談・フィールドワーク.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Encounter {
    /// Id.
    pub id: EncounterId,
    /// To which posting the application is.
    pub posting_id: PostingId,
    /// The posting's body.
    pub organization_id: OrganizationId,
    /// Grows by one with each change.
    pub version: i64,
    /// Made at.
    pub created_at: Timestamp,
    /// Last changed at.
    pub updated_at: Timestamp,
    /// What is written of it.
    pub content: EncounterContent,
}

impl EncounterContent {
    /// The content, within its limits and without contradictions, at an instant.
    ///
    /// # Errors
    /// Every fault, with a pointer.
    pub fn checked(self, now: Timestamp) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        Text::new("/place", limits::TITLE).optional(self.place.as_deref(), &mut faults);
        limits::count("/attendees", self.attendees.len(), limits::ATTENDEES, &mut faults);
        for (index, name) in self.attendees.iter().enumerate() {
            Text::new(&format!("/attendees/{index}"), limits::NAME).required(name, &mut faults);
        }
        let is_held = self.status == EncounterStatus::Held;
        if is_held && self.scheduled_at > now {
            faults.add(
                "/status",
                FaultCode::Contradiction,
                "cannot have been held: it is scheduled for later",
            );
        }
        let lines = [("/posting_side", &self.posting_side), ("/candidate_side", &self.candidate_side)];
        for (pointer, line) in lines {
            let Some(line) = line else { continue };
            Text::new(pointer, limits::REMARK).required(line, &mut faults);
            if line.contains(['\n', '\r']) {
                faults.add(pointer, FaultCode::BadFormat, "must be one line");
            }
            if !is_held {
                faults.add(pointer, FaultCode::NotAllowed, "belongs to a meeting that was held");
            }
        }
        faults.guard(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Word;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_micros(seconds * 1_000_000).unwrap()
    }

    fn content() -> EncounterContent {
        EncounterContent {
            application_id: ApplicationId::from_parts(1, [1; 10]),
            kind: EncounterKind::FieldWork,
            mode: EncounterMode::OnSite,
            status: EncounterStatus::Planned,
            scheduled_at: at(100),
            place: None,
            attendees: Vec::new(),
            travel_cost_paid_by: None,
            posting_side: None,
            candidate_side: None,
        }
    }

    fn pointers(content: EncounterContent, now: i64) -> Vec<String> {
        let faults = content.checked(at(now)).unwrap_err();
        faults.as_slice().iter().map(|fault| fault.pointer.clone()).collect()
    }

    #[test]
    fn impressions_are_one_line_of_a_meeting_that_was_held() {
        let said =
            EncounterContent { posting_side: Some("またお会いしたい".to_owned()), ..content() };
        assert_eq!(pointers(said.clone(), 200), ["/posting_side"]);
        let held = EncounterContent { status: EncounterStatus::Held, ..said };
        assert_eq!(held.clone().checked(at(100)), Ok(held.clone()));
        assert_eq!(pointers(held.clone(), 99), ["/status"], "held before it begins");
        let two_lines = EncounterContent { candidate_side: Some("一行目\n二行目".to_owned()), ..held };
        assert_eq!(pointers(two_lines, 100), ["/candidate_side"]);
    }

    #[test]
    fn what_was_held_stays_held() {
        for status in EncounterStatus::ALL {
            assert_eq!(status.next().is_empty(), *status == EncounterStatus::Held);
            assert!(!status.next().contains(status));
        }
    }
}
