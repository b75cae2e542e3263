//! Sheets that people keep by hand, read into the JSON bodies that the API takes, and written for them.
//!
//! [`open`] reads CSV row by row in bounded memory, whatever the file holds; [`template`] and [`Writer`] write it;
//! [`inflate`] unpacks gzip with a guard; [`json_resume`] turns a résumé into a person. Nothing here knows a
//! request, a database or a clock, and nothing is looked up: ids and labels get their meaning where the body goes.

mod cell;
mod column;
mod export;
mod fault;
mod headings;
pub mod inflate;
pub mod json_resume;
mod kind;
mod records;
mod row;
mod sheet;
mod template;
mod text;
pub mod vocabulary;

pub use column::{Column, Need, columns};
pub use export::{Writer, neutral};
pub use fault::{CellFault, HeadingFault, HeadingFaultKind, Limit, RowError, SheetError};
pub use kind::{Language, SheetKind, TextEncoding};
pub use row::Row;
pub use sheet::{Sheet, open};
pub use template::template;
