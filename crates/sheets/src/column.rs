//! The columns of each kind of sheet, as data: names, place in the body, and how a cell is read.

use crate::cell::Cell;
use crate::{Language, SheetKind};

mod applications;
mod candidates;
mod postings;

/// A column that a sheet may have.
#[derive(Debug)]
pub struct Column {
    /// The API's own name of the field, parted by dots: `hours_per_week.min`.
    pub field: &'static str,
    /// Japanese heading.
    pub ja: &'static str,
    /// English heading.
    pub en: &'static str,
    /// Other headings that mean the same.
    pub also: &'static [&'static str],
    /// Where it stands in the body.
    pub pointer: &'static str,
    /// Whether it may be missing.
    pub need: Need,
    /// A cell that is read without a fault, Japanese and English; empty where the example leaves it blank.
    pub example: [&'static str; 2],
    pub(crate) cell: Cell,
}

/// Whether a column may be missing, and its cells empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// May be missing.
    Optional,
    /// Heading and cells must be there.
    Compulsory,
    /// One column of the group must be there, and in each row one of its cells; this is the one to name.
    OneOf(&'static str),
    /// The same group, another way of saying it.
    OrElse(&'static str),
}

impl Column {
    /// The heading in a language.
    pub fn heading(&self, language: Language) -> &'static str {
        match language {
            Language::Japanese => self.ja,
            Language::English => self.en,
        }
    }

    /// Every heading it goes by.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'static str> {
        [self.ja, self.en, self.field].into_iter().chain(self.also.iter().copied())
    }
}

impl Column {
    const fn named(field: &'static str, ja: &'static str, en: &'static str) -> Self {
        let (also, example): (&[&str], _) = (&[], ["", ""]);
        Self { field, ja, en, also, pointer: "", need: Need::Optional, example, cell: Cell::Key }
    }

    const fn at(mut self, pointer: &'static str, cell: Cell) -> Self {
        self.pointer = pointer;
        self.cell = cell;
        self
    }

    const fn also(mut self, also: &'static [&'static str]) -> Self {
        self.also = also;
        self
    }

    const fn needed(mut self, need: Need) -> Self {
        self.need = need;
        self
    }

    const fn such_as(mut self, ja: &'static str, en: &'static str) -> Self {
        self.example = [ja, en];
        self
    }
}

/// The columns of a kind, in the order of the template.
pub fn columns(kind: SheetKind) -> &'static [Column] {
    match kind {
        SheetKind::Candidates => candidates::COLUMNS,
        SheetKind::Postings => postings::COLUMNS,
        SheetKind::Applications => applications::COLUMNS,
    }
}

#[cfg(test)]
mod tests {
    use domain::Word;
    use domain::skills::label_key;

    use super::*;

    #[test]
    fn no_heading_means_two_columns() {
        for kind in SheetKind::ALL {
            let mut keys: Vec<(String, &str)> = columns(*kind)
                .iter()
                .flat_map(|column| column.names().map(|name| (label_key(name), column.field)))
                .collect();
            keys.sort_unstable();
            keys.dedup();
            assert!(keys.windows(2).all(|pair| pair[0].0 != pair[1].0), "{keys:?}");
            assert!(keys.iter().all(|(key, _)| !key.is_empty()));
        }
    }

    #[test]
    fn no_column_stands_below_another() {
        for kind in SheetKind::ALL {
            for (column, other) in
                columns(*kind).iter().flat_map(|a| columns(*kind).iter().map(move |b| (a, b)))
            {
                let below = format!("{}/", other.pointer);
                assert!(!column.pointer.starts_with(&below), "{} below {}", column.field, other.field);
            }
        }
    }

    #[test]
    fn field_and_pointer_say_the_same() {
        for column in SheetKind::ALL.iter().flat_map(|kind| columns(*kind)) {
            assert_eq!(column.pointer, format!("/{}", column.field.replace('.', "/")));
        }
    }
}
