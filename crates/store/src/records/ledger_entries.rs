//! The ledger of 関係人口.

use diesel::prelude::*;
use domain::{
    CandidateId, EngagementId, EventId, FiscalYear, LedgerEntry, LedgerEntryContent, LedgerEntryId,
    LedgerKind, LedgerSource, LedgerSourceKind, OrganizationId, Page, PageRequest, RegionCode, Word,
};

use super::{Part, page};
use crate::schema::ledger_entries;
use crate::transaction::on_backend;
use crate::vocabulary::{day_if, instant, number, parsed, word};
use crate::{StoreError, Tx};

/// Which entries a list has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerFilter {
    /// The body whose ledger it is.
    pub organization_id: OrganizationId,
    /// Of this person alone.
    pub candidate_id: Option<CandidateId>,
    /// Of this fiscal year alone.
    pub fiscal_year: Option<FiscalYear>,
    /// Of this kind alone.
    pub kind: Option<LedgerKind>,
    /// From this kind of source alone.
    pub source: Option<LedgerSourceKind>,
}

/// A filter as queries take it.
pub(crate) struct LedgerSieve {
    pub(crate) organization: String,
    pub(crate) candidate: Option<String>,
    pub(crate) fiscal_year: Option<i32>,
    pub(crate) kind: Option<&'static str>,
    pub(crate) source: Option<&'static str>,
}

/// An entry as it is stored.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = ledger_entries, treat_none_as_null = true, treat_none_as_default_value = false)]
pub(crate) struct LedgerRow {
    pub(crate) id: String,
    organization_id: String,
    version: i64,
    created_at: i64,
    updated_at: i64,
    candidate_id: String,
    kind: String,
    region: String,
    fiscal_year: i32,
    from_on: String,
    until_on: Option<String>,
    visit_days: i32,
    source: String,
    source_id: Option<String>,
    note: Option<String>,
}

impl From<&LedgerEntry> for LedgerRow {
    fn from(entry: &LedgerEntry) -> Self {
        let content = &entry.content;
        Self {
            id: entry.id.to_string(),
            organization_id: entry.organization_id.to_string(),
            version: entry.version,
            created_at: entry.created_at.micros(),
            updated_at: entry.updated_at.micros(),
            candidate_id: content.candidate_id.to_string(),
            kind: content.kind.to_string(),
            region: content.region.to_string(),
            fiscal_year: content.fiscal_year().first_year(),
            from_on: content.from_on.to_string(),
            until_on: content.until_on.map(|day| day.to_string()),
            visit_days: i32::from(content.visit_days),
            source: entry.source.kind().to_string(),
            source_id: entry.source.id(),
            note: content.note.clone(),
        }
    }
}

impl TryFrom<LedgerRow> for LedgerEntry {
    type Error = StoreError;

    fn try_from(row: LedgerRow) -> Result<Self, StoreError> {
        let source_id = row.source_id.unwrap_or_default();
        let source = match word("ledger_entries.source", &row.source)? {
            LedgerSourceKind::Engagement => {
                LedgerSource::Engagement(parsed("ledger_entries.source_id", &source_id, EngagementId::parse)?)
            }
            LedgerSourceKind::Attendance => {
                LedgerSource::Attendance(parsed("ledger_entries.source_id", &source_id, EventId::parse)?)
            }
            LedgerSourceKind::Manual => LedgerSource::Manual,
        };
        Ok(Self {
            id: parsed("ledger_entries.id", &row.id, LedgerEntryId::parse)?,
            organization_id: parsed(
                "ledger_entries.organization_id",
                &row.organization_id,
                OrganizationId::parse,
            )?,
            version: row.version,
            created_at: instant("ledger_entries.created_at", row.created_at)?,
            updated_at: instant("ledger_entries.updated_at", row.updated_at)?,
            source,
            content: LedgerEntryContent {
                candidate_id: parsed("ledger_entries.candidate_id", &row.candidate_id, CandidateId::parse)?,
                kind: word("ledger_entries.kind", &row.kind)?,
                region: parsed("ledger_entries.region", &row.region, RegionCode::parse)?,
                from_on: parsed("ledger_entries.from_on", &row.from_on, str::parse)?,
                until_on: day_if("ledger_entries.until_on", row.until_on.as_deref())?,
                visit_days: number("ledger_entries.visit_days", row.visit_days)?,
                note: row.note,
            },
        })
    }
}

impl Tx<'_> {
    /// Keeps a new entry.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] when its source has one in the year already; [`StoreError::Dangling`] when the person
    /// is not there.
    pub fn insert_ledger_entry(&mut self, entry: &LedgerEntry) -> Result<(), StoreError> {
        on_backend!(self, ledger_entries::insert(&LedgerRow::from(entry)))
    }

    /// Replaces an entry; `false` when it is not there in the expected version.
    ///
    /// # Errors
    /// As [`Tx::insert_ledger_entry`].
    pub fn update_ledger_entry(
        &mut self,
        entry: &LedgerEntry,
        expected_version: i64,
    ) -> Result<bool, StoreError> {
        on_backend!(self, ledger_entries::update(&LedgerRow::from(entry), expected_version))
    }

    /// Deletes an entry; `false` when it is not there in the expected version.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn delete_ledger_entry(
        &mut self,
        id: LedgerEntryId,
        expected_version: i64,
    ) -> Result<bool, StoreError> {
        on_backend!(self, ledger_entries::delete(&id.to_string(), expected_version))
    }

    /// The entry of an id.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_ledger_entry(&mut self, id: LedgerEntryId) -> Result<Option<LedgerEntry>, StoreError> {
        let row = on_backend!(self, ledger_entries::find(&id.to_string(), self.hold))?;
        row.map(LedgerEntry::try_from).transpose()
    }

    /// The entries of a ledger, as far as the filter lets them through.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_ledger_entries(
        &mut self,
        filter: &LedgerFilter,
        request: &PageRequest<LedgerEntryId>,
    ) -> Result<Page<LedgerEntry>, StoreError> {
        let sieve = LedgerSieve {
            organization: filter.organization_id.to_string(),
            candidate: filter.candidate_id.map(|id| id.to_string()),
            fiscal_year: filter.fiscal_year.map(FiscalYear::first_year),
            kind: filter.kind.map(Word::as_str),
            source: filter.source.map(Word::as_str),
        };
        let rows = on_backend!(self, ledger_entries::list(&sieve, &Part::of(request)))?;
        page(rows, request, LedgerEntry::try_from)
    }

    /// The whole ledger of a body from one fiscal year to another, both included.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_ledger_of_years(
        &mut self,
        organization_id: OrganizationId,
        (first, last): (FiscalYear, FiscalYear),
    ) -> Result<Vec<LedgerEntry>, StoreError> {
        let years = (first.first_year(), last.first_year());
        let rows = on_backend!(self, ledger_entries::list_of_years(&organization_id.to_string(), years))?;
        rows.into_iter().map(LedgerEntry::try_from).collect()
    }

    /// Every entry of a person, in whosever ledger.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_ledger_entries_of(
        &mut self,
        candidate_id: CandidateId,
    ) -> Result<Vec<LedgerEntry>, StoreError> {
        let rows = on_backend!(self, ledger_entries::list_of(&candidate_id.to_string()))?;
        rows.into_iter().map(LedgerEntry::try_from).collect()
    }
}
