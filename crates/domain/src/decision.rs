//! 決定: who of the applicants to a posting is chosen, who waits, and why the others are not; made on one ranking, which
//! is kept with it as it was.

use std::collections::HashSet;

use crate::application::DeclineReason;
use crate::author::Author;
use crate::fault::{FaultCode, Faults};
use crate::id::{ApplicationId, CandidateId, DecisionId, OrganizationId, PostingId, UserId};
use crate::limits::{self, Text};
use crate::timestamp::Timestamp;
use crate::words;

/// Applications that a decision names at most, in each of its lists.
pub const NAMED: usize = 5000;

words! {
    /// The state of a decision.
    pub enum DecisionState {
        /// 決裁待ち: a second person has to approve it.
        Proposed = "proposed",
        /// 決裁ずみ: notices can be sent.
        Approved = "approved",
        /// 差し戻し
        Refused = "refused",
        /// A later decision stands in its place.
        Superseded = "superseded",
    }
}

words! {
    /// What a decision means for an applicant.
    pub enum DecisionOutcome {
        /// 採択
        Selected = "selected",
        /// 補欠
        Waiting = "waiting",
        /// 見送り
        NotSelected = "not_selected",
    }
}

/// Why one applicant is not chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatedReason {
    /// Whose application.
    pub application_id: ApplicationId,
    /// Why, in a category that the person is told.
    pub category: DeclineReason,
}

/// What those who decide write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionContent {
    /// Who is chosen.
    pub selected: Vec<ApplicationId>,
    /// Who waits, the first to move up first.
    pub waiting: Vec<ApplicationId>,
    /// Why those are not chosen who are named.
    pub reasons: Vec<StatedReason>,
    /// Why the others are not.
    pub default_reason: Option<DeclineReason>,
    /// Why these and not others: for those who manage the posting, and for whoever asks them later.
    pub reason: String,
    /// Who is asked to approve it; `None` = anybody who may.
    pub approver_user_id: Option<UserId>,
}

impl DecisionContent {
    /// The content, within its limits and without contradictions.
    ///
    /// # Errors
    /// Every fault, with a pointer.
    pub fn checked(self) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        Text::new("/reason", limits::PROSE).required(&self.reason, &mut faults);
        let lists = [("/selected", &self.selected), ("/waiting", &self.waiting)];
        let mut placed = HashSet::new();
        for (pointer, list) in lists {
            limits::count(pointer, list.len(), NAMED, &mut faults);
            for (index, id) in list.iter().enumerate() {
                if !placed.insert(*id) {
                    let detail = "is named twice; an applicant is chosen or waits, once";
                    faults.add(format!("{pointer}/{index}"), FaultCode::Duplicate, detail);
                }
            }
        }
        limits::count("/reasons", self.reasons.len(), NAMED, &mut faults);
        let mut explained = HashSet::new();
        for (index, stated) in self.reasons.iter().enumerate() {
            let pointer = format!("/reasons/{index}/application_id");
            if placed.contains(&stated.application_id) {
                let detail = "is chosen or waits, so there is nothing to explain";
                faults.add(pointer, FaultCode::Contradiction, detail);
            } else if !explained.insert(stated.application_id) {
                faults.add(pointer, FaultCode::Duplicate, "is named twice");
            }
        }
        faults.guard(self)
    }
}

/// What a decision means for one applicant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DecisionLine {
    /// The application.
    pub application_id: ApplicationId,
    /// Whose.
    pub candidate_id: CandidateId,
    /// What it means for them.
    pub outcome: DecisionOutcome,
    /// Why not, of one who is not chosen.
    pub category: Option<DeclineReason>,
}

/// That somebody approved or refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settlement {
    /// The body in whose name.
    pub organization_id: OrganizationId,
    /// Who.
    pub author: Author,
    /// What they wrote.
    pub note: Option<String>,
    /// When.
    pub at: Timestamp,
}

/// 決定.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Id.
    pub id: DecisionId,
    /// On which posting.
    pub posting_id: PostingId,
    /// The body in whose name it was proposed.
    pub organization_id: OrganizationId,
    /// By whom.
    pub author: Author,
    /// Grows by one with each change.
    pub version: i64,
    /// State.
    pub state: DecisionState,
    /// Why these and not others.
    pub reason: String,
    /// Who is asked to approve it.
    pub approver_user_id: Option<UserId>,
    /// Who approved or refused it.
    pub settlement: Option<Settlement>,
    /// Proposed at.
    pub created_at: Timestamp,
    /// Last changed at.
    pub updated_at: Timestamp,
    /// The chosen, then those who wait in their order, then the others by application. Those deleted since are gone.
    pub lines: Vec<DecisionLine>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn application(number: u8) -> ApplicationId {
        ApplicationId::from_parts(1, [number; 10])
    }

    #[test]
    fn an_applicant_has_one_outcome_and_a_reason_only_when_not_chosen() {
        let stated =
            |number| StatedReason { application_id: application(number), category: DeclineReason::Hours };
        let content = DecisionContent {
            selected: vec![application(1), application(2)],
            waiting: vec![application(3), application(1)],
            reasons: vec![stated(4), stated(3), stated(4)],
            default_reason: None,
            reason: " ".to_owned(),
            approver_user_id: None,
        };
        let faults = content.checked().unwrap_err();
        let told: Vec<&str> = faults.as_slice().iter().map(|fault| fault.pointer.as_str()).collect();
        let expected = ["/reason", "/waiting/1", "/reasons/1/application_id", "/reasons/2/application_id"];
        assert_eq!(told, expected);
    }
}
