//! What a hand-over tells of a person. It is kept person by person, so that it goes with them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::HandoverNote;
use crate::application::{ApplicationStatus, DeclineReason};
use crate::decision::DecisionOutcome;
use crate::encounter::{EncounterKind, EncounterMode, EncounterStatus};
use crate::engagement::{CheckInKind, Conditions, EngagementStatus, Month};
use crate::id::{
    ApplicationId, CandidateId, DecisionId, EncounterId, EngagementId, OrganizationId, PostingId, PromiseId,
};
use crate::promise::PromiseState;
use crate::timestamp::Timestamp;
use crate::weights::Feature;
use crate::work::ContractForm;

/// An application, as it was then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandoverApplication {
    /// The application.
    pub application_id: ApplicationId,
    /// To which posting.
    pub posting_id: PostingId,
    /// Its title.
    pub title: String,
    /// 段階.
    pub status: ApplicationStatus,
    /// When the stage is to end, in microseconds since 1970.
    pub due_micros: Option<i64>,
    /// Why it came to this stage, in the words of those who decided.
    pub reason: Option<String>,
    /// The same in a word.
    pub reason_category: Option<DeclineReason>,
    /// When it came to this stage, in microseconds since 1970.
    pub since_micros: i64,
}

/// A promise to a person, as it was then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromiseToPerson {
    /// The promise.
    pub promise_id: PromiseId,
    /// What.
    pub what: String,
    /// The last day.
    pub due_on: Option<String>,
    /// What had become of it.
    #[serde(default = "super::still_open")]
    pub state: PromiseState,
    /// Kept or released at, in microseconds since 1970.
    #[serde(default)]
    pub closed_micros: Option<i64>,
    /// About which posting or programme, by its title.
    #[serde(default)]
    pub about: String,
}

/// Where the ranking that was kept with a decision had a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenPlace {
    /// 1, 2, 3 …
    pub rank: u32,
    /// In parts per million.
    pub score: u32,
    /// What each feature gave; the parts sum to the score.
    pub parts: Vec<(Feature, u32)>,
}

/// What a decision meant for a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandoverVerdict {
    /// Which decision.
    pub decision_id: DecisionId,
    /// On which posting.
    pub posting_id: PostingId,
    /// What it meant.
    pub outcome: DecisionOutcome,
    /// Why not, of one who was not chosen.
    pub category: Option<DeclineReason>,
    /// Where the ranking had them; `None` of one whom it kept out or did not know.
    pub place: Option<FrozenPlace>,
}

/// A meeting, as it was then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandoverMeeting {
    /// The meeting.
    pub encounter_id: EncounterId,
    /// In view of which posting.
    pub posting_id: PostingId,
    /// What kind.
    pub kind: EncounterKind,
    /// Where.
    pub mode: EncounterMode,
    /// 段階.
    pub status: EncounterStatus,
    /// When, in microseconds since 1970.
    pub at_micros: i64,
    /// What the posting's side said of it.
    pub posting_side: Option<String>,
    /// What the person said of it.
    pub candidate_side: Option<String>,
}

/// An engagement, on its terms and with what is due next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandoverEngagement {
    /// The engagement.
    pub engagement_id: EngagementId,
    /// For which posting.
    pub posting_id: PostingId,
    /// Its title.
    pub title: String,
    /// Where it stood.
    pub status: EngagementStatus,
    /// 契約の形
    pub contract_form: ContractForm,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day; `None` = not agreed.
    pub ends_on: Option<NaiveDate>,
    /// Hours a month that are planned.
    pub hours_per_month: Option<u16>,
    /// 取引条件, as they were agreed.
    pub conditions: Conditions,
    /// Minutes done, as far as they were told.
    pub minutes_done: u64,
    /// Days on site, as far as they were told.
    pub visit_days: u64,
    /// The next month whose log is to be written, such as 2021-07.
    pub next_log: Option<String>,
    /// The next check-in, and about when.
    pub next_check_in: Option<(CheckInKind, NaiveDate)>,
    /// By when an end or no renewal must be told in advance.
    pub notice_by: Option<NaiveDate>,
}

impl HandoverEngagement {
    /// Whether the work was still under way.
    pub fn is_running(&self) -> bool {
        self.status == EngagementStatus::Running
    }

    /// The month whose log should have been written before this day.
    pub fn late_log(&self, today: NaiveDate) -> Option<Month> {
        let month = self.next_log.as_deref().and_then(|text| Month::parse(text).ok())?;
        (self.is_running() && month.last_day() < today).then_some(month)
    }

    /// The check-in that should have been held before this day.
    pub fn late_check_in(&self, today: NaiveDate) -> Option<(CheckInKind, NaiveDate)> {
        self.next_check_in.filter(|(_, day)| self.is_running() && *day < today)
    }

    /// The last instant of the day that was missed first, where any was.
    pub fn late_since(&self, today: NaiveDate) -> Option<Timestamp> {
        let log = self.late_log(today).map(Month::last_day);
        let check_in = self.late_check_in(today).map(|(_, day)| day);
        let missed = [log, check_in].into_iter().flatten().min()?;
        Timestamp::from_micros(Timestamp::midnight_in_japan(missed.succ_opt()?).micros() - 1)
    }
}

/// What a successor must know of one person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonFacts {
    /// Applications to the programme's postings.
    pub applications: Vec<HandoverApplication>,
    /// What was promised.
    pub promises: Vec<PromiseToPerson>,
    /// What was decided, the oldest decision first.
    #[serde(default)]
    pub verdicts: Vec<HandoverVerdict>,
    /// Meetings, the earliest first.
    #[serde(default)]
    pub meetings: Vec<HandoverMeeting>,
    /// Work that runs or ran.
    #[serde(default)]
    pub engagements: Vec<HandoverEngagement>,
    /// What was noted, the oldest first.
    #[serde(default)]
    pub notes: Vec<HandoverNote>,
}

/// A person of a hand-over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandoverPerson {
    /// Who.
    pub candidate_id: CandidateId,
    /// The body that registered the person.
    pub organization_id: OrganizationId,
    /// The name, as it was then.
    pub name: String,
    /// Mail address, as it was then.
    pub email: Option<String>,
    /// Telephone number, as it was then.
    pub phone: Option<String>,
    /// What is to be known.
    pub facts: PersonFacts,
}
