//! A sheet, row by row: headings first, then bodies or the faults of a row.

use std::fmt;
use std::io::{self, Chain, Cursor, Read};
use std::sync::Arc;

use domain::{Fault, FaultCode, Faults};
use serde_json::{Map, Value};

use crate::cell::Reading;
use crate::column::{Need, columns};
use crate::export::unmarked;
use crate::fault::{hint, spelt};
use crate::headings::{Headings, Place};
use crate::records::{Record, Records};
use crate::text::{decode, is_gaiji, looks_like};
use crate::{CellFault, HeadingFaultKind, Row, RowError, SheetError, SheetKind, TextEncoding};

/// A sheet whose headings are right; an iterator over its rows, blank ones passed over.
///
/// A row with faults does not end it. Memory stays bounded whatever the file holds.
pub struct Sheet<R> {
    records: Records<Chain<Cursor<Vec<u8>>, R>>,
    record: Record,
    encoding: TextEncoding,
    headings: Arc<Headings>,
    has_ended: bool,
}

/// Opens a sheet: reads and checks the headings, all of their faults at once.
///
/// # Errors
/// When the file is no text in this encoding, or its headings are not those of the kind.
pub fn open<R: Read>(mut reader: R, kind: SheetKind, encoding: TextEncoding) -> Result<Sheet<R>, SheetError> {
    let mut start = Vec::with_capacity(4);
    reader.by_ref().take(4).read_to_end(&mut start).map_err(SheetError::Io)?;
    check_start(&mut start, encoding)?;
    let mut records = Records::new(Cursor::new(start).chain(reader));
    let mut record = Record::default();
    loop {
        if !records.read(&mut record).map_err(SheetError::Io)? {
            return Err(SheetError::Empty);
        }
        let cells = heading_cells(&record, encoding)?;
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let headings = Headings::read(&cells, kind).map_err(|faults| {
            let is_strange =
                faults.iter().any(|fault| matches!(fault.fault, HeadingFaultKind::Unknown { .. }));
            refused_headings(&record, encoding, &cells)
                .filter(|_| is_strange)
                .unwrap_or(SheetError::Headings(faults))
        })?;
        return Ok(Sheet { records, record, encoding, headings: Arc::new(headings), has_ended: false });
    }
}

impl<R> fmt::Debug for Sheet<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sheet").field("headings", &self.headings).finish_non_exhaustive()
    }
}

impl<R: Read> Iterator for Sheet<R> {
    type Item = Result<Row, RowError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.has_ended {
            match self.records.read(&mut self.record) {
                Ok(true) => {}
                Ok(false) => self.has_ended = true,
                Err(error) => {
                    self.has_ended = true;
                    return Some(Err(broken_off(self.records.line(), error)));
                }
            }
            if !self.has_ended
                && let Some(row) = self.row()
            {
                return Some(row);
            }
        }
        None
    }
}

impl<R> Sheet<R> {
    /// The record as a row; `None` when it is blank.
    fn row(&self) -> Option<Result<Row, RowError>> {
        let mut row = Building { headings: &self.headings, body: Map::new(), faults: Vec::new() };
        let mut is_blank = true;
        if let Some((code, detail)) = unusable(&self.record) {
            row.refuse(None, code, detail);
            is_blank = false;
        } else {
            for (index, bytes) in self.record.cells().enumerate() {
                let place = self.headings.at(index);
                match decode(bytes, self.encoding) {
                    Some(text) if text.trim().is_empty() => {}
                    Some(text) => {
                        is_blank = false;
                        row.read(place, index, text.trim());
                    }
                    None => {
                        is_blank = false;
                        let hint = hint(looks_like(self.record.bytes(), self.encoding));
                        row.refuse(
                            place,
                            FaultCode::BadFormat,
                            format!("is not {}{hint}", spelt(self.encoding)),
                        );
                    }
                }
            }
            row.require();
        }
        (!is_blank).then(|| row.finish(self.record.line, &self.headings))
    }
}

/// A row being built.
struct Building<'a> {
    headings: &'a Headings,
    body: Map<String, Value>,
    faults: Vec<CellFault>,
}

impl Building<'_> {
    fn read(&mut self, place: Option<&Place>, index: usize, text: &str) {
        let Some(place) = place else {
            let detail = format!("column {} holds something, but has no heading", index + 1);
            return self.refuse(None, FaultCode::UnknownField, detail);
        };
        if let Some(letter) = text.chars().find(|letter| is_gaiji(*letter)) {
            let detail = format!(
                "holds a user-defined letter (外字, U+{:04X}), which other computers cannot show; write another",
                u32::from(letter)
            );
            return self.refuse(Some(place), FaultCode::BadFormat, detail);
        }
        let pointer = place.column.pointer;
        let mut faults = Faults::default();
        let value = place.column.cell.read(unmarked(text), &mut Reading { pointer, faults: &mut faults });
        let heading = &place.heading;
        self.faults.extend(faults.as_slice().iter().cloned().map(|Fault { pointer, code, detail }| {
            CellFault { heading: heading.clone(), pointer, code, detail }
        }));
        // A cell of separators alone says nothing, as an empty one.
        if let Some(value) = value.filter(|value| value.as_array().is_none_or(|list| !list.is_empty())) {
            set(&mut self.body, pointer, value);
        }
    }

    fn refuse(&mut self, place: Option<&Place>, code: FaultCode, detail: impl Into<String>) {
        let (heading, pointer) = place.map_or(("", ""), |place| (&place.heading, place.column.pointer));
        self.faults.push(CellFault {
            heading: heading.to_owned(),
            pointer: pointer.to_owned(),
            code,
            detail: detail.into(),
        });
    }

    /// Notes what is compulsory and empty. A column with a fault of its own was not empty.
    fn require(&mut self) {
        let columns = columns(self.headings.kind());
        let is_there = |row: &Self, pointer: &str| {
            row.body.contains_key(&pointer[1..]) || row.faults.iter().any(|fault| fault.pointer == pointer)
        };
        for column in columns {
            let is_missing = match column.need {
                Need::Optional | Need::OrElse(_) => false,
                Need::Compulsory => !is_there(self, column.pointer),
                Need::OneOf(group) => !columns.iter().any(|other| {
                    matches!(other.need, Need::OneOf(of) | Need::OrElse(of) if of == group)
                        && is_there(self, other.pointer)
                }),
            };
            if is_missing {
                let heading = self.headings.heading_of(column.pointer).unwrap_or(column.ja).to_owned();
                let pointer = column.pointer.to_owned();
                let detail = "must not be empty".to_owned();
                self.faults.push(CellFault { heading, pointer, code: FaultCode::Required, detail });
            }
        }
    }

    fn finish(self, line: u64, headings: &Arc<Headings>) -> Result<Row, RowError> {
        let external_id = self.body.get("external_id").and_then(Value::as_str).map(str::to_owned);
        let row = Row {
            line,
            body: Value::Object(self.body),
            external_id: external_id.clone(),
            headings: Arc::clone(headings),
        };
        if self.faults.is_empty() {
            return Ok(row);
        }
        Err(RowError { line, faults: self.faults, external_id, rest: Some(Box::new(row)), broke_off: None })
    }
}

/// Puts a value at a pointer of one or two steps.
fn set(body: &mut Map<String, Value>, pointer: &str, value: Value) {
    match pointer[1..].split_once('/') {
        None => {
            body.insert(pointer[1..].to_owned(), value);
        }
        Some((object, field)) => {
            let object = body.entry(object).or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(object) = object {
                object.insert(field.to_owned(), value);
            }
        }
    }
}

fn unusable(record: &Record) -> Option<(FaultCode, String)> {
    if let Some(limit) = record.over {
        return Some((FaultCode::TooLong, format!("the row {limit}")));
    }
    let detail = if record.is_unclosed {
        "a quotation mark of this row is not closed before the file ends"
    } else if record.has_nul {
        "the row holds a NUL byte: this is not a text file"
    } else {
        return None;
    };
    Some((FaultCode::BadFormat, detail.to_owned()))
}

fn broken_off(line: u64, error: io::Error) -> RowError {
    RowError { line, faults: Vec::new(), external_id: None, rest: None, broke_off: Some(error) }
}

/// Looks at the first bytes, and takes off a byte order mark.
fn check_start(start: &mut Vec<u8>, encoding: TextEncoding) -> Result<(), SheetError> {
    if start.starts_with(b"\xFF\xFE") || start.starts_with(b"\xFE\xFF") {
        return Err(SheetError::Utf16);
    }
    if start.starts_with(b"PK\x03\x04") {
        return Err(SheetError::Workbook);
    }
    if start.starts_with(b"\xEF\xBB\xBF") {
        if encoding != TextEncoding::Utf8 {
            return Err(SheetError::NotText {
                line: 1,
                expected: encoding,
                looks_like: Some(TextEncoding::Utf8),
            });
        }
        start.drain(..3);
    }
    Ok(())
}

fn heading_cells(record: &Record, encoding: TextEncoding) -> Result<Vec<String>, SheetError> {
    if let Some(limit) = record.over {
        return Err(SheetError::TooLong { limit });
    }
    if record.has_nul {
        return Err(SheetError::Nul { line: record.line });
    }
    let decoded: Option<Vec<String>> = record.cells().map(|cell| decode(cell, encoding)).collect();
    decoded.ok_or_else(|| SheetError::NotText {
        line: record.line,
        expected: encoding,
        looks_like: looks_like(record.bytes(), encoding),
    })
}

/// Headings that are strange because the file is not what it was said to be. Kanji in UTF-8 may be read as CP932
/// and make other letters, while CP932 is hardly ever right UTF-8.
fn refused_headings(record: &Record, encoding: TextEncoding, cells: &[String]) -> Option<SheetError> {
    if let [only] = cells
        && only.contains(['\t', ';'])
    {
        return Some(SheetError::NotCommas);
    }
    let is_utf8 = encoding == TextEncoding::Cp932
        && !record.bytes().is_ascii()
        && looks_like(record.bytes(), encoding).is_some();
    let (line, looks_like) = (record.line, Some(TextEncoding::Utf8));
    is_utf8.then_some(SheetError::NotText { line, expected: encoding, looks_like })
}

#[cfg(test)]
mod tests;
