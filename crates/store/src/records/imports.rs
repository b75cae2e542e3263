//! Imports: what was sent, how it is to be taken in, and what became of each row.

use diesel::prelude::*;
use domain::{
    ApiKeyId, CandidateId, ExternalId, Import, ImportCounts, ImportId, ImportRow, ImportTerms, JobId,
    JsonText, OrganizationId, Page, PageRequest, PostingId, RowOutcome, SheetKind, Timestamp, UserId, Word,
};

use super::{Part, page, rows_of};
use crate::schema::{import_rows, imports};
use crate::transaction::on_backend;
use crate::vocabulary::{instant, number, parsed, parsed_if, word};
use crate::{StoreError, Tx};

/// An import as it is stored.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = imports, treat_none_as_null = true, treat_none_as_default_value = false)]
pub(crate) struct ImportRecord {
    pub(crate) id: String,
    organization_id: String,
    job_id: String,
    api_key_id: Option<String>,
    user_id: Option<String>,
    kind: String,
    mode: String,
    validate_only: bool,
    may_close: Option<i64>,
    encoding: String,
    is_packed: bool,
    created: i64,
    replaced: i64,
    unchanged: i64,
    refused: i64,
    closed: i64,
    created_at: i64,
}

/// What became of a row, as it is stored.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = import_rows, treat_none_as_default_value = false)]
pub(crate) struct ImportRowRecord {
    import_id: String,
    position: i64,
    line: Option<i64>,
    outcome: String,
    external_id: Option<String>,
    record_id: Option<String>,
    faults: String,
}

impl From<&Import> for ImportRecord {
    fn from(import: &Import) -> Self {
        let (terms, counts) = (&import.terms, &import.counts);
        Self {
            id: import.id.to_string(),
            organization_id: import.organization_id.to_string(),
            job_id: import.job_id.to_string(),
            api_key_id: import.api_key_id.map(|id| id.to_string()),
            user_id: import.user_id.map(|id| id.to_string()),
            kind: terms.kind.to_string(),
            mode: terms.mode.to_string(),
            validate_only: terms.validate_only,
            may_close: terms.may_close.map(i64::from),
            encoding: terms.encoding.to_string(),
            is_packed: terms.is_packed,
            created: counts.created,
            replaced: counts.replaced,
            unchanged: counts.unchanged,
            refused: counts.refused,
            closed: counts.closed,
            created_at: import.created_at.micros(),
        }
    }
}

impl TryFrom<ImportRecord> for Import {
    type Error = StoreError;

    fn try_from(row: ImportRecord) -> Result<Self, StoreError> {
        Ok(Self {
            id: parsed("imports.id", &row.id, ImportId::parse)?,
            organization_id: parsed("imports.organization_id", &row.organization_id, OrganizationId::parse)?,
            job_id: parsed("imports.job_id", &row.job_id, JobId::parse)?,
            api_key_id: parsed_if("imports.api_key_id", row.api_key_id.as_deref(), ApiKeyId::parse)?,
            user_id: parsed_if("imports.user_id", row.user_id.as_deref(), UserId::parse)?,
            terms: ImportTerms {
                kind: word("imports.kind", &row.kind)?,
                mode: word("imports.mode", &row.mode)?,
                validate_only: row.validate_only,
                may_close: row.may_close.map(|count| number("imports.may_close", count)).transpose()?,
                encoding: word("imports.encoding", &row.encoding)?,
                is_packed: row.is_packed,
            },
            counts: ImportCounts {
                created: row.created,
                replaced: row.replaced,
                unchanged: row.unchanged,
                refused: row.refused,
                closed: row.closed,
            },
            created_at: instant("imports.created_at", row.created_at)?,
        })
    }
}

impl ImportRowRecord {
    fn of(import: ImportId, row: &ImportRow) -> Self {
        Self {
            import_id: import.to_string(),
            position: row.position,
            line: row.line,
            outcome: row.outcome.to_string(),
            external_id: row.external_id.as_ref().map(ToString::to_string),
            record_id: row.record_id.clone(),
            faults: row.faults.0.clone(),
        }
    }
}

impl TryFrom<ImportRowRecord> for ImportRow {
    type Error = StoreError;

    fn try_from(row: ImportRowRecord) -> Result<Self, StoreError> {
        Ok(Self {
            position: row.position,
            line: row.line,
            outcome: word("import_rows.outcome", &row.outcome)?,
            external_id: parsed_if("import_rows.external_id", row.external_id.as_deref(), ExternalId::parse)?,
            record_id: row.record_id,
            faults: JsonText(row.faults),
        })
    }
}

impl Tx<'_> {
    /// Keeps a new import with its file.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn insert_import(&mut self, import: &Import, file: &[u8]) -> Result<(), StoreError> {
        let row = ImportRecord::from(import);
        on_backend!(self, imports::insert(&row, file))
    }

    /// Replaces the counts of an import.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn update_import(&mut self, import: &Import) -> Result<(), StoreError> {
        let row = ImportRecord::from(import);
        on_backend!(self, imports::update(&row))
    }

    /// The import of an id.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_import(&mut self, id: ImportId) -> Result<Option<Import>, StoreError> {
        let row = on_backend!(self, imports::find(&id.to_string(), self.hold))?;
        row.map(Import::try_from).transpose()
    }

    /// What was sent, while it is kept.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_import_file(&mut self, id: ImportId) -> Result<Option<Vec<u8>>, StoreError> {
        on_backend!(self, imports::find_file(&id.to_string()))
    }

    /// Forgets what was sent.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn delete_import_file(&mut self, id: ImportId) -> Result<(), StoreError> {
        on_backend!(self, imports::delete_file(&id.to_string()))
    }

    /// The imports of an organization that are of some kinds.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_imports(
        &mut self,
        (organization_id, kinds): (OrganizationId, &[SheetKind]),
        request: &PageRequest<ImportId>,
    ) -> Result<Page<Import>, StoreError> {
        let kinds: Vec<&str> = kinds.iter().map(|kind| kind.as_str()).collect();
        let whose = organization_id.to_string();
        let rows = on_backend!(self, imports::list((&whose, &kinds), &Part::of(request)))?;
        page(rows, request, Import::try_from)
    }

    /// Keeps what became of some rows.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn insert_import_rows(&mut self, id: ImportId, rows: &[ImportRow]) -> Result<(), StoreError> {
        let rows: Vec<ImportRowRecord> = rows.iter().map(|row| ImportRowRecord::of(id, row)).collect();
        on_backend!(self, imports::insert_rows(&rows))
    }

    /// What became of the rows of an import, of those with one outcome where it is given.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_import_rows(
        &mut self,
        (id, outcome): (ImportId, Option<RowOutcome>),
        request: &PageRequest<i64>,
    ) -> Result<Page<ImportRow>, StoreError> {
        let of = (id.to_string(), outcome.map(Word::as_str));
        let part = (request.after.unwrap_or(-1), rows_of(request));
        let rows = on_backend!(self, imports::list_rows(&of, part))?;
        page(rows, request, ImportRow::try_from)
    }

    /// How many refused rows of an import have no key that could be read.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn count_import_rows_without_key(&mut self, id: ImportId) -> Result<u64, StoreError> {
        let count = on_backend!(self, imports::count_rows_without_key(&id.to_string()))?;
        number("count of rows", count)
    }

    /// The people whom an import's organization keeps under keys that it does not have, as far as they were there when it
    /// came.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_candidates_missing_in(&mut self, import: &Import) -> Result<Vec<CandidateId>, StoreError> {
        let (whose, id) = (import.organization_id.to_string(), import.id.to_string());
        let came = import.created_at.micros();
        let ids = on_backend!(self, imports::missing_candidates(&whose, (&id, came)))?;
        ids.iter().map(|id| parsed("candidates.id", id, CandidateId::parse)).collect()
    }

    /// The open postings that an import's organization keeps under keys that it does not have, as far as they were there
    /// when it came.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_postings_missing_in(&mut self, import: &Import) -> Result<Vec<PostingId>, StoreError> {
        let (whose, id) = (import.organization_id.to_string(), import.id.to_string());
        let came = import.created_at.micros();
        let ids = on_backend!(self, imports::missing_postings(&whose, (&id, came)))?;
        ids.iter().map(|id| parsed("postings.id", id, PostingId::parse)).collect()
    }

    /// The ids of the records that an import has noted as closed.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_closed_by_import(&mut self, id: ImportId) -> Result<Vec<String>, StoreError> {
        on_backend!(self, imports::closed_records(&id.to_string()))
    }

    /// Takes out of every report what it tells of a record.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn forget_in_imports(&mut self, record_id: &str) -> Result<(), StoreError> {
        on_backend!(self, imports::forget_record(record_id))
    }

    /// Deletes the ended imports that came until an instant, with what became of their rows; answers how many.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn delete_imports_until(&mut self, until: Timestamp) -> Result<usize, StoreError> {
        on_backend!(self, imports::delete_until(until.micros()))
    }
}
