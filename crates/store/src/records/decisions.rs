//! Decisions.

use std::collections::HashMap;

use diesel::prelude::*;
use domain::{
    ApplicationId, Author, CandidateId, Decision, DecisionId, DecisionLine, JsonText, OrganizationId, Page,
    PageRequest, PostingId, Settlement, UserId,
};

use super::{Part, page};
use crate::schema::{decision_lines, decisions};
use crate::transaction::on_backend;
use crate::vocabulary::{corrupt, instant, parsed, parsed_if, word, word_if};
use crate::{StoreError, Tx};

/// A decision as it is stored.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = decisions, treat_none_as_null = true, treat_none_as_default_value = false)]
pub(crate) struct DecisionRow {
    pub(crate) id: String,
    posting_id: String,
    organization_id: String,
    author: String,
    version: i64,
    state: String,
    reason: String,
    approver_user_id: Option<String>,
    settled_for: Option<String>,
    settled_by: Option<String>,
    settled_note: Option<String>,
    settled_at: Option<i64>,
    created_at: i64,
    updated_at: i64,
}

/// A line as it is stored.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = decision_lines, treat_none_as_default_value = false)]
pub(crate) struct DecisionLineRow {
    decision_id: String,
    position: i32,
    application_id: String,
    candidate_id: String,
    outcome: String,
    category: Option<String>,
}

impl From<&Decision> for DecisionRow {
    fn from(decision: &Decision) -> Self {
        let settled = decision.settlement.as_ref();
        Self {
            id: decision.id.to_string(),
            posting_id: decision.posting_id.to_string(),
            organization_id: decision.organization_id.to_string(),
            author: decision.author.to_string(),
            version: decision.version,
            state: decision.state.to_string(),
            reason: decision.reason.clone(),
            approver_user_id: decision.approver_user_id.map(|id| id.to_string()),
            settled_for: settled.map(|settled| settled.organization_id.to_string()),
            settled_by: settled.map(|settled| settled.author.to_string()),
            settled_note: settled.and_then(|settled| settled.note.clone()),
            settled_at: settled.map(|settled| settled.at.micros()),
            created_at: decision.created_at.micros(),
            updated_at: decision.updated_at.micros(),
        }
    }
}

impl DecisionLineRow {
    fn of(id: DecisionId, position: i32, line: &DecisionLine) -> Self {
        Self {
            decision_id: id.to_string(),
            position,
            application_id: line.application_id.to_string(),
            candidate_id: line.candidate_id.to_string(),
            outcome: line.outcome.to_string(),
            category: line.category.map(|category| category.to_string()),
        }
    }
}

fn author(column: &'static str, text: &str) -> Result<Author, StoreError> {
    Author::parse(text).ok_or_else(|| corrupt(column, text))
}

fn settlement(row: &DecisionRow) -> Result<Option<Settlement>, StoreError> {
    let (Some(body), Some(by), Some(at)) = (&row.settled_for, &row.settled_by, row.settled_at) else {
        return Ok(None);
    };
    Ok(Some(Settlement {
        organization_id: parsed("decisions.settled_for", body, OrganizationId::parse)?,
        author: author("decisions.settled_by", by)?,
        note: row.settled_note.clone(),
        at: instant("decisions.settled_at", at)?,
    }))
}

impl TryFrom<DecisionRow> for Decision {
    type Error = StoreError;

    /// Without its lines.
    fn try_from(row: DecisionRow) -> Result<Self, StoreError> {
        let approver =
            parsed_if("decisions.approver_user_id", row.approver_user_id.as_deref(), UserId::parse)?;
        Ok(Self {
            settlement: settlement(&row)?,
            id: parsed("decisions.id", &row.id, DecisionId::parse)?,
            posting_id: parsed("decisions.posting_id", &row.posting_id, PostingId::parse)?,
            organization_id: parsed(
                "decisions.organization_id",
                &row.organization_id,
                OrganizationId::parse,
            )?,
            author: author("decisions.author", &row.author)?,
            version: row.version,
            state: word("decisions.state", &row.state)?,
            reason: row.reason,
            approver_user_id: approver,
            created_at: instant("decisions.created_at", row.created_at)?,
            updated_at: instant("decisions.updated_at", row.updated_at)?,
            lines: Vec::new(),
        })
    }
}

impl TryFrom<&DecisionLineRow> for DecisionLine {
    type Error = StoreError;

    fn try_from(row: &DecisionLineRow) -> Result<Self, StoreError> {
        let application = ApplicationId::parse;
        Ok(Self {
            application_id: parsed("decision_lines.application_id", &row.application_id, application)?,
            candidate_id: parsed("decision_lines.candidate_id", &row.candidate_id, CandidateId::parse)?,
            outcome: word("decision_lines.outcome", &row.outcome)?,
            category: word_if("decision_lines.category", row.category.as_deref())?,
        })
    }
}

impl Tx<'_> {
    /// Keeps a new decision with the ranking it was made on.
    ///
    /// # Errors
    /// [`StoreError::Dangling`] when the posting or an application is not there.
    pub fn insert_decision(&mut self, decision: &Decision, ranking: &JsonText) -> Result<(), StoreError> {
        let row = DecisionRow::from(decision);
        let numbered = (1..).zip(&decision.lines);
        let lines: Vec<DecisionLineRow> =
            numbered.map(|(position, line)| DecisionLineRow::of(decision.id, position, line)).collect();
        on_backend!(self, decisions::insert(&row, (&lines, &ranking.0)))
    }

    /// Replaces what may change of a decision, its lines and ranking never; `false` when it is not there in the expected
    /// version.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn update_decision(
        &mut self,
        decision: &Decision,
        expected_version: i64,
    ) -> Result<bool, StoreError> {
        let row = DecisionRow::from(decision);
        on_backend!(self, decisions::update(&row, expected_version))
    }

    /// The decision of an id.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_decision(&mut self, id: DecisionId) -> Result<Option<Decision>, StoreError> {
        let row = on_backend!(self, decisions::find(&id.to_string(), self.hold))?;
        let found = row.map(Decision::try_from).transpose()?;
        Ok(self.with_lines(found.into_iter().collect())?.pop())
    }

    /// The posting of a decision. Nothing is held by it, so that the posting can be held first.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_posting_of_decision(&mut self, id: DecisionId) -> Result<Option<PostingId>, StoreError> {
        let text = on_backend!(self, decisions::posting_of(&id.to_string()))?;
        parsed_if("decisions.posting_id", text.as_deref(), PostingId::parse)
    }

    /// The decisions on a posting.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_decisions(
        &mut self,
        posting_id: PostingId,
        request: &PageRequest<DecisionId>,
    ) -> Result<Page<Decision>, StoreError> {
        let posting = posting_id.to_string();
        let rows = on_backend!(self, decisions::list(&posting, &Part::of(request)))?;
        let Page { items, has_more } = page(rows, request, Decision::try_from)?;
        Ok(Page { items: self.with_lines(items)?, has_more })
    }

    /// The ranking that a decision was made on, as it was kept.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_decision_ranking(&mut self, id: DecisionId) -> Result<Option<JsonText>, StoreError> {
        Ok(on_backend!(self, decisions::find_ranking(&id.to_string()))?.map(JsonText))
    }

    fn with_lines(&mut self, decisions: Vec<Decision>) -> Result<Vec<Decision>, StoreError> {
        let ids: Vec<String> = decisions.iter().map(|decision| decision.id.to_string()).collect();
        let mut lines: HashMap<String, Vec<DecisionLine>> = HashMap::new();
        for row in on_backend!(self, decisions::list_lines(&ids))? {
            lines.entry(row.decision_id.clone()).or_default().push(DecisionLine::try_from(&row)?);
        }
        let with = |decision: Decision| {
            let lines = lines.remove(&decision.id.to_string()).unwrap_or_default();
            Decision { lines, ..decision }
        };
        Ok(decisions.into_iter().map(with).collect())
    }
}
