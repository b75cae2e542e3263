//! Imports: sheets that people keep by hand, taken in row by row in the background. What a sheet looks like is known
//! to whoever reads it for the engine.

use std::sync::Arc;

use domain::{
    Actor, CandidateContent, CandidateId, ChangeKind, ExternalId, FaultCode, Faults, Import, ImportCounts,
    ImportId, ImportMode, ImportRow, ImportTerms, Job, JobId, JobKind, JobState, Page, PageRequest,
    RowOutcome, Scope, SheetKind, Shown, Word,
};
use store::Tx;

use crate::applications::NewApplication;
use crate::disclosures::on_record;
use crate::engine::Engine;
use crate::error::MatchingError;
use crate::journal::Touched;
use crate::once::Once;
use crate::permissions::{require, require_any};
use crate::postings::NewPosting;

mod closing;
mod work;

pub use work::{run, work};

/// Whoever may take in some kind of sheet may follow the jobs that do it.
pub(crate) const IMPORT_SCOPES: [Scope; 3] =
    [Scope::CandidatesWrite, Scope::PostingsWrite, Scope::ApplicationsWrite];

/// A sheet to be taken in. It has been read once, so it is known that it can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewImport {
    /// How.
    pub terms: ImportTerms,
    /// What was sent.
    pub file: Vec<u8>,
    /// Its rows.
    pub rows: u64,
}

/// What a row says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowContent {
    /// A person.
    Candidate(CandidateContent),
    /// A posting.
    Posting(NewPosting),
    /// An application.
    Application(NewApplication),
}

/// One thing wrong with a row, in the words of the sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowFault {
    /// The heading of the cell; empty where it concerns the row.
    pub heading: String,
    /// JSON pointer into the body that the row stands for; empty where it concerns the row.
    pub pointer: String,
    /// Stable code.
    pub code: String,
    /// A sentence.
    pub detail: String,
}

/// A row of a sheet.
pub struct SheetRow<'a> {
    /// The line of the file where it begins.
    pub line: u64,
    /// The record's key, where it could be read.
    pub external_id: Option<ExternalId>,
    /// What it says.
    pub content: Result<RowContent, Vec<RowFault>>,
    /// What keeps it from being stored, in the words of the sheet.
    pub told: Box<dyn FnOnce(MatchingError) -> Vec<RowFault> + 'a>,
}

/// Reads sheets.
pub trait SheetReader: Send + Sync {
    /// The rows of a file, one after the other, behind the first `done`.
    ///
    /// # Errors
    /// Why it cannot be read, in a sentence.
    fn rows<'a>(
        &'a self,
        terms: &ImportTerms,
        file: &'a [u8],
        done: usize,
    ) -> Result<Box<dyn Iterator<Item = SheetRow<'a>> + 'a>, String>;

    /// Faults as they are kept: a JSON list.
    fn kept(&self, faults: &[RowFault]) -> String;
}

impl Engine {
    /// Sheets are read by this reader from now on; until then imports wait.
    pub fn read_sheets_with(&self, reader: Arc<dyn SheetReader>) {
        drop(self.sheet_reader.set(reader));
    }
}

/// Begins to take a sheet in, in the background.
///
/// # Errors
/// A missing scope; terms that contradict each other.
pub fn create_import(
    engine: &Engine,
    actor: &Actor,
    new: &NewImport,
    once: &Once<'_, Job>,
) -> Result<Job, MatchingError> {
    require(actor, scope_of(new.terms.kind))?;
    check_terms(&new.terms)?;
    let at = engine.now();
    let id = engine.new_id(ImportId::from_parts);
    let job = Job {
        id: engine.new_id(JobId::from_parts),
        organization_id: actor.organization_id,
        kind: JobKind::Import,
        state: JobState::Queued,
        done: 0,
        total: i64::try_from(new.rows).unwrap_or(i64::MAX),
        failure: None,
        version: 1,
        created_at: at,
        updated_at: at,
        match_run_id: None,
        last_candidate_id: None,
        import_id: Some(id),
    };
    let import = Import {
        id,
        organization_id: actor.organization_id,
        job_id: job.id,
        api_key_id: actor.api_key_id,
        user_id: actor.user_id,
        terms: new.terms,
        counts: ImportCounts::default(),
        created_at: at,
    };
    engine.write(|tx| {
        tx.insert_job(&job)?;
        tx.insert_import(&import, &new.file)?;
        let touched = Touched {
            resource: "import",
            id: id.to_string(),
            owner: import.organization_id,
            version: 1,
            act: "created",
            kind: ChangeKind::Created,
            at,
        };
        engine.record(tx, actor, touched)?;
        once.keep((engine, tx, actor), &job, None)
    })?;
    engine.import_bell.ring();
    Ok(job)
}

/// One import of the actor's organization.
///
/// # Errors
/// None such; a missing scope.
pub fn get_import(engine: &Engine, actor: &Actor, id: ImportId) -> Result<Import, MatchingError> {
    require_any(actor, &IMPORT_SCOPES)?;
    engine.store.read(|tx| find(tx, actor, id))
}

/// The imports of the actor's organization: those of the kinds that its key may take in.
///
/// # Errors
/// A missing scope.
pub fn list_imports(
    engine: &Engine,
    actor: &Actor,
    page: &PageRequest<ImportId>,
) -> Result<Page<Import>, MatchingError> {
    require_any(actor, &IMPORT_SCOPES)?;
    let kinds: Vec<SheetKind> =
        SheetKind::ALL.iter().copied().filter(|kind| actor.may(scope_of(*kind))).collect();
    engine.store.read(|tx| Ok(tx.list_imports((actor.organization_id, &kinds), page)?))
}

/// What became of the rows of an import, of those with one outcome where it is given.
///
/// # Errors
/// None such; a missing scope.
pub fn list_import_rows(
    engine: &Engine,
    actor: &Actor,
    (id, outcome): (ImportId, Option<RowOutcome>),
    page: &PageRequest<i64>,
) -> Result<Page<ImportRow>, MatchingError> {
    require_any(actor, &IMPORT_SCOPES)?;
    let (import, rows) = engine.store.read(|tx| {
        let import = find(tx, actor, id)?;
        Ok::<_, MatchingError>((import, tx.list_import_rows((id, outcome), page)?))
    })?;
    on_record((engine, actor), Shown::ImportRow, rows, |rows| match import.terms.kind {
        SheetKind::Candidates => {
            let ids = rows.items.iter().filter_map(|row| row.record_id.as_deref());
            ids.filter_map(|id| CandidateId::parse(id).ok()).collect()
        }
        SheetKind::Postings | SheetKind::Applications => Vec::new(),
    })
}

fn find(tx: &mut Tx<'_>, actor: &Actor, id: ImportId) -> Result<Import, MatchingError> {
    let import = tx
        .find_import(id)?
        .filter(|import| import.organization_id == actor.organization_id)
        .ok_or_else(|| MatchingError::not_found("import"))?;
    require(actor, scope_of(import.terms.kind))?;
    Ok(import)
}

/// What a key must be allowed to do to take in a kind of sheet.
pub fn scope_of(kind: SheetKind) -> Scope {
    match kind {
        SheetKind::Candidates => Scope::CandidatesWrite,
        SheetKind::Postings => Scope::PostingsWrite,
        SheetKind::Applications => Scope::ApplicationsWrite,
    }
}

fn check_terms(terms: &ImportTerms) -> Result<(), Faults> {
    let mut faults = Faults::default();
    match (terms.mode, terms.may_close) {
        (ImportMode::Replace, _) if terms.kind == SheetKind::Applications => {
            let detail = "applications are withdrawn one by one; use upsert";
            faults.add("?mode", FaultCode::Contradiction, detail);
        }
        (ImportMode::Replace, None) => {
            let detail = "is needed with mode=replace: how many records that the sheet lacks may be closed";
            faults.add("?may_close", FaultCode::Contradiction, detail);
        }
        (ImportMode::Upsert, Some(_)) => {
            faults.add("?may_close", FaultCode::Contradiction, "goes with mode=replace");
        }
        _ => {}
    }
    faults.guard(())
}
