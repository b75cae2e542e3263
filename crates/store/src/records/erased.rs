//! What is counted of people who have been erased.

use diesel::prelude::*;
use domain::erased::{
    ErasedApplication, ErasedEngagement, ErasedFigures, ErasedLedgerEntry, ErasedStay, Pseudonym,
};
use domain::{FiscalYear, Month, OrganizationId, PostingId, RegionCode};

use super::id_lists;
use crate::schema::{erased_applications, erased_engagements, erased_ledger_entries, erased_stays};
use crate::transaction::on_backend;
use crate::vocabulary::{corrupt, number, parsed, parsed_if, word, word_if};
use crate::{StoreError, Tx};

/// An application as it is counted on.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = erased_applications, treat_none_as_default_value = false)]
pub(crate) struct ErasedApplicationRow {
    id: String,
    pseudonym: String,
    posting_id: String,
    submitted_in: String,
    again_at_body: Option<String>,
    again_anywhere: Option<String>,
}

/// A stage that an erased application has left, as it is counted on.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = erased_stays)]
pub(crate) struct ErasedStayRow {
    id: String,
    posting_id: String,
    status: String,
    left_in: String,
    days: i64,
}

/// An engagement as it is counted on.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = erased_engagements, treat_none_as_default_value = false)]
pub(crate) struct ErasedEngagementRow {
    id: String,
    pseudonym: String,
    posting_id: String,
    is_renewal: bool,
    starts_in: String,
    lasts_until: Option<String>,
    status: String,
    converted_to: Option<String>,
}

/// An entry of a ledger as it is counted on.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = erased_ledger_entries)]
pub(crate) struct ErasedLedgerRow {
    id: String,
    pseudonym: String,
    organization_id: String,
    kind: String,
    region: String,
    fiscal_year: i32,
    visit_days: i32,
}

/// The id of a line: the pseudonym, which is drawn once for each person, and a number.
fn line(pseudonym: &Pseudonym, number: usize) -> String {
    format!("{}-{number}", pseudonym.as_str())
}

fn pseudonym_of(column: &'static str, text: &str) -> Result<Pseudonym, StoreError> {
    Pseudonym::parse(text).ok_or_else(|| corrupt(column, text))
}

fn application_row(whose: &Pseudonym, (at, one): (usize, &ErasedApplication)) -> ErasedApplicationRow {
    ErasedApplicationRow {
        id: line(whose, at),
        pseudonym: whose.as_str().to_owned(),
        posting_id: one.posting_id.to_string(),
        submitted_in: one.submitted_in.to_string(),
        again_at_body: one.again_at_body.map(|word| word.to_string()),
        again_anywhere: one.again_anywhere.map(|word| word.to_string()),
    }
}

fn stay_row(whose: &Pseudonym, (at, one): (usize, &ErasedStay)) -> ErasedStayRow {
    ErasedStayRow {
        id: line(whose, at),
        posting_id: one.posting_id.to_string(),
        status: one.status.to_string(),
        left_in: one.left_in.to_string(),
        days: i64::try_from(one.days).unwrap_or(i64::MAX),
    }
}

fn engagement_row(whose: &Pseudonym, (at, one): (usize, &ErasedEngagement)) -> ErasedEngagementRow {
    ErasedEngagementRow {
        id: line(whose, at),
        pseudonym: whose.as_str().to_owned(),
        posting_id: one.posting_id.to_string(),
        is_renewal: one.is_renewal,
        starts_in: one.starts_in.to_string(),
        lasts_until: one.lasts_until.map(|month| month.to_string()),
        status: one.status.to_string(),
        converted_to: one.converted_to.map(|to| to.to_string()),
    }
}

fn ledger_row(whose: &Pseudonym, (at, one): (usize, &ErasedLedgerEntry)) -> ErasedLedgerRow {
    ErasedLedgerRow {
        id: line(whose, at),
        pseudonym: whose.as_str().to_owned(),
        organization_id: one.organization_id.to_string(),
        kind: one.kind.to_string(),
        region: one.region.to_string(),
        fiscal_year: one.fiscal_year.first_year(),
        visit_days: i32::from(one.visit_days),
    }
}

impl TryFrom<ErasedApplicationRow> for (Pseudonym, ErasedApplication) {
    type Error = StoreError;

    fn try_from(row: ErasedApplicationRow) -> Result<Self, StoreError> {
        let one = ErasedApplication {
            posting_id: parsed("erased_applications.posting_id", &row.posting_id, PostingId::parse)?,
            submitted_in: parsed("erased_applications.submitted_in", &row.submitted_in, Month::parse)?,
            again_at_body: word_if("erased_applications.again_at_body", row.again_at_body.as_deref())?,
            again_anywhere: word_if("erased_applications.again_anywhere", row.again_anywhere.as_deref())?,
        };
        Ok((pseudonym_of("erased_applications.pseudonym", &row.pseudonym)?, one))
    }
}

impl TryFrom<ErasedStayRow> for ErasedStay {
    type Error = StoreError;

    fn try_from(row: ErasedStayRow) -> Result<Self, StoreError> {
        Ok(Self {
            posting_id: parsed("erased_stays.posting_id", &row.posting_id, PostingId::parse)?,
            status: word("erased_stays.status", &row.status)?,
            left_in: parsed("erased_stays.left_in", &row.left_in, Month::parse)?,
            days: number("erased_stays.days", row.days)?,
        })
    }
}

impl TryFrom<ErasedEngagementRow> for (Pseudonym, ErasedEngagement) {
    type Error = StoreError;

    fn try_from(row: ErasedEngagementRow) -> Result<Self, StoreError> {
        let one = ErasedEngagement {
            posting_id: parsed("erased_engagements.posting_id", &row.posting_id, PostingId::parse)?,
            is_renewal: row.is_renewal,
            starts_in: parsed("erased_engagements.starts_in", &row.starts_in, Month::parse)?,
            lasts_until: parsed_if(
                "erased_engagements.lasts_until",
                row.lasts_until.as_deref(),
                Month::parse,
            )?,
            status: word("erased_engagements.status", &row.status)?,
            converted_to: word_if("erased_engagements.converted_to", row.converted_to.as_deref())?,
        };
        Ok((pseudonym_of("erased_engagements.pseudonym", &row.pseudonym)?, one))
    }
}

impl TryFrom<ErasedLedgerRow> for (Pseudonym, ErasedLedgerEntry) {
    type Error = StoreError;

    fn try_from(row: ErasedLedgerRow) -> Result<Self, StoreError> {
        let year = FiscalYear::new(row.fiscal_year);
        let one = ErasedLedgerEntry {
            organization_id: parsed(
                "erased_ledger_entries.organization_id",
                &row.organization_id,
                OrganizationId::parse,
            )?,
            kind: word("erased_ledger_entries.kind", &row.kind)?,
            region: parsed("erased_ledger_entries.region", &row.region, RegionCode::parse)?,
            fiscal_year: year.ok_or_else(|| corrupt("erased_ledger_entries.fiscal_year", row.fiscal_year))?,
            visit_days: number("erased_ledger_entries.visit_days", row.visit_days)?,
        };
        Ok((pseudonym_of("erased_ledger_entries.pseudonym", &row.pseudonym)?, one))
    }
}

impl Tx<'_> {
    /// Keeps what is counted on of one person.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn insert_erased_figures(
        &mut self,
        whose: &Pseudonym,
        figures: &ErasedFigures,
    ) -> Result<(), StoreError> {
        let applications: Vec<_> =
            figures.applications.iter().enumerate().map(|one| application_row(whose, one)).collect();
        on_backend!(self, erased::insert_applications(&applications))?;
        let stays: Vec<_> = figures.stays.iter().enumerate().map(|one| stay_row(whose, one)).collect();
        on_backend!(self, erased::insert_stays(&stays))?;
        let engagements: Vec<_> =
            figures.engagements.iter().enumerate().map(|one| engagement_row(whose, one)).collect();
        on_backend!(self, erased::insert_engagements(&engagements))?;
        let entries: Vec<_> =
            figures.ledger_entries.iter().enumerate().map(|one| ledger_row(whose, one)).collect();
        on_backend!(self, erased::insert_ledger_entries(&entries))
    }

    /// Erased applications to these postings.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_erased_applications(
        &mut self,
        posting_ids: &[PostingId],
    ) -> Result<Vec<(Pseudonym, ErasedApplication)>, StoreError> {
        let mut found = Vec::new();
        for list in id_lists(posting_ids) {
            for row in on_backend!(self, erased::list_applications(&list))? {
                found.push(row.try_into()?);
            }
        }
        Ok(found)
    }

    /// Stages that erased applications to these postings have left.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_erased_stays(&mut self, posting_ids: &[PostingId]) -> Result<Vec<ErasedStay>, StoreError> {
        let mut found = Vec::new();
        for list in id_lists(posting_ids) {
            for row in on_backend!(self, erased::list_stays(&list))? {
                found.push(row.try_into()?);
            }
        }
        Ok(found)
    }

    /// Engagements of erased people for these postings.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_erased_engagements(
        &mut self,
        posting_ids: &[PostingId],
    ) -> Result<Vec<(Pseudonym, ErasedEngagement)>, StoreError> {
        let mut found = Vec::new();
        for list in id_lists(posting_ids) {
            for row in on_backend!(self, erased::list_engagements(&list))? {
                found.push(row.try_into()?);
            }
        }
        Ok(found)
    }

    /// Entries of a body's ledger of erased people, from one fiscal year to another, both included.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_erased_ledger_entries(
        &mut self,
        organization_id: OrganizationId,
        (first, last): (FiscalYear, FiscalYear),
    ) -> Result<Vec<(Pseudonym, ErasedLedgerEntry)>, StoreError> {
        let years = (first.first_year(), last.first_year());
        let rows = on_backend!(self, erased::list_ledger_entries(&organization_id.to_string(), years))?;
        rows.into_iter().map(TryInto::try_into).collect()
    }
}
