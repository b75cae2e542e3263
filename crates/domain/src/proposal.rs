//! 紹介: a coordinator puts people forward for a posting, one or several as a team.

use serde::{Deserialize, Serialize};

use crate::consent::ConsentContent;
use crate::fault::{FaultCode, Faults};
use crate::id::{ApplicationId, CandidateId, OrganizationId, PostingId, ProposalId, UserId};
use crate::limits::{self, Text};
use crate::timestamp::Timestamp;
use crate::words;

words! {
    /// What has become of a proposal.
    pub enum ProposalState {
        /// 紹介中: the posting's body has not answered.
        Proposed = "proposed",
        /// 関心あり: the posting's body wants some of the people, or all.
        Interested = "interested",
        /// 見送り
        Declined = "declined",
        /// 応募に進んだ: somebody of those who are wanted has applied.
        Accepted = "accepted",
        /// 取り下げ
        Withdrawn = "withdrawn",
    }
}

words! {
    /// How it stands with one person of a proposal.
    pub enum ProposedPersonState {
        /// Not answered yet.
        Proposed = "proposed",
        /// The posting's body would like to go on.
        Wanted = "wanted",
        /// It would not.
        PassedOver = "passed_over",
        /// The person has applied.
        Applied = "applied",
    }
}

/// Somebody who is put forward.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposedPerson {
    /// Who.
    pub candidate_id: CandidateId,
    /// The body that registered the person.
    pub organization_id: OrganizationId,
    /// What the person would do in the team.
    pub role: Option<String>,
    /// How it stands.
    pub state: ProposedPersonState,
    /// The application that came of it.
    pub application_id: Option<ApplicationId>,
}

/// Somebody whom a caller puts forward.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewProposedPerson {
    /// Who.
    pub candidate_id: CandidateId,
    /// What the person would do in the team.
    pub role: Option<String>,
}

/// What a caller writes of a proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewProposal {
    /// For which posting.
    pub posting_id: PostingId,
    /// Whom.
    pub people: Vec<NewProposedPerson>,
    /// The team's name, where they come as one.
    pub team_name: Option<String>,
    /// 推薦の言葉.
    pub message: Option<String>,
    /// The consent of those own people to the posting's body who have not given it before, where it is written down in
    /// the same call.
    pub consent: Option<ConsentContent>,
}

/// Something that happened to a proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalStep {
    /// What it has become.
    pub state: ProposalState,
    /// When, in microseconds since 1970.
    pub at_micros: i64,
    /// By which body.
    pub organization_id: OrganizationId,
    /// By which user, where one was logged in.
    pub user_id: Option<UserId>,
    /// What was said with it.
    pub reason: Option<String>,
}

/// 紹介.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Id.
    pub id: ProposalId,
    /// Who proposes.
    pub organization_id: OrganizationId,
    /// For which posting.
    pub posting_id: PostingId,
    /// Grows by one with each change.
    pub version: i64,
    /// Made at.
    pub created_at: Timestamp,
    /// Last changed at.
    pub updated_at: Timestamp,
    /// What has become of it.
    pub state: ProposalState,
    /// The team's name.
    pub team_name: Option<String>,
    /// 推薦の言葉.
    pub message: Option<String>,
    /// Who is put forward, in the order in which they were named.
    pub people: Vec<ProposedPerson>,
    /// What happened, oldest first.
    pub history: Vec<ProposalStep>,
}

impl NewProposal {
    /// The content, within its limits and without repeats.
    ///
    /// # Errors
    /// Every fault, with a pointer.
    pub fn checked(self) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        if self.people.is_empty() {
            faults.add("/people", FaultCode::TooShort, "name at least one person");
        }
        limits::count("/people", self.people.len(), limits::PROPOSED_PEOPLE, &mut faults);
        for (index, person) in self.people.iter().enumerate() {
            let role = format!("/people/{index}/role");
            Text::new(&role, limits::NAME).optional(person.role.as_deref(), &mut faults);
            let is_again = |before: &&NewProposedPerson| before.candidate_id == person.candidate_id;
            if self.people.iter().take(index).any(|before| is_again(&before)) {
                let pointer = format!("/people/{index}/candidate_id");
                faults.add(pointer, FaultCode::Duplicate, "this person is named before");
            }
        }
        Text::new("/team_name", limits::NAME).optional(self.team_name.as_deref(), &mut faults);
        Text::new("/message", limits::PROSE).optional(self.message.as_deref(), &mut faults);
        faults.guard(self)
    }
}

impl Proposal {
    /// Whether nothing more can become of it.
    pub fn is_over(&self) -> bool {
        matches!(self.state, ProposalState::Declined | ProposalState::Withdrawn)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_put_forward_twice_and_somebody_is() {
        let person = |number| NewProposedPerson {
            candidate_id: CandidateId::from_parts(1, [number; 10]),
            role: Some("進行".to_owned()),
        };
        let of = |people| NewProposal {
            posting_id: PostingId::from_parts(1, [0; 10]),
            people,
            team_name: None,
            message: None,
            consent: None,
        };
        let pointers = |faults: Faults| faults.as_slice()[0].pointer.clone();
        assert_eq!(pointers(of(Vec::new()).checked().unwrap_err()), "/people");
        let twice = of(vec![person(1), person(2), person(1)]);
        assert_eq!(pointers(twice.checked().unwrap_err()), "/people/2/candidate_id");
        assert!(of(vec![person(1), person(2)]).checked().is_ok());
    }
}
