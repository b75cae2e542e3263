//! Second looks.

use diesel::prelude::*;
use domain::second_look::FindingContent;
use domain::{
    Author, CandidateId, Finding, OrganizationId, Page, PageRequest, PostingId, SecondLook, SecondLookId,
    SecondLookPick,
};

use super::{Part, page};
use crate::schema::{second_look_picks, second_looks};
use crate::transaction::on_backend;
use crate::vocabulary::{corrupt, instant, number, parsed};
use crate::{StoreError, Tx};

/// A draw as it is stored.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = second_looks)]
pub(crate) struct SecondLookRow {
    id: String,
    posting_id: String,
    organization_id: String,
    author: String,
    seed: i64,
    drawn_from: i64,
    created_at: i64,
}

/// Somebody drawn as they are stored.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = second_look_picks, treat_none_as_null = true, treat_none_as_default_value = false)]
pub(crate) struct PickRow {
    pub(crate) second_look_id: String,
    pub(crate) position: i32,
    candidate_id: String,
    rank: i64,
    score: i64,
    worth_a_look: Option<bool>,
    note: Option<String>,
    found_for: Option<String>,
    found_by: Option<String>,
    found_at: Option<i64>,
}

impl PickRow {
    fn of(look: SecondLookId, position: i32, pick: &SecondLookPick) -> Self {
        let finding = pick.finding.as_ref();
        Self {
            second_look_id: look.to_string(),
            position,
            candidate_id: pick.candidate_id.to_string(),
            rank: pick.rank,
            score: pick.score,
            worth_a_look: finding.map(|finding| finding.content.worth_a_look),
            note: finding.and_then(|finding| finding.content.note.clone()),
            found_for: finding.map(|finding| finding.organization_id.to_string()),
            found_by: finding.map(|finding| finding.author.to_string()),
            found_at: finding.map(|finding| finding.at.micros()),
        }
    }
}

fn finding(row: &PickRow) -> Result<Option<Finding>, StoreError> {
    let parts = (row.worth_a_look, &row.found_for, &row.found_by, row.found_at);
    let (Some(worth_a_look), Some(body), Some(author), Some(at)) = parts else { return Ok(None) };
    Ok(Some(Finding {
        content: FindingContent { worth_a_look, note: row.note.clone() },
        organization_id: parsed("second_look_picks.found_for", body, OrganizationId::parse)?,
        author: Author::parse(author).ok_or_else(|| corrupt("second_look_picks.found_by", author))?,
        at: instant("second_look_picks.found_at", at)?,
    }))
}

impl TryFrom<PickRow> for SecondLookPick {
    type Error = StoreError;

    fn try_from(row: PickRow) -> Result<Self, StoreError> {
        Ok(Self {
            finding: finding(&row)?,
            candidate_id: parsed("second_look_picks.candidate_id", &row.candidate_id, CandidateId::parse)?,
            rank: row.rank,
            score: row.score,
        })
    }
}

impl TryFrom<SecondLookRow> for SecondLook {
    type Error = StoreError;

    fn try_from(row: SecondLookRow) -> Result<Self, StoreError> {
        let body = OrganizationId::parse;
        Ok(Self {
            id: parsed("second_looks.id", &row.id, SecondLookId::parse)?,
            posting_id: parsed("second_looks.posting_id", &row.posting_id, PostingId::parse)?,
            organization_id: parsed("second_looks.organization_id", &row.organization_id, body)?,
            author: Author::parse(&row.author).ok_or_else(|| corrupt("second_looks.author", &row.author))?,
            seed: number("second_looks.seed", row.seed)?,
            drawn_from: row.drawn_from,
            created_at: instant("second_looks.created_at", row.created_at)?,
            picks: Vec::new(),
        })
    }
}

impl Tx<'_> {
    /// Keeps a draw.
    ///
    /// # Errors
    /// [`StoreError::Dangling`] when the posting or somebody drawn is not there.
    pub fn insert_second_look(&mut self, look: &SecondLook) -> Result<(), StoreError> {
        let row = SecondLookRow {
            id: look.id.to_string(),
            posting_id: look.posting_id.to_string(),
            organization_id: look.organization_id.to_string(),
            author: look.author.to_string(),
            seed: i64::from(look.seed),
            drawn_from: look.drawn_from,
            created_at: look.created_at.micros(),
        };
        let picks: Vec<PickRow> =
            (0..).zip(&look.picks).map(|(position, pick)| PickRow::of(look.id, position, pick)).collect();
        on_backend!(self, second_looks::insert(&row, &picks))
    }

    /// The draw of an id, with those drawn who are still there.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_second_look(&mut self, id: SecondLookId) -> Result<Option<SecondLook>, StoreError> {
        let row = on_backend!(self, second_looks::find(&id.to_string(), self.hold))?;
        let look = row.map(SecondLook::try_from).transpose()?;
        look.map(|look| self.with_picks(look)).transpose()
    }

    /// The draws for a posting.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_second_looks(
        &mut self,
        posting_id: PostingId,
        request: &PageRequest<SecondLookId>,
    ) -> Result<Page<SecondLook>, StoreError> {
        let posting = posting_id.to_string();
        let rows = on_backend!(self, second_looks::list(&posting, &Part::of(request)))?;
        let Page { items, has_more } = page(rows, request, SecondLook::try_from)?;
        let items = items.into_iter().map(|look| self.with_picks(look)).collect::<Result<_, _>>()?;
        Ok(Page { items, has_more })
    }

    /// Writes down what was found about somebody drawn; `false` when the person is not among them.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn update_finding(
        &mut self,
        id: SecondLookId,
        (candidate_id, finding): (CandidateId, &Finding),
    ) -> Result<bool, StoreError> {
        let (look, candidate) = (id.to_string(), candidate_id.to_string());
        let rows = on_backend!(self, second_looks::list_picks(&look))?;
        let Some(row) = rows.into_iter().find(|row| row.candidate_id == candidate) else { return Ok(false) };
        let row = PickRow {
            worth_a_look: Some(finding.content.worth_a_look),
            note: finding.content.note.clone(),
            found_for: Some(finding.organization_id.to_string()),
            found_by: Some(finding.author.to_string()),
            found_at: Some(finding.at.micros()),
            ..row
        };
        on_backend!(self, second_looks::update_pick(&row))
    }

    fn with_picks(&mut self, look: SecondLook) -> Result<SecondLook, StoreError> {
        let rows = on_backend!(self, second_looks::list_picks(&look.id.to_string()))?;
        let picks = rows.into_iter().map(SecondLookPick::try_from).collect::<Result<_, _>>()?;
        Ok(SecondLook { picks, ..look })
    }
}
