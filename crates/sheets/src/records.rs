//! CSV records as bytes, in bounded memory, with the physical line each begins on.
//!
//! RFC 4180, and what people's files do beyond it: CR, LF or CRLF; text after a closing quotation mark belongs to
//! the cell; a quotation mark inside a bare cell is a letter. Quotation mark, comma and line breaks are never the
//! second byte of a letter, in UTF-8 as in CP932, so that records are parted before anything is decoded.

use std::io::{self, BufRead, BufReader, Read};

use crate::Limit;

/// Bytes of a record.
pub(crate) const ROW: usize = 1 << 20;
/// Columns that hold anything.
pub(crate) const COLUMNS: usize = 200;
/// Bytes of a cell.
pub(crate) const CELL: usize = 32 << 10;

/// The records of a file, one after the other.
pub(crate) struct Records<R> {
    reader: BufReader<R>,
    line: u64,
    after_cr: bool,
}

/// One record; reused for the next.
#[derive(Default)]
pub(crate) struct Record {
    /// Physical line on which it begins, from 1.
    pub(crate) line: u64,
    /// The limit it is over; its cells are then cut and of no use.
    pub(crate) over: Option<Limit>,
    /// Whether the file ended inside a quoted cell.
    pub(crate) is_unclosed: bool,
    /// Whether it holds a NUL byte.
    pub(crate) has_nul: bool,
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Start,
    Bare,
    Quoted,
    /// A quotation mark inside a quoted cell: its end, or the first of two.
    Closing,
}

impl<R: Read> Records<R> {
    pub(crate) fn new(reader: R) -> Self {
        Self { reader: BufReader::new(reader), line: 1, after_cr: false }
    }

    /// The line that is read next.
    pub(crate) fn line(&self) -> u64 {
        self.line
    }

    /// Reads the next record, an empty line too; `false` at the end of the file.
    pub(crate) fn read(&mut self, record: &mut Record) -> io::Result<bool> {
        record.clear();
        let mut state = State::Start;
        let mut has_begun = false;
        loop {
            let chunk = match self.reader.fill_buf() {
                Ok(chunk) => chunk,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if chunk.is_empty() {
                record.is_unclosed = state == State::Quoted;
                if has_begun {
                    record.end_cell();
                }
                return Ok(has_begun);
            }
            let mut used = 0;
            let mut is_whole = false;
            for &byte in chunk {
                used += 1;
                let after_cr = std::mem::replace(&mut self.after_cr, byte == b'\r');
                if byte == b'\n' && after_cr {
                    // The second half of CRLF: the line was counted and the record ended with the first.
                    if state == State::Quoted {
                        record.push(byte);
                    }
                    continue;
                }
                if !has_begun {
                    has_begun = true;
                    record.line = self.line;
                }
                self.line += u64::from(matches!(byte, b'\r' | b'\n'));
                state = match (state, byte) {
                    (State::Start, b'"') => State::Quoted,
                    (State::Quoted, b'"') => State::Closing,
                    (State::Quoted, _) => {
                        record.push(byte);
                        State::Quoted
                    }
                    (State::Closing, b'"') => {
                        record.push(byte);
                        State::Quoted
                    }
                    (_, b',') => {
                        record.end_cell();
                        State::Start
                    }
                    (_, b'\r' | b'\n') => {
                        record.end_cell();
                        is_whole = true;
                        break;
                    }
                    (State::Start | State::Bare | State::Closing, _) => {
                        record.push(byte);
                        State::Bare
                    }
                };
            }
            self.reader.consume(used);
            if is_whole {
                return Ok(true);
            }
        }
    }
}

impl Record {
    /// The cells, unquoted.
    pub(crate) fn cells(&self) -> impl Iterator<Item = &[u8]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| &self.bytes[start..*end])
    }

    /// The bytes of all cells.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Bytes of memory it holds on to.
    #[cfg(test)]
    pub(crate) fn capacity(&self) -> usize {
        self.bytes.capacity()
    }

    fn clear(&mut self) {
        self.over = None;
        self.is_unclosed = false;
        self.has_nul = false;
        self.bytes.clear();
        self.ends.clear();
    }

    fn push(&mut self, byte: u8) {
        let start = self.ends.last().copied().unwrap_or(0);
        let over = if self.ends.len() >= COLUMNS {
            Some(Limit::Columns)
        } else if self.bytes.len() - start >= CELL {
            Some(Limit::Cell)
        } else if self.bytes.len() >= ROW {
            Some(Limit::Row)
        } else {
            None
        };
        if over.is_some() {
            self.over = self.over.or(over);
            return;
        }
        self.has_nul |= byte == 0;
        self.bytes.push(byte);
    }

    /// Empty cells beyond the limit leave no trace: Excel writes as many commas as the sheet was once wide.
    fn end_cell(&mut self) {
        if self.ends.len() < COLUMNS {
            self.ends.push(self.bytes.len());
        }
    }
}
