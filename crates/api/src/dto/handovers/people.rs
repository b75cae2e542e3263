//! What a hand-over tells of a person.

use chrono::NaiveDate;
use domain::{
    ApplicationId, ApplicationStatus, CandidateId, CheckInKind, DecisionId, DecisionOutcome, DeclineReason,
    EncounterId, EncounterKind, EncounterMode, EncounterStatus, EngagementId, EngagementStatus,
    EngagementTerms, Feature, HandoverEngagement, HandoverMeeting, HandoverNote, HandoverPerson,
    HandoverVerdict, NoteId, PostingId, Timestamp,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::super::engagements::EngagementTermsBody;
use super::super::vocabulary;
use super::document::at;

/// An application, as it was then, and why it came so far.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = HandoverApplication)]
pub struct HandoverApplicationResponse {
    /// The application.
    #[schema(value_type = vocabulary::Uuid)]
    pub application_id: ApplicationId,
    /// To which posting.
    #[schema(value_type = vocabulary::Uuid)]
    pub posting_id: PostingId,
    /// Its title.
    #[schema(max_length = 200)]
    pub title: String,
    /// 段階.
    #[schema(value_type = vocabulary::ApplicationStatus)]
    pub status: ApplicationStatus,
    /// In this stage since.
    #[schema(value_type = vocabulary::Instant)]
    pub since: Option<Timestamp>,
    /// When the stage is to end.
    #[schema(value_type = Option<vocabulary::Instant>)]
    pub due_at: Option<Timestamp>,
    /// Why, in the words of those who decided.
    #[schema(max_length = 4000)]
    pub reason: Option<String>,
    /// The same in a word.
    #[schema(value_type = Option<vocabulary::DeclineReason>)]
    pub reason_category: Option<DeclineReason>,
}

/// What a feature gave to a score.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = HandoverScorePart)]
pub struct HandoverScorePartResponse {
    /// Which.
    #[schema(value_type = vocabulary::Feature)]
    pub feature: Feature,
    /// How much, in parts per million; the parts sum to the score.
    #[schema(minimum = 0, maximum = 1_000_000)]
    pub contribution: u32,
}

/// What a decision meant for a person, and where the ranking that was kept with it had them.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = HandoverVerdict)]
pub struct HandoverVerdictResponse {
    /// Which decision.
    #[schema(value_type = vocabulary::Uuid)]
    pub decision_id: DecisionId,
    /// On which posting.
    #[schema(value_type = vocabulary::Uuid)]
    pub posting_id: PostingId,
    /// What it meant.
    #[schema(value_type = vocabulary::DecisionOutcome)]
    pub outcome: DecisionOutcome,
    /// Why not, of one who was not chosen.
    #[schema(value_type = Option<vocabulary::DeclineReason>)]
    pub category: Option<DeclineReason>,
    /// The place; `null` where the ranking did not have them.
    #[schema(value_type = Option<i32>, minimum = 1)]
    pub rank: Option<u32>,
    /// The score, in parts per million.
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 1_000_000)]
    pub score: Option<u32>,
    /// What each feature gave.
    #[schema(max_items = 6)]
    pub breakdown: Vec<HandoverScorePartResponse>,
}

impl From<HandoverVerdict> for HandoverVerdictResponse {
    fn from(verdict: HandoverVerdict) -> Self {
        let place = verdict.place;
        let part = |(feature, contribution)| HandoverScorePartResponse { feature, contribution };
        Self {
            decision_id: verdict.decision_id,
            posting_id: verdict.posting_id,
            outcome: verdict.outcome,
            category: verdict.category,
            rank: place.as_ref().map(|place| place.rank),
            score: place.as_ref().map(|place| place.score),
            breakdown: place.into_iter().flat_map(|place| place.parts).map(part).collect(),
        }
    }
}

/// A meeting, as it was then.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = HandoverMeeting)]
pub struct HandoverMeetingResponse {
    /// The meeting.
    #[schema(value_type = vocabulary::Uuid)]
    pub encounter_id: EncounterId,
    /// In view of which posting.
    #[schema(value_type = vocabulary::Uuid)]
    pub posting_id: PostingId,
    /// What kind.
    #[schema(value_type = vocabulary::EncounterKind)]
    pub kind: EncounterKind,
    /// Where.
    #[schema(value_type = vocabulary::EncounterMode)]
    pub mode: EncounterMode,
    /// 段階.
    #[schema(value_type = vocabulary::EncounterStatus)]
    pub status: EncounterStatus,
    /// When.
    #[schema(value_type = vocabulary::Instant)]
    pub scheduled_at: Option<Timestamp>,
    /// What the posting's side said of it.
    #[schema(max_length = 500)]
    pub posting_side: Option<String>,
    /// What the person said of it; `null` where the person is not open now.
    #[schema(max_length = 500)]
    pub candidate_side: Option<String>,
}

impl From<HandoverMeeting> for HandoverMeetingResponse {
    fn from(meeting: HandoverMeeting) -> Self {
        Self {
            encounter_id: meeting.encounter_id,
            posting_id: meeting.posting_id,
            kind: meeting.kind,
            mode: meeting.mode,
            status: meeting.status,
            scheduled_at: at(meeting.at_micros),
            posting_side: meeting.posting_side,
            candidate_side: meeting.candidate_side,
        }
    }
}

/// An engagement, as it was then: its terms, what was done, and what is due next.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = HandoverEngagement)]
pub struct HandoverEngagementResponse {
    /// The engagement.
    #[schema(value_type = vocabulary::Uuid)]
    pub engagement_id: EngagementId,
    /// For which posting.
    #[schema(value_type = vocabulary::Uuid)]
    pub posting_id: PostingId,
    /// Its title.
    #[schema(max_length = 200)]
    pub title: String,
    /// Where it stood.
    #[schema(value_type = vocabulary::EngagementStatus)]
    pub status: EngagementStatus,
    /// On which terms; the last day is that of the end, where one was set.
    pub terms: EngagementTermsBody,
    /// Minutes done, as far as they were told.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    pub minutes_done: u64,
    /// Days on site, as far as they were told.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    pub visit_days: u64,
    /// The next month whose log is to be written.
    #[schema(value_type = Option<vocabulary::Month>)]
    pub next_log: Option<String>,
    /// The next check-in.
    #[schema(value_type = Option<vocabulary::CheckInKind>)]
    pub next_check_in: Option<CheckInKind>,
    /// About when.
    #[schema(value_type = Option<vocabulary::Date>)]
    pub next_check_in_on: Option<NaiveDate>,
    /// By when an end, or that it is not renewed, must be told in advance.
    #[schema(value_type = Option<vocabulary::Date>)]
    pub notice_by: Option<NaiveDate>,
}

impl From<HandoverEngagement> for HandoverEngagementResponse {
    fn from(work: HandoverEngagement) -> Self {
        let terms = EngagementTerms {
            contract_form: work.contract_form,
            starts_on: work.starts_on,
            ends_on: work.ends_on,
            hours_per_month: work.hours_per_month,
            conditions: work.conditions,
        };
        Self {
            engagement_id: work.engagement_id,
            posting_id: work.posting_id,
            title: work.title,
            status: work.status,
            terms: EngagementTermsBody::from(terms),
            minutes_done: work.minutes_done,
            visit_days: work.visit_days,
            next_log: work.next_log,
            next_check_in: work.next_check_in.map(|(kind, _)| kind),
            next_check_in_on: work.next_check_in.map(|(_, day)| day),
            notice_by: work.notice_by,
        }
    }
}

/// A note, as it was then.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = HandoverNote)]
pub struct HandoverNoteResponse {
    /// The note.
    #[schema(value_type = vocabulary::Uuid)]
    pub note_id: NoteId,
    /// In view of which posting.
    #[schema(value_type = vocabulary::Uuid)]
    pub posting_id: PostingId,
    /// Last written at.
    #[schema(value_type = vocabulary::Instant)]
    pub at: Option<Timestamp>,
    /// By whom: a user by name, or what a key is for.
    #[schema(max_length = 100)]
    pub by: String,
    /// What is written.
    #[schema(max_length = 4000)]
    pub text: String,
}

impl From<HandoverNote> for HandoverNoteResponse {
    fn from(note: HandoverNote) -> Self {
        Self {
            note_id: note.note_id,
            posting_id: note.posting_id,
            at: at(note.at_micros),
            by: note.by,
            text: note.text,
        }
    }
}

/// A person of the programme.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = HandoverPerson)]
pub struct HandoverPersonResponse {
    /// Who.
    #[schema(value_type = vocabulary::Uuid)]
    pub candidate_id: CandidateId,
    /// The name, as it was then; a short reference where it is not open now.
    #[schema(max_length = 100)]
    pub name: String,
    /// Mail address, as it was then; `null` where it is not open now.
    #[schema(value_type = Option<vocabulary::MailAddress>)]
    pub email: Option<String>,
    /// Telephone number, likewise.
    #[schema(max_length = 30)]
    pub phone: Option<String>,
    /// Applications to the programme's postings.
    #[schema(max_items = 1000)]
    pub applications: Vec<HandoverApplicationResponse>,
    /// What was decided of them, the oldest decision first.
    #[schema(max_items = 1000)]
    pub decisions: Vec<HandoverVerdictResponse>,
    /// Meetings, the earliest first.
    #[schema(max_items = 1000)]
    pub meetings: Vec<HandoverMeetingResponse>,
    /// Work that runs or ran.
    #[schema(max_items = 1000)]
    pub engagements: Vec<HandoverEngagementResponse>,
    /// Notes about them, the oldest first.
    #[schema(max_items = 10_000)]
    pub notes: Vec<HandoverNoteResponse>,
}

impl From<HandoverPerson> for HandoverPersonResponse {
    fn from(person: HandoverPerson) -> Self {
        let facts = person.facts;
        let applications = facts.applications.into_iter().map(|line| HandoverApplicationResponse {
            application_id: line.application_id,
            posting_id: line.posting_id,
            title: line.title,
            status: line.status,
            since: at(line.since_micros),
            due_at: line.due_micros.and_then(at),
            reason: line.reason,
            reason_category: line.reason_category,
        });
        Self {
            candidate_id: person.candidate_id,
            name: person.name,
            email: person.email,
            phone: person.phone,
            applications: applications.collect(),
            decisions: facts.verdicts.into_iter().map(HandoverVerdictResponse::from).collect(),
            meetings: facts.meetings.into_iter().map(HandoverMeetingResponse::from).collect(),
            engagements: facts.engagements.into_iter().map(HandoverEngagementResponse::from).collect(),
            notes: facts.notes.into_iter().map(HandoverNoteResponse::from).collect(),
        }
    }
}
