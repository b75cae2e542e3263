//! Outcomes.

use diesel::prelude::*;
use domain::{
    CandidateId, ExternalId, MatchRunId, OrganizationId, OutcomeEvent, OutcomeEventContent, OutcomeEventId,
    OutcomeKind, Page, PageRequest, PostingId,
};

use super::{Part, page};
use crate::schema::outcome_events;
use crate::transaction::on_backend;
use crate::vocabulary::{instant, parsed, parsed_if, word};
use crate::{StoreError, Tx};

/// Which outcomes a list has: those that a body reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutcomeFilter {
    /// The body.
    pub organization_id: OrganizationId,
    /// For this posting alone.
    pub posting_id: Option<PostingId>,
    /// Of this person alone.
    pub candidate_id: Option<CandidateId>,
    /// Of lists of this run alone.
    pub match_run_id: Option<MatchRunId>,
    /// Of this kind alone.
    pub kind: Option<OutcomeKind>,
}

/// A filter as queries take it.
pub(crate) struct OutcomeSieve {
    pub(crate) organization: String,
    pub(crate) posting: Option<String>,
    pub(crate) candidate: Option<String>,
    pub(crate) match_run: Option<String>,
    pub(crate) kind: Option<&'static str>,
}

/// An outcome as it is stored.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = outcome_events, treat_none_as_default_value = false)]
pub(crate) struct OutcomeRow {
    pub(crate) id: String,
    organization_id: String,
    event_id: String,
    kind: String,
    posting_id: String,
    candidate_id: String,
    match_run_id: Option<String>,
    ranking_tag: Option<String>,
    reason: Option<String>,
    happened_at: i64,
    created_at: i64,
}

impl From<&OutcomeEvent> for OutcomeRow {
    fn from(outcome: &OutcomeEvent) -> Self {
        let content = &outcome.content;
        Self {
            id: outcome.id.to_string(),
            organization_id: outcome.organization_id.to_string(),
            event_id: content.event_id.as_str().to_owned(),
            kind: content.kind.to_string(),
            posting_id: content.posting_id.to_string(),
            candidate_id: content.candidate_id.to_string(),
            match_run_id: content.match_run_id.map(|id| id.to_string()),
            ranking_tag: content.ranking_tag.clone(),
            reason: content.reason.clone(),
            happened_at: content.happened_at.micros(),
            created_at: outcome.created_at.micros(),
        }
    }
}

impl TryFrom<OutcomeRow> for OutcomeEvent {
    type Error = StoreError;

    fn try_from(row: OutcomeRow) -> Result<Self, StoreError> {
        let run = row.match_run_id.as_deref();
        Ok(Self {
            id: parsed("outcome_events.id", &row.id, OutcomeEventId::parse)?,
            organization_id: parsed(
                "outcome_events.organization_id",
                &row.organization_id,
                OrganizationId::parse,
            )?,
            content: OutcomeEventContent {
                event_id: parsed("outcome_events.event_id", &row.event_id, ExternalId::parse)?,
                kind: word("outcome_events.kind", &row.kind)?,
                posting_id: parsed("outcome_events.posting_id", &row.posting_id, PostingId::parse)?,
                candidate_id: parsed("outcome_events.candidate_id", &row.candidate_id, CandidateId::parse)?,
                match_run_id: parsed_if("outcome_events.match_run_id", run, MatchRunId::parse)?,
                ranking_tag: row.ranking_tag,
                reason: row.reason,
                happened_at: instant("outcome_events.happened_at", row.happened_at)?,
            },
            created_at: instant("outcome_events.created_at", row.created_at)?,
        })
    }
}

impl Tx<'_> {
    /// Keeps an outcome.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] when the body has reported the event.
    pub fn insert_outcome(&mut self, outcome: &OutcomeEvent) -> Result<(), StoreError> {
        let row = OutcomeRow::from(outcome);
        on_backend!(self, outcomes::insert(&row))
    }

    /// The outcome of an id.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_outcome(&mut self, id: OutcomeEventId) -> Result<Option<OutcomeEvent>, StoreError> {
        let row = on_backend!(self, outcomes::find(&id.to_string(), self.hold))?;
        row.map(OutcomeEvent::try_from).transpose()
    }

    /// The outcome that a body reported as this event.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_outcome_by_event_id(
        &mut self,
        organization_id: OrganizationId,
        event_id: &ExternalId,
    ) -> Result<Option<OutcomeEvent>, StoreError> {
        let body = organization_id.to_string();
        let row = on_backend!(self, outcomes::find_by_event_id((&body, event_id.as_str()), self.hold))?;
        row.map(OutcomeEvent::try_from).transpose()
    }

    /// The outcomes that a filter lets through.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_outcomes(
        &mut self,
        filter: &OutcomeFilter,
        request: &PageRequest<OutcomeEventId>,
    ) -> Result<Page<OutcomeEvent>, StoreError> {
        let sieve = OutcomeSieve {
            organization: filter.organization_id.to_string(),
            posting: filter.posting_id.map(|id| id.to_string()),
            candidate: filter.candidate_id.map(|id| id.to_string()),
            match_run: filter.match_run_id.map(|id| id.to_string()),
            kind: filter.kind.map(domain::Word::as_str),
        };
        let rows = on_backend!(self, outcomes::list(&sieve, &Part::of(request)))?;
        page(rows, request, OutcomeEvent::try_from)
    }
}
