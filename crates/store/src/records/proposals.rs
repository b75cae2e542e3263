//! Proposals, with the people in them.

use diesel::prelude::*;
use domain::{
    ApplicationId, CandidateId, OrganizationId, Page, PageRequest, PostingId, Proposal, ProposalId,
    ProposalState, ProposedPerson, Word,
};

use super::viewer::Eyes;
use super::{Part, Viewer, id_lists, page};
use crate::schema::{proposal_people, proposals};
use crate::transaction::on_backend;
use crate::vocabulary::{corrupt, instant, parsed, parsed_if, word};
use crate::{StoreError, Tx};

/// Which proposals a list has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposalFilter {
    /// The proposer, whoever acts on the posting, or whoever registered one of the people.
    pub viewer: Viewer,
    /// For this posting alone.
    pub posting_id: Option<PostingId>,
    /// In this state alone.
    pub state: Option<ProposalState>,
}

/// A filter as queries take it.
pub(crate) struct ProposalSieve {
    pub(crate) eyes: Eyes,
    pub(crate) posting: Option<String>,
    pub(crate) state: Option<&'static str>,
}

/// A proposal as it is stored, but for its people. `history` is JSON.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = proposals, treat_none_as_null = true, treat_none_as_default_value = false)]
pub(crate) struct ProposalRow {
    pub(crate) id: String,
    organization_id: String,
    posting_id: String,
    version: i64,
    created_at: i64,
    updated_at: i64,
    state: String,
    team_name: Option<String>,
    message: Option<String>,
    history: String,
}

/// Somebody in a proposal as it is stored.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = proposal_people, treat_none_as_default_value = false)]
pub(crate) struct ProposedPersonRow {
    proposal_id: String,
    candidate_id: String,
    position: i32,
    role: Option<String>,
    state: String,
    application_id: Option<String>,
}

impl From<&Proposal> for ProposalRow {
    fn from(proposal: &Proposal) -> Self {
        Self {
            id: proposal.id.to_string(),
            organization_id: proposal.organization_id.to_string(),
            posting_id: proposal.posting_id.to_string(),
            version: proposal.version,
            created_at: proposal.created_at.micros(),
            updated_at: proposal.updated_at.micros(),
            state: proposal.state.to_string(),
            team_name: proposal.team_name.clone(),
            message: proposal.message.clone(),
            history: serde_json::json!(proposal.history).to_string(),
        }
    }
}

impl ProposedPersonRow {
    fn all_of(proposal: &Proposal) -> Vec<Self> {
        let row = |(position, person): (i32, &ProposedPerson)| Self {
            proposal_id: proposal.id.to_string(),
            candidate_id: person.candidate_id.to_string(),
            position,
            role: person.role.clone(),
            state: person.state.to_string(),
            application_id: person.application_id.map(|id| id.to_string()),
        };
        (0..).zip(&proposal.people).map(row).collect()
    }

    fn person(self, organization: &str) -> Result<ProposedPerson, StoreError> {
        Ok(ProposedPerson {
            candidate_id: parsed("proposal_people.candidate_id", &self.candidate_id, CandidateId::parse)?,
            organization_id: parsed("candidates.organization_id", organization, OrganizationId::parse)?,
            role: self.role,
            state: word("proposal_people.state", &self.state)?,
            application_id: parsed_if(
                "proposal_people.application_id",
                self.application_id.as_deref(),
                ApplicationId::parse,
            )?,
        })
    }
}

impl TryFrom<ProposalRow> for Proposal {
    type Error = StoreError;

    /// The proposal, still without its people.
    fn try_from(row: ProposalRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: parsed("proposals.id", &row.id, ProposalId::parse)?,
            organization_id: parsed(
                "proposals.organization_id",
                &row.organization_id,
                OrganizationId::parse,
            )?,
            posting_id: parsed("proposals.posting_id", &row.posting_id, PostingId::parse)?,
            version: row.version,
            created_at: instant("proposals.created_at", row.created_at)?,
            updated_at: instant("proposals.updated_at", row.updated_at)?,
            state: word("proposals.state", &row.state)?,
            team_name: row.team_name,
            message: row.message,
            people: Vec::new(),
            history: serde_json::from_str(&row.history)
                .map_err(|_| corrupt("proposals.history", row.history))?,
        })
    }
}

impl Tx<'_> {
    /// Keeps a new proposal with its people.
    ///
    /// # Errors
    /// [`StoreError::Dangling`] when the body, the posting or a person is not there.
    pub fn insert_proposal(&mut self, proposal: &Proposal) -> Result<(), StoreError> {
        let row = ProposalRow::from(proposal);
        on_backend!(self, proposals::insert(&row))?;
        self.replace_proposed_people(proposal)
    }

    /// Replaces a proposal with its people; `false` when it is not there in the expected version.
    ///
    /// # Errors
    /// As [`Tx::insert_proposal`].
    pub fn update_proposal(
        &mut self,
        proposal: &Proposal,
        expected_version: i64,
    ) -> Result<bool, StoreError> {
        let row = ProposalRow::from(proposal);
        let is_there = on_backend!(self, proposals::update(&row, expected_version))?;
        if is_there {
            self.replace_proposed_people(proposal)?;
        }
        Ok(is_there)
    }

    fn replace_proposed_people(&mut self, proposal: &Proposal) -> Result<(), StoreError> {
        let rows = ProposedPersonRow::all_of(proposal);
        on_backend!(self, proposals::replace_people(&proposal.id.to_string(), &rows))
    }

    /// The proposal of an id.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_proposal(&mut self, id: ProposalId) -> Result<Option<Proposal>, StoreError> {
        let row = on_backend!(self, proposals::find(&id.to_string(), self.hold))?;
        let mut found: Vec<Proposal> = row.into_iter().map(Proposal::try_from).collect::<Result<_, _>>()?;
        self.add_proposed_people(&mut found)?;
        Ok(found.pop())
    }

    /// The proposals that a viewer may see.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_proposals(
        &mut self,
        filter: &ProposalFilter,
        request: &PageRequest<ProposalId>,
    ) -> Result<Page<Proposal>, StoreError> {
        let sieve = ProposalSieve {
            eyes: Eyes::from(&filter.viewer),
            posting: filter.posting_id.map(|id| id.to_string()),
            state: filter.state.map(Word::as_str),
        };
        let rows = on_backend!(self, proposals::list(&sieve, &Part::of(request)))?;
        let mut found = page(rows, request, Proposal::try_from)?;
        self.add_proposed_people(&mut found.items)?;
        Ok(found)
    }

    fn add_proposed_people(&mut self, proposals: &mut [Proposal]) -> Result<(), StoreError> {
        let ids: Vec<ProposalId> = proposals.iter().map(|proposal| proposal.id).collect();
        for ids in id_lists(&ids) {
            for (row, organization) in on_backend!(self, proposals::list_people(&ids))? {
                let id = parsed("proposal_people.proposal_id", &row.proposal_id, ProposalId::parse)?;
                if let Some(proposal) = proposals.iter_mut().find(|proposal| proposal.id == id) {
                    proposal.people.push(row.person(&organization)?);
                }
            }
        }
        Ok(())
    }
}
