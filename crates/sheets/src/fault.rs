//! What is wrong with a sheet, its headings, a row or a cell, in sentences that a clerk can act on.
//!
//! Knows nothing of HTTP: the codes are the domain's, the pointers lead into the body a row would have become.

use std::fmt;
use std::io;

use domain::FaultCode;

use crate::{Row, TextEncoding};

/// Why a sheet cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum SheetError {
    /// The headings are not those of the kind; every fault of them.
    #[error("the headings cannot be used: {}", sentences(.0))]
    Headings(Vec<HeadingFault>),
    /// No line with anything in it.
    #[error("the sheet is empty: its first line must hold the headings")]
    Empty,
    /// The bytes are not text in the encoding that was named.
    #[error("line {line} is not {}{}", spelt(*.expected), hint(*.looks_like))]
    NotText {
        /// The line, from 1.
        line: u64,
        /// As what it was read.
        expected: TextEncoding,
        /// As what it could be read.
        looks_like: Option<TextEncoding>,
    },
    /// UTF-16, Excel's "Unicode text".
    #[error("the file is UTF-16 (Excel's \"Unicode text\"); save it as \"CSV UTF-8 (comma delimited)\"")]
    Utf16,
    /// A zip archive: an Excel workbook.
    #[error("the file is an Excel workbook, not CSV; save it as \"CSV UTF-8 (comma delimited)\"")]
    Workbook,
    /// NUL bytes: no text file.
    #[error("line {line} holds a NUL byte: this is not a text file")]
    Nul {
        /// The line, from 1.
        line: u64,
    },
    /// The headings are parted by something else than commas.
    #[error("the headings are parted by tabs or semicolons; save the sheet as CSV, parted by commas")]
    NotCommas,
    /// The line of headings is over a limit.
    #[error("the line of headings {limit}")]
    TooLong {
        /// Which one.
        limit: Limit,
    },
    /// The file could not be read.
    #[error("the file could not be read: {0}")]
    Io(#[source] io::Error),
}

/// One thing wrong with one heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadingFault {
    /// The column, from 1; 0 for a heading that is missing.
    pub column: usize,
    /// As the sheet has it, or as it should.
    pub heading: String,
    /// What is wrong.
    pub fault: HeadingFaultKind,
}

/// What can be wrong with a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HeadingFaultKind {
    /// No column of this kind is called so.
    Unknown {
        /// The heading that is meant, perhaps.
        nearest: Option<String>,
    },
    /// An earlier column means the same.
    Repeated {
        /// That column, from 1.
        first_column: usize,
    },
    /// Compulsory and not there.
    Missing,
    /// Asks for what the system does not collect: birthplace, family, religion, sex, age, photo and the like.
    NotCollected,
}

/// The limits within which memory stays bounded, whatever the file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// A whole record, 1 MiB.
    Row,
    /// Columns, 200.
    Columns,
    /// A cell, 32 KiB.
    Cell,
}

/// A row that became no body: every bad cell of it.
#[derive(Debug)]
pub struct RowError {
    /// Physical line of the file where the record begins; the headings are line 1.
    pub line: u64,
    /// What is wrong, in the order of the columns; empty when the file broke off.
    pub faults: Vec<CellFault>,
    /// The row's own key, where it could be read.
    pub external_id: Option<String>,
    /// What could be read of it, so that everything else that is wrong with it can be told too.
    pub rest: Option<Box<Row>>,
    /// Set when the file could not be read further; the sheet ends with it.
    pub broke_off: Option<io::Error>,
}

/// One thing wrong with one cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellFault {
    /// The heading it stands under; empty when it concerns the row.
    pub heading: String,
    /// JSON pointer into the body; empty when it concerns the row.
    pub pointer: String,
    /// Stable code.
    pub code: FaultCode,
    /// What is accepted, as in the API's answers: "must be …".
    pub detail: String,
}

impl fmt::Display for HeadingFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { column, heading, fault } = self;
        match fault {
            HeadingFaultKind::Unknown { nearest: Some(nearest) } => {
                write!(f, "column {column} `{heading}` is no known heading; did you mean `{nearest}`?")
            }
            HeadingFaultKind::Unknown { nearest: None } => {
                write!(f, "column {column} `{heading}` is no known heading; remove the column or rename it")
            }
            HeadingFaultKind::Repeated { first_column } => {
                write!(
                    f,
                    "column {column} `{heading}` says the same as column {first_column}; keep one of them"
                )
            }
            HeadingFaultKind::Missing => write!(f, "the heading `{heading}` is missing"),
            HeadingFaultKind::NotCollected => write!(
                f,
                "column {column} `{heading}`: this system does not collect it (birthplace, family, religion, sex, \
                 age, photo and the like must not be asked); remove the column"
            ),
        }
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Row => "is longer than 1 MiB; a quotation mark may not be closed",
            Self::Columns => "has more than 200 columns",
            Self::Cell => "holds a cell longer than 32 KiB; a quotation mark may not be closed",
        })
    }
}

impl fmt::Display for CellFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.heading.is_empty() {
            return f.write_str(&self.detail);
        }
        write!(f, "`{}` {}", self.heading, self.detail)
    }
}

impl fmt::Display for RowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(error) = &self.broke_off {
            return write!(f, "line {}: the file could not be read further: {error}", self.line);
        }
        write!(f, "line {}: {}", self.line, sentences(&self.faults))
    }
}

impl std::error::Error for RowError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.broke_off.as_ref().map(|error| error as _)
    }
}

fn sentences<T: fmt::Display>(faults: &[T]) -> String {
    faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

pub(crate) fn spelt(encoding: TextEncoding) -> &'static str {
    match encoding {
        TextEncoding::Utf8 => "UTF-8",
        TextEncoding::Cp932 => "CP932 (Shift_JIS)",
    }
}

pub(crate) fn hint(looks_like: Option<TextEncoding>) -> &'static str {
    match looks_like {
        Some(TextEncoding::Cp932) => "; it looks like CP932 (Shift_JIS): name it with encoding=cp932",
        Some(TextEncoding::Utf8) => "; it looks like UTF-8: name it with encoding=utf-8",
        None => "; save the sheet as \"CSV UTF-8 (comma delimited)\"",
    }
}
