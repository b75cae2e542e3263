//! CSV for people: what is written opens in Excel as text, and never as a formula.

use std::borrow::Cow;
use std::io::{self, Write};

/// Writes a sheet: byte order mark, CRLF, every cell made [`neutral`].
pub struct Writer<W: Write> {
    csv: csv::Writer<W>,
}

impl<W: Write> Writer<W> {
    /// Begins with the byte order mark, by which Excel knows UTF-8.
    ///
    /// # Errors
    /// Those of `to`.
    pub fn new(mut to: W) -> io::Result<Self> {
        to.write_all(b"\xEF\xBB\xBF")?;
        let csv = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).flexible(true).from_writer(to);
        Ok(Self { csv })
    }

    /// Writes a row, the headings too.
    ///
    /// # Errors
    /// Those of the underlying writer.
    pub fn row<I>(&mut self, cells: I) -> io::Result<()>
    where
        I: IntoIterator,
        I::Item: AsRef<str>,
    {
        for cell in cells {
            self.csv.write_field(neutral(cell.as_ref()).as_bytes()).map_err(io::Error::from)?;
        }
        self.csv.write_record(None::<&[u8]>).map_err(io::Error::from)
    }

    /// Writes out what is still held, and gives the writer back.
    ///
    /// # Errors
    /// Those of the underlying writer.
    pub fn finish(self) -> io::Result<W> {
        self.csv.into_inner().map_err(csv::IntoInnerError::into_error)
    }
}

/// The cell with a leading `'` where a spreadsheet might run it as a formula.
///
/// OWASP's advice on CSV injection: a cell that begins with `=`, `+`, `-`, `@`, tab, CR or LF, also full-width.
/// The advice knows no exception, and so a negative number and a telephone number `+81-…` get it too: Excel reads
/// `+81-3` as a sum. Reading takes the mark off again.
pub fn neutral(cell: &str) -> Cow<'_, str> {
    if needs_mark(cell) { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// The cell without the mark that [`neutral`] gave it.
pub(crate) fn unmarked(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| needs_mark(rest)).unwrap_or(cell)
}

/// A cell that has marks of its own gets one more, so that reading gives back what was written.
fn needs_mark(cell: &str) -> bool {
    let is_blank = |letter: char| {
        (letter.is_whitespace() && !matches!(letter, '\t' | '\r' | '\n')) || letter == '\u{FEFF}'
    };
    let cell = cell.trim_start_matches('\'').trim_start_matches(is_blank);
    cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_may_be_a_formula_is_marked_and_nothing_else() {
        for cell in [
            "=1+1",
            "+81-3-0000-0000",
            "-5",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\n=1",
            "＝1",
            "＋1",
            "－1",
            "＠1",
            " =1",
            "　=1",
            "=HYPERLINK(\"http://example.jp\",\"x\")",
        ] {
            assert_eq!(neutral(cell), format!("'{cell}"));
        }
        for cell in ["", "5", "a=b", "山口 理沙", "'quoted'", "090-0000-0000", "2026-04-01", "（－）"]
        {
            assert_eq!(neutral(cell), cell);
        }
    }

    #[test]
    fn a_sheet_begins_with_a_mark_and_ends_its_lines_with_crlf() {
        let mut sheet = Writer::new(Vec::new()).unwrap();
        sheet.row(["氏名", "思い"]).unwrap();
        sheet.row(["=cmd|' /C calc'!A0", "一行目\n\"二\"行目, 終わり"]).unwrap();
        sheet.row([""]).unwrap();
        let written = String::from_utf8(sheet.finish().unwrap()).unwrap();
        let expected =
            "\u{FEFF}氏名,思い\r\n'=cmd|' /C calc'!A0,\"一行目\n\"\"二\"\"行目, 終わり\"\r\n\"\"\r\n";
        assert_eq!(written, expected);
    }

    proptest! {
        #[test]
        fn the_mark_comes_off_again(cell in "['=+@ －a-]{0,6}") {
            let marked = neutral(&cell);
            prop_assert_eq!(unmarked(&marked), cell.as_str());
        }
    }
}
