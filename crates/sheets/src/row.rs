//! A row that has become a body.

use std::sync::Arc;

use serde_json::Value;

use crate::headings::Headings;

/// A row, read.
#[derive(Debug, Clone)]
pub struct Row {
    /// Physical line of the file where the record begins; the headings are line 1.
    pub line: u64,
    /// The body, as the API takes it; an empty cell leaves its field out.
    pub body: Value,
    /// The row's own key, where it has one.
    pub external_id: Option<String>,
    pub(crate) headings: Arc<Headings>,
}

impl Row {
    /// The heading of the column a JSON pointer into the body comes from, as the sheet has it.
    ///
    /// The longest prefix wins: `/skills/2/skill` comes from the skills. A pointer to a parent of several columns
    /// (`/residency`) gives the first of them in the sheet; a field without a column gives the Japanese heading
    /// its column would have.
    pub fn heading_of(&self, pointer: &str) -> Option<&str> {
        self.headings.heading_of(pointer)
    }
}
