//! What is shown instead of a page: one sentence of what happened, one of what to do.

use maud::{Markup, html};

use crate::text::Text;

/// What went wrong, as the reader is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Failure {
    /// No such page, or none that the reader may know of.
    NotFound,
    /// Not with this key.
    Forbidden,
    /// A form that came from another site.
    Foreign,
    /// The page is there, but not for this method.
    Method,
    /// Something in the address is not understood.
    Unclear,
    /// Still loading, or too many at once.
    Busy,
    /// Broken; the number finds it in the log.
    Broken {
        /// To be read aloud on the telephone.
        number: String,
    },
}

impl Failure {
    /// Heading and sentence.
    fn words(&self, text: &Text) -> (&'static str, String) {
        let failures = &text.failures;
        let own = str::to_owned;
        match self {
            Self::NotFound => (failures.not_found, own(failures.not_found_words)),
            Self::Forbidden => (failures.forbidden, own(failures.forbidden_words)),
            Self::Foreign => (failures.foreign, own(failures.foreign_words)),
            Self::Method => (failures.method, own(failures.unclear_words)),
            Self::Unclear => (failures.unclear, own(failures.unclear_words)),
            Self::Busy => (failures.busy, own(failures.busy_words)),
            Self::Broken { number } => (failures.broken, (failures.broken_words)(number)),
        }
    }

    /// The heading.
    pub(crate) fn title(&self, text: &Text) -> &'static str {
        self.words(text).0
    }
}

/// The main part of the page.
pub(crate) fn main(text: &Text, failure: &Failure) -> Markup {
    let (title, words) = failure.words(text);
    html! {
        h1 { (title) }
        p { (words) }
        p { a.button href="/console/postings" { (text.failures.to_postings) } }
    }
}
