//! 約束ごと: what was promised to whom, until when; and 課題: what is to be done next.

use chrono::NaiveDate;

use crate::fault::{FaultCode, Faults};
use crate::id::{
    ApiKeyId, ApplicationId, CandidateId, OrganizationId, PostingId, ProgramId, PromiseId, UserId,
};
use crate::limits::{self, Text};
use crate::timestamp::Timestamp;
use crate::words;

words! {
    /// What has become of a promise.
    pub enum PromiseState {
        /// 約束中
        Open = "open",
        /// 果たした
        Kept = "kept",
        /// 解いた: whoever it was made to needs it no more, or knows that it will not be kept.
        Released = "released",
    }
}

/// To whom something was promised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Promisee {
    /// A person.
    Candidate(CandidateId),
    /// A body.
    Organization(OrganizationId),
}

/// What a caller writes of a promise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PromiseContent {
    /// To whom.
    pub to: Promisee,
    /// About which posting.
    pub posting_id: Option<PostingId>,
    /// About which application.
    pub application_id: Option<ApplicationId>,
    /// About which programme.
    pub program_id: Option<ProgramId>,
    /// What.
    pub what: String,
    /// The last day, in Japan.
    pub due_on: Option<NaiveDate>,
}

/// 約束.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    /// Id.
    pub id: PromiseId,
    /// The body that promised.
    pub organization_id: OrganizationId,
    /// Grows by one with each change.
    pub version: i64,
    /// Made at.
    pub created_at: Timestamp,
    /// Last changed at.
    pub updated_at: Timestamp,
    /// The user who wrote it down, where one was logged in.
    pub user_id: Option<UserId>,
    /// The key by which it was written down, otherwise.
    pub api_key_id: Option<ApiKeyId>,
    /// What was written.
    pub content: PromiseContent,
    /// What has become of it.
    pub state: PromiseState,
    /// Kept or released at.
    pub closed_at: Option<Timestamp>,
    /// Why it was released.
    pub reason: Option<String>,
}

impl PromiseContent {
    /// The content, within its limits.
    ///
    /// # Errors
    /// Every fault, with a pointer.
    pub fn checked(self) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        Text::new("/what", limits::REMARK).required(&self.what, &mut faults);
        if self.posting_id.is_none() && self.application_id.is_none() && self.program_id.is_none() {
            let detail = "say what it is about: a posting, an application or a programme";
            faults.add("/posting_id", FaultCode::Needed, detail);
        }
        faults.guard(self)
    }
}

words! {
    /// What is to be done.
    pub enum TaskKind {
        /// A promise is to be kept.
        PromiseDue = "promise_due",
        /// The stage of an application is to end.
        StageDue = "stage_due",
        /// A posting takes no more applications, and some of those it got are not decided.
        PostingUndecided = "posting_undecided",
        /// An allied body waits for an answer to what it referred.
        ReferralUnanswered = "referral_unanswered",
        /// A body waits for an answer to the people it put forward.
        ProposalUnanswered = "proposal_unanswered",
        /// People are wanted, and have not said whether they apply.
        ProposalToAccept = "proposal_to_accept",
        /// A meeting is planned: it is to be held, or to be written down as held or cancelled.
        EncounterToHold = "encounter_to_hold",
        /// A meeting was held, and the application has not moved since: the person waits for an answer.
        EncounterUnanswered = "encounter_unanswered",
        /// A decision waits for a second person's approval.
        DecisionUnapproved = "decision_unapproved",
        /// A decision is approved, and the applicants have not been told.
        NoticesUnsent = "notices_unsent",
        /// A notice could not be mailed, and the person has got no other since: it is to be delivered otherwise.
        NoticeUndelivered = "notice_undelivered",
        /// Somebody has moved up from the waiting list to an offer, and no letter has told them: correct the notice that
        /// said they wait, or tell them otherwise.
        OfferUntold = "offer_untold",
        /// A hand-over waits for its successor's acknowledgement.
        HandoverUnacknowledged = "handover_unacknowledged",
    }
}

/// Something that is to be done. It is computed, so it is gone once it is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// What.
    pub kind: TaskKind,
    /// Until when; open where nobody has set a day.
    pub due_at: Option<Timestamp>,
    /// The record that it is about: `promise`, `application`, `posting`, `referral`, `proposal`, `encounter`, `decision`,
    /// `notice`, `handover`.
    pub resource: &'static str,
    /// Its id.
    pub resource_id: String,
    /// Of which posting.
    pub posting_id: Option<PostingId>,
    /// Of which programme.
    pub program_id: Option<ProgramId>,
    /// Whose it is, where somebody is responsible.
    pub user_id: Option<UserId>,
}

/// The last instant of a day in Japan, which is nine hours ahead and has no summer time.
pub fn end_of_day(day: NaiveDate) -> Option<Timestamp> {
    let next = day.succ_opt()?.and_hms_opt(0, 0, 0)?.and_utc().timestamp_micros();
    Timestamp::from_micros(next - 9 * 3_600_000_000 - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promise_is_about_something() {
        let content = PromiseContent {
            to: Promisee::Candidate(CandidateId::from_parts(1, [1; 10])),
            posting_id: None,
            application_id: None,
            program_id: None,
            what: String::new(),
            due_on: None,
        };
        let faults = content.checked().unwrap_err();
        let pointers: Vec<&str> = faults.as_slice().iter().map(|fault| fault.pointer.as_str()).collect();
        assert_eq!(pointers, ["/what", "/posting_id"]);
    }

    #[test]
    fn a_day_ends_in_japan() {
        let day = NaiveDate::from_ymd_opt(2026, 4, 1).unwrap();
        assert_eq!(end_of_day(day).unwrap().to_string(), "2026-04-01T14:59:59.999999Z");
    }
}
