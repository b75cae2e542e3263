//! The line of headings: which column means what, and every fault of it at once.

use domain::skills::label_key;

use crate::column::{Column, Need, columns};
use crate::{HeadingFault, HeadingFaultKind, SheetKind};

mod nearest;
mod not_collected;

pub(crate) use not_collected::is_not_collected;

/// What each column of a sheet means.
#[derive(Debug)]
pub(crate) struct Headings {
    kind: SheetKind,
    /// By column; `None` where there is no heading.
    places: Vec<Option<Place>>,
}

/// A column of the sheet.
#[derive(Debug)]
pub(crate) struct Place {
    pub(crate) column: &'static Column,
    /// As the sheet has it.
    pub(crate) heading: String,
}

impl Headings {
    /// Reads the headings of a kind; columns without a heading are passed over.
    pub(crate) fn read(cells: &[String], kind: SheetKind) -> Result<Self, Vec<HeadingFault>> {
        let mut faults = Vec::new();
        let mut places: Vec<Option<Place>> = Vec::with_capacity(cells.len());
        for (index, cell) in cells.iter().enumerate() {
            let heading = cell.trim();
            let place = match resolve(heading, kind) {
                _ if heading.is_empty() => None,
                Ok(column) => Some(Place { column, heading: heading.to_owned() }),
                Err(fault) => {
                    faults.push(HeadingFault { column: index + 1, heading: shortened(heading), fault });
                    None
                }
            };
            let is_same = |before: &Option<Place>| match (before, &place) {
                (Some(before), Some(place)) => before.column.field == place.column.field,
                _ => false,
            };
            if let Some(first) = places.iter().position(is_same) {
                let fault = HeadingFaultKind::Repeated { first_column: first + 1 };
                faults.push(HeadingFault { column: index + 1, heading: shortened(heading), fault });
            }
            places.push(place);
        }
        let headings = Self { kind, places };
        faults.extend(headings.missing());
        if faults.is_empty() { Ok(headings) } else { Err(faults) }
    }

    /// What stands at a place, from 0.
    pub(crate) fn at(&self, index: usize) -> Option<&Place> {
        self.places.get(index)?.as_ref()
    }

    /// The headings of the columns that are understood.
    pub(crate) fn places(&self) -> impl Iterator<Item = &Place> {
        self.places.iter().flatten()
    }

    pub(crate) fn kind(&self) -> SheetKind {
        self.kind
    }

    pub(crate) fn heading_of(&self, pointer: &str) -> Option<&str> {
        if pointer.is_empty() {
            return None;
        }
        let is_under = |below: &str, above: &str| {
            below.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let here = self.places().find(|place| is_under(pointer, place.column.pointer));
        let here = here.or_else(|| self.places().find(|place| is_under(place.column.pointer, pointer)));
        if let Some(place) = here {
            return Some(&place.heading);
        }
        columns(self.kind).iter().find(|column| is_under(pointer, column.pointer)).map(|column| column.ja)
    }

    fn missing(&self) -> Vec<HeadingFault> {
        let has = |wanted: &dyn Fn(&Column) -> bool| self.places().any(|place| wanted(place.column));
        let missing = |column: &&Column| match column.need {
            Need::Optional | Need::OrElse(_) => false,
            Need::Compulsory => !has(&|other| other.field == column.field),
            Need::OneOf(group) => {
                !has(&|other| matches!(other.need, Need::OneOf(of) | Need::OrElse(of) if of == group))
            }
        };
        let faults = columns(self.kind).iter().filter(missing).map(|column| HeadingFault {
            column: 0,
            heading: column.ja.to_owned(),
            fault: HeadingFaultKind::Missing,
        });
        faults.collect()
    }
}

fn resolve(heading: &str, kind: SheetKind) -> Result<&'static Column, HeadingFaultKind> {
    let key = label_key(heading);
    let known = columns(kind).iter().find(|column| column.names().any(|name| label_key(name) == key));
    known.ok_or_else(|| {
        if is_not_collected(&key) {
            return HeadingFaultKind::NotCollected;
        }
        HeadingFaultKind::Unknown { nearest: nearest::nearest(&key, columns(kind)).map(str::to_owned) }
    })
}

fn shortened(heading: &str) -> String {
    if heading.chars().nth(60).is_none() {
        return heading.to_owned();
    }
    heading.chars().take(60).chain(['…']).collect()
}
