//! The path of an application: which meetings stand between screening and the offer, in which order, and how long a
//! stage may take. A round sets it; without a round the meetings may be skipped.

use std::num::NonZeroU16;

use super::ApplicationStatus;
use crate::timestamp::Timestamp;
use crate::words;

words! {
    /// A meeting that is a stage of its own.
    pub enum Meeting {
        /// フィールドワーク・対話
        Encounter = "encounter",
        /// 面談
        Interview = "interview",
    }
}

impl Meeting {
    /// The stage of the meeting.
    pub fn status(self) -> ApplicationStatus {
        match self {
            Self::Encounter => ApplicationStatus::Encounter,
            Self::Interview => ApplicationStatus::Interview,
        }
    }
}

/// The clocks of the stages: how many days each may take; open where nothing is stated.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StageDays {
    /// Until somebody looks at it.
    pub submitted: Option<NonZeroU16>,
    /// Until it has been read.
    pub screening: Option<NonZeroU16>,
    /// Until the person was met.
    pub encounter: Option<NonZeroU16>,
    /// Until the interview is over.
    pub interview: Option<NonZeroU16>,
    /// Until the person answers.
    pub offered: Option<NonZeroU16>,
    /// Until the work begins.
    pub accepted: Option<NonZeroU16>,
}

impl StageDays {
    /// The days of a stage.
    pub fn of(self, status: ApplicationStatus) -> Option<NonZeroU16> {
        match status {
            ApplicationStatus::Submitted => self.submitted,
            ApplicationStatus::Screening => self.screening,
            ApplicationStatus::Encounter => self.encounter,
            ApplicationStatus::Interview => self.interview,
            ApplicationStatus::Offered => self.offered,
            ApplicationStatus::Accepted => self.accepted,
            ApplicationStatus::Engaged
            | ApplicationStatus::Declined
            | ApplicationStatus::Withdrawn
            | ApplicationStatus::Expired
            | ApplicationStatus::Redirected => None,
        }
    }

    /// When a stage that was entered at an instant is to end.
    pub fn due_at(self, status: ApplicationStatus, entered_at: Timestamp) -> Option<Timestamp> {
        self.of(status).map(|days| entered_at.plus_seconds(i64::from(days.get()) * 24 * 3600))
    }
}

/// The meetings of a posting's path, in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StagePath {
    meetings: Vec<Meeting>,
    skipping: Skipping,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Skipping {
    Allowed,
    Refused,
}

impl Default for StagePath {
    /// Without a round: an encounter, then an interview, each of which may be skipped.
    fn default() -> Self {
        Self { meetings: vec![Meeting::Encounter, Meeting::Interview], skipping: Skipping::Allowed }
    }
}

impl StagePath {
    /// Of a round: these meetings, each of them, in this order.
    pub fn of_round(meetings: Vec<Meeting>) -> Self {
        Self { meetings, skipping: Skipping::Refused }
    }

    /// Whether nobody gets past this meeting without it.
    pub fn insists_on(&self, meeting: Meeting) -> bool {
        self.skipping == Skipping::Refused && self.meetings.contains(&meeting)
    }

    /// Where those who manage the posting may move an application, the way forward first.
    pub fn next(&self, from: ApplicationStatus) -> Vec<ApplicationStatus> {
        let mut next = match from {
            ApplicationStatus::Submitted => vec![ApplicationStatus::Screening],
            ApplicationStatus::Screening => self.after(0),
            ApplicationStatus::Encounter => self.after_meeting(Meeting::Encounter),
            ApplicationStatus::Interview => self.after_meeting(Meeting::Interview),
            ApplicationStatus::Offered => vec![ApplicationStatus::Accepted],
            ApplicationStatus::Accepted => vec![ApplicationStatus::Engaged],
            ApplicationStatus::Engaged
            | ApplicationStatus::Declined
            | ApplicationStatus::Withdrawn
            | ApplicationStatus::Expired
            | ApplicationStatus::Redirected => return Vec::new(),
        };
        next.extend(ApplicationStatus::EXITS);
        next
    }

    /// A meeting that the path has no longer is behind the person: all that is left follows it.
    fn after_meeting(&self, meeting: Meeting) -> Vec<ApplicationStatus> {
        self.after(self.meetings.iter().position(|other| *other == meeting).map_or(0, |place| place + 1))
    }

    fn after(&self, place: usize) -> Vec<ApplicationStatus> {
        let left = self.meetings.get(place..).unwrap_or_default().iter().map(|meeting| meeting.status());
        let mut all = left.chain([ApplicationStatus::Offered]);
        match self.skipping {
            Skipping::Allowed => all.collect(),
            Skipping::Refused => all.next().into_iter().collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ApplicationStatus as S;
    use super::*;
    use crate::Word;

    fn forward(path: &StagePath, from: S) -> Vec<S> {
        path.next(from).into_iter().filter(|to| !S::EXITS.contains(to)).collect()
    }

    #[test]
    fn a_round_has_its_own_order_and_nothing_is_skipped() {
        let path = StagePath::of_round(vec![Meeting::Interview, Meeting::Encounter]);
        assert_eq!(forward(&path, S::Submitted), [S::Screening]);
        assert_eq!(forward(&path, S::Screening), [S::Interview]);
        assert_eq!(forward(&path, S::Interview), [S::Encounter]);
        assert_eq!(forward(&path, S::Encounter), [S::Offered]);
        assert!(path.insists_on(Meeting::Encounter));
        let none = StagePath::of_round(Vec::new());
        assert_eq!(forward(&none, S::Screening), [S::Offered]);
        // An application may stand at a meeting that an amended round no longer has.
        let interview = StagePath::of_round(vec![Meeting::Interview]);
        assert_eq!(forward(&interview, S::Encounter), [S::Interview]);
    }

    #[test]
    fn without_a_round_meetings_may_be_skipped_but_not_taken_backwards() {
        let path = StagePath::default();
        assert_eq!(forward(&path, S::Screening), [S::Encounter, S::Interview, S::Offered]);
        assert_eq!(forward(&path, S::Encounter), [S::Interview, S::Offered]);
        assert_eq!(forward(&path, S::Interview), [S::Offered]);
        assert!(!path.insists_on(Meeting::Encounter));
    }

    #[test]
    fn every_open_stage_has_the_exits_and_an_end_has_none() {
        let path = StagePath::default();
        for status in S::ALL {
            let next = path.next(*status);
            assert_eq!(S::EXITS.iter().all(|exit| next.contains(exit)), status.is_open(), "{status}");
            assert_eq!(next.is_empty(), !status.is_open(), "{status}");
            assert!(!next.contains(&S::Withdrawn), "{status}");
            assert!(!next.contains(status), "{status}");
        }
    }

    #[test]
    fn a_stage_is_due_so_many_days_after_it_was_entered() {
        let days = StageDays { offered: NonZeroU16::new(7), ..StageDays::default() };
        let entered = Timestamp::FIRST;
        assert_eq!(days.due_at(S::Offered, entered), Some(entered.plus_seconds(7 * 86_400)));
        assert_eq!(days.due_at(S::Screening, entered), None);
        assert_eq!(days.due_at(S::Engaged, entered), None);
    }
}
