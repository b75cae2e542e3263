//! Sheets on their way in: what is sent, whether it can be read, and its rows as the use cases take them.

use std::io::{Cursor, Read};
use std::sync::Arc;

use domain::{ExternalId, FaultCode, Faults, ImportTerms, Reference, SheetKind, TextEncoding};
use matching::MatchingError;
use matching::imports::{RowContent, RowFault, SheetReader, SheetRow};
use serde::Serialize;
use serde_json::Value;
use sheets::inflate::{self, InflateError, InflateLimits};
use sheets::{CellFault, HeadingFaultKind, Row, RowError, Sheet, SheetError};

use crate::contract::Contract;
use crate::dto::RequestBody;
use crate::dto::applications::ApplicationRequest;
use crate::dto::candidates::CandidateRequest;
use crate::dto::postings::PostingRequest;
use crate::extract::reading::content_of;
use crate::problem::{PlainKind, Problem};

pub mod report;
pub mod resume;
pub mod upload;

/// What a packed sheet may hold.
const UNPACKED: InflateLimits = InflateLimits { bytes: 256 * 1024 * 1024, ratio: 200 };

/// Rows of a sheet at most.
const MOST_ROWS: u64 = 1_000_000;

/// Reads sheets by the same contract as the bodies of requests.
pub struct ContractReader {
    contract: Arc<Contract>,
    reference: Arc<Reference>,
}

impl ContractReader {
    /// A reader by this contract.
    pub fn new(contract: Arc<Contract>, reference: Arc<Reference>) -> Self {
        Self { contract, reference }
    }

    fn row<'a>(&'a self, kind: SheetKind, row: Row) -> SheetRow<'a> {
        let content = match kind {
            SheetKind::Candidates => self.content::<CandidateRequest>(&row.body).map(RowContent::Candidate),
            SheetKind::Postings => self.content::<PostingRequest>(&row.body).map(RowContent::Posting),
            SheetKind::Applications => {
                self.content::<ApplicationRequest>(&row.body).map(RowContent::Application)
            }
        };
        SheetRow {
            line: row.line,
            external_id: row.external_id.as_deref().and_then(|key| ExternalId::parse(key).ok()),
            content: content.map_err(|faults| in_words_of(&row, &faults)),
            told: Box::new(move |error| told(&row, error)),
        }
    }

    /// A row that became no body: its cells that are wrong, and what else is wrong with the rest.
    fn refused<'a>(&'a self, kind: SheetKind, error: RowError) -> SheetRow<'a> {
        let external_id = error.external_id.as_deref().and_then(|key| ExternalId::parse(key).ok());
        let line = error.line;
        let mut faults = match &error.broke_off {
            Some(_) => vec![RowFault {
                heading: String::new(),
                pointer: String::new(),
                code: FaultCode::BadFormat.to_string(),
                detail: error.to_string(),
            }],
            None => error.faults.iter().map(of_cell).collect(),
        };
        if let Some(Err(further)) = error.rest.map(|rest| self.row(kind, *rest).content) {
            let cells = faults.len();
            for fault in further {
                // A field whose cell is wrong is missing from the rest for no other reason.
                let is_known = faults[..cells].iter().any(|cell| {
                    fault.pointer.starts_with(&cell.pointer) || cell.pointer.starts_with(&fault.pointer)
                });
                if !is_known {
                    faults.push(fault);
                }
            }
        }
        SheetRow { line, external_id, content: Err(faults), told: Box::new(|_| Vec::new()) }
    }

    fn content<B: RequestBody>(&self, body: &Value) -> Result<B::Content, Faults> {
        content_of::<B>(&self.contract, &self.reference, body.clone())
    }
}

impl SheetReader for ContractReader {
    fn rows<'a>(
        &'a self,
        terms: &ImportTerms,
        file: &'a [u8],
        done: usize,
    ) -> Result<Box<dyn Iterator<Item = SheetRow<'a>> + 'a>, String> {
        let kind = terms.kind;
        let sheet = open(terms, file).map_err(|error| error.to_string())?;
        Ok(Box::new(sheet.skip(done).map(move |row| match row {
            Ok(row) => self.row(kind, row),
            Err(error) => self.refused(kind, error),
        })))
    }

    fn kept(&self, faults: &[RowFault]) -> String {
        let faults: Vec<KeptFault<'_>> = faults.iter().map(KeptFault::from).collect();
        serde_json::to_string(&faults).expect("a list of texts is JSON")
    }
}

/// A fault as it is kept beside its row.
#[derive(Serialize)]
struct KeptFault<'a> {
    heading: &'a str,
    pointer: &'a str,
    code: &'a str,
    detail: &'a str,
}

impl<'a> From<&'a RowFault> for KeptFault<'a> {
    fn from(fault: &'a RowFault) -> Self {
        let RowFault { heading, pointer, code, detail } = fault;
        Self { heading, pointer, code, detail }
    }
}

/// Reads a whole sheet once: how many rows it has, or why it cannot be taken in. Rows that are wrong are no reason.
///
/// # Errors
/// 400 and 413 for a file that cannot be unpacked, 422 for one that is no sheet of this kind.
pub fn survey(terms: &ImportTerms, file: &[u8]) -> Result<u64, Problem> {
    let mut rows = 0;
    for row in open(terms, file).map_err(refusal)? {
        if let Err(RowError { broke_off: Some(error), .. }) = row {
            return Err(refusal(SheetError::Io(error)));
        }
        rows += 1;
        if rows > MOST_ROWS {
            let detail = format!("a sheet has at most {MOST_ROWS} rows; send it in parts");
            return Err(Problem::new(PlainKind::BodyTooLarge, detail));
        }
    }
    if rows == 0 {
        return Err(Faults::one("", FaultCode::TooShort, "has headings and no row").into());
    }
    Ok(rows)
}

fn open<'a>(terms: &ImportTerms, file: &'a [u8]) -> Result<Sheet<Box<dyn Read + 'a>>, SheetError> {
    let file = Cursor::new(file);
    let plain: Box<dyn Read + 'a> =
        if terms.is_packed { Box::new(inflate::reader(file, UNPACKED)) } else { Box::new(file) };
    sheets::open(plain, terms.kind, terms.encoding)
}

fn refusal(error: SheetError) -> Problem {
    let faults = match &error {
        SheetError::Io(cause) => {
            let detail = cause.to_string();
            return match InflateError::of(cause) {
                Some(InflateError::TooLarge(_) | InflateError::Bomb(_)) => {
                    Problem::new(PlainKind::BodyTooLarge, detail)
                }
                Some(InflateError::Truncated | InflateError::Broken) => {
                    Problem::new(PlainKind::MalformedRequest, detail)
                }
                None => Problem::internal(detail),
            };
        }
        SheetError::Headings(headings) => {
            let mut faults = Faults::default();
            for heading in headings {
                let pointer = match heading.column.checked_sub(1) {
                    Some(place) => format!("/headings/{place}"),
                    None => "/headings".to_owned(),
                };
                let code = match heading.fault {
                    HeadingFaultKind::Unknown { .. } => FaultCode::UnknownField,
                    HeadingFaultKind::Repeated { .. } => FaultCode::Duplicate,
                    HeadingFaultKind::Missing => FaultCode::Required,
                    HeadingFaultKind::NotCollected => FaultCode::NotAllowed,
                };
                faults.add(pointer, code, heading.to_string());
            }
            faults
        }
        SheetError::Empty => Faults::one("", FaultCode::TooShort, error.to_string()),
        SheetError::TooLong { .. } => Faults::one("/headings", FaultCode::TooLong, error.to_string()),
        SheetError::NotText { .. }
        | SheetError::Utf16
        | SheetError::Workbook
        | SheetError::Nul { .. }
        | SheetError::NotCommas => Faults::one("", FaultCode::BadFormat, error.to_string()),
    };
    faults.into()
}

fn of_cell(fault: &CellFault) -> RowFault {
    RowFault {
        heading: fault.heading.clone(),
        pointer: fault.pointer.clone(),
        code: fault.code.to_string(),
        detail: fault.detail.clone(),
    }
}

/// What kept a row from being stored.
fn told(row: &Row, error: MatchingError) -> Vec<RowFault> {
    if let MatchingError::Invalid(faults) = &error {
        return in_words_of(row, faults);
    }
    let problem = Problem::from(error);
    if let Some(cause) = problem.cause() {
        tracing::error!(cause, line = row.line, "a row could not be stored");
    }
    let body = problem.body("", "");
    vec![RowFault { heading: String::new(), pointer: String::new(), code: body.code, detail: body.detail }]
}

fn in_words_of(row: &Row, faults: &Faults) -> Vec<RowFault> {
    let fault = |fault: &domain::Fault| RowFault {
        heading: row.heading_of(&fault.pointer).unwrap_or_default().to_owned(),
        pointer: fault.pointer.clone(),
        code: fault.code.to_string(),
        detail: fault.detail.clone(),
    };
    faults.as_slice().iter().map(fault).collect()
}

/// How a text encoding may be called in a `charset`.
pub(crate) fn charset(name: &str) -> Option<TextEncoding> {
    match name.to_ascii_lowercase().as_str() {
        "utf-8" | "utf8" => Some(TextEncoding::Utf8),
        "cp932" | "windows-31j" | "shift_jis" | "shift-jis" | "ms932" | "x-sjis" => Some(TextEncoding::Cp932),
        _ => None,
    }
}
