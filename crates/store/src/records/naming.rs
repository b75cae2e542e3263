//! Texts that name a person and hang on none: they stay when the person goes, so whoever erases somebody is told where to
//! look. Which words stand there is for the reader of the record.

use domain::{Candidate, TextToReview};

use crate::transaction::on_backend;
use crate::{StoreError, Tx};

/// Whose name is looked for in whose texts.
#[derive(Debug)]
pub(crate) struct Naming {
    pub(crate) body: String,
    pub(crate) candidate: String,
    /// The name as it is written, and without its spaces.
    pub(crate) patterns: [String; 2],
}

/// A text in which it was found.
#[derive(Debug)]
pub(crate) struct FoundText {
    pub(crate) table: &'static str,
    pub(crate) id: String,
    pub(crate) field: &'static str,
}

/// A text as a pattern that is found anywhere.
fn anywhere(text: &str) -> String {
    let mut pattern = String::from("%");
    for letter in text.chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

/// What a record is called outside.
fn resource(table: &str) -> &'static str {
    match table {
        "decisions" => "decision",
        "handovers" => "handover",
        "notes" => "note",
        "proposals" => "proposal",
        _ => "promise",
    }
}

impl Tx<'_> {
    /// Where the name of a person stands in texts that do not go with them, of the body that registered the person. What
    /// stands in those of others is told to nobody: names could be asked for until one is found.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_texts_naming(&mut self, person: &Candidate) -> Result<Vec<TextToReview>, StoreError> {
        let name = person.content.display_name.trim();
        let joined: String = name.chars().filter(|letter| !letter.is_whitespace()).collect();
        if joined.is_empty() {
            return Ok(Vec::new());
        }
        let asked = Naming {
            body: person.organization_id.to_string(),
            candidate: person.id.to_string(),
            patterns: [anywhere(name), anywhere(&joined)],
        };
        let found = on_backend!(self, naming::list(&asked))?;
        let read = |text: FoundText| TextToReview {
            resource: resource(text.table).to_owned(),
            id: text.id,
            field: text.field.to_owned(),
        };
        Ok(found.into_iter().map(read).collect())
    }
}
