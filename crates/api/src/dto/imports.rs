//! 取り込み.

use domain::{
    Import, ImportId, ImportMode, ImportRow, JobId, OrganizationId, RowOutcome, SheetKind, TextEncoding,
    Timestamp,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{pages, vocabulary};
use crate::imports::report::{ReportedFault, faults_of};

/// How a sheet is to be taken in.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ImportQuery {
    /// What its rows are.
    #[param(value_type = vocabulary::SheetKind, required)]
    pub kind: Option<SheetKind>,
    /// `upsert` (when absent) leaves records alone that the sheet does not have; `replace` closes them: postings are
    /// closed or, before publication, withdrawn; people are deleted. Records without an external id stay.
    #[param(value_type = Option<vocabulary::ImportMode>)]
    pub mode: Option<ImportMode>,
    /// Nothing is stored; the report says what would be.
    pub validate_only: Option<bool>,
    /// Compulsory with `replace`: when the sheet lacks more records than this, none is closed and the job fails.
    #[param(value_type = Option<i32>, minimum = 0, maximum = 1000000)]
    pub may_close: Option<i64>,
    /// How the bytes spell text, where `Content-Type` has no `charset`; `utf-8` (with or without a mark) when absent.
    #[param(value_type = Option<vocabulary::TextEncoding>)]
    pub encoding: Option<TextEncoding>,
}

/// How many rows came out how, so far.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportCountsResponse {
    /// Records made.
    #[schema(minimum = 0, maximum = 9007199254740991i64)]
    created: i64,
    /// Records replaced.
    #[schema(minimum = 0, maximum = 9007199254740991i64)]
    replaced: i64,
    /// Records that were the same already.
    #[schema(minimum = 0, maximum = 9007199254740991i64)]
    unchanged: i64,
    /// Rows with faults, of which nothing was stored.
    #[schema(minimum = 0, maximum = 9007199254740991i64)]
    refused: i64,
    /// Records closed because the sheet does not have them.
    #[schema(minimum = 0, maximum = 9007199254740991i64)]
    closed: i64,
}

/// A sheet that is, or was, taken in. With `validate_only` the counts say what would be.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Import)]
pub struct ImportResponse {
    /// Its id.
    #[schema(value_type = vocabulary::Uuid)]
    id: ImportId,
    /// Whose.
    #[schema(value_type = vocabulary::Uuid)]
    organization_id: OrganizationId,
    /// The job that does it: how far it is, and how it ended.
    #[schema(value_type = vocabulary::Uuid)]
    job_id: JobId,
    /// What its rows are.
    #[schema(value_type = vocabulary::SheetKind)]
    kind: SheetKind,
    /// What becomes of records that it does not have.
    #[schema(value_type = vocabulary::ImportMode)]
    mode: ImportMode,
    /// Whether nothing is stored.
    validate_only: bool,
    /// How many records may be closed.
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 1000000)]
    may_close: Option<u32>,
    /// How its bytes spell text.
    #[schema(value_type = vocabulary::TextEncoding)]
    encoding: TextEncoding,
    /// How many rows came out how, so far.
    counts: ImportCountsResponse,
    /// Sent at.
    #[schema(value_type = vocabulary::Instant)]
    created_at: Timestamp,
}

impl From<Import> for ImportResponse {
    fn from(import: Import) -> Self {
        let (terms, counts) = (import.terms, import.counts);
        Self {
            id: import.id,
            organization_id: import.organization_id,
            job_id: import.job_id,
            kind: terms.kind,
            mode: terms.mode,
            validate_only: terms.validate_only,
            may_close: terms.may_close,
            encoding: terms.encoding,
            counts: ImportCountsResponse {
                created: counts.created,
                replaced: counts.replaced,
                unchanged: counts.unchanged,
                refused: counts.refused,
                closed: counts.closed,
            },
            created_at: import.created_at,
        }
    }
}

/// One thing wrong with a row.
#[derive(Debug, Serialize, ToSchema)]
pub struct RowFaultResponse {
    /// The heading of the cell, as the sheet has it; empty where it concerns the row.
    #[schema(max_length = 33000, pattern = r"^[\s\S]*$")]
    heading: String,
    /// JSON pointer into the body that the row stands for; empty where it concerns the row.
    #[schema(max_length = 1000, pattern = r"^[\s\S]*$")]
    pointer: String,
    /// Stable code: of a fault, or of a problem.
    #[schema(max_length = 50)]
    code: String,
    /// A sentence.
    #[schema(max_length = 10000, pattern = r"^[\s\S]*$")]
    detail: String,
}

/// What became of a row.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ImportRow)]
pub struct ImportRowResponse {
    /// The line of the file where the row begins, the headings are line 1; `null` for a record that the sheet does
    /// not have.
    #[schema(minimum = 1, maximum = 9007199254740991i64)]
    line: Option<i64>,
    /// What became of it.
    #[schema(value_type = vocabulary::RowOutcome)]
    outcome: RowOutcome,
    /// The record's key, where it could be read.
    #[schema(value_type = Option<vocabulary::ExternalId>)]
    external_id: Option<String>,
    /// The record's id, where it is stored.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    record_id: Option<String>,
    /// What is wrong.
    #[schema(max_items = 1000)]
    faults: Vec<RowFaultResponse>,
}

impl From<ImportRow> for ImportRowResponse {
    fn from(row: ImportRow) -> Self {
        let fault = |ReportedFault { heading, pointer, code, detail }| RowFaultResponse {
            heading,
            pointer,
            code,
            detail,
        };
        Self {
            faults: faults_of(&row).into_iter().map(fault).collect(),
            line: row.line,
            outcome: row.outcome,
            external_id: row.external_id.map(|key| key.as_str().to_owned()),
            record_id: row.record_id,
        }
    }
}

pages! {
    /// A page of imports.
    ImportPage of ImportResponse;
    /// A page of rows.
    ImportRowPage of ImportRowResponse;
}
