//! 紹介.

use domain::{
    ApplicationId, CandidateId, FaultCode, Faults, NewProposal, NewProposedPerson, OrganizationId, PostingId,
    ProposalId, ProposalState, ProposedPersonState, Timestamp, UserId,
};
use matching::proposals::{ListProposals, ProposalAnswer, ProposalView};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::referrals::ConsentAlongRequest;
use super::{RequestBody, pages, vocabulary};
use crate::extract::query::optional_id;
use crate::extract::reading::{List, Reading};
use crate::problem::Problem;

/// Somebody who is put forward.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposedPersonRequest {
    /// Who: an own person, or one whose profile a consent opens.
    #[schema(value_type = vocabulary::Uuid, required)]
    pub candidate_id: Option<String>,
    /// What the person would do in the team.
    #[schema(max_length = 100)]
    pub role: Option<String>,
}

/// A proposal, as a caller writes it.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({
    "posting_id": "01980f3e-9c00-7000-8000-5f3a6f0b1c2d",
    "people": [{"candidate_id": "01980f3e-9c00-7000-8000-aa3a6f0b1c2d", "role": "発信の企画"}],
    "team_name": "発信チーム", "message": "地域の食の発信を続けてきた方です。", "consent": null
})))]
pub struct ProposalRequest {
    /// For which published posting.
    #[schema(value_type = vocabulary::Uuid, required)]
    pub posting_id: Option<String>,
    /// Whom; several come as a team.
    #[schema(value_type = Vec<ProposedPersonRequest>, required, min_items = 1, max_items = 20)]
    pub people: List<ProposedPersonRequest>,
    /// The team's name.
    #[schema(max_length = 100)]
    pub team_name: Option<String>,
    /// 推薦の言葉; it goes with the applications.
    #[schema(max_length = 4000)]
    pub message: Option<String>,
    /// The consent to the posting's body of those own people who have given none yet.
    pub consent: Option<ConsentAlongRequest>,
}

impl RequestBody for ProposalRequest {
    type Content = NewProposal;

    fn into_content(self, mut reading: Reading<'_>) -> Result<NewProposal, Faults> {
        let posting = reading.id("/posting_id", self.posting_id.as_deref(), PostingId::parse);
        let people = reading.list("/people", self.people, |reading, pointer, person| {
            let pointer = format!("{pointer}/candidate_id");
            let id = reading.id(&pointer, person.candidate_id.as_deref(), CandidateId::parse)?;
            Some(NewProposedPerson { candidate_id: id, role: person.role })
        });
        let content = NewProposal {
            // A fault keeps what stands in for a missing id from ever being used.
            posting_id: posting.unwrap_or(PostingId::from_parts(0, [0; 10])),
            people,
            team_name: self.team_name,
            message: self.message,
            consent: self.consent.map(|consent| consent.read(&mut reading)),
        };
        reading.finish(content.checked())
    }
}

/// What the posting's body says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AnswerWord {
    /// It would like to go on.
    Interested,
    /// It would not.
    Declined,
}

/// An answer to a proposal.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"answer": "interested", "candidate_ids": [], "reason": null})))]
pub struct ProposalAnswerRequest {
    /// Whether it would like to go on.
    #[schema(required)]
    pub answer: Option<AnswerWord>,
    /// With whom; with everybody when absent or empty. Only with `interested`.
    #[schema(value_type = Option<Vec<vocabulary::Uuid>>, max_items = 20)]
    pub candidate_ids: List<String>,
    /// Why; needed with `declined`.
    #[schema(min_length = 1, max_length = 500)]
    pub reason: Option<String>,
}

impl RequestBody for ProposalAnswerRequest {
    type Content = ProposalAnswer;

    fn into_content(self, mut reading: Reading<'_>) -> Result<ProposalAnswer, Faults> {
        let people = candidate_ids(&mut reading, self.candidate_ids);
        let answer = match self.answer {
            Some(AnswerWord::Declined) => {
                if self.reason.as_deref().is_none_or(|reason| reason.trim().is_empty()) {
                    reading.fault("/reason", FaultCode::Needed, "say why; the proposer reads it");
                }
                if !people.is_empty() {
                    let detail = "belongs to an interested answer; leave it out";
                    reading.fault("/candidate_ids", FaultCode::Contradiction, detail);
                }
                ProposalAnswer::Declined(self.reason.unwrap_or_default())
            }
            Some(AnswerWord::Interested) | None => ProposalAnswer::Interested(people, self.reason),
        };
        reading.finish(Ok(answer))
    }
}

/// Who applies.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"candidate_ids": ["01980f3e-9c00-7000-8000-aa3a6f0b1c2d"]})))]
pub struct ProposalAcceptanceRequest {
    /// Those of the own people who are wanted; all of them when absent or empty.
    #[schema(value_type = Option<Vec<vocabulary::Uuid>>, max_items = 20)]
    pub candidate_ids: List<String>,
}

impl RequestBody for ProposalAcceptanceRequest {
    type Content = Vec<CandidateId>;

    fn into_content(self, mut reading: Reading<'_>) -> Result<Vec<CandidateId>, Faults> {
        let people = candidate_ids(&mut reading, self.candidate_ids);
        reading.finish(Ok(people))
    }
}

fn candidate_ids(reading: &mut Reading<'_>, ids: List<String>) -> Vec<CandidateId> {
    reading.list("/candidate_ids", ids, |reading, pointer, text| {
        reading.id(pointer, Some(&text), CandidateId::parse)
    })
}

/// Which proposals.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ProposalQuery {
    /// Only for this posting.
    #[param(value_type = Option<vocabulary::Uuid>)]
    pub posting_id: Option<String>,
    /// Only in this state.
    #[param(value_type = Option<vocabulary::ProposalState>)]
    pub state: Option<ProposalState>,
}

impl ProposalQuery {
    /// The filter, as the use case takes it.
    ///
    /// # Errors
    /// 422 for a text that is no id.
    pub fn read(self) -> Result<ListProposals, Problem> {
        let posting_id = optional_id("?posting_id", self.posting_id.as_deref(), PostingId::parse)?;
        Ok(ListProposals { posting_id, state: self.state })
    }
}

/// Somebody of a proposal.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ProposedPerson)]
pub struct ProposedPersonResponse {
    /// Who; `null` where no consent opens the person to the caller any more.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub candidate_id: Option<CandidateId>,
    /// How the person is called where the name is not open.
    #[schema(value_type = vocabulary::Reference)]
    pub reference: String,
    /// The body that registered the person.
    #[schema(value_type = vocabulary::Uuid)]
    pub organization_id: OrganizationId,
    /// What the person would do in the team.
    #[schema(max_length = 100)]
    pub role: Option<String>,
    /// How it stands.
    #[schema(value_type = vocabulary::ProposedPersonState)]
    pub state: ProposedPersonState,
    /// The application that came of it.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub application_id: Option<ApplicationId>,
}

/// Something that happened to a proposal.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ProposalStep)]
pub struct ProposalStepResponse {
    /// What it has become.
    #[schema(value_type = vocabulary::ProposalState)]
    pub state: ProposalState,
    /// When.
    #[schema(value_type = vocabulary::Instant)]
    pub at: Timestamp,
    /// By which body.
    #[schema(value_type = vocabulary::Uuid)]
    pub organization_id: OrganizationId,
    /// By which user, where one was logged in.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub user_id: Option<UserId>,
    /// What was said with it.
    #[schema(max_length = 500)]
    pub reason: Option<String>,
}

/// 紹介: people put forward for a posting.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Proposal)]
pub struct ProposalResponse {
    /// Its id.
    #[schema(value_type = vocabulary::Uuid)]
    pub id: ProposalId,
    /// Who proposes.
    #[schema(value_type = vocabulary::Uuid)]
    pub organization_id: OrganizationId,
    /// For which posting.
    #[schema(value_type = vocabulary::Uuid)]
    pub posting_id: PostingId,
    /// What has become of it.
    #[schema(value_type = vocabulary::ProposalState)]
    pub state: ProposalState,
    /// The team's name.
    #[schema(max_length = 100)]
    pub team_name: Option<String>,
    /// 推薦の言葉; blank where none of the people is open to the caller any more.
    #[schema(max_length = 4000)]
    pub message: Option<String>,
    /// Who is put forward, in the order in which they were named.
    #[schema(max_items = 20)]
    pub people: Vec<ProposedPersonResponse>,
    /// What happened, oldest first.
    #[schema(max_items = 100)]
    pub history: Vec<ProposalStepResponse>,
    /// Grows by one with each change; the `ETag` is made of it.
    #[schema(minimum = 1)]
    pub version: i64,
    /// Made at.
    #[schema(value_type = vocabulary::Instant)]
    pub created_at: Timestamp,
    /// Last changed at.
    #[schema(value_type = vocabulary::Instant)]
    pub updated_at: Timestamp,
}

impl From<ProposalView> for ProposalResponse {
    fn from(view: ProposalView) -> Self {
        let ProposalView { proposal, open } = view;
        let people = proposal.people.into_iter().map(|person| ProposedPersonResponse {
            candidate_id: Some(person.candidate_id).filter(|id| open.contains(id)),
            reference: person.candidate_id.short_reference(),
            organization_id: person.organization_id,
            role: person.role,
            state: person.state,
            application_id: person.application_id,
        });
        let history = proposal.history.into_iter().map(|step| ProposalStepResponse {
            state: step.state,
            at: Timestamp::from_micros(step.at_micros).unwrap_or(Timestamp::FIRST),
            organization_id: step.organization_id,
            user_id: step.user_id,
            reason: step.reason,
        });
        Self {
            id: proposal.id,
            organization_id: proposal.organization_id,
            posting_id: proposal.posting_id,
            state: proposal.state,
            team_name: proposal.team_name,
            message: proposal.message.filter(|_| !open.is_empty()),
            people: people.collect(),
            history: history.collect(),
            version: proposal.version,
            created_at: proposal.created_at,
            updated_at: proposal.updated_at,
        }
    }
}

pages! {
    /// A page of proposals.
    ProposalPage of ProposalResponse;
}
