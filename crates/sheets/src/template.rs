//! An empty sheet to begin with: the headings, and one example row that is itself read without a fault.

use domain::Word;

use crate::{Language, SheetKind, Writer, columns};

/// The template of a kind, UTF-8 with byte order mark and CRLF.
pub fn template(kind: SheetKind, language: Language) -> Vec<u8> {
    let columns = columns(kind);
    let write = || {
        let mut sheet = Writer::new(Vec::new())?;
        sheet.row(columns.iter().map(|column| column.heading(language)))?;
        sheet.row(columns.iter().map(|column| column.example[language.index()]))?;
        sheet.finish()
    };
    write().expect("a Vec takes every byte")
}
